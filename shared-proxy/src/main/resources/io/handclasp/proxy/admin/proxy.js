// The proxy itself: what happened to it, its configuration, and what may be ordered of it.

import {get, post} from "./api.js";
import {fill, h, icon} from "./dom.js";
import {ago, count, moment} from "./format.js";

export function proxyView(context) {
  const body = h("div", {}, h("p", {class: "notice"}, "Looking …"));
  const element = h("div", {class: "proxy"}, h("h2", {}, "Proxy"), body);
  const answer = h("div", {class: "answer", role: "status"});

  async function load() {
    try {
      const [status, ready, config] = await Promise.all([get("/status"), readiness(), get("/config")]);
      fill(body, h("div", {class: "columns"}, about(status, ready), orders(answer, load)), notes(status), configuration(config));
    } catch (error) {
      fill(body, h("p", {class: "notice bad"}, error.message));
    }
  }

  return {element, title: "Proxy", entered: load};
}

async function readiness() {
  const answer = await fetch("/ready");
  return answer.json();
}

function about(status, ready) {
  return h("section", {class: "panel", "aria-labelledby": "h-about"},
    h("div", {class: "panel-head"}, h("h3", {id: "h-about"}, status.name),
      h("p", {class: ready.ready ? "tone-ok" : "tone-bad"}, icon(ready.ready ? "check" : "cross"), ready.ready ? "ready" : `not ready: ${ready.reasons.join("; ")}`)),
    h("dl", {class: "pairs"},
      line("Version", status.version ?? "not packaged"), line("Side", status.side), line("Listens on", status.listen),
      line("Epoch", status.epoch), line("Since", `${moment(status.started_at)}, ${ago(status.started_at)}`),
      line("Connections", count(status.connections)), line("Other proxy", status.peer ?? "not named (admin.peer)")));
}

function line(term, value) {
  return h("div", {}, h("dt", {}, term), h("dd", {}, value));
}

function orders(answer, load) {
  return h("section", {class: "panel", "aria-labelledby": "h-orders"},
    h("div", {class: "panel-head"}, h("h3", {id: "h-orders"}, "Orders")),
    h("div", {class: "orders"},
      order("Examine", "Open the stores as they are now, and at the front shake hands with each endpoint. Changes nothing.", "/doctor", false, answer, () => {}),
      order("Reload", "Read the configuration, stores and lists again. What cannot be used changes nothing.", "/reload", false, answer, load),
      order("Drain and stop", "Take no more connections, finish what is under way, then end the process.", "/drain", true, answer, load)),
    answer);
}

function order(word, what, path, grave, answer, load) {
  let sure = !grave;
  const button = h("button", {type: "button", class: grave ? "grave" : "primary"}, word);
  button.addEventListener("click", async () => {
    if (!sure) {
      sure = true;
      button.textContent = "Really? Press again";
      setTimeout(() => { sure = false; button.textContent = word; }, 4_000);
      return;
    }
    fill(answer, "…");
    try {
      const {ok, document} = await post(path);
      fill(answer, document.endpoints ? examined(document)
        : h("p", {class: ok ? "tone-ok" : "tone-bad"}, icon(ok ? "check" : "cross"), said(document)));
      if (!grave) {
        load();
      }
    } catch (error) {
      fill(answer, h("p", {class: "tone-bad"}, icon("cross"), error.message));
    }
  });
  return h("div", {class: "order"}, button, h("p", {}, what));
}

function examined(document) {
  const line = (well, ...words) => h("li", {class: well ? "tone-ok" : "tone-bad"}, icon(well ? "check" : "cross"), h("span", {}, words));
  return h("ul", {class: "examined"},
    (document.problems ?? []).map(problem => line(false, problem)),
    document.endpoints.map(each => line(each.succeeds,
      h("b", {}, each.address), ` as ${each.expected_name}, route ${each.route}: `,
      each.succeeds ? "shakes hands" : [h("code", {class: "cause"}, each.verdict.cause || each.verdict.outcome), " ", each.verdict.title ?? each.verdict.detail ?? ""])),
    document.well && document.endpoints.length === 0 && line(true, "The stores open."));
}

function said(document) {
  if (document.draining) {
    return "It drains.";
  }
  if (document.reloaded) {
    return `Epoch ${document.epoch} is in force.${document.restart_needed ? ` Only a restart takes up: ${document.restart_needed.join(", ")}.` : ""}`;
  }
  return document.problems ? `Epoch ${document.epoch} stays. ${document.problems.join(" ")}` : document.message ?? JSON.stringify(document);
}

function notes(status) {
  return h("section", {class: "panel", "aria-labelledby": "h-notes"},
    h("div", {class: "panel-head"}, h("h3", {id: "h-notes"}, "What happened"), h("p", {}, "the latest first")),
    h("ol", {class: "notes"}, status.notes.map(note => h("li", {class: note.event === "warned" || note.event === "reload-refused" ? "tone-warn" : ""},
      h("time", {datetime: note.at}, moment(note.at)), h("b", {}, note.event), h("span", {}, note.sentence)))));
}

function configuration(found) {
  return h("section", {class: "panel", "aria-labelledby": "h-config"},
    h("div", {class: "panel-head"}, h("h3", {id: "h-config"}, "Configuration in force"), h("p", {}, "secrets removed")),
    h("pre", {class: "config", tabindex: "0"}, h("code", {}, ...lines(JSON.stringify(found.config, null, 2)))));
}

function lines(text) {
  return text.split("\n").flatMap((line, i) => i > 0 ? [document.createTextNode("\n"), line] : [line]);
}
