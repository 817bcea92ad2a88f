// <le-tan-chat centre="…" colour="…" position="right|left" greeting="…" mode="page" voice="off">
import { getCentre } from "./api.js";
import { avatar } from "./bubbles.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { anewDialog, lookDialog } from "./dialogs.js";
import { button, h, put } from "./dom.js";
import { keepWithin } from "./focus.js";
import { icon } from "./icons.js";
import { Log } from "./log.js";
import { dress, onDeviceChange, wish, wishes } from "./look.js";
import { canReadAloud, hush, readAloud } from "./speech.js";
import { styles } from "./styles.js";
import { GREETING, T } from "./texts.js";
import { parted } from "./wording.js";

const READ_WHOLE = 400;
const NARROW = matchMedia("(max-width: 480px)");

export class LeTanChat extends HTMLElement {
  static observedAttributes = ["colour"];
  #leave = null;

  connectedCallback() {
    this.#leave = new AbortController();
    this.conversation = new Conversation(this.getAttribute("centre") ?? "");
    this.#build();
    const { signal } = this.#leave;
    onDeviceChange(() => this.#dress(), signal);
    this.conversation.addEventListener("change", () => this.#render());
    this.conversation.addEventListener("reply", ({ detail }) => this.#replied(detail));
    this.composer.value = this.conversation.draft;
    this.#dress();
    this.#render();
    if (this.#isPage) this.#opened();
    this.#named();
  }

  disconnectedCallback() {
    this.conversation.stop();
    this.#leave.abort();
    hush();
    this.shadowRoot.replaceChildren();
  }

  attributeChangedCallback() {
    if (this.root) this.#dress();
  }

  /** Put a question where the citizen types, for them to send; what they had typed goes before. */
  suggest(text) {
    if (!this.composer.value) this.composer.value = text;
    this.open();
  }

  open() {
    if (this.#isPage) return this.composer.focus();
    this.panel.hidden = false;
    this.launcher.hidden = true;
    this.#opened();
    this.composer.focus();
  }

  close() {
    if (this.#isPage) return;
    hush();
    this.panel.hidden = true;
    this.launcher.hidden = false;
    this.launcher.focus();
  }

  get #isPage() {
    return this.getAttribute("mode") === "page";
  }

  #build() {
    const about = {
      choose: ({ title, message }) => this.#say(message, "button", title),
      resend: (id) => this.conversation.resend(id),
      mend: (id) => this.#mend(id),
      rate: (id, helpful) => this.conversation.rate(id, helpful),
      announce: (text) => this.#announce(text),
      waysOf: (numbers) => this.#waysOf(numbers),
      phone: async () => (await this.#centre())?.phone ?? null,
    };
    this.composer = new Composer({
      say: (text, input) => this.#say(text, input),
      typed: (text) => (this.conversation.draft = text),
      voice: this.getAttribute("voice") !== "off",
    });
    this.place = h("p", {}, T.place);
    this.away = h("p", { class: "away", role: "status" });
    this.said = h("div", { class: "hidden", role: "status" });
    this.list = h("div", { class: "log", role: "log", "aria-live": "off", "aria-label": T.log, tabindex: 0 });
    this.log = new Log(this.list, about, this.getAttribute("greeting") || GREETING);
    this.aloud = this.#headButton("speaker", T.aloud, () => this.#flipAloud());
    const head = h(
      "header",
      {},
      avatar(),
      h("div", { class: "title" }, h(this.#isPage ? "h1" : "h2", {}, T.name), this.place),
      this.aloud,
      button("Aa", () => this.#show(lookDialog(() => this.#dress())), { "aria-label": T.look }),
      this.#headButton("bin", T.anew, () => this.#show(anewDialog(() => this.#anew()))),
      this.#isPage ? null : this.#headButton("close", T.close, () => this.close()),
    );
    const role = this.#isPage ? "region" : "dialog";
    const parts = [head, this.away, this.list, this.composer.node, this.said];
    this.panel = h("section", { class: "panel", role, "aria-label": T.region, hidden: !this.#isPage }, ...parts);
    this.panel.addEventListener("keydown", (event) => this.#key(event));
    this.launcher = h("button", { type: "button", class: "launcher", onclick: () => this.open() }, icon("chat"), T.open);
    this.launcher.hidden = this.#isPage;
    this.root = h("div", { class: "app", lang: "vi" }, this.launcher, this.panel);
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [styles];
    shadow.replaceChildren(this.root);
  }

  #headButton(name, label, press) {
    const made = button("", press, { "aria-label": label, title: label });
    made.append(icon(name));
    return made;
  }

  #dress() {
    dress(this.root, this.getAttribute("colour"));
    this.aloud.setAttribute("aria-pressed", wishes().aloud);
    this.aloud.hidden = !canReadAloud();
  }

  #render() {
    this.log.render(this.conversation);
    put(this.away, this.conversation.away ? T.away : "");
  }

  #opened() {
    requestAnimationFrame(() => this.log.toEnd());
  }

  #say(text, input, shown) {
    hush();
    // Buttons vanish with the next turn: their focus goes where the answer will be.
    if (input === "button") this.list.focus({ preventScroll: true });
    this.conversation.say(text, input, shown);
    this.log.toEnd();
  }

  #replied({ turn }) {
    queueMicrotask(() => this.log.toNewest(this.conversation.items));
    this.#announce(
      turn.replies
        .map(({ text, speech }) => (text.length > READ_WHOLE ? speech || text : parted(text).words))
        .join(" "),
    );
    if (wishes().aloud && !document.hidden) readAloud(turn.replies.map(({ speech }) => speech).join(" "));
  }

  /** For a screen reader: new replies alone, neither buttons nor what was there before. */
  #announce(text) {
    this.said.replaceChildren(h("p", {}, text));
  }

  #mend(id) {
    const text = this.conversation.takeBack(id);
    this.composer.value = [text, this.composer.value].filter(Boolean).join(" ");
    this.composer.focus();
  }

  #flipAloud() {
    wish({ aloud: !wishes().aloud });
    this.#dress();
    if (!wishes().aloud) hush();
  }

  #anew() {
    hush();
    this.conversation.startAnew();
    this.composer.value = "";
    this.said.replaceChildren();
    this.composer.focus();
  }

  #show(dialog) {
    this.root.append(dialog);
    dialog.showModal();
  }

  #key(event) {
    if (this.#isPage || this.root.querySelector("dialog")) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      this.close();
    } else if (NARROW.matches) {
      keepWithin(this.panel, event); // on a phone it covers the page
    }
  }

  #centre() {
    const slug = this.getAttribute("centre");
    if (!slug) return Promise.resolve(null);
    this.known ??= getCentre(slug).catch(() => (this.known = null));
    return this.known;
  }

  async #waysOf(numbers) {
    const centre = await this.#centre();
    return (centre?.counters ?? []).filter(({ number }) => numbers.includes(number)).map(({ way }) => way);
  }

  async #named() {
    const centre = await this.#centre();
    if (centre) put(this.place, centre.name);
  }
}

customElements.define("le-tan-chat", LeTanChat);
