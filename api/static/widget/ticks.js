// Which papers of a procedure somebody has at hand; every list of the same procedure shows the same ticks.
import { keep, recall } from "./storage.js";

const changes = new EventTarget();

export const ticked = (code) => new Set(recall(`ticks:${code}`) ?? []);

export function tick(code, paper, on) {
  const papers = ticked(code);
  if (on) papers.add(paper);
  else papers.delete(paper);
  keep(`ticks:${code}`, [...papers]);
  changes.dispatchEvent(new Event(code));
}

export const onTick = (code, then) => changes.addEventListener(code, then);
