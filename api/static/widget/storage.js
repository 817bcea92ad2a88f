// What this browser remembers. Where it may keep nothing, the page's own memory does until it closes.
const PREFIX = "le-tan:";
const memory = new Map();

export function recall(key) {
  try {
    const kept = localStorage.getItem(PREFIX + key);
    return JSON.parse(kept ?? "null") ?? memory.get(key) ?? null;
  } catch {
    return memory.get(key) ?? null;
  }
}

export function keep(key, value) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
    memory.delete(key);
  } catch {
    memory.set(key, value); // forbidden or full
  }
}

/** Forget every key that begins so. */
export function forget(start) {
  for (const key of memory.keys()) if (key.startsWith(start)) memory.delete(key);
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX + start)) localStorage.removeItem(key);
    }
  } catch {
    // nothing was kept there
  }
}

/** Call when another tab has changed that key. */
export function onChangedElsewhere(key, then, signal) {
  addEventListener("storage", (event) => event.key === PREFIX + key && then(), { signal });
}
