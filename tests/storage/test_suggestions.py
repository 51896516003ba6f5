"""What every storage does with suggestions."""

from dataclasses import replace

from bot.storage.storage import Storage
from bot.storage.suggestions import NewSuggestion, SuggestionState
from tests.storage.builders import ANNA, CHANNEL, MANAGER, MINUTE, NOON, OTHER_SERVER, SERVER

MADE = NewSuggestion(SERVER, CHANNEL, ANNA, "Vision is made of vibranium.", "vision", NOON)


async def test_a_suggestion_is_kept(storage: Storage) -> None:
    first = await storage.suggestions.add(MADE)
    second = await storage.suggestions.add(replace(MADE, text="a\0b", about=""))
    await storage.suggestions.add(replace(MADE, server_id=OTHER_SERVER))

    assert (first.made, first.state, first.decided_by, first.decided_at) == (MADE, SuggestionState.OPEN, None, None)
    assert second.made.text == "a\ufffdb"
    assert await storage.suggestions.suggestions(SERVER) == (first, second)


async def test_a_suggestion_is_decided_once(storage: Storage) -> None:
    first, second = await storage.suggestions.add(MADE), await storage.suggestions.add(MADE)

    assert await storage.suggestions.decide(first.id, SuggestionState.ACCEPTED, by=MANAGER, at=NOON + MINUTE)
    assert not await storage.suggestions.decide(first.id, SuggestionState.DECLINED, by=MANAGER, at=NOON)
    assert not await storage.suggestions.decide(999, SuggestionState.DECLINED, by=MANAGER, at=NOON)

    decided = replace(first, state=SuggestionState.ACCEPTED, decided_by=MANAGER, decided_at=NOON + MINUTE)
    assert await storage.suggestions.suggestions(SERVER) == (decided, second)
    assert await storage.suggestions.suggestions(SERVER, state=SuggestionState.OPEN) == (second,)
