// The part of one's units in what is confirmed of the impact of their issuers.

import { fill, make, part, table } from "./element.js";
import { market } from "./market.js";
import { decimal, t } from "./words.js";

part("own-impact", ["account"], (host) => {
  if (market.role !== "investor") return fill(host);
  const held = market.account?.impact_held ?? [];
  const title = make("h3", {}, t("own_impact"));
  if (held.length === 0) return fill(host, title, make("p", { class: "quiet" }, t("no_impact")));
  const columns = /** @type {Array<[string, string]>} */ ([
    [t("symbol"), ""], [t("impact_indicator"), ""], [t("impact_grade"), ""], [t("impact_part"), "number"],
    [t("impact_held_thousand"), "number"],
  ]);
  fill(host, title, make("div", { class: "scroll" }, table(t("own_impact"), columns, held.map(row))),
    make("p", { class: "quiet" }, t("impact_note")));
});

/** @param {Record<string, any>} one */
function row(one) {
  const name = one.unit ? `${one.indicator} (${one.unit})` : one.indicator;
  const thousand = one.per_euro_held === null ? "–" : decimal(thousandfold(one.per_euro_held));
  return make("tr", {},
    make("th", { scope: "row" }, one.instrument), make("td", { class: "name" }, name),
    make("td", {}, t(`grade_${one.grade}`)),
    make("td", { class: "number" }, decimal(one.held)), make("td", { class: "number" }, thousand));
}

/** A decimal with its point three places further right. @param {string} text */
function thousandfold(text) {
  const sign = text.startsWith("-") ? "-" : "";
  const [whole, rest = ""] = text.replace("-", "").split(".");
  const digits = rest.padEnd(3, "0");
  const moved = `${whole}${digits.slice(0, 3)}`.replace(/^0+(?=[0-9])/, "");
  const fraction = digits.slice(3).replace(/0+$/, "");
  return sign + moved + (fraction ? `.${fraction}` : "");
}
