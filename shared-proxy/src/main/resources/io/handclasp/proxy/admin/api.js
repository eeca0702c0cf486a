// Asks the admin listener that this page came from.

/** A document; throws with a sentence for people. */
export async function get(path) {
  const answer = await fetch(path, {headers: {accept: "application/json"}});
  if (!answer.ok) {
    throw new Error((await answer.text()).slice(0, 300).trim() || `status ${answer.status}`);
  }
  return answer.json();
}

/** Gives an order; the document and whether it was done. */
export async function post(path) {
  const answer = await fetch(path, {method: "POST"});
  const text = await answer.text();
  let document;
  try {
    document = JSON.parse(text);
  } catch {
    document = {message: text.trim()};
  }
  return {ok: answer.ok, document};
}

/** All handshakes that are kept, and each new one. One for the whole page. */
export class Handshakes extends EventTarget {
  constructor(most) {
    super();
    this.most = most;
    this.rows = []; // the youngest first
    this.numbers = new Set();
    this.state = "connecting";
    this.missed = 0;
    this.waiting = [];
    this.held = false;
    this.side = "";
  }

  async start() {
    this.#listen();
    await this.reload();
  }

  /** Fetches a short first page, so that something stands there at once, then all the others. */
  async reload() {
    const first = await get("/handshakes?limit=100");
    this.side = first.side;
    this.rows = first.handshakes;
    this.numbers = new Set(this.rows.map(row => row.number));
    this.complete = first.next === undefined;
    this.#changed();
    let next = first.next;
    while (next !== undefined && this.rows.length < this.most) {
      const page = await get(`/handshakes?limit=2000&before=${next}`);
      for (const row of page.handshakes) {
        if (!this.numbers.has(row.number)) {
          this.numbers.add(row.number);
          this.rows.push(row);
        }
      }
      next = page.next;
      this.#changed();
    }
    this.complete = true;
    this.#changed();
  }

  hold(held) {
    this.held = held;
    if (!held) {
      this.#take();
    }
    this.#changed();
  }

  #listen() {
    const source = new EventSource("/handshakes/stream");
    source.addEventListener("open", () => {
      if (this.state === "interrupted") {
        this.reload().catch(() => {});
      }
      this.#becomes("live");
    });
    source.addEventListener("error", () => this.#becomes("interrupted"));
    source.addEventListener("handshake", event => {
      this.waiting.push(JSON.parse(event.data));
      if (this.waiting.length > this.most) {
        this.waiting.shift();
      }
      this.#soon();
    });
    source.addEventListener("missed", event => {
      this.missed += Number(event.data);
      this.reload().catch(() => {});
    });
  }

  #becomes(state) {
    this.state = state;
    this.dispatchEvent(new Event("state"));
  }

  /** However fast they come, the page takes them once per frame. */
  #soon() {
    if (!this.due) {
      this.due = true;
      requestAnimationFrame(() => {
        this.due = false;
        if (!this.held) {
          this.#take();
        }
        this.#changed();
      });
    }
  }

  #take() {
    const fresh = [];
    for (const row of this.waiting) {
      if (!this.numbers.has(row.number)) {
        this.numbers.add(row.number);
        fresh.push(row);
      }
    }
    this.waiting = [];
    if (fresh.length) {
      fresh.sort((a, b) => b.number - a.number);
      this.rows = fresh.concat(this.rows);
      for (const gone of this.rows.splice(this.most)) {
        this.numbers.delete(gone.number);
      }
    }
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
