"""A server's days of /guess, and a member's practice."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import UserError
from bot.guess.attributes import Roster
from bot.guess.results import Notice
from bot.guess.service import GuessService, Player, roster_in
from bot.ids import MemberId, PuzzleId, ServerId
from bot.knowledge.model import Knowledge
from bot.storage.answers import Streak
from tests.clock import FakeClock
from tests.guess.small_cast import IDS, ONE_VILLAGE, VILLAGE, VILLAGERS, a_village
from tests.packs.small_shelf import in_use
from tests.small_pack import HARBOUR, ONE_PACK, a_chance
from tests.storage.builders import a_schedule
from tests.storage.memory import in_memory

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SERVER, OTHER_SERVER = ServerId(1), ServerId(2)
ANNA, BEN = Player(MemberId(11), SERVER), Player(MemberId(12), SERVER)
ALONE = Player(MemberId(11), None)


class World:
    """A service over a village, with a clock that is moved by hand."""

    def __init__(self, knowledge: Knowledge = ONE_VILLAGE) -> None:
        self.storage = in_memory()
        self.clock = FakeClock(NOON)
        self.service = self.restarted(knowledge)

    def restarted(self, knowledge: Knowledge = ONE_VILLAGE) -> GuessService:
        self.service = GuessService(self.storage, self.clock, a_chance())
        self.packs = in_use(knowledge)
        return self.service

    def roster(self, pack: str = "") -> Roster:
        return roster_in(self.packs, pack)

    async def target(self, player: Player = ANNA) -> str:
        return (await self.service.daily(player, self.roster())).puzzle.target

    async def wrong(self, player: Player = ANNA) -> list[str]:
        target = await self.target(player)
        return [id for id in IDS if id != target]

    async def solve(self, player: Player = ANNA) -> None:
        await self.service.daily(player, self.roster(), await self.target(player))

    async def lose(self, player: Player = ANNA) -> None:
        for id in (await self.wrong(player))[:6]:
            await self.service.daily(player, self.roster(), id)


@pytest.fixture
def world() -> World:
    return World()


class TestDaily:
    async def test_all_members_of_a_server_look_for_the_same_one_in_a_day(self, world: World) -> None:
        target = await world.target(ANNA)
        world.restarted()

        assert await world.target(BEN) == target

    async def test_it_is_the_same_whoever_asks_first_and_when(self, world: World) -> None:
        elsewhere = World()
        await elsewhere.clock.advance(timedelta(hours=5))

        assert await world.target(ANNA) == await elsewhere.target(BEN)

    async def test_servers_look_for_different_ones(self, world: World) -> None:
        targets = {await world.target(Player(MemberId(11), server_id)) for server_id in map(ServerId, range(1, 20))}

        assert len(targets) > 5

    async def test_the_next_day_somebody_else_is_looked_for(self, world: World) -> None:
        targets = []
        for _ in range(10):
            targets.append(await world.target())
            await world.clock.advance(DAY)

        assert len(set(targets[:9])) == 9, "three quarters of the others come first"

    async def test_the_day_is_that_of_the_servers_zone(self, world: World) -> None:
        await world.storage.settings.save_schedule(a_schedule(server_id=SERVER, zone="Asia/Tokyo"))
        await world.storage.settings.save_schedule(a_schedule(server_id=OTHER_SERVER, zone="Nowhere/At_All"))
        await world.clock.advance(timedelta(hours=4))  # one o'clock in Tokyo

        here = await world.service.daily(ANNA, world.roster())
        there = await world.service.daily(Player(MemberId(11), OTHER_SERVER), world.roster())

        assert (here.puzzle.round, there.puzzle.round) == ("2026-05-02", "2026-05-01")
        assert here.next_at == datetime(2026, 5, 2, 15, tzinfo=UTC)
        assert there.next_at == datetime(2026, 5, 2, tzinfo=UTC)

    async def test_in_direct_messages_a_member_has_a_day_of_their_own(self, world: World) -> None:
        shown = await world.service.daily(ALONE, world.roster())

        assert (shown.puzzle.scope, shown.puzzle.server_id, shown.puzzle.round) == (11, None, "2026-05-01")

    async def test_a_board_is_there_after_a_restart(self, world: World) -> None:
        wrong = await world.wrong()
        await world.service.daily(ANNA, world.roster(), wrong[0])
        world.restarted()

        shown = await world.service.daily(ANNA, world.roster(), wrong[1])

        assert [row.tried.character.id for row in shown.board.rows] == wrong[:2]

    async def test_whoever_was_tried_before_takes_no_try(self, world: World) -> None:
        wrong = await world.wrong()
        for _ in range(2):
            shown = await world.service.daily(ANNA, world.roster(), wrong[0])

        assert (shown.notice, shown.board.count) == (Notice.TRIED_BEFORE, 1)

    async def test_after_the_end_nothing_counts(self, world: World) -> None:
        await world.solve()

        shown = await world.service.daily(ANNA, world.roster(), (await world.wrong())[0])

        assert (shown.notice, shown.board.score) == (Notice.WAS_OVER, "1/6")

    async def test_hints_are_the_same_for_everybody(self, world: World) -> None:
        for player in (ANNA, BEN):
            await world.lose(player)
        boards = [(await world.service.daily(player, world.roster())).board for player in (ANNA, BEN)]

        assert boards[0].hints == boards[1].hints
        assert len(boards[0].hints) == 2

    async def test_somebody_who_left_the_pack_is_not_looked_for_any_more(self, world: World) -> None:
        target = await world.target()
        await world.service.daily(ANNA, world.roster(), (await world.wrong())[0])
        left = tuple(one for one in VILLAGERS if one.id != target)
        facts = [fact for fact in VILLAGE.facts if target not in fact.characters]
        relations = [one for one in left if not any(each.other == target for each in one.relations)]
        world.restarted(Knowledge((a_village(relations, facts=facts),)))

        shown = await world.service.daily(ANNA, world.roster())

        assert shown.puzzle.target != target
        assert (shown.puzzle.number, shown.board.count) == (1, 0)


class TestEndless:
    async def test_a_board_goes_on_until_it_is_over(self, world: World) -> None:
        first = await world.service.endless(ANNA, world.roster())
        wrong = next(id for id in IDS if id != first.puzzle.target)
        world.restarted()

        second = await world.service.endless(ANNA, world.roster(), wrong)

        assert (second.puzzle, second.board.count, second.streak) == (first.puzzle, 1, None)

    async def test_after_the_end_there_is_another_one(self, world: World) -> None:
        first = await world.service.endless(ANNA, world.roster())
        over = await world.service.endless(ANNA, world.roster(), first.puzzle.target)
        late = await world.service.endless(ANNA, world.roster(), "ada")
        second = await world.service.another(ANNA, world.packs, over.puzzle.id)

        assert over.board.is_solved
        assert late.notice is Notice.WAS_OVER
        assert second.puzzle.target != first.puzzle.target
        assert second.board.count == 0

    async def test_a_second_press_begins_no_third_board(self, world: World) -> None:
        first = await world.service.endless(ANNA, world.roster())
        await world.service.endless(ANNA, world.roster(), first.puzzle.target)

        boards = [await world.service.another(ANNA, world.packs, first.puzzle.id) for _ in range(2)]

        assert boards[0].puzzle == boards[1].puzzle

    async def test_practice_counts_for_nothing_and_is_not_shared(self, world: World) -> None:
        first = await world.service.endless(ANNA, world.roster())
        await world.service.endless(ANNA, world.roster(), first.puzzle.target)

        assert (await world.service.stats(ANNA)).played == 0
        assert await world.service.finished(world.packs, first.puzzle.id, ANNA.member_id) is None


class TestStreaks:
    async def test_days_in_a_row_are_counted(self, world: World) -> None:
        for _ in range(3):
            await world.solve()
            await world.clock.advance(DAY)

        stats = await world.service.stats(ANNA)

        assert (stats.played, stats.solved, stats.streak) == (3, 3, Streak(3, 3))
        assert stats.by_tries == (3, 0, 0, 0, 0, 0)
        assert (await world.service.stats(BEN)).streak == Streak(0, 0)

    async def test_a_day_that_is_lost_or_left_out_ends_them(self, world: World) -> None:
        await world.solve()
        await world.clock.advance(DAY)
        await world.lose()
        assert (await world.service.stats(ANNA)).streak == Streak(0, 1)
        await world.clock.advance(DAY)
        await world.solve()
        await world.clock.advance(2 * DAY)

        stats = await world.service.stats(ANNA)

        assert (stats.played, stats.solved, stats.streak) == (3, 2, Streak(0, 1))

    async def test_each_server_has_its_own(self, world: World) -> None:
        await world.solve()

        assert (await world.service.stats(Player(ANNA.member_id, OTHER_SERVER))).played == 0
        assert (await world.service.stats(ALONE)).played == 0


class TestSharing:
    async def test_what_is_over_can_be_shared_later_too(self, world: World) -> None:
        shown = await world.service.daily(ANNA, world.roster())
        await world.solve()
        await world.clock.advance(2 * DAY)

        shared = await world.service.finished(world.packs, shown.puzzle.id, ANNA.member_id)

        assert shared
        assert (shared.puzzle, shared.board.score, shared.streak) == (shown.puzzle, "1/6", Streak(1, 1))

    async def test_what_is_open_or_somebody_elses_cannot(self, world: World) -> None:
        shown = await world.service.daily(ANNA, world.roster(), (await world.wrong())[0])

        assert await world.service.finished(world.packs, shown.puzzle.id, ANNA.member_id) is None
        assert await world.service.finished(world.packs, shown.puzzle.id, BEN.member_id) is None
        assert await world.service.finished(world.packs, PuzzleId(4711), ANNA.member_id) is None


class TestPacks:
    def test_a_pack_is_chosen_by_id_or_title_and_the_first_that_can_be_guessed_otherwise(self) -> None:
        world = World(Knowledge((HARBOUR, VILLAGE)))

        assert {world.roster(said).pack.id for said in ("", "village", "the village", " The Village ")} == {"village"}
        with pytest.raises(UserError, match="There is nobody to guess in “harbour”"):
            world.roster("harbour")

    def test_where_there_are_too_few_characters_it_says_so(self) -> None:
        with pytest.raises(UserError, match="at least 10 characters"):
            World(ONE_PACK).roster()
