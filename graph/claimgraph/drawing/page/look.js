// How things look: colours by theme, shapes as small drawings, elements made without ever reading markup from data.
const byId = (id) => document.getElementById(id);
const darkness = matchMedia("(prefers-color-scheme: dark)");
const stillness = matchMedia("(prefers-reduced-motion: reduce)");
const tone = () =>
  darkness.matches
    ? {
        paper: "#11151b",
        ink: "#e6e9ef",
        soft: "#8f99a9",
        faint: "#7c8696",
        line: "#5a6678",
        bad: "#ff8a80",
        denied: "#8f99a9",
        accent: "#7cb9f5",
        badge: "#2b3441",
      }
    : {
        paper: "#faf9f6",
        ink: "#1b212c",
        soft: "#656e7d",
        faint: "#6d737c",
        line: "#b9b6ae",
        bad: "#b3261e",
        denied: "#7b828e",
        accent: "#0a5fa8",
        badge: "#ffffff",
      };
const colourOf = (kind) => (darkness.matches ? kind.dark : kind.light);

function element(name, settings = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(settings)) {
    if (key === "class") made.className = value;
    else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== false && value !== null) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

// Text from the graph: its own direction never leaks into its surroundings.
const words = (name, content, settings = {}) => element(name, { dir: "auto", ...settings }, content);

const OUTLINES = {
  dot: "M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13z",
  square: "M2 2h12v12H2z",
  diamond: "M8 .8L15.2 8 8 15.2.8 8z",
  triangle: "M8 1.4L15 14H1z",
  triangleDown: "M8 14.6L1 2h14z",
  hexagon: "M4.3 1.6h7.4L15.4 8l-3.7 6.4H4.3L.6 8z",
  star: "M8 .8l2.1 4.9 5.3.5-4 3.5 1.2 5.2L8 12.1l-4.6 2.8 1.2-5.2-4-3.5 5.3-.5z",
};
function drawing(viewBox, width, ...paths) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", viewBox);
  svg.setAttribute("class", "swatch");
  svg.setAttribute("aria-hidden", "true");
  if (width) svg.style.width = `${width}px`;
  for (const settings of paths) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    for (const [key, value] of Object.entries(settings)) path.setAttribute(key, value);
    svg.append(path);
  }
  return svg;
}
const swatch = (kind) => drawing("0 0 16 16", 0, { d: OUTLINES[kind.shape] || OUTLINES.dot, fill: colourOf(kind) });
const DASHES = { stated: false, disputed: [7, 4], denied: [2, 4] };
const lineColour = (how) => ({ stated: tone().line, disputed: tone().bad, denied: tone().denied })[how];
const lineSwatch = (how) =>
  drawing("0 0 30 8", 30, {
    d: "M1 4H29",
    fill: "none",
    stroke: lineColour(how),
    "stroke-width": how === "stated" ? 2 : 2.4,
    "stroke-dasharray": (DASHES[how] || []).join(" "),
  });
const many = (count, one, more) => `${count.toLocaleString("en")} ${count === 1 ? one : more || `${one}s`}`;
const tell = (message) => {
  byId("told").textContent = message;
};

// A list is one stop of the Tab key; the arrows walk along it.
function oneStop(list, items, place) {
  [...list.querySelectorAll(items)].forEach((item, index) => {
    item.tabIndex = index === place ? 0 : -1;
  });
}
const walk = (items) => (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key],
    item = event.target.closest(items);
  if (!item || !step) return;
  const all = [...event.currentTarget.querySelectorAll(items)];
  const place = Math.max(0, Math.min(all.length - 1, all.indexOf(item) + step));
  event.preventDefault();
  oneStop(event.currentTarget, items, place);
  all[place].focus();
};
