"""The actions of the buttons and the menu under answers and lookups."""

from dataclasses import dataclass
from typing import Annotated

from bot.discord_front.custom_ids import Action, FieldFormat, Handle, MaybeHandle, Member, Number, one_of

SUBJECTS = 6
"""Maximum number of handles on a delete button."""

Subject = Annotated[
    tuple[str, ...],
    FieldFormat(
        r"(?:[A-Za-z0-9_-]{11})?(?:\.[A-Za-z0-9_-]{11})*",
        lambda text: tuple(filter(None, text.split("."))),
        lambda subject: ".".join(subject[:SUBJECTS]),
    ),
]


@dataclass(frozen=True)
class Tell(Action, id="lk:t:{asker}:{fact}"):
    """Shows a further fact beside the closest one, to `asker`."""

    asker: Member
    fact: Handle


@dataclass(frozen=True)
class Delete(Action, id="lk:d:{asker}:{subject}"):
    """Deletes the reply to `asker`. `subject` are handles of what the reply is about (facts, characters, actors; up to
    6): a follow-up question reads them.
    """

    asker: Member
    subject: Subject = ()


@dataclass(frozen=True)
class Share(Action, id="lk:h:{subject}"):
    """Shows a private reply to the channel. `subject` is that of its `Delete` button."""

    subject: Subject = ()


@dataclass(frozen=True)
class Solve(Action, id="lk:v:{author}"):
    """Marks a forum's post as solved. `author` opened the post."""

    author: Member


@dataclass(frozen=True)
class Reopen(Action, id="lk:vo:{author}"):
    """Takes that back. `author` opened the post."""

    author: Member


@dataclass(frozen=True)
class Judge(Action, id="lk:j:{is_right}:{fact}"):
    """A member says whether an answer is right. `fact` is the first one shown."""

    is_right: Annotated[bool, one_of({True: "r", False: "w"})]
    fact: Handle


@dataclass(frozen=True)
class Meant(Action, id="lk:m:{shown}"):
    """The form that asks what was meant, under an answer that is wrong. `shown` is the first fact in it."""

    shown: Handle


@dataclass(frozen=True)
class AnotherFact(Action, id="lk:f:{about}:{continuity}"):
    """Another fact about a character or a thing; empty values mean any."""

    about: MaybeHandle = ""
    continuity: MaybeHandle = ""


@dataclass(frozen=True)
class WhoPlayed(Action, id="lk:p:{who}"):
    """Who plays this character, or which characters this actor plays."""

    who: Handle


@dataclass(frozen=True)
class Look(Action, id="lk:c:{named}"):
    """Shows the card of a character or a thing, or an actor's roles."""

    named: Handle


@dataclass(frozen=True)
class TurnPage(Action, id="lk:s:{asker}:{pack}:{page}"):
    """Turns to a page of a pack's story; everybody but `asker` gets a copy."""

    asker: Member
    pack: Handle
    page: Number


@dataclass(frozen=True)
class PickPart(Action, id="lk:o:{asker}"):
    """A menu of the parts of stories."""

    asker: Member


@dataclass(frozen=True)
class PartPicked(Action, id="{pack}:{page}"):
    """A choice in that menu: the page on which a part starts."""

    pack: Handle
    page: Number
