// What everybody has read: events of the scenario, and words of the facilitator, the newest first.

import { fill, make, part } from "./element.js";
import { market } from "./market.js";
import { fullTime, said, t } from "./words.js";

const SHOWN = 8;

part("news-board", ["news", "companies"], (host) => {
  host.hidden = market.news.length === 0;
  if (host.hidden) return fill(host);
  fill(host, make("section", { "aria-labelledby": "news-title" },
    make("h2", { id: "news-title" }, t("news")), make("ul", { class: "news" }, ...market.news.slice(0, SHOWN).map(item))));
});

/** @param {Record<string, any>} one */
function item(one) {
  const company = one.company ? (market.companies.get(one.company)?.name ?? one.company) : "";
  const about = company ? ` (${company})` : "";
  const over = one.is_over ? make("span", { class: "quiet" }, ` ${t("news_over")}`) : "";
  return make("li", {},
    make("span", { class: "quiet" }, `${fullTime(one.at)} `), make("strong", {}, said(one.title)), about, over,
    one.text ? make("p", {}, said(one.text)) : "");
}
