// The live list of handshakes. Only the rows that can be seen exist.

import {get} from "./api.js";
import {fill, h, icon} from "./dom.js";
import {OUTCOMES, clock, count, day, outcome, share, shortName, took} from "./format.js";

const AGES = {"": "any time", "300": "last 5 min", "900": "last 15 min", "3600": "last hour", "86400": "last day"};
const AGING_MILLIS = 5_000;
const filter = {outcome: "", peer: "", cause: "", age: ""}; // stays while other views are looked at
let chosen = null; // number of the row that the keys are at

export function listView(context) {
  const {handshakes} = context;
  const narrow = matchMedia("(max-width: 640px)");
  const summary = h("section", {class: "summary", "aria-label": "Summary"});
  const counted = h("p", {class: "counted", role: "status"});
  const spacer = h("div", {class: "rows"});
  const scroller = h("div", {
    class: "scroller", role: "grid", tabindex: "0", "aria-label": "Handshakes, the youngest first",
    "aria-describedby": "list-hint",
  }, spacer);
  const head = h("div", {class: "row row-head", "aria-hidden": "true"},
    ["Outcome", "Time", "Peer", "Cause or terms", "Took", "Id"].map(word => h("span", {}, word)));
  const empty = h("div", {class: "empty", hidden: true});
  const controls = filters();
  let rows = [];
  let endings = null;
  let drawn = new Map();

  const element = h("div", {class: "list-view"},
    h("h2", {class: "hidden"}, "Handshakes"), summary, controls.element, counted,
    h("p", {id: "list-hint", class: "hidden"}, "Arrow keys move, Enter opens."),
    h("div", {class: "table"}, head, scroller, empty));

  function filters() {
    const apply = () => { refilter(true); };
    const select = (key, label, options) => h("label", {}, h("span", {}, label),
      h("select", {id: `filter-${key}`, onchange: event => { filter[key] = event.target.value; apply(); }},
        Object.entries(options).map(([value, word]) =>
          h("option", {value, selected: filter[key] === value}, word))));
    const text = (key, label, hint) => h("label", {class: "grow"}, h("span", {}, label),
      h("input", {id: `filter-${key}`, type: "search", placeholder: hint, value: filter[key], autocomplete: "off",
        spellcheck: "false", list: key === "cause" ? "causes" : null,
        oninput: event => { filter[key] = event.target.value.trim(); apply(); }}));
    const outcomes = {"": "any", "!": "not well", ...Object.fromEntries(
      Object.entries(OUTCOMES).map(([key, value]) => [key, value.word]))};
    const clear = h("button", {type: "button", class: "quiet", onclick: () => set({outcome: "", peer: "", cause: "", age: ""})}, "Clear");
    const holder = h("button", {type: "button", class: "quiet", onclick: () => handshakes.hold(!handshakes.held)}, "Hold");
    return {
      holder,
      causes: h("datalist", {id: "causes"}),
      get element() {
        return h("form", {class: "filters", "aria-label": "Filter", onsubmit: event => event.preventDefault()},
          select("outcome", "Outcome", outcomes), text("peer", "Peer", "name, address"),
          text("cause", "Cause", "code"), select("age", "Time", AGES),
          h("div", {class: "filter-end"}, clear, holder), this.causes);
      },
    };
  }

  function set(values) {
    Object.assign(filter, values);
    for (const [key, value] of Object.entries(filter)) {
      const input = element.querySelector(`#filter-${key}`);
      if (input) {
        input.value = value;
      }
    }
    refilter(true);
  }

  function wanted(row) {
    if (filter.outcome === "!" ? outcome(row.outcome).tone !== "bad" : filter.outcome && row.outcome !== filter.outcome) {
      return false;
    }
    if (filter.age && Date.now() - new Date(row.started_at) > filter.age * 1_000) {
      return false;
    }
    if (filter.cause && ![row.cause, ...(row.warnings ?? [])].some(code => code?.includes(filter.cause.toLowerCase()))) {
      return false;
    }
    const peer = filter.peer.toLowerCase();
    return !peer || [row.peer, row.remote, row.sni, row.id].some(text => text?.toLowerCase().includes(peer));
  }

  function refilter(toTop) {
    const active = Object.values(filter).some(value => value);
    rows = active ? handshakes.rows.filter(wanted) : handshakes.rows;
    fill(counted, active ? `${count(rows.length)} of ${count(handshakes.rows.length)} handshakes`
      : `${count(rows.length)} handshakes${handshakes.complete ? "" : ", loading more"}`);
    empty.hidden = rows.length > 0;
    fill(empty, handshakes.rows.length === 0
      ? [h("b", {}, "No handshake yet"), h("p", {}, "Each TLS connection that this proxy opens or accepts will stand here, successful or not.")]
      : [h("b", {}, "None fits the filter"), h("p", {}, "Clear the filter to see all of them.")]);
    fill(controls.holder, handshakes.held ? "Let run" : "Hold");
    controls.holder.setAttribute("aria-pressed", String(handshakes.held));
    if (toTop) {
      scroller.scrollTop = 0;
    }
    summarize();
    draw();
  }

  function summarize() {
    const all = handshakes.rows;
    const outcomes = new Map();
    const causes = new Map();
    let resumed = 0; // of those that were established, as metrics and dashboard count
    for (const row of all) {
      outcomes.set(row.outcome, (outcomes.get(row.outcome) ?? 0) + 1);
      resumed += row.resumed && row.outcome === "established" ? 1 : 0;
      if (row.cause) {
        causes.set(row.cause, (causes.get(row.cause) ?? 0) + 1);
      }
    }
    const well = outcomes.get("established") ?? 0;
    const bad = (outcomes.get("failed") ?? 0) + (outcomes.get("refused") ?? 0) + (outcomes.get("not-tls") ?? 0);
    const ranked = [...causes].sort((a, b) => b[1] - a[1]);
    fill(controls.causes, ranked.map(([code]) => h("option", {value: code})));
    fill(summary,
      tile("ok", "check", count(well), "established", share(well, all.length), () => set({outcome: "established", cause: ""})),
      tile(bad ? "bad" : "even", "cross", count(bad), "refused or failed", share(bad, all.length), () => set({outcome: "!", cause: ""})),
      tile("even", "ring", share(resumed, well), "resumed", `${count(resumed)} of ${count(well)}`),
      endings && tile(endings.bad ? "bad" : endings.soon ? "warn" : "ok", endings.soon || endings.bad ? "warn" : "check",
        count(endings.bad + endings.soon), "certificates end soon", endings.first, () => context.go("/certificates")),
      ranked.length > 0 && h("div", {class: "causes"},
        h("h3", {}, "Why not"),
        h("ol", {}, ranked.slice(0, 4).map(([code, number]) => h("li", {},
          h("button", {type: "button", class: "cause-line", onclick: () => set({cause: code, outcome: ""})},
            h("span", {class: "bar"}, bar(number / ranked[0][1])),
            h("code", {}, code), h("b", {}, count(number))))))));
  }

  function bar(part) {
    const inner = h("span", {});
    inner.style.width = `${Math.max(3, 100 * part)}%`;
    return inner;
  }

  function tile(tone, sign, value, word, more, onclick) {
    return h(onclick ? "button" : "div", {class: `tile tone-${tone}`, type: onclick ? "button" : null, onclick},
      h("span", {class: "tile-word"}, icon(sign), word), h("b", {class: "tile-value"}, value),
      h("span", {class: "tile-more"}, more));
  }

  const height = () => narrow.matches ? 66 : 40;

  /** Puts the rows in view where they belong, and takes away all others. */
  function draw() {
    const each = height();
    spacer.style.height = `${rows.length * each}px`;
    scroller.setAttribute("aria-rowcount", rows.length);
    const first = Math.max(0, Math.floor(scroller.scrollTop / each) - 6);
    const last = Math.min(rows.length, first + Math.ceil(scroller.clientHeight / each) + 12);
    const keep = new Map();
    for (let i = first; i < last; i++) {
      const row = rows[i];
      const line = drawn.get(row.number) ?? rowOf(row);
      line.style.transform = `translateY(${i * each}px)`;
      line.setAttribute("aria-rowindex", i + 1);
      line.classList.toggle("at", row.number === chosen);
      keep.set(row.number, line);
      if (line.parentNode !== spacer) {
        spacer.append(line);
      }
    }
    for (const [number, line] of drawn) {
      if (!keep.has(number)) {
        line.remove();
      }
    }
    drawn = keep;
    const at = chosen !== null && drawn.has(chosen) ? drawn.get(chosen).id : null;
    if (at) {
      scroller.setAttribute("aria-activedescendant", at);
    } else {
      scroller.removeAttribute("aria-activedescendant");
    }
  }

  function rowOf(row) {
    const says = outcome(row.outcome);
    const terms = [row.version, row.group, row.alpn].filter(Boolean).join(" · ");
    return h("a", {
      class: `row tone-${says.tone}`, role: "row", id: `row-${row.number}`, href: `#/handshakes/${row.id}`, tabindex: "-1",
      onclick: () => { chosen = row.number; },
    },
      h("span", {role: "gridcell", class: "c-outcome"}, icon(says.icon), h("span", {}, says.word)),
      h("span", {role: "gridcell", class: "c-time", title: day(row.started_at)}, clock(row.started_at)),
      h("span", {role: "gridcell", class: "c-peer"}, h("b", {}, peerOf(row)), h("span", {}, row.remote)),
      h("span", {role: "gridcell", class: "c-terms"},
        row.cause ? h("code", {class: "cause"}, row.cause) : null,
        row.cause ? h("span", {class: "why"}, row.detail ?? "") : h("span", {}, terms || row.detail || row.phase),
        row.resumed && h("span", {class: "tag"}, "resumed"),
        row.warnings?.length > 0 && h("span", {class: "tag tone-warn"}, icon("warn"), row.warnings[0])),
      h("span", {role: "gridcell", class: "c-took"}, took(row.took_us)),
      h("span", {role: "gridcell", class: "c-id"}, row.id));
  }

  /** The name that a client asked for is the server's, so it tells of the peer at the client only. */
  function peerOf(row) {
    return shortName(row.peer) || (row.side === "client" && row.sni) || "no certificate";
  }

  function move(to) {
    if (rows.length === 0) {
      return;
    }
    const index = Math.max(0, Math.min(rows.length - 1, to));
    chosen = rows[index].number;
    const each = height();
    const top = index * each;
    if (top < scroller.scrollTop) {
      scroller.scrollTop = top;
    } else if (top + each > scroller.scrollTop + scroller.clientHeight) {
      scroller.scrollTop = top + each - scroller.clientHeight;
    }
    scroller.focus({preventScroll: true});
    draw();
  }

  function onKey(event) {
    const at = rows.findIndex(row => row.number === chosen);
    const page = Math.max(1, Math.floor(scroller.clientHeight / height()) - 1);
    const steps = {ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: page, PageUp: -page};
    if (event.key in steps) {
      move(at < 0 ? 0 : at + steps[event.key]);
    } else if (event.key === "Home") {
      move(0);
    } else if (event.key === "End") {
      move(rows.length - 1);
    } else if (event.key === "Enter" && at >= 0 && !event.target.closest("button, a")) {
      context.go(`/handshakes/${rows[at].id}`);
    } else if (event.key === "/") {
      element.querySelector("#filter-peer").focus();
    } else {
      return false;
    }
    return true;
  }

  async function askForEndings() {
    const {own, peers} = await get("/certificates");
    const all = [...own.chain, ...peers.filter(peer => peer.accepted).flatMap(peer => peer.chain)];
    const unique = [...new Map(all.map(each => [each.sha256, each])).values()];
    const ending = unique.filter(each => each.days_left < 30).sort((a, b) => a.days_left - b.days_left);
    const next = unique.sort((a, b) => a.days_left - b.days_left)[0];
    endings = {
      bad: ending.filter(each => each.days_left < 0).length,
      soon: ending.filter(each => each.days_left >= 0).length,
      first: next ? `next in ${count(next.days_left)} days` : "",
    };
    summarize();
  }

  const onChange = () => refilter(false);
  let aging = null;
  scroller.addEventListener("scroll", draw, {passive: true});
  return {
    element, onKey, title: "Handshakes",
    entered() {
      handshakes.addEventListener("change", onChange);
      addEventListener("resize", draw);
      refilter(false);
      const at = rows.findIndex(row => row.number === chosen);
      if (at >= 0) {
        move(at);
      }
      askForEndings().catch(() => {});
      aging = setInterval(() => filter.age && refilter(false), AGING_MILLIS);
    },
    leave() {
      clearInterval(aging);
      handshakes.removeEventListener("change", onChange);
      removeEventListener("resize", draw);
    },
  };
}
