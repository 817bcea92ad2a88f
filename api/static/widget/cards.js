// What goes with a reply, by its kind: each card of a turn becomes a node, or nothing.
import { pageOf } from "./api.js";
import { button, h, link } from "./dom.js";
import { icon } from "./icons.js";
import { procedureCard } from "./procedure_card.js";
import { T } from "./texts.js";
import { ticketCard } from "./ticket_card.js";
import { dayWords, upperFirst } from "./wording.js";

const CALLS = ["113", "114", "115"];
const ON_A_CARD = ["general", "documents"];

function dossierCard(card) {
  const days = [
    [T.received, card.received_on],
    [T.due, card.due_on],
    [T.finished, card.finished_on],
  ].filter(([, day]) => day);
  return h(
    "article",
    { class: `card dossier${card.late ? " late" : ""}`, "aria-label": `${T.dossier} ${card.code}` },
    h("p", { class: "label" }, T.dossier),
    h("p", { class: "title" }, card.code),
    h("p", {}, card.procedure),
    h("p", { class: "headline" }, upperFirst(card.status_text)),
    card.days_late ? h("p", { class: "overdue" }, T.late(card.days_late)) : null,
    h("dl", {}, ...days.map(([name, day]) => h("div", {}, h("dt", {}, name), h("dd", {}, dayWords(day))))),
  );
}

/** Two procedures that were compared: the page of each. */
function comparisonCard(card) {
  const pages = card.options.map(({ code, title }) => link(pageOf(code), title, { class: "act" }));
  return h("p", { class: "actions" }, ...pages);
}

/** The numbers to call, the one that the reply names first. */
export function emergencyCalls(text) {
  const named = CALLS.filter((number) => new RegExp(`\\b${number}\\b`).test(text));
  const order = [...named, ...CALLS.filter((number) => !named.includes(number))];
  return h(
    "nav",
    { class: "calls", "aria-label": T.emergency },
    ...order.map((number) =>
      h(
        "a",
        { href: `tel:${number}`, class: named.includes(number) ? "named" : "", "aria-label": T.call(number, T.calls[number]) },
        icon("phone"),
        h("strong", {}, number),
        T.calls[number],
      ),
    ),
  );
}

/** The options of a turn that asks back. */
export function choices(suggestions, choose) {
  return h(
    "div",
    { class: "choices", role: "group", "aria-label": T.suggestions },
    ...suggestions.map((each) => button(each.title, () => choose(each))),
  );
}

/** Whether the card tells what the words of the reply tell. */
export const isToldByCard = (card) => card.type === "procedure" && ON_A_CARD.includes(card.topic);

/** The node of a card; nothing where the words say it all, or the kind is not known here. */
export function cardNode(card, turn, about) {
  if (isToldByCard(card)) return procedureCard(card, turn, about);
  if (card.type === "ticket") return ticketCard(card, about);
  if (card.type === "dossier") return dossierCard(card);
  if (card.type === "comparison") return comparisonCard(card);
  return null;
}
