"""The packs in use, without what lies beyond what may be shown: the one place that filters everything."""

import asyncio
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from cachetools import LRUCache

from bot.answers.follow_up import NOTHING_SAID, Said
from bot.answers.names import Names
from bot.answers.results import Answer, Closest, Named, NoMatch, Reply, Working
from bot.house.sight import EVERYTHING, SeenPack, Sight
from bot.ids import ChannelId, MemberId, ServerId
from bot.knowledge.model import Actor, Character, Fact, Knowledge
from bot.lookups.answers import AnswerService, Engine
from bot.packs.in_use import PacksInUse, Place, Shelf
from bot.questions.model import QuizQuestion

SIGHTS = 200
"""Number of views of packs that are kept. Each holds the names of its packs once more."""


class Sights(Protocol):
    """Knows what may be shown."""

    async def sight(
        self, server_id: ServerId | None, channel_ids: tuple[ChannelId, ...], member_id: MemberId | None
    ) -> Sight:
        """What may be shown to a member in a channel; without a member, to everybody there."""


class SeenShelf:
    """`Shelf` that shows what may be shown."""

    def __init__(self, shelf: Shelf, sights: Sights, chance: random.Random) -> None:
        self._shelf = shelf
        self._sights = sights
        self._chance = chance
        self._seen: LRUCache[tuple[PacksInUse, Sight], PacksInUse] = LRUCache(SIGHTS)

    async def at(self, place: Place) -> PacksInUse:
        """See `Shelf`."""
        packs = await self._shelf.at(place)
        sight = await self._sights.sight(place.server_id, place.channel_ids, place.member_id)
        if sight == EVERYTHING:
            return packs
        if (known := self._seen.get((packs, sight))) is not None:
            return known
        seen = as_seen(packs, sight, self._chance)
        await asyncio.to_thread(lambda: seen.answers)  # the names of a large pack take a while
        return self._seen.setdefault((packs, sight), seen)

    async def known_to(self, server_id: ServerId | None) -> PacksInUse:
        """See `Shelf`. What was asked already isn't hidden again."""
        return await self._shelf.known_to(server_id)


def as_seen(packs: PacksInUse, sight: Sight, chance: random.Random) -> PacksInUse:
    """The packs as they may be seen; the same ones if that is all of them."""
    seen = {pack.id: sight.of(pack) for pack in packs.knowledge.packs}
    if all(each.pack is each.whole for each in seen.values()):
        return packs
    knowledge = Knowledge(tuple(each.pack for each in seen.values()))

    def answers() -> AnswerService:
        engine = SeenEngine(packs.answers.engine, knowledge)
        return AnswerService(knowledge, engine, Names(knowledge), chance, packs.answers.manual)

    return PacksInUse(
        knowledge, answers, lambda: (each for each in packs.questions if _may_ask(each, seen)), whole=packs
    )


@dataclass(frozen=True)
class Further:
    """Questions about a story go further than a member has seen it: up to this scene, if it is known."""

    story: str
    scene_number: int | None
    seen: int


def further_than(
    packs: PacksInUse, questions: Sequence[QuizQuestion], scenes: Mapping[str, int]
) -> tuple[Further, ...]:
    """The stories of which questions tell more than a member has seen, who has seen the packs up to these `scenes`."""
    found = []
    for pack in packs.knowledge.packs:
        asked = [each for each in questions if each.pack == pack.id]
        if not asked or pack.id not in scenes:
            continue
        seen = Sight(scenes=((pack.id, scenes[pack.id]),)).of(pack)
        if all(_may_ask(each, {pack.id: seen}) for each in asked):
            continue
        about = (seen.scene_of(source=each.source, fact=packs.knowledge.fact(each.fact)) for each in asked)
        last = max((scene for scene in about if scene is not None), default=0)
        found.append(Further(pack.title, last if last > scenes[pack.id] else None, scenes[pack.id]))
    return tuple(found)


def _may_ask(question: QuizQuestion, seen: dict[str, SeenPack]) -> bool:
    texts = (question.text, *question.options, question.answer, *question.accepted, *question.hints)
    return seen[question.pack].may_ask(
        fact_key=question.fact,
        source=question.source,
        is_spoiler=question.is_spoiler,
        texts=texts,
        continuity=question.continuity,
    )


class SeenEngine:
    """An engine whose replies hold only what is in `knowledge`, a part of its own."""

    def __init__(self, whole: Engine, knowledge: Knowledge) -> None:
        self._whole = whole
        self._facts = {fact.key: fact for fact in knowledge.facts}
        self._named: dict[tuple[type[Named], str, str], Named] = {}
        for pack in knowledge.packs:
            everybody: list[Named] = [*pack.characters, *pack.actors, *pack.things]
            for one in everybody:
                self._named[_key(one)] = one

    @property
    def stage(self) -> tuple[object, ...]:
        """See `AnswerEngine.stage`."""
        return self._whole.stage

    def ask(self, question: str, *, overheard: bool = False, before: Said = NOTHING_SAID) -> Reply:
        """The reply, without what lies beyond: the next fact instead, or that there is nothing to tell."""
        reply = self._whole.ask(question, overheard=overheard, before=before)
        working = self._seen(reply.working)
        match reply:
            case Answer(facts=facts):
                shown = self._shown(facts)
                if len(shown) == len(facts):
                    return replace(reply, facts=shown, working=working)
                return NoMatch(working, is_beyond=True)
            case Closest(facts=facts):
                shown = self._shown(facts)
                return Closest(shown, working) if shown else NoMatch(working, is_beyond=True)
            case NoMatch():
                return replace(reply, working=working)

    def _shown(self, facts: Iterable[Fact]) -> tuple[Fact, ...]:
        return tuple(self._facts[fact.key] for fact in facts if fact.key in self._facts)

    def _seen(self, working: Working) -> Working:
        ranking = (
            replace(each, fact=self._facts[each.fact.key]) for each in working.ranking if each.fact.key in self._facts
        )
        who = (self._named[_key(one)] for one in working.who if _key(one) in self._named)
        return replace(
            working,
            understood=working.question,  # the names that it resolved may lie beyond
            ranking=tuple(ranking),
            who=tuple(who),
        )


def _key(one: Named) -> tuple[type[Named], str, str]:
    match one:
        case Character():
            return Character, one.pack, one.id
        case Actor():
            return Actor, one.pack, one.name
        case _:
            return type(one), one.pack, one.name
