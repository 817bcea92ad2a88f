// Times and days of bubbles, as the citizen's own clock has them.
import { T } from "./texts.js";

export const timeOf = (at) => new Date(at).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });

export const dayOf = (at) => new Date(at).toDateString();

export function dayName(at) {
  const day = dayOf(at);
  if (day === dayOf(Date.now())) return T.today;
  if (day === dayOf(Date.now() - 86400000)) return T.yesterday;
  return new Date(at).toLocaleDateString("vi-VN", { weekday: "long", day: "numeric", month: "numeric", year: "numeric" });
}
