// Builds elements. Text only ever becomes text nodes, never markup.

const SVG = "http://www.w3.org/2000/svg";
const SVG_TAGS = new Set(["svg", "path", "line", "circle", "rect", "g", "text", "polyline", "title", "tspan"]);

/** An element with attributes (on… are listeners) and children: nodes, texts, lists, nothing. */
export function h(tag, attributes, ...children) {
  const element = SVG_TAGS.has(tag)
    ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) {
      append(element, child);
    } else if (child instanceof Node) {
      element.append(child);
    } else if (child !== null && child !== undefined && child !== false) {
      element.append(visible(String(child)));
    }
  }
}

/** Replaces all children. */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

// Control characters, and those that turn the direction of writing, would not be seen otherwise.
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** The same text with what cannot be seen made visible. */
export function visible(text) {
  return text.replace(HIDDEN, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

const ICONS = {
  check: "M3.5 8.5l3 3 6-7",
  cross: "M4 4l8 8M12 4l-8 8",
  half: "M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11",
  block: "M8 2.5a5.5 5.5 0 1 0 .01 0M4.2 4.2l7.6 7.6",
  ring: "M8 2.5a5.5 5.5 0 1 0 .01 0",
  unlike: "M3 6h10M3 10h10M10.5 2.5l-5 11",
  warn: "M8 2.5l6 11H2zM8 6.5v3.2M8 11.6v.2",
  copy: "M5.5 5.5h7v8h-7zM3.5 10.5v-8h7",
  back: "M9.5 3.5L5 8l4.5 4.5",
};

/** A sign; always beside a word, so hidden from screen readers. */
export function icon(name, extra) {
  return h("svg", {class: `icon ${extra ?? ""}`, viewBox: "0 0 16 16", "aria-hidden": "true"},
    h("path", {d: ICONS[name]}));
}

/** A button that copies a text and says so. */
export function copyButton(text, what) {
  const label = h("span", {}, "Copy");
  const button = h("button", {
    type: "button", class: "copy", "aria-label": `Copy ${what}`,
    onclick: async () => {
      try {
        await navigator.clipboard.writeText(text);
        label.textContent = "Copied";
      } catch {
        label.textContent = "Select it";
        select(button.parentElement?.querySelector("code"));
      }
      setTimeout(() => { label.textContent = "Copy"; }, 1500);
    },
  }, icon("copy"), label);
  return button;
}

function select(element) {
  if (element) {
    const range = document.createRange();
    range.selectNodeContents(element);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }
}

/** Commands in a box of their own, to copy. */
export function commands(label, lines) {
  if (!lines?.length) {
    return null;
  }
  const text = lines.join("\n");
  return h("div", {class: "commands"},
    h("div", {class: "commands-head"}, h("span", {}, label), copyButton(text, `the ${label} commands`)),
    h("pre", {tabindex: "0"}, h("code", {}, lines.map((line, i) => [i > 0 ? document.createTextNode("\n") : null, line]))));
}
