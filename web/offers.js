// What is offered now, and subscribing to it. A card is drawn once, so that nobody's typing is lost.

import { scaled, unscaled } from "./book.js";
import { make } from "./element.js";
import { ask, market } from "./market.js";
import { whyButton } from "./why.js";
import { dayTime, decimal, said, t, told } from "./words.js";

const DAY = 86_400_000;

/** @typedef {Record<string, any>} Offer */

class OfferList extends HTMLElement {
  /** @type {Map<string, Offer>} */ #offers = new Map();
  /** @type {Map<string, OfferCard>} */ #cards = new Map();
  #loading = false;

  connectedCallback() {
    market.draws(["language"], () => this.#draw());
    market.draws(["companies", "account", "state"], () => void this.#load());
    void this.#load();
  }

  async #load() {
    if (this.#loading) return;
    this.#loading = true;
    try {
      const { ok, body } = await ask("/v1/offers?limit=1000");
      if (!ok) return;
      const open = body.items.filter((/** @type {Offer} */ offer) => offer.open);
      const before = [...this.#offers.keys()].join();
      this.#offers = new Map(open.map((/** @type {Offer} */ offer) => [offer.instrument, offer]));
      if (before !== [...this.#offers.keys()].join() || this.childElementCount === 0) this.#draw();
      for (const [symbol, offer] of this.#offers) this.#cards.get(symbol)?.show(offer);
    } finally {
      this.#loading = false;
    }
  }

  #draw() {
    const cards = [...this.#offers].map(([symbol, offer]) => /** @type {const} */ ([symbol, new OfferCard(offer, this.#cards.get(symbol))]));
    this.#cards = new Map(cards);
    if (cards.length === 0) this.replaceChildren(make("p", { class: "quiet" }, t("no_offers")));
    else this.replaceChildren(make("div", { class: "cards" }, ...cards.map(([, card]) => card.element)));
  }
}

/** One offer: its terms, its limits, and a form for whoever invests. */
class OfferCard {
  /** @type {Offer} */ offer;
  /** @type {HTMLElement} */ element;
  /** @type {{quantity: string, limit: string | null} | null} */ #asked = null;

  /** @param {Offer} offer @param {OfferCard} [before] */
  constructor(offer, before) {
    this.offer = offer;
    const key = offer.instrument;
    const field = (/** @type {string} */ name, /** @type {string} */ mode) =>
      make("input", { name, inputmode: mode, autocomplete: "off", required: name === "quantity", "data-key": `${key}-${name}`, value: before?.value(name) ?? null });
    const labeled = (/** @type {string} */ name, /** @type {HTMLElement} */ input) => make("label", {}, t(`offer_${name}`), input);
    this.element = make("article", { "aria-labelledby": `offer-${key}` },
      make("h3", { id: `offer-${key}` }, `${key} · ${offer.name}`),
      make("p", { class: "left quiet" }),
      make("dl", { class: "terms" }),
      limits(offer.limits),
      make("form", { onsubmit: (/** @type {Event} */ event) => void this.#submit(event), oninput: () => this.#ask(null) },
        make("div", { class: "pair" }, labeled("quantity", field("quantity", "numeric")),
          offer.conditions.range ? labeled("limit", field("limit", "decimal")) : null),
        make("p", { class: "sum", role: "status" }),
        make("p", { class: "fault", role: "alert" }),
        make("p", { class: "done", role: "status" }),
        make("button", { type: "submit", class: "main", name: "send", "data-key": `${key}-send` }, t("offer_subscribe")),
        make("button", { type: "button", name: "back", hidden: true, onclick: () => this.#back() }, t("offer_back"))));
    this.show(offer);
  }

  /** @template {Element} T @param {string} selector @returns {T} */
  #find(selector) {
    return /** @type {T} */ (this.element.querySelector(selector));
  }

  /** @param {string} name */
  value(name) {
    return /** @type {HTMLInputElement | null} */ (this.element.querySelector(`[name=${name}]`))?.value ?? "";
  }

  /** Sets what may have changed. @param {Offer} offer */
  show(offer) {
    this.offer = offer;
    const fact = (/** @type {string} */ name, /** @type {string} */ value) => make("div", {}, make("dt", {}, t(name)), make("dd", {}, value));
    this.#find(".terms").replaceChildren(...terms(offer).map(([name, value]) => fact(name, value)));
    const left = Math.max(0, Math.ceil((Date.parse(offer.closes_at) - Date.parse(market.health.time ?? offer.closes_at)) / DAY));
    this.#find(".left").textContent = t("offer_left", { days: left, until: dayTime(offer.closes_at) });
    this.#find(/** @type {any} */ ("form")).hidden = market.role !== "investor";
  }

  /** What a subscription would bind: its limit, or the highest price. @param {string} quantity @param {string | null} limit */
  #sum(quantity, limit) {
    const price = limit ?? this.offer.conditions.range?.highest ?? this.offer.price;
    return unscaled(scaled(price) * BigInt(quantity) * BigInt(this.offer.multiplier));
  }

  /** Asks whether that is meant, or takes the question back. @param {{quantity: string, limit: string | null} | null} asked */
  #ask(asked) {
    this.#asked = asked;
    this.#find(".fault").textContent = this.#find(".done").textContent = "";
    const sum = asked && t("offer_confirm", {
      units: decimal(asked.quantity), symbol: this.offer.instrument, sum: decimal(this.#sum(asked.quantity, asked.limit)),
      until: dayTime(this.offer.closes_at),
    });
    this.#find(".sum").textContent = sum ?? "";
    this.#find("[name=send]").textContent = t(asked ? "offer_yes" : "offer_subscribe");
    this.#find(/** @type {any} */ ("[name=back]")).hidden = !asked;
  }

  #back() {
    this.#ask(null);
    this.#find(/** @type {any} */ ("[name=quantity]")).focus();
  }

  /** @param {Event} event */
  async #submit(event) {
    event.preventDefault();
    const [quantity, limit] = [plain(this.value("quantity")), plain(this.value("limit")) || null];
    const isWhole = /^[0-9]{1,12}$/.test(quantity) && (limit === null || /^[0-9]+(\.[0-9]{1,4})?$/.test(limit));
    if (this.#asked === null && isWhole) return this.#ask({ quantity, limit });
    await this.#send({ quantity, ...(limit === null ? {} : { limit }) });
  }

  /** @param {Record<string, string>} subscription */
  async #send(subscription) {
    const button = /** @type {HTMLButtonElement} */ (this.#find("[name=send]"));
    button.disabled = true;
    try {
      const path = `/v1/offers/${encodeURIComponent(this.offer.instrument)}/subscriptions`;
      const { ok, body } = await ask(path, { method: "POST", body: JSON.stringify(subscription) });
      this.#ask(null);
      this.#mark(body.errors ?? []);
      if (ok) {
        this.#find(".done").textContent = t("offer_taken", { units: decimal(body.quantity), symbol: body.instrument });
        for (const input of this.element.querySelectorAll("input")) input.value = "";
        this.show(body.offer);
        void market.refreshAccount();
      } else {
        const refusal = told(body);
        this.#find(".fault").textContent = refusal;
        if (body.seq) this.#find(".fault").append(" ", whyButton(body.seq, refusal));
      }
    } catch {
      this.#find(".fault").textContent = t("offer_not_sent");
    } finally {
      button.disabled = false;
    }
  }

  /** @param {Array<{pointer: string}>} errors */
  #mark(errors) {
    const wrong = new Set(errors.map((error) => error.pointer.slice(1)));
    for (const input of this.element.querySelectorAll("input")) input.setAttribute("aria-invalid", String(wrong.has(input.name)));
  }
}

/** What is offered on which terms. @param {Offer} offer @returns {Array<[string, string]>} */
function terms(offer) {
  const { conditions } = offer;
  const unit = offer.kind === "bond" ? " %" : " EUR";
  const price = conditions.range
    ? `${decimal(conditions.range.lowest)}–${decimal(conditions.range.highest)}${unit}` : decimal(offer.price) + unit;
  const ticket = [
    conditions.minimum_ticket && t("offer_from", { euro: decimal(conditions.minimum_ticket) }),
    conditions.maximum_ticket && t("offer_up_to", { euro: decimal(conditions.maximum_ticket) }),
  ].filter(Boolean).join(", ");
  return /** @type {Array<[string, string]>} */ ([
    ["kind", t(`kind_${offer.kind}`)], ["offer_form", t(`form_${conditions.form}`)], ["offer_price", price],
    ["offer_units", decimal(offer.units)], ["offer_minimum", decimal(offer.minimum_units)], ["offer_asked", decimal(offer.asked)],
    ["offer_sharing", t(`sharing_${conditions.oversubscription}`)],
    ...(ticket ? [["offer_ticket", ticket]] : []),
    ...(conditions.public_units ? [["offer_public", decimal(conditions.public_units)]] : []),
    ...(conditions.invited ? [["offer_who", t("offer_invited")]] : []),
  ]);
}

/** Who may subscribe, and to how much. @param {Record<string, any> | null} told */
function limits(told) {
  const words = told?.words ?? [];
  if (words.length === 0) return null;
  return make("ul", { class: "limits" }, ...words.map((/** @type {any} */ text) => make("li", {}, said(text))));
}

/** A number as typed, with a decimal comma or point. @param {string} text */
const plain = (text) => text.trim().replace(",", ".");

customElements.define("offer-list", OfferList);
