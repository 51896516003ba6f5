"""An async API for the playground's people, for end-to-end tests.

It waits for events in the world and never sleeps::

    robin = playground.member("Robin")
    outcome = await robin.slash("general", "fact", {"character": "thor"})
    assert isinstance(outcome, Shown)
    assert "hammer" in outcome.text
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.playground import components, payloads, rules
from bot.playground.actions import Actions, FieldValue
from bot.playground.commands import NotPossible as NotPossible
from bot.playground.hub import Hub
from bot.playground.model import Interaction, Message
from bot.playground.refusals import Json
from bot.playground.world import World

PATIENCE = 30.0
"""Seconds a member waits before `TimeoutError`."""


@dataclass(frozen=True)
class Button:
    """A button of a message. A link has an empty `custom_id`, all others an empty `url`."""

    label: str
    custom_id: str
    url: str
    disabled: bool
    style: int


@dataclass(frozen=True)
class Shown:
    """A snapshot of a message as a member sees it. `raw` is Discord's message object."""

    raw: Json
    pinged: frozenset[str] = frozenset()
    """Ids of the notified users and roles, and "everyone" for an @everyone ping."""

    @property
    def id(self) -> str:
        return str(self.raw["id"])

    @property
    def channel_id(self) -> str:
        return str(self.raw["channel_id"])

    @property
    def author_id(self) -> str:
        return str(self.raw["author"]["id"])

    @property
    def content(self) -> str:
        return str(self.raw["content"])

    @property
    def embeds(self) -> list[Json]:
        return list(self.raw["embeds"])

    @property
    def text(self) -> str:
        """All visible text, one line per part: content, embeds, text of Components V2."""
        return components.readable(self.raw)

    @property
    def reply_to(self) -> str | None:
        """The id of the message that this one replies to."""
        reference = self.raw.get("message_reference")
        return str(reference["message_id"]) if reference else None

    @property
    def is_ephemeral(self) -> bool:
        """Only the member who asked can see it."""
        return bool(self.raw["flags"] & rules.EPHEMERAL)

    @property
    def is_thinking(self) -> bool:
        """Whether the bot has deferred its answer."""
        return bool(self.raw["flags"] & rules.LOADING)

    @property
    def buttons(self) -> list[Button]:
        found = [c for c in components.walk(self.raw["components"]) if c["type"] == components.BUTTON]
        return [
            Button(
                label=c.get("label") or (c.get("emoji") or {}).get("name") or "",
                custom_id=c.get("custom_id") or "",
                url=c.get("url") or "",
                disabled=bool(c.get("disabled")),
                style=c["style"],
            )
            for c in found
        ]

    @property
    def selects(self) -> list[Json]:
        """The select menus, as Discord's components."""
        return [c for c in components.walk(self.raw["components"]) if c["type"] in components.SELECTS]

    def select(self, custom_id: str = "") -> Json:
        """The select menu with this id, or the only one, with its "options". Raises `KeyError`."""
        for component in self.selects:
            if custom_id in ("", component["custom_id"]):
                return component
        raise KeyError(custom_id)


@dataclass(frozen=True)
class Modal:
    """A form that the bot opened; submit it with `Member.submit`."""

    interaction_id: str
    raw: Json
    """Discord's modal: custom_id, title, components."""

    @property
    def custom_id(self) -> str:
        return str(self.raw["custom_id"])

    @property
    def title(self) -> str:
        return str(self.raw["title"])

    @property
    def fields(self) -> list[Json]:
        """The text inputs and selects of the form, as Discord's components."""
        return components.modal_fields(self.raw)


@dataclass(frozen=True)
class Acknowledged:
    """The bot answered in time with nothing visible (yet): a deferred update or a deleted answer."""

    interaction_id: str


@dataclass(frozen=True)
class Failed:
    """The error that the member saw instead of an answer: "The application did not respond"."""

    interaction_id: str
    reason: str


@dataclass(frozen=True)
class Choice:
    """One autocomplete choice."""

    name: str
    value: str | int | float


Outcome = Shown | Modal | Acknowledged | Failed


class Member:
    """One person of the world.

    `channel` is a channel's id or name ("general"), or "dm" for the DM with the bot; `message` is a `Shown` or a
    message's id; `timeout` is in seconds, and `TimeoutError` says what was missing. Raises `NotPossible` if
    Discord's client would not allow the action.
    """

    def __init__(self, world: World, hub: Hub, clock: Callable[[], datetime], user_id: str) -> None:
        self._world = world
        self._hub = hub
        self._clock = clock
        self._actions = Actions(world, user_id)
        self.id = user_id
        self.name = world.users[user_id].name
        self.mention = f"<@{user_id}>"
        self.direct = world.direct(user_id).id
        """The id of the DM channel with the bot."""

    # ---------------------------------------------------------------------------------------------- acting

    async def say(self, channel: str, text: str, *, reply_to: Shown | str | None = None, ping: bool = True) -> Shown:
        """Post a message. "@Name" of somebody in the channel becomes a mention; `ping`: a reply mentions its target."""
        original = None if reply_to is None else _id(reply_to)
        message = self._actions.say(self._channel_id(channel), text, self._clock(), reply_to=original, ping=ping)
        self._hub.publish()
        return self._shown(message)

    async def open_post(self, forum: str, title: str, text: str, *, tags: Sequence[str] = ()) -> Shown:
        """Open a post in a forum; returns its first message, in the channel of the post. `tags` are their names."""
        message = self._actions.open_post(self._channel_id(forum), title, text, self._clock(), tags=tags)
        self._hub.publish()
        return self._shown(message)

    async def slash(
        self,
        channel: str,
        command: str,
        options: Mapping[str, Any] | None = None,
        *,
        settled: bool = True,
        timeout: float = PATIENCE,
    ) -> Outcome:
        """Use a slash command ("fact", "trivia start"). `settled`: wait past "is thinking..." for the real answer."""
        name, *path = command.split()
        interaction = self._actions.slash(self._channel_id(channel), name, path, options or {}, self._clock())
        return await self._outcome(interaction, f"an answer to /{command}", settled=settled, timeout=timeout)

    async def autocomplete(
        self,
        channel: str,
        command: str,
        focused: str,
        text: str = "",
        options: Mapping[str, Any] | None = None,
        *,
        timeout: float = PATIENCE,
    ) -> list[Choice] | Failed:
        """The choices for `text` typed in the option `focused`; `options` holds the other options filled in so far."""
        name, *path = command.split()
        values = {**(options or {}), focused: text}
        where = self._channel_id(channel)
        interaction = self._actions.slash(where, name, path, values, self._clock(), focused=focused)
        self._hub.publish()

        def find() -> list[Choice] | Failed | None:
            if interaction.failure is not None:
                return Failed(interaction.id, interaction.failure)
            if interaction.is_answered:
                return [Choice(choice["name"], choice["value"]) for choice in interaction.choices]
            return None

        return await self._hub.until(find, timeout=timeout, what=f"choices for {focused} of /{command}")

    async def menu(
        self, message: Shown | str, command: str, *, settled: bool = True, timeout: float = PATIENCE
    ) -> Outcome:
        """Use a message menu command ("Why this answer?") on a message."""
        channel_id = self._find(message).channel_id
        interaction = self._actions.menu(channel_id, command, _id(message), self._clock())
        return await self._outcome(interaction, f"an answer to {command!r}", settled=settled, timeout=timeout)

    async def user_menu(
        self, channel: str, user: str, command: str, *, settled: bool = True, timeout: float = PATIENCE
    ) -> Outcome:
        """Use a user menu command on a user, given by name or id."""
        where = self._channel_id(channel)
        interaction = self._actions.menu(where, command, user, self._clock(), on_user=True)
        return await self._outcome(interaction, f"an answer to {command!r}", settled=settled, timeout=timeout)

    async def click(
        self, message: Shown | str, button: str, *, settled: bool = True, timeout: float = PATIENCE
    ) -> Outcome:
        """Press a button, given by its label or custom_id."""
        shown = self._shown(self._find(message))
        named = [b for b in shown.buttons if button in (b.label, b.custom_id)]
        if not named:
            labels = ", ".join(repr(b.label) for b in shown.buttons) or "none"
            raise NotPossible(f"The message has no button {button!r} (there are: {labels}).")
        interaction = self._actions.click(shown.id, named[0].custom_id, self._clock())
        return await self._outcome(interaction, f"an answer to the button {button!r}", settled=settled, timeout=timeout)

    async def pick(
        self,
        message: Shown | str,
        custom_id: str,
        values: Sequence[str],
        *,
        settled: bool = True,
        timeout: float = PATIENCE,
    ) -> Outcome:
        """Choose from a select menu; `values` are option values, or names or ids of users, roles, channels."""
        interaction = self._actions.pick(_id(message), custom_id, values, self._clock())
        return await self._outcome(interaction, f"an answer to the choice {values}", settled=settled, timeout=timeout)

    async def submit(
        self,
        modal: Modal,
        values: Mapping[str, FieldValue],
        *,
        settled: bool = True,
        timeout: float = PATIENCE,
    ) -> Outcome:
        """Send a form; `values` maps the custom_id of each field to its value (for a file, the id of an `upload`)."""
        interaction = self._actions.submit(modal.interaction_id, values, self._clock())
        return await self._outcome(
            interaction, f"an answer to the form {modal.title!r}", settled=settled, timeout=timeout
        )

    def upload(self, filename: str, data: bytes) -> str:
        """Upload a file for a form or a command's option; returns its id."""
        return self._actions.upload(filename, data, self._clock())

    async def dismiss(self, message: Shown | str) -> None:
        """Dismiss an ephemeral message."""
        self._actions.dismiss(_id(message))
        self._hub.publish()

    def delete_channel(self, channel: str) -> None:
        """Delete a channel or thread."""
        self._actions.delete_channel(self._channel_id(channel))
        self._hub.publish()

    def let_bot_write(self, channel: str, *, may: bool) -> None:
        """Allow or forbid the bot to post in a channel."""
        self._actions.let_bot_write(self._channel_id(channel), may=may)
        self._hub.publish()

    def leave(self, server: str) -> None:
        """Leave a server, given by name or id, for good."""
        self._actions.leave(self._server_id(server))
        self._hub.publish()

    def remove_bot(self, server: str) -> None:
        """Remove the bot from a server, given by name or id."""
        self._actions.remove_bot(self._server_id(server))
        self._hub.publish()

    def add_bot(self, server: str) -> None:
        """Add the bot to a server that it was removed from."""
        self._actions.add_bot(self._server_id(server))
        self._hub.publish()

    def _server_id(self, server: str) -> str:
        found = [guild.id for guild in self._world.guilds.values() if server in (guild.id, guild.name)]
        return found[0] if found else server

    async def _outcome(self, interaction: Interaction, what: str, *, settled: bool, timeout: float) -> Outcome:
        self._hub.publish()

        def find() -> Outcome | None:
            if interaction.failure is not None:
                return Failed(interaction.id, interaction.failure)
            if not interaction.is_answered:
                return None
            if interaction.modal is not None:
                return Modal(interaction.id, interaction.modal)
            response = interaction.response
            if response is None or interaction.answer_type == 6:
                return Acknowledged(interaction.id)
            if response.is_loading and settled:
                is_there = self._world.find_message(response.id) is not None
                return None if is_there else Acknowledged(interaction.id)
            return self._shown(response)

        return await self._hub.until(find, timeout=timeout, what=what)

    # ---------------------------------------------------------------------------------------------- looking

    def sees(self, channel: str) -> list[Shown]:
        """The messages in the channel that this member can see now, oldest first."""
        return [self._shown(message) for message in self._world.messages_for(self.id, self._channel_id(channel))]

    def commands(self, channel: str) -> list[str]:
        """The names of the commands that this member may use in the channel."""
        return [command["name"] for command in self._actions.usable(self._channel_id(channel))]

    async def answer_to(self, message: Shown | str, *, timeout: float = PATIENCE) -> Shown:
        """The bot's first reply to this message."""
        original = self._find(message)

        def is_answer(shown: Shown) -> bool:
            return shown.reply_to == original.id and shown.author_id == self._world.bot.id

        return await self.message(original.channel_id, is_answer, timeout=timeout)

    async def message(self, channel: str, where: Callable[[Shown], bool], *, timeout: float = PATIENCE) -> Shown:
        """The first message in the channel, now or later, for which `where` is true."""

        def find() -> Shown | None:
            return next((shown for shown in self.sees(channel) if where(shown)), None)

        return await self._hub.until(find, timeout=timeout, what=f"a message in {channel}")

    async def changed(self, message: Shown, *, timeout: float = PATIENCE) -> Shown:
        """The message once it differs from this snapshot."""

        def find() -> Shown | None:
            now = self._world.find_message(message.id)
            shown = self._shown(now) if now else None
            return shown if shown and shown.raw != message.raw else None

        return await self._hub.until(find, timeout=timeout, what="a change of the message")

    async def gone(self, message: Shown | str, *, timeout: float = PATIENCE) -> None:
        """Wait until the message is deleted."""
        message_id = _id(message)
        await self._hub.until(
            lambda: True if self._world.find_message(message_id) is None else None,
            timeout=timeout,
            what="the end of the message",
        )

    def _channel_id(self, channel: str) -> str:
        if channel == "dm":
            return self.direct
        try:
            return self._world.channel(channel).id
        except KeyError:
            raise NotPossible(f"Unknown channel {channel!r}.") from None

    def _find(self, message: Shown | str) -> Message:
        found = self._world.find_message(_id(message))
        if found is None or not self._world.sees(self.id, found):
            raise NotPossible("This message doesn't exist, or you can't see it.")
        return found

    def _shown(self, message: Message) -> Shown:
        return Shown(payloads.message(self._world, message), message.pinged)


def _id(message: Shown | str) -> str:
    return message if isinstance(message, str) else message.id
