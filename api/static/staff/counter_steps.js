// What can be done at a counter as it stands, and how that is said.

/**
 * The step that the main button takes. It names whom it is meant for: the server refuses it for anybody else.
 * @returns {{word: string, deed: string, body: object | undefined}}
 */
export function mainStep({ state, untouched, ticket }) {
  const number = ticket?.number;
  if (ticket?.status === "called") return { word: "Bắt đầu tiếp", deed: "start", body: { number } };
  if (ticket && state === "open") {
    return { word: "Xong, gọi số tiếp theo", deed: "call-next", body: { number, finish_current: true } };
  }
  if (ticket) return { word: "Xong", deed: "finish", body: { number } };
  if (state === "open" || untouched) return { word: "Gọi số tiếp theo", deed: "call-next", body: {} };
  return { word: "Mở quầy", deed: "open", body: undefined };
}

/** What the smaller buttons may do now. */
export function otherDeeds({ state, untouched, ticket }) {
  const called = ticket?.status === "called";
  return new Set([
    ...(called ? ["recall", "no-show"] : []),
    ...(ticket ? ["hold", "transfer", "finish"] : []),
    ...(state === "open" ? ["pause"] : ["open"]),
    ...(state === "closed" && !untouched ? [] : ["close"]),
  ]);
}

/** What the state of a counter is called, and the look of its sign. */
export function stateWords({ state, untouched }) {
  if (state === "open") return ["Đang mở", "good"];
  if (state === "paused") return ["Tạm nghỉ", "wait"];
  return untouched ? ["Hôm nay chưa mở, gọi số đầu tiên là mở", "wait"] : ["Đã đóng", "bad"];
}

export function headline({ ticket, state, waiting }) {
  if (ticket) return ticket.status === "called" ? "Đang gọi" : "Đang tiếp";
  if (state === "paused") return "Quầy đang tạm nghỉ";
  return waiting ? "Chưa gọi ai" : "Chưa có ai chờ";
}

/** What a screen reader says when somebody else is at the counter, or the counter has opened or closed. */
export function announcement(seen) {
  const { ticket, waiting } = seen;
  const line = waiting ? `Còn ${waiting} người chờ.` : "Không còn ai chờ.";
  if (!ticket) return `${headline(seen)}. ${stateWords(seen)[0]}. ${line}`;
  const marks = ticket.priority ? `, ưu tiên: ${ticket.priority}` : "";
  return `${headline(seen)} số ${ticket.number}, ${matter(ticket)}${marks}. ${line}`;
}

/** What somebody came for. */
export function matter({ service_name, procedure }) {
  return procedure ? `${service_name}: ${procedure}` : service_name;
}

/** Whole minutes between two moments, in words. */
export function minutes(from, to) {
  const passed = Math.max(0, Math.floor((to - new Date(from)) / 60000));
  if (passed < 1) return "chưa tới 1 phút";
  if (passed < 60) return `${passed} phút`;
  return passed % 60 ? `${Math.floor(passed / 60)} giờ ${passed % 60} phút` : `${passed / 60} giờ`;
}

/** A moment of today: 08:05, as the centre's clock has it. */
export function atTime(moment) {
  return new Date(moment).toLocaleTimeString("vi-VN", {
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "Asia/Ho_Chi_Minh",
  });
}
