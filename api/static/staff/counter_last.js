// The counter that was chosen last on this machine.
const STORED = "letan.counter";

/** @returns {{centre: string, counter: string, name: string} | null} */
export function lastCounter() {
  try {
    const { centre, counter, name } = JSON.parse(localStorage.getItem(STORED));
    return centre && counter ? { centre, counter, name } : null;
  } catch {
    return null;
  }
}

export function rememberCounter({ centre, counter, name }) {
  try {
    localStorage.setItem(STORED, JSON.stringify({ centre, counter, name }));
  } catch {
    // A browser that keeps nothing: the counter is chosen anew each time.
  }
}
