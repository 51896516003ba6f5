// The messages of the open channel: rendering, following the newest, keyboard navigation.

import { el, focusedIn } from "./dom.js";
import { day, renderFailure, renderMessage } from "./message.js";

const SHOWN = 400; // messages on the page at a time, so that it stays quick
const STEP = 200; // messages that come when the reader is near the first or the last of them, and as many leave
const MARGIN = 1200; // pixels from there that count as near
const NEAR = 80; // pixels from the end that still count as "reading the newest"

export class Log {
  #channelId = null;
  #follows = true; // keeps the newest message in view
  #scrolls = false; // will scroll to the end with the next frame
  #from = 0; // the messages on the page: from this one of the channel
  #to = 0; // to the one before this

  // `hint()` returns the content of an empty channel.
  constructor({ holder, newest, world, act, hint }) {
    this.holder = holder;
    this.newest = newest;
    this.world = world;
    this.act = act;
    this.hint = hint;
    newest.addEventListener("click", () => this.toEnd());
    holder.addEventListener("scroll", () => {
      if (this.#isAtEnd) newest.hidden = true;
    }, { passive: true });
    holder.addEventListener("keydown", (event) => this.#key(event));
    // Elements that grow or shrink around the log must not hide its end.
    let last = 0;
    holder.addEventListener("scroll", () => {
      // Stop following only when the user scrolls up; a picture that has just loaded may also have moved the end.
      if (this.#isAtEnd) this.#follows = true;
      else if (holder.scrollTop < last) this.#follows = false;
      last = holder.scrollTop;
      this.#slide();
    }, { passive: true });
    new ResizeObserver(() => { if (this.#follows) this.toEnd(); }).observe(holder);
    // Pictures have no height until they are loaded.
    holder.addEventListener("load", () => { if (this.#follows) this.toEnd(); }, true);
  }

  get #isAtEnd() {
    return this.#to >= this.#said.length && this.holder.scrollHeight - this.holder.scrollTop - this.holder.clientHeight < NEAR;
  }

  // Only the first child is looked at: searching thousands of messages with each new one would take seconds.
  get #hasHint() {
    return Boolean(this.holder.firstElementChild?.classList.contains("hint"));
  }

  get #said() {
    return this.world.said(this.#channelId);
  }

  open(channelId) {
    this.#channelId = channelId;
    this.holder.replaceChildren();
    this.#draw(Infinity);
    this.toEnd();
  }

  // Redraws everything, where the reader is.
  redraw() {
    const scrolled = this.holder.scrollTop;
    this.#draw(this.#to >= this.#said.length ? Infinity : this.#to);
    this.holder.scrollTop = scrolled;
  }

  // Draws the messages before the one with this number, without having screen readers read them out. `kept` has
  // elements that stay, by the ids of their messages.
  #draw(to, kept = new Map()) {
    const [said, failures] = [this.#said, this.holder.querySelectorAll(".failure")];
    this.#to = Math.min(to, said.length);
    this.#from = Math.max(0, this.#to - SHOWN);
    this.holder.setAttribute("aria-live", "off");
    this.holder.replaceChildren();
    for (let at = this.#from; at < this.#to; at += 1) this.#append(said[at], this.#before(at), kept.get(said[at].id));
    this.holder.append(...failures);
    this.#showHint();
    setTimeout(() => this.holder.setAttribute("aria-live", "polite"), 0);
  }

  // Brings older or newer messages when the reader comes near the first or the last one; what is in view stays there.
  #slide() {
    const { scrollTop, scrollHeight, clientHeight } = this.holder;
    const end = this.#said.length;
    const older = scrollTop < MARGIN && this.#from > 0;
    const newer = scrollHeight - scrollTop - clientHeight < MARGIN && this.#to < end;
    if (!older && !newer) return;
    const { top } = this.holder.getBoundingClientRect();
    const inView = this.#shown.find((element) => element.getBoundingClientRect().bottom > top) ?? this.#shown[0];
    const wasAt = inView.getBoundingClientRect().top;
    this.#drawOn(older ? Math.max(this.#from - STEP, 0) + SHOWN : Math.min(this.#to + STEP, end));
    const now = this.#element(inView.dataset.messageId);
    if (now) this.holder.scrollTop += now.getBoundingClientRect().top - wasAt;
  }

  // Draws the messages before the one with this number, and keeps those that are on the page already.
  #drawOn(to) {
    const focused = focusedIn(this.holder);
    const kept = new Map(this.#shown.map((element) => /** @type {const} */ ([element.dataset.messageId, element])));
    // What stands above the first one isn't the same as before.
    for (const first of [this.#from, Math.max(0, to - SHOWN)]) kept.delete(this.#said[first].id);
    this.#draw(to, kept);
    if (focused?.isConnected) focused.focus({ preventScroll: true });
  }

  get #shown() {
    return [...this.holder.querySelectorAll(".message:not(.failure)")];
  }

  add(message) {
    const follow = this.#follows || message.author.id === this.world.me;
    const end = this.#said.length;
    if (this.#to === end - 1 && this.#to - this.#from < SHOWN + STEP) {
      this.#append(message, this.#before(this.#to));
      this.#to = end;
      this.#showHint();
    } else if (follow) {
      this.#drawOn(end);
    }
    if (follow) this.toEnd();
    else this.newest.hidden = false;
  }

  // The message above one on the page; none above the first.
  #before(at) {
    return at > this.#from ? this.#said[at - 1] : undefined;
  }

  update(message) {
    const old = this.#element(message.id);
    if (!old) return;
    const follow = this.#isAtEnd;
    const fresh = this.#render(message, this.#before(this.#said.indexOf(message)));
    keepOpenSpoilers(old, fresh);
    const focused = focusedIn(old);
    const customId = focused?.dataset.customId;
    old.replaceWith(fresh);
    if (focused) {
      const same = customId && [...fresh.querySelectorAll("[data-custom-id]")].find((other) => other.dataset.customId === customId);
      (same && !same.disabled ? same : fresh).focus({ preventScroll: true });
    }
    if (follow) this.toEnd();
  }

  remove(messageId) {
    const hadFocus = this.#element(messageId)?.contains(document.activeElement);
    this.redraw();
    if (hadFocus) this.act.compose();
  }

  fail({ title, text }) {
    const failure = renderFailure({ title, text, dismiss: () => { failure.remove(); this.#showHint(); this.act.compose(); } });
    this.holder.append(failure);
    this.#showHint();
    this.toEnd();
  }

  toEnd() {
    this.#follows = true;
    this.newest.hidden = true;
    if (this.#to < this.#said.length) this.#draw(Infinity);
    if (this.#scrolls) return;
    this.#scrolls = true;
    requestAnimationFrame(() => { // once for all messages that come together
      this.#scrolls = false;
      this.holder.scrollTop = this.#hasHint ? 0 : this.holder.scrollHeight;
    });
  }

  jump(messageId) {
    const at = this.#said.findIndex((message) => message.id === messageId);
    if (at !== -1 && (at < this.#from || at >= this.#to)) this.#draw(at + SHOWN / 2);
    const element = this.#element(messageId);
    if (!element) return;
    element.scrollIntoView({ block: "center" });
    element.focus({ preventScroll: true });
    element.classList.add("found");
    setTimeout(() => element.classList.remove("found"), 1600);
  }

  focusLast() {
    if (this.#to < this.#said.length) this.#draw(Infinity);
    [...this.holder.querySelectorAll(".message")].at(-1)?.focus();
  }

  #element(messageId) {
    return [...this.holder.querySelectorAll(".message")].find((element) => element.dataset.messageId === messageId);
  }

  #append(message, before, element = this.#render(message, before)) {
    if (!before || day(before.timestamp) !== day(message.timestamp)) {
      this.holder.append(el("div", { class: "day", role: "separator" }, el("span", {}, day(message.timestamp))));
    }
    this.holder.append(element);
  }

  #render(message, before) {
    const element = renderMessage(message, { world: this.world, before, act: this.act });
    element.addEventListener("contextmenu", (event) => {
      if (event.target.closest("a, input, textarea") || String(getSelection())) return;
      event.preventDefault();
      this.act.menu(message, { x: event.clientX, y: event.clientY, owner: element });
    });
    return element;
  }

  #showHint() {
    if (this.#hasHint) this.holder.firstElementChild.remove();
    if (!this.holder.querySelector(".message")) this.holder.replaceChildren(this.hint());
  }

  #key(event) {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    const all = [...this.holder.querySelectorAll(".message")];
    const focused = focusedIn(this.holder);
    const current = focused?.closest(".message");
    const onMessage = focused === current || focused === this.holder;
    if (event.key === "Escape") {
      this.act.compose();
    } else if (onMessage && all.length && ["ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) {
      const at = current ? all.indexOf(current) : all.length;
      const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }[event.key];
      if (to >= all.length) this.act.compose();
      else all[Math.max(to, 0)].focus();
    } else {
      return;
    }
    event.preventDefault();
  }
}

// Keeps opened spoilers open when a message is redrawn.
function keepOpenSpoilers(old, fresh) {
  const open = new Set([...old.querySelectorAll(".spoiler.open")].map((spoiler) => spoiler.textContent));
  for (const spoiler of fresh.querySelectorAll(".spoiler")) {
    if (open.has(spoiler.textContent)) spoiler.click();
  }
}
