"""Boards, records, shared lines and resets."""

import json
from collections.abc import AsyncIterator, Collection
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.community.boards import BoardService, SharedLine, best_category
from bot.ids import ChannelId, FactKey, GameId, MemberId, MessageId, QuestionKey, ServerId
from bot.storage.answers import Answered, Game, Occasion, Share, Streak
from bot.storage.bags import Draw
from bot.storage.ledger import DailyPlan
from bot.storage.periods import Period
from bot.storage.settings import DailySchedule
from bot.storage.storage import Storage
from tests.clock import FakeClock
from tests.storage.ready import open_ready

SERVER, CHANNEL = ServerId(1), ChannelId(2)
ANNA, BEN, CLEO, DORA = MemberId(11), MemberId(12), MemberId(13), MemberId(14)
FRIDAY = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class SmallMembers:
    """Who has left, and who was asked for."""

    def __init__(self) -> None:
        self.left: set[MemberId] = set()
        self.asked: list[list[int]] = []

    async def gone(self, server_id: ServerId, members: Collection[MemberId]) -> frozenset[MemberId]:
        assert server_id == SERVER
        self.asked.append(sorted(members))
        return frozenset(self.left & set(members))


class World:
    """A server of which answers are in the log."""

    def __init__(self, storage: Storage) -> None:
        self.clock = FakeClock(FRIDAY)
        self.storage = storage
        self.members = SmallMembers()
        self.service = BoardService(self.storage, self.members, self.clock)
        self.count = 0

    async def right(
        self,
        member_id: MemberId,
        points: int = 100,
        *,
        at: datetime = FRIDAY,
        day: date | None = None,
        category: str = "cast",
    ) -> None:
        await self.answered(member_id, points, is_right=True, at=at, day=day, category=category)

    async def answered(
        self,
        member_id: MemberId,
        points: int = 100,
        *,
        is_right: bool,
        at: datetime = FRIDAY,
        day: date | None = None,
        category: str = "cast",
    ) -> None:
        self.count += 1
        occasion = Occasion.daily(SERVER, day) if day else Occasion.trivia(SERVER, GameId("g"), self.count)
        answer = Answered(
            occasion=occasion,
            channel_id=CHANNEL,
            member_id=member_id,
            question_key=QuestionKey(f"q{self.count}"),
            fact_key=FactKey(""),
            category=category,
            target="t",
            text="a secret answer",
            normal="a",
            is_typed=False,
            is_right=is_right,
            worth=points,
            at=at,
        )
        await self.storage.answers.record(answer, may_change=True)

    async def posted(self, day: date) -> None:
        plan = DailyPlan(SERVER, day, CHANNEL, Draw("p", QuestionKey("q"), 1), ("a", "b"), FRIDAY)
        await self.storage.ledger.claim(plan, now=FRIDAY)
        await self.storage.ledger.mark_posted(SERVER, day, message_id=MessageId(day.toordinal()), at=FRIDAY)

    async def closed(self, day: date) -> None:
        await self.storage.ledger.mark_closed(SERVER, day, at=FRIDAY + HOUR)

    async def ranks(
        self, period: Period = Period.ALL, game: Game | None = None, *, page: int = 0, member_id: MemberId = ANNA
    ) -> list[tuple[int, int]]:
        shown = await self.service.board(SERVER, period=period, game=game, page=page, member_id=member_id)
        return [(standing.rank, standing.member_id) for standing in shown.board.standings]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    storage = await open_ready(tmp_path)
    yield World(storage)
    await storage.close()


class TestBoard:
    async def test_ties_share_a_place(self, world: World) -> None:
        for member_id, points in ((ANNA, 100), (BEN, 200), (CLEO, 100), (DORA, 50)):
            await world.right(member_id, points)

        assert await world.ranks() == [(1, BEN), (2, ANNA), (2, CLEO), (4, DORA)]

    async def test_who_left_is_hidden_and_takes_no_place(self, world: World) -> None:
        for number, member_id in enumerate((ANNA, BEN, CLEO)):
            await world.right(member_id, 300 - number)
        world.members.left = {ANNA}

        assert await world.ranks(member_id=BEN) == [(1, BEN), (2, CLEO)]

    async def test_who_left_is_hidden_on_the_pages_before_as_well(self, world: World) -> None:
        for member_id in map(MemberId, range(100, 125)):
            await world.right(member_id, 1000 - member_id)
        world.members.left = {MemberId(100), MemberId(101), MemberId(111)}

        assert (await world.ranks(page=1))[0] == (11, 113)
        assert (await world.ranks(page=2)) == [(21, 123), (22, 124)]

    async def test_a_page_too_far_is_the_last_one(self, world: World) -> None:
        for member_id in map(MemberId, range(100, 112)):
            await world.right(member_id, 1000 - member_id)

        shown = await world.service.board(SERVER, period=Period.ALL, game=None, page=99, member_id=ANNA)

        assert (shown.number, shown.pages) == (1, 2)
        assert [standing.member_id for standing in shown.board.standings] == [110, 111]

    async def test_the_own_place_is_there_on_every_page(self, world: World) -> None:
        for member_id in map(MemberId, range(100, 125)):
            await world.right(member_id, 1000 - member_id)

        shown = await world.service.board(SERVER, period=Period.ALL, game=None, page=0, member_id=MemberId(120))

        assert shown.board.own is not None
        assert shown.board.own.rank == 21

    async def test_today_begins_at_the_servers_own_midnight(self, world: World) -> None:
        await world.storage.settings.save_schedule(
            DailySchedule(SERVER, CHANNEL, time(9), "Asia/Tokyo", FRIDAY, set_up_by=MemberId(99))
        )
        midnight = datetime(2026, 4, 30, 15, tzinfo=UTC)
        await world.right(ANNA, at=midnight - HOUR)
        await world.right(BEN, at=midnight)

        assert await world.ranks(Period.TODAY) == [(1, BEN)]

    async def test_without_a_zone_it_is_utc(self, world: World) -> None:
        await world.right(ANNA, at=FRIDAY - 13 * HOUR)
        await world.right(BEN, at=FRIDAY - 11 * HOUR)

        assert await world.ranks(Period.TODAY) == [(1, BEN)]
        assert len(await world.ranks(Period.WEEK)) == 2

    async def test_each_game_has_a_board_of_its_own(self, world: World) -> None:
        await world.posted(FRIDAY.date())
        await world.right(ANNA)
        await world.right(BEN, day=FRIDAY.date())

        assert await world.ranks(game=Game.TRIVIA) == [(1, ANNA)]
        assert await world.ranks(game=Game.DAILY) == [(1, BEN)]
        assert len(await world.ranks()) == 2

    async def test_an_empty_board_has_one_page(self, world: World) -> None:
        shown = await world.service.board(SERVER, period=Period.ALL, game=None, page=0, member_id=ANNA)

        assert (shown.board.members, shown.pages) == (0, 1)


class TestStats:
    async def test_the_best_category_is_where_most_is_right(self, world: World) -> None:
        for is_right in (True, True, False):
            await world.answered(ANNA, is_right=is_right, category="cast")
        for _ in range(3):
            await world.right(ANNA, category="story")
        await world.right(ANNA, category="details")

        shown = await world.service.stats(SERVER, ANNA)

        assert shown.best == "story"
        assert shown.record.total == Share(7, 6)
        assert shown.latest == (True, True, False, True, True, True, True)

    async def test_the_place_is_that_on_the_board(self, world: World) -> None:
        for member_id in map(MemberId, range(100, 125)):
            await world.right(member_id, 1000 - member_id)
        world.members.left = {MemberId(100), MemberId(101), MemberId(111)}

        assert (await world.service.stats(SERVER, MemberId(110))).record.rank == 9
        assert (await world.service.stats(SERVER, MemberId(124))).record.rank == 22
        assert (await world.service.stats(SERVER, MemberId(111))).record.rank is None

    def test_of_too_few_answers_nothing_follows(self) -> None:
        assert best_category({"cast": Share(2, 2)}) is None
        assert best_category({"cast": Share(5, 0)}) is None
        assert best_category({"cast": Share(3, 3), "story": Share(9, 9)}) == "story"

    async def test_who_has_done_nothing_has_empty_stats(self, world: World) -> None:
        shown = await world.service.stats(SERVER, ANNA)

        assert shown.record.total == Share(0, 0)
        assert shown.best is None
        assert shown.shared == ""


class TestShare:
    async def test_a_square_for_each_of_the_last_days(self, world: World) -> None:
        days = [FRIDAY.date() - number * DAY for number in range(4, -1, -1)]
        for day in days[:3]:
            await world.posted(day)
        await world.storage.ledger.miss(SERVER, days[3], now=FRIDAY)
        await world.posted(days[4])
        await world.right(ANNA, day=days[0])
        await world.answered(ANNA, day=days[1], is_right=False)
        for day in days[:3]:
            await world.closed(day)

        assert await world.service.share(SERVER, ANNA) == "🟩🟥⬜⬛"

        await world.right(ANNA, day=days[4])

        assert await world.service.share(SERVER, ANNA) == "🟩🟥⬜⬛🟩"

    async def test_it_tells_nothing_of_the_answers(self, world: World) -> None:
        await world.posted(FRIDAY.date())
        await world.right(ANNA, day=FRIDAY.date())

        assert "secret" not in await world.service.share(SERVER, ANNA)

    async def test_it_has_a_week_at_most(self, world: World) -> None:
        for number in range(10):
            await world.posted(FRIDAY.date() - number * DAY)
            await world.right(ANNA, day=FRIDAY.date() - number * DAY)
            await world.closed(FRIDAY.date() - number * DAY)

        assert await world.service.share(SERVER, ANNA) == 7 * "🟩"

    async def test_the_line_says_which_question_of_the_server_the_last_square_is(self, world: World) -> None:
        for number in range(3):
            await world.posted(FRIDAY.date() - number * DAY)
        for number in (2, 1):
            await world.right(ANNA, day=FRIDAY.date() - number * DAY)
            await world.closed(FRIDAY.date() - number * DAY)

        yesterday = await world.service.shared_line(SERVER, ANNA)
        await world.right(ANNA, day=FRIDAY.date())
        today = await world.service.shared_line(SERVER, ANNA)

        assert yesterday == SharedLine(2, "🟩🟩", Streak(2, 2))
        assert today == SharedLine(3, "🟩🟩🟩", Streak(3, 3))
        assert await world.service.shared_line(SERVER, BEN) is None

    async def test_who_answered_none_of_them_has_nothing_to_share(self, world: World) -> None:
        await world.posted(FRIDAY.date())
        await world.right(ANNA, day=FRIDAY.date())
        await world.closed(FRIDAY.date())

        assert await world.service.share(SERVER, BEN) == ""


class TestReset:
    async def test_the_export_comes_first_and_holds_everything(self, world: World) -> None:
        await world.right(ANNA)
        await world.answered(BEN, is_right=False)

        offer = await world.service.offer_reset(SERVER)

        lines = [json.loads(line) for line in offer.log.decode().splitlines()]
        assert offer.answers == 2
        assert [(line["event"], line["member"], line["is_right"]) for line in lines] == [
            ("answer", str(ANNA), True),
            ("answer", str(BEN), False),
        ]

    async def test_after_it_everybody_begins_anew_and_the_log_is_still_there(self, world: World) -> None:
        await world.right(ANNA)

        assert await world.service.reset(SERVER, by=MemberId(99)) == 1

        assert await world.ranks() == []
        offer = await world.service.offer_reset(SERVER)
        assert offer.answers == 0
        assert [json.loads(line)["event"] for line in offer.log.decode().splitlines()] == ["answer", "reset"]

    async def test_what_a_manager_found_otherwise_is_in_the_export(self, world: World) -> None:
        await world.answered(ANNA, is_right=False)
        answers = await world.storage.answers.history(SERVER, ANNA)
        await world.storage.answers.regrade([answers[0].id], is_right=True, by=MemberId(99), at=FRIDAY + HOUR)

        offer = await world.service.offer_reset(SERVER)

        last = json.loads(offer.log.decode().splitlines()[-1])
        assert (last["event"], last["is_right"], last["by"]) == ("regrading", True, "99")
