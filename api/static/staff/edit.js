// The sheet on which an entry is written: rows, checks, trials, and a copy of what is not saved yet.

import { wireChecks } from "./edit_checks.js";
import { wireCopy } from "./edit_copy.js";
import { wireRows } from "./edit_rows.js";

const form = document.querySelector("#edit");

wireRows(form);
const copy = wireCopy(form);
wireChecks(form);

let changed = "changed" in form.dataset;
let sending = false;
form.addEventListener("input", (event) => {
  if (event.target.name !== "ask") changed = true;
});
form.addEventListener("submit", () => {
  sending = true;
  copy.keep();
});
// The browser's way back shows the page again as it was left.
window.addEventListener("pageshow", () => { sending = false; });
window.addEventListener("beforeunload", (event) => {
  if (changed && !sending) event.preventDefault();
});
document.querySelector("#problems")?.focus();
