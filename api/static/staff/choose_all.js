// One box that ticks all boxes of a list. Without scripts it is not shown.

const all = document.querySelector("#all");
const boxes = [...document.querySelectorAll("input[name=chosen]")];
const show = () => {
  const ticked = boxes.filter((box) => box.checked).length;
  all.checked = ticked === boxes.length;
  all.indeterminate = ticked > 0 && ticked < boxes.length;
};
all.addEventListener("change", () => boxes.forEach((box) => (box.checked = all.checked)));
boxes.forEach((box) => box.addEventListener("change", show));
all.closest("label").hidden = false;
show();
