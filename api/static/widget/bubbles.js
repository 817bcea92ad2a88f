// One bubble of the conversation with what belongs to it.
import { pageOf } from "./api.js";
import { cardNode, choices, emergencyCalls, isToldByCard } from "./cards.js";
import { timeOf } from "./clock.js";
import { button, h, link } from "./dom.js";
import { icon } from "./icons.js";
import { sourceLine } from "./procedure_card.js";
import { T } from "./texts.js";
import { parted } from "./wording.js";

/** @typedef {import("./conversation.js").Item} Item */

/**
 * What bubbles ask of the widget around them.
 * @typedef {object} About
 * @property {(suggestion: {title: string, message: string}) => void} choose
 * @property {(id: string) => void} resend
 * @property {(id: string) => void} mend
 * @property {(id: string, helpful: boolean) => Promise<void>} rate
 * @property {(text: string) => void} announce
 * @property {(numbers: string[]) => Promise<string[]>} waysOf
 * @property {() => Promise<string | null>} phone
 */

export const avatar = () => h("span", { class: "avatar", "aria-hidden": "true" }, icon("robot"));

/** @param {Item} item */
function mark(item, about) {
  if (item.state === "sent") return h("span", { class: "sent" }, T.sent);
  if (item.state === "waiting" && !item.tried) return h("span", { class: "sending" }, T.sending);
  const next = item.reason
    ? button(T.mend, () => about.mend(item.id))
    : button(T.resend, () => about.resend(item.id));
  return h("span", { class: "unsent" }, item.reason || T.unsent, " ", next);
}

/** @param {Item} item */
export function ownBubble(item, about) {
  const foot = h("p", { class: "foot" }, timeOf(item.at), " · ", mark(item, about));
  const said = h("div", { class: "bubble" }, h("span", { class: "hidden" }, T.me, " "), item.text);
  return h("div", { class: "row me" }, h("div", { class: "stack" }, said, foot));
}

/** The words of a bubble: without what its card or its buttons say. */
function words(turn, text) {
  const asks = turn.cards.some(({ type }) => type === "choice");
  if (asks || turn.cards.some(isToldByCard)) return text.split("\n")[0];
  return text;
}

function thumbs(item, about) {
  const thanks = h("span", { role: "status" });
  const press = (helpful) => async () => {
    try {
      await about.rate(item.id, helpful);
      show(helpful);
      thanks.textContent = helpful ? T.thanks : T.sorry;
    } catch {
      thanks.textContent = T.notNoted;
    }
  };
  const up = button("", press(true), { class: "thumb", "aria-label": T.helpful });
  const down = button("", press(false), { class: "thumb down", "aria-label": T.unhelpful });
  const show = (helpful) => {
    up.setAttribute("aria-pressed", helpful === true);
    down.setAttribute("aria-pressed", helpful === false);
  };
  up.append(icon("thumb"));
  down.append(icon("thumb"));
  show(item.helpful);
  return h("span", { class: "thumbs" }, up, down, thanks);
}

function callCentre(about) {
  const place = h("p", { class: "actions" });
  about.phone().then((phone) => {
    const digits = phone?.replace(/[^\d+]/g, "");
    if (digits) place.append(h("a", { class: "act", href: `tel:${digits}` }, `${T.callCentre} ${phone}`));
  });
  return place;
}

/** What stands below the words of a turn. @param {Item} item */
function below(item, about) {
  const { turn } = item;
  const nodes = turn.cards.map((card) => cardNode(card, turn, about));
  const told = turn.cards.find((card) => card.type === "procedure" && !isToldByCard(card));
  if (told) nodes.push(h("p", { class: "actions" }, link(pageOf(told.code), T.page, { class: "act" })));
  if (turn.status === "emergency") nodes.push(emergencyCalls(turn.replies[0]?.text ?? ""));
  if (turn.status === "handoff") nodes.push(callCentre(about));
  if (turn.status === "clarification") nodes.push(choices(turn.suggestions, about.choose));
  return nodes.filter(Boolean);
}

/** @param {Item} item */
export function replyBubble(item, about) {
  const { turn } = item;
  const onCard = turn.cards.some(isToldByCard);
  const faq = turn.cards.find(({ type }) => type === "faq");
  const said = turn.replies.map((reply) => {
    const { words: text, source } = parted(reply.text);
    return h(
      "div",
      { class: `bubble ${turn.status === "emergency" ? "emergency" : ""}` },
      h("span", { class: "hidden" }, T.them, " "),
      faq ? h("p", { class: "title" }, faq.title) : null,
      words(turn, text),
      onCard ? null : sourceLine(source, turn.answer?.sources),
    );
  });
  const foot = h("p", { class: "foot" }, timeOf(item.at), turn.answer ? thumbs(item, about) : null);
  return h("div", { class: "row them" }, avatar(), h("div", { class: "stack" }, ...said, ...below(item, about), foot));
}

export function greetingBubble(text) {
  return h("div", { class: "row them" }, avatar(), h("div", { class: "stack" }, h("div", { class: "bubble" }, text)));
}

export function typingSign() {
  const dots = h("div", { class: "bubble typing", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
  return h("div", { class: "row them" }, avatar(), h("div", { class: "stack" }, dots));
}
