// Everything the page knows, and the one loop that draws it: at most ten times a second.

import { Book } from "./book.js";
import { Stream } from "./stream.js";
import { currentLanguage } from "./words.js";

const FRAME = 100;
const TAPE = 200;

/** @typedef {Record<string, any>} Thing */

/** Reads from the exchange. @param {string} path @param {RequestInit} [options] */
export async function ask(path, options = {}) {
  const headers = new Headers(options.headers);
  if (market.token) headers.set("authorization", `Bearer ${market.token}`);
  headers.set("accept-language", currentLanguage());
  if (options.body) headers.set("content-type", "application/json");
  const response = await fetch(path, { ...options, headers });
  const body = await response.json();
  return { ok: response.ok, status: response.status, body };
}

class Market {
  stream = new Stream();
  /** @type {Map<string, Thing>} */ instruments = new Map();
  /** @type {string | null} */ selected = null;
  /** @type {Book | null} */ book = null;
  /** Trades of the selected instrument, newest first. @type {Thing[]} */ trades = [];
  /** Companies by id, in the order in which they applied. @type {Map<string, Thing>} */ companies = new Map();
  /** Own orders by id. @type {Map<string, Thing>} */ orders = new Map();
  /** @type {Thing | null} */ account = null;
  /** @type {Thing} */ health = {};
  healthAt = 0;
  /** What everybody has read, the newest first. @type {Thing[]} */ news = [];
  /** The last event before this page was opened: what came before is told by nobody's voice. */ #before = 0;
  token = sessionStorage.getItem("borsa-token") ?? "";
  /** What the token is good for: nothing, an investor's orders, the report, or something else. */
  role = /** @type {"none" | "investor" | "reader" | "admin" | "other"} */ ("none");
  /** @type {Set<string>} */ #dirty = new Set();
  /** @type {Map<string, Array<() => void>>} */ #drawers = new Map();
  #drawing = false;
  #drawn = 0;

  /** Draws whenever one of these parts has changed. @param {string[]} parts @param {() => void} draw */
  draws(parts, draw) {
    for (const part of parts) this.#drawers.set(part, [...(this.#drawers.get(part) ?? []), draw]);
  }

  /** @param {string[]} parts */
  changed(...parts) {
    for (const part of parts) this.#dirty.add(part);
    if (this.#drawing) return;
    this.#drawing = true;
    const wait = Math.max(0, this.#drawn + FRAME - performance.now());
    setTimeout(() => requestAnimationFrame(() => this.#draw()), wait);
  }

  #draw() {
    this.#drawing = false;
    this.#drawn = performance.now();
    const parts = this.#dirty;
    this.#dirty = new Set();
    const due = new Set([...parts].flatMap((part) => this.#drawers.get(part) ?? []));
    for (const draw of due) draw();
  }

  /** Everything anew, as after a change of language. */
  drawAll() {
    this.changed(...this.#drawers.keys());
  }

  async open() {
    await this.refreshHealth();
    await this.refreshInstruments();
    this.stream.addEventListener("state", () => this.changed("state"));
    this.stream.addEventListener("open", () => void this.refreshHealth());
    this.stream.addEventListener("frame", (event) => this.#take(/** @type {CustomEvent} */ (event).detail));
    this.#before = this.health.last_seq;
    const next = this.#before + 1;
    for (const channel of ["trades", "phases", "auction"]) this.stream.follow(channel, "*", { next });
    this.stream.follow("admissions", "*", { next: 1 });
    this.stream.start();
    if (this.token) await this.signIn(this.token);
    setInterval(() => void this.refreshHealth(), 30000);
  }

  async refreshHealth() {
    try {
      this.health = (await ask("/v1/health")).body;
      this.healthAt = performance.now();
      this.changed("clock", "state");
      // A settlement moves no order, so that no frame tells of it.
      if (this.role === "investor") void this.refreshAccount();
    } catch {
      // The stream's state says that the exchange does not answer.
    }
  }

  async refreshInstruments() {
    const { body } = await ask("/v1/instruments?limit=1000");
    this.instruments = new Map(body.items.map((/** @type {Thing} */ item) => [item.symbol, item]));
    this.changed("instruments");
    const wished = decodeURIComponent(location.hash.slice(1));
    const first = body.items.find((/** @type {Thing} */ item) => item.phase === "continuous") ?? body.items[0];
    if (!this.selected && first) await this.select(this.instruments.has(wished) ? wished : first.symbol);
  }

  /** @param {string} symbol */
  async refreshInstrument(symbol) {
    const { ok, body } = await ask(`/v1/instruments/${encodeURIComponent(symbol)}`);
    if (ok) this.instruments.set(symbol, body);
    this.changed("instruments");
  }

  /** @param {string} symbol */
  async select(symbol) {
    if (this.selected === symbol) return;
    if (this.selected) this.stream.drop("book", this.selected);
    this.selected = symbol;
    this.book = new Book();
    this.trades = [];
    history.replaceState(null, "", `#${encodeURIComponent(symbol)}`);
    this.stream.follow("book", symbol, { replays: false });
    this.changed("instruments", "selected", "book", "trades", "account");
    const { ok, body } = await ask(`/v1/instruments/${encodeURIComponent(symbol)}/trades?limit=${TAPE}`);
    if (!ok || this.selected !== symbol) return;
    // What the stream has told meanwhile is newer.
    const told = new Set(this.trades.map((trade) => trade.seq));
    const older = body.items.filter((/** @type {Thing} */ trade) => !told.has(trade.seq));
    this.trades = [...this.trades, ...older].slice(0, TAPE);
    this.changed("trades");
  }

  /** @param {Thing} frame */
  #take(frame) {
    if (frame.type === "heartbeat") {
      this.health.time = frame.time;
      this.healthAt = performance.now();
      this.changed("clock");
    }
    if (frame.type === "snapshot" && frame.channel === "book") this.#takeBook(frame);
    if (frame.type !== "update") return;
    switch (frame.channel) {
      case "trades": return this.#takeTrade(frame);
      case "book": return this.#takeBook(frame);
      case "phases": return this.#takePhase(frame);
      case "auction": return this.#takeAuction(frame);
      case "orders": return this.#takeOrder(frame);
      case "admissions": return this.#takeAdmission(frame);
    }
  }

  /** @param {Thing} frame */
  #takeTrade(frame) {
    const instrument = this.instruments.get(frame.instrument);
    if (instrument) {
      instrument.last = frame.data.price;
      instrument.reference_price = frame.data.price;
      this.changed("instruments");
    }
    if (frame.instrument !== this.selected || this.trades.some((trade) => trade.seq === frame.seq)) return;
    this.trades = [{ seq: frame.seq, time: frame.time, ...frame.data }, ...this.trades].slice(0, TAPE);
    this.changed("trades");
  }

  /** @param {Thing} frame */
  #takeBook(frame) {
    if (frame.instrument !== this.selected || !this.book) return;
    // A book that is not the exchange's any more is asked for anew.
    if (!this.book.take(frame)) this.stream.again("book", frame.instrument);
    this.changed("book");
  }

  /** @param {Thing} frame */
  #takePhase(frame) {
    const instrument = this.instruments.get(frame.instrument);
    if (instrument) Object.assign(instrument, { phase: frame.data.phase, indicative: null });
    this.dispatch("phase", frame);
    void this.refreshInstrument(frame.instrument);
  }

  /** @param {Thing} frame */
  #takeAuction(frame) {
    const instrument = this.instruments.get(frame.instrument);
    if (!instrument) return;
    if (frame.data.uncrossed) instrument.last_auction = frame.data;
    else instrument.indicative = frame.data;
    this.changed("instruments", "book");
  }

  /** @param {Thing} frame */
  #takeOrder(frame) {
    const before = this.orders.get(frame.data.id);
    if (before && before.seq > frame.data.seq) return;
    this.orders.set(frame.data.id, frame.data);
    if (before && frame.data.filled !== before.filled) this.dispatch("fill", frame.data);
    this.changed("orders");
    void this.refreshAccount();
  }

  /** @param {Thing} frame */
  #takeNews(frame) {
    const { type, event } = frame.data;
    if (type === "subsided") {
      const over = this.news.find((/** @type {Thing} */ one) => one.event === event);
      if (over) over.is_over = true;
    } else if (!this.news.some((/** @type {Thing} */ one) => one.event === event)) {
      this.news.unshift({ at: frame.time, ...frame.data });
      if (frame.seq > this.#before) this.dispatch("news", frame.data);
    }
    this.changed("news");
  }

  /** @param {Thing} frame */
  #takeAdmission(frame) {
    const fact = frame.data;
    if (fact.type === "occurred" || fact.type === "subsided") return this.#takeNews(frame);
    const company = this.companies.get(fact.company) ?? { id: fact.company, name: fact.company };
    this.companies.set(fact.company, company);
    switch (fact.type) {
      case "assessed":
        Object.assign(company, { name: fact.name, synthetic: fact.synthetic, criteria: fact.assessment });
        break;
      case "stage_entered":
        company.stage = fact.stage;
        if (fact.stage !== "applied") company.comments_until = null;
        break;
      case "comments_opened": Object.assign(company, { comments: [], comments_until: fact.closes_at }); break;
      case "commented": company.comments = [...(company.comments ?? []), { author: fact.author, text: fact.text }]; break;
      case "comments_closed": company.comments_until = null; break;
      case "decided": Object.assign(company, { outcome: fact.outcome, reasons: fact.reasons }); break;
      case "offer_opened": company.instrument = fact.instrument; break;
      case "listed":
        company.instrument = fact.instrument;
        if (!this.instruments.has(fact.instrument)) void this.refreshInstruments();
        break;
    }
    this.changed("companies");
  }

  /** @param {string} token */
  async signIn(token) {
    this.token = token;
    this.account = null;
    this.orders = new Map();
    this.role = "none";
    this.stream.drop("orders", "*");
    this.stream.signIn(token);
    if (token) {
      sessionStorage.setItem("borsa-token", token);
      const account = await ask("/v1/account");
      if (account.ok) {
        this.role = "investor";
        this.account = account.body;
        const { body } = await ask("/v1/orders?limit=100");
        for (const order of body.items.reverse()) this.orders.set(order.id, order);
        this.stream.follow("orders", "*");
      } else if (account.status === 403) {
        // A speed that is missing changes nothing, and tells by its answer who may set one.
        const admin = (await ask("/v1/control/speed", { method: "POST", body: "{}" })).status === 422;
        this.role = admin ? "admin" : (await ask("/v1/exercise")).ok ? "reader" : "other";
      } else {
        this.token = "";
        this.stream.signIn("");
      }
    }
    if (!this.token) sessionStorage.removeItem("borsa-token");
    this.changed("account", "orders", "companies");
    return this.role;
  }

  #refreshing = false;
  async refreshAccount() {
    if (this.#refreshing) return;
    this.#refreshing = true;
    setTimeout(async () => {
      this.#refreshing = false;
      const { ok, body } = await ask("/v1/account");
      if (ok) this.account = body;
      this.changed("account");
    }, 200);
  }

  #listeners = new EventTarget();
  /** @param {string} name @param {Thing} detail */
  dispatch(name, detail) {
    this.#listeners.dispatchEvent(new CustomEvent(name, { detail }));
  }
  /** @param {string} name @param {(detail: Thing) => void} hear */
  on(name, hear) {
    this.#listeners.addEventListener(name, (event) => hear(/** @type {CustomEvent} */ (event).detail));
  }
}

export const market = new Market();
