// Builds DOM nodes. Text is always inserted as text; no code on the page parses HTML.

// el("button", { class: "quiet", type: "button", onclick: close, "aria-label": "Close" }, "×")
// Properties that are null, undefined or false are left out; `on...` takes a function.
export function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "value" || key === "checked") element[key] = value;
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

// An avatar of initials. A name always gets the same colour.
export function avatar(name) {
  let hash = 7;
  for (const letter of name) hash = (hash * 31 + letter.codePointAt(0)) >>> 0;
  const words = name.split(/[\s_.-]+/).filter(Boolean);
  const initials = words.slice(0, 2).map((word) => [...word][0].toUpperCase()).join("");
  return el("span", { class: `avatar hue-${hash % 8}`, "aria-hidden": "true" }, initials || "?");
}

// An element that index.html has.
/** @returns {HTMLElement} */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no element with the id "${id}"`);
  return element;
}

// What inside `holder` has the focus, or null.
/** @returns {HTMLElement | null} */
export function focusedIn(holder) {
  const focused = document.activeElement;
  return focused instanceof HTMLElement && holder.contains(focused) ? focused : null;
}

let lastId = 0;

// A unique element id for labels and aria attributes.
export function freshId(prefix) {
  lastId += 1;
  return `${prefix}-${lastId}`;
}
