// Brings the page to life.

import { market } from "./market.js";
import { decimal, loadWords, said, setLanguage, t } from "./words.js";

await loadWords();
await Promise.all(["status-bar", "news-board", "instruments", "trading", "ticket", "offers", "own-orders", "own-settlements", "own-impact", "companies", "controls"].map((name) => import(`./${name}.js`)));

for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => {
    setLanguage(/** @type {any} */ (button).dataset.language);
    market.changed("language", "title");
  });
}

market.draws(["clock", "language", "title"], () => {
  const scenario = document.getElementById("scenario");
  const title = market.health.title ? said(market.health.title) : "";
  if (scenario && scenario.textContent !== title) scenario.textContent = title;
});

// Only what a listener must know at once is spoken: changes of phase of what is looked at, own fills, and news.
const announcer = /** @type {HTMLElement} */ (document.getElementById("announcer"));
market.on("phase", (frame) => {
  if (frame.instrument !== market.selected) return;
  announcer.textContent = t("phase_news", { symbol: frame.instrument, phase: t(`phase_${frame.data.phase}`) });
});
market.on("fill", (order) => {
  announcer.textContent = t("fill_news", {
    side: t(`word_${order.side}`), symbol: order.instrument, filled: decimal(order.filled), remaining: decimal(order.remaining),
  });
});

market.on("news", (news) => {
  announcer.textContent = t("news_told", { title: said(news.title) });
});

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) market.drawAll();
});

await market.open();
