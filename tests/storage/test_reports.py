"""What every storage does with questions that were reported."""

from bot.storage.reports import Report, ReportState
from bot.storage.storage import Storage
from tests.storage.builders import ANNA, BEN, MANAGER, MINUTE, NOON, OTHER_SERVER, Q1, Q2, Q3, SERVER
from tests.storage.conftest import also_in_memory


@also_in_memory
async def test_a_reported_question_rests_on_its_server(storage: Storage) -> None:
    reported = await storage.reports.report(SERVER, Q1, by=ANNA, at=NOON)
    again = await storage.reports.report(SERVER, Q1, by=BEN, at=NOON + MINUTE)

    assert reported == again == Report(SERVER, Q1, ANNA, NOON)
    assert await storage.reports.resting(SERVER) == {Q1}
    assert await storage.reports.resting(OTHER_SERVER) == frozenset()
    assert await storage.reports.all() == (reported,)


@also_in_memory
async def test_a_manager_decides_once_whether_it_is_asked_again(storage: Storage) -> None:
    for question_key in (Q1, Q2, Q3):
        await storage.reports.report(SERVER, question_key, by=ANNA, at=NOON)

    assert await storage.reports.decide(SERVER, Q1, is_kept=True, by=MANAGER, at=NOON)
    assert await storage.reports.decide(SERVER, Q2, is_kept=False, by=MANAGER, at=NOON)
    assert not await storage.reports.decide(SERVER, Q2, is_kept=True, by=MANAGER, at=NOON)
    assert not await storage.reports.decide(OTHER_SERVER, Q3, is_kept=True, by=MANAGER, at=NOON)

    assert await storage.reports.resting(SERVER) == {Q2, Q3}
    kept = await storage.reports.report(SERVER, Q1, by=BEN, at=NOON)
    assert (kept.state, kept.decided_by, kept.decided_at) == (ReportState.KEPT, MANAGER, NOON)
