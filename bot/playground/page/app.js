// The playground's chat page: assembles its parts and the frame around them (channels, notices, banner).
//
// connection -> world -> log (reading), composer (writing). The page never builds HTML from text.

import { now, setNow } from "./clock.js";
import { Composer } from "./composer.js";
import { Connection, KEY } from "./connection.js";
import { avatar, byId, el, focusedIn } from "./dom.js";
import { showForm } from "./forms.js";
import { postForm, renderForum } from "./forum.js";
import { icon } from "./icons.js";
import { Log } from "./log.js";
import { closeMenu, openMenu } from "./menu.js";
import { Panel } from "./panel.js";
import { drawPeople, portrait } from "./people.js";
import { refreshTimes } from "./markdown.js";
import { dots, refreshMoments } from "./message.js";
import { CATEGORY, DIRECT, EPHEMERAL, FORUM, MESSAGE_MENU, nameOf, THREAD, USER_MENU, World } from "./world.js";

const TYPING_LASTS = 10_000; // milliseconds
const HINTED = 8; // commands shown in an empty channel
const MOST_NOTICES = 5;
const INFO_LASTS = 12_000; // milliseconds
const EMOJI = ["👍", "❤️", "😂"]; // offered in a message's menu
const TICK = 1_000; // milliseconds
const MOVES = [["+1 h", 3600], ["Next day", 86400]]; // seconds

const memberSelect = /** @type {HTMLSelectElement} */ (byId("member"));
const restartButton = /** @type {HTMLButtonElement} */ (byId("restart"));
const clockTime = /** @type {HTMLTimeElement} */ (byId("clock"));
const tour = /** @type {HTMLDialogElement} */ (byId("tour"));
const world = new World();
const typing = new Map(); // channel id -> Map(user id -> timer)
const waiting = new Set(); // titles of commands that the bot has not answered yet
let here = null; // id of the open channel
let lost = null; // { until } while there is no connection
let heardState = false;
let restarting = false; // from the request until the bot is back

const connection = new Connection({ onframe: receive, onopen: () => connected(true), onlost: (wait) => connected(false, wait) });
const composer = new Composer({
  world,
  connection,
  onlast: () => log.focusLast(),
  oncommand: ({ title, channelId }) => interaction({ title, channelId }),
});
const act = {
  click: (message, button, element) => component(message, element, { type: "click", custom_id: button.custom_id }),
  pick: (message, select, values, element) => component(message, element, { type: "pick", custom_id: select.custom_id, values }),
  dismiss: (message) => connection.send({ type: "dismiss", message_id: message.id }),
  reply: (message) => composer.replyTo(message),
  react: (message, emoji, on) => connection.request({ type: "react", message_id: message.id, emoji, on }, { accepted: () => {} }),
  menu: messageMenu,
  person: personMenu,
  jump: (messageId) => log.jump(messageId),
  go: (channelId) => { go(channelId); composer.focus(); },
  compose: () => composer.focus(),
};
const panel = new Panel({ holder: byId("panel"), world, connection, refused: ({ text }) => notice("warning", text), close: () => { showPanel(false); byId("open-panel").focus(); } });
const log = new Log({ holder: byId("log"), newest: byId("newest"), world, act, hint });

// ---- frames ----

const frames = {
  state(frame) {
    const isFirst = !heardState;
    setNow(frame.clock.now);
    world.load(frame);
    heardState = true;
    restarting = restarting && !frame.bot.online;
    typing.clear();
    waiting.clear();
    drawMembers();
    byId("open-tour").hidden = !world.welcome.suggestions.length;
    drawMoves(frame.clock);
    tick();
    const wanted = [here, decodeURIComponent(location.hash.slice(1))].find((id) => id && world.channel(id));
    // Somebody may be writing already: after a lost connection, or as the member they have just become.
    go(wanted ?? world.channels[0]?.id ?? null, { keepWriting: !isFirst && wanted === here });
    composer.refresh();
    drawBanner();
    if (isFirst && document.activeElement === document.body) composer.focus();
  },
  channels(frame) {
    world.place(frame);
    if (world.channel(here)) {
      drawPlaces();
      drawTitle();
      drawOthers();
      if (world.channel(here).type === FORUM) log.redraw();
    } else go(world.channels[0]?.id ?? null);
  },
  controls(frame) {
    world.controls = frame.controls;
    panel.draw(here);
  },
  traffic(frame) {
    panel.take(frame.entries);
  },
  commands(frame) {
    world.commands = frame.commands;
    if (!world.said(here).length) log.redraw();
  },
  message_created({ message }) {
    stopTyping(message.channel_id, message.author.id);
    if (!world.add(message)) {
      if (message.channel_id === here) log.update(message);
      return;
    }
    if (message.channel_id === here) {
      log.add(message);
    } else if (message.author.id !== world.me) {
      world.unread.set(message.channel_id, (world.unread.get(message.channel_id) ?? 0) + 1);
      drawPlaces();
    }
    if (world.channel(here)?.type === FORUM) log.redraw();
  },
  message_updated({ message }) {
    const isNew = world.add(message);
    if (message.channel_id !== here) return;
    if (isNew) log.add(message);
    else log.update(message);
  },
  message_deleted(frame) {
    world.remove(frame.channel_id, frame.message_id);
    if (frame.channel_id === here) log.remove(frame.message_id);
  },
  typing(frame) {
    const who = typing.get(frame.channel_id) ?? new Map();
    typing.set(frame.channel_id, who);
    clearTimeout(who.get(frame.user_id));
    who.set(frame.user_id, setTimeout(() => stopTyping(frame.channel_id, frame.user_id), TYPING_LASTS));
    drawTyping();
  },
  modal(frame) {
    showForm(byId("form"), frame.modal, {
      world,
      channelId: here,
      names: world.names,
      submit: (values, { accepted, refused }) => {
        const heard = interaction({ title: frame.modal.title, channelId: here });
        connection.request(
          { type: "submit", interaction_id: frame.interaction_id, values },
          { ...heard, accepted: () => { heard.accepted(); accepted(); }, refused },
        );
      },
    });
  },
  presence({ online }) {
    world.online = new Set(online);
    drawOthers();
  },
  bot(frame) {
    world.bot.online = frame.online;
    drawOthers();
    restarting = restarting && !frame.online;
    drawBanner();
  },
  clock(frame) {
    setNow(frame.now);
    allowMoves(!frame.moving);
    tick();
  },
  notice(frame) {
    notice(frame.level, frame.text);
  },
  interaction_failed(frame) {
    log.fail({ title: "", text: frame.text });
  },
  refused(frame) {
    notice("warning", frame.text);
  },
};

function receive(frame) {
  frames[frame.type]?.(frame);
}

// ---- interactions ----

// Handlers for a request that the bot has to answer.
function interaction({ title, channelId }) {
  const mark = { title };
  const done = () => {
    waiting.delete(mark);
    drawTyping();
  };
  return {
    accepted: () => {
      waiting.add(mark);
      drawTyping();
    },
    interaction_acknowledged: done,
    interaction_failed: ({ text }) => {
      done();
      if (channelId === here) log.fail({ title, text });
      else notice("error", `${title}: ${text}`);
    },
    refused: ({ text }) => {
      done();
      notice("warning", `${title}: ${text}`);
    },
  };
}

// Marks a button or select as busy until the bot answers; without an answer, the error appears below it.
function component(message, element, frame) {
  const holder = element.closest(".components") ?? element.parentElement;
  holder.querySelector(":scope > .failed-text")?.remove();
  element.setAttribute("aria-busy", "true");
  const done = () => element.removeAttribute("aria-busy");
  const failed = ({ text }) => {
    done();
    const current = element.isConnected ? holder : document.querySelector(`[data-message-id="${CSS.escape(message.id)}"] .components`);
    if (current) current.append(el("p", { class: "failed-text", role: "alert" }, text));
    else log.fail({ title: "", text });
  };
  connection.request(
    { ...frame, channel_id: message.channel_id, message_id: message.id },
    { accepted: () => {}, interaction_acknowledged: done, interaction_failed: failed, refused: failed },
  );
}

function messageMenu(message, { x, y, owner }) {
  const apps = world.commandsIn(message.channel_id, MESSAGE_MENU);
  const isPrivate = ((message.flags ?? 0) & EPHEMERAL) !== 0;
  const entries = [];
  if (!isPrivate) entries.push({ text: "Reply", act: () => composer.replyTo(message) });
  if (message.author.id === world.me) entries.push({ text: "Edit", act: () => composer.edit(message) });
  entries.push({ text: "Copy text", act: () => copy(message) });
  if (!isPrivate) {
    entries.push(...EMOJI.map((emoji) => ({ text: `React with ${emoji}`, act: () => act.react(message, emoji, true) })));
    const mayManage = world.serverOf(message.channel_id)?.can_manage_messages;
    if (message.author.id === world.me || mayManage) {
      entries.push({ text: "Delete", act: () => connection.request({ type: "delete", message_id: message.id }, { accepted: () => {} }) });
    }
  }
  if (isPrivate) entries.push({ text: "Dismiss", act: () => act.dismiss(message) });
  if (apps.length && !isPrivate) {
    entries.push({ title: "Apps" });
    for (const command of apps) entries.push({ text: command.name, act: () => useMenu(command, message.channel_id, message.id) });
  }
  openMenu({ entries, x, y, owner, label: "Message" });
}

function personMenu(user, owner) {
  const { left, bottom } = owner.getBoundingClientRect();
  const entries = [];
  if (user.id !== world.me) entries.push({ text: `Mention ${nameOf(user)}`, act: () => composer.mention(user) });
  entries.push({ text: "Copy ID", act: () => navigator.clipboard?.writeText(user.id) });
  const apps = world.commandsIn(here, USER_MENU);
  if (apps.length) entries.push({ title: "Apps" });
  for (const command of apps) entries.push({ text: command.name, act: () => useMenu(command, here, user.id) });
  openMenu({ entries, x: left, y: bottom + 4, owner, label: nameOf(user) });
}

function useMenu(command, channelId, targetId) {
  connection.request(
    { type: "menu", channel_id: channelId, command_id: command.id, target_id: targetId },
    interaction({ title: command.name, channelId }),
  );
}

async function copy(message) {
  const shown = /** @type {HTMLElement | null} */ (document.querySelector(`[data-message-id="${CSS.escape(message.id)}"] .body`));
  try {
    await navigator.clipboard.writeText(message.content || shown?.innerText || "");
  } catch {
    notice("warning", "The browser didn't allow copying.");
  }
}

// ---- places ----

function go(channelId, { keepWriting = false } = {}) {
  here = channelId;
  const channel = world.channel(channelId);
  if (!channel) {
    byId("place").textContent = "No channels";
    return;
  }
  world.unread.delete(channelId);
  history.replaceState(null, "", `#${channelId}`);
  drawTitle();
  byId("composer").hidden = channel.type === FORUM;
  drawPlaces();
  drawOthers();
  if (!keepWriting) composer.open(channelId);
  log.open(channelId);
  drawTyping();
}

function drawTitle() {
  const channel = world.channel(here);
  const isDirect = channel.type === DIRECT;
  const notes = isDirect ? ["direct messages"] : [world.serverOf(here).name, ...world.tagsOf(channel)];
  byId("place").replaceChildren(el("span", { class: "sign", "aria-hidden": "true" }, signOf(channel)), world.titleOf(channel));
  byId("place-note").textContent = notes.join(" · ");
  document.title = `${isDirect ? "@" : "#"}${world.titleOf(channel)} · Playground`;
}

function signOf(channel) {
  return { [DIRECT]: "@", [THREAD]: "↳", [FORUM]: "❏" }[channel.type] ?? "#";
}

function drawPlaces() {
  const nav = byId("places");
  const focused = focusedIn(nav)?.dataset.channelId;
  const parts = world.servers.map((server) => {
    const threads = (parent) => server.channels.filter((channel) => channel.type === THREAD && channel.parent_id === parent.id && (channel.id === here || !world.isArchived(channel)));
    const ordered = server.channels
      .filter((channel) => channel.type !== THREAD)
      .flatMap((channel) => [channel, ...threads(channel)])
      .filter((channel) => channel.type !== CATEGORY);
    return section(server.name, ordered, server.bot_is_member ? "" : `${world.botName} isn't a member here. You can use it because you installed it for yourself.`);
  });
  if (world.directs.length) parts.push(section("Direct messages", world.directs, ""));
  nav.replaceChildren(...parts);
  if (focused) [...nav.querySelectorAll("button")].find((button) => button.dataset.channelId === focused)?.focus();
}

function section(title, channels, note) {
  return el(
    "section",
    {},
    el("h2", {}, title),
    note ? el("p", { class: "quiet" }, note) : null,
    el(
      "ul",
      {},
      channels.map((channel) => {
        const unread = world.unread.get(channel.id) ?? 0;
        const isThread = channel.type === THREAD;
        return el(
          "li",
          {},
          el(
            "button",
            {
              class: ["place", isThread && "thread", unread && "unread"].filter(Boolean).join(" "), type: "button", "data-channel-id": channel.id,
              "aria-current": channel.id === here ? "page" : null,
              onclick: () => { showPlaces(false); go(channel.id); composer.focus(); },
              oncontextmenu: (event) => placeMenu(event, channel),
            },
            channel.type === DIRECT
              ? portrait(channel.recipients?.[0])
              : el("span", { class: "sign", "aria-hidden": "true" }, signOf(channel)),
            el("span", { class: "place-name" }, world.titleOf(channel)),
            unread ? el("span", { class: "badge", "aria-label": `${unread} unread` }, unread > 99 ? "99+" : unread) : null,
          ),
        );
      }),
    ),
  );
}

// Lets a server's managers break things in a channel, to see how the bot copes.
function placeMenu(event, channel) {
  const server = world.serverOf(channel.id);
  const owner = event.currentTarget;
  const ask = (frame) => connection.request({ channel_id: channel.id, ...frame }, { accepted: () => {} });
  const entries = [];
  if (server?.can_manage) {
    if (server.bot_is_member && channel.type !== THREAD) {
      const may = !channel.bot_may_write;
      entries.push({ text: may ? `Let ${world.botName} post here` : `Stop ${world.botName} from posting here`, act: () => ask({ type: "let_bot_write", may }) });
    }
    entries.push({ text: "Delete channel", act: () => ask({ type: "delete_channel" }) });
  } else if (server) {
    entries.push({ text: `Leave ${server.name}`, act: () => connection.request({ type: "leave", server_id: server.id }, { accepted: () => {} }) });
  }
  if (!entries.length) return;
  event.preventDefault();
  const { left, bottom } = owner.getBoundingClientRect();
  openMenu({ entries, x: event.clientX || left, y: event.clientY || bottom, owner, label: `#${channel.name}` });
}

function drawOthers() {
  drawPeople(byId("people"), { world, channelId: here, person: personMenu });
  panel.draw(here);
}

// The list of people stands beside the chat, or over it on a narrow screen.
function showPeople(isOpen) {
  document.body.classList.toggle("people-open", isOpen);
  byId("open-people").setAttribute("aria-expanded", String(isOpen));
  if (isOpen) showPanel(false);
}

// The operator's panel takes the place of the list of people.
function showPanel(isOpen) {
  document.body.classList.toggle("panel-open", isOpen);
  byId("open-panel").setAttribute("aria-expanded", String(isOpen));
  panel.show(isOpen);
  if (isOpen) showPeople(false);
}

function drawMembers() {
  memberSelect.replaceChildren(...world.members.map((user) => el("option", { value: user.id }, nameOf(user))));
  memberSelect.value = world.me;
  memberSelect.ariaBusy = "false";
  const me = world.members.find((user) => user.id === world.me);
  byId("member-about").textContent = me?.about ?? "";
  byId("self-avatar").replaceChildren(me ? avatar(nameOf(me)) : "");
}

function showPlaces(isOpen) {
  document.body.classList.toggle("places-open", isOpen);
  byId("open-places").setAttribute("aria-expanded", String(isOpen));
  byId("shade").hidden = !isOpen;
  const places = [...byId("places").querySelectorAll("button")];
  if (isOpen) (places.find((place) => place.hasAttribute("aria-current")) ?? places[0])?.focus();
}

// The content of an empty channel: what the bot is about, and what to try.
function hint() {
  const { title, about } = world.welcome;
  const bot = world.bot.user;
  const entries = world.slashEntries(here);
  const canMention = bot && world.peopleIn(here).some((user) => user.id === bot.id);
  const channel = world.channel(here);
  if (channel?.type === FORUM) return renderForum(channel, { world, open: act.go, write: () => writePost(channel) });
  const isDirect = channel?.type === DIRECT;
  const ways = [];
  if (entries.length) ways.push(`Type / to see what ${world.botName} can do`);
  if (isDirect) ways.push("just ask your question");
  else if (canMention) ways.push(`mention it: @${world.botName} and your question`);
  const beginning = `This is the beginning of ${isDirect ? "your chat with " : "#"}${channel ? world.titleOf(channel) : ""}`;
  const hello = title && channel
    ? [el("h2", {}, `Ask ${world.botName} about ${title}`), el("p", {}, about, about ? " " : "", `This page is a small Discord on your own machine; nothing that you do here leaves it.`), suggestions()]
    : [el("h2", {}, channel ? beginning : "Nothing here yet")];
  return el(
    "div",
    { class: "hint" },
    el("img", { src: "icon.svg", alt: "", width: "56", height: "56" }),
    hello,
    el("p", {}, ways.length ? `${ways.join(", or ")}.` : `${world.botName} has no commands here yet.`),
    entries.length
      ? el(
        "div",
        { class: "hint-commands" },
        entries.slice(0, HINTED).map((entry) =>
          el("button", { class: "hint-command", type: "button", onclick: () => composer.startCommand(entry) }, el("strong", {}, `/${entry.title}`), el("span", {}, entry.description)),
        ),
      )
      : null,
    canMention && !isDirect ? el("button", { class: "button secondary", type: "button", onclick: () => composer.mention(bot) }, `Mention @${world.botName}`) : null,
  );
}

function writePost(forum) {
  showForm(byId("form"), postForm(forum), {
    world,
    channelId: forum.id,
    names: world.names,
    submit: (values, { accepted, refused }) => connection.request(
      { type: "post", channel_id: forum.id, ...values },
      { accepted: ({ message_id: id }) => { accepted(); go(id); composer.focus(); }, refused },
    ),
  });
}

// What to try, as buttons: those that can be done in the open channel.
function suggestions() {
  const possible = world.welcome.suggestions.filter(({ ask, command }) => (ask ? canAsk() : !command || entryOf(command)));
  return el("div", { class: "row tries" }, possible.map((one) => el("button", { class: "button primary", type: "button", onclick: () => take(one) }, one.text)));
}

function canAsk() {
  return world.channel(here)?.type === DIRECT || world.peopleIn(here).some(({ id }) => id === world.bot.user?.id);
}

function entryOf(command) {
  return world.slashEntries(here).find(({ title }) => title === command);
}

function take({ text, ask, command, options, go_to: to }) {
  if (tour.open) tour.close();
  if (to) {
    move({ to });
  } else if (ask) {
    const bot = world.bot.user;
    const mention = !bot || world.channel(here)?.type === DIRECT ? "" : `<@${bot.id}> `;
    connection.request({ type: "say", channel_id: here, content: mention + ask }, { accepted: () => {} });
  } else {
    const { command: { id }, path } = entryOf(command);
    connection.request({ type: "slash", channel_id: here, command_id: id, path, options }, interaction({ title: text, channelId: here }));
  }
  composer.focus();
}

function openTour() {
  const possible = suggestions();
  tour.replaceChildren(
    el("form", { method: "dialog" },
      el("header", {}, el("h2", { id: "tour-title" }, "Things to try"), el("button", { class: "icon-button", type: "submit", "aria-label": "Close" }, icon("close"))),
      el("p", {}, world.welcome.about),
      possible.children.length ? possible : el("p", { class: "quiet" }, `${world.botName} can't do any of them in this channel.`),
    ),
  );
  tour.showModal();
}

// ---- banner, notices, typing ----

function connected(isOpen, wait = 0) {
  lost = isOpen ? null : { until: Date.now() + wait };
  if (isOpen) panel.watch();
  drawBanner();
}

function drawBanner() {
  const banner = byId("banner");
  const state = byId("bot-state");
  const online = world.bot.online && !lost;
  state.className = `bot-state ${online ? "online" : "offline"}`;
  restartButton.hidden = !world.bot.can_restart || Boolean(lost);
  restartButton.disabled = restarting || !online;
  if (lost) state.textContent = "not connected";
  else state.textContent = world.bot.user ? `${world.botName} ${online ? "is online" : "is offline"}` : "";
  const key = lost ? "lost" : restarting ? "restarting" : heardState && !world.bot.online ? "offline" : "";
  if (banner.dataset.key === key) return;
  banner.dataset.key = key;
  if (key === "lost" && !KEY) {
    banner.replaceChildren("Open this page by the whole address that the playground printed; it ends with ?key=…");
  } else if (key === "lost") {
    banner.replaceChildren(
      heardState ? "The connection to the playground was lost. Trying again… " : "Connecting to the playground… ",
      el("button", { class: "link", type: "button", onclick: () => connection.open() }, "Try now"),
    );
  } else if (key === "restarting") {
    banner.replaceChildren(`${world.botName} is restarting. It won't answer commands until it's back.`);
  } else if (key === "offline") {
    banner.replaceChildren(`${world.botName} is offline or still starting. It won't answer commands until it's back.`);
  } else {
    banner.replaceChildren();
  }
}

// ---- clock and restart ----

function drawMoves({ destinations, moving }) {
  const moves = [...MOVES.map(([name, by]) => [name, { by }]), ...destinations.map((name) => [name, { to: name }])];
  byId("moves").replaceChildren(
    ...moves.map(([name, where]) =>
      el("button", { class: "button secondary small", type: "button", disabled: moving, onclick: () => move(where) }, name),
    ),
  );
}

function move(where) {
  allowMoves(false); // until a frame says that the move is over
  connection.request({ type: "move", ...where }, {
    accepted: () => {},
    refused: ({ text }) => {
      allowMoves(true);
      notice("warning", text);
    },
  });
}

function allowMoves(may) {
  byId("moves").querySelectorAll("button").forEach((button) => { button.disabled = !may; });
}

function tick() {
  const moment = new Date(now());
  const shown = moment.toLocaleString(undefined, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  if (clockTime.textContent !== shown) clockTime.textContent = shown;
  clockTime.dateTime = moment.toISOString();
  refreshTimes(byId("log"));
  refreshMoments(byId("log"));
}

function restart() {
  restarting = true;
  drawBanner();
  connection.request({ type: "restart" }, {
    accepted: () => {},
    refused: ({ text }) => {
      restarting = false;
      drawBanner();
      notice("warning", text);
    },
  });
}

function notice(level, text) {
  const holder = byId("notices");
  const same = [...holder.querySelectorAll("div")].find((other) => other.dataset.text === text);
  if (same) {
    const times = Number(same.dataset.times) + 1;
    same.dataset.times = String(times);
    same.querySelector(".times")?.replaceChildren(`×${times}`);
    return;
  }
  const item = el(
    "div",
    { class: `notice ${["error", "warning"].includes(level) ? level : "info"}`, "data-text": text, "data-times": "1" },
    el("strong", {}, { error: "Error", warning: "Warning" }[level] ?? "Note"),
    el("span", { class: "notice-text" }, text),
    el("span", { class: "times" }),
    el("button", { class: "icon-button", type: "button", "aria-label": "Dismiss notice", onclick: () => item.remove() }, icon("close")),
  );
  holder.append(item);
  while (holder.children.length > MOST_NOTICES) holder.children[0].remove();
  if (level === "info") setTimeout(() => item.remove(), INFO_LASTS);
}

function stopTyping(channelId, userId) {
  const who = typing.get(channelId);
  clearTimeout(who?.get(userId));
  who?.delete(userId);
  drawTyping();
}

function drawTyping() {
  const names = [...(typing.get(here)?.keys() ?? [])].map((id) => nameOf(world.userById(id) ?? { username: "Somebody" }));
  const line = byId("typing");
  if (names.length) line.replaceChildren(dots(), ` ${names.join(", ")} ${names.length === 1 ? "is" : "are"} typing…`);
  else if (waiting.size) line.replaceChildren(dots(), ` Waiting for ${world.botName} to answer ${[...waiting].at(-1).title}…`);
  else line.replaceChildren();
}

// ---- light and dark ----

const LIGHT = matchMedia("(prefers-color-scheme: light)");
const WIDE = matchMedia("(min-width: 1100px)");

// Changes between light and dark, or (without a theme) follows what the browser prefers.
function paint(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  const isLight = theme ? theme === "light" : LIGHT.matches;
  const button = byId("theme");
  button.replaceChildren(icon(isLight ? "moon" : "sun"));
  button.setAttribute("aria-label", isLight ? "Dark colours" : "Light colours");
  button.title = isLight ? "Dark colours" : "Light colours";
  button.onclick = () => {
    const other = isLight ? "dark" : "light";
    localStorage.setItem("theme", other);
    paint(other);
  };
}

// ---- start ----

paint(localStorage.getItem("theme"));
LIGHT.addEventListener("change", () => paint(localStorage.getItem("theme")));

byId("open-places").append(icon("menu"));
byId("open-places").addEventListener("click", () => showPlaces(!document.body.classList.contains("places-open")));
byId("shade").addEventListener("click", () => showPlaces(false));
byId("open-people").append(icon("people"));
byId("open-people").addEventListener("click", () => showPeople(!document.body.classList.contains("people-open")));
byId("open-panel").append(icon("tools"));
byId("open-panel").addEventListener("click", () => showPanel(!document.body.classList.contains("panel-open")));
showPeople(WIDE.matches);
WIDE.addEventListener("change", () => { if (!WIDE.matches) showPeople(false); });
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && document.body.classList.contains("places-open")) {
    showPlaces(false);
    byId("open-places").focus();
  }
});
memberSelect.addEventListener("change", () => {
  closeMenu();
  showPlaces(false);
  composer.clear();
  memberSelect.ariaBusy = "true"; // until the world comes as this member sees it
  connection.send({ type: "switch", member: memberSelect.value });
});
addEventListener("hashchange", () => {
  const id = decodeURIComponent(location.hash.slice(1));
  if (id !== here && world.channel(id)) go(id);
});
// The browser gives the focus back to the button that opened the form, unless it is gone.
byId("form").addEventListener("close", () => { if (document.activeElement === document.body) composer.focus(); });
restartButton.addEventListener("click", restart);
byId("open-tour").append(icon("bulb"), el("span", {}, "Try"));
byId("open-tour").addEventListener("click", openTour);
setInterval(() => { if (heardState) tick(); }, TICK);
connection.open();
