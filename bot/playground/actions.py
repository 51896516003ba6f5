"""The actions of a member's Discord client: checked as the client checks them, then applied to the world. Pure."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.playground import components, payloads, rules
from bot.playground.commands import MESSAGE_MENU, SLASH, USER_MENU, NotPossible, fill_in
from bot.playground.model import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    DIRECT,
    FORUM,
    MODAL_SUBMIT,
    OCTETS,
    THREADS,
    Channel,
    Guild,
    Interaction,
    Message,
    detected_type,
)
from bot.playground.permissions import (
    ADD_REACTIONS,
    EDITABLE,
    MANAGE_CHANNELS,
    MANAGE_MESSAGES,
    MANAGE_THREADS,
    READ_MESSAGE_HISTORY,
    SEND_MESSAGES,
    SEND_MESSAGES_IN_THREADS,
    VIEW_CHANNEL,
    Overwrite,
)
from bot.playground.refusals import Json
from bot.playground.world import World

FieldValue = str | bool | Sequence[str]
"""What a member enters in a form's field: a text, a tick, or the values that they choose."""

EMOJI_MAX = 16
"""Code points of an emoji; families and flags are the longest."""


class Actions:
    """Everything one member can do. An action that isn't allowed raises `NotPossible`, with a text for the member.

    It is long because it has a method for each thing that a member can do on Discord.
    """

    def __init__(self, world: World, user_id: str) -> None:
        self._world = world
        self.user_id = user_id

    # ---------------------------------------------------------------------------------------------- chatting

    def say(
        self, channel_id: str, content: str, now: datetime, *, reply_to: str | None = None, ping: bool = True
    ) -> Message:
        channel = self._channel(channel_id)
        if channel.type == FORUM:
            raise NotPossible("A forum has posts. Open one, or write into one.")
        held = self._world.permissions_in(channel, self.user_id)
        if not held & (SEND_MESSAGES_IN_THREADS if channel.parent_id else SEND_MESSAGES):
            raise NotPossible("You don't have permission to send messages in this channel.")
        text = self._content(channel, content)
        original = None
        if reply_to is not None:
            original = self._message(reply_to)
            if original.channel_id != channel.id or original.is_ephemeral:
                raise NotPossible("You can't reply to this message.")
            if not held & READ_MESSAGE_HISTORY:
                raise NotPossible("You don't have permission to read this channel's history.")
        return self._world.say(self.user_id, channel, text, now, original, ping=ping)

    def open_post(self, forum_id: str, title: str, content: str, now: datetime, *, tags: Sequence[str] = ()) -> Message:
        """Open a post in a forum; returns its first message. `tags` are ids or names."""
        forum = self._channel(forum_id)
        if forum.type != FORUM:
            raise NotPossible("Only a forum has posts.")
        held = self._world.permissions_in(forum, self.user_id)
        if not held & SEND_MESSAGES:
            raise NotPossible("You don't have permission to open posts in this forum.")
        if not 1 <= len(title.strip()) <= rules.THREAD_NAME_MAX:
            raise NotPossible(f"A post needs a title of at most {rules.THREAD_NAME_MAX} characters.")
        found = [tag for tag in forum.tags if tag.id in tags or tag.name in tags]
        if any(tag.moderated for tag in found) and not held & MANAGE_THREADS:
            raise NotPossible("Only moderators may use this tag.")
        text = self._content(forum, content)
        return self._world.open_post(self.user_id, forum, title.strip(), text, now, [tag.id for tag in found])

    def edit(self, message_id: str, content: str, now: datetime) -> None:
        """Change the text of an own message."""
        message = self._message(message_id)
        if message.author_id != self.user_id:
            raise NotPossible("You can only edit your own messages.")
        self._world.change(message, self._content(self._world.channels[message.channel_id], content), now)

    def delete(self, message_id: str) -> None:
        """Delete an own message, or anybody's with the permission to manage messages."""
        message = self._message(message_id)
        channel = self._world.channels[message.channel_id]
        may = channel.type != DIRECT and self._world.permissions_in(channel, self.user_id) & MANAGE_MESSAGES
        if message.is_ephemeral or (message.author_id != self.user_id and not may):
            raise NotPossible("You can't delete this message.")
        self._world.remove(message)

    def react(self, message_id: str, emoji: str, *, on: bool) -> None:
        """Add or take away an own reaction; the first one of a kind needs the permission to add reactions."""
        message = self._message(message_id)
        held = self._world.permissions_in(self._world.channels[message.channel_id], self.user_id)
        if message.is_ephemeral or (on and emoji not in message.reactions and not held & ADD_REACTIONS):
            raise NotPossible("You can't add reactions here.")
        if not emoji or len(emoji) > EMOJI_MAX:
            raise NotPossible("This isn't an emoji.")
        self._world.set_reaction(message, emoji, self.user_id, on=on)

    def _content(self, channel: Channel, typed: str) -> str:
        text = self._with_mentions(channel, typed.strip())
        if not text:
            raise NotPossible("A message needs some text.")
        if len(text) > rules.CONTENT_MAX:
            raise NotPossible(f"A message can have at most {rules.CONTENT_MAX} characters.")
        return text

    def upload(self, filename: str, data: bytes, now: datetime) -> str:
        """Upload a file, to send it in a form or command; returns its id."""
        name = filename.replace("\\", "/").rpartition("/")[2] or "file"
        if len(data) > rules.UPLOAD_MAX:
            raise NotPossible(f"A file can have at most {rules.UPLOAD_MAX // 1024**2} MB.")
        return self._world.upload(name, detected_type(name, OCTETS), data, now).id

    def dismiss(self, message_id: str) -> Message:
        message = self._message(message_id)
        if not message.is_ephemeral:
            raise NotPossible("You can only dismiss messages that nobody else can see.")
        self._world.hide(self.user_id, message)
        return message

    def _with_mentions(self, channel: Channel, text: str) -> str:
        """Turn `@Name` of somebody in the channel into a mention; longer names first."""
        people = [u for u in self._world.users.values() if self._world.permissions_in(channel, u.id)]
        if channel.type == DIRECT:
            people = [self._world.users[u] for u in channel.recipients]
        for person in sorted(people, key=lambda p: -len(p.name)):
            text = re.sub(rf"(?<!\w)@{re.escape(person.name)}(?!\w)", f"<@{person.id}>", text, flags=re.IGNORECASE)
        return text

    # ---------------------------------------------------------------------------------------------- commands

    def usable(self, channel_id: str) -> list[Json]:
        """The commands that this member may use in the channel, as Discord lists them."""
        channel = self._channel(channel_id)
        every = self._every(channel)
        return [command for command in every if self._world.is_usable(command, self.user_id, channel)]

    def _every(self, channel: Channel) -> list[Json]:
        scopes = [None, channel.guild_id] if channel.guild_id else [None]
        return [command for scope in scopes for command in self._world.commands.of(scope)]

    def command(self, channel_id: str, name_or_id: str, kind: int) -> Json:
        channel = self._channel(channel_id)
        # A server's own command hides a global one of the same name, so the last one counts.
        for command in reversed(self._every(channel)):
            is_meant = command["type"] == kind and name_or_id in (command["id"], command["name"])
            if is_meant and self._world.is_usable(command, self.user_id, channel):
                return command
        usable = [command["name"] for command in self.usable(channel_id) if command["type"] == kind]
        names = ", ".join(sorted(usable)) or "none"
        raise NotPossible(f"You can't use a command {name_or_id!r} here (available: {names}).")

    def slash(
        self,
        channel_id: str,
        command: str,
        path: Sequence[str],
        options: Mapping[str, Any],
        now: datetime,
        *,
        focused: str | None = None,
    ) -> Interaction:
        """Use a slash command, or (with `focused`) ask for its choices."""
        channel = self._channel(channel_id)
        declared = self.command(channel_id, command, SLASH)
        filled = fill_in(declared, path, options, _Here(self._world, channel, self.user_id), focused=focused)
        data = self._command_data(declared) | {"options": filled.options}
        if filled.resolved:
            data["resolved"] = filled.resolved
        return self._world.ask(
            type=COMMAND if focused is None else AUTOCOMPLETE,
            user_id=self.user_id,
            channel=channel,
            data=data,
            owners=self._world.owners(channel, self.user_id, declared),
            now=now,
            name=" ".join([declared["name"], *path]),
            command_type=SLASH,
            focused_type=filled.focused_type,
        )

    def menu(
        self, channel_id: str, command: str, target_id: str, now: datetime, *, on_user: bool = False
    ) -> Interaction:
        """Use a message menu command on a message, or a user menu command on a user."""
        channel = self._channel(channel_id)
        kind = USER_MENU if on_user else MESSAGE_MENU
        declared = self.command(channel_id, command, kind)
        data = self._command_data(declared) | {"target_id": target_id}
        if on_user:
            found = _Here(self._world, channel, self.user_id).user(target_id)
            if found is None:
                raise NotPossible("That member isn't here.")
            data["target_id"] = found[0]
            data["resolved"] = {"users": {found[0]: found[1]}}
            if found[2] is not None:
                data["resolved"]["members"] = {found[0]: found[2]}
        else:
            message = self._message(target_id)
            if message.channel_id != channel.id:
                raise NotPossible("This message is in another channel.")
            data["resolved"] = {"messages": {message.id: payloads.message(self._world, message)}}
        return self._world.ask(
            type=COMMAND,
            user_id=self.user_id,
            channel=channel,
            data=data,
            owners=self._world.owners(channel, self.user_id, declared),
            now=now,
            name=declared["name"],
            command_type=kind,
        )

    def _command_data(self, command: Json) -> Json:
        data: Json = {"id": command["id"], "name": command["name"], "type": command["type"]}
        if command.get("guild_id"):
            data["guild_id"] = command["guild_id"]
        return data

    # -------------------------------------------------------------------------------------------- components

    def click(self, message_id: str, custom_id: str, now: datetime) -> Interaction:
        message, component = self._component(message_id, custom_id)
        if component["type"] != components.BUTTON:
            raise NotPossible("This isn't a button.")
        return self._use(message, component, {}, now)

    def pick(self, message_id: str, custom_id: str, values: Sequence[str], now: datetime) -> Interaction:
        message, component = self._component(message_id, custom_id)
        if component["type"] not in components.SELECTS:
            raise NotPossible("This isn't a select menu.")
        chosen, resolved = self._picked(component, values, self._world.channels[message.channel_id])
        data: Json = {"values": chosen}
        if resolved:
            data["resolved"] = resolved
        return self._use(message, component, data, now)

    def _use(self, message: Message, component: Json, data: Json, now: datetime) -> Interaction:
        channel = self._world.channels[message.channel_id]
        own = {"custom_id": component["custom_id"], "component_type": component["type"], "id": component["id"]}
        return self._world.ask(
            type=COMPONENT,
            user_id=self.user_id,
            channel=channel,
            data=own | data,
            owners=message.answers.owners if message.answers else self._world.owners(channel, self.user_id, None),
            now=now,
            message=message,
        )

    def _component(self, message_id: str, custom_id: str) -> tuple[Message, Json]:
        message = self._message(message_id)
        if message.author_id != self._world.bot.id:
            raise NotPossible("This message has no buttons.")
        for component in components.walk(message.components):
            if component.get("custom_id") == custom_id:
                if component.get("disabled"):
                    raise NotPossible("This is disabled.")
                return message, component
        raise NotPossible(f"This message has no {custom_id!r}.")

    def _picked(self, select: Json, values: Sequence[str], channel: Channel) -> tuple[list[str], Json]:
        is_upload = select["type"] == components.FILE_UPLOAD
        least, most = select.get("min_values"), select.get("max_values")
        least = 1 if least is None else least
        most = most or (len(select["options"]) if select["type"] == components.CHECKBOX_GROUP else 1)
        if not least <= len(values) <= most or len(set(values)) != len(values):
            number = f"{least}" if least == most else f"{least} to {most}"
            raise NotPossible(f"{'Upload' if is_upload else 'Choose'} {number}.", select["custom_id"])
        if select["type"] in components.WITH_OPTIONS:
            offered = [option["value"] for option in select["options"]]
            for value in values:
                if value not in offered:
                    raise NotPossible(f"{value!r} isn't one of the options.")
            return list(values), {}
        here, chosen = _Here(self._world, channel, self.user_id), []
        resolved: Json = {}
        for value in values:
            user = here.user(value) if select["type"] in (5, 7) else None
            role = here.role(value) if select["type"] in (6, 7) else None
            mentioned_channel = here.channel(value) if select["type"] == 8 else None
            file = here.file(value) if is_upload else None
            if user:
                chosen.append(user[0])
                resolved.setdefault("users", {})[user[0]] = user[1]
                if user[2] is not None:
                    resolved.setdefault("members", {})[user[0]] = user[2]
            elif role:
                chosen.append(role[0])
                resolved.setdefault("roles", {})[role[0]] = role[1]
            elif mentioned_channel:
                chosen.append(mentioned_channel[0])
                resolved.setdefault("channels", {})[mentioned_channel[0]] = mentioned_channel[1]
            elif file:
                chosen.append(file[0])
                resolved.setdefault("attachments", {})[file[0]] = file[1]
            else:
                raise NotPossible(f"{value!r} isn't one of the options.")
        return chosen, resolved

    # ------------------------------------------------------------------------------------------------- forms

    def submit(self, interaction_id: str, values: Mapping[str, FieldValue], now: datetime) -> Interaction:
        """Send a form that the bot opened for this member. A file is the id of an `upload`."""
        opener = self._world.interactions.get(interaction_id)
        if opener is None or opener.modal is None or opener.user_id != self.user_id:
            raise NotPossible("This form isn't open.")
        channel = self._channel(opener.channel_id)
        fields = {field["custom_id"]: field for field in components.modal_fields(opener.modal)}
        unknown = sorted(set(values) - set(fields))
        if unknown:
            raise NotPossible(f"The form has no field {unknown[0]!r}.", unknown[0])
        resolved: Json = {}

        def sent(field: Json) -> Json:
            own: Json = {key: field[key] for key in ("type", "id", "custom_id")}
            value = values.get(field["custom_id"])
            if field["type"] == components.TEXT_INPUT:
                return own | {"value": self._typed(field, value)}
            if field["type"] == components.CHECKBOX:
                return own | {"value": field.get("default") or False if value is None else value in (True, "true")}
            many = value if isinstance(value, Sequence) else ()
            chosen = [value] if isinstance(value, str) else [str(one) for one in many]
            is_required = field.get("required") in (None, True)
            picked: list[str] = []
            if chosen or is_required:
                picked, more = self._picked(field, chosen, channel)
                for kind, things in more.items():
                    resolved.setdefault(kind, {}).update(things)
            if field["type"] == components.RADIO_GROUP:
                return own | {"value": picked[0] if picked else None}
            return own | {"values": picked}

        def filled(part: Json) -> Json:
            own: Json = {"type": part["type"], "id": part["id"]}
            if part["type"] == components.ROW:
                return own | {"components": [sent(field) for field in part["components"]]}
            if part["type"] == components.LABEL:
                return own | {"component": sent(part["component"])}
            return own

        parts = [filled(part) for part in components.numbered(opener.modal["components"])]
        data: Json = {"custom_id": opener.modal["custom_id"], "components": parts}
        if resolved:
            data["resolved"] = resolved
        return self._world.ask(
            type=MODAL_SUBMIT,
            user_id=self.user_id,
            channel=channel,
            data=data,
            owners=opener.owners,
            now=now,
            message=opener.message,
            trigger=opener,
        )

    def _typed(self, field: Json, value: FieldValue | None) -> str:
        key = field["custom_id"]
        text = field.get("value") or "" if value is None else str(value)
        required = field.get("required")
        if not text and (required is None or required):
            raise NotPossible(f"{field.get('label') or key} is required.", key)
        least, most = field.get("min_length") or 0, field.get("max_length") or 4000
        if text and not least <= len(text) <= most:
            raise NotPossible(f"{field.get('label') or key} must have {least} to {most} characters.", key)
        return text

    # -------------------------------------------------------------------------------- the operator, for a member

    def set_role(self, guild_id: str, role_id: str, *, held: bool) -> None:
        """Give this member a role, or take it away."""
        guild = self._world.guilds.get(guild_id)
        if guild is None or self.user_id not in guild.members or role_id not in guild.roles:
            raise NotPossible("This role doesn't exist.")
        if role_id == guild_id or guild.roles[role_id].managed:
            raise NotPossible("This role can't be given or taken away.")
        self._world.give_role(guild_id, self.user_id, role_id, held=held)

    def set_permission(self, channel_id: str, name: str, *, allowed: bool) -> None:
        """Give this member a permission in a channel, or take it away, by the channel's overwrite for them."""
        channel = self._channel(channel_id)
        if channel.guild_id is None or name not in EDITABLE:
            raise NotPossible("This permission can't be changed here.")
        if self._world.guilds[channel.guild_id].owner_id == self.user_id:
            raise NotPossible("The owner may do everything.")
        home = self._world.channels[channel.parent_id] if channel.type in THREADS and channel.parent_id else channel
        own = next((o for o in home.overwrites if o.id == self.user_id), Overwrite(self.user_id, 1))
        bit = EDITABLE[name]
        allow, deny = own.allow & ~bit, own.deny & ~bit
        changed = Overwrite(own.id, 1, allow | bit, deny) if allowed else Overwrite(own.id, 1, allow, deny | bit)
        self._world.set_overwrite(home.id, changed)

    # ---------------------------------------------------------------------------------------------- managing

    def delete_channel(self, channel_id: str) -> None:
        self._world.delete_channel(self._managed(channel_id).id)

    def let_bot_write(self, channel_id: str, *, may: bool) -> None:
        """Allow or forbid the bot to post in a channel."""
        rights = SEND_MESSAGES | SEND_MESSAGES_IN_THREADS
        overwrite = Overwrite(self._world.bot.id, 1, deny=0 if may else rights)
        self._world.set_overwrite(self._managed(channel_id).id, overwrite)

    def can_delete_in(self, channel_id: str) -> bool:
        """May this member delete other people's messages in the channel?"""
        return bool(self._world.permissions_in(self._channel(channel_id), self.user_id) & MANAGE_MESSAGES)

    def can_manage(self, channel_id: str) -> bool:
        channel = self._channel(channel_id)
        return channel.guild_id is not None and bool(
            self._world.permissions_in(channel, self.user_id) & MANAGE_CHANNELS
        )

    def leave(self, guild_id: str) -> None:
        """Leave a server for good."""
        guild = self._world.guilds.get(guild_id)
        if guild is None or self.user_id not in guild.members:
            raise NotPossible("You aren't in this server.")
        if guild.owner_id == self.user_id:
            raise NotPossible("The owner can't leave.")
        self._world.leave(guild_id, self.user_id)

    def remove_bot(self, guild_id: str) -> None:
        """Remove the bot from a server."""
        if self._world.bot.id not in self._owned(guild_id).members:
            raise NotPossible("The bot isn't in this server.")
        self._world.leave(guild_id, self._world.bot.id)

    def add_bot(self, guild_id: str) -> None:
        """Add the bot to a server that it was removed from."""
        if self._world.bot.id in self._owned(guild_id).members:
            raise NotPossible("The bot is already in this server.")
        self._world.add_bot(guild_id)

    def _owned(self, guild_id: str) -> Guild:
        guild = self._world.guilds.get(guild_id)
        if guild is None or guild.owner_id != self.user_id:
            raise NotPossible("Only the server's owner can do that.")
        return guild

    def _managed(self, channel_id: str) -> Channel:
        if not self.can_manage(channel_id):
            raise NotPossible("You don't have permission to manage this channel.")
        return self._world.channels[channel_id]

    # ---------------------------------------------------------------------------------------------- looking

    def _channel(self, channel_id: str) -> Channel:
        channel = self._world.channels.get(channel_id)
        if channel is None or not self._world.permissions_in(channel, self.user_id) & VIEW_CHANNEL:
            raise NotPossible("This channel doesn't exist, or you can't see it.")
        return channel

    def _message(self, message_id: str) -> Message:
        message = self._world.find_message(message_id)
        if message is None or not self._world.sees(self.user_id, message):
            raise NotPossible("This message doesn't exist, or you can't see it.")
        return message


class _Here:
    """Looks up the members, channels and roles of one channel (`commands.Lookup`)."""

    def __init__(self, world: World, channel: Channel, user_id: str) -> None:
        self._world = world
        self._channel = channel
        self._user_id = user_id
        self._guild = world.guilds[channel.guild_id] if channel.guild_id else None

    def user(self, text: str) -> tuple[str, Json, Json | None] | None:
        there = self._guild.members if self._guild else self._channel.recipients
        for user_id in there:
            user = self._world.users[user_id]
            if text.removeprefix("@").lower() in (user.id, user.name.lower()):
                member = None
                if self._guild:
                    member = payloads.resolved_member(self._world, self._guild, self._channel, user_id)
                return user_id, payloads.user(user), member
        return None

    def channel(self, text: str) -> tuple[str, Json] | None:
        for channel in self._world.channels_of(self._guild.id) if self._guild else ():
            if text.removeprefix("#") in (channel.id, channel.name) and self._world.permissions_in(
                channel, self._user_id
            ):
                return channel.id, payloads.partial_channel(self._world, channel, self._user_id)
        return None

    def role(self, text: str) -> tuple[str, Json] | None:
        for role in self._guild.roles.values() if self._guild else ():
            if text.removeprefix("@").lower() in (role.id, role.name.removeprefix("@").lower()):
                return role.id, payloads.role(role)
        return None

    def file(self, text: str) -> tuple[str, Json] | None:
        found = self._world.uploads.get(text)
        return (found.id, payloads.attachment(self._world, payloads.UPLOADS, found)) if found else None
