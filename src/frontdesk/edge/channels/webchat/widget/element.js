// <frontdesk-chat tenant="demo" bot="seller" heading="…" greeting="…" inline>: the chat on any page.

const SERVER = new URL(document.currentScript.src).origin;
const LONGEST = 2000;
const SOON_MS = 5000;
const LATER_MS = 20000;
const LIVELY_MS = 120000;

class FrontdeskChat extends HTMLElement {
  connectedCallback() {
    if (this.parts) return this.watch();
    const inline = this.hasAttribute("inline");
    const shadow = this.attachShadow({ mode: "open" });
    const look = new CSSStyleSheet();
    look.replaceSync(LOOK);
    shadow.adoptedStyleSheets = [look];
    this.parts = build({
      heading: this.getAttribute("heading") || "Chat with us",
      subtitle: this.getAttribute("subtitle") || "Automated assistant. Ask for a person at any time.",
      inline,
      longest: LONGEST,
    });
    this.bubbles = new Bubbles(this.parts.log, (id) => this.retry(id));
    this.wire = new Wire({
      server: (this.getAttribute("server") || SERVER).replace(/\/$/, ""),
      tenant: this.getAttribute("tenant") || "",
      bot: this.getAttribute("bot") || "",
      told: (answer) => this.tell(answer),
      moved: (id, state, detail) => this.move(id, state, detail),
    });
    this.failed = new Map();
    const greeting = this.getAttribute("greeting") || "Hello! How can we help?";
    this.bubbles.add({ id: "greeting", from: "bot", text: greeting });
    shadow.append(...(inline ? [] : [this.parts.launcher]), this.parts.panel);
    this.listen();
    this.open(inline || this.hasAttribute("open"), { focus: false });
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.seen);
  }

  listen() {
    const { form, input, send, left, close, launcher, panel } = this.parts;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.say(input.value);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.say(input.value);
    });
    input.addEventListener("input", () => {
      send.disabled = !input.value.trim();
      input.style.height = "auto";
      input.style.height = `${input.scrollHeight + 2}px`;
      const rest = LONGEST - input.value.length;
      left.textContent = rest <= 200 ? `${rest} characters left` : "";
    });
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !this.hasAttribute("inline")) this.open(false);
    });
    launcher.addEventListener("click", () => this.open(true));
    close.addEventListener("click", () => this.open(false));
    this.seen = () => this.watch();
    document.addEventListener("visibilitychange", this.seen);
  }

  open(on, { focus = true } = {}) {
    const { panel, launcher, input } = this.parts;
    panel.hidden = !on;
    launcher.hidden = on;
    launcher.setAttribute("aria-expanded", String(on));
    if (focus) (on ? input : launcher).focus();
    if (on && !this.begun) this.begin();
    else this.watch();
  }

  // A reload finds the conversation again, and sends what had not arrived.
  async begin() {
    this.begun = true;
    const { log } = this.parts;
    log.setAttribute("aria-busy", "true");
    const waiting = [...this.wire.pending];
    await this.wire.load().catch(() => {});
    log.removeAttribute("aria-busy");
    for (const message of waiting) this.post(message);
    this.watch();
  }

  say(text) {
    if (!text.trim()) return;
    this.parts.input.value = "";
    this.parts.input.dispatchEvent(new Event("input"));
    this.post({ id: makeId(), text: text.trim() });
  }

  post(message) {
    this.lively = Date.now();
    this.failed.set(message.id, message);
    this.bubbles.add({ id: message.id, from: "customer", text: message.text });
    this.wire.send(message);
    this.watch();
  }

  retry(id) {
    const message = this.failed.get(id);
    if (message) this.wire.send(message);
  }

  move(id, state, detail) {
    this.bubbles.move(id, state, detail);
    this.bubbles.think(state === "sending");
    if (state === "sent") this.failed.delete(id);
  }

  tell({ items, person }) {
    for (const item of items) this.bubbles.add(item);
    if (person) this.parts.about.textContent = "A person from our team is with you.";
    if (!items.length) return;
    this.lively = Date.now();
    this.watch();
  }

  // Looks for reminders and a person's words, only while somebody can see them.
  watch() {
    clearTimeout(this.timer);
    if (document.hidden || this.parts.panel.hidden || !this.isConnected) return;
    const wait = Date.now() - (this.lively || 0) < LIVELY_MS ? SOON_MS : LATER_MS;
    this.timer = setTimeout(async () => {
      if (this.wire.known && !this.wire.sending) await this.wire.load().catch(() => {});
      this.watch();
    }, wait);
  }
}

// crypto.randomUUID exists only on secure pages; the widget also works on a plain http page.
function makeId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

if (!customElements.get("frontdesk-chat")) customElements.define("frontdesk-chat", FrontdeskChat);
