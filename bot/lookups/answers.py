"""Answers a member's line: requests are looked up, questions searched for, small talk gets a reply."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from bot.answers.called import Called
from bot.answers.follow_up import NOTHING_SAID, Said, is_elliptical
from bot.answers.names import Names
from bot.answers.requests import (
    AfterAsked,
    AppearanceAsked,
    CardAsked,
    CastAsked,
    FactAsked,
    Request,
    StoryAsked,
    StoryPart,
    TalkHeard,
    is_plain_card,
    read_request,
)
from bot.answers.results import Answer, Closest, Named, NoMatch, Reply
from bot.english.text import asks_something, looks_like_a_question, written_out
from bot.english.words import AUXILIARIES
from bot.ids import ChannelId, FactKey
from bot.knowledge.model import Actor, Character, Fact, FactKind, Knowledge, Thing
from bot.lookups import plain_text
from bot.lookups.by_name import NameLookups
from bot.lookups.manual import Manual
from bot.lookups.results import (
    AboutMe,
    Card,
    Cast,
    FactShown,
    FullCast,
    NothingThere,
    Overview,
    Page,
    Response,
    SmallTalk,
    ThingCard,
    Unclear,
    is_answer,
    shown_facts,
)

LIKELY = 0.1
"""Minimum confidence that a member's words describe a scene: "the raid" gets 0.18; "the wedding", which is in another
film, 0.002.
"""

OVERVIEW = 4
"""Number of example questions in an overview."""

REMEMBERED = 200
"""Answers that are remembered, for those who ask what others have just asked."""

EARLIER = 4
"""Number of characters remembered from before the last question; "he" hardly ever means an earlier one."""


class Engine(Protocol):
    """Finds the facts that answer a question."""

    def ask(self, question: str, *, overheard: bool = False, before: Said = NOTHING_SAID) -> Reply:
        """See `AnswerEngine.ask`."""
        ...

    @property
    def stage(self) -> tuple[object, ...]:
        """See `AnswerEngine.stage`."""
        ...


@dataclass(frozen=True)
class _Remembered:
    """An answer after a conversation, by an engine at a stage, and what is said by then."""

    answer: Answer
    before: Said
    stage: tuple[object, ...]
    said: Said


class AnswerService(NameLookups):
    """Answers lines and looks things up in the packs. With a `manual`, questions about the bot that they leave open."""

    def __init__(
        self,
        knowledge: Knowledge,
        engine: Engine,
        names: Names,
        chance: random.Random,
        manual: Manual | None = None,
    ) -> None:
        super().__init__(knowledge, names, chance)
        self.engine = engine
        self.manual = manual
        self._called = Called(knowledge)
        self._remembered: dict[str, _Remembered] = {}

    def ask(
        self,
        question: str,
        *,
        channel_id: ChannelId | None = None,
        overheard: bool = False,
        before: Said = NOTHING_SAID,
    ) -> Response:
        """The reply to a line put to the bot, or overheard by it.

        `before` is the conversation, which the line may follow up. `channel_id` is the channel that will see the reply:
        the facts in it count as seen there.
        """
        stage = self.engine.stage
        response = self._overheard(question) if overheard else self._asked(question, before, channel_id)
        if isinstance(response, Answer) and not overheard:
            self._remember(question, _Remembered(response, before, stage, self.said(question, response, before)))
        return self._shown(response, channel_id)

    def recall(self, question: str, *, channel_id: ChannelId | None, before: Said) -> Answer | None:
        """What `ask` answers without a search, as it has just answered this; else None. From any thread."""
        found = self._remembered.get(question)
        if found is None or found.before != before or found.stage != self.engine.stage:
            return None
        self._shown(found.answer, channel_id)
        return found.answer

    def _remember(self, question: str, answer: _Remembered) -> None:
        self._remembered.pop(question, None)  # the latest come last
        self._remembered[question] = answer
        if len(self._remembered) > REMEMBERED:
            del self._remembered[next(iter(self._remembered))]

    def _shown(self, response: Response, channel_id: ChannelId | None) -> Response:
        if channel_id is not None and is_answer(response):
            self.note(channel_id, shown_facts(response))
        return response

    def _asked(self, line: str, before: Said, channel_id: ChannelId | None) -> Response:
        response = self._of_packs(line, before, channel_id)
        is_open = isinstance(response, Closest) or (isinstance(response, NoMatch) and not response.is_beyond)
        return (is_open and self.manual is not None and self.manual.answer(line)) or response

    def _of_packs(self, line: str, before: Said, channel_id: ChannelId | None) -> Response:
        request = read_request(line, self._called)
        follows_up = bool(before.question) and is_elliptical(line)
        if request is not None and not follows_up:
            granted = self._granted(request, before, channel_id)
            if granted is not None:
                return granted
        reply = self.engine.ask(line, before=before)
        if reply.working.asked:
            request = read_request(reply.working.asked, self._called)
        elif not follows_up:
            return reply
        return (request and self._granted(request, before, channel_id)) or reply

    def _overheard(self, line: str) -> Response:
        """Only a confident answer, or the card for an explicit "who is"."""
        if is_plain_card(line, self._called):
            request = read_request(line, self._called)
            if isinstance(request, CardAsked) and isinstance(card := self._card(request), Card):
                return card
        return self.engine.ask(line, overheard=True)

    def named(self, name: str) -> Card | ThingCard | Cast | None:
        """The card of the only one who is clearly meant, or an actor's roles; None if there is none."""
        found = self._called.find(written_out(name))
        return self.look(found[0]) if len(found) == 1 else None

    def is_question(self, line: str) -> bool:
        """Whether a line is a question or request rather than small talk."""
        return not isinstance(read_request(line, self._called), TalkHeard)

    def is_statement(self, line: str) -> bool:
        """Whether a line tells something: it is neither a question nor small talk."""
        return not looks_like_a_question(line) and self.is_question(line)

    def said(self, question: str, response: Response, before: Said) -> Said:
        """The conversation after this line and its reply, for a later line to follow up."""
        known = self._remembered.get(question)
        if known is not None and known.answer is response and known.before == before:
            return known.said
        now = self._said_now(question, response, before)
        people = (
            one for one in (*before.about, *before.earlier) if isinstance(one, Character) and one not in now.about
        )
        return now if now is before else replace(now, earlier=tuple(dict.fromkeys(people))[:EARLIER])

    def _said_now(self, question: str, response: Response, before: Said) -> Said:
        facts = shown_facts(response)
        match response:
            case Answer() | Closest() | NoMatch():
                return self._said_of(question, response, before)
            case SmallTalk(about=named):
                return replace(before, about=named) if named else before
            case AboutMe() | Unclear():
                return before
            case Page(scenes=scenes):
                return Said(question, is_answered=True, scene=scenes[-1])
            case Card(character=character):
                about: tuple[Named, ...] = (character,)
            case ThingCard(thing=thing, owner=owner):
                about = (thing, owner) if owner else (thing,)
            case Cast(roles=roles):
                played, actors = self.subject(facts), self._actors(facts)
                about = (*actors, *played) if len({role.actor for role in roles}) == 1 else (*played, *actors)
            case FactShown(about=whom):
                about = tuple(dict.fromkeys([*([whom] if whom else []), *self.subject(facts)]))
            case FullCast() | Overview():
                about = ()
        told = _scene(facts) if isinstance(response, FactShown) else None
        return Said(question, about, is_answered=True, scene=told or before.scene)

    def _said_of(self, question: str, reply: Reply, before: Said) -> Said:
        """The conversation after a search. An unanswered remark that names nobody is skipped; an unanswered question
        becomes the one that "why" follows up, but the subjects stay.
        """
        if isinstance(reply, NoMatch) and not reply.working.who:
            return (
                replace(before, question=question, is_answered=False)
                if asks_something(written_out(question))
                else before
            )
        facts = shown_facts(reply)
        asked = reply.working.asked or question
        told = self.subject(facts)
        found = [one for one in told if one not in reply.working.who] if self._asks_who_did(asked) else []
        first = found if len(found) == 1 and isinstance(reply, Answer) else []
        about = tuple(dict.fromkeys([*first, *reply.working.who, *told, *self._actors(facts)]))
        return Said(
            asked,
            about or before.about,
            is_answered=isinstance(reply, Answer),
            scene=_scene(facts) or before.scene,
        )

    def _asks_who_did(self, question: str) -> bool:
        """Whether a question asks who did something, so that "he" means the one named in the reply: after "who killed
        Strucker", but not after "who did Thor love".
        """
        words = written_out(question)
        of_somebody = any(self._called.find(words[2:stop], mend=False) for stop in (3, 4))
        return words[:1] == ["who"] and not (of_somebody and AUXILIARIES.issuperset(words[1:2]))

    def _actors(self, facts: Iterable[Fact]) -> tuple[Actor, ...]:
        """The actors of the roles in these facts."""
        roles = {fact.key for fact in facts if fact.kind is FactKind.ROLE}
        return tuple(dict.fromkeys(self._actor_of[key] for key in self._actor_of if key in roles)) if roles else ()

    @cached_property
    def _actor_of(self) -> dict[FactKey, Actor]:
        """The actor of each role by its fact's key, in the order of the packs."""
        return {role.fact.key: actor for pack in self.knowledge.packs for actor in pack.actors for role in actor.roles}

    # Requests

    def _granted(self, request: Request, before: Said, channel_id: ChannelId | None) -> Response | None:
        """The result of a request; None if the packs have nothing of the kind, so that it becomes a question."""
        match request:
            case TalkHeard(talk=talk, named=named):
                return SmallTalk(talk, named)
            case CardAsked():
                return self._card(request)
            case AppearanceAsked(named=named):
                return self._appearance(named)
            case StoryAsked(part=part, pack=pack):
                return self._story(part, pack)
            case AfterAsked(scene=words):
                return self._page_after(words, before)
            case CastAsked(pack=pack):
                return self._full_cast(pack)
            case FactAsked(named=named, typed=typed, pack=pack, is_more=is_more):
                named = before.about[:1] if is_more else named
                return self._fact(named, typed, pack, channel_id)

    def _card(self, request: CardAsked) -> Card | ThingCard | Cast | Unclear | None:
        if len(request.named) > 1:
            return Unclear(request.typed, request.named)
        return self.look(request.named[0])

    def _appearance(self, named: tuple[Named, ...]) -> FactShown | None:
        """What the story tells about a character, about them first of all; None if it never names them, which proves
        nothing.
        """
        match named:
            case (Character(pack=pack, id=id) as about,):
                told = [fact for fact in self.knowledge.pack(pack).scenes if id in fact.characters]
                told.sort(key=lambda fact: fact.characters[0] != id)
                return FactShown(told[0], about, "") if told else None
            case _:
                return None

    def _story(self, part: StoryPart, pack: str) -> Page | Overview | None:
        told = [each for each in self.knowledge.packs if pack in {"", each.id} and each.scenes]
        if told:
            return self.page(told[0].id, len(told[0].scenes) if part is StoryPart.END else 1)
        if part is not StoryPart.WHOLE:
            return None
        packs = tuple(each for each in self.knowledge.packs if pack in {"", each.id})
        return Overview(packs, plain_text.examples(packs, OVERVIEW)) if packs else None

    def _page_after(self, words: str, before: Said) -> Page | None:
        """The page starting with the scene after the one described, or after the one shown last."""
        scene = self._scene_like(words) if words else before.scene
        if scene is None or scene.scene_number is None:
            return None
        story = self.knowledge.pack(scene.pack).scenes
        later = next(
            (one for one in story if one.scene_number is not None and one.scene_number > (scene.scene_number or 0)),
            None,
        )
        return self.page_of(later) if later is not None else None

    def _scene_like(self, words: str) -> Fact | None:
        """The scene described by the words, or the scene of the likeliest fact.

        None in a pack of bare text, whose passages are smaller than scenes: there the sentence itself is searched for.
        """
        working = self.engine.ask(words).working
        if not working.ranking or working.confidence < LIKELY:
            return None
        first = working.ranking[0].fact
        pack = self.knowledge.pack(first.pack)
        if not pack.characters:
            return None
        if first.scene_number is not None:
            return first
        return next((scene for scene in pack.scenes if set(first.source) & set(scene.source)), None)

    def _full_cast(self, pack: str) -> FullCast | None:
        packs = [each for each in self.knowledge.packs if pack in {"", each.id} and each.characters]
        packs.sort(key=lambda each: not each.actors)
        if not packs:
            return None
        roles = tuple(role for actor in packs[0].actors for role in actor.roles)
        played = {role.character for role in roles}
        return FullCast(packs[0], roles, tuple(one for one in packs[0].characters if one.id not in played))

    def _fact(
        self, named: tuple[Named, ...], typed: str, pack: str, channel_id: ChannelId | None
    ) -> FactShown | Cast | Unclear | None:
        if len(named) > 1:
            return Unclear(typed, named)
        match named:
            case (Actor(roles=roles),):
                return Cast(roles) if roles else None
            case (Character() | Thing() as about,):
                result = self.fact_about(about, channel_id=channel_id)
            case _:
                result = self.any_fact(pack=pack, channel_id=channel_id)
        return None if isinstance(result, NothingThere) else result


def _scene(facts: Iterable[Fact]) -> Fact | None:
    """The last of the facts that is a passage of the story."""
    return next((fact for fact in reversed(list(facts)) if fact.scene_number is not None), None)
