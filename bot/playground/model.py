"""What there is in the world (people, servers, channels, messages, interactions), and what can happen to it."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.playground.permissions import Overwrite
from bot.playground.refusals import Json
from bot.playground.rules import EPHEMERAL, LOADING

TEXT, DIRECT, PUBLIC_THREAD, PRIVATE_THREAD = 0, 1, 11, 12
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


@dataclass
class Channel:
    id: str
    type: int
    name: str = ""
    guild_id: str | None = None
    position: int = 0
    parent_id: str | None = None
    recipients: tuple[str, ...] = ()
    """Of a DM: the member and the bot."""
    overwrites: list[Overwrite] = field(default_factory=list)
    owner_id: str = ""
    """Of a thread: who opened it."""
    opened: datetime | None = None
    archived: bool = False
    locked: bool = False
    auto_archive: int = 1440
    """Of a thread: minutes."""


@dataclass
class Attachment:
    id: str
    filename: str
    content_type: str
    data: bytes
    description: str | None = None


@dataclass
class Message:
    """A message as it is now. `Message` objects live on when they are deleted; `World.message` tells."""

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
    """Users that the message mentions, as far as its `allowed_mentions` let it."""
    mention_roles: list[str] = field(default_factory=list)
    mention_everyone: bool = False
    reference_id: str | None = None
    """The message that this one replies to."""
    reactions: dict[str, list[str]] = field(default_factory=dict)
    """Emoji -> ids of users, in order."""
    answers: "Interaction | None" = None
    """The interaction that it is a response or a follow-up to."""
    visible_to: str | None = None
    """The one user who sees an ephemeral message."""
    pinged: frozenset[str] = frozenset()
    """Who was notified when the message was sent (an edit notifies nobody): ids of users and roles, "everyone"."""

    @property
    def is_ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def is_loading(self) -> bool:
        return bool(self.flags & LOADING)

    @property
    def mentioned(self) -> frozenset[str]:
        """Ids of the users and roles that it mentions, and "everyone" if it mentions all."""
        return frozenset([*self.mentions, *self.mention_roles, *(["everyone"] if self.mention_everyone else [])])


@dataclass
class Interaction:
    """Something a member asked of the bot by command, component or form; and how it was answered."""

    id: str
    token: str
    type: int
    user_id: str
    channel_id: str
    guild_id: str | None
    asked: datetime
    data: Json
    owners: dict[str, str]
    """Who authorised the app here: "0" a server, "1" a user."""
    context: int
    """0 a server, 1 the DM with the bot."""
    name: str = ""
    """Of the command."""
    command_type: int = 0
    focused_type: int = 0
    """For autocomplete: the type of the option that is typed in."""
    message: Message | None = None
    """What a component belongs to."""
    trigger: "Interaction | None" = None
    """For a form: what opened it."""
    failure: str | None = None
    """What the member read when no answer came in time."""
    answer_type: int | None = None
    response: Message | None = None
    """The message that the answer made or changed."""
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
    """Its name or who may do what in it."""

    channel: Channel


@dataclass(frozen=True)
class ChannelDeleted:
    """It is gone, with all that was said in it. Of its threads each is told before it."""

    channel: Channel


@dataclass(frozen=True)
class MemberLeft:
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
    """Somebody moved the time of the world; to now."""

    now: datetime


@dataclass(frozen=True)
class Notice:
    """Something that the bot's developer should see."""

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
    | MemberLeft
    | BotAdded
    | BotOnline
    | ClockMoved
    | Notice
)
