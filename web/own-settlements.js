// One's own trades that have not settled, in the order in which they settle.

import { fill, make, part, table } from "./element.js";
import { market } from "./market.js";
import { day, decimal, t } from "./words.js";

part("own-settlements", ["account"], (host) => {
  if (market.role !== "investor") return fill(host);
  const pending = market.account?.settlements ?? [];
  const title = make("h3", {}, t("own_settlements"));
  if (pending.length === 0) return fill(host, title, make("p", { class: "quiet" }, t("no_settlements")));
  const columns = /** @type {Array<[string, string]>} */ ([
    [t("settles_on"), ""], [t("symbol"), ""], [t("side"), ""], [t("quantity"), "number"], [t("amount_due"), "number"],
    [t("status"), ""],
  ]);
  const rows = [...pending].sort((a, b) => (a.settles_on < b.settles_on ? -1 : a.settles_on > b.settles_on ? 1 : 0)).map(row);
  fill(host, title, make("div", { class: "scroll" }, table(t("own_settlements"), columns, rows)));
});

/** @param {Record<string, any>} one */
function row(one) {
  const failed = one.failed_days > 0
    ? t("settlement_failed", { days: one.failed_days, reason: t(`settlement_${one.reason}`) }) : t("settlement_waits");
  return make("tr", {},
    make("th", { scope: "row" }, day(one.settles_on)),
    make("td", {}, one.instrument),
    make("td", {}, make("span", { class: "side", "data-side": one.side }, t(`side_${one.side}`))),
    make("td", { class: "number" }, decimal(one.quantity)), make("td", { class: "number" }, decimal(one.amount)),
    make("td", {}, failed));
}
