// The operator's panel: breaks the API and the gateway, edits the member's rights, lists the bot's requests and events.

import { el, focusedIn, freshId } from "./dom.js";
import { icon } from "./icons.js";
import { nameOf } from "./world.js";

const MOST_SHOWN = 300; // requests and events

export class Panel {
  #isOpen = false;
  #traffic = el("ol", { class: "traffic", tabindex: "0", "aria-label": "Requests and events" });
  #tools = el("div", { class: "tools-of-operator" });

  constructor({ holder, world, connection, refused, close }) {
    this.world = world;
    this.connection = connection;
    this.refused = refused;
    holder.append(
      el("header", {}, el("h2", {}, "Operator"), el("button", { class: "icon-button", type: "button", "aria-label": "Close the panel", onclick: close }, icon("close"))),
      this.#tools,
      el("header", {}, el("strong", {}, "Requests and events"), el("button", { class: "button secondary small", type: "button", onclick: () => this.#traffic.replaceChildren() }, "Clear")),
      this.#traffic,
    );
  }

  show(isOpen) {
    if (isOpen === this.#isOpen) return;
    this.#isOpen = isOpen;
    if (isOpen) this.watch();
    else this.#ask({ type: "watch", on: false });
  }

  // Asks for what the list shows, also over a new connection.
  watch() {
    if (!this.#isOpen) return;
    this.#traffic.replaceChildren();
    this.#ask({ type: "watch", on: true });
  }

  draw(channelId) {
    const { world } = this;
    const focused = focusedIn(this.#tools)?.dataset.name;
    this.#tools.replaceChildren(
      el("div", { class: "row" },
        el("label", {}, "The API is", this.#modes(world.controls)),
        el("button", { class: "button secondary small", type: "button", "data-name": "drop", onclick: () => this.#ask({ type: "drop_gateway" }) }, "Drop the gateway")),
      this.#tick("The bot may read all messages (intent)", world.controls.reads, (may) => ({ type: "let_bot_read", may })),
      ...this.#rights(world.channel(channelId), world.serverOf(channelId)),
    );
    if (focused) [...this.#tools.querySelectorAll("[data-name]")].find(({ dataset }) => dataset.name === focused)?.focus();
  }

  #modes({ mode, modes }) {
    const select = el("select", { "data-name": "mode", onchange: () => this.#ask({ type: "api", mode: select.value }) }, modes.map((name) => el("option", { value: name }, name)));
    select.value = mode;
    return select;
  }

  // The rights of the page's member: roles in the server, permissions in the open channel.
  #rights(channel, server) {
    if (!server) return [el("p", { class: "quiet" }, "Direct messages have no rights to edit.")];
    const name = nameOf(this.world.userById(this.world.me));
    const roles = server.roles.filter(({ id, managed }) => id !== server.id && !managed);
    return [
      group(`${name}'s roles in ${server.name}`, roles.map((role) =>
        this.#tick(role.name, server.own_roles.includes(role.id), (on) => ({ type: "role", server_id: server.id, role_id: role.id, on })))),
      server.is_owner
        ? el("p", { class: "quiet" }, `${name} owns ${server.name} and may do everything.`)
        : group(`${name}'s permissions in ${channel.name}`, Object.entries(channel.held).map(([permission, held]) =>
          this.#tick(permission, held, (on) => ({ type: "permission", channel_id: channel.id, permission, on })))),
    ];
  }

  #tick(text, checked, frame) {
    const id = freshId("tick");
    const box = el("input", { id, type: "checkbox", checked, "data-name": text, onchange: () => this.#ask(frame(box.checked)) });
    return el("div", { class: "tick" }, box, el("label", { for: id }, text));
  }

  #ask(frame) {
    this.connection.request(frame, { accepted: () => {}, refused: this.refused });
  }

  // Adds entries at the end, and follows it unless the reader has scrolled up.
  take(entries) {
    const list = this.#traffic;
    const follows = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
    list.append(...entries.map(row));
    while (list.childElementCount > MOST_SHOWN) list.firstElementChild.remove();
    if (follows) list.scrollTop = list.scrollHeight;
  }
}

function group(title, ticks) {
  return el("fieldset", {}, el("legend", {}, title), el("div", { class: "ticks" }, ticks));
}

function row({ method, path, status, milliseconds, problem }) {
  const isEvent = method === "GATEWAY";
  return el("li", { class: problem ? "refused" : null },
    el("strong", {}, isEvent ? "↓" : method),
    el("span", {}, path),
    el("span", { class: "quiet" }, isEvent ? status || "" : `${status || "no answer"} · ${milliseconds} ms`),
    problem ? el("span", { class: "problem" }, problem) : null);
}
