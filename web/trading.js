// The book, the line of prices and the tape of the instrument that is looked at.

import { scaled } from "./book.js";
import { fill, make, part, table } from "./element.js";
import { market } from "./market.js";
import { whyButton } from "./why.js";
import { dayTime, decimal, shortTime, t } from "./words.js";

const LEVELS = 10;
const TAPE = 40;

part("book-ladder", ["book", "instruments", "selected"], (host) => {
  const book = market.book;
  const item = market.instruments.get(market.selected ?? "");
  if (!book || !item) return fill(host);
  const [bids, asks] = [book.bids().slice(0, LEVELS), book.asks().slice(0, LEVELS)];
  const call = item.phase === "call" ? make("p", { class: "auction" }, auction(item.indicative)) : null;
  if (bids.length + asks.length === 0) {
    return fill(host, call, make("p", { class: "quiet" }, t(book.agrees ? "empty_book" : "book_waiting")));
  }
  /** @type {Map<string, {bid?: string, ask?: string}>} */
  const rows = new Map();
  for (const [price, quantity] of bids) rows.set(price, { bid: quantity });
  for (const [price, quantity] of asks) rows.set(price, { ...rows.get(price), ask: quantity });
  const prices = [...rows.keys()].sort((a, b) => (scaled(a) < scaled(b) ? 1 : -1));
  const largest = Math.max(...[...bids, ...asks].map(([, quantity]) => Number(quantity)));
  const columns = /** @type {Array<[string, string]>} */ ([[t("bid"), "bid"], [t("price"), "price"], [t("ask"), "ask"]]);
  const lines = prices.map((price) => level(price, rows.get(price) ?? {}, largest));
  fill(host, call, table(t("book"), columns, lines),
    make("p", { class: "foot quiet" }, t(book.agrees ? "book_proved" : "book_waiting")));
});

/** @param {Record<string, any> | null} now */
function auction(now) {
  if (!now?.price) return t("auction_none");
  const gaps = { price: decimal(now.price), volume: decimal(now.volume), surplus: decimal(now.surplus) };
  return now.surplus_side
    ? t("auction_now", { ...gaps, side: t(`word_${now.surplus_side}`) })
    : t("auction_even", gaps);
}

/** @param {string} price @param {{bid?: string, ask?: string}} row @param {number} largest */
function level(price, row, largest) {
  const take = () => market.dispatch("price", { price });
  const label = t("take_price", { price: decimal(price) });
  const button = make("button", { type: "button", "data-key": `price-${price}`, "aria-label": label, title: label, onclick: take }, decimal(price));
  const cell = (/** @type {"bid" | "ask"} */ side) => {
    const quantity = row[side];
    const made = make("td", { class: side }, quantity ? decimal(quantity) : "");
    if (quantity) made.style.setProperty("--share", `${(Number(quantity) / largest) * 100}%`);
    return made;
  };
  return make("tr", {}, cell("bid"), make("td", { class: "price" }, button), cell("ask"));
}

part("trade-tape", ["trades", "selected", "account"], (host) => {
  if (market.trades.length === 0) return fill(host, make("p", { class: "quiet" }, t("no_trades")));
  // Whoever studies the market may ask about every trade; an investor asks about own orders.
  const asks = market.role === "reader";
  const number = { class: "number" };
  const rows = market.trades.slice(0, TAPE).map((trade) => make("tr", {},
    make("td", {}, dayTime(trade.time)),
    make("td", number, decimal(trade.price)),
    make("td", number, decimal(trade.quantity)),
    make("td", {}, make("span", { class: "side", "data-side": trade.aggressor }, t(`side_${trade.aggressor}`))),
    asks ? make("td", {}, whyButton(trade.seq, `${decimal(trade.quantity)} × ${decimal(trade.price)}`)) : null));
  const columns = /** @type {Array<[string, string]>} */ ([
    [t("time"), ""], [t("price"), "number"], [t("quantity"), "number"], [t("aggressor"), ""],
  ]);
  if (asks) columns.push([t("why"), ""]);
  const scrolled = host.querySelector(".frame")?.scrollTop ?? 0;
  const frame = make("div", { class: "frame", tabindex: "0", role: "region", "aria-label": t("tape"), "data-key": "tape" },
    table(t("tape"), columns, rows));
  fill(host, frame);
  frame.scrollTop = scrolled;
});

const [WIDTH, HEIGHT, LEFT, EDGE] = [600, 150, 58, 14];

part("price-line", ["trades", "selected"], (host) => {
  const trades = [...market.trades].reverse();
  if (trades.length < 2) return fill(host);
  const prices = trades.map((trade) => Number(trade.price));
  const text = (/** @type {number} */ at) => decimal(trades[prices.indexOf(at)].price);
  const [low, high] = [Math.min(...prices), Math.max(...prices)];
  const span = high - low || 1;
  const x = (/** @type {number} */ at) => LEFT + (at / (trades.length - 1)) * (WIDTH - LEFT - EDGE);
  const y = (/** @type {number} */ price) => HEIGHT - EDGE - ((price - low) / span) * (HEIGHT - 2 * EDGE);
  const points = prices.map((price, at) => `${x(at).toFixed(1)},${y(price).toFixed(1)}`).join(" ");
  const title = t("chart_title", { count: trades.length, symbol: market.selected ?? "" });
  const about = t("chart_about", {
    first: shortTime(trades[0].time), last: shortTime(trades[trades.length - 1].time), low: text(low), high: text(high),
  });
  const diamonds = trades.map((trade, at) => ({ trade, at })).filter(({ trade }) => trade.aggressor === "auction")
    .filter(({ trade, at }) => trades[at + 1]?.time !== trade.time)
    .map(({ at }) => diamond(x(at), y(prices[at])));
  const grid = (high === low ? [high] : [high, low]).flatMap((price) => [
    svg("line", { class: "grid", x1: LEFT, x2: WIDTH - EDGE, y1: y(price), y2: y(price) }),
    svg("text", { x: LEFT - 8, y: y(price) + 4, "text-anchor": "end" }, text(price)),
  ]);
  const drawing = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": `${title}. ${about}` });
  drawing.append(...grid, svg("polyline", { class: "line", points }), ...diamonds);
  fill(host, make("p", { class: "quiet" }, `${title}. ${about}`), drawing);
});

/** @param {number} x @param {number} y */
function diamond(x, y) {
  return svg("path", { class: "auction", d: `M${x} ${y - 4}l4 4l-4 4l-4 -4z` });
}

/** @param {string} name @param {Record<string, any>} attributes @param {string} [text] */
function svg(name, attributes, text) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (text) element.textContent = text;
  return element;
}
