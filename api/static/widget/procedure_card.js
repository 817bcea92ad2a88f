// The card of a procedure: papers, fee, time, counter, source. What the record does not give is said so.
import { getProcedure, pageOf } from "./api.js";
import { checklist } from "./checklist.js";
import { h, link } from "./dom.js";
import { T } from "./texts.js";
import { feeWords, limitWords, parted, upperFirst } from "./wording.js";

export function sourceLine(line, sources = []) {
  const links = sources
    .filter(({ url }) => url)
    .map(({ url }, place, all) => link(url, all.length > 1 ? `${T.original} ${place + 1}` : T.original));
  return line || links.length ? h("p", { class: "source" }, line, ...links.flatMap((each) => [" ", each])) : null;
}

function facts(procedure, ways) {
  const told = (values, words, note) => [values.map(words).join("; ") || T.unknown, note].filter(Boolean);
  const rows = [
    [T.fee, told(procedure.fees, feeWords, procedure.fee_note)],
    [T.time, told(procedure.time_limits, limitWords, procedure.time_limit_note)],
    [T.counter, [upperFirst(ways.join(" hoặc ") || T.samePlace)]],
  ];
  return h(
    "dl",
    {},
    ...rows.map(([name, lines]) => h("div", {}, h("dt", {}, name), ...lines.map((line) => h("dd", {}, upperFirst(line))))),
  );
}

function actions(procedure) {
  const online = procedure.channels.includes("online") && procedure.sources.find(({ url }) => url);
  return h(
    "p",
    { class: "actions" },
    link(pageOf(procedure.code), T.page, { class: "act" }),
    online ? link(online.url, T.online, { class: "act" }) : null,
  );
}

/**
 * @param {object} card of the turn
 * @param {object} turn
 * @param {{waysOf: (numbers: string[]) => Promise<string[]>}} about
 */
export function procedureCard(card, turn, about) {
  const title = h("p", { class: "title" }, card.title);
  const body = h("div", {}, h("p", { class: "loading" }, T.loading));
  const node = h("article", { class: "card procedure", "aria-label": card.title }, title, body);
  const source = sourceLine(card.source, turn.answer?.sources);
  const whole = card.topic !== "documents";
  Promise.all([getProcedure(card.code), about.waysOf(card.counters)]).then(
    ([procedure, ways]) =>
      body.replaceChildren(
        ...[
          procedure.documents.length
            ? checklist(procedure.code, procedure.documents)
            : h("p", {}, `${T.papers}: ${T.unknown}`),
          whole ? facts(procedure, ways) : null,
          !whole && procedure.note ? h("p", { class: "note" }, procedure.note) : null,
          source,
          actions(procedure),
        ].filter(Boolean),
      ),
    () => body.replaceChildren(h("p", { class: "words" }, parted(turn.replies[0].text).words), source ?? ""),
  );
  return node;
}
