// The message box: plain chat, mentions, replies, and slash commands with their options.
//
// It has two states: writing a message, and filling in a command (`#entry` is set).

import { byId, el, freshId } from "./dom.js";
import { upload } from "./forms.js";
import { icon } from "./icons.js";
import { gist } from "./message.js";
import { portrait } from "./people.js";
import { Suggestions } from "./suggestions.js";
import { nameOf } from "./world.js";

const LONGEST = 2000; // characters of a message
const COUNT_FROM = 1800; // characters from which the counter is shown
const PAUSE = 120; // milliseconds without a key press before options are requested
const MOST_SHOWN = 25;

const [YES_NO, USER, CHANNEL, ROLE, MENTIONABLE, FILE] = [5, 6, 7, 8, 9, 11];
const NUMBERS = { 4: "numeric", 10: "decimal" };

export class Composer {
  /** @type {string | null} */
  #channelId = null;
  #drafts = new Map();
  /** @type {{ message: any, ping: boolean } | null} */
  #reply = null;
  #picked = new Map(); // names of people mentioned from the list -> their ids
  /** @type {any} */
  #editing = null; // the own message that is being changed
  /** @type {{ command: any, path: string[], title: string, description: string, options: any[] } | null} */
  #entry = null;
  #fields = [];
  /** @type {string | null} */
  #asked = null; // nonce of the latest autocomplete
  /** @type {number | undefined} */
  #timer;
  #sending = false;

  // `oncommand({ title, channelId })` returns the handlers for a command's answers; `onlast` is called for ArrowUp in an empty box.
  constructor({ world, connection, oncommand, onlast }) {
    this.world = world;
    this.connection = connection;
    this.oncommand = oncommand;
    this.onlast = onlast;
    this.form = byId("say");
    this.box = /** @type {HTMLTextAreaElement} */ (byId("box"));
    this.command = byId("command");
    this.complaint = byId("complaint");
    this.replying = byId("replying");
    this.count = byId("count");
    this.suggestions = new Suggestions(byId("suggestions"));
    byId("send").append(icon("send"));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.box.addEventListener("input", () => this.#typed());
    this.box.addEventListener("click", () => this.#offer());
    this.box.addEventListener("keydown", (event) => this.#boxKey(event));
    this.form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented || !this.#entry) return;
      event.preventDefault();
      this.#cancelCommand();
    });
    this.form.addEventListener("focusout", () => {
      // The list belongs to the field that has the focus.
      setTimeout(() => { if (!this.form.contains(document.activeElement)) this.suggestions.close(); }, 0);
    });
  }

  open(channelId) {
    if (this.#channelId && !this.#entry) this.#drafts.set(this.#channelId, this.box.value);
    this.#channelId = channelId;
    this.#leaveCommand();
    this.cancelReply();
    this.#say("");
    this.box.value = this.#drafts.get(channelId) ?? "";
    const channel = this.world.channel(channelId);
    const where = channel ? (channel.type === 1 ? `@${this.world.titleOf(channel)}` : `#${this.world.titleOf(channel)}`) : "";
    this.box.placeholder = matchMedia("(max-width: 760px)").matches ? `Message ${where}` : `Message ${where}, or type / for commands`;
    this.#typed({ offer: false });
  }

  // Nothing that was being written is kept.
  clear() {
    this.#drafts.clear();
    this.box.value = "";
    this.open(this.#channelId);
  }

  // The world was loaded again while something was being written.
  refresh() {
    if (this.suggestions.isFor(this.box)) this.#offer();
  }

  focus() {
    (this.#fields.find(({ input }) => !input.value) ?? this.#fields[0])?.input.focus();
    if (!this.#entry) this.box.focus();
  }

  // ---- replies and mentions ----

  replyTo(message) {
    this.#leaveCommand();
    const reply = { message, ping: true };
    this.#reply = reply;
    const name = nameOf(message.author);
    const ping = el("button", { class: "link", type: "button", "aria-pressed": "true", onclick: () => {
      reply.ping = !reply.ping;
      ping.setAttribute("aria-pressed", String(reply.ping));
      ping.textContent = reply.ping ? "@ on" : "@ off";
    } }, "@ on");
    ping.title = `Whether your reply mentions ${name}`;
    this.replying.replaceChildren(
      el("span", { class: "replying-text" }, "Replying to ", el("strong", {}, name), el("span", { class: "quiet" }, ` ${gist(message, this.world.names)}`)),
      ping,
      el("button", { class: "icon-button", type: "button", "aria-label": "Cancel reply", onclick: () => { this.cancelReply(); this.focus(); } }, icon("close")),
    );
    this.replying.hidden = false;
    this.box.focus();
  }

  cancelReply() {
    this.#reply = null;
    this.#editing = null;
    this.replying.hidden = true;
    this.replying.replaceChildren();
  }

  // Puts an own message into the box, to change it.
  edit(message) {
    this.#leaveCommand();
    this.cancelReply();
    this.#editing = message;
    this.box.value = this.#readable(message.content);
    this.replying.replaceChildren(
      el("span", { class: "replying-text" }, "Editing your message"),
      el("button", { class: "icon-button", type: "button", "aria-label": "Cancel editing", onclick: () => this.#cancelEdit() }, icon("close")),
    );
    this.replying.hidden = false;
    this.#typed({ offer: false });
    this.box.focus();
  }

  #cancelEdit() {
    this.#editing = null;
    this.box.value = "";
    this.cancelReply();
    this.#typed({ offer: false });
    this.focus();
  }

  // Mentions as they are typed: @Name.
  #readable(content) {
    return content.replace(/<@!?(\d+)>/g, (whole, id) => {
      const user = this.world.userById(id);
      if (user) this.#picked.set(nameOf(user), id);
      return user ? `@${nameOf(user)}` : whole;
    });
  }

  mention(user) {
    this.#leaveCommand();
    const name = nameOf(user);
    this.#picked.set(name, user.id);
    const { value } = this.box;
    this.box.value = `${value}${value && !/\s$/.test(value) ? " " : ""}@${name} `;
    this.#typed({ offer: false });
    this.box.focus();
    this.box.setSelectionRange(this.box.value.length, this.box.value.length);
  }

  // ---- writing a message ----

  #typed({ offer = true } = {}) {
    this.#say("");
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight, innerHeight * 0.4)}px`;
    const { length } = this.box.value;
    this.count.textContent = length > COUNT_FROM ? `${LONGEST - length}` : "";
    this.count.classList.toggle("over", length > LONGEST);
    if (offer) this.#offer();
  }

  #boxKey(event) {
    if (this.suggestions.isFor(this.box) && this.suggestions.key(event)) return;
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "Escape" && this.#editing) {
      this.#cancelEdit();
    } else if (event.key === "Escape" && this.#reply) {
      this.cancelReply();
    } else if (event.key === "ArrowUp" && !this.box.value) {
      event.preventDefault();
      this.onlast();
    }
  }

  // Offers commands, people or nothing, depending on the text before the cursor.
  #offer() {
    const { value, selectionStart } = this.box;
    if (value.startsWith("/") && !value.includes("\n")) {
      const [, , rest] = this.#readCommand(value) ?? [];
      if (rest === undefined) this.#offerCommands(value.slice(1));
      else this.startCommand(this.#readCommand(value)[0], { first: rest });
      return;
    }
    const at = /(?:^|[\s(])@([^\s@]{0,32})$/.exec(value.slice(0, selectionStart));
    if (at) this.#offerPeople(at[1], selectionStart);
    else this.suggestions.close();
  }

  // "/ask who played thor" -> [entry of /ask, "ask", "who played thor"]; nothing while the name is being typed.
  #readCommand(value) {
    const typed = value.slice(1);
    return this.world
      .slashEntries(this.#channelId)
      .filter(({ title }) => typed.toLowerCase().startsWith(`${title} `))
      .sort((one, other) => other.title.length - one.title.length)
      .map((entry) => [entry, entry.title, typed.slice(entry.title.length + 1)])[0];
  }

  #offerCommands(typed) {
    const words = typed.trim().toLowerCase();
    const all = this.world.slashEntries(this.#channelId);
    const rank = ({ title, description }) => {
      if (title.startsWith(words)) return 0;
      if (title.includes(words)) return 1;
      return ` ${description.toLowerCase()}`.includes(` ${words}`) ? 2 : 3;
    };
    const found = all.filter((entry) => rank(entry) < 3).sort((one, other) => rank(one) - rank(other));
    const items = found.map((entry) => ({
      name: `/${entry.title}`,
      detail: entry.description,
      mark: portrait(this.world.bot.user),
      value: entry,
    }));
    let note = "";
    if (!all.length) {
      note = this.world.commands.length ? `${this.world.botName} has no commands here.` : `${this.world.botName} hasn't registered any commands yet.`;
    } else if (!found.length) {
      note = `There's no command “${words}”. Press Enter to send it as a message.`;
    }
    this.suggestions.show(this.box, items, {
      label: `Commands of ${this.world.botName}`, first: true, note, pick: ({ value }) => this.startCommand(value),
    });
  }

  #offerPeople(typed, cursor) {
    const words = typed.toLowerCase();
    const items = this.world
      .peopleIn(this.#channelId)
      .filter((user) => user.id !== this.world.me && [nameOf(user), user.username].some((name) => name.toLowerCase().startsWith(words)))
      .slice(0, MOST_SHOWN)
      .map((user) => ({ name: nameOf(user), detail: user.bot ? "bot" : `@${user.username}`, mark: portrait(user), value: user }));
    if (!items.length) {
      this.suggestions.close();
      return;
    }
    this.suggestions.show(this.box, items, {
      label: "Mention somebody",
      first: true,
      pick: ({ value: user }) => {
        const start = cursor - typed.length - 1;
        const after = this.box.value.slice(cursor).replace(/^ /, "");
        this.#picked.set(nameOf(user), user.id);
        const head = `${this.box.value.slice(0, start)}@${nameOf(user)} `;
        this.box.value = head + after;
        this.box.setSelectionRange(head.length, head.length);
        this.#typed({ offer: false });
      },
    });
  }

  // ---- filling in a command ----

  // `first` is text for the first option, from a command that was typed out or pasted.
  startCommand(entry, { first = "" } = {}) {
    this.cancelReply();
    this.suggestions.close();
    this.#say("");
    this.#entry = entry;
    this.#fields = [];
    this.box.hidden = true;
    this.box.value = "";
    this.count.textContent = "";
    this.fieldsHolder = el("div", { class: "fields" });
    this.more = el("div", { class: "more-options" });
    this.command.replaceChildren(
      el(
        "div",
        { class: "command-head" },
        el("span", { class: "pill" }, `/${entry.title}`),
        el("p", { class: "about" }, entry.description),
        el("button", { class: "icon-button", type: "button", "aria-label": "Cancel command", title: "Cancel (Esc)", onclick: () => this.#cancelCommand() }, icon("close")),
      ),
      this.fieldsHolder,
      this.more,
    );
    this.command.setAttribute("aria-label", `Command /${entry.title}`);
    this.command.hidden = false;
    const required = entry.options.filter((option) => option.required);
    const shown = required.length ? required : entry.options.slice(0, 1);
    shown.forEach((option) => this.#addField(option));
    this.#drawMore(entry);
    if (this.#fields.length) {
      const { input } = this.#fields[0];
      input.value = first;
      input.focus();
    } else {
      this.fieldsHolder.append(el("span", { class: "quiet" }, "This command has no options. Press Enter to send it."));
      byId("send").focus();
    }
  }

  #cancelCommand({ text = "" } = {}) {
    this.#leaveCommand();
    this.box.value = text;
    this.box.focus();
    this.#typed();
  }

  #leaveCommand() {
    clearTimeout(this.#timer);
    this.suggestions.close();
    this.#entry = null;
    this.#fields = [];
    this.#asked = null;
    this.command.hidden = true;
    this.command.replaceChildren();
    this.box.hidden = false;
  }

  #drawMore(entry) {
    const left = entry.options.filter((option) => !this.#fields.some((field) => field.option === option));
    this.more.replaceChildren(
      ...left.map((option) =>
        el("button", { class: "chip", type: "button", title: option.description, "aria-label": `Add option ${option.name}`, onclick: () => {
          const field = this.#addField(option);
          this.#drawMore(entry);
          field.input.focus();
        } }, `+ ${option.name}`),
      ),
    );
    this.more.hidden = !left.length;
  }

  #addField(option) {
    const id = freshId("option");
    const listed = option.autocomplete || option.choices?.length || [YES_NO, USER, CHANNEL, ROLE, MENTIONABLE].includes(option.type);
    const input = el("input", {
      id, type: option.type === FILE ? "file" : "text", "data-option": option.name, autocomplete: "off", spellcheck: "false", inputmode: NUMBERS[option.type] ?? null,
      placeholder: option.description, maxlength: option.max_length, "aria-required": option.required ? "true" : null,
      ...(listed ? { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" } : {}),
    });
    const field = { option, input, picked: null };
    input.addEventListener("focus", () => {
      this.#offerOptions(field, { at: "once" });
    });
    input.addEventListener("blur", () => {
      if (this.suggestions.isFor(input)) this.suggestions.close();
    });
    input.addEventListener("input", () => {
      field.picked = null;
      this.#fault(null);
      this.#offerOptions(field);
    });
    input.addEventListener("click", () => {
      if (!this.suggestions.isOpen) this.#offerOptions(field, { at: "once" });
    });
    input.addEventListener("keydown", (event) => this.#fieldKey(event, field));
    if (option.type === FILE) input.addEventListener("change", () => this.#upload(field));
    this.#fields.push(field);
    this.fieldsHolder.append(
      el("div", { class: "field" }, el("label", { for: id }, option.name, option.required ? el("span", { class: "star", "aria-hidden": "true" }, "*") : null), input),
    );
    return field;
  }

  async #upload(field) {
    field.picked = null;
    field.input.setAttribute("aria-busy", "true");
    try {
      const [id] = await upload(field.input.files);
      field.picked = id ? { value: id } : null;
    } catch (error) {
      this.#say(error.message);
    }
    field.input.removeAttribute("aria-busy");
  }

  #fieldKey(event, field) {
    if (this.suggestions.isFor(field.input) && this.suggestions.key(event)) return;
    if (event.isComposing) return;
    if (event.key === "Backspace" && !field.input.value && field === this.#fields[0] && this.#entry) {
      event.preventDefault();
      this.#cancelCommand({ text: `/${this.#entry.title}` });
    } else if (event.key === "ArrowDown" && !this.suggestions.isOpen) {
      event.preventDefault();
      this.#offerOptions(field, { at: "once" });
    }
  }

  #offerOptions(field, { at = "after a pause" } = {}) {
    clearTimeout(this.#timer);
    this.#asked = null;
    const { option, input } = field;
    if (option.autocomplete) {
      this.#timer = setTimeout(() => this.#askForOptions(field), at === "once" ? 0 : PAUSE);
      return;
    }
    const all = this.#fixedOptions(option);
    if (!all) {
      this.suggestions.close();
      return;
    }
    const words = field.picked ? "" : input.value.trim().toLowerCase();
    const found = all.filter(({ name }) => name.toLowerCase().includes(words)).slice(0, MOST_SHOWN);
    this.#showOptions(field, found, { first: Boolean(words) || !field.picked, note: found.length ? "" : "No matching options." });
  }

  #fixedOptions({ type, choices }) {
    const server = this.world.serverOf(this.#channelId);
    const people = () => this.world.peopleIn(this.#channelId).map((user) => ({ name: nameOf(user), detail: `@${user.username}`, value: user.id }));
    const roles = () => (server?.roles ?? []).map((role) => ({ name: role.name, value: role.id }));
    if (choices?.length) return choices;
    switch (type) {
      case YES_NO:
        return [{ name: "True", value: true }, { name: "False", value: false }];
      case USER:
        return people();
      case ROLE:
        return roles();
      case MENTIONABLE:
        return [...people(), ...roles()];
      case CHANNEL:
        return (server?.channels ?? []).map((channel) => ({ name: `#${channel.name}`, value: channel.id }));
      default:
        return null;
    }
  }

  #askForOptions(field) {
    if (!this.#entry || document.activeElement !== field.input) return;
    const { option, input } = field;
    const nonce = this.connection.request(
      { ...this.#frame("autocomplete", this.#entry), options: { ...this.#values(), [option.name]: input.value }, focused: option.name },
      {
        choices: ({ choices, failed }) => {
          if (this.#asked !== nonce || document.activeElement !== input) return;
          const note = failed ? "Loading options failed." : choices.length ? "" : "No matching options.";
          this.#showOptions(field, choices, { first: !field.picked && Boolean(input.value.trim()), note });
        },
        refused: ({ text }) => {
          if (this.#asked === nonce && document.activeElement === input) this.#showOptions(field, [], { note: text });
        },
      },
    );
    this.#asked = nonce;
    if (!this.suggestions.isFor(input)) this.#showOptions(field, [], { note: "Loading options…" });
  }

  #showOptions(field, items, { first = false, note }) {
    this.suggestions.show(field.input, items, {
      label: `${field.option.name}: ${field.option.description}`,
      first,
      note,
      pick: (item) => {
        field.input.value = item.name;
        field.picked = item;
        this.#fault(null);
        const next = this.#fields.find(({ option, input }) => option.required && !input.value);
        if (next) next.input.focus();
      },
    });
  }

  #values() {
    const values = {};
    for (const { option, input, picked } of this.#fields) {
      if (picked) values[option.name] = picked.value;
      else if (option.type !== FILE && input.value.trim()) values[option.name] = input.value.trim();
    }
    return values;
  }

  #frame(type, { command, path }) {
    return { type, channel_id: this.#channelId, command_id: command.id, ...(path.length ? { path } : {}) };
  }

  // Marks the invalid field, if there is one.
  #fault(name) {
    for (const { option, input } of this.#fields) {
      if (option.name === name) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
    if (name === null) this.#say("");
  }

  // ---- sending ----

  #send() {
    if (this.#sending) return;
    if (this.#entry) this.#sendCommand(this.#entry);
    else this.#sendMessage();
  }

  #sendCommand(entry) {
    const values = this.#values();
    const missing = this.#fields.find(({ option }) => option.required && !(option.name in values));
    if (missing) {
      missing.input.focus();
      this.#fault(missing.option.name);
      this.#say(`${missing.option.name} is required.`);
      return;
    }
    this.suggestions.close();
    clearTimeout(this.#timer);
    this.#asked = null;
    this.#sending = true;
    const heard = this.oncommand({ title: `/${entry.title}`, channelId: this.#channelId });
    this.connection.request({ ...this.#frame("slash", entry), options: values }, {
      ...heard,
      accepted: (frame) => {
        this.#sending = false;
        heard.accepted?.(frame);
        if (this.#entry === entry) this.#cancelCommand();
      },
      refused: (frame) => {
        this.#sending = false;
        heard.refused?.(frame);
        if (this.#entry !== entry) return;
        const wrong = entry.options.find((option) => option.name === frame.option);
        if (wrong) {
          const field = this.#fields.find(({ option }) => option === wrong) ?? this.#addField(wrong);
          this.#drawMore(entry);
          field.input.focus();
          this.#fault(wrong.name);
        }
        this.#say(frame.text);
      },
    });
  }

  #sendMessage() {
    const typed = this.box.value;
    const whole = this.#readCommand(`${typed} `);
    if (typed.startsWith("/") && whole && whole[2].trim() === "") {
      this.startCommand(whole[0]);
      return;
    }
    const content = this.#withMentions(typed.trim());
    if (!content) return;
    if (content.length > LONGEST) {
      this.#say(`A message can have at most ${LONGEST} characters; this one has ${content.length}.`);
      return;
    }
    const reply = this.#reply;
    const editing = this.#editing;
    const channelId = this.#channelId;
    this.connection.request(
      editing
        ? { type: "edit", message_id: editing.id, content }
        : { type: "say", channel_id: channelId, content, ...(reply ? { reply_to: reply.message.id, ping: reply.ping } : {}) },
      {
        accepted: () => {},
        refused: ({ text }) => {
          if (this.#channelId === channelId && !this.#entry && !this.box.value) {
            this.box.value = typed;
            if (reply) this.replyTo(reply.message);
            if (editing) this.edit({ ...editing, content });
            this.#typed({ offer: false });
          }
          this.#say(text);
        },
      },
    );
    this.#drafts.delete(channelId);
    this.box.value = "";
    this.cancelReply();
    this.suggestions.close();
    this.#typed({ offer: false });
  }

  // "@Name" picked from the list mentions the picked person, even if others have the same name.
  #withMentions(text) {
    return [...this.#picked]
      .sort(([one], [other]) => other.length - one.length)
      .reduce((content, [name, id]) => content.replaceAll(`@${name}`, `<@${id}>`), text);
  }

  #say(text) {
    this.complaint.textContent = text;
  }
}
