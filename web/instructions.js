// What an order may ask for beyond side, price and quantity: the fields of the ticket, and what they say.

import { make } from "./element.js";
import { t } from "./words.js";

const PEGS = ["", "best", "mid"];
const PREVENTIONS = ["", "cancel_newest", "cancel_oldest", "cancel_both", "decrement"];
const ZONE = "Europe/Rome";

/** @typedef {(name: string) => HTMLInputElement} Fields */

/** The fields, folded away until somebody wants them. */
export function instructions() {
  const labeled = (/** @type {string} */ text, /** @type {HTMLElement} */ field) => make("label", {}, text, field);
  const number = (/** @type {string} */ name, /** @type {string} */ mode) => make("input", { name, inputmode: mode, autocomplete: "off" });
  const options = (/** @type {string[]} */ words, /** @type {string} */ prefix) =>
    words.map((word) => make("option", { value: word }, t(`${prefix}_${word || "none"}`)));
  return make("details", { class: "instructions" }, make("summary", {}, t("instructions")),
    make("div", { class: "pair" },
      labeled(t("stop_price"), number("stop", "decimal")),
      labeled(t("expires_on"), make("input", { name: "expires", type: "date" }))),
    make("div", { class: "pair" },
      labeled(t("display"), number("display", "numeric")),
      labeled(t("minimum_quantity"), number("minimum_quantity", "numeric"))),
    make("div", { class: "pair" },
      labeled(t("peg"), make("select", { name: "peg" }, ...options(PEGS, "peg"))),
      labeled(t("prevention"), make("select", { name: "self_trade_prevention" }, ...options(PREVENTIONS, "prevention")))),
    make("label", { class: "check" }, make("input", { name: "post_only", type: "checkbox" }), t("post_only")));
}

/** Which fields the chosen type and validity need. @param {Fields} field */
export function open(field) {
  const stops = field("type").value.startsWith("stop");
  const dated = field("time_in_force").value === "gtd";
  const pegged = field("peg").value !== "";
  for (const [name, needed] of /** @type {Array<[string, boolean]>} */ ([["stop", stops], ["expires", dated]])) {
    field(name).disabled = !needed;
    field(name).required = needed;
  }
  const limit = ["limit", "stop_limit"].includes(field("type").value);
  field("price").disabled = !limit;
  field("price").required = limit && !pegged;
  if (stops || dated) /** @type {HTMLDetailsElement} */ (field("stop").closest("details")).open = true;
}

/** What they say, in the words of an order. @param {Fields} field @param {(text: string) => string} plain */
export function said(field, plain) {
  /** @type {Record<string, string | boolean>} */
  const spoken = {};
  for (const name of ["stop", "display", "minimum_quantity", "peg", "self_trade_prevention"]) {
    if (!field(name).disabled && field(name).value.trim()) spoken[name] = plain(field(name).value);
  }
  if (field("post_only").checked) spoken.post_only = true;
  if (!field("expires").disabled && field("expires").value) spoken.expires = endOf(field("expires").value);
  return spoken;
}

/** The last second of a day on the exchange's clocks. No clock is changed between noon and midnight. @param {string} day */
function endOf(day) {
  const noon = new Date(`${day}T12:00:00Z`);
  const hour = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hour: "2-digit", hourCycle: "h23" }).format(noon);
  const ahead = (Number(hour) - 12) * 3_600_000;
  return new Date(Date.parse(`${day}T23:59:59Z`) - ahead).toISOString();
}
