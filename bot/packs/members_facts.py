"""Facts that members suggested, written into the files of a server's pack. Pure."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.errors import PackError
from bot.ids import MemberId, ServerId
from bot.knowledge.model import Pack
from bot.packs.shelf import pack_of
from bot.packs.uploads import new_pack_file

TITLE = "From our members"
"""The title of the pack that takes what members suggested."""

FILE = "facts/members.yaml"

_HEADER = "# Suggested by members, and accepted by managers of the server.\nfacts:\n"


@dataclass(frozen=True)
class MembersFact:
    """A fact that a member suggested. `question` is one that it answers, `credit` the name of its source; both may be
    empty.
    """

    id: str
    text: str
    question: str = ""
    credit: str = ""
    is_spoiler: bool = False


class MembersPack(Protocol):
    """A server's pack that takes what its members suggested."""

    async def contribute(self, server_id: ServerId, fact: MembersFact, *, by: MemberId) -> bool:
        """Adds a fact, unless it is there already. Returns whether the server uses that pack. Raises UserError."""


def with_fact(
    pack: str, files: Mapping[str, str] | None, fact: MembersFact, pictures: Collection[str] = ()
) -> tuple[Mapping[str, str], Pack]:
    """The files with the fact, and the pack that they make; without files, a new pack. Raises PackError."""
    known = files or {"pack.yaml": new_pack_file(TITLE)}
    entry = _entry(fact)
    appended = {**known, FILE: known.get(FILE, _HEADER) + entry}
    try:
        return appended, pack_of(pack, appended, pictures)
    except PackError:  # the manager who edited the file ended it in another way
        apart = {**known, f"facts/{fact.id}.yaml": _HEADER + entry}
        return apart, pack_of(pack, apart, pictures)


def problem_of(fact: MembersFact) -> str:
    """What is wrong with a fact, in words for the member; empty if nothing is."""
    try:
        with_fact("new", None, fact)
    except PackError as error:
        return error.problems[0].message
    return ""


def _entry(fact: MembersFact) -> str:
    """The fact in YAML. A text in JSON is one in YAML, too."""
    source = f"suggested by {fact.credit}" if fact.credit else "suggested by a member"
    lines = [f"  - id: {fact.id}", f"    text: {_quoted(fact.text)}", f"    source: [{_quoted(source)}]"]
    lines += [f"    asks: [{_quoted(fact.question)}]"] if fact.question else []
    lines += ["    spoiler: yes"] if fact.is_spoiler else []
    return "".join(f"{line}\n" for line in lines)


def _quoted(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
