// The context menu of a message or a person. Opens at a position and closes on any other action.

import { byId, el } from "./dom.js";

let open = null;

// entries: { text, detail?, act } or { title } for a heading. `owner` gets the focus back.
export function openMenu({ entries, x, y, owner, label }) {
  closeMenu();
  const menu = el("div", { class: "menu", role: "menu", "aria-label": label, tabindex: "-1" });
  for (const { title, text, act } of entries) {
    if (title) menu.append(el("div", { class: "menu-title", role: "presentation" }, title));
    else menu.append(el("button", { type: "button", role: "menuitem", tabindex: "-1", onclick: () => { closeMenu(); act(); } }, text));
  }
  byId("main").append(menu);
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(x, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(y, innerHeight - height - 8))}px`;
  const items = [...menu.querySelectorAll("[role=menuitem]")];
  items[0]?.focus();
  menu.addEventListener("keydown", (event) => {
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined) items[to % items.length]?.focus();
    else if (event.key === "Escape" || event.key === "Tab") closeMenu();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  if (owner.ariaHasPopup) owner.ariaExpanded = "true"; // which also keeps it in view, to get the focus back
  open = { menu, owner };
}

export function closeMenu() {
  if (!open) return;
  const { menu, owner } = open;
  open = null;
  const hadFocus = menu.contains(document.activeElement);
  menu.remove();
  if (hadFocus && owner?.isConnected) owner.focus();
  if (owner?.ariaHasPopup) owner.ariaExpanded = "false";
}

for (const happening of ["pointerdown", "wheel", "resize"]) {
  addEventListener(happening, (event) => {
    if (open && !(event.target instanceof Node && open.menu.contains(event.target))) closeMenu();
  }, { passive: true });
}
