// The list above the message box: commands, options or people. The keyboard focus stays in its field.
//
// An item is { name, detail?, mark?, value }. With `first: true`, Enter chooses the first one. Otherwise only Tab does
// (or Enter after an arrow key), because the typed text may be complete.

import { el, freshId } from "./dom.js";

export class Suggestions {
  /** @type {HTMLElement | null} */
  #input = null; // the field that the list belongs to while it is open
  #items = [];
  #active = -1;
  /** @type {(item: any) => void} */
  #pick = () => {};

  constructor(holder) {
    this.holder = holder;
    // Clicking here must not take the focus from the field.
    holder.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  get isOpen() {
    return this.#input !== null;
  }

  isFor(input) {
    return this.#input === input;
  }

  show(input, items, { label, pick, first = false, note = "" }) {
    if (this.#input && this.#input !== input) this.close();
    this.#input = input;
    this.#items = items;
    this.#pick = pick;
    this.#active = -1;
    const rows = items.map((item, index) =>
      el(
        "div",
        { class: "suggestion", role: "option", id: freshId("option"), "aria-selected": "false", onclick: () => this.#choose(index) },
        item.mark ?? null,
        el("span", { class: "suggestion-name" }, item.name),
        item.detail ? el("span", { class: "suggestion-detail" }, item.detail) : null,
      ),
    );
    this.holder.replaceChildren(
      el(
        "div",
        { class: "suggestions-title" },
        el("span", { id: "suggestions-title" }, label),
        items.length ? el("span", { class: "keys", "aria-hidden": "true" }, `↑ ↓ choose · ${first ? "Enter" : "Tab"} takes · Esc closes`) : null,
      ),
      el("div", { id: "suggestions-list", role: "listbox", "aria-labelledby": "suggestions-title" }, rows),
    );
    if (note) this.holder.append(el("div", { class: "suggestions-note", role: "status" }, note));
    this.holder.hidden = false;
    tell(input, true);
    input.setAttribute("aria-controls", "suggestions-list");
    if (first && items.length) this.#light(0);
  }

  close() {
    if (!this.#input) return;
    tell(this.#input, false);
    this.#input.removeAttribute("aria-activedescendant");
    this.#input = null;
    this.#items = [];
    this.holder.hidden = true;
    this.holder.replaceChildren();
  }

  // Whether the list handled the key.
  key(event) {
    if (!this.isOpen || event.isComposing) return false;
    if (event.key === "Escape") {
      this.close();
    } else if (!this.#items.length) {
      return false;
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      const start = this.#active === -1 && step === -1 ? 0 : this.#active;
      this.#light((start + step + this.#items.length) % this.#items.length);
    } else if (event.key === "Enter" && !event.shiftKey && this.#active !== -1) {
      this.#choose(this.#active);
    } else if (event.key === "Tab" && !event.shiftKey) {
      this.#choose(Math.max(this.#active, 0));
    } else {
      return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #light(index) {
    this.#active = index;
    const rows = this.holder.querySelectorAll("[role=option]");
    rows.forEach((row, at) => row.setAttribute("aria-selected", String(at === index)));
    this.#input?.setAttribute("aria-activedescendant", rows[index].id);
    rows[index].scrollIntoView({ block: "nearest" });
  }

  #choose(index) {
    const [item, pick] = [this.#items[index], this.#pick];
    this.close();
    pick(item);
  }
}

// A text box of several lines isn't a combobox and has no such state.
function tell(input, isOpen) {
  if (input.getAttribute("role") === "combobox") input.setAttribute("aria-expanded", String(isOpen));
}
