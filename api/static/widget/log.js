// The conversation on the screen: only what has changed is built anew.
import { greetingBubble, ownBubble, replyBubble, typingSign } from "./bubbles.js";
import { dayName, dayOf } from "./clock.js";
import { button, h } from "./dom.js";
import { START, T } from "./texts.js";

const CALM = matchMedia("(prefers-reduced-motion: reduce)");
/** Pixels. */
const NEAR_END = 60;

export class Log {
  /** @type {Map<string, {of: string, node: HTMLElement}>} */
  #shown = new Map();
  #typing = typingSign();
  #chips = h("div", { class: "chips", role: "group", "aria-label": T.suggestions });
  #chipsOf = null;

  /**
   * @param {HTMLElement} node
   * @param {import("./bubbles.js").About} about
   * @param {string} greeting
   */
  constructor(node, about, greeting) {
    this.node = node;
    this.about = about;
    this.greeting = greetingBubble(greeting);
  }

  /** @param {import("./conversation.js").Conversation} conversation */
  render({ items, working }) {
    const atEnd = this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight < NEAR_END;
    const wanted = [this.greeting];
    const known = new Set();
    let day = null;
    for (const item of items) {
      if (dayOf(item.at) !== day) {
        day = dayOf(item.at);
        wanted.push(this.#kept(`day ${day}`, dayName(item.at), () => h("p", { class: "day" }, dayName(item.at)), known));
      }
      // A thumb marks itself: its bubble, with a live ticket or ticks in it, stays.
      const of = item.turn ? "" : [item.state, item.tried, item.reason, item.at].join();
      wanted.push(this.#kept(item.id, of, () => this.#bubble(item), known));
    }
    for (const id of [...this.#shown.keys()]) if (!known.has(id)) this.#shown.delete(id);
    if (working) wanted.push(this.#typing);
    this.#suggest(items, working);
    if (this.#chips.childElementCount) wanted.push(this.#chips);
    this.#place(wanted);
    this.#marksOnce();
    if (atEnd && items.at(-1)?.text) this.toEnd(); // a message's marks grow below it
  }

  /** Bring the newest into sight: a long answer is read from its beginning, below its question. */
  toNewest(items) {
    const question = items.findLast((item) => item.text);
    const top = this.#shown.get(question?.id)?.node.offsetTop ?? 0;
    this.node.scrollTo({ top: top - 12, behavior: CALM.matches ? "instant" : "smooth" });
  }

  toEnd() {
    this.node.scrollTo({ top: this.node.scrollHeight, behavior: "instant" });
  }

  #bubble(item) {
    return item.turn ? replyBubble(item, this.about) : ownBubble(item, this.about);
  }

  #kept(id, of, build, known) {
    known.add(id);
    const before = this.#shown.get(id);
    if (before?.of === of) return before.node;
    const node = build();
    this.#shown.set(id, { of, node });
    return node;
  }

  #suggest(items, working) {
    const last = items.at(-1);
    const offered = last ? (last.turn?.status === "clarification" ? [] : (last.turn?.suggestions ?? [])) : START;
    const of = working ? "" : (last?.id ?? "start");
    if (of === this.#chipsOf) return;
    this.#chipsOf = of;
    const chips = working ? [] : offered.map((each) => button(each.title, () => this.about.choose(each)));
    this.#chips.replaceChildren(...chips);
  }

  // Nodes that stay are not moved: a moved node loses its focus and its place.
  #place(wanted) {
    for (const node of [...this.node.children]) if (!wanted.includes(node)) node.remove();
    wanted.forEach((node, place) => {
      if (this.node.children[place] !== node) this.node.insertBefore(node, this.node.children[place] ?? null);
    });
  }

  /** Only the last message says that it was sent. */
  #marksOnce() {
    const own = [...this.node.querySelectorAll(".row.me")];
    own.forEach((node) => node.classList.toggle("last", node === own.at(-1)));
  }
}
