// The counter on the screen: whoever is there, who comes next, who went to fetch papers.
import { h, put } from "../widget/dom.js";
import { atTime, headline, mainStep, matter, minutes, otherDeeds, stateWords } from "./counter_steps.js";

const find = (id) => document.getElementById(id);
export const go = find("go");
export const deeds = [...document.querySelectorAll("[data-deed]")];
const { me } = find("workplace").dataset;
/** Milliseconds from this machine's clock to the server's. */
let ahead = 0;

const now = () => new Date(Date.now() + ahead);

function chips({ priority, service_class, misses, misses_left }) {
  const missed = `Đã vắng ${misses} lần${misses_left === 1 ? ", lần nữa là hết số" : ""}`;
  return [
    priority && h("span", { class: "chip wait" }, `Ưu tiên: ${priority}`),
    service_class === "green" && h("span", { class: "chip good" }, "Việc nhanh"),
    misses > 0 && h("span", { class: "chip bad" }, missed),
  ].filter(Boolean);
}

function note({ at, change, counter, note }) {
  const what = change === "held" ? "Bổ sung giấy tờ" : "Chuyển tới";
  return h("li", {}, h("span", { class: "muted" }, `${atTime(at)}, ${what}, quầy ${counter}: `), note);
}

function times({ issued_at, called_at, started_at, status, calls, called_by }) {
  const served = status === "serving" && started_at;
  const often = calls > 1 ? `, đã gọi ${calls} lần` : "";
  const whose = called_by && called_by !== me ? ` (${called_by})` : "";
  return [
    ["Đã chờ", minutes(issued_at, new Date(called_at))],
    ["Gọi lúc", atTime(called_at) + often + whose],
    served ? ["Đã tiếp", minutes(started_at, now())] : ["Từ khi gọi", minutes(called_at, now())],
  ].map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)));
}

function inLine(person) {
  const waits = h("span", { class: "muted" }, ` chờ ${minutes(person.issued_at, now())}`);
  const marks = h("span", { class: "marks" }, ...chips(person));
  const whom = h("span", { class: "whom" }, matter(person), waits, marks);
  return h("li", {}, h("strong", {}, person.number), whom, notesOf(person));
}

function notesOf({ notes }) {
  return notes.length ? h("ul", { class: "notes" }, ...notes.map(note)) : null;
}

function onHold(person) {
  const whose = h("span", { class: "hidden" }, ` số ${person.number}`);
  const back = h("button", { type: "button", "data-back": person.number }, "Đã quay lại", whose);
  const whom = h("span", { class: "whom" }, matter(person));
  return h("li", {}, h("strong", {}, person.number), whom, back, notesOf(person));
}

/** Replace the children only when they would read differently: a click may be under way on them. */
function fill(node, children) {
  const fresh = h("div", {}, ...children);
  if (node.textContent !== fresh.textContent) node.replaceChildren(...fresh.childNodes);
}

const orNobody = (people) => (people.length ? people : [h("li", { class: "muted" }, "Không có ai.")]);

function showTicket(ticket) {
  put(find("number"), ticket?.number ?? "—");
  put(find("matter"), ticket ? matter(ticket) : "");
  const proof = ticket?.priority_proof && h("span", { class: "muted" }, ticket.priority_proof);
  fill(find("marks"), ticket ? [...chips(ticket), proof].filter(Boolean) : []);
  fill(find("notes"), ticket ? ticket.notes.map(note) : []);
  fill(find("times"), ticket ? times(ticket) : []);
}

function showLine({ waiting, services, next }) {
  put(find("waiting"), `${waiting} người`);
  const group = ({ name, waiting: count }) => h("li", {}, `${name}: `, h("strong", {}, `${count}`));
  fill(find("groups"), services.map(group));
  fill(find("next"), orNobody(next.map(inLine)));
}

/** Show the counter as it is seen. */
export function show(seen) {
  ahead = new Date(seen.at) - Date.now();
  const [state, look] = stateWords(seen);
  put(find("state"), state);
  find("state").className = `chip ${look}`;
  put(find("now"), headline(seen));
  document.querySelector(".now").dataset.status = seen.ticket?.status ?? seen.state;
  put(go.firstElementChild, mainStep(seen).word);
  document.title = `${seen.ticket?.number ?? `${seen.waiting} chờ`} · Quầy ${seen.counter}`;
  refreshTimes(seen);
}

/** What time alone changes. */
export function refreshTimes(seen) {
  showTicket(seen.ticket);
  showLine(seen);
  fill(find("on-hold"), orNobody(seen.on_hold.map(onHold)));
}

/** Which buttons can be pressed; they keep their focus, as `disabled` ones would not. */
export function allow(seen, resting) {
  const may = seen && !resting ? otherDeeds(seen) : new Set();
  go.ariaDisabled = String(!seen || resting);
  for (const button of deeds) {
    const { deed } = button.dataset;
    button.ariaDisabled = String(!may.has(deed));
    if (seen && ["open", "pause"].includes(deed)) button.hidden = (deed === "pause") !== (seen.state === "open");
  }
  for (const button of document.querySelectorAll("[data-back]")) button.ariaDisabled = String(!seen || resting);
}
