// One's own orders, newest first.

import { fill, make, part, table } from "./element.js";
import { ask, market } from "./market.js";
import { whyButton } from "./why.js";
import { decimal, shortTime, t, told } from "./words.js";

const SHOWN = 50;

/** Why the last cancel was not done. @type {Parameters<typeof told>[0] & {seq?: number} | null} */
let refused = null;

part("own-orders", ["orders", "account"], (host) => {
  if (market.role !== "investor") return fill(host, make("p", { class: "quiet" }, t("orders_need_token")));
  if (market.orders.size === 0) return fill(host, make("p", { class: "quiet" }, t("no_orders")));
  const columns = /** @type {Array<[string, string]>} */ ([
    [t("time"), ""], [t("symbol"), ""], [t("side"), ""], [t("type"), ""], [t("validity"), ""], [t("price"), "number"],
    [t("quantity"), "number"], [t("filled"), "number"], [t("remaining"), "number"], [t("status"), ""], [t("action"), ""],
  ]);
  const rows = [...market.orders.values()].reverse().slice(0, SHOWN).map(row);
  fill(host, fault(), make("div", { class: "scroll" }, table(t("own_orders"), columns, rows)));
});

/** What a refused cancel says, and what to ask about it. */
function fault() {
  if (!refused) return null;
  const [text, seq] = [told(refused), refused.seq];
  return make("p", { class: "fault", role: "alert" }, text, " ", seq ? whyButton(seq, text) : null);
}

/** @param {string} id */
async function cancel(id) {
  const sent = await ask(`/v1/orders/${id}`, { method: "DELETE" }).catch(() => null);
  refused = sent?.ok ? null : sent?.body ?? { code: "", detail: t("cancel_not_sent") };
  market.changed("orders");
}

/** @param {Record<string, any>} order */
function row(order) {
  const number = (/** @type {string} */ text) => make("td", { class: "number" }, decimal(text));
  const open = order.status === "new" || order.status === "partially_filled";
  const label = t("cancel_label", {
    side: t(`word_${order.side}`), quantity: decimal(order.remaining), symbol: order.instrument, price: decimal(order.price),
  });
  const button = open
    ? make("button", { type: "button", "data-key": order.id, "aria-label": label, onclick: () => void cancel(order.id) }, t("cancel")) : "";
  const status = make("span", { class: "status", "data-status": order.status }, t(`status_${order.status}`));
  return make("tr", {},
    make("td", {}, shortTime(order.time)),
    make("th", { scope: "row" }, order.instrument),
    make("td", {}, make("span", { class: "side", "data-side": order.side }, t(`side_${order.side}`))),
    make("td", {}, t(`type_${order.type}`)), make("td", {}, t(`tif_${order.time_in_force}`)),
    number(order.price), number(order.quantity), number(order.filled), number(order.remaining),
    make("td", {}, status), make("td", {}, button, whyButton(order.seq, `${order.instrument}, ${t(`status_${order.status}`)}`)));
}
