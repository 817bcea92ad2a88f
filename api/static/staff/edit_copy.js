// A copy of what is not saved yet, kept in this tab: for a page that was closed or a session that ended.

import { addRow, retell, rowsOf } from "./edit_rows.js";

const PREFIX = "letan:kept:";
const AFTER_MS = 600;
const NOT_KEPT = new Set(["csrf", "based_on", "ask", "row", "then"]);

/** Keep a copy while somebody writes, and offer the one there is. */
export function wireCopy(form) {
  const name = PREFIX + form.getAttribute("action") + ":" + form.elements.kind.value;
  const status = document.querySelector("#kept");
  let waiting;
  const keep = () => {
    clearTimeout(waiting);
    const copy = { basedOn: form.elements.based_on.value, at: Date.now(), fields: fieldsOf(form) };
    try {
      sessionStorage.setItem(name, JSON.stringify(copy));
    } catch {
      return; // no room: the page itself still holds it
    }
    status.textContent = `Đã giữ một bản chưa lưu trên máy này lúc ${clock(copy.at)}.`;
  };
  form.addEventListener("input", (event) => {
    if (NOT_KEPT.has(event.target.name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(keep, AFTER_MS);
  });
  const kept = read(name);
  if ("changed" in form.dataset) keep();
  else if (kept && JSON.stringify(kept.fields) !== JSON.stringify(fieldsOf(form))) offer(form, kept, name);
  return { keep };
}

/** Forget the copies of what has been saved. */
export function forget(...actions) {
  for (const name of Object.keys(sessionStorage)) {
    if (actions.some((action) => name.startsWith(`${PREFIX}${action}:`))) sessionStorage.removeItem(name);
  }
}

function read(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name));
  } catch {
    return null;
  }
}

const fieldsOf = (form) => [...new FormData(form)].filter(([name]) => !NOT_KEPT.has(name));

const clock = (at) => new Date(at).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });

function offer(form, kept, name) {
  const box = document.createElement("div");
  box.className = "note offer";
  box.setAttribute("role", "status");
  const said = document.createElement("p");
  said.textContent = `Lúc ${clock(kept.at)} anh/chị gõ dở ở trang này mà chưa lưu.`;
  if (kept.basedOn !== form.elements.based_on.value) {
    said.textContent += " Từ đó đã có bản mới hơn; khi lưu, phần mềm sẽ chỉ ra chỗ khác nhau.";
  }
  const row = document.createElement("div");
  row.className = "row";
  row.append(
    button("Lấy lại nội dung đó", () => {
      restore(form, kept);
      box.remove();
      form.querySelector("input:not([type=hidden]), textarea").focus();
    }),
    button("Bỏ đi", () => {
      sessionStorage.removeItem(name);
      box.remove();
    }),
  );
  box.append(said, row);
  form.before(box);
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function restore(form, kept) {
  form.elements.based_on.value = kept.basedOn;
  const values = grouped(kept.fields);
  for (const list of form.querySelectorAll("[data-rows]")) {
    const numbers = kept.fields
      .filter(([name]) => name.startsWith(`${list.dataset.rows}-`))
      .map(([name]) => Number(name.split("-")[1]));
    while (rowsOf(list).length <= Math.max(0, ...numbers)) addRow(list);
  }
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden" || field.tagName === "BUTTON" || NOT_KEPT.has(field.name)) continue;
    const given = values.get(field.name) ?? [];
    if (field.type === "checkbox") field.checked = given.includes(field.value);
    else field.value = given[0] ?? "";
  }
  form.querySelectorAll("[data-row]").forEach(retell);
  form.dispatchEvent(new Event("input"));
}

/** The values of each name. */
function grouped(fields) {
  const values = new Map();
  for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), value]);
  return values;
}
