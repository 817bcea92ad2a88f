// Keys for who calls numbers all morning: off while typing, in dialogs, and when switched off.
const STORED = "letan.counter.keys";
const wanted = document.getElementById("keys");
const DEEDS = Object.fromEntries(
  [...document.querySelectorAll("[data-deed][aria-keyshortcuts]")].map((button) => [
    `Key${button.getAttribute("aria-keyshortcuts")}`,
    button,
  ]),
);

try {
  wanted.checked = localStorage.getItem(STORED) !== "off";
} catch {
  // Nothing is remembered here.
}
wanted.addEventListener("change", () => {
  show();
  try {
    localStorage.setItem(STORED, wanted.checked ? "on" : "off");
  } catch {
    // For this page alone, then.
  }
});
show();

function show() {
  document.getElementById("workplace").classList.toggle("no-keys", !wanted.checked);
}

/** Whether the key does something of its own where it was pressed. */
function taken({ code, target }) {
  if (document.querySelector("dialog[open]")) return true;
  if (target.closest("input:not([type=checkbox]), select, textarea")) return true;
  return ["Space", "Enter"].includes(code) && Boolean(target.closest("a, button, input, summary"));
}

/** Press a button when its key goes down; one that is held down presses once. */
export function install(go) {
  document.addEventListener("keydown", (event) => {
    const { altKey, ctrlKey, metaKey, code, isComposing, repeat } = event;
    if (!wanted.checked || altKey || ctrlKey || metaKey || isComposing || taken(event)) return;
    const button = ["Space", "Enter"].includes(code) ? go : DEEDS[code];
    if (!button) return;
    event.preventDefault();
    if (!repeat) button.click();
  });
}
