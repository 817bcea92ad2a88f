// What the server says of a draft while it is written, and of a question that is put to it.

const TRY = "/staff/knowledge/try";
const AFTER_MS = 1200;
const PATIENCE_MS = 20000;
const GONE = "Phiên làm việc đã hết. Anh/chị cứ bấm lưu: phần mềm sẽ hỏi mật khẩu rồi lưu tiếp, không mất chữ nào.";
const AWAY = "Chưa hỏi được máy chủ, anh/chị thử lại sau ít phút. Nội dung đang gõ vẫn còn.";

/** Check while somebody writes, and try questions without leaving the page. */
export function wireChecks(form) {
  const checks = part(form, "checks", document.querySelector("#checks"));
  const trial = part(form, "trial", document.querySelector("#trial"));
  let waiting;
  form.addEventListener("input", (event) => {
    if (event.target.name === "ask") return;
    clearTimeout(waiting);
    waiting = setTimeout(checks, AFTER_MS);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-check], [data-try]");
    if (!button) return;
    event.preventDefault();
    ("try" in button.dataset ? trial : checks)();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input:not([type=checkbox])")) return;
    event.preventDefault(); // a line that is done with is no wish to send the whole
    if (event.target.name === "ask") trial();
  });
}

/** A function that asks for a part and shows it; only the last that was asked for counts. */
function part(form, name, place) {
  let asking = new AbortController();
  return async () => {
    asking.abort();
    const mine = (asking = new AbortController());
    place.setAttribute("aria-busy", "true");
    const shown = await answer(form, name, mine.signal);
    if (mine.signal.aborted) return;
    if (typeof shown === "string") place.innerHTML = shown;
    else place.replaceChildren(shown);
    place.removeAttribute("aria-busy");
    if (name === "trial") place.scrollIntoView({ block: "nearest" });
  };
}

async function answer(form, name, aborted) {
  const signal = AbortSignal.any([aborted, AbortSignal.timeout(PATIENCE_MS)]);
  const body = new URLSearchParams(new FormData(form));
  try {
    const response = await fetch(`${TRY}?part=${name}`, { method: "POST", body, signal });
    if (response.ok && !response.redirected) return await response.text();
    return words(response.status === 401 || response.status === 403 ? GONE : AWAY);
  } catch {
    return words(AWAY);
  }
}

function words(text) {
  const said = document.createElement("p");
  said.className = "note";
  said.textContent = text;
  return said;
}
