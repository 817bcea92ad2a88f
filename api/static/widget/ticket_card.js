// The card of a ticket: the number, its place in line, the way, a QR code for another phone.
import { BASE, ticketQr } from "./api.js";
import { h, link, put } from "./dom.js";
import { follow } from "./live.js";
import { T } from "./texts.js";
import { upperFirst, waitWords } from "./wording.js";

const IN_LINE = ["waiting", "transferred"];
const ENDED = ["done", "no_show", "cancelled", "closed"];

/**
 * @param {object} card the ticket as it was when the turn was answered
 * @param {{announce: (text: string) => void}} about
 */
export function ticketCard(card, about) {
  const headline = h("p", { class: "headline" });
  const ahead = h("dd");
  const wait = h("dd");
  const way = h("dd");
  const inLine = [h("div", {}, h("dt", {}, T.ahead), ahead), h("div", {}, h("dt", {}, T.wait), wait)];
  const place = h("dl", {}, ...inLine, h("div", { class: "wide" }, h("dt", {}, T.way), way));
  const notice = h("p", { class: "note" });
  const address = new URL(card.status_url, BASE).href;
  const qr = h("img", { src: ticketQr(card.id), alt: T.qr(card.number), width: 120, height: 120, loading: "lazy" });
  const scan = h("div", { class: "scan" }, qr, h("p", {}, h("span", {}, T.scan), link(address, T.follow, { class: "act" })));
  const node = h(
    "article",
    { class: "card ticket", "aria-label": `${T.ticket} ${card.number}` },
    h("p", { class: "label" }, T.ticket),
    h("p", { class: "number" }, card.number),
    h("p", { class: "service" }, card.service_name),
    headline,
    place,
    notice,
    scan,
  );
  let before = card.status;
  const show = (ticket, failed) => {
    put(notice, ticket ? (failed ? T.stale : "") : T.gone);
    if (!ticket) return;
    const called = ticket.status === "called";
    const first = IN_LINE.includes(ticket.status) && ticket.people_ahead === 0;
    node.classList.toggle("called", called);
    node.classList.toggle("ended", ENDED.includes(ticket.status));
    put(headline, called ? T.called(ticket.called_to) : first ? T.next : upperFirst(ticket.status_text));
    place.hidden = !called && !IN_LINE.includes(ticket.status);
    inLine.forEach((part) => (part.hidden = called));
    scan.hidden = ENDED.includes(ticket.status);
    put(ahead, T.people(ticket.people_ahead));
    put(wait, waitWords(ticket.wait_minutes));
    put(way, upperFirst(ticket.counters.map((counter) => counter.way).join(" hoặc ")));
    if (called && before !== "called") {
      about.announce(`${T.called(ticket.called_to)}, số ${ticket.number}`);
      navigator.vibrate?.([400, 200, 400]);
    }
    before = ticket.status;
  };
  show(card, false);
  if (!ENDED.includes(card.status)) follow(card, node, show);
  return node;
}
