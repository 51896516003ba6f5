"""Builds complete replies: the wording, with its buttons. Sends nothing."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, assert_never

import discord
from cachetools import LRUCache
from discord import ui

from bot.answers.results import Answer, Closest, Named, NoMatch, Reply
from bot.discord_front import cards, wording
from bot.discord_front.buttons import Button, button
from bot.discord_front.cards import CardMessage
from bot.discord_front.lookups import answer_wording
from bot.discord_front.lookups import wording as lookups_wording
from bot.discord_front.lookups.buttons import (
    SUBJECTS,
    AnotherFact,
    Delete,
    Judge,
    Look,
    PartPicked,
    PickPart,
    Share,
    Tell,
    TurnPage,
    WhoPlayed,
)
from bot.discord_front.lookups.handles import Handles
from bot.discord_front.replies import Outgoing, notice
from bot.ids import MemberId
from bot.knowledge.model import Character, Fact, Thing
from bot.lookups import plain_text
from bot.lookups.results import (
    AboutMe,
    Card,
    Cast,
    FactShown,
    FullCast,
    NoSuchPart,
    NotCast,
    NothingThere,
    Overview,
    Page,
    Response,
    SmallTalk,
    ThingCard,
    Unclear,
    UnknownName,
)
from bot.lookups.talk import RecentTalk
from bot.packs.in_use import PacksInUse

CANDIDATES = 5
"""Maximum number of buttons for an ambiguous name; one row."""

FACT_CARDS, ANSWER_CARDS = 1000, 200
"""Cards that are remembered: of as many facts as a channel isn't shown again at once, and of as many answers as a pack
remembers. /fact goes through its facts in turn, so fewer cards than facts would be of no use.
"""

SUBJECT_WHO = 3
"""Number of a reply's handles reserved for its people; the others are its facts."""

Cards = LRUCache[str, tuple[Fact | Reply, CardMessage]]
"""Cards by what was asked, each with what it shows."""


class Replies:
    """Turns results from the packs in use somewhere into messages. `asker` is the member who may delete them."""

    def __init__(self, packs: PacksInUse) -> None:
        self.service = packs.answers
        self.gone = notice(wording.GONE if packs.whole is packs else plain_text.BEYOND)
        """For a button about something that isn't in these packs."""
        self.knowledge = packs.knowledge
        self.handles = Handles(packs.knowledge)
        self.talk = RecentTalk()
        """What was said about these packs. After an update, nothing refers to what is gone."""
        self._fact_cards: Cards = LRUCache(FACT_CARDS)
        self._answer_cards: Cards = LRUCache(ANSWER_CARDS)

    # Questions

    def answer(
        self,
        response: Response,
        *,
        asker: MemberId,
        question: str = "",
        quiet: bool = False,
        can_be_judged: bool = False,
    ) -> Outgoing:
        """The message for a response; `question` is quoted if the channel can't see it otherwise.

        `can_be_judged` adds two signs with which members say whether the answer is right.
        """
        match response:
            case Answer() | Closest() | NoMatch():
                return self._reply(response, asker, question=question, quiet=quiet, can_be_judged=can_be_judged)
            case Unclear(candidates=candidates):
                buttons = [button(Look(self.handles.of(one)), self._label(one)) for one in candidates[:CANDIDATES]]
                text = lookups_wording.several(response)
                return Outgoing(text=text, items=self._buttons(buttons, asker, (), quiet=quiet), quiet=quiet)
            case AboutMe(fact=fact):
                return Outgoing(
                    card=answer_wording.about_me(fact, question=question),
                    items=self._buttons([], asker, (), quiet=quiet),
                    quiet=quiet,
                    plain=lambda: wording.fit(plain_text.plain(response, self.knowledge), wording.CONTENT),
                )
            case SmallTalk(talk=talk):
                text = wording.fit(plain_text.small_talk(talk, self.knowledge), wording.CONTENT)
                return Outgoing(text=text, items=self._buttons([], asker, (), quiet=quiet), quiet=quiet)
            case FactShown():
                looked_up = self.fact(response, asker=asker, quiet=quiet)
            case Page():
                looked_up = self.page(response, asker=asker, quiet=quiet)
            case _:
                looked_up = self.looked(response, asker=asker, quiet=quiet)
        return _as_answer(looked_up, question)

    def _reply(self, reply: Reply, asker: MemberId, *, question: str, quiet: bool, can_be_judged: bool) -> Outgoing:
        """The message for the result of a search."""
        buttons: list[Button] = []
        shown: tuple[Fact, ...] = ()
        match reply:
            case Answer(facts=facts):
                shown = facts
            case Closest(facts=(first, *others)):
                shown = (first,)
                labels = answer_wording.closest_labels(reply, self.knowledge)
                buttons = [
                    button(Tell(asker, self.handles.of(fact)), label)
                    for fact, label in zip(others, labels, strict=True)
                ]
        if shown and can_be_judged:
            handle = self.handles.of(shown[0])
            buttons += [button(Judge(True, handle), "", emoji="👍"), button(Judge(False, handle), "", emoji="👎")]
        return Outgoing(
            card=_kept(
                self._answer_cards,
                question,
                reply,
                lambda: answer_wording.reply(reply, self.knowledge, question=question),
            ),
            items=self._buttons(buttons, asker, self._subject(shown, reply.working.who), quiet=quiet),
            quiet=quiet,
            plain=partial(answer_wording.plain, reply, self.knowledge),
        )

    def chosen(
        self,
        fact: Fact,
        *,
        label: str,
        asker: MemberId,
        question: str = "",
        quiet: bool = False,
        replaces: bool = False,
    ) -> Outgoing:
        """The message for a further fact that a member picked with the button of this label."""
        return Outgoing(
            card=answer_wording.picked(fact, self.knowledge, label=label, question=question),
            items=self._buttons([], asker, self._subject((fact,), ()), quiet=quiet),
            quiet=quiet,
            replaces=replaces,
        )

    def looked(
        self, result: Card | ThingCard | Cast | FullCast | Overview, *, asker: MemberId, quiet: bool = False
    ) -> Outgoing:
        """The message for a card or a cast."""
        buttons: list[Button] = []
        subject: tuple[str, ...] = ()
        match result:
            case Card():
                return self.card(result, asker=asker, quiet=quiet)
            case Cast():
                return self.played(result, asker=asker, quiet=quiet)
            case ThingCard(thing=thing, facts=facts):
                buttons = [button(AnotherFact(self.handles.of(thing)), "A fact")] if facts else []
                card, subject = lookups_wording.thing_card(result, self.knowledge), (self.handles.of(thing),)
            case FullCast():
                card = lookups_wording.full_cast(result, self.knowledge)
            case Overview():
                card = lookups_wording.overview(result)
            case _:
                assert_never(result)
        return Outgoing(card=card, items=self._buttons(buttons, asker, subject, quiet=quiet), quiet=quiet)

    # Lookups

    def fact(
        self,
        result: FactShown | NothingThere | Unclear | UnknownName,
        *,
        asker: MemberId,
        continuity: str = "",
        quiet: bool = False,
    ) -> Outgoing:
        """The message for /fact and "Another fact"."""
        match result:
            case FactShown(fact=fact, about=about, continuity=asked):
                another = button(self._another(about, fact.pack, asked), "Another fact")
                named = (about,) if about is not None else ()
                return Outgoing(
                    card=_kept(
                        self._fact_cards,
                        " ".join((fact.key, *map(self.handles.of, named))),
                        fact,
                        lambda: lookups_wording.fact_shown(result, self.knowledge),
                    ),
                    items=self._buttons([another], asker, self._subject((fact,), named), quiet=quiet),
                    quiet=quiet,
                )
            case NothingThere(about=about, elsewhere=elsewhere):
                buttons = [button(self._another(about), "Any fact")] if elsewhere else []
                return notice(lookups_wording.nothing_there(result), buttons)
            case Unclear(candidates=candidates):
                return notice(lookups_wording.several(result), self._fact_buttons(candidates, continuity))
            case UnknownName(near=near):
                return notice(lookups_wording.nobody(result), self._fact_buttons(near, continuity))
            case _:
                assert_never(result)

    def _fact_buttons(self, found: tuple[Named, ...], continuity: str) -> list[Button]:
        return [
            button(self._another(who, who.pack, self.service.continuity(who, continuity)), self._label(who))
            for who in found[:CANDIDATES]
            if isinstance(who, Character)
        ]

    def played(
        self, result: Cast | NotCast | Unclear | UnknownName, *, asker: MemberId, quiet: bool = False
    ) -> Outgoing:
        """The message for /whoplayed."""
        match result:
            case Cast(facts=facts):
                characters = self.service.subject(facts)
                return Outgoing(
                    card=lookups_wording.cast(result, self.knowledge),
                    items=self._buttons([], asker, self._subject(facts, characters), quiet=quiet),
                    quiet=quiet,
                )
            case NotCast(characters=characters):
                buttons = [button(self._another(who), lookups_wording.a_fact_about(who)) for who in characters[:1]]
                return notice(lookups_wording.not_cast(result), buttons)
            case Unclear(candidates=candidates):
                buttons = [button(WhoPlayed(self.handles.of(who)), self._label(who)) for who in candidates[:CANDIDATES]]
                return notice(lookups_wording.several(result), buttons)
            case UnknownName(near=near):
                buttons = [button(WhoPlayed(self.handles.of(who)), self._label(who)) for who in near[:3]]
                return notice(lookups_wording.nobody(result), buttons)
            case _:
                assert_never(result)

    def card(self, result: Card | Unclear | UnknownName, *, asker: MemberId, quiet: bool = False) -> Outgoing:
        """The message for /character."""
        match result:
            case Card(character=character):
                buttons = [button(self._another(character), "A fact")]
                if character.roles:
                    buttons.append(button(WhoPlayed(self.handles.of(character)), "Who plays them?"))
                return Outgoing(
                    card=lookups_wording.card(result, self.knowledge),
                    items=self._buttons(buttons, asker, (self.handles.of(character),), quiet=quiet),
                    quiet=quiet,
                )
            case Unclear(candidates=candidates):
                buttons = [
                    button(Look(self.handles.of(who)), self._label(who))
                    for who in candidates[:CANDIDATES]
                    if isinstance(who, Character)
                ]
                return notice(lookups_wording.several(result), buttons)
            case UnknownName(near=near):
                buttons = [
                    button(Look(self.handles.of(who)), self._label(who))
                    for who in near[:3]
                    if isinstance(who, Character)
                ]
                return notice(lookups_wording.nobody(result), buttons)
            case _:
                assert_never(result)

    def page(
        self, result: Page | NoSuchPart, *, asker: MemberId, quiet: bool = False, replaces: bool = False
    ) -> Outgoing:
        """The message for /plot."""
        match result:
            case Page():
                return Outgoing(
                    card=lookups_wording.page(result, self.knowledge),
                    items=self._page_buttons(result, asker, quiet=quiet),
                    quiet=quiet,
                    replaces=replaces,
                )
            case NoSuchPart():
                return notice(lookups_wording.no_such_part(result))
            case _:
                assert_never(result)

    def _page_buttons(self, page: Page, asker: MemberId, *, quiet: bool) -> tuple[ui.Item[Any], ...]:
        pack = self.handles.of(self.knowledge.pack(page.pack))
        items: list[ui.Item[Any]] = []
        if page.count > 1:
            back, on = TurnPage(asker, pack, page.number - 1), TurnPage(asker, pack, page.number + 1)
            items.append(button(back, "Previous", emoji="◀️", disabled=page.number == 1))
            items.append(button(on, "Next", emoji="▶️", disabled=page.number == page.count))
        if not quiet:
            items.append(_delete_button(Delete(asker, self._subject(page.scenes[:3], ()))))
        options = self._part_options(page)
        if len(options) > 1:
            menu = PickPart(asker).custom_id
            items.append(ui.Select(options=options, placeholder=lookups_wording.PART_MENU, custom_id=menu))
        return tuple(items)

    def _part_options(self, page: Page) -> list[discord.SelectOption]:
        """The parts around the current one, as many as a menu holds."""
        parts = self.service.parts()
        open_part = max(
            index for index, part in enumerate(parts) if part.pack == page.pack and part.number <= page.number
        )
        start = max(0, min(open_part - wording.OPTIONS // 2, len(parts) - wording.OPTIONS))
        several = len({part.pack for part in parts}) > 1
        return [
            discord.SelectOption(
                label=lookups_wording.part_label(part),
                value=PartPicked(self.handles.of(self.knowledge.pack(part.pack)), part.number).custom_id,
                description=part.title[: wording.OPTION] if several else None,
                default=index == open_part,
            )
            for index, part in enumerate(parts[start : start + wording.OPTIONS], start)
        ]

    # Buttons

    def _another(self, about: Character | Thing | None, pack: str = "", continuity: str = "") -> AnotherFact:
        asked = self.handles.of_continuity(pack, continuity) if continuity else ""
        return AnotherFact(self.handles.of(about) if about is not None else "", asked)

    def _subject(self, facts: tuple[Fact, ...], who: tuple[Named, ...]) -> tuple[str, ...]:
        """Handles of a reply's people and facts, for follow-up questions."""
        people = [self.handles.of(one) for one in who[:SUBJECT_WHO]]
        told = [self.handles.of(fact) for fact in facts[: SUBJECTS - len(people)]]
        return (*people, *told)

    def _label(self, who: Named) -> str:
        return wording.button(who.name if isinstance(who, Thing) else self.service.label(who))

    def _buttons(
        self, buttons: list[Button], asker: MemberId, subject: tuple[str, ...], *, quiet: bool = False
    ) -> tuple[Button, ...]:
        """The buttons, and one to delete the message; one to share it if it is private, as it can be dismissed."""
        if not quiet:
            buttons = [*buttons, _delete_button(Delete(asker, subject))]
        elif subject:
            buttons = [*buttons, button(Share(subject), "Share")]
        return tuple(buttons)


def _kept(cards: Cards, asked: str, shown: Fact | Reply, make: Callable[[], CardMessage]) -> CardMessage:
    """The card of a fact or an answer, made once although many ask for it."""
    if (known := cards.get(asked)) is None or known[0] is not shown:
        known = cards[asked] = (shown, make())
    return known[1]


def without_buttons(message: discord.Message) -> ui.LayoutView:
    """The card in a message of ours."""
    view = ui.LayoutView.from_message(message, timeout=None)
    for row in [item for item in view.children if isinstance(item, ui.ActionRow)]:
        view.remove_item(row)
    view.stop()
    return view


def shared(message: discord.Message, *, by: MemberId, subject: tuple[str, ...]) -> ui.LayoutView:
    """The card in a private message of ours, for the channel, with a button to delete it."""
    view = without_buttons(message)
    view.add_item(ui.ActionRow(_delete_button(Delete(by, subject))))
    return view


def _as_answer(looked_up: Outgoing, question: str) -> Outgoing:
    """A looked-up result as the answer to a question in chat."""
    if looked_up.card is None:
        return looked_up
    return replace(looked_up, card=looked_up.card.asked(question), plain=partial(cards.as_text, looked_up.card))


def _delete_button(action: Delete) -> Button:
    return button(action, "", emoji="🗑️")
