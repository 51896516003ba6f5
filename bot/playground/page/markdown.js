// Renders Discord's markdown as DOM nodes. Nothing is parsed as HTML, and only web addresses become links.
//
// `names` resolves mentions: `user(id)`, `channel(id)`, `role(id)` return a name or undefined.
// renderBlocks is for messages and embed descriptions, renderInline for one line (titles, field names).

import { now } from "./clock.js";
import { el } from "./dom.js";

const DEEPEST = 12; // nesting limit; deeper marks are shown as typed

export function renderBlocks(text, names) {
  const fragment = document.createDocumentFragment();
  fragment.append(...blocks(text.replace(/\r\n?/g, "\n"), names, 0));
  return fragment;
}

export function renderInline(text, names) {
  const fragment = document.createDocumentFragment();
  fragment.append(...inline(text, names, 0));
  return fragment;
}

// The text without formatting, for quoting a message in a line. Spoilers stay hidden.
export function plain(text, names) {
  const holder = el("div", {}, renderBlocks(text, names));
  for (const hidden of holder.querySelectorAll(".spoiler")) hidden.replaceWith("▮▮▮");
  for (const block of holder.querySelectorAll("p, li, h2, pre, blockquote, .subtext, br")) block.append(" ");
  return holder.textContent.replace(/\s+/g, " ").trim();
}

// ---- blocks: code, quotes, headings, lists, paragraphs ----

const FENCE = /```(?:([\w+.#-]{1,30})\n)?\n?([\s\S]+?)\n?```/;
const HEADING = /^(#{1,3})\s+(\S.*)$/;
const SUBTEXT = /^-#\s+(\S.*)$/;
const ITEM = /^(\s*)([-*]|\d{1,9}\.)\s+(\S.*)$/;

function blocks(text, names, depth) {
  if (depth > DEEPEST) return [text];
  const found = [];
  let rest = text;
  for (let fence = FENCE.exec(rest); fence && !isInSpoiler(rest, fence); fence = FENCE.exec(rest)) {
    const [whole, , code] = fence;
    found.push(...lines(rest.slice(0, fence.index).replace(/\n$/, ""), names, depth), codeBlock(code));
    rest = rest.slice(fence.index + whole.length).replace(/^\n/, "");
  }
  return [...found, ...lines(rest, names, depth)];
}

function codeBlock(code) {
  return el("pre", { tabindex: "0" }, el("code", {}, code));
}

// Whether a code block is inside a spoiler, which is then parsed first.
function isInSpoiler(text, fence) {
  const marksBefore = text.slice(0, fence.index).split("||").length - 1;
  return marksBefore % 2 === 1 && text.indexOf("||", fence.index + fence[0].length) !== -1;
}

function lines(text, names, depth) {
  const found = [];
  const all = text.split("\n");
  let paragraph = [];
  const endParagraph = () => {
    if (paragraph.length && paragraph.some((line) => line.trim())) {
      found.push(el("p", {}, inline(paragraph.join("\n").replace(/^\n+|\n+$/g, ""), names, depth)));
    }
    paragraph = [];
  };
  let openSpoiler = false; // a spoiler may span lines; no block begins inside it
  for (let at = 0; at < all.length; at += 1) {
    const line = all[at];
    const insideSpoiler = openSpoiler;
    if ((line.split("||").length - 1) % 2 === 1) {
      openSpoiler = !openSpoiler && all.slice(at + 1).some((later) => later.includes("||"));
    }
    if (insideSpoiler || openSpoiler) {
      paragraph.push(line);
      continue;
    }
    if (line.startsWith(">>> ")) {
      endParagraph();
      const rest = [line.slice(4), ...all.slice(at + 1)].join("\n");
      found.push(el("blockquote", {}, blocks(rest, names, depth + 1)));
      return found;
    }
    if (line.startsWith("> ") || line === ">") {
      endParagraph();
      const quoted = [];
      while (at < all.length && (all[at].startsWith("> ") || all[at] === ">")) {
        quoted.push(all[at].slice(2));
        at += 1;
      }
      at -= 1;
      found.push(el("blockquote", {}, lines(quoted.join("\n"), names, depth + 1)));
      continue;
    }
    const heading = HEADING.exec(line);
    if (heading) {
      endParagraph();
      found.push(el("h2", { class: `size-${heading[1].length}` }, inline(heading[2], names, depth)));
      continue;
    }
    const subtext = SUBTEXT.exec(line);
    if (subtext) {
      endParagraph();
      found.push(el("div", { class: "subtext" }, inline(subtext[1], names, depth)));
      continue;
    }
    if (ITEM.test(line)) {
      endParagraph();
      const items = [];
      let item;
      while (at < all.length && (item = ITEM.exec(all[at]))) {
        const [, indent, mark, content] = item;
        items.push({ indent: indent.length, ordered: mark.endsWith("."), number: parseInt(mark, 10), content });
        at += 1;
      }
      at -= 1;
      found.push(...lists(items, names, depth));
      continue;
    }
    paragraph.push(line);
  }
  endParagraph();
  return found;
}

// Turns indented items into nested lists.
function lists(items, names, depth) {
  const found = [];
  let at = 0;
  while (at < items.length) {
    const { ordered, number, indent } = items[at];
    const list = ordered ? el("ol", { start: number }) : el("ul");
    while (at < items.length && items[at].ordered === ordered && items[at].indent <= indent) {
      const item = el("li", {}, inline(items[at].content, names, depth));
      const inner = [];
      at += 1;
      while (at < items.length && items[at].indent > indent) {
        inner.push(items[at]);
        at += 1;
      }
      if (inner.length && depth < DEEPEST) item.append(...lists(inner, names, depth + 1));
      list.append(item);
    }
    found.push(list);
  }
  return found;
}

// ---- inline ----

const PAIRS = [
  { mark: "||", make: spoiler },
  { mark: "**", make: (children) => el("strong", {}, children) },
  { mark: "__", make: (children) => el("u", {}, children) },
  { mark: "~~", make: (children) => el("s", {}, children) },
  { mark: "*", make: (children) => el("em", {}, children) },
  { mark: "_", make: (children) => el("em", {}, children) },
];

const ESCAPE = /\\([^A-Za-z0-9\s])/y;
const TICKS = /`+/y;
const FENCED = /```(?:[\w+.#-]{1,30}\n)?\n?([\s\S]+?)\n?```/y;
const MASKED = /\[((?:\\.|[^\\[\]]|\[[^\][]*\])+)\]\(\s*<?(https?:\/\/[^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)>?(?:\s+"([^"]*)")?\s*\)/y;
const ANGLED = /<(https?:\/\/[^\s<>]+)>/y;
const BARE = /https?:\/\/[^\s<>]+/y;
const USER = /<@!?(\d{1,20})>/y;
const ROLE = /<@&(\d{1,20})>/y;
const CHANNEL = /<#(\d{1,20})>/y;
const COMMAND = /<\/([^:>\n]{1,100}):\d{1,20}>/y;
const EMOJI = /<a?:(\w{2,32}):\d{1,20}>/y;
const TIME = /<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y;
const EVERYONE = /@(?:everyone|here)\b/y;

function inline(text, names, depth, inLink = false) {
  const found = [];
  let typed = "";
  const push = (node) => {
    if (typed) found.push(...withBreaks(typed));
    typed = "";
    found.push(node);
  };
  let at = 0;
  const take = (pattern) => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  while (at < text.length) {
    const letter = text[at];
    let hit = null;
    if (letter === "\\" && (hit = take(ESCAPE))) {
      typed += hit[1];
    } else if (letter === "`" && text.startsWith("```", at) && (hit = take(FENCED))) {
      push(codeBlock(hit[1]));
    } else if (letter === "`") {
      const [mark] = (hit = take(TICKS));
      const end = closingTicks(text, at + mark.length, mark.length);
      if (end === -1) {
        typed += mark;
      } else {
        const code = text.slice(at + mark.length, end);
        push(el("code", {}, code.trim() || code));
        at = end;
      }
    } else if (letter === "[" && !inLink && (hit = take(MASKED))) {
      push(link(hit[2], inline(hit[1], names, depth + 1, true), hit[3]));
    } else if (letter === "<") {
      if (!inLink && (hit = take(ANGLED))) push(link(hit[1], [hit[1]]));
      else if ((hit = take(USER))) push(mention(`@${names.user(hit[1]) ?? "unknown-user"}`));
      else if ((hit = take(ROLE))) push(mention(`@${names.role(hit[1]) ?? "unknown-role"}`));
      else if ((hit = take(CHANNEL))) push(mention(`#${names.channel(hit[1]) ?? "unknown"}`));
      else if ((hit = take(COMMAND))) push(mention(`/${hit[1]}`));
      else if ((hit = take(EMOJI))) push(el("span", { class: "emoji", title: `:${hit[1]}:` }, `:${hit[1]}:`));
      else if ((hit = take(TIME))) push(time(Number(hit[1]), hit[2] ?? "f"));
    } else if (letter === "h" && !inLink && (hit = take(BARE))) {
      hit = [trimmed(hit[0])];
      push(link(hit[0], [hit[0]]));
    } else if (letter === "@" && (hit = take(EVERYONE))) {
      push(mention(hit[0]));
    } else if (depth < DEEPEST) {
      const pair = PAIRS.find(({ mark }) => text.startsWith(mark, at));
      const end = pair ? closing(text, at, pair.mark) : -1;
      if (pair && end !== -1) {
        const inside = text.slice(at + pair.mark.length, end);
        push(pair.make(inline(inside, names, depth + 1, inLink)));
        at = end + pair.mark.length;
        continue;
      }
      if (pair && pair.mark.length === 2) {
        // an unclosed `**`: both are text, or else the second would open italics
        typed += pair.mark;
        at += 2;
        continue;
      }
    }
    if (hit) {
      at += hit[0].length;
    } else {
      typed += letter;
      at += 1;
    }
  }
  if (typed) found.push(...withBreaks(typed));
  return found;
}

// The index of the next run of exactly `count` backticks, or -1.
function closingTicks(text, start, count) {
  const run = /`+/g;
  run.lastIndex = start;
  for (let found = run.exec(text); found; found = run.exec(text)) {
    if (found[0].length === count) return found.index;
  }
  return -1;
}

// The index of the closing mark for the one at `start`, or -1.
function closing(text, start, mark) {
  const first = start + mark.length;
  if (mark === "*" && !/\S/.test(text[first] ?? "")) return -1;
  if (mark === "_" && /\w/.test(text[start - 1] ?? "")) return -1;
  for (let at = first; at < text.length; at += 1) {
    if (text[at] === "\\") {
      at += 1;
    } else if (mark === "*" || mark === "_") {
      if (text.startsWith(mark + mark, at) && !text.startsWith(mark.repeat(3), at)) at += 1;
      else if (text[at] === mark && at > first) {
        if (mark === "*" && /\s/.test(text[at - 1])) continue;
        if (mark === "_" && /\w/.test(text[at + 1] ?? "")) continue;
        return at;
      }
    } else if (text.startsWith(mark, at) && at > first) {
      if (text[at + 2] === mark[0] && mark !== "||" && mark !== "~~") continue;
      return at;
    }
  }
  return -1;
}

function withBreaks(text) {
  return text.split("\n").flatMap((line, index) => (index ? [el("br"), ...withSigns(line)] : withSigns(line))).filter((node) => node !== "");
}

// Signs of boards and verdicts are coloured by the page, because many machines have no font for them.
const SIGNS = {
  "\u{1f7e9}": "green", "\u{1f7e8}": "yellow", "\u{1f7e5}": "red", "\u{1f7e6}": "blue", "\u2b1b": "black", "\u2b1c": "white",
  "\u2705": "right", "\u274c": "wrong", "\u{1f53c}": "up", "\u{1f53d}": "down", "\u23ea": "back", "\u23e9": "ahead",
};
// A bar of a result stays on one line, with the number behind it.
const SIGN = new RegExp(`(${Object.keys(SIGNS).join("|")}|[█░]{3,}(?: \\d+%?(?: \\(\\d+%\\))?)?)`, "u");

export function withSigns(text) {
  return text.split(SIGN).map((part) => {
    if (SIGNS[part]) return el("span", { class: `token ${SIGNS[part]}` }, part);
    return /^[█░]{3}/.test(part) ? el("span", { class: "bar" }, part) : part;
  });
}

// A link doesn't include a full stop after it or the closing bracket of a bracket opened before it.
function trimmed(address) {
  let end = address.length;
  for (;;) {
    const last = address[end - 1];
    const head = address.slice(0, end);
    const unopened = last === ")" && head.split(")").length > head.split("(").length;
    if (!unopened && !".,:;\"'!?*_~|]".includes(last)) return head;
    end -= 1;
  }
}

function link(address, children, title) {
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer nofollow", title: title || address }, children);
}

function mention(text) {
  return el("span", { class: "mention" }, text);
}

// Hidden until clicked or opened with Enter or Space. Its content isn't focusable before.
function spoiler(children) {
  const inside = el("span", { class: "spoiler-text", inert: true, "aria-hidden": "true" }, children);
  const cover = el(
    "span",
    { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Spoiler, hidden", "aria-expanded": "false", title: "Show the spoiler" },
    inside,
  );
  const open = (event) => {
    if (cover.classList.contains("open")) return;
    event.preventDefault();
    event.stopPropagation();
    cover.classList.add("open");
    inside.removeAttribute("inert");
    inside.removeAttribute("aria-hidden");
    for (const name of ["role", "aria-label", "aria-expanded", "title"]) cover.removeAttribute(name);
    cover.setAttribute("tabindex", "-1");
  };
  cover.addEventListener("click", open);
  cover.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") open(event);
  });
  return cover;
}

// ---- times ----

/** @type {{ [style: string]: Intl.DateTimeFormatOptions }} */
const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [
  ["year", 31557600],
  ["month", 2629800],
  ["week", 604800],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
];
/** @type {[Intl.RelativeTimeFormatUnit, number]} */
const SHORTEST = ["second", 1];

function time(seconds, style) {
  const when = new Date(seconds * 1000);
  if (Number.isNaN(when.getTime())) return `<t:${seconds}:${style}>`;
  const full = new Intl.DateTimeFormat(undefined, STYLES.F).format(when);
  const shown = style === "R" ? relative(when) : new Intl.DateTimeFormat(undefined, STYLES[style]).format(when);
  return el("time", { datetime: when.toISOString(), title: full, class: style === "R" ? "timestamp relative" : "timestamp" }, shown);
}

// Updates relative times ("in two hours") inside this element.
export function refreshTimes(holder) {
  for (const element of holder.querySelectorAll("time.relative")) {
    const shown = relative(new Date(element.dateTime));
    if (element.textContent !== shown) element.textContent = shown;
  }
}

function relative(when) {
  const away = Math.round((when.getTime() - now()) / 1000);
  const [unit, length] = UNITS.find(([, seconds]) => Math.abs(away) >= seconds) ?? SHORTEST;
  return new Intl.RelativeTimeFormat(undefined, { numeric: "auto" }).format(Math.round(away / length), unit);
}
