// What happens at the centre, as it happens; the browser comes again by itself, or is made to.
const AGAIN_MS = 3000;

/**
 * @param {string} centre
 * @param {{anew: () => void, changed: (change: object) => void, lost: () => void}} tell
 *   `anew`: connected, perhaps again, so whatever happened before was not told
 * @returns {() => void} ends it
 */
export function listen(centre, tell) {
  let source = null;
  let planned = null;
  const open = () => {
    clearTimeout(planned);
    source?.close();
    source = new EventSource(`/v1/centres/${encodeURIComponent(centre)}/events`);
    source.addEventListener("queue", tell.anew);
    source.addEventListener("change", ({ data }) => tell.changed(JSON.parse(data)));
    source.addEventListener("error", ({ target }) => {
      tell.lost();
      if (target.readyState === EventSource.CLOSED) planned = setTimeout(open, AGAIN_MS);
    });
  };
  const stop = () => {
    clearTimeout(planned);
    source?.close();
  };
  const cut = () => {
    stop();
    tell.lost();
  };
  addEventListener("offline", cut);
  addEventListener("online", open);
  open();
  return () => {
    removeEventListener("offline", cut);
    removeEventListener("online", open);
    stop();
  };
}
