// The order ticket: drawn once, so that nobody's typing is lost; what changes around it is set in place.

import { scaled, unscaled } from "./book.js";
import { make } from "./element.js";
import * as instructions from "./instructions.js";
import { ask, market } from "./market.js";
import { whyButton } from "./why.js";
import { day, decimal, t, told } from "./words.js";

const TYPES = ["limit", "market", "market_to_limit", "stop", "stop_limit"];
const TIMES = ["day", "gtc", "gtd", "ioc", "fok", "gfa", "opg", "atc"];

/** A name for an order, so that sending it twice enters it once. */
function newName() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `page-${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

class OrderTicket extends HTMLElement {
  #name = newName();

  connectedCallback() {
    this.#draw();
    market.draws(["language"], () => this.#draw());
    market.draws(["account", "selected", "instruments"], () => this.#update());
    market.on("price", ({ price }) => {
      this.#field("price").value = price;
      this.#field("quantity").focus();
      this.#update();
    });
  }

  /** @param {string} name @returns {HTMLInputElement} */
  #field(name) {
    return /** @type {HTMLInputElement} */ (this.querySelector(`[name="${name}"]`));
  }

  /** @param {string} name @param {string} text */
  #say(name, text) {
    const element = this.querySelector(`.${name}`);
    if (element && element.textContent !== text) element.textContent = text;
  }

  #draw() {
    const kept = new Map([...this.querySelectorAll("input:not([type=radio], [type=checkbox]), select")]
      .map((field) => [/** @type {HTMLInputElement} */ (field).name, /** @type {HTMLInputElement} */ (field).value]));
    const options = (/** @type {string[]} */ words, /** @type {string} */ prefix) =>
      words.map((word) => make("option", { value: word }, t(`${prefix}_${word}`)));
    const labeled = (/** @type {string} */ text, /** @type {HTMLElement} */ field) => make("label", {}, text, field);
    const side = (/** @type {string} */ word) => make("label", { class: word },
      make("input", { type: "radio", name: "side", value: word, checked: word === "buy" }), t(word));
    this.replaceChildren(
      make("form", { class: "token-form", onsubmit: (/** @type {Event} */ event) => void this.#signIn(event) },
        make("div", { class: "token" },
          labeled(t("token"), make("input", { name: "token", type: "password", autocomplete: "off", "aria-describedby": "token-hint" })),
          make("p", { class: "account", role: "status" }),
          make("button", { type: "submit", name: "use" }, t("token_use")),
        )),
      make("p", { class: "quiet", id: "token-hint" }, t("token_hint")),
      make("form", { class: "order-form", onsubmit: (/** @type {Event} */ event) => void this.#send(event), oninput: () => this.#update() },
        make("p", { class: "what" }),
        make("p", { class: "holding quiet" }),
        make("fieldset", { class: "sides" }, make("legend", { class: "unseen" }, t("side")), side("buy"), side("sell")),
        make("div", { class: "pair" },
          labeled(t("type"), make("select", { name: "type" }, ...options(TYPES, "type"))),
          labeled(t("validity"), make("select", { name: "time_in_force" }, ...options(TIMES, "tif")))),
        make("div", { class: "pair" },
          labeled(t("quantity"), make("input", { name: "quantity", inputmode: "numeric", autocomplete: "off", required: true })),
          labeled(t("price"), make("input", { name: "price", inputmode: "decimal", autocomplete: "off" }))),
        make("p", { class: "worth quiet" }),
        instructions.instructions(),
        make("p", { class: "fault", role: "alert" }),
        make("p", { class: "done", role: "status" }),
        make("button", { type: "submit", class: "main", name: "send" }, t("send"))));
    for (const [name, value] of kept) if (this.#field(name)) this.#field(name).value = value;
    this.#update();
  }

  #update() {
    const { account, role, selected, token } = market;
    const item = market.instruments.get(selected ?? "");
    this.#say("what", item ? `${item.symbol} · ${item.name}` : "");
    const balance = account?.balances[0];
    this.#say("account", balance
      ? t("account_line", { name: account.name, cash: decimal(balance.available), reserved: decimal(balance.reserved), unsettled: decimal(balance.unsettled) })
      : role === "reader" ? t("token_reader") : role === "other" || role === "admin" ? t("token_other") : "");
    const held = account?.positions.find((/** @type {any} */ position) => position.instrument === selected);
    this.#say("holding", held
      ? t("holding_line", { units: decimal(held.available), reserved: decimal(held.reserved), unsettled: decimal(held.unsettled), symbol: selected ?? "" }) + (held.locked === "0" ? "" : ` ${t("holding_locked", { units: decimal(held.locked) })}`) : "");
    const use = /** @type {HTMLButtonElement} */ (this.querySelector("[name=use]"));
    use.textContent = t(token ? "token_forget" : "token_use");
    const hint = /** @type {HTMLElement} */ (this.querySelector("#token-hint"));
    const asked = /** @type {HTMLElement} */ (this.querySelector(".token label"));
    hint.hidden = asked.hidden = Boolean(token);
    instructions.open((name) => this.#field(name));
    const form = /** @type {HTMLElement} */ (this.querySelector(".order-form"));
    form.hidden = role !== "investor";
    this.#say("worth", this.#worth(item));
  }

  /** What the order is worth, without floats. @param {any} item */
  #worth(item) {
    const [price, quantity] = [plain(this.#field("price").value), plain(this.#field("quantity").value)];
    if (!item || this.#field("price").disabled || !/^\d+(\.\d{1,4})?$/.test(price) || !/^\d+$/.test(quantity)) return "";
    const value = t("value", { value: decimal(unscaled(scaled(price) * BigInt(quantity) * BigInt(item.multiplier))) });
    if (!item.bond) return value;
    return `${value} ${t("accrued", { accrued: decimal(unscaled(scaled(item.bond.accrued) * BigInt(quantity))), day: day(item.settles_on) })}`;
  }

  /** @param {Event} event */
  async #signIn(event) {
    event.preventDefault();
    const forget = Boolean(market.token);
    const token = forget ? "" : this.#field("token").value.trim();
    this.#field("token").value = "";
    this.#say("done", "");
    const role = await market.signIn(token);
    this.#update();
    if (token && role === "none") this.#say("account", t("token_bad"));
  }

  /** @param {Event} event */
  async #send(event) {
    event.preventDefault();
    const value = (/** @type {string} */ name) => this.#field(name).value;
    const side = /** @type {HTMLInputElement} */ (this.querySelector("[name=side]:checked")).value;
    const order = {
      client_order_id: this.#name, instrument: market.selected, side, type: value("type"),
      time_in_force: value("time_in_force"), quantity: plain(value("quantity")),
      price: this.#field("price").disabled ? null : plain(value("price")) || null,
      ...instructions.said((name) => this.#field(name), plain),
    };
    const button = /** @type {HTMLButtonElement} */ (this.querySelector("[name=send]"));
    button.disabled = true;
    this.#say("fault", "");
    this.#say("done", "");
    try {
      const { ok, body } = await ask("/v1/orders", { method: "POST", body: JSON.stringify(order) });
      this.#mark(body.errors ?? []);
      // Answered is answered: the next order is another. Without an answer, the same name goes again.
      this.#name = newName();
      if (ok) this.#say("done", t("sent", { status: t(`status_${body.status}`) }));
      else this.#refuse(body);
    } catch {
      this.#say("fault", t("not_sent"));
    } finally {
      button.disabled = false;
    }
  }

  /** What was refused, and what to ask about it. @param {Parameters<typeof told>[0] & {seq?: number}} problem */
  #refuse(problem) {
    const [refusal, seq] = [told(problem), problem.seq];
    this.#say("fault", refusal);
    if (seq) this.querySelector(".fault")?.append(" ", whyButton(seq, refusal));
  }

  /** @param {Array<{pointer: string}>} errors */
  #mark(errors) {
    const wrong = new Set(errors.map((error) => error.pointer.slice(1)));
    for (const field of this.querySelectorAll(".order-form input:not([type=radio])")) {
      field.setAttribute("aria-invalid", String(wrong.has(/** @type {HTMLInputElement} */ (field).name)));
    }
  }
}

/** A number as typed, with a decimal comma or point. @param {string} text */
const plain = (text) => text.trim().replace(",", ".");

customElements.define("order-ticket", OrderTicket);
