// Whether the line stands, and what time it is at the exchange.

import { fill, make, part } from "./element.js";
import { market } from "./market.js";
import { decimal, fullTime, t } from "./words.js";

/** The simulated time, carried on from what was last heard. */
function simulatedNow() {
  const { time, speed, running } = market.health;
  if (!time) return null;
  const passed = running && market.stream.state !== "closed" ? performance.now() - market.healthAt : 0;
  return new Date(new Date(time).getTime() + passed * Number(speed)).toISOString();
}

part("status-bar", ["state", "clock"], (host) => {
  const { state, silence } = market.stream;
  const { speed, running } = market.health;
  const pace = running ? t("clock_speed", { speed: decimal(speed) }) : t("clock_stands");
  fill(host,
    make("span", { class: "state", "data-state": state }, t(`state_${state}`, { seconds: silence })),
    make("span", { class: "clock" }, make("span", { class: "quiet" }, `${t("simulated_time")}: `), fullTime(simulatedNow())),
    make("span", { class: "quiet" }, speed ? pace : ""));
});

setInterval(() => market.changed("clock"), 1000);
