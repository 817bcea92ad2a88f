// A site's colour, made readable: WCAG's contrast of at least 4.5 (7 where more contrast is wished).
const DEFAULT = [0, 0x68, 0xff];
const GROUND = { light: [0xff, 0xff, 0xff], dark: [0x1b, 0x25, 0x30] };

function parsed(colour) {
  const hex = /^#([\da-f]{3}|[\da-f]{6})$/i.exec(colour ?? "")?.[1];
  if (!hex) return DEFAULT;
  const six = hex.length === 3 ? [...hex].map((digit) => digit + digit).join("") : hex;
  return [0, 2, 4].map((at) => parseInt(six.slice(at, at + 2), 16));
}

function luminance(rgb) {
  const [red, green, blue] = rgb.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const towards = (rgb, end, share) => rgb.map((part) => Math.round(part + (end - part) * share));

/** The colour, darkened or lightened until it can be read on that ground. */
function readable(rgb, ground, least) {
  const end = luminance(ground) > 0.5 ? 0 : 255;
  let share = 0;
  while (share < 1 && contrast(towards(rgb, end, share), ground) < least) share += 0.05;
  return towards(rgb, end, share);
}

const written = (rgb) => `rgb(${rgb.join(" ")})`;

/** The widget's variables: the colour of its head and buttons, what is written on it, and links. */
export function accents(colour, dark, more) {
  const least = more ? 7 : 4.5;
  const own = parsed(colour);
  const white = [255, 255, 255];
  const light = contrast(own, white) >= 3;
  const accent = light ? readable(own, white, least) : own;
  return {
    accent: written(accent),
    "on-accent": light ? "#fff" : "#0b1118",
    link: written(readable(own, dark ? GROUND.dark : GROUND.light, Math.max(least, 5))),
  };
}
