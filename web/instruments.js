// What is traded, and the facts of the one that is looked at.

import { scaled, unscaled } from "./book.js";
import { fill, make, part, table } from "./element.js";
import { market } from "./market.js";
import { day, decimal, said, shortTime, t } from "./words.js";

/** @param {string} phase */
const phaseWord = (phase) => make("span", { class: "phase", "data-phase": phase }, t(`phase_${phase}`));

part("instrument-table", ["instruments"], (host) => {
  if (market.instruments.size === 0) return fill(host, make("p", { class: "quiet" }, t("no_instruments")));
  const rows = [...market.instruments.values()].map(row);
  const columns = /** @type {Array<[string, string]>} */ ([
    [t("symbol"), ""], [t("name"), ""], [t("phase"), ""], [t("next_phase"), ""], [t("reference"), "number"],
    [t("last"), "number"], [t("indicative_price"), "number"], [t("volume"), "number"], [t("surplus"), "number"],
  ]);
  fill(host, make("div", { class: "scroll" }, table(t("market"), columns, rows)));
});

/** @param {Record<string, any>} item */
function row(item) {
  const chosen = item.symbol === market.selected;
  const choose = () => void market.select(item.symbol);
  const button = make("button", { type: "button", "data-key": item.symbol, "aria-pressed": chosen, onclick: choose }, item.symbol);
  const then = item.next_phase ? `${t(`phase_${item.next_phase}`)}, ${shortTime(item.next_phase_at)}` : "–";
  const { price = null, volume = null, surplus = null, surplus_side = null } = item.indicative ?? {};
  const side = surplus_side ? ` ${t(`word_${surplus_side}`)}` : "";
  const number = (/** @type {string} */ text) => make("td", { class: "number" }, text);
  return make("tr", { "aria-current": chosen ? "true" : null },
    make("th", { scope: "row" }, button),
    make("td", { class: "name" }, item.name),
    make("td", {}, phaseWord(item.status === "delisted" ? "delisted" : item.phase)),
    make("td", { class: "quiet" }, then),
    number(decimal(item.reference_price)), number(decimal(item.last)), number(decimal(price)), number(decimal(volume)),
    number(surplus && surplus !== "0" ? decimal(surplus) + side : decimal(surplus)));
}

part("instrument-facts", ["instruments", "selected"], (host) => {
  const item = market.instruments.get(market.selected ?? "");
  if (!item) {
    const title = document.getElementById("instrument-title");
    if (title) title.textContent = t("instrument");
    return fill(host);
  }
  const fact = (/** @type {string} */ name, /** @type {Node | string} */ value) =>
    make("div", {}, make("dt", {}, name), make("dd", {}, value));
  const halt = item.halt_reason
    ? make("p", { class: "halt" }, t("halted_because", { reason: item.halt_reason })) : null;
  const title = document.getElementById("instrument-title");
  if (title) title.textContent = `${item.symbol} · ${item.name}`;
  fill(host,
    halt,
    make("dl", {},
      fact(t("phase"), phaseWord(item.status === "delisted" ? "delisted" : item.phase)),
      item.sanction ? fact(t("sanction"), t(`sanction_${item.sanction}`)) : null,
      fact(t("issuer"), item.issuer_name ?? item.issuer),
      fact(t("kind"), t(`kind_${item.kind}`)),
      fact(t("last"), decimal(item.last)),
      fact(t("issue_price"), decimal(item.issue_price)),
      fact(t("tick"), decimal(item.tick)),
      fact(t("lot"), decimal(item.lot)),
      fact(t("units"), decimal(item.units)),
      fact(t("settles_on"), day(item.settles_on)),
      ...bond(item.bond).map(([name, value]) => fact(t(name), value)),
      ...link(item.link).map(([name, value]) => fact(t(name), value))),
    limits(item.limits),
    impact(item.impact));
});

/** What a bond pays and yields. @param {Record<string, any> | null} terms @returns {Array<[string, string]>} */
function bond(terms) {
  if (!terms) return [];
  const percent = (/** @type {string | null} */ rate) => (rate === null ? "–" : `${decimal(unscaled(scaled(rate) * 100n))} %`);
  return [
    ["coupon", percent(terms.coupon)], ["next_coupon", day(terms.next_coupon_on)],
    ["record_day", day(terms.record_on)], ["ex_day", day(terms.ex_on)], ["matures_on", day(terms.matures_on)],
    ["accrued_today", decimal(terms.accrued)], ["yield", percent(terms.yield_to_maturity)],
  ];
}

/** How the terms depend on a result. @param {Record<string, any> | null} terms @returns {Array<[string, string]>} */
function link(terms) {
  if (!terms) return [];
  const state = terms.result === null ? t("link_open") : `${t(`link_${terms.result}`)} (${t(`ground_${terms.ground}`)})`;
  return [
    ["link", t(`link_${terms.kind}`)], ["link_objective", terms.objective], ["link_observed", day(terms.observed_on)],
    ["link_state", state],
  ];
}

/** Who may hold it, how much, and what is locked up. @param {Record<string, any> | null} terms */
function limits(terms) {
  const words = terms?.words ?? [];
  if (words.length === 0) return null;
  const lines = words.map((/** @type {any} */ text) => make("li", {}, said(text)));
  return make("div", { class: "limits" }, make("h3", {}, t("limits")), make("ul", {}, ...lines));
}

/** The latest measurement of each objective. @param {Array<Record<string, any>>} reports */
function impact(reports) {
  const latest = new Map(reports.map((report) => [report.objective, report]));
  if (latest.size === 0) return null;
  const lines = [...latest.values()].map((report) => {
    const indicator = typeof report.indicator === "object" ? said(report.indicator) : report.indicator;
    const line = t("impact_line", { indicator, value: decimal(report.value), target: decimal(report.target) });
    return make("li", {}, report.verified ? `${line} ✓ ${t("impact_verified")}` : line);
  });
  return make("details", {}, make("summary", {}, t("impact")), make("ul", {}, ...lines));
}
