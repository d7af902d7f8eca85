// What everyone may say about a company while its comment period is open, and what has been said.

import { make } from "./element.js";
import { ask, market } from "./market.js";
import { dayTime, t, told } from "./words.js";

/** What is being written, by company: a redrawn form keeps it. @type {Map<string, string>} */
const drafts = new Map();
/** What the exchange answered last, by company. @type {Map<string, string>} */
const answers = new Map();

/** Comments on a company and, while they are taken, a form. @param {Record<string, any>} company */
export function hearing(company) {
  const said = company.comments.map((/** @type {any} */ comment) => make("li", {}, make("strong", {}, comment.author), ` ${comment.text}`));
  const until = company.comments_until
    ? make("p", { class: "quiet" }, t("comments_until", { when: dayTime(company.comments_until) })) : null;
  const may = company.comments_until && market.token && market.role !== "admin";
  return make("div", { class: "hearing" }, until,
    said.length ? make("ul", {}, ...said) : make("p", { class: "quiet" }, t("comments_none")),
    may ? form(company) : null);
}

/** @param {Record<string, any>} company */
function form(company) {
  const answer = answers.get(company.id);
  const area = make("textarea", {
    name: "text", rows: "3", maxlength: "2000", required: true, "data-key": `comment-${company.id}`, "aria-label": t("comment_label"),
    oninput: (/** @type {Event} */ event) => drafts.set(company.id, /** @type {HTMLTextAreaElement} */ (event.target).value),
  }, drafts.get(company.id) ?? "");
  return make("form", { onsubmit: (/** @type {Event} */ event) => void send(event, company) }, area,
    make("button", { type: "submit", "data-key": `send-${company.id}` }, t("comment_send")),
    answer ? make("p", { role: "status" }, answer) : null);
}

/** @param {Event} event @param {Record<string, any>} company */
async function send(event, company) {
  event.preventDefault();
  const body = JSON.stringify({ text: drafts.get(company.id) ?? "" });
  const sent = await ask(`/v1/admissions/${company.id}/comments`, { method: "POST", body }).catch(() => null);
  if (sent?.ok) drafts.delete(company.id);
  answers.set(company.id, sent?.ok ? t("comment_sent") : sent ? told(sent.body) : t("not_sent"));
  market.changed("companies");
}
