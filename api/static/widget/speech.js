// Speaking instead of typing, and reading aloud, where the browser can. Both in Vietnamese.
const LANGUAGE = "vi-VN";
const Recognition = globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition;

export const canListen = () => Boolean(Recognition);

export const canReadAloud = () => "speechSynthesis" in globalThis;

/**
 * Listen to one sentence.
 * @param {{heard: (text: string, final: boolean) => void, ended: (error: string | null) => void}} told
 * @returns {() => void} stops listening
 */
export function listen({ heard, ended }) {
  const recognition = new Recognition();
  recognition.lang = LANGUAGE;
  recognition.interimResults = true;
  let failed = null;
  recognition.onresult = ({ results }) => {
    const text = Array.from(results, (result) => result[0].transcript).join(" ").trim();
    heard(text, results[results.length - 1].isFinal);
  };
  recognition.onerror = ({ error }) => (failed = error);
  recognition.onend = () => ended(failed);
  recognition.start();
  return () => recognition.abort();
}

export function readAloud(text) {
  hush();
  const words = new SpeechSynthesisUtterance(text);
  words.lang = LANGUAGE;
  words.voice = speechSynthesis.getVoices().find((voice) => voice.lang.replace("_", "-").startsWith("vi")) ?? null;
  speechSynthesis.speak(words);
}

export function hush() {
  if (canReadAloud()) speechSynthesis.cancel();
}
