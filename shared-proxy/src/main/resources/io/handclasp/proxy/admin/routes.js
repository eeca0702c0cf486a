// Routes and endpoints: how they are, what flows, and the last fifteen minutes.

import {get} from "./api.js";
import {fill, h, icon} from "./dom.js";
import {count} from "./format.js";

const AGAIN_MILLIS = 5_000;
const HEALTH = {
  up: ["check", "up", "ok"],
  idle: ["ring", "not used", "even"],
  partly: ["half", "partly avoided", "warn"],
  ejected: ["block", "ejected", "bad"],
  down: ["cross", "down", "bad"],
};

export function routesView() {
  const body = h("div", {}, h("p", {class: "notice"}, "Looking …"));
  const element = h("div", {class: "routes"}, h("h2", {}, "Routes"), body);
  let timer = null;

  async function load() {
    try {
      const found = await get("/routes");
      fill(body, top(found), found.routes.map(route => routePanel(route, found)));
    } catch (error) {
      fill(body, h("p", {class: "notice bad"}, error.message));
    }
    timer = setTimeout(load, AGAIN_MILLIS);
  }

  return {
    element, title: "Routes",
    entered: () => { load(); },
    leave: () => clearTimeout(timer),
  };
}

function top(found) {
  return h("p", {class: "counted"},
    `${count(found.connections)} connections in at ${found.listen}, ${count(found.active)} requests under way`);
}

function routePanel(route, found) {
  const dead = found.dead?.includes(route.route);
  return h("section", {class: "panel route"},
    h("div", {class: "panel-head"},
      h("h3", {}, h("code", {}, route.route)),
      dead ? h("p", {class: "tone-bad"}, icon("cross"), "no endpoint answers")
        : h("p", {}, route.service ? `answered here: ${route.service}` : `${route.endpoints.length} ${route.endpoints.length === 1 ? "endpoint" : "endpoints"}${route.checked ? ", health checked" : ""}`)),
    charts(route.history, route.last_minute, found.step_seconds),
    route.endpoints && h("div", {class: "endpoints"}, route.endpoints.map(each =>
      endpoint(each, route.endpoints.length > 1 && charts(each.history, each.last_minute, found.step_seconds)))));
}

/** The charts of a route with one endpoint are the endpoint's, and need not be drawn twice. */
function endpoint(each, drawn) {
  const [sign, word, tone] = HEALTH[each.health] ?? HEALTH.up;
  const minute = each.last_minute;
  return h("div", {class: `endpoint tone-${tone}`},
    h("p", {class: "state"}, icon(sign), word),
    h("div", {class: "where"}, h("b", {}, each.address), h("span", {}, each.tls ? `mutual TLS, expects ${each.expected_name}` : "plain HTTP")),
    h("dl", {class: "numbers"},
      number("connections", count(each.connections)), number("under way", count(each.active)),
      number("requests/s", rate(minute.per_second)), number("errors", percent(minute.error_share)),
      number("p50", `${millis(minute.p50_ms)}`), number("p99", `${millis(minute.p99_ms)}`)),
    (each.ejected_loops > 0 || each.down_loops > 0) && h("p", {class: "loops"},
      `${each.ejected_loops} of ${each.loops} workers eject it, for ${each.down_loops} it is down`),
    drawn);
}

function number(term, value) {
  return h("div", {}, h("dt", {}, term), h("dd", {}, value));
}

const rate = value => value >= 100 ? count(Math.round(value)) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
const percent = value => `${(100 * value).toFixed(value > 0 && value < 0.1 ? 2 : 0)} %`;
const millis = value => value >= 100 ? `${Math.round(value)} ms` : value >= 1 ? `${value.toFixed(1)} ms` : `${value.toFixed(2)} ms`;

function charts(history, minute, step) {
  return h("div", {class: "charts"},
    chart("Requests per second", [history.per_second], rate, rate(minute.per_second), step),
    chart("Error share", [history.error_share], percent, percent(minute.error_share), step, "bad"),
    chart("Latency p50, p99", [history.p50_ms, history.p99_ms], millis, `${millis(minute.p50_ms)}, ${millis(minute.p99_ms)}`, step));
}

/** One or two lines over the last fifteen minutes; the words beside it say the present value. */
function chart(title, lines, said, now, step, tone) {
  const [width, height] = [300, 64];
  const most = Math.max(...lines.flat(), 0);
  const scale = most > 0 ? (height - 6) / most : 0;
  const x = i => (i / (lines[0].length - 1)) * width;
  const y = value => height - 2 - value * scale;
  const drawn = lines.map((values, i) => [
    i === 0 && h("path", {class: `area ${tone ?? ""}`, d: `M0 ${height}${values.map((value, at) => `L${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join("")}L${width} ${height}Z`}),
    h("polyline", {class: `line line-${i} ${tone ?? ""}`, points: values.map((value, at) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(" ")}),
  ]);
  return h("figure", {class: "chart"},
    h("figcaption", {}, h("span", {}, title), h("b", {}, now)),
    h("svg", {viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", role: "img",
      "aria-label": `${title} over the last ${Math.round(lines[0].length * step / 60)} minutes: now ${now}, at most ${said(most)}`},
      h("line", {class: "base", x1: 0, x2: width, y1: height - 1, y2: height - 1}), drawn),
    h("p", {class: "scale"}, h("span", {}, `${Math.round(lines[0].length * step / 60)} min ago`), h("span", {}, `most ${said(most)}`), h("span", {}, "now")));
}
