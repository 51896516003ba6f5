"""Three belong together, one does not."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from bot.questions.candidates import Candidate, Candidates
from bot.questions.kinds.members import belonging, groups, nearly_members
from bot.questions.model import CHARACTERS, OptionKind, QuestionKind
from bot.questions.options import WRONG, likeness, luck
from bot.questions.posed import Posed, asked

MOST_INSIDE = 100
"""Members of a group who are considered as options."""

OF_ONE_GROUP = 3
"""Questions for one group, each with another outsider."""


def odd_one_out(known: Candidates) -> Iterator[Posed]:
    """Some questions for each group of three or more."""
    for group in groups(known):
        if len(group.members) < WRONG:
            continue
        inside = tuple(who for id in group.members if len((who := known.character(id)).groups) == 1)
        if len(inside) < WRONG:
            continue
        inside = inside[:MOST_INSIDE]
        near = {*group.members, *nearly_members(known, group)}
        outside = [each for each in known.of_kind(OptionKind.CHARACTER) if each.id not in near and each.mentions > 1]
        outside.sort(key=lambda each: -max(likeness(each, one) for one in inside) - luck(group.name, each.id) / 2000)
        fact = known.said_by(group.name, inside[0].text, source=group.source)
        for odd in outside[:OF_ONE_GROUP]:
            yield Posed(
                kind=QuestionKind.ODD_ONE_OUT,
                what=f"{group.name}:{odd.id}",
                text=asked(f"who of these is not {belonging(group)}"),
                category=CHARACTERS,
                answer=odd,
                offered=partial(_taken_for, odd, inside),
                fact=fact,
                source=group.source or (fact.source if fact else ()),
                continuity=fact.continuity if fact else next(iter(known.pack.continuities)),
                also=tuple(each for each in outside if each is not odd),
            )


def _taken_for(odd: Candidate, inside: tuple[Candidate, ...]) -> Iterator[Candidate]:
    """The members, with the outsider's pronoun: it is asked for by none."""
    return (replace(each, pronoun=odd.pronoun) for each in inside)
