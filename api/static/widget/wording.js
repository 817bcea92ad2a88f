// Values in words, in the manner of the server's replies.
const UNITS = { hour: "giờ", day: "ngày", working_day: "ngày làm việc" };
const WAYS = { in_person: "nộp trực tiếp", online: "nộp trực tuyến", post: "gửi qua bưu chính" };

const lowerFirst = (text) => (/^.\p{Ll}/u.test(text) ? text[0].toLowerCase() + text.slice(1) : text);

export const upperFirst = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

/** 2026-07-01 as it is written here: 1/7/2026. */
export function dayWords(day) {
  const [year, month, date] = day.slice(0, 10).split("-").map(Number);
  return `${date}/${month}/${year}`;
}

export function feeWords(fee) {
  const amount = `${String(fee.amount).replace(/\B(?=(\d{3})+$)/g, ".")} đồng`;
  const what = fee.free_reason
    ? `miễn phí vì ${lowerFirst(fee.free_reason)}`
    : amount + (fee.unit ? `/${fee.unit}` : "");
  const channel = fee.channel ? ` khi ${WAYS[fee.channel]}` : "";
  return what + channel + (fee.condition ? ` (${lowerFirst(fee.condition.replace(/\.$/, ""))})` : "");
}

export function limitWords({ unit, value, case: when }) {
  const span = unit === "same_day" ? "ngay trong ngày" : `${value} ${UNITS[unit]}`;
  return span + (when ? ` (${lowerFirst(when)})` : "");
}

export function copiesWords({ originals, copies }) {
  const counts = [originals && `${originals} bản chính`, copies && `${copies} bản sao`].filter(Boolean);
  return counts.length ? ` (${counts.join(", ")})` : "";
}

function duration(minutes) {
  if (minutes < 90) return `${minutes} phút`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} giờ${rest ? ` ${rest} phút` : ""}`;
}

export function waitWords(wait) {
  if (!wait) return "chưa rõ";
  if (wait.high <= 3) return "vài phút";
  if (wait.low === 0) return `chưa tới ${duration(wait.high)}`;
  return wait.high < 90 ? `${wait.low}–${wait.high} phút` : `${duration(wait.low)} – ${duration(wait.high)}`;
}

/** The words of a reply, and the line that names their source. */
export function parted(text) {
  const lines = text.split("\n");
  const source = lines.at(-1).startsWith("Nguồn:") ? lines.pop() : "";
  return { words: lines.join("\n"), source };
}
