// One message in the log.

import { now } from "./clock.js";
import { fileCard, picture, renderComponents, renderEmbed, uploaded } from "./components.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { plain, renderBlocks } from "./markdown.js";
import { portrait } from "./people.js";
import { EPHEMERAL, LAYOUT, nameOf, NO_EMBEDS, THINKING } from "./world.js";

const PICTURE = /^image\/(png|jpeg|gif|webp)$/;
const REPLY = 19;
const SLASH_RESPONSE = 20;
const MENU_RESPONSE = 23;
// Made once: a formatter of its own for each message costs more than the message.
const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: "full" });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });
const TOGETHER = 7 * 60_000; // milliseconds within which an author's messages share a heading

// Whether a message shares the heading of the one before it.
export function followsOn(message, before) {
  return (
    Boolean(before) &&
    before.author.id === message.author.id &&
    ![REPLY, SLASH_RESPONSE, MENU_RESPONSE].includes(message.type) &&
    !(((before.flags ?? 0) ^ (message.flags ?? 0)) & EPHEMERAL) &&
    Date.parse(message.timestamp) - Date.parse(before.timestamp) < TOGETHER
  );
}

// `act` has the handlers: click, pick, dismiss, reply, menu, person, jump.
export function renderMessage(message, { world, before, act }) {
  const names = world.names;
  const flags = message.flags ?? 0;
  const name = nameOf(message.author);
  const compact = followsOn(message, before);
  const context = {
    world,
    names,
    channelId: message.channel_id,
    act: {
      click: (button, element) => act.click(message, button, element),
      pick: (select, values, element) => act.pick(message, select, values, element),
      react: (emoji, on) => act.react(message, emoji, on),
      go: (channelId) => act.go(channelId),
    },
  };
  const bodyId = `body-${message.id}`;
  const element = el("article", {
    class: ["message", compact && "compact", flags & EPHEMERAL && "ephemeral", world.mentionsMe(message) && "pinged"].filter(Boolean).join(" "),
    "data-message-id": message.id,
    "aria-label": `${name}, ${clock(message.timestamp)}`,
    tabindex: "-1",
  });
  element.append(...[above(message, { world, act })].filter(Boolean));

  const side = compact
    ? el("span", { class: "side-time", "aria-hidden": "true" }, clock(message.timestamp))
    : portrait(message.author);
  const heading = el(
    "header",
    { class: compact ? "heading hidden" : "heading" },
    el("button", { class: "author", type: "button", tabindex: "-1", onclick: (event) => act.person(message.author, event.currentTarget) }, name),
    message.author.bot ? el("span", { class: "tag" }, "BOT") : null,
    el("time", { class: "sent", datetime: message.timestamp, title: FULL.format(new Date(message.timestamp)) }, moment(message.timestamp)),
  );
  const body = el("div", { class: "body", id: bodyId });
  if (flags & THINKING) {
    body.append(el("p", { class: "thinking" }, dots(), ` ${name} is thinking…`));
  } else {
    body.append(...parts(message, context));
  }
  if (flags & EPHEMERAL) {
    body.append(
      el(
        "p",
        { class: "only-you" },
        icon("eye"),
        el("span", {}, "Only you can see this · "),
        el("button", { class: "link", type: "button", onclick: () => act.dismiss(message) }, "Dismiss"),
      ),
    );
  }
  element.append(el("div", { class: "line" }, side, el("div", { class: "content" }, heading, body)), tools(message, act));
  return element;
}

function parts(message, context) {
  const flags = message.flags ?? 0;
  const found = [];
  if (message.content) {
    const text = el("div", { class: "prose" }, renderBlocks(message.content, context.names));
    if (message.edited_timestamp) {
      const mark = el("span", { class: "edited", title: new Date(message.edited_timestamp).toLocaleString() }, " (edited)");
      (text.lastElementChild?.tagName === "P" ? text.lastElementChild : text).append(mark);
    }
    found.push(text);
  }
  if (message.embeds?.length && !(flags & NO_EMBEDS)) found.push(...message.embeds.map((embed) => renderEmbed(embed, context.names, aboutImage(embed, message))));
  // A layout shows its files itself.
  for (const file of flags & LAYOUT ? [] : message.attachments ?? []) {
    if (PICTURE.test(file.content_type ?? "") && !isInEmbed(file, message)) {
      const image = picture(file.url, "attached-picture", file.description ?? file.filename);
      if (image) {
        found.push(el("a", { class: "attachment", href: uploaded(file.url), target: "_blank", rel: "noopener" }, image));
        continue;
      }
    }
    if (isInEmbed(file, message)) continue;
    found.push(fileCard(file));
  }
  if (message.components?.length) {
    found.push(el("div", { class: flags & LAYOUT ? "components layout" : "components" }, renderComponents(message.components, context)));
  }
  if (message.thread && context.world.channel(message.thread.id)) {
    found.push(el("button", { class: "link thread-link", type: "button", onclick: () => context.act.go(message.thread.id) }, `↳ ${message.thread.name}`));
  }
  if (message.edited_timestamp && !message.content) found.push(el("span", { class: "edited" }, "(edited)"));
  if (message.reactions?.length) {
    found.push(
      el("div", { class: "row reactions" }, message.reactions.map(({ emoji: { name }, count, me }) =>
        el(
          "button",
          { class: me ? "reaction mine" : "reaction", type: "button", "aria-pressed": String(me), "aria-label": `${name}, ${count}`, onclick: () => context.act.react(name, !me) },
          `${name} ${count}`,
        ))),
    );
  }
  if (!found.length) found.push(el("p", { class: "quiet" }, "(empty message)"));
  return found;
}

// Uploads already shown in an embed aren't repeated below it.
// What the bot says of an attached picture that the embed shows.
function aboutImage(embed, message) {
  return (message.attachments ?? []).find((file) => file.url === embed.image?.url)?.description;
}

function isInEmbed(file, message) {
  return (message.embeds ?? []).some((embed) => [embed.image?.url, embed.thumbnail?.url].includes(file.url));
}

// The line above a message: the message or the command that it answers.
function above(message, { world, act }) {
  const asked = message.interaction_metadata;
  if (asked?.name && (message.type === SLASH_RESPONSE || message.type === MENU_RESPONSE)) {
    const isMenu = message.type === MENU_RESPONSE;
    const target = asked.target_message_id && world.message(message.channel_id, asked.target_message_id);
    return el(
      "div",
      { class: "above" },
      el("strong", {}, asked.user ? nameOf(world.userById(asked.user.id) ?? asked.user) : "Somebody"),
      " used ",
      el("span", { class: "mention" }, isMenu ? asked.name : `/${asked.name}`),
      target ? [" on ", quotation(target, { world, act })] : null,
    );
  }
  if (message.type !== REPLY) return null;
  const target = message.referenced_message;
  if (!target) return el("div", { class: "above" }, "Replying to a message that was deleted");
  const known = world.message(message.channel_id, target.id) ?? target;
  return el("div", { class: "above" }, "replying to ", quotation(known, { world, act }));
}

function quotation(target, { world, act }) {
  return el(
    "button",
    { class: "quotation", type: "button", onclick: () => act.jump(target.id) },
    el("strong", {}, nameOf(target.author)),
    el("span", {}, ` ${gist(target, world.names)}`),
  );
}

// A short summary of a message.
export function gist(message, names) {
  const embed = message.embeds?.[0];
  const text = message.content || embed?.title || embed?.description || embed?.author?.name || textOf(message.components ?? []);
  const words = plain(text, names);
  return words.length > 120 ? `${words.slice(0, 119)}…` : words || "(no text)";
}

// The text of a layout, from all its parts.
function textOf(components) {
  return components.map((part) => part.content ?? textOf(part.components ?? [])).filter(Boolean).join("\n");
}

function tools(message, act) {
  const more = el("button", { class: "icon-button", type: "button", "aria-label": "More", "aria-haspopup": "menu", title: "More", onclick: () => {
    const { left, bottom } = more.getBoundingClientRect();
    act.menu(message, { x: left, y: bottom + 4, owner: more });
  } }, icon("more"));
  const canReply = !((message.flags ?? 0) & EPHEMERAL);
  return el(
    "div",
    { class: "tools" },
    canReply ? el("button", { class: "icon-button", type: "button", "aria-label": "Reply", title: "Reply", onclick: () => act.reply(message) }, icon("reply")) : null,
    more,
  );
}

// The log entry for an application that didn't answer. It isn't a real message.
export function renderFailure({ title, text, dismiss }) {
  return el(
    "article",
    { class: "message ephemeral failure", tabindex: "-1" },
    el("div", { class: "line" }, el("span", { class: "avatar failed", "aria-hidden": "true" }, icon("warning")), el(
      "div",
      { class: "content" },
      title ? el("div", {}, el("span", { class: "mention" }, title)) : null,
      el("p", { class: "failed-text" }, text),
      el("p", { class: "only-you" }, icon("eye"), el("span", {}, "Only you can see this · "), el("button", { class: "link", type: "button", onclick: dismiss }, "Dismiss")),
    )),
  );
}

export function dots() {
  return el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
}

let refreshedOn = ""; // the day

// Updates times such as "14:05" and "25 Nov 2026, 14:05" when the day changes.
export function refreshMoments(holder) {
  const today = new Date(now()).toDateString();
  if (today === refreshedOn) return;
  refreshedOn = today;
  for (const element of holder.querySelectorAll("time.sent")) {
    const shown = moment(element.dateTime);
    if (element.textContent !== shown) element.textContent = shown;
  }
}

function clock(timestamp) {
  return CLOCK.format(new Date(timestamp));
}

function moment(timestamp) {
  const when = new Date(timestamp);
  const isToday = when.toDateString() === new Date(now()).toDateString();
  return isToday ? clock(timestamp) : `${DATE.format(when)}, ${clock(timestamp)}`;
}

export function day(timestamp) {
  return DAY.format(new Date(timestamp));
}
