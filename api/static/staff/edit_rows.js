// Rows of papers, fees and time limits: added and taken out without asking the server.

/** Let the buttons of the rows work here. */
export function wireRows(form) {
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=row]");
    if (!button) return;
    event.preventDefault();
    const list = button.closest("[data-rows]");
    const row = button.closest("[data-row]");
    if (row) remove(list, row);
    else firstField(addRow(list)).focus();
    form.dispatchEvent(new Event("input"));
  });
  form.addEventListener("input", (event) => {
    const row = event.target.closest("[data-row]");
    if (row) retell(row);
  });
}

/** Say in a row's head what is filled in. */
export function retell(row) {
  const typed = [...row.querySelectorAll("input:not([type=checkbox])")].map((field) => field.value.trim());
  row.querySelector("[data-told]").textContent = typed.filter(Boolean).join(" · ");
}

/** One more row at the end of a list. */
export function addRow(list) {
  const row = list.querySelector("template").content.firstElementChild.cloneNode(true);
  const taken = rowsOf(list).map((each) => Number(each.id.split("-")[1]));
  rename(row, list.dataset.rows, Math.max(-1, ...taken) + 1);
  list.querySelector("[data-entries]").append(row);
  renumber(list);
  return row;
}

/** The rows of a list. */
export const rowsOf = (list) => [...list.querySelectorAll("[data-row]")];

const firstField = (row) => row.querySelector("input, select, textarea");

function remove(list, row) {
  const after = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  if (!after) addRow(list);
  renumber(list);
  (after ?? rowsOf(list)[0]).querySelector("summary").focus();
}

function rename(row, name, number) {
  const old = new RegExp(`^((?:remove:)?${name})-\\d+`);
  for (const element of [row, ...row.querySelectorAll("*")]) {
    for (const attribute of ["id", "name", "for", "value", "aria-describedby"]) {
      const value = element.getAttribute(attribute);
      if (value) element.setAttribute(attribute, value.replace(old, `$1-${number}`));
    }
  }
}

function renumber(list) {
  rowsOf(list).forEach((row, index) => {
    for (const shown of row.querySelectorAll("[data-number]")) shown.textContent = index + 1;
  });
}
