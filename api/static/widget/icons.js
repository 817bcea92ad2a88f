// The few drawings, as outlines in the colour of the text around them.
const PATHS = {
  robot: "M12 3v4M5 7h14v11H5zM9 11.5v2M15 11.5v2M2 11v4M22 11v4M9.5 21h5",
  chat: "M4 5h16v11H10l-5 4v-4H4z",
  send: "M3.5 11.5 20.5 4l-5.5 16.5-3.5-6.5zM11.5 14l4-4.5",
  mic: "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v4",
  speaker: "M4 9v6h4l5 4V5L8 9zM16.5 9a4 4 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11",
  close: "M6 6l12 12M18 6 6 18",
  bin: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
  thumb: "M7 11v9H4v-9zM7 11l4-7.5A2 2 0 0 1 13.5 6L12.8 10H19a1.5 1.5 0 0 1 1.5 1.8l-1.4 6.6A2 2 0 0 1 17.1 20H7",
  phone: "M5 4h4l1.5 5-2.5 1.5a12 12 0 0 0 5.5 5.5L15 13.5l5 1.5v4a1.5 1.5 0 0 1-1.6 1.5A15 15 0 0 1 3.5 5.6 1.5 1.5 0 0 1 5 4z",
};

/** @param {keyof typeof PATHS} name */
export function icon(name) {
  const template = document.createElement("template");
  template.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="${PATHS[name]}"/></svg>`;
  return template.content.firstElementChild;
}
