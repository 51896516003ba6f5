// The messages of the open channel: rendering, following the newest, keyboard navigation.

import { el, focusedIn } from "./dom.js";
import { day, renderFailure, renderMessage } from "./message.js";

const MOST_SHOWN = 500; // messages; older ones leave the page, so that it stays quick
const SPARE = 50; // more than that before they leave
const NEAR = 80; // pixels from the end that still count as "reading the newest"

export class Log {
  #channelId = null;
  #follows = true; // keeps the newest message in view
  #scrolls = false; // will scroll to the end with the next frame

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
    }, { passive: true });
    new ResizeObserver(() => { if (this.#follows) this.toEnd(); }).observe(holder);
    // Pictures have no height until they are loaded.
    holder.addEventListener("load", () => { if (this.#follows) this.toEnd(); }, true);
  }

  get #isAtEnd() {
    return this.holder.scrollHeight - this.holder.scrollTop - this.holder.clientHeight < NEAR;
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
    this.redraw();
    this.toEnd();
  }

  // Redraws everything without having screen readers read it out.
  redraw() {
    const [scrolled, failures] = [this.holder.scrollTop, this.holder.querySelectorAll(".failure")];
    this.holder.setAttribute("aria-live", "off");
    this.holder.replaceChildren();
    let before = null;
    for (const message of this.#said) {
      this.#append(message, before);
      before = message;
    }
    this.holder.append(...failures);
    this.#showHint();
    this.holder.scrollTop = scrolled;
    setTimeout(() => this.holder.setAttribute("aria-live", "polite"), 0);
  }

  add(message) {
    const follow = this.#follows || message.author.id === this.world.me;
    const said = this.#said;
    this.#append(message, said[said.indexOf(message) - 1]);
    this.#showHint();
    if (follow) {
      this.#trim();
      this.toEnd();
    } else {
      this.newest.hidden = false;
    }
  }

  #trim() {
    if (this.holder.childElementCount <= MOST_SHOWN + SPARE) return;
    const all = this.holder.querySelectorAll(".message:not(.failure)");
    this.world.keepNewest(this.#channelId, MOST_SHOWN);
    for (const old of [...all].slice(0, -MOST_SHOWN)) old.remove();
    for (const line of this.holder.querySelectorAll(".day:has(+ .day)")) line.remove();
  }

  update(message) {
    const old = this.#element(message.id);
    if (!old) return;
    const follow = this.#isAtEnd;
    const said = this.#said;
    const fresh = this.#render(message, said[said.indexOf(message) - 1]);
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
    const element = this.#element(messageId);
    if (!element) return;
    const hadFocus = element.contains(document.activeElement);
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
    if (this.#scrolls) return;
    this.#scrolls = true;
    requestAnimationFrame(() => { // once for all messages that come together
      this.#scrolls = false;
      this.holder.scrollTop = this.#hasHint ? 0 : this.holder.scrollHeight;
    });
  }

  jump(messageId) {
    const element = this.#element(messageId);
    if (!element) return;
    element.scrollIntoView({ block: "center" });
    element.focus({ preventScroll: true });
    element.classList.add("found");
    setTimeout(() => element.classList.remove("found"), 1600);
  }

  focusLast() {
    [...this.holder.querySelectorAll(".message")].at(-1)?.focus();
  }

  #element(messageId) {
    return [...this.holder.querySelectorAll(".message")].find((element) => element.dataset.messageId === messageId);
  }

  #append(message, before) {
    if (!before || day(before.timestamp) !== day(message.timestamp)) {
      this.holder.append(el("div", { class: "day", role: "separator" }, el("span", {}, day(message.timestamp))));
    }
    this.holder.append(this.#render(message, before));
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
