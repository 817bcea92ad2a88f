// Where one writes or speaks. What is typed is kept until it is sent.
import { button, h, put } from "./dom.js";
import { icon } from "./icons.js";
import { canListen, listen } from "./speech.js";
import { T } from "./texts.js";

/** Characters that the server takes. */
const LONGEST = 500;

export class Composer {
  #stop = null;

  /**
   * @param {{say: (text: string, input: "text" | "speech") => void, typed: (text: string) => void, voice: boolean}} given
   */
  constructor({ say, typed, voice }) {
    this.say = say;
    this.typed = typed;
    this.hint = h("p", { class: "hint", role: "status" });
    this.text = h("textarea", {
      rows: 1,
      "aria-label": T.ask,
      placeholder: T.placeholder,
      enterkeyhint: "send",
      autocomplete: "off",
      oninput: () => this.#changed(),
      onkeydown: (event) => this.#key(event),
    });
    this.microphone = voice && canListen() ? button("", () => this.#microphone(), { class: "round quiet" }) : null;
    this.microphone?.append(icon("mic"));
    this.#listening(false);
    const send = h("button", { type: "submit", class: "round", "aria-label": T.send }, icon("send"));
    const submit = (event) => {
      event.preventDefault();
      this.#send("text");
    };
    this.node = h("form", { onsubmit: submit }, this.hint, this.text, this.microphone, send);
  }

  get value() {
    return this.text.value;
  }

  set value(text) {
    this.text.value = text;
    this.#changed();
  }

  focus() {
    this.text.focus({ preventScroll: true });
  }

  #changed() {
    this.typed(this.value);
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight + 2, 140)}px`;
    const over = [...this.value].length - LONGEST;
    put(this.hint, over > 0 ? T.tooLong(over) : "");
  }

  // Enter within a composition chooses a word of the input method.
  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#send("text");
  }

  #send(input) {
    const text = this.value.trim();
    if (!text || [...this.value].length > LONGEST) return;
    this.value = "";
    this.say(text, input);
  }

  #listening(now) {
    this.microphone?.classList.toggle("on", now);
    this.microphone?.setAttribute("aria-label", now ? T.stopSpeaking : T.speak);
    this.microphone?.setAttribute("aria-pressed", now);
  }

  #microphone() {
    if (this.#stop) return this.#stop();
    const before = this.value;
    let final = false;
    this.#listening(true);
    put(this.hint, T.listening);
    this.#stop = listen({
      heard: (text, done) => {
        this.value = text;
        final = done;
      },
      ended: (error) => {
        this.#stop = null;
        this.#listening(false);
        put(this.hint, error === "not-allowed" ? T.noMicrophone : error && error !== "aborted" ? T.notHeard : "");
        if (final) this.#send("speech");
        else if (!this.value) this.value = before;
      },
    });
  }
}
