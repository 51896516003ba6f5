"""Who belongs to a group."""

from collections.abc import Collection, Iterator
from functools import partial

from bot.english.words import STOP
from bot.knowledge.model import Thing, ThingKind
from bot.knowledge.wording import bare, is_plural
from bot.questions.candidates import Candidate, Candidates, words_of
from bot.questions.model import CHARACTERS, QuestionKind
from bot.questions.options import luck
from bot.questions.posed import Posed, asked

PAIR = 2
"""Members of a pair, which has no question: its name says who they are ("the Maximoff twins")."""

OF_ONE_GROUP = 3
"""Members who are asked for: of a team of ten nobody wants ten questions."""


def members(known: Candidates) -> Iterator[Posed]:
    """Some questions for each group."""
    for group in groups(known):
        right = {*group.members, *nearly_members(known, group)}
        fact = known.said_by(group.name, known.pack.character(group.members[0]).name, source=group.source)
        if len(group.members) == PAIR:
            continue
        for who in sorted(group.members, key=lambda each: luck(group.name, each))[:OF_ONE_GROUP]:
            if len(known.character(who).groups) > 1:  # "one of SHIELD", of somebody whom all know as an Avenger
                continue
            yield Posed(
                kind=QuestionKind.MEMBER,
                what=f"{group.name}:{who}",
                text=asked(f"which of these is {belonging(group)}"),
                category=CHARACTERS,
                answer=known.character(who),
                offered=partial(others, known, known.character(who), right),
                fact=fact,
                source=group.source or (fact.source if fact else ()),
                continuity=fact.continuity if fact else next(iter(known.pack.continuities)),
                also=tuple(known.character(id) for id in group.members if id != who),
            )


def others(known: Candidates, answer: Candidate, ids: Collection[str]) -> list[Candidate]:
    """The characters to stand beside the answer, without these."""
    return [each for each in known.beside(answer) if each.id not in ids]


def groups(known: Candidates) -> Iterator[Thing]:
    """The groups whose members the pack names."""
    for thing in known.pack.things:
        if thing.kind is ThingKind.GROUP and thing.members:
            yield thing


def nearly_members(known: Candidates, group: Thing) -> set[str]:
    """Those of a group with a word of this one's name: a new Avenger is an Avenger, and the other way round."""
    words = sorted(set(words_of(bare(group.name))) - STOP)
    return {who for word in words for other in known.groups_called(word) for who in other.members}


def belonging(group: Thing) -> str:
    """ "one of the Avengers", "a member of Hydra"."""
    return f"one of {group.name}" if is_plural(group.name) else f"a member of {group.name}"
