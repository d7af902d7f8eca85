// Why something happened: the exchange's own account of one event of its log, in a dialog.

import { make, table } from "./element.js";
import { ask } from "./market.js";
import { currentLanguage, dayTime, decimal, said, t, told } from "./words.js";

const CANDIDATES = 12;

/** A button that asks why an event happened. @param {number} seq @param {string} about What a listener hears it is about. */
export const whyButton = (seq, about) => make("button", {
  type: "button", class: "why", "data-key": `why-${seq}`, "aria-haspopup": "dialog",
  "aria-label": t("why_label", { about }), onclick: () => void show(seq),
}, t("why"));

/** @param {number} seq */
async function show(seq) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("why"));
  const close = make("button", { type: "button", onclick: () => dialog.close() }, t("close"));
  const fill = (/** @type {(Node | null)[]} */ ...content) =>
    dialog.replaceChildren(make("h2", { id: "why-title" }, t("why_title", { seq: decimal(String(seq)) })),
      ...content.filter((node) => node !== null), close);
  fill(make("p", { class: "quiet", role: "status" }, t("why_wait")));
  if (!dialog.open) dialog.showModal();
  const answer = await ask(`/v1/explain/${seq}`).catch(() => null);
  if (!answer?.ok) return fill(make("p", { role: "alert" }, answer ? told(answer.body) : t("not_sent")));
  const { time, because, explanation } = answer.body;
  fill(make("p", { class: "quiet" }, dayTime(time)), make("p", { lang: currentLanguage() }, said(because)), auction(explanation));
  close.focus();
}

/** The candidate prices of an auction, around the one that was found. @param {Record<string, any>} explanation */
function auction({ auction }) {
  if (!auction?.candidates.length) return null;
  const found = auction.candidates.findIndex((/** @type {any} */ candidate) => holds(candidate, auction.found?.price));
  const first = Math.max(0, Math.min(found - CANDIDATES / 2, auction.candidates.length - CANDIDATES));
  const shown = auction.candidates.slice(first, first + CANDIDATES);
  const columns = /** @type {Array<[string, string]>} */ ([
    [t("price"), "number"], [t("bid"), "number"], [t("ask"), "number"], [t("volume"), "number"], [t("surplus"), "number"],
  ]);
  const rows = shown.map((/** @type {any} */ candidate) => {
    const chosen = holds(candidate, auction.found?.price);
    const price = candidate.low === candidate.high ? decimal(candidate.low) : `${decimal(candidate.low)} – ${decimal(candidate.high)}`;
    const figures = [price, decimal(candidate.demand), decimal(candidate.supply), decimal(candidate.volume), decimal(candidate.surplus)];
    return make("tr", { "aria-current": chosen ? "true" : null }, ...figures.map((text) => make("td", { class: "number" }, text)));
  });
  const left = auction.candidates.length - shown.length;
  return make("div", {}, make("h3", {}, t("candidates")), table(t("candidates"), columns, rows),
    left > 0 ? make("p", { class: "quiet" }, t("candidates_left", { left })) : null);
}

/** Whether a row of candidates has the price that was found. @param {Record<string, string>} candidate @param {string} price */
const holds = (candidate, price) => Number(candidate.low) <= Number(price) && Number(price) <= Number(candidate.high);
