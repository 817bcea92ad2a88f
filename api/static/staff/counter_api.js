// The server's API as a clerk's page uses it: by the session's cookie, with its CSRF token.
const PATIENCE_MS = 10000;
const CSRF = document.querySelector("meta[name=csrf]").content;

/** No answer: whether something was done is not known. */
export class Away extends Error {}

/** The server will not do it; the message says why. `kind` is the problem's, as in /problems/kind. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? "");
    this.status = status;
    this.kind = String(problem.type ?? "").split("/").at(-1);
  }
}

/** A counter of the centre. */
export class Counter {
  constructor(centre, number) {
    this.address = `/v1/centres/${encodeURIComponent(centre)}/counters/${encodeURIComponent(number)}`;
  }

  /** What is seen there now. */
  look() {
    return call("GET", this.address);
  }

  /** Do something, to the number in `body`. */
  press(deed, body) {
    return call("POST", `${this.address}/${deed}`, body);
  }
}

async function call(method, address, body) {
  const headers = { "X-CSRF-Token": CSRF, ...(body && { "Content-Type": "application/json" }) };
  const sent = { method, headers, body: body && JSON.stringify(body), cache: "no-store" };
  let response;
  let answer;
  try {
    response = await fetch(address, { ...sent, signal: AbortSignal.timeout(PATIENCE_MS) });
    answer = await response.json(); // a captive portal answers 200 with a page of its own
  } catch (cause) {
    throw new Away("no answer", { cause });
  }
  if (!response.ok) throw new Refused(response.status, answer);
  return answer;
}
