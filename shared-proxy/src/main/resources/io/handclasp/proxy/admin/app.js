// The frame of the page: which view is shown, the header, the keys.

import {Handshakes, get} from "./api.js";
import {fill, h} from "./dom.js";
import {certificatesView} from "./certificates.js";
import {detailView} from "./detail.js";
import {listView} from "./list.js";
import {proxyView} from "./proxy.js";
import {routesView} from "./routes.js";

const MOST = 10_000;
const main = document.getElementById("main");
const handshakes = new Handshakes(MOST);
const VIEWS = ["handshakes", "certificates", "routes", "proxy"];
const context = {handshakes, go, status: null};
let shown = null;

function go(hash) {
  location.hash = hash;
}

/** The address names the view, so that a link leads to a handshake and Back works. */
function route() {
  const [, view = "handshakes", id] = location.hash.split(/[#/]+/);
  shown?.leave?.();
  const name = VIEWS.includes(view) ? view : "handshakes";
  for (const link of document.querySelectorAll("nav a")) {
    if (link.dataset.view === name) {
      link.setAttribute("aria-current", "page");
    } else {
      link.removeAttribute("aria-current");
    }
  }
  if (name === "handshakes") {
    shown = id ? detailView(context, id) : listView(context);
  } else {
    shown = {certificates: certificatesView, routes: routesView, proxy: proxyView}[name](context);
  }
  document.title = `${shown.title} · Handclasp`;
  main.className = `view-${id ? "detail" : name}`;
  fill(main, shown.element);
  shown.entered?.();
}

function showState() {
  const live = document.getElementById("live");
  const words = {live: "live", connecting: "connecting", interrupted: "no connection"};
  live.dataset.state = handshakes.held ? "held" : handshakes.state;
  live.textContent = handshakes.held ? `held, ${handshakes.waiting.length} new` : words[handshakes.state];
}

async function showWho() {
  const status = await get("/status");
  context.status = status;
  fill(document.getElementById("who"),
    h("b", {class: `side side-${status.side === "front" ? "client" : "server"}`}, status.side),
    ` ${status.listen}`);
}

function theme() {
  const button = document.getElementById("theme");
  const themes = ["auto", "dark", "light"];
  let chosen = localStorage.getItem("theme") ?? "auto";
  const show = () => {
    document.documentElement.dataset.theme = chosen;
    button.textContent = chosen[0].toUpperCase() + chosen.slice(1);
  };
  button.addEventListener("click", () => {
    chosen = themes[(themes.indexOf(chosen) + 1) % themes.length];
    localStorage.setItem("theme", chosen);
    show();
  });
  show();
}

function typing(event) {
  return event.target.closest?.("input, select, textarea, dialog") !== null
    || event.ctrlKey || event.metaKey || event.altKey;
}

function onKey(event) {
  const help = document.getElementById("help");
  if (event.key === "Escape" && event.target.matches?.("input, select")) {
    event.target.blur();
    return;
  }
  if (typing(event) || help.open) {
    return;
  }
  if (/^[1-4]$/.test(event.key)) {
    go(`/${VIEWS[event.key - 1]}`);
  } else if (event.key === "?") {
    help.showModal();
  } else if (event.key === "p") {
    handshakes.hold(!handshakes.held);
  } else if (!shown?.onKey?.(event)) {
    return;
  }
  event.preventDefault();
}

theme();
document.getElementById("keys").addEventListener("click",
  () => document.getElementById("help").showModal());
document.addEventListener("keydown", onKey);
addEventListener("hashchange", route);
handshakes.addEventListener("state", showState);
handshakes.addEventListener("change", showState);
route();
showWho().catch(() => {});
handshakes.start().catch(error => {
  fill(main, h("p", {class: "notice bad"}, `The handshakes cannot be had: ${error.message}`));
});
