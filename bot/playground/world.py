"""The playground's state and Discord's rules for changing it. Pure: time is passed in as `now`.

Every change is recorded as an event (`model`), which `take_events` returns once.
"""

import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from bot.playground import component_rules, mentions, permissions, refusals, rules
from bot.playground.commands import SLASH
from bot.playground.components import numbered, readable
from bot.playground.model import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    DEFAULT,
    DIRECT,
    FORUM,
    MENU_RESPONSE,
    PUBLIC_THREAD,
    REPLY,
    SLASH_RESPONSE,
    TEXT,
    THREADS,
    Attachment,
    BotAdded,
    BotOnline,
    Channel,
    ChannelChanged,
    ChannelDeleted,
    ClockMoved,
    CommandsChanged,
    ControlsChanged,
    Event,
    Guild,
    Interaction,
    InteractionAnswered,
    InteractionFailed,
    InteractionSent,
    MemberChanged,
    MemberLeft,
    Membership,
    Message,
    MessageCreated,
    MessageDeleted,
    MessageUpdated,
    Notice,
    ReactionChanged,
    Role,
    Tag,
    ThreadChanged,
    ThreadOpened,
    Typing,
    User,
)
from bot.playground.permissions import Overwrite
from bot.playground.refusals import Json, Refusal, invalid_form
from bot.playground.registry import Registry

DISCORD_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)

FOUNDED = datetime(2025, 1, 1, tzinfo=UTC)
"""When the servers, channels and members were created. It is fixed, so ids are the same in every playground and a
bot's database stays valid."""

TOKEN_LIFE = timedelta(minutes=15)
"""Lifetime of an interaction's token (Discord's)."""

NONCE_LIFE = timedelta(minutes=5)
"""How long a nonce is remembered ("a few minutes" in Discord's documentation)."""

FOLLOW_UPS_MAX = 5
"""Follow-ups an app may send if only the user has installed it (Discord's limit)."""

HISTORY_MAX = 100
"""Messages per request (Discord's limit)."""

TAGS_MAX = 5
"""Tags of a forum's post (Discord's limit)."""

NO_ANSWER = "The application did not respond"
"""Discord's error when the bot doesn't answer in time."""

Key = TypeVar("Key")
Remembered = TypeVar("Remembered")


class World:
    """Two servers, their members, and all messages.

    Film Club (#general, #lore) has the bot as a member; Elsewhere (#lobby) doesn't, but its members have installed
    the app for themselves. Robin owns both servers and Sam is an ordinary member of both. Alex, who can also manage
    messages, and Kim, an ordinary member, are only in Film Club. Sam and Kim have its role Quiz Fans, which anybody
    may ping. Each member has a DM with the bot. Each of the `more_servers` has #general, Robin, Sam and the bot.

    It is long because it is the one place that changes what exists, so that every change is announced to the hub.
    """

    def __init__(
        self,
        *,
        bot_name: str = "Lorekeeper",
        privileged_intents: int = 0,
        answer_within: timedelta = timedelta(seconds=3),
        more_servers: int = 0,
    ) -> None:
        self.privileged_intents = privileged_intents
        """The application's granted privileged intents, as bits."""
        self.answer_within = answer_within
        self.address = ""
        """Base address of uploads, e.g. http://127.0.0.1:8000."""
        self.guilds: dict[str, Guild] = {}
        self.channels: dict[str, Channel] = {}
        self.interactions: dict[str, Interaction] = {}
        self.uploads: dict[str, Attachment] = {}
        """Files that members upload to forms and commands, by id."""
        self.is_online = False
        self.closed_directs: set[str] = set()
        """Members who don't accept DMs from the bot."""
        self._by_token: dict[str, Interaction] = {}
        self._of_guild: dict[str, dict[str, Channel]] = {}
        self._messages: dict[str, dict[str, Message]] = {}
        self._nonces: dict[tuple[str, str], tuple[datetime, Message]] = {}
        self._hidden: set[tuple[str, str]] = set()
        self._left: dict[tuple[str, str], Membership] = {}
        self._events: list[Event] = []
        self._last_id = 0
        self.application_id = self.new_id(FOUNDED)
        self.commands = Registry(self.application_id)
        self.bot = User(self.application_id, bot_name, bot=True)
        self.people = [User(self.new_id(FOUNDED), name) for name in ("Robin", "Sam", "Kim", "Alex")]
        self.owner = self.people[0]
        self.users = {person.id: person for person in (self.bot, *self.people)}
        self._create_servers(FOUNDED)
        for number in range(1, more_servers + 1):
            self._add_small_server(f"Server {number}", FOUNDED)

    def _create_servers(self, now: datetime) -> None:
        _, sam, kim, alex = self.people
        for name, channels, has_bot in (("Film Club", ("general", "lore"), True), ("Elsewhere", ("lobby",), False)):
            guild_id = self.new_id(now)
            everyone = Role(guild_id, "@everyone", permissions.EVERYONE)
            manage = permissions.MANAGE_GUILD | permissions.MANAGE_CHANNELS | permissions.MANAGE_MESSAGES
            moderators = Role(self.new_id(now), "Moderators", manage | permissions.MENTION_EVERYONE, position=2)
            guild = Guild(guild_id, name, self.owner.id, {everyone.id: everyone, moderators.id: moderators})
            guild.members[self.owner.id] = Membership([moderators.id], now)
            guild.members[sam.id] = Membership([], now)
            if has_bot:
                fans = Role(self.new_id(now), "Quiz Fans", 0, position=1, mentionable=True)
                helpers = Role(self.new_id(now), "Helpers", permissions.MANAGE_MESSAGES, position=1)
                guild.roles |= {fans.id: fans, helpers.id: helpers}
                guild.members[sam.id].roles.append(fans.id)
                guild.members[kim.id] = Membership([fans.id], now)
                guild.members[alex.id] = Membership([helpers.id], now)
                own = Role(self.new_id(now), self.bot.name, permissions.EVERYONE, position=1, managed=True)
                guild.roles[own.id] = own
                guild.members[self.bot.id] = Membership([own.id], now)
            self.guilds[guild_id] = guild
            for position, channel_name in enumerate(channels):
                self._add_channel(Channel(self.new_id(now), TEXT, channel_name, guild_id, position))
        for person in self.people:
            self._add_channel(Channel(self.new_id(now), DIRECT, recipients=(person.id, self.bot.id)))

    def _add_small_server(self, name: str, now: datetime) -> None:
        """Add a minimal server."""
        guild_id = self.new_id(now)
        everyone = Role(guild_id, "@everyone", permissions.EVERYONE)
        own = Role(self.new_id(now), self.bot.name, permissions.EVERYONE, position=1, managed=True)
        guild = Guild(guild_id, name, self.owner.id, {everyone.id: everyone, own.id: own})
        for person in (self.owner, self.person("Sam")):
            guild.members[person.id] = Membership([], now)
        guild.members[self.bot.id] = Membership([own.id], now)
        self.guilds[guild_id] = guild
        self._add_channel(Channel(self.new_id(now), TEXT, "general", guild_id))

    def _add_channel(self, channel: Channel) -> None:
        self.channels[channel.id] = channel
        self._messages[channel.id] = {}
        if channel.guild_id is not None:
            self._of_guild.setdefault(channel.guild_id, {})[channel.id] = channel

    def new_id(self, now: datetime) -> str:
        """A snowflake: it contains its time, and later ones are larger."""
        least = int((now - DISCORD_EPOCH) / timedelta(milliseconds=1)) << 22
        self._last_id = max(least, self._last_id + 1)
        return str(self._last_id)

    def take_events(self) -> list[Event]:
        """The events since the last call."""
        events, self._events = self._events, []
        return events

    def notice(self, level: str, text: str) -> None:
        """Show the bot's developer a notice on the page; `level` is "error", "warning" or "info"."""
        self._events.append(Notice(level, text))

    def controls_change(self) -> None:
        self._events.append(ControlsChanged())

    def grant_intent(self, intent: int, *, granted: bool) -> None:
        """Grant the application a privileged intent, or withdraw it."""
        self.privileged_intents = self.privileged_intents | intent if granted else self.privileged_intents & ~intent
        self.controls_change()

    def bot_is_online(self, online: bool) -> None:
        """Called by the gateway when the bot connects or disconnects."""
        if online != self.is_online:
            self.is_online = online
            self._events.append(BotOnline(online))

    def time_moves(self, by: timedelta, now: datetime) -> None:
        """The clock was moved to `now`: archive threads that have been quiet for too long.

        Open interactions keep their remaining seconds, because the move took no real time.
        """
        for interaction in self.interactions.values():
            if interaction.is_open:
                interaction.asked += by
        for thread in self.channels.values():
            if thread.type in THREADS and not thread.archived and now >= self._archived_at(thread):
                thread.archived = True
                self._events.append(ThreadChanged(thread))
        self._events.append(ClockMoved(now))

    def _archived_at(self, thread: Channel) -> datetime:
        said = [message.sent for message in self._messages[thread.id].values()]
        opened = [thread.opened] if thread.opened else []
        return max(said + opened) + timedelta(minutes=thread.auto_archive)

    # ------------------------------------------------------------------------------------------- looking up

    def person(self, name: str) -> User:
        """A human by name or id. Raises `KeyError`."""
        for person in self.people:
            if name in (person.id, person.name):
                return person
        raise KeyError(name)

    def channel(self, name: str) -> Channel:
        """A server's channel or thread by name or id. Raises `KeyError`."""
        if name in self.channels:
            return self.channels[name]
        for channel in self.channels.values():
            if channel.name == name.removeprefix("#") and channel.type != DIRECT:
                return channel
        raise KeyError(name)

    def channels_of(self, guild_id: str) -> list[Channel]:
        """A server's channels and threads."""
        return list(self._of_guild.get(guild_id, {}).values())

    def direct(self, user_id: str) -> Channel:
        """A member's DM with the bot."""
        return next(c for c in self.channels.values() if c.type == DIRECT and user_id in c.recipients)

    def last_message_id(self, channel_id: str) -> str | None:
        messages = self._messages.get(channel_id, {})
        return next((m.id for m in reversed(messages.values()) if not m.is_ephemeral), None)

    def messages_in(self, channel_id: str) -> list[Message]:
        """All of a channel's messages, including ephemeral ones, oldest first."""
        return list(self._messages.get(channel_id, {}).values())

    def find_message(self, message_id: str) -> Message | None:
        for messages in self._messages.values():
            if message_id in messages:
                return messages[message_id]
        return None

    def file(self, channel_id: str, file_id: str) -> Attachment | None:
        """A file of a channel's messages, or one that a member uploaded."""
        posted = (file for message in self.messages_in(channel_id) for file in message.attachments)
        return next((file for file in posted if file.id == file_id), None) or self.uploads.get(file_id)

    def messages_for(self, user_id: str, channel_id: str) -> list[Message]:
        """The messages in a channel that a member can see, oldest first."""
        return [m for m in self._messages[channel_id].values() if self.sees(user_id, m)]

    def sees(self, user_id: str, message: Message) -> bool:
        if (user_id, message.id) in self._hidden:
            return False
        if message.visible_to not in (None, user_id):
            return False
        return bool(self.permissions_in(self.channels[message.channel_id], user_id) & permissions.VIEW_CHANNEL)

    def permissions_in(self, channel: Channel, user_id: str) -> int:
        """A user's permissions in a channel; 0 if they can't see it."""
        if channel.type == DIRECT:
            return permissions.IN_A_DIRECT if user_id in channel.recipients else 0
        assert channel.guild_id is not None
        guild = self.guilds[channel.guild_id]
        if user_id not in guild.members:
            return 0
        if user_id == guild.owner_id:
            return permissions.ALL
        home = self.channels[channel.parent_id] if channel.type in THREADS and channel.parent_id else channel
        held = [guild.id, *guild.members[user_id].roles]
        return permissions.of_member(
            guild_id=guild.id,
            user_id=user_id,
            roles=[(role_id, guild.roles[role_id].permissions) for role_id in held],
            overwrites=home.overwrites,
        )

    def app_permissions_in(self, channel: Channel) -> int:
        """The app's permissions in a channel: the bot's own, or an ordinary member's if it isn't in the server."""
        if channel.guild_id is not None and self.bot.id not in self.guilds[channel.guild_id].members:
            return permissions.EVERYONE
        return self.permissions_in(channel, self.bot.id)

    def may_bot_read(self, message: Message) -> bool:
        """Can the bot read this message without the message content intent (its own, DMs, mentions)?"""
        return message.guild_id is None or message.author_id == self.bot.id or self.bot.id in message.mentions

    # ------------------------------------------------------------------------------ how the world is arranged

    def set_overwrite(self, channel_id: str, overwrite: Overwrite) -> None:
        """Change what a role or a member may do in a channel."""
        channel = self.channels[channel_id]
        channel.overwrites = [o for o in channel.overwrites if o.id != overwrite.id] + [overwrite]
        self._events.append(ChannelChanged(channel))

    def add_server(self, name: str, channel: str, *, at: datetime = FOUNDED) -> Guild:
        """Add a server of Robin's with one channel, everybody and the bot. Call it before the bot connects.

        `at` is the creation time in the server's id.
        """
        guild_id = self.new_id(at)
        guild = Guild(guild_id, name, self.owner.id, {guild_id: Role(guild_id, "@everyone", permissions.EVERYONE)})
        guild.members = {user_id: Membership([], FOUNDED) for user_id in self.users}
        self.guilds[guild_id] = guild
        self._add_channel(Channel(self.new_id(FOUNDED), TEXT, channel, guild_id))
        return guild

    def add_forum(self, guild_id: str, name: str, tags: Sequence[str] = (), *, at: datetime = FOUNDED) -> Channel:
        """Add a forum with tags for its posts to a server. Call it before the bot connects."""
        position = len(self.channels_of(guild_id))
        own = tuple(Tag(self.new_id(at), tag) for tag in tags)
        forum = Channel(self.new_id(at), FORUM, name, guild_id, position, tags=own)
        self._add_channel(forum)
        return forum

    def delete_channel(self, channel_id: str) -> None:
        """Delete a channel or thread with its threads and messages."""
        for thread in [c for c in self.channels.values() if c.parent_id == channel_id and c.type in THREADS]:
            self.delete_channel(thread.id)
        channel = self.channels.pop(channel_id)
        del self._messages[channel_id]
        if channel.guild_id is not None:
            del self._of_guild[channel.guild_id][channel_id]
        self._events.append(ChannelDeleted(channel))

    def give_role(self, guild_id: str, user_id: str, role_id: str, *, held: bool) -> None:
        """Give a member a role, or take it away."""
        guild = self.guilds[guild_id]
        others = [role for role in guild.members[user_id].roles if role != role_id]
        guild.members[user_id].roles[:] = [*others, role_id] if held else others
        self._events.append(MemberChanged(guild, user_id))

    def leave(self, guild_id: str, user_id: str) -> None:
        """A member leaves a server. Their messages stay."""
        guild = self.guilds[guild_id]
        self._left[guild_id, user_id] = guild.members.pop(user_id)
        self._events.append(MemberLeft(guild, user_id))

    def add_bot(self, guild_id: str) -> None:
        """Add the bot to a server that it was removed from (see `leave`), with its old roles."""
        guild = self.guilds[guild_id]
        guild.members[self.bot.id] = self._left.pop((guild_id, self.bot.id))
        self._events.append(BotAdded(guild))

    # --------------------------------------------------------------------------------------- the bot's doors

    def guild_for_bot(self, guild_id: str) -> Guild:
        if guild_id not in self.guilds:
            raise refusals.unknown_guild()
        if self.bot.id not in self.guilds[guild_id].members:
            raise refusals.missing_access()
        return self.guilds[guild_id]

    def channel_for_bot(self, channel_id: str, needs: int = 0) -> Channel:
        """A channel that the bot can see and has these permissions in. Raises `Refusal`."""
        channel = self.channels.get(channel_id)
        if channel is None:
            raise refusals.unknown_channel()
        held = self.permissions_in(channel, self.bot.id)
        if not held & permissions.VIEW_CHANNEL:
            raise refusals.missing_access()
        if channel.type in THREADS and needs & permissions.SEND_MESSAGES:
            needs = needs & ~permissions.SEND_MESSAGES | permissions.SEND_MESSAGES_IN_THREADS
        if held & needs != needs:
            raise refusals.missing_permissions()
        return channel

    def message_for_bot(self, channel_id: str, message_id: str, needs: int = 0) -> Message:
        self.channel_for_bot(channel_id, needs)
        message = self._messages[channel_id].get(message_id)
        if message is None or message.is_ephemeral:
            raise refusals.unknown_message()
        return message

    def history(
        self,
        channel_id: str,
        *,
        limit: int = 50,
        before: str | None = None,
        after: str | None = None,
        around: str | None = None,
    ) -> list[Message]:
        """At most `limit` messages of a channel, newest first, as in REST."""
        self.channel_for_bot(channel_id)
        if not 1 <= limit <= HISTORY_MAX:
            message = f"int value should be between 1 and {HISTORY_MAX}."
            raise invalid_form(("limit",), "NUMBER_TYPE_MAX", message)
        if not self.permissions_in(self.channels[channel_id], self.bot.id) & permissions.READ_MESSAGE_HISTORY:
            return []
        found = [m for m in self._messages[channel_id].values() if not m.is_ephemeral]
        if before is not None:
            chosen = [m for m in found if int(m.id) < int(before)][-limit:]
        elif after is not None:
            chosen = [m for m in found if int(m.id) > int(after)][:limit]
        elif around is not None:
            older = [m for m in found if int(m.id) < int(around)][-(limit // 2) :]
            newer = [m for m in found if int(m.id) >= int(around)][: limit - len(older)]
            chosen = older + newer
        else:
            chosen = found[-limit:]
        return chosen[::-1]

    def post(self, channel_id: str, body: Json, now: datetime, uploads: list[Attachment] | None = None) -> Message:
        """The bot posts a message. A recently used nonce returns the earlier message."""
        channel = self.channel_for_bot(channel_id, self._needed(body, uploads) | permissions.SEND_MESSAGES)
        rules.check_message(body, uploads=_names(uploads))
        if channel.type == FORUM:
            raise refusals.not_a_text_channel()
        if channel.archived and channel.locked:
            raise Refusal(400, 50083, "Thread is archived")
        if self.closed_directs.intersection(channel.recipients):
            raise refusals.closed_directs()
        nonce = body.get("nonce")
        if nonce is not None and body.get("enforce_nonce"):
            posted, earlier = self._nonces.get((channel_id, str(nonce)), (None, None))
            if posted is not None and earlier is not None and now - posted <= NONCE_LIFE:
                return earlier
        reference_id = self._reference(channel, body.get("message_reference"))
        body = body | {"flags": (body.get("flags") or 0) & ~rules.EPHEMERAL}
        message = self._message(channel, self.bot.id, now, body, uploads or [])
        if reference_id is not None:
            message.type, message.reference_id = REPLY, reference_id
        self._mention(message, channel, body.get("allowed_mentions"))
        if nonce is not None:
            _forget(self._nonces, lambda earlier: now - earlier[0] > NONCE_LIFE)
            self._nonces[(channel_id, str(nonce))] = (now, message)
        if channel.archived:
            channel.archived = False
            self._events.append(ThreadChanged(channel))
        return self._created(message)

    def edit(
        self,
        channel_id: str,
        message_id: str,
        body: Json,
        now: datetime,
        uploads: list[Attachment] | None = None,
    ) -> Message:
        """The bot edits its own message."""
        message = self.message_for_bot(channel_id, message_id, self._needed(body, uploads))
        if message.author_id != self.bot.id:
            raise refusals.not_your_message()
        return self._edit(message, body, now, uploads or [])

    def delete(self, channel_id: str, message_id: str) -> None:
        message = self.message_for_bot(channel_id, message_id)
        if message.author_id != self.bot.id:
            if self.channels[channel_id].type == DIRECT:
                raise Refusal(403, 50003, "Cannot execute action on a DM channel")
            self.channel_for_bot(channel_id, permissions.MANAGE_MESSAGES)
        self._delete(message)

    def delete_many(self, channel_id: str, message_ids: list[str]) -> None:
        self.channel_for_bot(channel_id, permissions.MANAGE_MESSAGES)
        if not 2 <= len(message_ids) <= HISTORY_MAX:
            raise Refusal(400, 50016, "You must provide at least 2 and fewer than 100 messages to delete.")
        for message_id in message_ids:
            if message_id in self._messages[channel_id]:
                self._delete(self._messages[channel_id][message_id])

    def type_in(self, channel_id: str, now: datetime) -> None:
        channel = self.channel_for_bot(channel_id, permissions.SEND_MESSAGES)
        self._events.append(Typing(channel, self.bot.id, now))

    def react(self, channel_id: str, message_id: str, emoji: str, user_id: str) -> None:
        message = self.message_for_bot(channel_id, message_id)
        if user_id == self.bot.id and emoji not in message.reactions:
            self.channel_for_bot(channel_id, permissions.ADD_REACTIONS | permissions.READ_MESSAGE_HISTORY)
        self.set_reaction(message, emoji, user_id, on=True)

    def unreact(self, channel_id: str, message_id: str, emoji: str, user_id: str) -> None:
        message = self.message_for_bot(channel_id, message_id)
        if emoji not in message.reactions:
            raise Refusal(404, 10014, "Unknown Emoji")
        if user_id != self.bot.id:
            self.channel_for_bot(channel_id, permissions.MANAGE_MESSAGES)
        self.set_reaction(message, emoji, user_id, on=False)

    def open_thread(self, channel_id: str, body: Json, now: datetime, message_id: str | None = None) -> Channel:
        """The bot opens a thread, either on a message (and with its id) or without one."""
        kind = PUBLIC_THREAD if message_id else body.get("type", 12)
        needs = permissions.CREATE_PUBLIC_THREADS if kind == PUBLIC_THREAD else permissions.CREATE_PRIVATE_THREADS
        channel = self.channel_for_bot(channel_id, needs)
        name = body.get("name")
        if not isinstance(name, str) or not 1 <= len(name.strip()) <= 100:
            raise invalid_form(("name",), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
        archive = body.get("auto_archive_duration") or 1440
        if archive not in (60, 1440, 4320, 10080):
            message = "Value must be one of (60, 1440, 4320, 10080)."
            raise invalid_form(("auto_archive_duration",), "BASE_TYPE_CHOICES", message)
        if kind not in THREADS or channel.type != TEXT:
            raise Refusal(400, 50024, "Cannot execute action on this channel type")
        if message_id is not None:
            self.message_for_bot(channel_id, message_id)
            if message_id in self.channels:
                raise Refusal(400, 160004, "A thread has already been created for this message")
            self._messages[channel_id][message_id].flags |= rules.HAS_THREAD
        thread = Channel(
            message_id or self.new_id(now),
            kind,
            name,
            channel.guild_id,
            parent_id=channel.id,
            owner_id=self.bot.id,
            opened=now,
            auto_archive=archive,
        )
        self._add_channel(thread)
        self._events.append(ThreadOpened(thread))
        if message_id is not None:
            self._events.append(MessageUpdated(self._messages[channel_id][message_id]))
        return thread

    def change_thread(self, channel_id: str, body: Json) -> Channel:
        thread = self.channel_for_bot(channel_id)
        if thread.type not in THREADS:
            raise Refusal(404, 0, "The playground can only change threads, not other channels")
        if thread.owner_id != self.bot.id:
            self.channel_for_bot(channel_id, permissions.MANAGE_THREADS)
        if (tags := body.get("applied_tags")) is not None:
            self._tag(thread, [str(tag) for tag in tags])
        thread.name = body.get("name", thread.name)
        thread.archived = body.get("archived", thread.archived)
        thread.locked = body.get("locked", thread.locked)
        thread.auto_archive = body.get("auto_archive_duration", thread.auto_archive)
        self._events.append(ThreadChanged(thread))
        return thread

    def _tag(self, post: Channel, tags: list[str]) -> None:
        """The bot applies these tags to a post, instead of those it had. Raises `Refusal`."""
        forum = self.channels[post.parent_id or ""]
        offered = {tag.id: tag for tag in forum.tags}
        if len(tags) > TAGS_MAX:
            message = f"Must be {TAGS_MAX} or fewer in length."
            raise invalid_form(("applied_tags",), "BASE_TYPE_MAX_LENGTH", message)
        if any(tag not in offered for tag in tags):
            raise Refusal(404, 10087, "Unknown tag")
        if any(offered[tag].moderated for tag in {*tags} ^ {*post.applied_tags} if tag in offered):
            self.channel_for_bot(post.id, permissions.MANAGE_THREADS)
        post.applied_tags = list(dict.fromkeys(tags))

    # --------------------------------------------------------------------------------------------- commands

    def set_commands(self, guild_id: str | None, bodies: Any, now: datetime) -> list[Json]:
        """Replace all commands of a scope (see `Registry`)."""
        if guild_id is not None:
            self.guild_for_bot(guild_id)
        stored = self.commands.replace(guild_id, bodies, lambda: self.new_id(now))
        self._events.append(CommandsChanged(guild_id))
        return stored

    def set_command(
        self, guild_id: str | None, body: Json, now: datetime, command_id: str | None = None
    ) -> tuple[Json, bool]:
        """Add or change one command; returns it and whether it is new."""
        if guild_id is not None:
            self.guild_for_bot(guild_id)
        stored = self.commands.put(guild_id, body, lambda: self.new_id(now), command_id)
        self._events.append(CommandsChanged(guild_id))
        return stored

    def delete_command(self, guild_id: str | None, command_id: str) -> None:
        self.commands.remove(guild_id, command_id)
        self._events.append(CommandsChanged(guild_id))

    def is_usable(self, command: Json, user_id: str, channel: Channel) -> bool:
        """May a member use this command in this channel (by installation, contexts and permissions)?"""
        held = self.permissions_in(channel, user_id)
        if not held & permissions.VIEW_CHANNEL:
            return False
        contexts = command["contexts"]
        if channel.type == DIRECT:
            if command.get("guild_id"):
                return False
            return bool(command["dm_permission"]) if contexts is None else 1 in contexts
        if command.get("guild_id") not in (None, channel.guild_id):
            return False
        if contexts is not None and 0 not in contexts and not command.get("guild_id"):
            return False
        needed = command["default_member_permissions"]
        if needed is not None and held != permissions.ALL and (needed == "0" or held & int(needed) != int(needed)):
            return False
        return bool(held & permissions.USE_APPLICATION_COMMANDS) and bool(self.owners(channel, user_id, command))

    def owners(self, channel: Channel, user_id: str, command: Json | None) -> dict[str, str]:
        """Who installed the app, of those the command allows: the server ("0") and the user ("1")."""
        types = [0, 1] if command is None or command.get("guild_id") else command["integration_types"]
        owners: dict[str, str] = {}
        if 0 in types:
            if channel.guild_id is None:
                owners["0"] = "0"
            elif self.bot.id in self.guilds[channel.guild_id].members:
                owners["0"] = channel.guild_id
        if 1 in types and not (command or {}).get("guild_id"):
            owners["1"] = user_id
        return owners

    # ------------------------------------------------------------------------------------------ interactions

    def ask(
        self,
        *,
        type: int,
        user_id: str,
        channel: Channel,
        data: Json,
        owners: dict[str, str],
        now: datetime,
        name: str = "",
        command_type: int = 0,
        focused_type: int = 0,
        message: Message | None = None,
        trigger: Interaction | None = None,
    ) -> Interaction:
        """A member sends the bot an interaction, to be answered within `answer_within`."""
        interaction = Interaction(
            id=self.new_id(now),
            token=secrets.token_urlsafe(32),
            type=type,
            user_id=user_id,
            channel_id=channel.id,
            guild_id=channel.guild_id,
            asked=now,
            data=data,
            owners=owners,
            context=0 if channel.guild_id else 1,
            name=name,
            command_type=command_type,
            focused_type=focused_type,
            message=message,
            trigger=trigger,
        )
        self.interactions[interaction.id] = interaction
        _forget(self._by_token, lambda earlier: now - earlier.asked > TOKEN_LIFE)
        self._by_token[interaction.token] = interaction
        self._events.append(InteractionSent(interaction))
        return interaction

    def give_up(self, interaction: Interaction, reason: str = NO_ANSWER) -> None:
        """Fail an interaction whose deadline has passed."""
        if interaction.is_open:
            interaction.failure = reason
            self._events.append(InteractionFailed(interaction))

    def answer(
        self,
        interaction_id: str,
        token: str,
        body: Json,
        now: datetime,
        uploads: list[Attachment] | None = None,
    ) -> Interaction:
        """The bot answers an interaction (POST /interactions/{id}/{token}/callback)."""
        interaction = self.interactions.get(interaction_id)
        if interaction is None or not secrets.compare_digest(interaction.token, token):
            raise refusals.unknown_interaction()
        if interaction.is_answered:
            raise refusals.already_acknowledged()
        if now - interaction.asked > self.answer_within:
            self.give_up(interaction)
        if interaction.failure is not None:
            raise refusals.unknown_interaction()
        kind, data = body.get("type"), body.get("data") or {}
        match kind:
            case 4 | 5 if interaction.type != AUTOCOMPLETE:
                self._respond(interaction, data, now, uploads or [], loading=kind == 5)
            case 6 | 7 if interaction.message is not None:
                interaction.response = interaction.message
                if kind == 7 and self._is_there(interaction.message):
                    self._edit_response(interaction.message, data, now, uploads or [])
            case 8 if interaction.type == AUTOCOMPLETE:
                rules.check_choices(data, interaction.focused_type)
                interaction.choices = data.get("choices") or []
            case 9 if interaction.type in (COMMAND, COMPONENT):
                component_rules.check_modal(data)
                interaction.modal = data
            case _:
                message = f"This interaction (type {interaction.type}) can't be answered this way."
                raise invalid_form(("type",), "BASE_TYPE_CHOICES", message)
        interaction.answer_type = kind
        self._events.append(InteractionAnswered(interaction))
        return interaction

    def _respond(
        self, interaction: Interaction, data: Json, now: datetime, uploads: list[Attachment], *, loading: bool
    ) -> None:
        if not loading:
            body = data
            data = {"data": data}
            self._check_nested(body, uploads)
        else:
            body = {"flags": (data.get("flags") or 0) | rules.LOADING}
        channel = self._channel_of(interaction)
        message = self._message(channel, self.bot.id, now, body, uploads)
        message.answers = interaction
        if interaction.type == COMMAND:
            message.type = SLASH_RESPONSE if interaction.command_type == SLASH else MENU_RESPONSE
        elif interaction.message is not None:
            message.type, message.reference_id = REPLY, interaction.message.id
        if message.is_ephemeral:
            message.visible_to = interaction.user_id
        self._mention(message, channel, body.get("allowed_mentions"))
        interaction.response = self._created(message)

    def _check_nested(self, data: Json, uploads: list[Attachment], before: Json | None = None) -> None:
        """Check a callback's message, which is under `data` in its body, as its errors are."""
        try:
            rules.check_message(data, uploads=_names(uploads), before=before)
        except Refusal as refusal:
            errors = {"data": refusal.errors} if refusal.errors else None
            raise Refusal(refusal.status, refusal.code, refusal.message, errors) from refusal

    def _edit_response(self, message: Message, data: Json, now: datetime, uploads: list[Attachment]) -> None:
        self._check_nested(data, uploads, self._as_before(message))
        self._edit(message, data, now, uploads)

    def interaction_of(self, application_id: str, token: str, now: datetime) -> Interaction:
        """The interaction with this token. Raises `Refusal` if it can't be followed up."""
        if application_id != self.application_id:
            raise refusals.unknown_webhook()
        found = self._by_token.get(token)
        if found is None:
            raise refusals.expired_token()
        if now - found.asked > TOKEN_LIFE:
            raise refusals.expired_token()
        if not found.is_answered:
            raise refusals.unknown_webhook()
        return found

    def follow_up(
        self, interaction: Interaction, body: Json, now: datetime, uploads: list[Attachment] | None = None
    ) -> Message:
        """Send another message for an interaction; the first one after a deferral becomes the deferred answer."""
        rules.check_message(body, uploads=_names(uploads))
        response = interaction.response
        if interaction.answer_type == 5 and response is not None and response.is_loading and self._is_there(response):
            return self._edit(response, body, now, uploads or [])
        interaction.follow_ups += 1
        if "0" not in interaction.owners and interaction.follow_ups > FOLLOW_UPS_MAX:
            raise Refusal(400, 40094, "This interaction has reached the maximum number of follow up messages")
        channel = self._channel_of(interaction)
        message = self._message(channel, self.bot.id, now, body, uploads or [])
        message.answers = interaction
        if response is not None:
            message.type, message.reference_id = REPLY, response.id
        if message.is_ephemeral:
            message.visible_to = interaction.user_id
        self._mention(message, channel, body.get("allowed_mentions"))
        return self._created(message)

    def response(self, interaction: Interaction, message_id: str) -> Message:
        """An interaction's message: "@original", or a follow-up by id."""
        if message_id == "@original":
            message = interaction.response
        else:
            message = self._messages.get(interaction.channel_id, {}).get(message_id)
            if message is not None and message.answers is not interaction and message is not interaction.response:
                message = None
        if message is None or not self._is_there(message):
            raise refusals.unknown_message()
        return message

    def edit_response(
        self, message: Message, body: Json, now: datetime, uploads: list[Attachment] | None = None
    ) -> Message:
        return self._edit(message, body, now, uploads or [])

    def delete_response(self, message: Message) -> None:
        self._delete(message)

    # ----------------------------------------------------------------------------------------- what members do

    def say(
        self, user_id: str, channel: Channel, content: str, now: datetime, reply_to: Message | None, *, ping: bool
    ) -> Message:
        """A member posts a message."""
        message = self._message(channel, user_id, now, {"content": content}, [])
        if reply_to is not None:
            message.type, message.reference_id = REPLY, reply_to.id
        self._mention(message, channel, {"parse": ["users", "roles", "everyone"], "replied_user": ping})
        if channel.archived:
            channel.archived = False
            self._events.append(ThreadChanged(channel))
        return self._created(message)

    def open_post(
        self, user_id: str, forum: Channel, title: str, content: str, now: datetime, tags: Sequence[str] = ()
    ) -> Message:
        """A member opens a post in a forum: a thread, whose first message has the thread's id."""
        message = self._message(forum, user_id, now, {"content": content}, [])
        post = Channel(
            message.id,
            PUBLIC_THREAD,
            title,
            forum.guild_id,
            parent_id=forum.id,
            owner_id=user_id,
            opened=now,
            applied_tags=list(tags),
        )
        self._add_channel(post)
        self._events.append(ThreadOpened(post))
        message.channel_id = post.id
        self._mention(message, post, {"parse": ["users", "roles", "everyone"]})
        return self._created(message)

    def change(self, message: Message, content: str, now: datetime) -> None:
        """A member edits their message. New mentions don't notify anybody."""
        message.content, message.edited = content, now
        self._mention(message, self.channels[message.channel_id], {"parse": ["users", "roles", "everyone"]})
        self._events.append(MessageUpdated(message))

    def remove(self, message: Message) -> None:
        """A member deletes a message."""
        self._delete(message)

    def set_reaction(self, message: Message, emoji: str, user_id: str, *, on: bool) -> None:
        """Add a user's reaction to a message, or take it away."""
        users = message.reactions.setdefault(emoji, [])
        if (user_id in users) != on:
            users.append(user_id) if on else users.remove(user_id)
            self._events.append(ReactionChanged(message, user_id, emoji, added=on))
        if not users:
            del message.reactions[emoji]

    def upload(self, filename: str, content_type: str, data: bytes, now: datetime) -> Attachment:
        """A member uploads a file, to send it in a form or command."""
        file = Attachment(self.new_id(now), filename, content_type, data)
        self.uploads[file.id] = file
        return file

    def hide(self, user_id: str, message: Message) -> None:
        """A member dismisses an ephemeral message."""
        self._hidden.add((user_id, message.id))

    # ------------------------------------------------------------------------------------------------ messages

    def _message(
        self, channel: Channel, author_id: str, now: datetime, body: Json, uploads: list[Attachment]
    ) -> Message:
        return Message(
            id=self.new_id(now),
            channel_id=channel.id,
            guild_id=channel.guild_id,
            author_id=author_id,
            sent=now,
            content=(body.get("content") or "").strip(),
            embeds=body.get("embeds") or [],
            components=numbered(body.get("components") or []),
            attachments=uploads,
            flags=(body.get("flags") or 0) & (rules.SENDABLE_FLAGS | rules.LOADING),
            tts=bool(body.get("tts")),
            nonce=body.get("nonce"),
            type=DEFAULT,
        )

    def _created(self, message: Message) -> Message:
        message.pinged = message.mentioned
        self._messages[message.channel_id][message.id] = message
        self._events.append(MessageCreated(message))
        return message

    def _edit(self, message: Message, body: Json, now: datetime, uploads: list[Attachment]) -> Message:
        rules.check_message(body, uploads=_names(uploads), before=self._as_before(message))
        was_loading = message.is_loading
        if "content" in body:
            message.content = (body["content"] or "").strip()
        if "embeds" in body:
            message.embeds = body["embeds"] or []
        if "components" in body:
            message.components = numbered(body["components"] or [])
        if "attachments" in body:
            kept = {str(a["id"]) for a in body["attachments"] or []}
            message.attachments = [a for a in message.attachments if a.id in kept]
        message.attachments += uploads
        changeable = rules.SUPPRESS_EMBEDS | rules.IS_COMPONENTS_V2
        if body.get("flags") is not None:
            v2 = message.flags & rules.IS_COMPONENTS_V2
            message.flags = message.flags & ~changeable | body["flags"] & changeable | v2
        if "content" in body or "components" in body:
            self._mention(message, self.channels[message.channel_id], body.get("allowed_mentions"))
        if was_loading:
            message.flags &= ~rules.LOADING
            message.pinged = message.mentioned
        else:
            message.edited = now
        self._events.append(MessageUpdated(message))
        return message

    def _as_before(self, message: Message) -> Json:
        return {
            "content": message.content,
            "embeds": message.embeds,
            "components": message.components,
            "attachments": [{"id": a.id, "filename": a.filename} for a in message.attachments],
            "flags": message.flags,
        }

    def _delete(self, message: Message) -> None:
        del self._messages[message.channel_id][message.id]
        self._events.append(MessageDeleted(message))

    def _is_there(self, message: Message) -> bool:
        return message.id in self._messages.get(message.channel_id, {})

    def _channel_of(self, interaction: Interaction) -> Channel:
        if interaction.channel_id not in self.channels:
            raise refusals.unknown_channel()
        return self.channels[interaction.channel_id]

    def _needed(self, body: Json, uploads: list[Attachment] | None) -> int:
        needs = permissions.EMBED_LINKS if body.get("embeds") else 0
        return needs | (permissions.ATTACH_FILES if uploads else 0)

    def _reference(self, channel: Channel, reference: Any) -> str | None:
        if not reference:
            return None
        if reference.get("type"):
            raise invalid_form(("message_reference", "type"), "BASE_TYPE_CHOICES", "The playground can't forward.")
        message_id = str(reference.get("message_id"))
        original = self._messages[channel.id].get(message_id)
        if original is None or original.is_ephemeral:
            if reference.get("fail_if_not_exists") is False:
                return None
            raise invalid_form(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        if not self.permissions_in(channel, self.bot.id) & permissions.READ_MESSAGE_HISTORY:
            raise Refusal(400, 160002, "Cannot reply without permission to read message history")
        return message_id

    def _mention(self, message: Message, channel: Channel, allowed: Json | None) -> None:
        """Set the message's mentions from its text and `allowed_mentions`."""
        is_own = message.author_id == self.bot.id
        may = self.app_permissions_in(channel) if is_own else self.permissions_in(channel, message.author_id)
        guild = self.guilds[channel.guild_id] if channel.guild_id else None
        shown = {"content": message.content, "components": message.components}
        found = mentions.find(readable(shown), allowed, users=self.users, guild=guild, may=may)
        message.mentions = found.users
        message.mention_roles = found.roles
        message.mention_everyone = found.everyone
        original = self.find_message(message.reference_id) if message.reference_id and message.answers is None else None
        if original is not None and (allowed is None or allowed.get("replied_user")):
            message.mentions = list(dict.fromkeys([*message.mentions, original.author_id]))


def _names(files: list[Attachment] | None) -> list[str]:
    return [file.filename for file in files or ()]


def _forget(remembered: dict[Key, Remembered], is_over: Callable[[Remembered], bool]) -> None:
    """Drop what is over from the front of what is remembered, oldest first."""
    while remembered and is_over(next(iter(remembered.values()))):
        del remembered[next(iter(remembered))]
