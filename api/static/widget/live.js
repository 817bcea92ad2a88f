// A ticket's place in line, live: the centre's events, and asking now and then where they do not come through.
import { events, getTicket, Refused } from "./api.js";

const POLL_MS = 30000;
const IN_LINE = ["waiting", "transferred"];
const ENDED = ["done", "no_show", "cancelled", "closed"];
/** @type {Map<string, {source: EventSource | null, listeners: Set<(change: object | null) => void>}>} */
const feeds = new Map();

function listen(centre, feed) {
  if (feed.source && feed.source.readyState !== EventSource.CLOSED) return;
  feed.source = events(centre);
  feed.source.addEventListener("queue", () => feed.listeners.forEach((listener) => listener(null)));
  feed.source.addEventListener("change", ({ data }) => {
    const change = JSON.parse(data);
    feed.listeners.forEach((listener) => listener(change));
  });
}

function join(centre, listener) {
  if (!feeds.has(centre)) feeds.set(centre, { source: null, listeners: new Set() });
  const feed = feeds.get(centre);
  feed.listeners.add(listener);
  if (!document.hidden) listen(centre, feed);
}

function leave(centre, listener) {
  const feed = feeds.get(centre);
  feed?.listeners.delete(listener);
  if (feed && !feed.listeners.size) {
    feed.source?.close();
    feeds.delete(centre);
  }
}

const isOpen = (centre) => feeds.get(centre)?.source?.readyState === EventSource.OPEN;

// A browser has few connections to one server, and a hidden page needs none of them.
document.addEventListener("visibilitychange", () => {
  for (const [centre, feed] of feeds) {
    if (document.hidden) feed.source?.close();
    else listen(centre, feed);
  }
});

/**
 * Show a ticket as it stands, again at each change, until it has ended or its node is gone.
 * @param {{id: string, centre: string, number: string, status: string}} ticket
 * @param {Node} node
 * @param {(ticket: object | null, failed: boolean) => void} show null: there is no such ticket
 */
export function follow(ticket, node, show) {
  let now = ticket;
  let planned = null;
  const stop = () => {
    clearInterval(polling);
    clearTimeout(planned);
    leave(ticket.centre, heard);
  };
  const refresh = async () => {
    planned = null;
    if (!node.isConnected) return stop();
    try {
      now = await getTicket(ticket.id);
      show(now, false);
      if (ENDED.includes(now.status)) stop();
    } catch (error) {
      show(error instanceof Refused ? null : now, true);
      if (error instanceof Refused) stop();
    }
  };
  // A whole hall of phones hears of each change: they ask at different moments, once for several changes.
  const plan = (longestMs) => (planned ??= setTimeout(refresh, longestMs * (0.3 + 0.7 * Math.random())));
  const heard = (change) => {
    if (!change) plan(500);
    else if (change.number === now.number) plan(0);
    else if (IN_LINE.includes(now.status)) plan(2000);
  };
  const polling = setInterval(() => isOpen(ticket.centre) || plan(0), POLL_MS);
  join(ticket.centre, heard);
  setTimeout(refresh);
}
