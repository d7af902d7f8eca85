// Draws the descriptions that programs read, for people.

/** @param {string} name @param {Record<string, string>} attributes @param {...(Node | string)} children */
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** @param {string} id @param {...Node} children */
const fill = (id, ...children) => document.getElementById(id)?.replaceChildren(...children);

/** @param {any} content A link to the shape that a body has. */
function shape(content) {
  const reference = Object.values(content ?? {})[0]?.schema?.$ref;
  if (!reference) return "–";
  const name = reference.split("/").at(-1);
  return make("a", { href: `#shape-${name}` }, name);
}

const [calls, stream] = await Promise.all(["/openapi.json", "/asyncapi.json"].map(async (path) => (await fetch(path)).json()));

const rows = Object.entries(calls.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, call]) => {
  const good = Object.entries(call.responses).filter(([status]) => status !== "default").reverse();
  const query = call.parameters.filter((/** @type {any} */ parameter) => parameter.in === "query").map((/** @type {any} */ parameter) => parameter.name);
  return make("tr", {},
    make("td", { class: "call" }, make("span", { class: "method" }, method.toUpperCase()), make("code", {}, path)),
    make("td", {}, call["x-roles"]?.join(", ") ?? "everyone"),
    make("td", {}, call.summary),
    make("td", {}, query.join(", ") || "–"),
    make("td", {}, shape(call.requestBody?.content)),
    make("td", {}, `${good.map(([status]) => status).join(", ")} `, shape(good[0][1].content)));
}));
const head = ["Call", "Role", "What it does", "Parameters", "Body", "Answer"].map((title) => make("th", { scope: "col" }, title));
fill("paths", make("div", { class: "scroll" }, make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows))));

fill("frames", make("dt", {}, stream.channels.stream.description), make("dd", {}, stream.info.description));

const shapes = { ...calls.components.schemas };
fill("schemas", ...Object.entries(shapes).map(([name, schema]) =>
  make("details", { id: `shape-${name}` }, make("summary", {}, name), make("pre", {}, JSON.stringify(schema, null, 2)))));

const example = document.getElementById("example");
if (example) {
  const order = '{"client_order_id":"my-1","instrument":"SYMBOL","side":"buy","type":"limit","time_in_force":"day","price":"10.5","quantity":"5"}';
  example.textContent = `curl ${location.origin}/v1/instruments\n\ncurl ${location.origin}/v1/orders \\\n  -H "authorization: Bearer TOKEN" -H "content-type: application/json" \\\n  -d '${order}'`;
}

// A link to a shape opens it.
const open = () => {
  const target = document.getElementById(location.hash.slice(1));
  if (target instanceof HTMLDetailsElement) target.open = true;
};
addEventListener("hashchange", open);
open();
