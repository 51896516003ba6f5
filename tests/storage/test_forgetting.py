"""What every storage does when somebody asks to be forgotten, or a server is left."""

from datetime import timedelta

from bot.ids import ChannelId, GameId, ServerId
from bot.storage.answers import Occasion, Regraded, Reset, Share, Standing
from bot.storage.appeals import AppealState
from bot.storage.games import RunningGame
from bot.storage.guesses import NewPuzzle
from bot.storage.house import ValueChange
from bot.storage.misses import DigestClaim, MissEnd, NewMiss
from bot.storage.packs import NewVersion
from bot.storage.storage import MemberRecords, Storage
from bot.storage.suggestions import NewSuggestion, SuggestionState
from tests.storage.builders import (
    ANNA,
    BEN,
    CHANNEL,
    DAY,
    MANAGER,
    NOON,
    OTHER_SERVER,
    Q1,
    SERVER,
    WHO_IS_VISION,
    a_guess,
    a_pick,
    a_schedule,
    posted,
    recorded,
)

NOTHING = MemberRecords((), (), 0)
GAME = RunningGame(SERVER, CHANNEL, GameId("g1"), BEN, NOON, f'{{"picks": [{ANNA}]}}', NOON)


async def fill(storage: Storage, server_id: ServerId) -> None:
    """Something of everything: answers of Anna and Ben, and what Anna asked for and the manager decided."""
    await storage.settings.listen(server_id, ChannelId(server_id + 1), listening=True)
    await storage.settings.solve(server_id, ChannelId(server_id + 2))
    await storage.settings.save_schedule(a_schedule(server_id=server_id))
    await posted(storage, server_id=server_id)
    await storage.bags.draw(server_id, "ultron", [Q1])
    pictures = {"pictures/a.png": "2f0c"}, {"2f0c": b"\x89PNG\0\xff"}
    await storage.packs.add(NewVersion(server_id, "lamp", {"pack.yaml": ""}, "", MANAGER, NOON, 0, *pictures), most=5)
    await storage.packs.make_current(server_id, "lamp", 1, instead_of=0, at=NOON)
    await storage.packs.choose(server_id, None, ["lamp"])
    await storage.suggestions.review_in(server_id, CHANNEL)
    await storage.misses.note(NewMiss(server_id, CHANNEL, "Why?", "why", MissEnd.NOTHING, NOON), most=9)
    await storage.misses.claim_digest(DigestClaim(server_id, DAY, CHANNEL, NOON))
    await storage.games.start(RunningGame(server_id, ChannelId(server_id + 1), GameId("g1"), ANNA, NOON, "{}", NOON))
    for member_id in (ANNA, BEN):
        await recorded(storage, a_pick(Occasion.daily(server_id, DAY), member_id=member_id))
        wrong = await recorded(storage, a_guess(Occasion.trivia(server_id, GameId("g1"), 1), member_id=member_id))
        assert await storage.appeals.open(wrong.id, at=NOON)
        made = await storage.suggestions.add(NewSuggestion(server_id, CHANNEL, member_id, "More of Ultron.", "", NOON))
        await storage.suggestions.decide(made.id, SuggestionState.ACCEPTED, by=MANAGER, at=NOON)
        puzzle = await storage.guesses.open(NewPuzzle(server_id, server_id, "ultron", DAY.isoformat(), "thor", NOON))
        await storage.guesses.record(puzzle.id, member_id, "loki", at=NOON, most=6)
    await storage.reports.report(server_id, Q1, by=BEN, at=NOON)
    await storage.reports.decide(server_id, Q1, is_kept=False, by=MANAGER, at=NOON)
    change = ValueChange("cooldown", "15", "30")
    await storage.house.save_rules(server_id, "{}", instead_of=None, changes=[change], by=MANAGER, at=NOON, most=9)
    await storage.house.tell_once(server_id, "welcome", at=NOON)
    await storage.house.see(ANNA, "ultron", 4)
    (appeal, _) = await storage.appeals.pending(server_id)
    await storage.appeals.accept(appeal.id, by=MANAGER, at=NOON)


async def test_what_a_member_did_is_deleted_and_re_counted(storage: Storage) -> None:
    await fill(storage, SERVER)
    await fill(storage, OTHER_SERVER)

    assert await storage.forget_member(ANNA, server_id=SERVER) == 4

    assert await storage.answers.history(SERVER, ANNA) == ()
    assert (await storage.answers.board(SERVER)).standings == (Standing(1, BEN, 200, 2, 2),)
    assert await storage.answers.shares([WHO_IS_VISION]) == {WHO_IS_VISION: Share(6, 6)}
    assert [made.made.member_id for made in await storage.suggestions.suggestions(SERVER)] == [BEN]
    assert len(await storage.answers.history(OTHER_SERVER, ANNA)) == 2


async def test_a_member_is_forgotten_everywhere(storage: Storage) -> None:
    await fill(storage, SERVER)
    await fill(storage, OTHER_SERVER)

    assert await storage.forget_member(ANNA) == 8
    assert await storage.forget_member(ANNA) == 0

    assert await storage.answers.history(OTHER_SERVER, ANNA) == ()


async def test_what_would_be_deleted_can_be_seen(storage: Storage) -> None:
    await fill(storage, SERVER)
    await fill(storage, OTHER_SERVER)
    await storage.answers.reset(SERVER, by=MANAGER, at=NOON + timedelta(days=1))

    here, everywhere = (
        await storage.about_member(ANNA, server_id=SERVER),
        await storage.about_member(ANNA),
    )
    decided = await storage.about_member(MANAGER, server_id=SERVER)

    assert [gave.appeal for gave in here.answers] == [None, AppealState.ACCEPTED]
    assert all(gave.answer.is_right for gave in here.answers), "as it counts after the appeal"
    assert [made.made.member_id for made in here.suggestions] == [ANNA]
    assert [(one.puzzle.server_id, one.characters) for one in here.guesses] == [(SERVER, ("loki",))]
    assert (here.seen, everywhere.seen) == ((), (("ultron", 4),))
    assert (len(everywhere.answers), len(everywhere.suggestions), everywhere.decided) == (4, 2, 0)
    assert (decided.answers, decided.suggestions, decided.decided) == ((), (), 11)
    await storage.forget_member(ANNA)
    await storage.forget_member(MANAGER, server_id=SERVER)
    assert await storage.about_member(ANNA) == await storage.about_member(MANAGER, server_id=SERVER) == NOTHING


async def test_an_answer_after_that_is_a_new_one(storage: Storage) -> None:
    await posted(storage)
    first = await recorded(storage, a_pick(Occasion.daily(SERVER, DAY)))
    await storage.forget_member(ANNA)

    second = await recorded(storage, a_pick(Occasion.daily(SERVER, DAY)))

    assert second.id != first.id


async def test_what_a_manager_did_stays_without_their_id(storage: Storage) -> None:
    await fill(storage, SERVER)
    await fill(storage, OTHER_SERVER)
    await storage.answers.reset(SERVER, by=MANAGER, at=NOON + timedelta(days=1))

    await storage.forget_member(MANAGER, server_id=SERVER)

    assert await storage.settings.schedule(SERVER) == a_schedule(set_up_by=None)
    assert await storage.settings.schedule(OTHER_SERVER) == a_schedule(server_id=OTHER_SERVER)
    deciders = {made.decided_by for made in await storage.suggestions.suggestions(SERVER)}
    events = [event async for event in storage.answers.events(SERVER)]
    assert deciders == {None}
    assert [change.by for change in await storage.house.changes(SERVER)] == [None]
    assert {report.decided_by for report in await storage.reports.all()} == {None, MANAGER}
    assert {event.by for event in events if isinstance(event, Regraded | Reset)} == {None}
    others = [event async for event in storage.answers.events(OTHER_SERVER)]
    assert {event.by for event in others if isinstance(event, Regraded)} == {MANAGER}


async def test_nothing_is_left_of_a_server_that_is_forgotten(storage: Storage) -> None:
    await fill(storage, SERVER)
    await fill(storage, OTHER_SERVER)
    await storage.answers.reset(SERVER, by=MANAGER, at=NOON)

    await storage.forget_server(SERVER)

    assert await storage.settings.listening(SERVER) == frozenset()
    assert not await storage.settings.is_solved(ChannelId(SERVER + 2))
    assert await storage.settings.schedule(SERVER) is None
    assert await storage.ledger.entries(SERVER) == ()
    assert await storage.games.game(ChannelId(SERVER + 1)) is None
    assert await storage.appeals.aliases(SERVER) == ()
    assert await storage.suggestions.suggestions(SERVER) == ()
    assert await storage.suggestions.review_channel(SERVER) is None
    assert (await storage.misses.kept(SERVER), await storage.misses.digest(SERVER)) == ((), None)
    assert await storage.misses.servers() == {OTHER_SERVER}
    assert await storage.reports.resting(SERVER) == frozenset()
    assert await storage.reports.resting(OTHER_SERVER) == {Q1}
    assert [event async for event in storage.answers.events(SERVER)] == []
    assert (await storage.bags.peek(SERVER, "ultron", [Q1]))[0].turn == 1
    assert len(await storage.appeals.aliases(OTHER_SERVER)) == 1
    assert (await storage.answers.board(OTHER_SERVER)).members == 2
    assert (await storage.house.rules(SERVER), await storage.house.changes(SERVER)) == (None, ())
    assert await storage.house.tell_once(SERVER, "welcome", at=NOON)
    assert await storage.house.rules(OTHER_SERVER) == "{}"
