// One conversation: what was said, what still waits to be sent, and the sending, which outlives the network.
import { postFeedback, postMessage, Refused } from "./api.js";
import { forget, keep, onChangedElsewhere, recall } from "./storage.js";

const KEPT = 60;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 30000;
/** A message that could not be sent for so long is not sent unasked: its sender has gone. */
const SENT_UNASKED_WITHIN_MS = 30 * 60000;

/**
 * @typedef {object} Item a bubble: of the citizen (`text`, `state`), or of the assistant (`turn`)
 * @property {string} id
 * @property {number} at
 * @property {string} [text] what is shown
 * @property {{text: string, input: string}} [message] what is sent
 * @property {"waiting" | "sent" | "failed"} [state]
 * @property {boolean} [tried]
 * @property {string} [reason] why the server refused it
 * @property {object} [turn]
 * @property {boolean} [helpful]
 */

function randomId(kind) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `${kind}_${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** What is shown of a turn; the rest is not kept. */
function shownOf({ message_id, status, replies, answer, cards, suggestions }) {
  const told = answer && { sources: answer.sources, topic: answer.topic };
  return { message_id, status, replies, answer: told, cards: cards ?? [], suggestions: suggestions ?? [] };
}

export class Conversation extends EventTarget {
  away = false;
  working = false;
  #key;
  #centre;
  #state;
  #retryMs = FIRST_RETRY_MS;
  #planned = null;
  #leave = new AbortController();

  /** @param {string} centre slug, or empty for the server's own */
  constructor(centre) {
    super();
    this.#centre = centre;
    this.#key = `chat:${centre}`;
    this.#state = this.#read();
    const { signal } = this.#leave;
    onChangedElsewhere(this.#key, () => this.#reread(), signal);
    addEventListener("online", () => this.#online(), { signal });
    addEventListener("offline", () => this.#setAway(true), { signal });
    document.addEventListener("visibilitychange", () => this.away && this.#soon(0), { signal });
    this.away = navigator.onLine === false;
    this.#giveUpOld();
    this.#soon(0);
  }

  /** @returns {Item[]} */
  get items() {
    return this.#state.items;
  }

  get draft() {
    return recall(`draft:${this.#centre}`) ?? "";
  }

  set draft(text) {
    keep(`draft:${this.#centre}`, text);
  }

  /** Say something; it is sent when it can be, once. */
  say(text, input = "text", shown = text) {
    const item = { id: randomId("m"), at: Date.now(), text: shown, message: { text, input }, state: "waiting" };
    this.#change((state) => state.items.push(item));
    this.#soon(0);
  }

  resend(id) {
    this.#change(() => Object.assign(this.#find(id) ?? {}, { state: "waiting", at: Date.now() }));
    this.#soon(0);
  }

  /** Take a message back that the server refused; its text. */
  takeBack(id) {
    const { text } = this.#find(id);
    this.#change((state) => (state.items = state.items.filter((item) => item.id !== id)));
    return text;
  }

  /** Thumb up or down; the last press counts. */
  async rate(id, helpful) {
    const { conversation } = this.#state;
    await postFeedback(this.#find(id).turn.message_id, conversation, helpful);
    this.#change(() => Object.assign(this.#find(id) ?? {}, { helpful }));
  }

  /** Forget everything that was said on this device. */
  startAnew() {
    for (const start of [this.#key, `draft:${this.#centre}`, "ticks:"]) forget(start);
    this.#state = this.#read();
    this.#told();
  }

  stop() {
    clearTimeout(this.#planned);
    this.#leave.abort();
  }

  #read() {
    return recall(this.#key) ?? { conversation: randomId("c"), items: [] };
  }

  #reread() {
    this.#state = this.#read();
    this.#told();
  }

  #find(id) {
    return this.#state.items.find((item) => item.id === id);
  }

  // What another tab has kept in the meantime is read first, so that neither loses a message.
  #change(change) {
    this.#state = recall(this.#key) ?? this.#state;
    change(this.#state);
    this.#state.items = this.#state.items.slice(-KEPT);
    keep(this.#key, this.#state);
    this.#told();
  }

  #told() {
    this.dispatchEvent(new Event("change"));
  }

  #setAway(away) {
    if (this.away === away) return;
    this.away = away;
    this.#told();
  }

  #online() {
    if (this.items.every(({ state }) => state !== "waiting")) this.#setAway(false);
    this.#soon(0);
  }

  #giveUpOld() {
    const old = this.items.filter((item) => item.state === "waiting" && Date.now() - item.at > SENT_UNASKED_WITHIN_MS);
    if (old.length) this.#change(() => old.forEach(({ id }) => (this.#find(id).state = "failed")));
  }

  #soon(afterMs) {
    clearTimeout(this.#planned);
    this.#planned = setTimeout(() => this.#drain(), afterMs);
  }

  // One after the other: the next message is about what the one before was answered.
  async #drain() {
    if (this.working) return;
    let item;
    while ((item = this.items.find(({ state }) => state === "waiting"))) {
      if (!(await this.#send(item))) return;
    }
  }

  /** Whether the next one may go. */
  async #send({ id, message }) {
    const { conversation } = this.#state;
    this.working = true;
    this.#told();
    try {
      // An id of our own from the first message on: a retry of it finds its conversation, however late.
      const ids = { message_id: id, conversation_id: conversation };
      const centre = this.#centre ? { centre: this.#centre } : {};
      const turn = await postMessage({ ...message, ...ids, ...centre, channel: "web" });
      this.working = false;
      this.#answered(id, conversation, turn);
    } catch (error) {
      this.working = false;
      if (conversation !== this.#state.conversation) return true;
      if (!(error instanceof Refused)) return this.#tryLater(id);
      this.#change(() => Object.assign(this.#find(id) ?? {}, { state: "failed", reason: error.message }));
    }
    this.#retryMs = FIRST_RETRY_MS;
    this.#setAway(false);
    return true;
  }

  #answered(id, conversation, turn) {
    if (this.#read().conversation !== conversation) return; // somebody else stands here now
    this.#change((state) => {
      const place = state.items.findIndex((item) => item.id === id);
      if (place < 0 || state.items[place].state === "sent") return; // another tab was quicker
      state.items[place].state = "sent";
      const reply = { id: `r_${id}`, at: Date.now(), turn: shownOf(turn) };
      state.items.splice(place + 1, 0, reply);
      this.dispatchEvent(new CustomEvent("reply", { detail: reply }));
    });
  }

  #tryLater(id) {
    this.#change(() => Object.assign(this.#find(id) ?? {}, { tried: true }));
    this.#setAway(true);
    this.#soon(this.#retryMs * (0.7 + 0.6 * Math.random()));
    this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
    return false;
  }
}
