// Words in both languages, and numbers and times as each language writes them.

/** @typedef {"it" | "en"} Language */

/** @type {Record<string, Record<Language, string>>} */
let words = {};
/** @type {Language} */
let language = "it";

const ZONE = "Europe/Rome";
const KEY = "borsa-language";
/** Fields whose label has another name. @type {Record<string, string>} */
const LABELS = { stop: "stop_price", expires: "expires_on" };

/** Loads the words and settles on a language: the address, the last choice, the browser. */
export async function loadWords() {
  words = await (await fetch("words.json")).json();
  const asked = new URLSearchParams(location.search).get("lang");
  const kept = localStorage.getItem(KEY);
  const found = [asked, kept, navigator.language.slice(0, 2)].find((word) => word === "it" || word === "en");
  setLanguage(/** @type {Language} */ (found ?? "en"));
}

/** @param {Language} chosen */
export function setLanguage(chosen) {
  language = chosen;
  localStorage.setItem(KEY, chosen);
  document.documentElement.lang = chosen;
  for (const element of document.querySelectorAll("[data-t]")) {
    element.textContent = t(/** @type {HTMLElement} */ (element).dataset.t ?? "");
  }
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (button).dataset.language === chosen));
  }
}

export const currentLanguage = () => language;

/**
 * A sentence, with its gaps filled.
 * @param {string} key
 * @param {Record<string, string | number>} [gaps]
 */
export function t(key, gaps = {}) {
  const sentence = words[key]?.[language] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => String(gaps[name] ?? whole));
}

/**
 * A text that the exchange sends in both languages.
 * @param {{it: string, en: string}} text
 */
export const said = (text) => text[language] ?? text.en;

/**
 * What a problem says. Refusals come in the reader's language; what else may be answered has its words here, by its code.
 * @param {{code: string, detail: string, errors?: Array<{pointer: string}>}} problem
 */
export function told({ code, detail, errors = [] }) {
  const key = `problem_${code}`;
  if (!words[key]) return detail;
  const names = errors.map(({ pointer }) => pointer.slice(1)).map((name) => LABELS[name] ?? name);
  return t(key, { fields: names.map((name) => (words[name] ? t(name) : name)).join(", ") });
}

/**
 * A decimal string as people write it; digits are never turned into floats.
 * @param {string | null | undefined} text
 */
export function decimal(text) {
  if (text === null || text === undefined) return "–";
  const [whole, part] = text.split(".");
  const [group, point] = language === "it" ? [".", ","] : [",", "."];
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, group);
  return part ? grouped + point + part : grouped;
}

/** @param {string | null} text @param {Intl.DateTimeFormatOptions} options */
function moment(text, options) {
  if (!text) return "–";
  const format = new Intl.DateTimeFormat(language === "it" ? "it-IT" : "en-GB", { timeZone: ZONE, ...options });
  return format.format(new Date(text));
}

/** @param {string | null} text */
export const day = (text) => moment(text && `${text}T12:00:00Z`, { day: "numeric", month: "short", year: "numeric" });
/** @param {string | null} text */
export const dayTime = (text) =>
  moment(text, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });
/** @param {string | null} text */
export const shortTime = (text) =>
  moment(text, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
/** @param {string | null} text */
export const fullTime = (text) =>
  moment(text, { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit" });
