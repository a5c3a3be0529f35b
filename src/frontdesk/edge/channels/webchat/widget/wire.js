// What the visitor writes, turned into requests that arrive once; and what came back, in order.

const MOST_TRIES = 6;
const ANSWER_WITHIN_MS = 25000;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

class Problem extends Error {
  constructor(status, message, after) {
    super(message);
    this.status = status;
    this.after = after;
  }
  // Whether the same request may succeed later: no answer, too many, or a server in trouble.
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

// What has to survive a reload, read afresh each time: another tab may have changed it. A browser
// that refuses storage keeps it for this page only.
class Memory {
  constructor(key) {
    this.key = key;
    this.here = { token: "", pending: [] };
  }
  get kept() {
    try {
      return { ...this.here, ...JSON.parse(localStorage.getItem(this.key) || "{}") };
    } catch {
      return this.here;
    }
  }
  save(change) {
    this.here = { ...this.kept, ...change };
    try {
      localStorage.setItem(this.key, JSON.stringify(this.here));
    } catch {
      // Storage is full or forbidden.
    }
  }
}

class Wire {
  // `told` gets {items, person} of every answer; `moved` gets (message id, "sending" | "trying" |
  // "sent" | "failed", detail) as a message makes its way.
  constructor({ server, tenant, bot, told, moved }) {
    Object.assign(this, { server, tenant, bot, told, moved });
    this.memory = new Memory(`frontdesk:${server}:${tenant}:${bot}`);
    this.cursor = "";
    this.queue = Promise.resolve();
    this.sending = 0;
  }

  get known() {
    return Boolean(this.memory.kept.token);
  }

  get pending() {
    return this.memory.kept.pending;
  }

  // All that was said before, or since the last look.
  async load() {
    if (!this.known) return;
    try {
      const path = `messages?after=${encodeURIComponent(this.cursor)}`;
      this.take(await this.request("GET", path));
    } catch (problem) {
      if (problem.status !== 401) throw problem;
      this.memory.save({ token: "" });
    }
  }

  // One after the other: messages keep the order they were written in.
  send(message) {
    if (!this.pending.some((waiting) => waiting.id === message.id)) {
      this.memory.save({ pending: [...this.pending, message] });
    }
    this.sending += 1;
    this.queue = this.queue.then(() => this.deliver(message)).finally(() => (this.sending -= 1));
    return this.queue;
  }

  drop(id) {
    this.memory.save({ pending: this.pending.filter((waiting) => waiting.id !== id) });
  }

  async deliver(message) {
    this.moved(message.id, "sending");
    for (let tries = 1; ; tries += 1) {
      try {
        await this.begin();
        const body = { text: message.text, message_id: message.id, after: this.cursor };
        const answer = await this.request("POST", "messages", body);
        this.drop(message.id);
        this.moved(message.id, "sent", answer.message);
        this.take(answer);
        return;
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        if (problem.status === 401) this.memory.save({ token: "" });
        else if (!problem.passing) this.drop(message.id);
        if (tries >= MOST_TRIES || !(problem.passing || problem.status === 401)) {
          this.moved(message.id, "failed", problem.passing ? "" : problem.message);
          return;
        }
        this.moved(message.id, "trying");
        await pause(problem.after || Math.min(500 * 2 ** tries, 8000));
      }
    }
  }

  async begin() {
    if (this.known) return;
    const asked = { tenant: this.tenant || null, bot: this.bot || null };
    const { token } = await this.request("POST", "session", asked);
    this.cursor = "";
    this.memory.save({ token });
  }

  take(answer) {
    this.cursor = answer.cursor;
    this.told(answer);
  }

  async request(method, path, body) {
    const headers = {};
    if (this.known) headers.authorization = `Bearer ${this.memory.kept.token}`;
    if (body) headers["content-type"] = "application/json";
    let answer;
    try {
      answer = await fetch(`${this.server}/channels/webchat/${path}`, {
        method,
        headers,
        body: body && JSON.stringify(body),
        credentials: "omit",
        cache: "no-store",
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
    } catch {
      throw new Problem(0, "no connection");
    }
    const told = await answer.json().catch(() => null);
    if (answer.ok && told) return told;
    const after = Number(answer.headers.get("retry-after")) * 1000;
    throw new Problem(answer.ok ? 0 : answer.status, told?.error?.message || "no answer", after);
  }
}
