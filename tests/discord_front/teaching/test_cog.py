"""Who decides about suggestions: those who manage the server, and the manager role, at the moment of the press."""

from typing import Any, cast

import pytest

from bot.community.suggestions import SuggestionService
from bot.discord_front.custom_ids import Action
from bot.discord_front.replies import Press
from bot.discord_front.teaching.buttons import Edit, OpenEdit, Review, Verdict
from bot.discord_front.teaching.cog import TeachingCog
from bot.discord_front.teaching.suggesting import Suggesting
from bot.errors import UserError
from bot.house.service import HouseService
from bot.ids import MemberId
from tests.discord_front.misses.test_cog import ASKER, QUESTION, ROLE, TEXT, SmallPress, a_member
from tests.packs.small_packs import CHANNEL, MANAGER, SERVER, Town

DECISIONS = (*(Review(1, verdict) for verdict in Verdict), OpenEdit(1))


class Hall:
    """A server on which a suggestion waits."""

    def __init__(self) -> None:
        town = Town()
        self.house = HouseService(town.storage.house, town.clock)
        self.service = SuggestionService(town.storage, town.service, town.clock)
        self.cog = TeachingCog(cast("Any", None), self.service, Suggesting(self.service, cast("Any", None)), self.house)

    async def suggest(self) -> None:
        await self.service.review_in(SERVER, CHANNEL)
        await self.service.suggest(SERVER, CHANNEL, MemberId(ASKER), TEXT, question=QUESTION, credit="")

    async def press(self, action: Action, member: Any) -> SmallPress:
        (item,) = [each for each in self.cog.items if each.template.fullmatch(action.custom_id)]
        press = SmallPress(member)
        await item.answer(cast("Press", press), action.custom_id)
        return press

    async def edit(self, member: Any) -> None:
        work = self.cog.forms[1].answer(cast("Press", SmallPress(member)), Edit(1).custom_id, (TEXT, QUESTION))
        assert work is not None
        await work


@pytest.fixture
async def hall() -> Hall:
    hall = Hall()
    await hall.suggest()
    return hall


@pytest.mark.parametrize("action", DECISIONS, ids=repr)
async def test_without_the_right_nobody_decides(hall: Hall, action: Action) -> None:
    for member in (a_member(), a_member(roles=[ROLE])):
        with pytest.raises(UserError, match="Only members who can manage"):
            await hall.press(action, member)
        with pytest.raises(UserError, match="Only members who can manage"):
            await hall.edit(member)

    assert await hall.service.waiting(SERVER) == 1


@pytest.mark.parametrize("action", DECISIONS, ids=repr)
async def test_the_manager_role_decides(hall: Hall, action: Action) -> None:
    await hall.house.change(SERVER, MANAGER, manager_role=ROLE)

    await hall.edit(a_member(roles=[ROLE]))
    press = await hall.press(action, a_member(roles=[ROLE]))

    assert (await hall.service.waiting(SERVER) == 0) or len(press.forms) == 1
