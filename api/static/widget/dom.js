// Building elements. What comes from outside becomes text or an attribute, never markup.

/**
 * @param {string} tag
 * @param {Record<string, unknown>} [props] attributes; `onclick` and the like are listeners
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child || child === 0));
  return node;
}

/** A link that opens beside the conversation; an address that a browser would run is only shown. */
export function link(address, text, props = {}) {
  if (!/^https?:\/\//i.test(address)) return h("span", {}, text);
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer", ...props }, text);
}

export function button(text, press, props = {}) {
  return h("button", { type: "button", onclick: press, ...props }, text);
}

/** Set only what is new: a live region is read out at every change. */
export function put(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
