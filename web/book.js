// A book rebuilt from the stream, with the checksum that proves it.

const TABLE = Array.from({ length: 256 }, (_, start) => {
  let value = start;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** CRC-32 (IEEE) of a text. @param {string} text */
export function crc32(text) {
  let crc = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) crc = TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** A decimal string in 1/10,000, exactly. @param {string} text */
export function scaled(text) {
  const [whole, part = ""] = text.split(".");
  return BigInt(whole + part.padEnd(4, "0").slice(0, 4));
}

/** 1/10,000 as a decimal string. @param {bigint} value */
export function unscaled(value) {
  if (value < 0n) return `-${unscaled(-value)}`;
  const digits = value.toString().padStart(5, "0");
  const part = digits.slice(-4).replace(/0+$/, "");
  return digits.slice(0, -4) + (part ? `.${part}` : "");
}

/** @typedef {[string, string]} Level */

export class Book {
  /** @type {Map<string, Level>} */ #bids = new Map();
  /** @type {Map<string, Level>} */ #asks = new Map();
  /** Whether the last frame's checksum was ours. */
  agrees = false;

  /** Takes a frame in; false when the book is not the exchange's any more. @param {any} frame */
  take(frame) {
    if (frame.type === "snapshot") {
      this.#bids.clear();
      this.#asks.clear();
    }
    for (const [side, levels] of [[this.#bids, frame.data.bids], [this.#asks, frame.data.asks]]) {
      for (const [price, quantity] of levels) {
        if (quantity === "0") side.delete(price);
        else side.set(price, [price, quantity]);
      }
    }
    const best = [...this.bids().slice(0, 10), ...this.asks().slice(0, 10)];
    this.agrees = crc32(best.map(([price, quantity]) => `${price}:${quantity};`).join("")) === frame.data.checksum;
    return this.agrees;
  }

  /** Best first. @returns {Level[]} */
  bids() {
    return [...this.#bids.values()].sort(([a], [b]) => (scaled(a) < scaled(b) ? 1 : -1));
  }

  /** Best first. @returns {Level[]} */
  asks() {
    return [...this.#asks.values()].sort(([a], [b]) => (scaled(a) < scaled(b) ? -1 : 1));
  }
}
