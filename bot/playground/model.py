"""The world's data types (people, servers, channels, messages, interactions) and its events."""

import mimetypes
from dataclasses import dataclass, field
from datetime import datetime

from bot.playground.permissions import Overwrite
from bot.playground.refusals import Json
from bot.playground.rules import EPHEMERAL, LOADING

TEXT, DIRECT, PUBLIC_THREAD, PRIVATE_THREAD, FORUM = 0, 1, 11, 12, 15
THREADS = (PUBLIC_THREAD, PRIVATE_THREAD)

DEFAULT, REPLY, SLASH_RESPONSE, MENU_RESPONSE = 0, 19, 20, 23
"""Types of messages."""

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
"""Types of interactions."""


@dataclass(frozen=True)
class User:
    id: str
    name: str
    bot: bool = False


@dataclass
class Role:
    id: str
    name: str
    permissions: int
    position: int = 0
    mentionable: bool = False
    managed: bool = False


@dataclass
class Membership:
    """A user in a server."""

    roles: list[str]
    """Ids, without @everyone."""
    joined: datetime


@dataclass
class Guild:
    id: str
    name: str
    owner_id: str
    roles: dict[str, Role]
    members: dict[str, Membership] = field(default_factory=dict)


@dataclass(frozen=True)
class Tag:
    """A tag that a forum offers. Only members who manage threads may apply or remove a `moderated` one."""

    id: str
    name: str
    moderated: bool = False


@dataclass
class Channel:
    id: str
    type: int
    name: str = ""
    guild_id: str | None = None
    position: int = 0
    parent_id: str | None = None
    recipients: tuple[str, ...] = ()
    """In a DM: the member and the bot."""
    overwrites: list[Overwrite] = field(default_factory=list)
    owner_id: str = ""
    """For a thread: who opened it."""
    opened: datetime | None = None
    archived: bool = False
    locked: bool = False
    auto_archive: int = 1440
    """For a thread: minutes."""
    tags: tuple[Tag, ...] = ()
    """For a forum: what its posts can be tagged with."""
    applied_tags: list[str] = field(default_factory=list)
    """For a post of a forum: ids of its tags."""


@dataclass
class Attachment:
    id: str
    filename: str
    content_type: str
    data: bytes
    description: str | None = None


OCTETS = "application/octet-stream"
"""The content type of a file about which nothing is known."""


def detected_type(filename: str, declared: str) -> str:
    """The content type of a file. discord.py sends octet-stream for every file, and Discord detects the type."""
    if declared != OCTETS:
        return declared
    return mimetypes.guess_type(filename)[0] or declared


@dataclass
class Message:
    """A message in its current state. A deleted one keeps its object, but `World.find_message` doesn't find it."""

    id: str
    channel_id: str
    guild_id: str | None
    author_id: str
    sent: datetime
    type: int = DEFAULT
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    tts: bool = False
    nonce: str | int | None = None
    edited: datetime | None = None
    mentions: list[str] = field(default_factory=list)
    """Users that the message mentions, after `allowed_mentions`."""
    mention_roles: list[str] = field(default_factory=list)
    mention_everyone: bool = False
    reference_id: str | None = None
    """The message that this one replies to."""
    reactions: dict[str, list[str]] = field(default_factory=dict)
    """Emoji -> ids of users, in order."""
    answers: "Interaction | None" = None
    """The interaction that this message answers or follows up on."""
    visible_to: str | None = None
    """For an ephemeral message: the only user who sees it."""
    pinged: frozenset[str] = frozenset()
    """The ids of users and roles notified on sending, or "everyone" (edits never notify)."""

    @property
    def is_ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def is_loading(self) -> bool:
        return bool(self.flags & LOADING)

    @property
    def mentioned(self) -> frozenset[str]:
        """Ids of the mentioned users and roles, and "everyone" for an @everyone mention."""
        return frozenset([*self.mentions, *self.mention_roles, *(["everyone"] if self.mention_everyone else [])])


@dataclass
class Interaction:
    """A member's use of a command, component or form, and the bot's answer."""

    id: str
    token: str
    type: int
    user_id: str
    channel_id: str
    guild_id: str | None
    asked: datetime
    data: Json
    owners: dict[str, str]
    """Who installed the app: "0" a server, "1" a user."""
    context: int
    """0 a server, 1 the DM with the bot."""
    name: str = ""
    """The command's name."""
    command_type: int = 0
    focused_type: int = 0
    """For autocomplete: the type of the option being typed in."""
    message: Message | None = None
    """For a component: its message."""
    trigger: "Interaction | None" = None
    """For a form: the interaction that opened it."""
    failure: str | None = None
    """The error shown to the member when no answer came in time."""
    answer_type: int | None = None
    response: Message | None = None
    """The message that the answer created or changed."""
    choices: list[Json] = field(default_factory=list)
    modal: Json | None = None
    follow_ups: int = 0

    @property
    def is_answered(self) -> bool:
        return self.answer_type is not None

    @property
    def is_open(self) -> bool:
        return self.answer_type is None and self.failure is None


# ------------------------------------------------------------------------------------------------- events


@dataclass(frozen=True)
class MessageCreated:
    message: Message


@dataclass(frozen=True)
class MessageUpdated:
    message: Message


@dataclass(frozen=True)
class MessageDeleted:
    message: Message


@dataclass(frozen=True)
class ReactionChanged:
    message: Message
    user_id: str
    emoji: str
    added: bool


@dataclass(frozen=True)
class Typing:
    channel: Channel
    user_id: str
    at: datetime


@dataclass(frozen=True)
class InteractionSent:
    interaction: Interaction


@dataclass(frozen=True)
class InteractionAnswered:
    interaction: Interaction


@dataclass(frozen=True)
class InteractionFailed:
    interaction: Interaction


@dataclass(frozen=True)
class CommandsChanged:
    guild_id: str | None


@dataclass(frozen=True)
class ThreadOpened:
    thread: Channel


@dataclass(frozen=True)
class ThreadChanged:
    thread: Channel


@dataclass(frozen=True)
class ChannelChanged:
    """A channel's name or permissions changed."""

    channel: Channel


@dataclass(frozen=True)
class ChannelDeleted:
    """A channel was deleted with all its messages. Its threads' events come first."""

    channel: Channel


@dataclass(frozen=True)
class MemberLeft:
    guild: Guild
    user_id: str


@dataclass(frozen=True)
class MemberChanged:
    """A member's roles changed."""

    guild: Guild
    user_id: str


@dataclass(frozen=True)
class BotAdded:
    """The bot is a member of the server again."""

    guild: Guild


@dataclass(frozen=True)
class BotOnline:
    online: bool


@dataclass(frozen=True)
class ClockMoved:
    """The clock was moved to `now`."""

    now: datetime


@dataclass(frozen=True)
class ControlsChanged:
    """The operator changed how the API behaves or what the bot may read."""


@dataclass(frozen=True)
class Notice:
    """Something the bot's developer should see."""

    level: str
    text: str


Event = (
    MessageCreated
    | MessageUpdated
    | MessageDeleted
    | ReactionChanged
    | Typing
    | InteractionSent
    | InteractionAnswered
    | InteractionFailed
    | CommandsChanged
    | ThreadOpened
    | ThreadChanged
    | ChannelChanged
    | ChannelDeleted
    | MemberChanged
    | MemberLeft
    | BotAdded
    | BotOnline
    | ClockMoved
    | ControlsChanged
    | Notice
)
