// What is to be seen: bubbles, the form, the launcher. Builds elements, never HTML from text.

const ICONS = {
  chat: "M5 4h14a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3h-7l-5 4v-4H5a3 3 0 0 1-3-3V7a3 3 0 0 1 3-3Z",
  close: "M6 6l12 12M18 6 6 18",
  send: "M12 20V5M5.5 11.5 12 5l6.5 6.5",
};

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "boolean") element.toggleAttribute(name, value);
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

// Web addresses in our own replies can be pressed; everything else stays text.
function words(text, linked) {
  if (!linked) return [text];
  return text.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/).map((part, at) =>
    at % 2 ? make("a", { href: part, target: "_blank", rel: "noopener noreferrer" }, part) : part,
  );
}

function clockTime(at) {
  const day = new Date(at);
  const today = day.toDateString() === new Date().toDateString();
  const shape = { hour: "numeric", minute: "2-digit" };
  if (!today) Object.assign(shape, { month: "short", day: "numeric" });
  return new Intl.DateTimeFormat(undefined, shape).format(day);
}

const AUTHORS = { customer: "You", bot: "Assistant", person: "Our team" };

class Bubbles {
  constructor(log, retry) {
    this.log = log;
    this.retry = retry;
    this.shown = new Map();
  }

  // One bubble; the same id is shown once, whatever came by which way.
  add({ id, from, text, at }) {
    if (this.shown.has(id)) return;
    const bubble = make(
      "div",
      { class: `bubble ${from}` },
      make("span", { class: "hidden" }, `${AUTHORS[from]}: `),
      make("p", { dir: "auto" }, ...words(text, from !== "customer")),
      make("small", { class: "state" }, at ? clockTime(at) : ""),
    );
    this.shown.set(id, bubble);
    this.log.append(bubble);
    this.scroll();
  }

  // A message on its way: "sending", "failed" with a way to try again, or "sent" as `detail`.
  move(id, state, detail) {
    const bubble = this.shown.get(id);
    if (!bubble) return;
    bubble.dataset.state = state;
    const label = bubble.querySelector(".state");
    if (state === "sending") label.replaceChildren("Sending…");
    if (state === "trying") label.replaceChildren("No connection yet, still trying…");
    if (state === "failed") {
      const again = make("button", { type: "button", class: "again" }, "Try again");
      again.addEventListener("click", () => this.retry(id));
      label.replaceChildren(detail ? `Not sent: ${detail}. ` : "Not sent. ", again);
    }
    if (state === "sent") {
      label.replaceChildren(clockTime(Date.now()));
      this.shown.delete(id);
      if (this.shown.has(detail)) bubble.remove();
      else this.shown.set(detail, bubble);
    }
    this.scroll();
  }

  // The three dots stay below everything while an answer is being made.
  think(on) {
    this.dots ??= make("div", { class: "bubble bot dots", "aria-hidden": "true" }, make("i"), make("i"), make("i"));
    if (on) this.log.append(this.dots);
    else this.dots.remove();
    this.scroll();
  }

  scroll() {
    this.log.scrollTop = this.log.scrollHeight;
  }
}

function build({ heading, subtitle, inline, longest }) {
  const log = make("div", {
    class: "log", role: "log", "aria-live": "polite", "aria-label": "Conversation", tabindex: "0",
  });
  const input = make("textarea", {
    id: "text", rows: "1", maxlength: String(longest), placeholder: "Write a message",
    enterkeyhint: "send", autocomplete: "off",
  });
  const send = make("button", { class: "send", "aria-label": "Send", disabled: true }, icon("send"));
  const left = make("span", { class: "left", "aria-live": "polite" });
  const label = make("label", { for: "text", class: "hidden" }, "Your message");
  const form = make("form", {}, label, input, send, left);
  const close = make("button", { class: "close", "aria-label": "Close the chat" }, icon("close"));
  const about = make("p", { class: "about" }, subtitle);
  const names = make("div", {}, make("h2", { id: "heading" }, heading), about);
  const face = make("span", { class: "face", "aria-hidden": "true" }, icon("chat"));
  const head = make("header", {}, face, names);
  const panel = make("section", { class: "panel", "aria-labelledby": "heading" }, head, log, form);
  const opens = { "aria-expanded": "false", "aria-label": `Open the chat: ${heading}` };
  const launcher = make("button", { class: "launcher", ...opens }, icon("chat"));
  if (!inline) {
    panel.setAttribute("role", "dialog");
    head.append(close);
  }
  return { panel, launcher, log, input, send, left, form, close, about };
}
