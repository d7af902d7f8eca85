// The line to the exchange: comes back by itself where it left off, and says when it hears nothing.

const HEARTBEAT = 5000;
const STALE = HEARTBEAT + 2500;
const DEAD = 3 * HEARTBEAT + 1000;
const WAIT = 500;
const WAIT_MAX = 15000;

/** @typedef {{channel: string, instrument: string, next: number | null, replays: boolean}} Topic */

export class Stream extends EventTarget {
  /** @type {WebSocket | null} */ #socket = null;
  /** @type {Map<string, Topic>} */ #topics = new Map();
  /** @type {string} */ #token = "";
  #heard = 0;
  #wait = WAIT;
  #over = false;
  /** @type {"waiting" | "live" | "stale" | "closed"} */ state = "waiting";

  start() {
    this.#connect();
    setInterval(() => this.#watch(), 1000);
  }

  /** Seconds since the last frame. */
  get silence() {
    return Math.round((Date.now() - this.#heard) / 1000);
  }

  /** @param {string} token */
  signIn(token) {
    this.#token = token;
    if (token) this.#send({ op: "auth", token, req_id: "auth" });
    else this.#socket?.close();
  }

  /**
   * Follows a channel. With `next` it is told from that event on; a channel that replays is taken up again after the
   * last event that was heard.
   * @param {string} channel @param {string} instrument @param {{next?: number | null, replays?: boolean}} [how]
   */
  follow(channel, instrument, { next = null, replays = true } = {}) {
    const topic = { channel, instrument, next, replays };
    this.#topics.set(`${channel}:${instrument}`, topic);
    this.#subscribe(topic);
  }

  /** @param {string} channel @param {string} instrument */
  drop(channel, instrument) {
    if (this.#topics.delete(`${channel}:${instrument}`)) this.#send({ op: "unsubscribe", channel, instrument });
  }

  /** Asks for a channel anew, as it stands now. @param {string} channel @param {string} instrument */
  again(channel, instrument) {
    const topic = this.#topics.get(`${channel}:${instrument}`);
    if (topic) this.#subscribe(topic);
  }

  /** @param {object} frame */
  #send(frame) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  /** @param {Topic} topic */
  #subscribe(topic) {
    const { channel, instrument } = topic;
    const from_seq = topic.next === null ? undefined : topic.next;
    this.#send({ op: "subscribe", channel, instrument, from_seq, req_id: `${channel}:${instrument}` });
  }

  #connect() {
    this.#set("waiting");
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/v1/stream`);
    this.#socket = socket;
    this.#heard = Date.now();
    socket.onopen = () => {
      this.#wait = WAIT;
      if (this.#token) this.#send({ op: "auth", token: this.#token, req_id: "auth" });
      for (const topic of this.#topics.values()) this.#subscribe(topic);
      this.dispatchEvent(new Event("open"));
    };
    socket.onmessage = (message) => this.#hear(JSON.parse(message.data));
    socket.onclose = () => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      this.#set(this.#over ? "closed" : "waiting");
      // Between half of the wait and all of it, so that many pages do not come back at once.
      const wait = this.#wait * (0.5 + Math.random() / 2);
      this.#wait = Math.min(this.#wait * 2, WAIT_MAX);
      setTimeout(() => this.#connect(), wait);
    };
  }

  /** @param {any} frame */
  #hear(frame) {
    this.#heard = Date.now();
    this.#over = frame.type === "bye";
    this.#set("live");
    if (frame.type === "update" || frame.type === "snapshot") {
      for (const name of [`${frame.channel}:*`, `${frame.channel}:${frame.instrument}`]) {
        const topic = this.#topics.get(name);
        if (topic?.replays) topic.next = frame.seq + 1;
      }
    }
    if (frame.type === "heartbeat") {
      // Also what has told nothing yet knows from here where it stands.
      for (const [name, last] of Object.entries(frame.last_seq)) {
        const topic = this.#topics.get(name);
        if (topic?.replays) topic.next = Math.max(topic.next ?? 0, last + 1);
      }
    }
    if (frame.type === "resync_required") {
      const topic = this.#topics.get(`${frame.channel}:${frame.instrument}`);
      if (topic) {
        topic.next = null;
        this.#subscribe(topic);
      }
    }
    this.dispatchEvent(new CustomEvent("frame", { detail: frame }));
  }

  #watch() {
    if (!this.#socket) return;
    const silent = Date.now() - this.#heard;
    if (silent > DEAD) this.#socket.close();
    else if (silent > STALE && this.state === "live") this.#set("stale");
    if (this.state === "stale") this.dispatchEvent(new Event("state"));
  }

  /** @param {"waiting" | "live" | "stale" | "closed"} state */
  #set(state) {
    if (this.state === state) return;
    this.state = state;
    this.dispatchEvent(new Event("state"));
  }
}
