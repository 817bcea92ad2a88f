// Keeping Tab within a part that covers everything else.
const REACHED = "button, a[href], input, textarea, summary, [tabindex='0']";

/** @param {HTMLElement} part @param {KeyboardEvent} event */
export function keepWithin(part, event) {
  if (event.key !== "Tab") return;
  const reached = [...part.querySelectorAll(REACHED)].filter((node) => node.getClientRects().length && !node.disabled);
  const end = event.shiftKey ? reached[0] : reached.at(-1);
  if (part.getRootNode().activeElement !== end) return;
  event.preventDefault();
  reached.at(event.shiftKey ? -1 : 0).focus();
}
