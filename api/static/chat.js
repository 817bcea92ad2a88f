// The plain chat page: one conversation with POST /v1/messages.
const log = document.querySelector("#log");
const form = document.querySelector("#ask");
const input = document.querySelector("#text");
const notice = document.querySelector("#notice");
const GREETING = "Dạ em chào anh/chị! Anh/chị cần làm thủ tục gì, cứ nói tự nhiên với em ạ.";
const START = [
  { title: "Làm giấy khai sinh", message: "đăng ký khai sinh" },
  { title: "Đổi căn cước", message: "cấp đổi thẻ căn cước" },
  { title: "Chứng thực bản sao", message: "chứng thực bản sao từ bản chính" },
  { title: "Giờ làm việc", message: "mấy giờ trung tâm làm việc" },
];
const PATIENCE_MS = 20000;
let conversationId = null;
let visitor = 0;
let busy = false;

function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

function add(node) {
  log.append(node);
  return node;
}

function chips(suggestions) {
  log.querySelectorAll(".chips").forEach((old) => old.remove());
  if (!suggestions.length) return;
  const row = element("div", "chips");
  for (const { title, message } of suggestions) {
    const chip = element("button", "", title);
    chip.type = "button";
    chip.addEventListener("click", () => ask(message, "button", title));
    row.append(chip);
  }
  add(row);
}

// The last line of an answer names its source: it is shown smaller, with the link to the record.
function answerBubble(turn, reply) {
  const bubble = element("div", `bubble theirs ${turn.status}`);
  const sources = turn.answer?.sources.filter((each) => each.url) ?? [];
  const lines = reply.text.split("\n");
  if (lines.at(-1).startsWith("Nguồn:")) {
    bubble.textContent = lines.slice(0, -1).join("\n");
    const line = element("p", "source", `${lines.at(-1)} `);
    for (const [place, source] of sources.entries()) {
      const link = element("a", "", sources.length > 1 ? `Xem bản gốc ${place + 1} ` : "Xem bản gốc");
      link.href = source.url;
      link.rel = "noopener noreferrer";
      link.target = "_blank";
      line.append(link);
    }
    bubble.append(line);
  } else {
    bubble.textContent = reply.text;
  }
  return bubble;
}

function tell(text) {
  notice.textContent = text;
  notice.hidden = !text;
}

// A retry sends the same id again, so that nothing is done twice.
function newMessageId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `m_${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

async function ask(text, kind = "text", shown = text, messageId = newMessageId()) {
  if (busy || !text.trim()) return;
  const person = visitor;
  setBusy(true);
  chips([]);
  tell("");
  const question = add(element("div", "bubble mine", shown));
  const typing = add(element("div", "bubble theirs typing"));
  typing.scrollIntoView({ block: "end" });
  const body = { text, channel: "web", input: kind, message_id: messageId };
  if (conversationId) body.conversation_id = conversationId;
  try {
    const response = await fetch("/v1/messages", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const turn = await response.json();
    if (person !== visitor) return; // somebody else stands here now
    if (!response.ok) return tell(turn.title);
    conversationId = turn.conversation_id;
    for (const reply of turn.replies) add(answerBubble(turn, reply));
    chips(turn.suggestions);
  } catch {
    if (person !== visitor) return;
    tell("Em chưa kết nối được với hệ thống ạ.");
    const again = element("button", "", "Gửi lại");
    again.type = "button";
    again.addEventListener("click", () => {
      question.remove();
      ask(text, kind, shown, messageId);
    });
    notice.append(" ", again);
  } finally {
    typing.remove();
    if (person === visitor) {
      setBusy(false);
      // A long answer is read from its beginning: the question goes to the top.
      question.scrollIntoView({ block: "start" });
      if (kind === "text") input.focus();
    }
  }
}

function setBusy(now) {
  busy = now;
  form.querySelector("button").disabled = now;
}

function start() {
  visitor += 1;
  conversationId = null;
  setBusy(false);
  log.replaceChildren();
  tell("");
  add(element("div", "bubble theirs", GREETING));
  chips(START);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (busy) return;
  const text = input.value;
  input.value = "";
  ask(text);
});
document.querySelector("#restart").addEventListener("click", () => {
  start();
  input.focus();
});
fetch("/v1/centres")
  .then((response) => response.json())
  .then(({ items }) => {
    if (items.length) document.querySelector("#centre").textContent = items[0].name;
  })
  .catch(() => {});
start();
