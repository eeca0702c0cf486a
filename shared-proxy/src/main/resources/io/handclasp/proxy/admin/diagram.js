// The messages of a handshake, drawn to time: two lifelines, each message where it happened on
// them, and beside them the messages in words, led to their place by a line.

import {h} from "./dom.js";
import {took} from "./format.js";

/** The walkthrough's four steps. */
const STEPS = {
  "client-hello": 1,
  "server-certificate": 2,
  "certificate-request": 3,
  "client-certificate": 4,
};

export const STEP_WORDS = [
  "the client says hello",
  "the server shows its certificate",
  "the server asks for the client's certificate",
  "the client shows its certificate",
];

const ROW = 30;
const TOP = 18;

/** Where the two lifelines stand in that width. */
export function lifelines(width) {
  const narrow = width < 620;
  const left = narrow ? 16 : 92;
  const right = narrow ? 96 : Math.round(Math.max(300, Math.min(width * 0.56, width - 440)));
  return {narrow, left, right};
}

/** The diagram of joined steps, for a width in pixels. */
export function diagram(steps, width, names, ending) {
  const {narrow, left, right} = lifelines(width);
  const words = right + (narrow ? 22 : 64);
  const rows = steps.map(step => ({...step, begin: step.sent_us ?? step.received_us, end: step.received_us ?? step.sent_us}));
  const last = Math.max(1, ending.took_us ?? 0, ...rows.map(row => Math.max(row.begin, row.end)));
  const first = Math.min(0, ...rows.map(row => Math.min(row.begin, row.end)));
  const bottom = TOP + Math.max(rows.length, 4) * ROW;
  const y = us => TOP + (us - first) / (last - first) * (bottom - TOP);
  const svg = h("svg", {
    class: "sequence", width, height: bottom + 28, viewBox: `0 0 ${width} ${bottom + 28}`,
    role: "img", "aria-label": said(rows, names),
  });
  axis(svg, first, last, y, left, right, bottom, narrow);
  rows.forEach((row, i) => message(svg, row, i, {y, left, right, words, width, narrow, last}));
  return svg;
}

function axis(svg, first, last, y, left, right, bottom, narrow) {
  const step = nice((last - first) / 6);
  for (let at = 0; at <= last; at += step) {
    svg.append(h("line", {class: "tick", x1: left, x2: right, y1: y(at), y2: y(at)}));
    if (!narrow) {
      svg.append(h("text", {class: "tick-word", x: left - 12, y: y(at) + 4, "text-anchor": "end"}, took(Math.round(at))));
    }
  }
  for (const [x, kind] of [[left, "client"], [right, "server"]]) {
    svg.append(h("line", {class: `life life-${kind}`, x1: x, x2: x, y1: 4, y2: bottom + 8}));
  }
}

/** The next round number: 1, 2 or 5 with zeros. */
function nice(raw) {
  const ten = 10 ** Math.floor(Math.log10(Math.max(1, raw)));
  return [1, 2, 5, 10].map(n => n * ten).find(n => n >= raw);
}

function message(svg, row, index, at) {
  const client = row.sender === "client";
  const [x1, x2] = client ? [at.left, at.right] : [at.right, at.left];
  const [y1, y2] = [at.y(row.begin), at.y(row.end)];
  const mark = STEPS[row.kind];
  const tone = row.kind === "alert" ? "alert" : row.sender;
  const both = row.sent_us !== undefined && row.received_us !== undefined;
  const group = h("g", {class: `message message-${tone}${mark ? " marked" : ""}`, "data-kind": row.kind});
  const row_y = TOP + index * ROW + ROW / 2;
  const lead = client ? y2 : y1;
  group.append(
    h("line", {class: both ? "arrow" : "arrow one-end", x1, y1, x2, y2}),
    head(x1, y1, x2, y2),
    h("path", {class: "lead", d: `M${at.right} ${lead}C${at.right + 26} ${lead} ${at.words - 28} ${row_y} ${at.words - 6} ${row_y}`}));
  if (mark) {
    group.append(badge(at.words + 9, row_y, mark));
  }
  const x = at.words + (mark ? 26 : 2);
  const name = h("text", {class: "name", x, y: at.narrow ? row_y - 2 : row_y + 4}, h("tspan", {}, row.name));
  if (!at.narrow) {
    name.append(h("tspan", {class: "size", dx: 8}, `${row.bytes} B`),
      h("tspan", {class: "when", dx: 8}, when(row)));
    if (row.note) {
      name.append(h("tspan", {class: "note", dx: 8}, cut(row.note, Math.floor((at.width - x) / 7) - row.name.length - 22)));
    }
  }
  group.append(name);
  if (at.narrow) {
    group.append(h("text", {class: "when", x, y: row_y + 11}, `${row.bytes} B · ${when(row)}`));
  }
  group.append(h("title", {}, full(row)));
  svg.append(group);
}

function cut(text, most) {
  return most < 4 ? "" : text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function when(row) {
  return took(row.begin);
}

function full(row) {
  const parts = [`${row.name}, ${row.bytes} bytes, from the ${row.sender}`];
  if (row.sent_us !== undefined) {
    parts.push(`sent at ${took(row.sent_us)}`);
  }
  if (row.received_us !== undefined) {
    parts.push(`received at ${took(row.received_us)}`);
  }
  if (row.note) {
    parts.push(row.note);
  }
  return parts.join("; ");
}

function head(x1, y1, x2, y2) {
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const point = (turn, length) => `${x2 - length * Math.cos(angle + turn)} ${y2 - length * Math.sin(angle + turn)}`;
  return h("path", {class: "head", d: `M${point(0.42, 9)}L${x2} ${y2}L${point(-0.42, 9)}`});
}

function badge(x, y, number) {
  return h("g", {class: "badge"}, h("circle", {cx: x, cy: y, r: 9}),
    h("text", {x, y: y + 4, "text-anchor": "middle"}, number));
}

function said(rows, names) {
  return `${rows.length} messages between ${names.client} and ${names.server}: `
    + rows.map(row => `${row.sender} ${row.name}`).join(", ");
}
