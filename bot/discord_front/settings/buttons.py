"""The actions of the panel of settings."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from bot.discord_front.custom_ids import Action, FieldFormat, LongNumber, one_of


class Page(StrEnum):
    """The pages of the panel."""

    ANSWERS = "a"
    SPOILERS = "s"
    QUIZ = "q"
    PEOPLE = "p"
    PACKS = "k"
    MISSES = "m"
    STATUS = "d"
    LOG = "l"


class Switch(StrEnum):
    """What is on or off; the values are those of the rules."""

    MENTIONS = "answers_mentions"
    LISTENED = "answers_listened"
    FORUM_POSTS = "answers_forum_posts"
    PRIVATE = "private_answers"
    RELAXED = "trivia_relaxed"
    SPOILER_FREE = "trivia_spoiler_free"
    MISSES = "keeps_misses"


class Chosen(StrEnum):
    """What a menu sets."""

    STARTERS = "quiz_starters"
    QUIZ_ROLE = "quiz_role"
    MANAGER_ROLE = "manager_role"
    CONTINUITIES = "hidden_continuities"
    DIGEST = "misses_channel"


class Typed(StrEnum):
    """What a form sets."""

    QUIET = "quiet"
    COOLDOWN = "cooldown"
    TRIVIA = "trivia"


OnOff = Annotated[bool, one_of({True: "1", False: "0"})]
SwitchLetter = Annotated[Switch, one_of(dict(zip(Switch, "mlfprsk", strict=True)))]
ChosenLetter = Annotated[Chosen, one_of(dict(zip(Chosen, "srmcd", strict=True)))]
TypedLetter = Annotated[
    Typed, FieldFormat("[qct]", {each.value[0]: each for each in Typed}.__getitem__, lambda each: each[0])
]


@dataclass(frozen=True)
class Turn(Action, id="lk:ht:{what}:{on}"):
    """Turns something on or off. A second press of an old panel changes nothing more."""

    what: SwitchLetter
    on: OnOff


@dataclass(frozen=True)
class Choose(Action, id="lk:hc:{what}"):
    """Sets what was chosen in a menu."""

    what: ChosenLetter


@dataclass(frozen=True)
class TypeIn(Action, id="lk:hf:{what}"):
    """Opens a form, and sets what was typed into it."""

    what: TypedLetter


@dataclass(frozen=True)
class NoQuietHours(Action, id="lk:hq"):
    """Ends the quiet hours."""


@dataclass(frozen=True)
class PickChannel(Action, id="lk:hp"):
    """Shows the rule for spoilers of the channel chosen in a menu."""


@dataclass(frozen=True)
class ListenIn(Action, id="lk:hl"):
    """Listens in the channels chosen in a menu, and in no other one."""


@dataclass(frozen=True)
class PickPackChannel(Action, id="lk:hk"):
    """Shows the packs used in the channel chosen in a menu."""


@dataclass(frozen=True)
class PickPacks(Action, id="lk:hj:{channel_id}"):
    """Sets the packs used in a channel; 0 is the server."""

    channel_id: LongNumber


@dataclass(frozen=True)
class PickMode(Action, id="lk:hm:{channel_id}"):
    """Sets what is done with spoilers in a channel; 0 is the server."""

    channel_id: LongNumber


@dataclass(frozen=True)
class PickScene(Action, id="lk:hn:{channel_id}"):
    """Sets the last scene that everybody in a channel has seen."""

    channel_id: LongNumber


@dataclass(frozen=True)
class Undo(Action, id="lk:hu:{change}"):
    """Undoes a change."""

    change: LongNumber
