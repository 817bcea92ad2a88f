// The papers of a procedure, to be ticked off.
import { h, put } from "./dom.js";
import { T } from "./texts.js";
import { onTick, tick, ticked } from "./ticks.js";
import { copiesWords } from "./wording.js";

/** One paper is another in another case. */
const keyOf = (paper) => [paper.name, paper.case].filter(Boolean).join(" · ");

function row(code, paper) {
  const box = h("input", { type: "checkbox", onchange: () => tick(code, keyOf(paper), box.checked) });
  box.dataset.paper = keyOf(paper);
  return h(
    "label",
    { class: "paper" },
    box,
    h(
      "span",
      {},
      paper.case ? h("span", { class: "case" }, `${paper.case}: `) : null,
      paper.name + copiesWords(paper),
      paper.form && !paper.name.includes(paper.form) ? `, ${paper.form}` : null,
      paper.detail ? h("small", {}, paper.detail) : null,
    ),
  );
}

export function checklist(code, papers) {
  const handIn = papers.filter((paper) => !paper.case && !paper.present);
  const show = papers.filter((paper) => !paper.case && paper.present);
  const special = papers.filter((paper) => paper.case);
  const count = h("span", { class: "count" });
  const rows = (some) => some.map((paper) => row(code, paper));
  const list = h(
    "fieldset",
    { class: "papers" },
    h("legend", {}, T.papers, " ", count),
    ...rows(handIn),
    show.length ? h("p", { class: "group" }, T.show) : null,
    ...rows(show),
    special.length ? h("details", {}, h("summary", {}, T.cases(special.length)), ...rows(special)) : null,
  );
  const needed = [...handIn, ...show].map(keyOf);
  const mark = () => {
    const have = ticked(code);
    for (const box of list.querySelectorAll("input")) box.checked = have.has(box.dataset.paper);
    put(count, needed.length ? T.have(needed.filter((key) => have.has(key)).length, needed.length) : "");
  };
  onTick(code, mark);
  mark();
  return list;
}
