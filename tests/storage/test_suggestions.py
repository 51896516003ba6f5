"""What every storage does with suggestions."""

from dataclasses import replace

from bot.ids import ChannelId, SuggestionId
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
    assert not await storage.suggestions.decide(SuggestionId(999), SuggestionState.DECLINED, by=MANAGER, at=NOON)

    decided = replace(first, state=SuggestionState.ACCEPTED, decided_by=MANAGER, decided_at=NOON + MINUTE)
    assert await storage.suggestions.suggestion(SERVER, first.id) == decided
    assert await storage.suggestions.suggestions(SERVER) == (decided, second)
    assert await storage.suggestions.suggestions(SERVER, state=SuggestionState.OPEN) == (second,)


async def test_an_open_suggestion_can_be_edited(storage: Storage) -> None:
    made = await storage.suggestions.add(replace(MADE, credit="Anna"))

    assert await storage.suggestions.edit(made.id, text="Vision is red.", question="What colour is Vision?")

    edited = replace(MADE, text="Vision is red.", question="What colour is Vision?", credit="Anna")
    found = await storage.suggestions.suggestion(SERVER, made.id)
    assert found is not None
    assert found.made == edited
    await storage.suggestions.decide(made.id, SuggestionState.DECLINED, by=MANAGER, at=NOON)
    assert not await storage.suggestions.edit(made.id, text="x", question="")


async def test_a_suggestion_belongs_to_its_server_and_can_be_dropped(storage: Storage) -> None:
    made = await storage.suggestions.add(MADE)

    assert await storage.suggestions.suggestion(OTHER_SERVER, made.id) is None
    await storage.suggestions.drop(made.id)
    assert await storage.suggestions.suggestion(SERVER, made.id) is None


async def test_managers_review_suggestions_in_a_channel_until_they_dont(storage: Storage) -> None:
    assert await storage.suggestions.review_channel(SERVER) is None

    for channel_id in (CHANNEL, ChannelId(CHANNEL + 1)):
        await storage.suggestions.review_in(SERVER, channel_id)
        assert await storage.suggestions.review_channel(SERVER) == channel_id
    await storage.suggestions.review_in(SERVER, None)

    assert await storage.suggestions.review_channel(SERVER) is None
