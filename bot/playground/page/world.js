// The page's data: people, channels, messages. No DOM here.

export const DIRECT = 1;
export const CATEGORY = 4;
export const THREAD = 11;
export const FORUM = 15;

export const SLASH = 1;
export const USER_MENU = 2;
export const MESSAGE_MENU = 3;

export const EPHEMERAL = 64;
export const THINKING = 128;
export const NO_EMBEDS = 4;
export const LAYOUT = 32768; // Components V2

/** @typedef {{ id: string, username: string, global_name?: string | null, avatar?: string | null, bot?: boolean }} User */

export class World {
  me = ""; // the id of the member who the page is; none before the first state
  /** @type {{ online: boolean, user: User | null, can_restart?: boolean }} */
  bot = { online: false, user: null };
  controls = { mode: "normal", modes: ["normal"], reads: false };
  welcome = { title: "", about: "", suggestions: [] };
  members = [];
  servers = [];
  directs = [];
  commands = [];
  messages = new Map();
  unread = new Map();
  online = new Set(); // ids of the members that somebody has a page open for
  #users = new Map();

  load(state) {
    this.me = state.me;
    this.bot = state.bot;
    this.controls = state.controls;
    this.welcome = state.welcome;
    this.members = state.members.map(({ user, ...rest }) => ({ ...user, ...rest }));
    this.commands = state.commands;
    this.messages = new Map(Object.entries(state.messages));
    this.unread = new Map();
    this.#users = new Map();
    this.place(state);
    this.#meet(state.bot.user);
    this.members.forEach((user) => this.#meet(user));
    for (const said of this.messages.values()) said.forEach((message) => this.#meetIn(message));
  }

  place({ servers, directs }) {
    this.servers = servers;
    this.directs = directs;
    for (const server of servers) server.members.forEach((user) => this.#meet(user.user ?? user));
    for (const channel of directs) channel.recipients?.forEach((user) => this.#meet(user));
  }

  #meet(user) {
    if (user?.id) this.#users.set(user.id, user);
  }

  #meetIn(message) {
    this.#meet(message.author);
    message.mentions?.forEach((user) => this.#meet(user));
    this.#meet(message.interaction_metadata?.user);
  }

  // ---- people and channels ----

  get botName() {
    return this.bot.user ? nameOf(this.bot.user) : "The bot";
  }

  userById(id) {
    return this.#users.get(id);
  }

  // Resolves mentions for markdown.
  get names() {
    return {
      user: (id) => (this.#users.has(id) ? nameOf(this.#users.get(id)) : undefined),
      channel: (id) => this.channel(id)?.name,
      role: (id) => this.servers.flatMap((server) => server.roles ?? []).find((role) => role.id === id)?.name.replace(/^@/, ""),
    };
  }

  get channels() {
    return [...this.servers.flatMap((server) => server.channels), ...this.directs];
  }

  channel(id) {
    return this.channels.find((channel) => channel.id === id);
  }

  serverOf(channelId) {
    return this.servers.find((server) => server.channels.some((channel) => channel.id === channelId));
  }

  // A forum's posts, the newest first.
  postsOf(forum) {
    const posts = this.channels.filter((channel) => channel.type === THREAD && channel.parent_id === forum.id);
    return posts.sort((one, other) => Number(BigInt(other.id) - BigInt(one.id)));
  }

  // The names of a post's tags; of another channel none.
  tagsOf(channel) {
    const offered = this.channel(channel.parent_id)?.available_tags ?? [];
    return offered.filter((tag) => channel.applied_tags?.includes(tag.id)).map((tag) => tag.name);
  }

  // An archived thread is hidden from the list but can still be opened directly.
  isArchived(channel) {
    return channel.type === THREAD && Boolean(channel.thread_metadata?.archived);
  }

  titleOf(channel) {
    if (channel.type !== DIRECT) return channel.name;
    return channel.recipients?.map(nameOf).join(", ") || this.botName;
  }

  // The people who can be mentioned in a channel; the bot first.
  peopleIn(channelId) {
    const server = this.serverOf(channelId);
    const people = server
      ? server.members.map((member) => member.user ?? member)
      : [...(this.channel(channelId)?.recipients ?? []), this.userById(this.me)].filter(Boolean);
    return [...people].sort((one, other) => Number(other.bot ?? false) - Number(one.bot ?? false));
  }

  // ---- commands ----

  commandsIn(channelId, type) {
    return this.commands.filter((command) => (command.type ?? SLASH) === type && command.usable_in.includes(channelId));
  }

  // The slash commands to choose from, by name; each subcommand is its own entry, in the order of the command.
  slashEntries(channelId) {
    return this.commandsIn(channelId, SLASH)
      .flatMap((command) => entries(command, command, []))
      .sort((one, other) => one.command.name.localeCompare(other.command.name));
  }

  // ---- messages ----

  said(channelId) {
    if (!this.messages.has(channelId)) this.messages.set(channelId, []);
    return this.messages.get(channelId);
  }

  message(channelId, id) {
    return this.said(channelId).find((message) => message.id === id);
  }

  add(message) {
    this.#meetIn(message);
    const said = this.said(message.channel_id);
    const at = said.findIndex((other) => other.id === message.id);
    if (at === -1) said.push(message);
    else said[at] = message;
    return at === -1;
  }

  remove(channelId, id) {
    this.messages.set(channelId, this.said(channelId).filter((message) => message.id !== id));
  }

  mentionsMe(message) {
    if (message.author.id === this.me) return false;
    const roles = this.serverOf(message.channel_id)?.own_roles ?? [];
    return (
      message.mention_everyone ||
      (message.mentions ?? []).some((user) => user.id === this.me) ||
      (message.mention_roles ?? []).some((id) => roles.includes(id))
    );
  }
}

export function nameOf(user) {
  return user.global_name || user.username;
}

function entries(command, level, path) {
  const options = level.options ?? [];
  const below = options.filter((option) => option.type === 1 || option.type === 2);
  if (below.length) return below.flatMap((option) => entries(command, option, [...path, option.name]));
  return [{ command, path, title: [command.name, ...path].join(" "), description: level.description ?? "", options }];
}
