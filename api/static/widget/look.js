// How the widget looks to this person: text size, contrast, light or dark; remembered on this device.
import { accents } from "./colour.js";
import { keep, recall } from "./storage.js";

const DARK = matchMedia("(prefers-color-scheme: dark)");
const MORE_CONTRAST = matchMedia("(prefers-contrast: more)");

/** @typedef {{size: "normal" | "large" | "largest", theme: "auto" | "light" | "dark", contrast: boolean, aloud: boolean}} Wishes */

/** @returns {Wishes} */
export const wishes = () => ({
  size: "normal",
  theme: "auto",
  contrast: MORE_CONTRAST.matches,
  aloud: false,
  ...recall("look"),
});

/** @param {Partial<Wishes>} changed */
export const wish = (changed) => keep("look", { ...wishes(), ...changed });

/** Put the wishes on the widget's root. @param {string | null} colour of the site around it */
export function dress(root, colour) {
  const { size, theme, contrast } = wishes();
  const dark = theme === "dark" || (theme === "auto" && DARK.matches);
  root.dataset.size = size;
  root.dataset.theme = dark ? "dark" : "light";
  root.dataset.contrast = contrast ? "more" : "";
  for (const [name, value] of Object.entries(accents(colour, dark, contrast))) {
    root.style.setProperty(`--${name}`, value);
  }
}

export function onDeviceChange(then, signal) {
  for (const query of [DARK, MORE_CONTRAST]) query.addEventListener("change", then, { signal });
}
