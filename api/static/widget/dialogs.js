// The two questions that must be answered first; the browser's own modal dialog keeps focus and Esc.
import { button, h } from "./dom.js";
import { wish, wishes } from "./look.js";
import { canReadAloud } from "./speech.js";
import { T } from "./texts.js";

function pick(name, labels, chosen, choose) {
  const radios = Object.entries(labels).map(([value, label]) =>
    h(
      "label",
      { class: "option" },
      h("input", { type: "radio", name, value, checked: value === chosen, onchange: () => choose(value) }),
      h("span", {}, label),
    ),
  );
  return h("fieldset", {}, h("legend", {}, name), h("div", { class: "options" }, ...radios));
}

function toggle(label, on, flip, props = {}) {
  const box = h("input", { type: "checkbox", checked: on, onchange: () => flip(box.checked), ...props });
  return h("label", { class: "toggle" }, box, h("span", {}, label));
}

/** Sizes, colours and reading aloud; each choice is seen at once. */
export function lookDialog(changed) {
  const { size, theme, contrast, aloud } = wishes();
  const set = (name) => (value) => {
    wish({ [name]: value });
    changed();
  };
  const dialog = h(
    "dialog",
    { "aria-label": T.look },
    pick(T.size, T.sizes, size, set("size")),
    pick(T.theme, T.themes, theme, set("theme")),
    toggle(T.contrast, contrast, set("contrast")),
    canReadAloud() ? toggle(T.aloud, aloud, set("aloud")) : null,
    button(T.done, () => dialog.close(), { class: "main" }),
  );
  return opened(dialog);
}

/** Whether all shall be forgotten. */
export function anewDialog(yes) {
  const dialog = h(
    "dialog",
    { "aria-labelledby": "anew", "aria-describedby": "anew-note" },
    h("p", { id: "anew", class: "title" }, T.anewQuestion),
    h("p", { id: "anew-note" }, T.anewNote),
    button(T.anewNo, () => dialog.close(), { class: "main", autofocus: true }),
    button(T.anewYes, () => {
      dialog.close();
      yes();
    }),
  );
  return opened(dialog);
}

function opened(dialog) {
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  return dialog;
}
