"""The waiting list: what is kept, and how its questions are answered."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.answers.results import Answer
from bot.community.misses import KEPT_FOR, LONGEST, Lessons, MissService, kept_text
from bot.community.suggestions import SuggestionService
from bot.errors import StorageError, UserError
from bot.house.service import HouseService
from bot.ids import MissId, ServerId
from bot.packs.in_use import Place
from bot.packs.members_facts import MembersFact
from bot.storage.misses import Miss, MissEnd
from bot.storage.storage import Storage
from tests.packs.small_packs import CHANNEL, MANAGER, OTHER_SERVER, SERVER, Town
from tests.storage.memory import in_memory
from tests.storage.ready import open_ready

QUESTION, TEXT = "Where was the foghorn cast?", "The foghorn of Quillon was cast in Bergen."
FACT = MembersFact("", TEXT)


class Hall:
    """A server that keeps its open questions."""

    def __init__(self, storage: Storage) -> None:
        self.town = Town(storage)
        self.house = HouseService(storage.house, self.town.clock)
        self.lessons = Lessons(self.town.service, storage.misses)
        self.new: list[ServerId] = []
        self.service = MissService(storage.misses, self.house, self.lessons, self.town.clock, on_new=self.new.append)

    async def ask(self, question: str = QUESTION, *, ended: MissEnd = MissEnd.NOTHING) -> tuple[Miss, ...]:
        self.service.note(SERVER, CHANNEL, question, ended)
        await self.service.written()
        return await self.service.kept(SERVER)

    async def answer(self, question: str = QUESTION) -> Answer | None:
        response = (await self.town.shelf.at(Place(SERVER, (CHANNEL,)))).answers.ask(question)
        return response if isinstance(response, Answer) else None


@asynccontextmanager
async def a_hall(storage: Storage) -> AsyncIterator[Hall]:
    hall = Hall(storage)
    await hall.house.change(SERVER, MANAGER, keeps_misses=True)
    running = asyncio.create_task(hall.service.run())
    yield hall
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@pytest.fixture(params=["memory", "sqlite"])
async def hall(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Hall]:
    storage = in_memory() if request.param == "memory" else await open_ready(tmp_path)
    async with a_hall(storage) as hall:
        yield hall
    await storage.close()


async def test_alike_questions_are_joined(hall: Hall) -> None:
    await hall.ask()
    await hall.ask("Who made the bell?")
    first, second = await hall.ask("hey, where was the foghorn cast", ended=MissEnd.CLOSEST)

    assert (first.text, first.times, first.ended) == (QUESTION, 2, MissEnd.CLOSEST)
    assert (second.text, second.times) == ("Who made the bell?", 1)
    assert hall.new == [SERVER, SERVER], "told of new ones alone"


async def test_nothing_is_kept_unless_a_manager_wants_it(hall: Hall) -> None:
    hall.service.note(OTHER_SERVER, CHANNEL, QUESTION, MissEnd.NOTHING)
    hall.service.note(None, CHANNEL, QUESTION, MissEnd.NOTHING)
    await hall.service.written()

    assert await hall.town.storage.misses.kept() == ()
    with pytest.raises(UserError, match="/settings panel"):
        await hall.service.kept(OTHER_SERVER)


async def test_what_is_too_old_is_not_shown(hall: Hall) -> None:
    await hall.ask()

    await hall.town.clock.advance(KEPT_FOR)
    assert len(await hall.service.kept(SERVER)) == 1
    await hall.town.clock.advance(timedelta(seconds=1))
    assert await hall.service.kept(SERVER) == ()


async def test_an_answer_becomes_part_of_the_servers_pack(hall: Hall) -> None:
    (miss,) = await hall.ask()

    assert await hall.service.answer(SERVER, miss.id, FACT, by=MANAGER)

    answer = await hall.answer()
    assert answer is not None
    assert answer.facts[0].text == TEXT
    assert await hall.service.kept(SERVER) == ()
    with pytest.raises(UserError, match="isn't on the list"):
        await hall.service.answer(SERVER, miss.id, FACT, by=MANAGER)


async def test_an_answer_that_no_pack_could_hold_is_refused_and_the_question_stays(hall: Hall) -> None:
    (miss,) = await hall.ask()

    with pytest.raises(UserError, match="I can't take that"):
        await hall.service.answer(SERVER, miss.id, MembersFact("", "..."), by=MANAGER)

    assert await hall.service.kept(SERVER) == (miss,)


async def test_a_manager_may_word_the_question_otherwise(hall: Hall) -> None:
    (miss,) = await hall.ask("the foghorn cast where?")

    await hall.service.answer(SERVER, miss.id, MembersFact("", TEXT, QUESTION, is_spoiler=True), by=MANAGER)

    answer = await hall.answer()
    assert answer is not None
    assert answer.facts[0].spoiler
    assert await hall.service.kept(SERVER) == ()


async def test_an_accepted_suggestion_takes_its_question_off_the_list(hall: Hall) -> None:
    suggestions = SuggestionService(hall.town.storage, hall.lessons, hall.town.clock)
    await hall.ask()
    await suggestions.review_in(SERVER, CHANNEL)
    made = await suggestions.suggest(SERVER, CHANNEL, MANAGER, TEXT, question="where was the foghorn cast")

    await suggestions.accept(SERVER, made.suggestion.id, by=MANAGER, is_spoiler=False)

    assert await hall.service.kept(SERVER) == ()


@pytest.mark.parametrize(("ended", "stays"), [(MissEnd.WRONG, False), (MissEnd.CLOSEST, True)])
async def test_a_declined_suggestion_takes_its_question_along_if_that_had_an_answer(
    hall: Hall, ended: MissEnd, *, stays: bool
) -> None:
    suggestions = SuggestionService(hall.town.storage, hall.lessons, hall.town.clock)
    await hall.ask("<@5> " + QUESTION, ended=ended)
    await suggestions.review_in(SERVER, CHANNEL)
    made = await suggestions.suggest(SERVER, CHANNEL, MANAGER, TEXT, question="<@5> " + QUESTION)

    declined = await suggestions.decline(SERVER, made.suggestion.id, by=MANAGER)

    assert declined.is_settled is not stays
    assert bool(await hall.service.kept(SERVER)) is stays


async def test_one_is_dismissed_or_all_are_deleted(hall: Hall) -> None:
    first, *_ = [(await hall.ask(f"Who made the bell number {number}?"))[-1] for number in range(3)]

    await hall.service.dismiss(SERVER, first.id)
    await hall.service.dismiss(SERVER, first.id)
    assert len(await hall.service.kept(SERVER)) == 2
    assert await hall.service.clear(SERVER) == 2
    assert await hall.service.kept(SERVER) == ()


async def test_another_server_can_neither_answer_nor_dismiss_it(hall: Hall) -> None:
    (miss,) = await hall.ask()

    with pytest.raises(UserError, match="isn't on the list"):
        await hall.service.answer(OTHER_SERVER, miss.id, FACT, by=MANAGER)
    await hall.service.dismiss(OTHER_SERVER, miss.id)

    assert await hall.service.kept(SERVER) == (miss,)


async def test_a_message_is_recognised_by_its_words(hall: Hall) -> None:
    (miss,) = await hall.ask()

    assert await hall.service.asked_in(SERVER, "<@5> where was the foghorns cast?") == miss
    assert await hall.service.asked_in(SERVER, "where is the foghorn?") is None
    assert await hall.service.asked_in(OTHER_SERVER, QUESTION) is None
    assert await hall.service.asked_in(SERVER, "<@5>") is None


class Broken:
    """A list that can't be written."""

    async def note(self, *_: object, **__: object) -> bool:
        raise StorageError("the disk is full")


async def test_a_failure_of_the_database_costs_one_question_and_nothing_else() -> None:
    async with a_hall(in_memory()) as hall:
        works, hall.service._misses = hall.service._misses, Broken()  # type: ignore[assignment]  # a part of it
        hall.service.note(SERVER, CHANNEL, "Lost?", MissEnd.NOTHING)
        await hall.service.written()
        hall.service._misses = works

        assert [each.text for each in await hall.ask()] == [QUESTION]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<@55> who is\n<@&7>  she in <#9>?", "who is she in ?"),
        ("@everyone who?", "who?"),
        ("a\x1b[31mred\u202e?", "a[31mred?"),
        ("x" * 400, "x" * LONGEST),
        ("<@5>", ""),
    ],
)
def test_of_a_question_one_line_is_kept_without_mentions(typed: str, kept: str) -> None:
    assert kept_text(typed) == kept


async def test_an_id_of_nothing_is_not_on_the_list(hall: Hall) -> None:
    with pytest.raises(UserError, match="isn't on the list"):
        await hall.service.open(SERVER, MissId(4711))
