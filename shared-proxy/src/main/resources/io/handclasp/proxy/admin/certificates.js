// Certificates: the own ones first, then every peer's that was seen, then what is trusted.

import {get} from "./api.js";
import {fill, h, icon} from "./dom.js";
import {ago, count, day, days, moment, shortName} from "./format.js";

export function certificatesView() {
  const element = h("div", {class: "certificates"}, h("h2", {}, "Certificates"), h("p", {class: "notice"}, "Looking …"));
  return {element, title: "Certificates", entered: () => load(element)};
}

async function load(element) {
  try {
    const found = await get("/certificates");
    fill(element, h("h2", {}, "Certificates"), own(found), peers(found), trusted(found));
  } catch (error) {
    fill(element, h("h2", {}, "Certificates"), h("p", {class: "notice bad"}, error.message));
  }
}

function own(found) {
  const {chain, findings} = found.own;
  return h("section", {class: "panel", "aria-labelledby": "h-own"},
    h("div", {class: "panel-head"}, h("h3", {id: "h-own"}, "Own"), h("p", {}, `shown to ${found.side === "front" ? "the back" : "clients"}, epoch ${found.epoch}`)),
    h("div", {class: "columns"},
      tree(chain, null),
      findings.length > 0 && h("div", {},
        h("h4", {}, "What a reviewer would say"),
        h("ul", {class: "findings"}, findings.map(each => h("li", {class: `tone-${each.level === "error" ? "bad" : each.level === "warning" ? "warn" : "even"}`},
          icon(each.level === "note" ? "ring" : "warn"),
          h("div", {}, h("p", {}, h("code", {}, each.code), " ", each.sentence), h("p", {class: "cure"}, each.cure))))))));
}

function peers(found) {
  const known = found.peers.filter(peer => peer.accepted);
  const strangers = found.peers.filter(peer => !peer.accepted);
  const list = (id, title, words, items) => h("section", {class: "panel", "aria-labelledby": id},
    h("div", {class: "panel-head"}, h("h3", {id}, title), h("p", {}, words)),
    items.length > 0 ? h("div", {class: "cards"}, items.map(peer)) : h("p", {class: "none"}, "None seen yet."));
  return [
    list("h-peers", "Peers", `${count(known.length)} seen since the start`, known),
    strangers.length > 0 && list("h-strangers", "Not trusted", "shown to this proxy, and refused", strangers),
  ];
}

function peer(each) {
  return h("article", {class: `card ${each.accepted ? "" : "stranger"}`},
    tree(each.chain, each.anchor),
    h("dl", {class: "pairs"},
      line("Last seen", h("time", {datetime: each.last_seen, title: moment(each.last_seen)}, ago(each.last_seen)), ` from ${each.remote}`),
      line("First seen", moment(each.first_seen)),
      line("Handshakes", count(each.handshakes)),
      each.cause && line("Refused for", h("code", {class: "cause"}, each.cause))));
}

function line(term, ...values) {
  return h("div", {}, h("dt", {}, term), h("dd", {}, values));
}

/** The chain as a tree: the authority above, what it vouches for below it. */
function tree(chain, anchor) {
  const top = chain[chain.length - 1];
  const above = anchor && top.subject !== anchor ? anchor : null;
  let node = null;
  for (const [i, each] of chain.entries()) {
    node = h("ul", {class: "tree"}, h("li", {}, certificate(each, i === 0), node));
  }
  return above
    ? h("ul", {class: "tree"}, h("li", {}, h("p", {class: "anchor"}, h("b", {}, shortName(above)), h("span", {}, "trusted here, not shown")), node))
    : node;
}

function certificate(each, leaf) {
  const warnings = each.warnings ?? [];
  return h("details", {class: "certificate", open: leaf && warnings.length > 0},
    h("summary", {},
      h("b", {}, shortName(each.subject)),
      meter(each),
      warnings.map(warning => h("span", {class: `tag ${warning.code === "expired" ? "tone-bad" : "tone-warn"}`, title: warning.sentence}, icon("warn"), warning.code.replaceAll("-", " ")))),
    h("dl", {class: "pairs"},
      line("Subject", each.subject), line("Issuer", each.issuer), line("Names", each.names?.join(", ") ?? "none"),
      line("Valid", `${day(each.not_before)} to ${moment(each.not_after)}`), line("Key", each.key_type), line("Signed", each.signature_algorithm),
      line("Usage", [...(each.key_usage ?? []), ...(each.extended_key_usage ?? [])].join(", ") || "not said"),
      line("Serial", h("span", {class: "mono"}, each.serial)), line("SHA-256", h("span", {class: "mono"}, each.sha256)),
      warnings.map(warning => line("Warning", warning.sentence))));
}

/** How much of the validity is left, as a length and in words. */
function meter(each) {
  const whole = new Date(each.not_after) - new Date(each.not_before);
  const left = Math.max(0, Math.min(1, (new Date(each.not_after) - Date.now()) / whole));
  const tone = each.days_left < 0 ? "bad" : each.days_left < 30 ? "warn" : "ok";
  const inner = h("span", {});
  inner.style.width = `${100 * left}%`;
  return h("span", {class: `left tone-${tone}`}, h("span", {class: "meter", "aria-hidden": "true"}, inner), days(each.days_left));
}

function trusted(found) {
  return h("section", {class: "panel", "aria-labelledby": "h-trusted"},
    h("div", {class: "panel-head"}, h("h3", {id: "h-trusted"}, "Trusted authorities"), h("p", {}, `who may vouch for ${found.side === "front" ? "a back" : "a client"}`)),
    h("div", {class: "cards"}, found.trusted.map(each => h("article", {class: "card"}, tree([each], null)))));
}
