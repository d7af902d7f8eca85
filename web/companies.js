// The companies of the exercise: how far each has come, what the gate said and why.

import { fill, make, part } from "./element.js";
import { hearing } from "./hearing.js";
import { market } from "./market.js";
import { currentLanguage, said, t } from "./words.js";

const CRITERIA = ["eligibility", "intentionality", "measurability", "additionality"];

part("company-list", ["companies"], (host) => {
  const opened = new Set([...host.querySelectorAll("details[open]")].map((part) => /** @type {HTMLElement} */ (part).dataset.key));
  const tools = market.role === "reader"
    ? make("p", { class: "tools" }, make("button", { type: "button", "data-key": "report", onclick: () => void download() }, t("report")))
    : null;
  if (market.companies.size === 0) return fill(host, tools, make("p", { class: "quiet" }, t("no_companies")));
  const cards = [...market.companies.values()].map((company) => card(company, opened));
  fill(host, tools, make("div", { class: "cards" }, ...cards));
});

/** @param {Record<string, any>} company @param {Set<string | undefined>} opened */
function card(company, opened) {
  const outcome = company.outcome ?? "pending";
  const symbol = market.instruments.has(company.instrument)
    ? make("button", { type: "button", "data-key": `see-${company.id}`, onclick: () => see(company.instrument) }, company.instrument) : null;
  const more = (/** @type {string} */ key, /** @type {string} */ title, /** @type {Node} */ content) =>
    make("details", { "data-key": key, open: opened.has(key) }, make("summary", {}, title), content);
  const reasons = company.reasons?.length
    ? more(`why-${company.id}`, t("reasons"), make("ul", {}, ...company.reasons.map((/** @type {any} */ reason) => make("li", {}, said(reason)))))
    : null;
  return make("article", {},
    make("h3", {}, company.name),
    make("p", { class: "quiet" }, `${company.synthetic ? `${t("synthetic")} · ` : ""}${t(`stage_${company.stage}`)} `, symbol),
    make("p", { class: "outcome", "data-outcome": outcome }, t(`outcome_${outcome}`)),
    reasons,
    company.comments ? more(`comments-${company.id}`, t("comments"), hearing(company)) : null,
    company.criteria ? more(`criteria-${company.id}`, t("criteria"), criteria(company.criteria)) : null);
}

/** @param {Record<string, any>} results */
function criteria(results) {
  const lines = CRITERIA.flatMap((name) => {
    const { outcome, findings } = results[name];
    const found = findings.length
      ? make("ul", {}, ...findings.map((/** @type {any} */ finding) => make("li", {}, `${finding.code}: ${said(finding.message)}`))) : null;
    return [make("dt", {}, t(`criterion_${name}`), found), make("dd", {}, t(`result_${outcome}`))];
  });
  return make("dl", { class: "criteria" }, ...lines);
}

/** @param {string} symbol */
function see(symbol) {
  void market.select(symbol);
  document.getElementById("instrument")?.scrollIntoView({ block: "start" });
}

/** The report is read with the token, and kept as a file. */
async function download() {
  const language = currentLanguage();
  const headers = { authorization: `Bearer ${market.token}`, accept: "text/html" };
  const response = await fetch(`/v1/report?lang=${language}`, { headers });
  if (!response.ok) return;
  const link = make("a", { href: URL.createObjectURL(await response.blob()), download: `borsa-sociale-${language}.html` });
  link.click();
  URL.revokeObjectURL(/** @type {HTMLAnchorElement} */ (link).href);
}
