// The page of one ticket: it listens to the centre's events and asks for the ticket again.
const find = (id) => document.querySelector(id);
const number = find("#number");
const notice = find("#notice");
const cancel = find("#cancel");
const confirm = find("#confirm");
const ID = location.pathname.split("/").at(-1);
const ADDRESS = `/v1/tickets/${ID}`;
const IN_LINE = ["waiting", "transferred"];
const ENDED = ["done", "no_show", "cancelled", "closed"];
const CANCELLABLE = [...IN_LINE, "called", "on_hold"];
const POLL_MS = 30000;
const STALE_MS = 60000;
const PATIENCE_MS = 10000;
let ticket = null;
let stream = null;
let planned = null;
let asked = 0;
let refreshedAt = 0;
let blinking = null;

const HEADLINES = {
  waiting: ({ people_ahead }) => (people_ahead === 0 ? "Anh/chị là người tiếp theo\u00a0ạ" : "Mời anh/chị chờ gọi số\u00a0ạ"),
  transferred: ({ service_name }) => `Đã chuyển sang ${service_name}, mời anh/chị chờ gọi số\u00a0ạ`,
  called: ({ called_to }) => `Mời anh/chị tới\u00a0quầy\u00a0số\u00a0${called_to}`,
  serving: () => "Cán bộ đang làm việc với anh/chị\u00a0ạ",
  on_hold: () => "Em giữ số cho anh/chị. Đủ giấy tờ, anh/chị quay lại báo cán bộ, không cần lấy số mới\u00a0ạ",
  done: () => "Đã xong. Cảm\u00a0ơn anh/chị!",
  no_show: () => "Em đã gọi nhiều lần mà chưa gặp anh/chị nên số đã hết lượt. Mời anh/chị lấy số mới\u00a0ạ",
  cancelled: () => "Số này đã hủy. Khi cần, mời anh/chị lấy số mới\u00a0ạ",
  closed: () => "Số này đã hết ngày. Mời anh/chị lấy số mới\u00a0ạ",
};

function duration(minutes) {
  if (minutes < 60) return `${minutes} phút`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} giờ${rest ? ` ${rest} phút` : ""}`;
}

function waitWords(wait) {
  if (!wait) return "chưa rõ";
  if (wait.high <= 3) return "vài phút";
  if (wait.low === 0) return `chưa tới ${duration(wait.high)}`;
  return wait.high < 60 ? `${wait.low}–${wait.high} phút` : `${duration(wait.low)} – ${duration(wait.high)}`;
}

function aheadWords(people) {
  return people === null ? "chưa rõ" : `${people} người`;
}

// Only what is new is set: a live region is read out at every change.
function put(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function tell(text) {
  put(notice, text);
  notice.hidden = !text;
}

function show(fresh) {
  const before = ticket?.status;
  ticket = fresh;
  refreshedAt = Date.now();
  const { status } = ticket;
  const inLine = IN_LINE.includes(status);
  const headline = HEADLINES[status](ticket);
  document.body.className = ENDED.includes(status) ? `ended ${status}` : status;
  put(number, ticket.number);
  put(find("#service"), ticket.service_name);
  put(find("#status"), ticket.status_text);
  put(find("#headline"), headline);
  put(find("#ways"), ticket.counters.map(({ way }) => way).join("; "));
  find("#place").hidden = !inLine;
  put(find("#ahead"), aheadWords(ticket.people_ahead));
  put(find("#wait"), waitWords(ticket.wait_minutes));
  cancel.hidden = !CANCELLABLE.includes(status);
  if (cancel.hidden && confirm.open) confirm.close();
  const place = inLine ? ` Phía trước còn ${aheadWords(ticket.people_ahead)}.` : "";
  put(find("#said"), status === "called" ? "" : `Số ${ticket.number}: ${headline}.${place}`);
  const now = new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  put(find("#updated"), ENDED.includes(status) ? "" : `Cập nhật lúc ${now}`);
  if (status === "called" && before !== "called") call();
  if (status !== "called") settle();
  if (ENDED.includes(status)) stop();
}

function call() {
  const alarm = find("#alarm");
  put(alarm, "");
  // A live region that is emptied and filled in one go is not read again.
  setTimeout(() => put(alarm, ticket.status === "called" ? `${HEADLINES.called(ticket)}, số ${ticket.number}` : ""), 100);
  navigator.vibrate?.([400, 200, 400, 200, 400]);
  clearInterval(blinking);
  const titles = [`▶ Mời tới quầy ${ticket.called_to}`, `Số ${ticket.number}`];
  document.title = titles[0];
  blinking = setInterval(() => {
    document.title = titles[document.title === titles[0] ? 1 : 0];
  }, 1000);
}

function settle() {
  clearInterval(blinking);
  put(find("#alarm"), "");
  document.title = `Số ${ticket.number} – Lễ Tân`;
}

async function ask(method) {
  const mine = ++asked;
  const response = await fetch(ADDRESS, { method, cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
  const answer = await response.json();
  if (mine === asked && response.ok) show(answer); // else a later question has been answered
  return { response, answer };
}

async function refresh() {
  clearTimeout(planned);
  planned = null;
  try {
    const { response } = await ask("GET");
    if (response.status === 404) return location.reload();
    tell(response.ok ? "" : "Hệ thống đang gián đoạn, số của anh/chị vẫn được giữ. Em đang thử lại ạ.");
  } catch {
    tell("Em chưa kết nối được, đang thử lại. Anh/chị theo dõi bảng gọi số giúp em ạ.");
  }
}

// A whole hall of phones hears of each change: they ask at different moments, once for several changes.
function plan(longest) {
  planned ??= setTimeout(refresh, longest * (0.3 + 0.7 * Math.random()));
}

function changed({ number: whose, change }) {
  if (whose === ticket.number) {
    if (change === "recalled") call();
    refresh();
  } else if (IN_LINE.includes(ticket.status)) {
    plan(2000);
  }
}

function listen() {
  stream?.close();
  stream = new EventSource(`/v1/centres/${ticket.centre}/events`);
  stream.addEventListener("queue", () => plan(500));
  stream.addEventListener("change", ({ data }) => changed(JSON.parse(data)));
}

function stop() {
  clearInterval(polling);
  clearTimeout(planned);
  stream?.close();
}

function poll() {
  if (ticket && (!stream || stream.readyState === EventSource.CLOSED)) listen();
  if (stream?.readyState !== EventSource.OPEN || Date.now() - refreshedAt > STALE_MS) refresh();
}

const polling = setInterval(poll, POLL_MS);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && !(ticket && ENDED.includes(ticket.status))) poll();
});
cancel.addEventListener("click", () => confirm.showModal());
find("#keep").addEventListener("click", () => confirm.close());
find("#give-back").addEventListener("click", async () => {
  confirm.close();
  cancel.disabled = true;
  try {
    const { response, answer } = await ask("DELETE");
    if (!response.ok) {
      await refresh();
      tell(answer.detail);
    }
  } catch {
    tell("Em chưa hủy được số, anh/chị thử lại giúp em ạ.");
  }
  cancel.disabled = false;
});
await refresh();
if (ticket && !ENDED.includes(ticket.status)) listen();
