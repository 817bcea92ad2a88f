// The server's API as the widget uses it.

/** Where the server is: this file lies at static/widget/ of it. */
export const BASE = new URL("../../", import.meta.url);
const PATIENCE_MS = 20000;

/** No answer, or none that can be used: worth trying again. */
export class Unreachable extends Error {}

/** The server will not take this, however often it is sent; the message says why. */
export class Refused extends Error {}

async function call(path, body) {
  const sent = body && {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  let response;
  let answer;
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    response = await fetch(new URL(path, BASE), { credentials: "omit", cache: "no-store", signal, ...sent });
    answer = await response.json(); // a captive portal answers 200 with a page of its own
  } catch (cause) {
    throw new Unreachable("no answer", { cause });
  }
  if (response.ok) return answer;
  if (response.status >= 500 || [408, 429].includes(response.status)) throw new Unreachable(answer.title);
  throw new Refused(answer.detail ?? answer.title ?? "");
}

/** One turn. The same `message_id` again gets the same reply and does nothing twice. */
export async function postMessage(message) {
  const turn = await call("v1/messages", message);
  if (!Array.isArray(turn.replies)) throw new Unreachable("not a turn");
  return turn;
}

export const postFeedback = (messageId, conversationId, helpful) =>
  call(`v1/messages/${encodeURIComponent(messageId)}/feedback`, { conversation_id: conversationId, helpful });

export const getTicket = (id) => call(`v1/tickets/${encodeURIComponent(id)}`);

export const getCentre = (slug) => call(`v1/centres/${encodeURIComponent(slug)}`);

export const events = (centre) =>
  new EventSource(new URL(`v1/centres/${encodeURIComponent(centre)}/events`, BASE));

export const pageOf = (code) => new URL(`p/${encodeURIComponent(code)}`, BASE).href;

export const ticketQr = (id) => new URL(`t/${encodeURIComponent(id)}/qr.svg`, BASE).href;

const procedures = new Map();

/** A procedure, whole; asked for once. */
export function getProcedure(code) {
  if (!procedures.has(code)) {
    const asked = call(`v1/procedures/${encodeURIComponent(code)}`);
    procedures.set(code, asked);
    asked.catch(() => procedures.delete(code));
  }
  return procedures.get(code);
}
