// The page around the widget: a link may bring a question, which is written but never sent unasked.
await customElements.whenDefined("le-tan-chat");
const question = new URLSearchParams(location.hash.slice(1)).get("hoi");
if (question) {
  document.querySelector("le-tan-chat").suggest(question);
  history.replaceState(null, "", location.pathname);
}
