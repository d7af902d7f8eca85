// Building the page's parts.

import { market } from "./market.js";

/**
 * Makes an element. Attributes whose value is a function listen; `null` and `false` are left out.
 * @param {string} name
 * @param {Record<string, any>} [attributes]
 * @param {...(Node | string | null)} children
 */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key.slice(2), value);
    else if (key.startsWith("aria-") && value !== null) element.setAttribute(key, String(value));
    else if (value !== null && value !== false) element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/**
 * Replaces what is inside, but keeps the keyboard's place: whoever had the focus has it again, found by `data-key`.
 * @param {Element} host @param {...(Node | string | null)} children
 */
export function fill(host, ...children) {
  const focused = document.activeElement;
  const key = focused instanceof HTMLElement && host.contains(focused) ? focused.dataset.key : undefined;
  host.replaceChildren(...children.filter((child) => child !== null));
  if (key) /** @type {HTMLElement | null} */ (host.querySelector(`[data-key="${CSS.escape(key)}"]`))?.focus();
}

/**
 * A table with its head. Columns are [text, class].
 * @param {string} caption @param {Array<[string, string]>} columns @param {Node[]} rows
 */
export function table(caption, columns, rows) {
  const head = columns.map(([text, kind]) => make("th", { scope: "col", class: kind || null }, text));
  return make("table", {}, make("caption", { class: "unseen" }, caption),
    make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows));
}

/**
 * Registers a part of the page that draws itself when its parts of the market change.
 * @param {string} name @param {string[]} parts @param {(host: HTMLElement) => void} draw
 */
export function part(name, parts, draw) {
  customElements.define(name, class extends HTMLElement {
    connectedCallback() {
      market.draws([...parts, "language"], () => draw(this));
      market.changed("language");
    }
  });
}
