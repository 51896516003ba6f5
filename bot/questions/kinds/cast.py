"""Who plays whom, asked both ways."""

from collections.abc import Collection, Iterator
from functools import partial

from bot.knowledge.model import Role, RoleKind
from bot.questions.candidates import Candidate, Candidates
from bot.questions.model import CAST, OptionKind, QuestionKind
from bot.questions.options import of_one_sex
from bot.questions.posed import Posed, asked, where


def cast(known: Candidates) -> Iterator[Posed]:
    """One question for each actor of a character and for each character of an actor, in each continuity."""
    yield from _played_by(known)
    yield from _plays(known)


def _played_by(known: Candidates) -> Iterator[Posed]:
    by_role = {
        role.fact.key: known.all[OptionKind.ACTOR, each.name] for each in known.pack.actors for role in each.roles
    }
    for who in known.people.values():
        own = {by_role[role.fact.key] for role in who.roles}
        for role in _first_of_each(who.roles):
            same = {by_role[each.fact.key] for each in who.roles if _alike(each, role)}
            answer = by_role[role.fact.key]
            verb = "voices" if role.kind is RoleKind.VOICE else "plays"
            name = known.character(who.id).spoken
            yield Posed(
                kind=QuestionKind.PLAYED_BY,
                what="actor",
                text=asked(f"who {verb} {name}{where(known.pack, role.continuity)}"),
                category=CAST,
                answer=answer,
                offered=partial(_but, known, {each.id for each in own}, answer),
                fact=role.fact,
                source=role.fact.source,
                continuity=role.continuity,
                also=tuple(same - {answer}),
            )


def _plays(known: Candidates) -> Iterator[Posed]:
    for actor in known.pack.actors:
        played = {role.character for role in actor.roles}
        if played.isdisjoint(known.people):
            continue
        for role in _first_of_each(actor.roles):
            answer = known.character(role.character)
            verb = "voiced" if role.kind is RoleKind.VOICE else "played"
            yield Posed(
                kind=QuestionKind.PLAYS,
                what="character",
                text=asked(f"which character is {verb} by {actor.name}{where(known.pack, role.continuity)}"),
                category=CAST,
                answer=answer,
                offered=partial(_but, known, played, answer),
                fact=role.fact,
                source=role.fact.source,
                continuity=role.continuity,
                also=tuple(
                    known.character(each.character)
                    for each in actor.roles
                    if _alike(each, role) and each.character != role.character
                ),
            )


def _but(known: Candidates, ids: Collection[str], answer: Candidate) -> tuple[Candidate, ...]:
    return of_one_sex((each for each in known.beside(answer) if each.id not in ids), answer)


def _first_of_each(roles: tuple[Role, ...]) -> list[Role]:
    """One role of those that the same words would ask for."""
    return list({(role.kind, role.continuity): role for role in reversed(roles)}.values())


def _alike(first: Role, second: Role) -> bool:
    return (first.kind, first.continuity) == (second.kind, second.continuity)
