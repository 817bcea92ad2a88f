// The style sheet, as an object that a strict Content-Security-Policy lets a shadow root adopt.
const text = await (await fetch(new URL("styles.css", import.meta.url))).text();

export const styles = new CSSStyleSheet();
styles.replaceSync(text);
