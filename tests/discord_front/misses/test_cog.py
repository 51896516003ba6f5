"""/misses and the offer to keep a reply: what managers see and do, and that nobody else may."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest

from bot.answers.results import Answer
from bot.community.misses import Lessons, MissService
from bot.discord_front.admission import HEAVY, Limits
from bot.discord_front.custom_ids import Action
from bot.discord_front.lookups.handles import Handles
from bot.discord_front.lookups.near import SearchedFacts
from bot.discord_front.lookups.queue import AnswerQueue
from bot.discord_front.misses import buttons
from bot.discord_front.misses.buttons import (
    PAGE,
    AnswerMiss,
    ClearMisses,
    DismissMiss,
    Keep,
    KeepReply,
    LeaveReply,
    OpenDigest,
    TurnMisses,
)
from bot.discord_front.misses.cog import MissesCog
from bot.discord_front.replies import Press
from bot.errors import UserError
from bot.house.service import HouseService
from bot.packs.in_use import Place
from bot.playground import component_rules
from bot.playground.refusals import FormFaults
from bot.storage.misses import Miss, MissEnd
from tests.clock import NOON
from tests.packs.small_packs import CHANNEL, MANAGER, SERVER, Town
from tests.small_pack import DOG, ONE_PACK

ME, ROLE, ASKER = 1, 555, 77
QUESTION, TEXT = "Where was the foghorn cast?", "It was cast in Bergen, in the old yard."

ACTIONS: tuple[Action, ...] = (
    TurnMisses(0),
    OpenDigest(20260504),
    AnswerMiss(1, 0),
    DismissMiss(1, 0),
    ClearMisses(False),
    ClearMisses(True),
    *(KeepReply(how, 1, Handles(ONE_PACK).of(DOG)) for how in Keep),
    LeaveReply(),
)


@dataclass
class SmallMessage:
    """As much of a message as counts here, and what the bot replied to it."""

    content: str
    author: Any
    to: "SmallMessage | None" = None
    mentions: tuple[Any, ...] = ()
    webhook_id: int | None = None
    id: int = 9
    replies: list[tuple[str, Any]] = field(default_factory=list)
    channel: Any = field(default_factory=lambda: SimpleNamespace(id=CHANNEL))
    guild: Any = field(default_factory=lambda: SimpleNamespace(id=SERVER))
    created_at: Any = NOON
    flags: Any = field(default_factory=lambda: SimpleNamespace(ephemeral=False))

    @property
    def type(self) -> discord.MessageType:
        return discord.MessageType.reply if self.to is not None else discord.MessageType.default

    @property
    def reference(self) -> Any:
        return SimpleNamespace(message_id=8, resolved=None, cached_message=self.to) if self.to is not None else None

    async def reply(self, text: str, *, view: Any, mention_author: bool) -> None:
        assert not mention_author
        self.replies.append((text, view))


def a_member(*, manages: bool = False, roles: Sequence[int] = (), bot: bool = False) -> Any:
    rights = discord.Permissions(manage_guild=manages)
    return SimpleNamespace(
        id=MANAGER if manages or roles else ASKER,
        roles=[SimpleNamespace(id=role) for role in roles],
        guild_permissions=rights,
        bot=bot,
    )


class SmallPress:
    """A press by somebody with these rights, and the forms that were opened with it."""

    def __init__(self, member: Any, message: Any = None) -> None:
        self.forms: list[Any] = []
        self.deleted = False
        self.guild_id, self.channel_id = SERVER, CHANNEL
        self.channel = SimpleNamespace(id=CHANNEL)
        self.user, self.permissions = member, member.guild_permissions
        self.message = message
        self.extras: dict[str, object] = {}
        self.response = SimpleNamespace(send_modal=self._opened, defer=self._deferred)

    def is_guild_integration(self) -> bool:
        return True

    async def delete_original_response(self) -> None:
        self.deleted = True

    async def _opened(self, form: Any) -> None:
        self.forms.append(form)

    async def _deferred(self, **_: object) -> None:
        pass


class Hall:
    """A server that keeps its open questions."""

    def __init__(self) -> None:
        self.town = Town()
        storage = self.town.storage
        self.house = HouseService(storage.house, self.town.clock)
        lessons = Lessons(self.town.service, storage.misses)
        self.service = MissService(storage.misses, self.house, lessons, self.town.clock)
        near = SearchedFacts(self.town.shelf, AnswerQueue())
        self.cog = MissesCog(self.service, self.house, near, Limits(), ME)

    async def ask(self, *questions: str) -> Miss:
        for question in questions or (QUESTION,):
            self.service.note(SERVER, CHANNEL, question, MissEnd.NOTHING)
        await self.service.written()
        return (await self.service.kept(SERVER))[0]

    async def press(self, action: Action, *, by: Any = None, message: Any = None) -> tuple[Any, SmallPress]:
        """The answer to a press, and the press."""
        (item,) = [each for each in self.cog.items if each.template.fullmatch(action.custom_id)]
        press = SmallPress(by or a_member(manages=True), message)
        return await item.answer(cast("Press", press), action.custom_id), press

    async def submit(self, miss: Miss, *said: str, by: Any = None) -> Any:
        """The answer to the form."""
        (form,) = self.cog.forms
        work = form.answer(
            cast("Press", SmallPress(by or a_member(manages=True))), AnswerMiss(miss.id, 0).custom_id, said
        )
        assert work is not None
        return await work

    async def hear(self, text: str = TEXT, *, by: Any = None, to: SmallMessage | None = None, **values: Any) -> Any:
        """What the bot replies to a reply to the question."""
        asked = to or SmallMessage(f"<@{ME}> {QUESTION}", a_member())
        reply = SmallMessage(text, by or a_member(manages=True), asked, **values)
        await self.cog.on_message(cast("discord.Message", reply))
        return reply.replies

    async def answer(self, question: str = QUESTION) -> Answer | None:
        response = (await self.town.shelf.at(Place(SERVER, (CHANNEL,)))).answers.ask(question)
        return response if isinstance(response, Answer) else None


@pytest.fixture
async def hall() -> AsyncIterator[Hall]:
    hall = Hall()
    await hall.house.change(SERVER, MANAGER, keeps_misses=True)
    running = asyncio.create_task(hall.service.run())
    yield hall
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


def texts(outgoing: Any) -> str:
    """Everything that is written on a message."""
    return repr(outgoing.layout.to_components())


def an_offer(reply: SmallMessage) -> SmallMessage:
    """The bot's message below a reply."""
    return SmallMessage("", a_member(bot=True), reply)


@pytest.mark.parametrize("action", ACTIONS, ids=repr)
async def test_without_the_right_no_press_does_anything(hall: Hall, action: Action) -> None:
    miss = await hall.ask()
    reply = SmallMessage(TEXT, a_member(manages=True))

    with pytest.raises(UserError, match="Only members who manage"):
        await hall.press(action, by=a_member(roles=[ROLE]), message=an_offer(reply))
    with pytest.raises(UserError, match="Only members who manage"):
        await hall.submit(miss, "none", TEXT, QUESTION, "openly", by=a_member())

    assert await hall.service.kept(SERVER) == (miss,)


async def test_the_manager_role_may_do_all_of_it(hall: Hall) -> None:
    await hall.house.change(SERVER, MANAGER, manager_role=ROLE)
    miss, reply = await hall.ask(), SmallMessage(TEXT, a_member(roles=[ROLE]))

    await hall.press(TurnMisses(0), by=a_member(roles=[ROLE]))
    await hall.press(KeepReply(Keep.FACT, miss.id), by=a_member(roles=[ROLE]), message=an_offer(reply))

    assert await hall.answer() is not None


async def test_discord_takes_every_page_and_each_is_private(hall: Hall) -> None:
    await hall.ask(*(f"Who made the bell {'x' * number}?" for number in range(2 * PAGE + 1)))
    for page in range(3):
        shown, _ = await hall.press(TurnMisses(page))

        faults = FormFaults()
        component_rules.check_layout(faults, shown.layout.to_components(), ())
        faults.refuse_if_any()
        assert shown.quiet
    beyond, _ = await hall.press(TurnMisses(99))
    assert texts(beyond) == texts(shown)


async def test_the_longest_questions_fit_on_a_page(hall: Hall) -> None:
    await hall.ask(*(f"*_*{number}who?" * 60 for number in range(PAGE)))

    shown, _ = await hall.press(TurnMisses(0))

    faults = FormFaults()
    component_rules.check_layout(faults, shown.layout.to_components(), ())
    faults.refuse_if_any()
    assert "\\\\*" in texts(shown)


async def test_one_is_dismissed(hall: Hall) -> None:
    miss = await hall.ask()

    shown, _ = await hall.press(DismissMiss(miss.id, 0))

    assert "no question" in texts(shown)
    assert await hall.service.kept(SERVER) == ()


async def test_all_are_deleted_after_a_confirmation(hall: Hall) -> None:
    await hall.ask("Who?", "Who made the bell?")

    asked, _ = await hall.press(ClearMisses(False))
    assert len(await hall.service.kept(SERVER)) == 2
    await hall.press(ClearMisses(True))

    assert "all 2 questions" in asked.text
    assert await hall.service.kept(SERVER) == ()


async def test_the_form_takes_an_answer_in_words(hall: Hall) -> None:
    miss = await hall.ask()
    _, press = await hall.press(AnswerMiss(miss.id, 0))

    shown = await hall.submit(miss, "none", TEXT, QUESTION, buttons.HIDDEN)

    (form,) = press.forms
    component_rules.check_modal(form.to_dict())
    answer = await hall.answer()
    assert answer is not None
    assert (answer.facts[0].text, answer.facts[0].spoiler) == (TEXT, True)
    assert f"||{TEXT}||" in texts(shown)


async def test_the_form_takes_a_fact_that_is_known_already(hall: Hall) -> None:
    miss = await hall.ask("which beast follows Mara about?")

    await hall.submit(miss, Handles(ONE_PACK).of(DOG), "", miss.text, "openly")

    answer = await hall.answer(miss.text)
    assert answer is not None
    assert answer.facts[0].text == DOG.text


async def test_the_form_wants_one_of_both(hall: Hall) -> None:
    miss = await hall.ask()

    for picked in ("none", "abcdefghijk"):
        with pytest.raises(UserError):
            await hall.submit(miss, picked, " ", QUESTION, "openly")

    assert await hall.service.kept(SERVER) == (miss,)


async def test_a_managers_reply_to_an_open_question_can_be_kept_with_one_click(hall: Hall) -> None:
    miss = await hall.ask()

    ((text, view),) = await hall.hear()
    kept, _ = await hall.press(
        KeepReply(Keep.FACT, miss.id), message=an_offer(SmallMessage(TEXT, a_member(manages=True)))
    )

    assert QUESTION in text
    assert [each.label for each in view.children][:2] == ["Keep as a fact", "Keep as a spoiler"]
    assert view.children[-1].label == "No"
    answer = await hall.answer()
    assert answer is not None
    assert (answer.facts[0].text, answer.facts[0].spoiler) == (TEXT, False)
    assert kept.replaces
    assert TEXT in kept.text


async def test_a_reply_that_repeats_a_fact_can_become_another_wording_of_it(hall: Hall) -> None:
    question = "which beast follows her about?"
    miss = await hall.ask(question)

    ((_, view),) = await hall.hear(DOG.text, to=SmallMessage(question, a_member()))
    wording = next(each for each in view.children if "wording" in each.label)
    action = KeepReply.read(wording.custom_id)
    assert action is not None
    await hall.press(action, message=an_offer(SmallMessage("edited", a_member(manages=True))))

    assert action == KeepReply(Keep.WORDING, miss.id, Handles(ONE_PACK).of(DOG))
    assert len(wording.label) <= 80
    answer = await hall.answer(question)
    assert answer is not None
    assert answer.facts[0].text == DOG.text


async def test_an_offer_is_left(hall: Hall) -> None:
    miss = await hall.ask()

    _, press = await hall.press(LeaveReply())

    assert press.deleted
    assert await hall.service.kept(SERVER) == (miss,)


async def test_a_reply_that_is_gone_is_not_kept(hall: Hall) -> None:
    miss = await hall.ask()

    with pytest.raises(UserError, match="can't read that reply"):
        await hall.press(KeepReply(Keep.FACT, miss.id), message=SmallMessage("", a_member(bot=True)))


@pytest.mark.parametrize(
    "heard",
    [
        {"by": a_member()},
        {"by": a_member(manages=True, bot=True)},
        {"webhook_id": 5},
        {"mentions": (SimpleNamespace(id=ME),)},
        {"text": ""},
        {"text": "is that so?"},
        {"text": "thanks"},
        {"to": SmallMessage("what a day", a_member())},
        {"to": SmallMessage(QUESTION, a_member(bot=True))},
        {"guild": None},
    ],
    ids=[
        *("of a member without the right", "of a bot", "of a webhook", "to the bot", "without the intent"),
        *("a question", "small talk", "to something else", "to a bot", "in a direct message"),
    ],
)
async def test_other_replies_are_left_alone(hall: Hall, heard: dict[str, Any]) -> None:
    await hall.ask()

    assert await hall.hear(**heard) == []


async def test_a_flood_of_replies_gets_no_more_offers(hall: Hall) -> None:
    await hall.ask()

    offers = [await hall.hear() for _ in range(HEAVY.most + 2)]

    assert [len(each) for each in offers] == [1] * HEAVY.most + [0, 0]


async def test_where_no_list_is_kept_nothing_is_offered(hall: Hall) -> None:
    await hall.ask()
    await hall.house.change(SERVER, MANAGER, keeps_misses=False)

    assert await hall.hear() == []
    with pytest.raises(UserError, match="/settings panel"):
        await hall.press(TurnMisses(0))
