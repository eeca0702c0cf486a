// One handshake: what became of it, why, what mends it, and how it went, from both ends.

import {get} from "./api.js";
import {commands, copyButton, fill, h, icon} from "./dom.js";
import {STEP_WORDS, diagram, lifelines} from "./diagram.js";
import {END, clock, days, moment, outcome, shortName, took} from "./format.js";

export function detailView(context, id) {
  const body = h("div", {class: "detail"}, h("p", {class: "notice"}, "Looking it up …"));
  const element = h("div", {},
    h("a", {class: "back", href: "#/handshakes"}, icon("back"), "All handshakes"), body);
  let redraw = () => {};

  async function load() {
    try {
      const found = await get(`/handshakes/${encodeURIComponent(id)}`);
      const parts = show(found);
      fill(body, parts.elements);
      redraw = parts.redraw;
      redraw();
    } catch (error) {
      fill(body, h("p", {class: "notice bad"}, error.message));
    }
  }

  const onResize = () => redraw();
  return {
    element, title: `Handshake ${id}`,
    entered() {
      addEventListener("resize", onResize);
      load();
    },
    leave: () => removeEventListener("resize", onResize),
    onKey(event) {
      if (event.key !== "Escape") {
        return false;
      }
      context.go("/handshakes");
      return true;
    },
  };
}

function show(found) {
  const ends = [found.own, found.other].filter(Boolean);
  const client = ends.find(end => end.side === "client");
  const server = ends.find(end => end.side === "server");
  const names = {
    client: nameOf(client?.own_chain, server?.peer_chain, client?.local ?? server?.remote),
    server: nameOf(server?.own_chain, client?.peer_chain, server?.local ?? client?.remote),
  };
  const drawing = h("div", {class: "drawing"});
  const heads = parties(names, client, server);
  const redraw = () => {
    const width = Math.floor(drawing.clientWidth);
    if (width > 0) {
      const {narrow, left, right} = lifelines(width);
      heads.style.paddingLeft = narrow ? "0" : `${left - 1}px`;
      heads.style.gridTemplateColumns = narrow ? "1fr" : `${right - left}px minmax(0, 1fr)`;
      fill(drawing, diagram(found.steps, width, names, client ?? server));
    }
  };
  return {
    redraw,
    elements: [
      headline(found, client ?? server),
      diagnosis(found.verdict),
      h("section", {class: "panel", "aria-labelledby": "h-sequence"},
        h("div", {class: "panel-head"}, h("h3", {id: "h-sequence"}, "What was said, to time"), joinedWord(found)),
        heads, drawing, legend(found.steps), phases(ends)),
      chains(client, server),
      facts(ends),
    ],
  };
}

function nameOf(ownChain, shownChain, address) {
  const leaf = ownChain?.[0] ?? shownChain?.[0];
  return leaf ? shortName(leaf.subject) : address ?? "unknown";
}

function headline(found, first) {
  const verdict = found.verdict;
  const says = outcome(verdict.outcome);
  const well = says.tone === "ok";
  const alert = (found.own ?? found.other).alert;
  const sentence = verdict.title
    ?? (well ? `${first.negotiated.resumed ? "Resumed" : "Established"} in ${took(first.took_us)}`
      : alert ? `${alert.name} from the ${END[alertSender(found.own ?? found.other)]}` : verdict.detail ?? says.word);
  return h("section", {class: `headline tone-${says.tone}`},
    h("p", {class: "state"}, icon(says.icon), says.word),
    h("h2", {}, sentence),
    h("p", {class: "meta"},
      h("span", {}, "id ", h("code", {}, found.id)), copyButton(found.id, "the id"),
      h("span", {}, moment(first.started_at)),
      h("span", {}, `${first.local} ${first.side === "client" ? "→" : "←"} ${first.remote}`)));
}

function alertSender(end) {
  return end.alert.sent === (end.side === "client") ? "client" : "server";
}

function diagnosis(verdict) {
  const warned = !verdict.cause && verdict.warnings?.length > 0;
  if (!verdict.cause && !warned) {
    return null;
  }
  const certainty = {
    "known": "seen or decided here",
    "inferred": "concluded from what this end knows",
    "other-end": "only the other end can tell which",
  }[verdict.certainty];
  return h("section", {class: `panel diagnosis ${warned ? "warned" : ""}`, "aria-labelledby": "h-why"},
    h("div", {class: "why-head"},
      h("div", {},
        h("h3", {id: "h-why"}, warned ? "Works, but should be mended" : "Why"),
        h("p", {class: "codes"}, [verdict.cause, ...(verdict.also_causes ?? []), ...(verdict.warnings ?? [])]
          .filter(Boolean).map((code, i) => [
            i > 0 && h("small", {}, "see also"),
            h("code", {class: i === 0 && !warned ? "cause first" : "cause"}, code)])),
        verdict.detail && h("p", {class: "said"}, verdict.detail)),
      verdict.at_fault && h("dl", {class: "fault"},
        h("div", {}, h("dt", {}, "To be mended at"), h("dd", {class: `side-${verdict.at_fault}`}, sideName(verdict.at_fault))),
        certainty && h("div", {}, h("dt", {}, "How sure"), h("dd", {}, verdict.certainty.replace("-", " "), h("small", {}, certainty))),
        h("div", {}, h("dt", {}, "Told by"), h("dd", {}, sideName(verdict.told_by))))),
    evidence(verdict),
    cures(verdict));
}

function sideName(side) {
  return side === "client" ? "the front (client)" : side === "server" ? "the back (server)" : END[side] ?? side;
}

function evidence(verdict) {
  const list = (title, lines) => lines?.length > 0
    && h("div", {}, h("h4", {}, title), h("ul", {class: "evidence"}, lines.map(line => h("li", {}, line))));
  const other = verdict.told_by === "client" ? "server" : "client";
  const parts = [
    list(`Evidence at ${sideName(verdict.told_by)}`, verdict.evidence),
    list(`What ${sideName(other)} saw`, [verdict.other_detail, ...(verdict.other_evidence ?? [])].filter(Boolean)),
  ].filter(Boolean);
  return parts.length > 0 && h("div", {class: "columns"}, parts);
}

function cures(verdict) {
  if (!verdict.cures?.length) {
    return null;
  }
  return h("div", {class: "cures"},
    h("h4", {}, verdict.cures.length > 1 ? "Cures" : "Cure"),
    h("ol", {}, verdict.cures.map(cure => h("li", {},
      h("p", {}, h("b", {class: `side side-${cure.side}`}, END[cure.side] ?? cure.side), " ", cure.what),
      commands("pki", cure.pki), commands("keytool, openssl", cure.tools)))));
}

function joinedWord(found) {
  const word = found.other_state === "joined"
    ? `both ends, clocks ${took(Math.abs(found.clock?.clocks_us ?? 0))} apart, aligned to ±${took(found.clock?.uncertainty_us ?? 0)}`
    : `one end: ${found.other_detail ?? found.other_state}`;
  return h("p", {class: `joined ${found.other_state === "joined" ? "" : "one"}`},
    icon(found.other_state === "joined" ? "check" : "half"), word);
}

function parties(names, client, server) {
  const party = (side, name, end, address) => h("div", {class: `party party-${side}`},
    h("b", {}, name), h("span", {}, END[side], end ? "" : ", not told", address ? ` · ${address}` : ""));
  return h("div", {class: "parties"},
    party("client", names.client, client, client?.local ?? server?.remote),
    party("server", names.server, server, server?.local ?? client?.remote));
}

function legend(steps) {
  const kinds = new Set(steps.map(step => step.kind));
  const order = ["client-hello", "server-certificate", "certificate-request", "client-certificate"];
  return h("ol", {class: "walkthrough", "aria-label": "The four steps of mutual TLS"},
    STEP_WORDS.map((word, i) => h("li", {class: kinds.has(order[i]) ? "" : "absent"},
      h("span", {class: "number", "aria-hidden": "true"}, i + 1), word, kinds.has(order[i]) ? "" : " (not seen)")));
}

function phases(ends) {
  const told = ends.filter(end => Object.keys(end.phases_us ?? {}).length > 0);
  if (told.length === 0) {
    return null;
  }
  return h("div", {class: "phases"}, told.map(end => {
    const entries = Object.entries(end.phases_us);
    const whole = entries.reduce((sum, [, us]) => sum + us, 0) || 1;
    return h("div", {class: "phase-line"},
      h("span", {class: "phase-who"}, `Time at the ${END[end.side]}`),
      h("div", {class: "phase-bar"}, entries.map(([name, us]) => {
        const part = h("span", {class: "phase", title: `${name}: ${took(us)}`},
          us / whole > 0.12 ? `${name} ${took(us)}` : "");
        part.style.flexGrow = Math.max(us / whole, 0.006);
        return part;
      })));
  }));
}

function chains(client, server) {
  const serverChain = server?.own_chain ?? client?.peer_chain;
  const clientChain = client?.own_chain ?? server?.peer_chain;
  return h("section", {class: "panel", "aria-labelledby": "h-chains"},
    h("div", {class: "panel-head"}, h("h3", {id: "h-chains"}, "Certificates, and what they were compared with")),
    h("div", {class: "columns chains"},
      shown("client", clientChain, server, client?.own_chain && server && !server.peer_chain),
      shown("server", serverChain, client, server?.own_chain && client && !client.peer_chain)));
}

function shown(side, chain, judge, unseen) {
  const judgeSide = side === "client" ? "server" : "client";
  return h("div", {class: `shown shown-${side}`},
    h("h4", {}, `Shown by the ${END[side]}`),
    chain?.length
      ? h("ol", {class: "chain"}, chain.map((each, i) => certificate(each, i === 0)))
      : h("p", {class: "none"}, "No certificate was shown, or none was seen."),
    unseen && h("p", {class: "none"}, `The ${END[judgeSide]} has no record of having seen it.`),
    decision(judge, judgeSide));
}

function certificate(each, leaf) {
  const left = Math.floor((new Date(each.not_after) - Date.now()) / 86_400_000);
  return h("li", {},
    h("details", {open: leaf},
      h("summary", {}, h("b", {}, shortName(each.subject)),
        h("span", {class: left < 0 ? "tag tone-bad" : left < 30 ? "tag tone-warn" : "tag"}, left < 30 && icon("warn"), days(left))),
      h("dl", {class: "pairs"},
        pair("Subject", each.subject), pair("Issuer", each.issuer), pair("Names", each.names?.join(", ") ?? "none"),
        pair("Valid", `${each.not_before} to ${each.not_after}`), pair("Key", each.key_type), pair("Signed", each.signature_algorithm),
        pair("Usage", [...(each.key_usage ?? []), ...(each.extended_key_usage ?? [])].join(", ")),
        pair("Serial", each.serial, true), pair("SHA-256", each.sha256, true))));
}

function pair(term, value, mono) {
  return value ? h("div", {}, h("dt", {}, term), h("dd", {class: mono ? "mono" : null}, value)) : null;
}

function decision(judge, side) {
  const trust = judge?.trust;
  if (!trust) {
    return h("div", {class: "decision even"},
      h("p", {class: "verdict"}, icon("half"), judge ? `The ${END[side]} came to no decision` : `The ${END[side]}'s decision is not known here`),
      judge?.negotiated?.resumed && h("p", {}, "A session was taken up again; its chain was judged when it began."));
  }
  const reasons = (list, tone) => (list ?? []).map(reason =>
    h("li", {class: `tone-${tone}`}, icon(tone === "bad" ? "cross" : "warn"), h("code", {}, reason.code), " ", reason.detail));
  return h("div", {class: `decision ${trust.accepted ? "ok" : "bad"}`},
    h("p", {class: "verdict"}, icon(trust.accepted ? "check" : "cross"), `The ${END[side]} ${trust.accepted ? "trusts it" : "refuses it"}`),
    h("ul", {class: "reasons"}, reasons(trust.refusals, "bad"), reasons(trust.warnings, "warn")),
    h("dl", {class: "pairs"},
      pair("Name asked for", trust.expected_name ?? "any that the authority vouches for"),
      pair("Leads to", trust.anchor ?? "no authority that is trusted"),
      pair("Trusted here", trust.trusted?.map(shortName).join(", ")),
      pair("Revocation", trust.revocation ?? "not checked"), pair("Epoch", trust.epoch)));
}

function facts(ends) {
  return h("section", {class: "panel", "aria-labelledby": "h-facts"},
    h("div", {class: "panel-head"}, h("h3", {id: "h-facts"}, "Terms, as each end saw them")),
    h("div", {class: "columns"}, ends.map(end => {
      const n = end.negotiated;
      return h("div", {},
        h("h4", {}, h("span", {class: `side side-${end.side}`}, END[end.side]), ` connection ${end.conn}, ${end.provider}`),
        h("dl", {class: "pairs"},
          pair("Outcome", `${outcome(end.outcome).word}, ${end.ending.replaceAll("-", " ")}`), pair("Phase", end.phase),
          pair("Began", clock(end.started_at)), pair("Took", took(end.took_us)),
          pair("Version", n.version), pair("Suite", n.suite), pair("Group", n.group), pair("Signature", n.scheme),
          pair("ALPN", n.alpn), pair("SNI", n.sni), pair("Session", n.resumed ? "resumed" : "full handshake"),
          pair("Alert", end.alert && `${end.alert.name} (${end.alert.code}), ${end.alert.sent ? "sent" : "received"}`),
          pair("Asked for", n.requested_authorities?.map(shortName).join(", ")),
          pair("Offered", [n.offered_versions, n.offered_groups, n.offered_alpn].filter(Boolean).map(list => list.join(", ")).join(" · ")),
          pair("Suites", n.offered_suites?.join(", "))));
    })));
}
