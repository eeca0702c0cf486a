// How values are said.

/** Outcomes: sign, word and tone; never colour alone. */
export const OUTCOMES = {
  "established": {icon: "check", word: "established", tone: "ok"},
  "provisional": {icon: "half", word: "provisional", tone: "even"},
  "refused": {icon: "block", word: "refused", tone: "bad"},
  "failed": {icon: "cross", word: "failed", tone: "bad"},
  "probe": {icon: "ring", word: "probe", tone: "even"},
  "not-tls": {icon: "unlike", word: "not TLS", tone: "bad"},
};

export function outcome(word) {
  return OUTCOMES[word] ?? {icon: "ring", word: word ?? "unknown", tone: "even"};
}

/** The proxy's name for an end of the connection. */
export const END = {client: "front", server: "back", network: "network", unknown: "not known"};

const CLOCK = new Intl.DateTimeFormat(undefined,
  {hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23"});
const DAY = new Intl.DateTimeFormat(undefined, {year: "numeric", month: "short", day: "2-digit"});

export function clock(iso) {
  const at = new Date(iso);
  return `${CLOCK.format(at)}.${String(at.getMilliseconds()).padStart(3, "0")}`;
}

export function day(iso) {
  return DAY.format(new Date(iso));
}

export function moment(iso) {
  return `${day(iso)}, ${clock(iso)}`;
}

/** A time in microseconds. */
export function took(us) {
  if (us === undefined) {
    return "";
  }
  if (us < 1_000) {
    return `${us} µs`;
  }
  if (us < 10_000) {
    return `${(us / 1_000).toFixed(2)} ms`;
  }
  return us < 1_000_000 ? `${(us / 1_000).toFixed(1)} ms` : `${(us / 1_000_000).toFixed(2)} s`;
}

export function ago(iso) {
  const seconds = Math.max(0, Math.round((Date.now() - new Date(iso)) / 1_000));
  if (seconds < 60) {
    return `${seconds} s ago`;
  }
  if (seconds < 3_600) {
    return `${Math.round(seconds / 60)} min ago`;
  }
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h ago` : `${Math.round(seconds / 86_400)} days ago`;
}

/** The common name of a distinguished name, or all of it. */
export function shortName(subject) {
  if (!subject) {
    return "";
  }
  const found = /(?:^|,)CN=((?:\\.|[^,\\])+)/i.exec(subject);
  return found ? found[1].replace(/\\([0-9a-fA-F]{2})|\\(.)/g, (all, hex, other) => other ?? all) : subject;
}

export function share(part, whole) {
  if (!whole) {
    return "0 %";
  }
  const percent = 100 * part / whole;
  return `${percent >= 10 || percent === 0 ? Math.round(percent) : percent.toFixed(1)} %`;
}

export function count(number) {
  return number.toLocaleString("en").replaceAll(",", "\u202f");
}

export function days(left) {
  if (left < 0) {
    return `ended ${-left} ${left === -1 ? "day" : "days"} ago`;
  }
  return left >= 730 ? `${Math.floor(left / 365)} years left` : `${left} ${left === 1 ? "day" : "days"} left`;
}
