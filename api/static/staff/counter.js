// A clerk's page: one press, one deed. Whatever was pressed, the counter is looked at anew afterwards.
import { Away, Counter, Refused } from "./counter_api.js";
import { install } from "./counter_keys.js";
import { rememberCounter } from "./counter_last.js";
import { listen } from "./counter_live.js";
import { announcement, mainStep } from "./counter_steps.js";
import { allow, deeds, go, refreshTimes, show } from "./counter_view.js";

const POLL_MS = 20000;
const CLOCK_MS = 10000;
const SOON_MS = 60;
/** After the buttons' meaning has changed none can be pressed: the second click of two was meant for the first. */
const REST_MS = 600;
const UNSURE = "Chưa rõ thao tác đã được ghi chưa. Anh/chị xem lại số ở quầy trước khi bấm tiếp.";
const find = (id) => document.getElementById(id);
const { centre, counter: number, name } = find("workplace").dataset;
const counter = new Counter(centre, number);
let seen = null;
let asked = 0;
let pressing = false;
let restsUntil = 0;
let planned = null;
let live = true;
let answering = true;
let over = false;

function complain(text) {
  find("problem").textContent = text;
  find("problem").hidden = !text;
}

function showConnection() {
  find("lost").hidden = over || (live && answering);
}

function showButtons() {
  const resting = pressing || over || performance.now() < restsUntil;
  allow(seen, resting);
}

/** Nothing more can be done here; what can is behind the link. */
function stop(text, link, href) {
  over = true;
  clearInterval(polling);
  hangUp();
  const stopped = find("stopped");
  stopped.firstElementChild.textContent = text;
  Object.assign(stopped.lastElementChild, { textContent: link, href });
  stopped.hidden = false;
  complain("");
  showButtons();
  showConnection();
}

function refused(error) {
  if (!(error instanceof Refused)) throw error;
  const here = location.pathname;
  if (error.status === 401) {
    const login = `/staff/login?next=${encodeURIComponent(here)}`;
    stop("Phiên đăng nhập đã hết, số đang ở quầy vẫn được giữ.", "Đăng nhập lại", login);
  } else if (error.kind === "csrf-token-required") {
    stop("Có người vừa đăng nhập lại trên máy này.", "Tải lại trang", here);
  } else if (error.status === 403) {
    stop(error.message, "Về trang đầu", "/staff");
  } else {
    complain(error.message);
  }
}

function meaning(state) {
  return state && JSON.stringify([state.state, state.ticket?.number, state.ticket?.status]);
}

function take(fresh) {
  const changed = meaning(fresh) !== meaning(seen);
  seen = fresh;
  if (changed) {
    restsUntil = performance.now() + REST_MS;
    setTimeout(showButtons, REST_MS + 1);
    find("said").textContent = announcement(seen);
  }
  show(seen);
  showButtons();
}

async function look() {
  if (over) return;
  clearTimeout(planned);
  planned = null;
  const mine = ++asked;
  try {
    const fresh = await counter.look();
    answering = true;
    if (mine === asked && !over) take(fresh); // else a later look has been answered
  } catch (error) {
    if (error instanceof Away || error.status >= 500) answering = false;
    else refused(error);
  }
  showConnection();
}

/** Look soon, once for several changes. */
function plan() {
  planned ??= setTimeout(look, SOON_MS);
}

async function press(deed, body) {
  if (pressing || over) return;
  pressing = true;
  showButtons();
  complain("");
  try {
    await counter.press(deed, body);
  } catch (error) {
    if (error instanceof Away) complain(UNSURE);
    else refused(error);
  }
  await look();
  const { number: whose, calls } = seen?.ticket ?? {};
  if (deed === "recall" && whose) find("said").textContent = `Đã gọi số ${whose} lần ${calls}.`;
  pressing = false;
  showButtons();
}

function takeBack({ target, detail }) {
  const button = target.closest("[data-back]");
  if (button && detail < 2 && button.ariaDisabled !== "true") press("return", { number: button.dataset.back });
}

/** Ask what is needed first; meant for whoever was at the counter when it was asked. */
function ask(dialog) {
  const form = dialog.querySelector("form");
  form.reset();
  dialog.dataset.number = seen.ticket.number;
  dialog.querySelector("[data-number]").textContent = `số ${seen.ticket.number}`;
  for (const choice of form.querySelectorAll("[name=service]")) {
    choice.disabled = choice.value === seen.ticket.service;
    choice.closest("label").hidden = choice.disabled;
  }
  dialog.returnValue = "";
  dialog.showModal();
}

for (const dialog of document.querySelectorAll("dialog")) {
  dialog.addEventListener("close", () => {
    if (!dialog.returnValue) return;
    go.focus();
    const filled = [...new FormData(dialog.querySelector("form"))].filter(([, value]) => value.trim());
    press(dialog.id, { number: dialog.dataset.number, ...Object.fromEntries(filled) });
  });
}

function deedPressed({ currentTarget: button, detail }) {
  if (detail > 1 || button.ariaDisabled === "true") return;
  const { deed } = button.dataset;
  const dialog = find(deed);
  if (dialog) return ask(dialog);
  if (detail) go.focus(); // so that the space bar is the main button's again after a click
  const ticket = seen.ticket?.number;
  press(deed, ["recall", "no-show", "finish"].includes(deed) ? { number: ticket } : undefined);
}

go.addEventListener("click", ({ detail }) => {
  if (detail > 1 || go.ariaDisabled === "true") return;
  const { deed, body } = mainStep(seen);
  press(deed, body);
});
for (const button of deeds) button.addEventListener("click", deedPressed);
find("on-hold").addEventListener("click", takeBack);
install(go);
rememberCounter({ centre, counter: number, name });

const hangUp = listen(centre, {
  anew: () => {
    live = true;
    look();
  },
  changed: ({ counter: where, service }) => {
    const mine = where === number || seen?.services.some((group) => group.service === service);
    if (mine) plan();
  },
  lost: () => {
    live = false;
    showConnection();
  },
});
const polling = setInterval(look, POLL_MS);
setInterval(() => seen && refreshTimes(seen), CLOCK_MS);
await look();
