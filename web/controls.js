// The facilitator's bar: the clock, and halts. Only who has the admin's token sees it.

import { fill, make, part } from "./element.js";
import { ask, market } from "./market.js";
import { decimal, t, told } from "./words.js";

const SPEEDS = ["1", "10", "60", "300", "3600"];
let answer = "";

/** @param {string} action @param {object} [body] */
async function act(action, body) {
  const { ok, body: said } = await ask(`/v1/control/${action}`, { method: "POST", body: body ? JSON.stringify(body) : undefined });
  answer = ok ? "" : told(said);
  await market.refreshHealth();
  market.changed("account");
}

part("control-bar", ["account", "selected", "state"], (host) => {
  host.hidden = market.role !== "admin";
  if (host.hidden) return fill(host);
  const { running, speed } = market.health;
  const symbol = market.selected ?? "";
  const reason = /** @type {HTMLInputElement | null} */ (host.querySelector("input"))?.value ?? "";
  const button = (/** @type {string} */ key, /** @type {string} */ text, /** @type {() => void} */ press) =>
    make("button", { type: "button", "data-key": key, onclick: press }, text);
  const speeds = SPEEDS.map((value) =>
    make("button", { type: "button", "data-key": `speed-${value}`, "aria-pressed": value === speed, onclick: () => void act("speed", { speed: value }) },
      t("times", { speed: decimal(value) })));
  const written = (/** @type {string} */ key) =>
    /** @type {HTMLInputElement | null} */ (host.querySelector(`[data-key=${key}]`))?.value ?? "";
  const field = (/** @type {string} */ key) =>
    make("input", { "aria-label": t(key), placeholder: t(key), "data-key": key, maxlength: "2000", value: written(key) });
  const publish = () => void act("news", { title: { it: written("news_it"), en: written("news_en") } }).then(() => {
    if (answer) return;
    for (const key of ["news_it", "news_en"]) /** @type {HTMLInputElement} */ (host.querySelector(`[data-key=${key}]`)).value = "";
  });
  const why = make("input", { "aria-label": t("halt_reason"), placeholder: t("halt_reason"), "data-key": "reason", value: reason });
  const halt = () => void act("halt", { instrument: symbol, reason: /** @type {HTMLInputElement} */ (host.querySelector("input")).value || t("halt_default") });
  fill(host,
    make("h2", {}, t("facilitator")),
    make("div", { class: "bar" },
      running ? button("pause", t("pause"), () => void act("pause")) : button("start", t("start"), () => void act("start")),
      button("step", t("step"), () => void act("step")),
      make("span", { class: "quiet" }, t("speed")), ...speeds,
      why, button("halt", t("halt", { symbol }), halt),
      button("resume", t("resume", { symbol }), () => void act("resume", { instrument: symbol }))),
    make("div", { class: "bar" },
      field("news_it"), field("news_en"), button("publish", t("publish"), publish)),
    make("p", { class: "fault", role: "alert" }, answer));
});
