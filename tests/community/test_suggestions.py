"""What members suggest, and what managers make of it."""

from dataclasses import dataclass, field

import pytest

from bot.answers.results import Answer
from bot.community.suggestions import MOST_OF_A_MEMBER, SuggestionService, ToReview
from bot.errors import UserError
from bot.ids import MemberId
from bot.packs.in_use import Place
from bot.packs.members_facts import FILE
from bot.packs.uploads import zipped
from bot.storage.suggestions import SuggestionState
from tests.packs.small_packs import CHANNEL, MANAGER, OTHER_SERVER, SERVER, Town

ANNA, BEN = MemberId(31), MemberId(32)
TEXT, QUESTION = "The foghorn of Quillon was cast in Bergen.", "Where was the foghorn cast?"
PACK = f"members-{SERVER}"


@dataclass
class Hall:
    """A server that takes suggestions."""

    town: Town = field(default_factory=Town)

    def __post_init__(self) -> None:
        self.service = SuggestionService(self.town.storage, self.town.service, self.town.clock)

    async def suggest(
        self, text: str = TEXT, *, question: str = QUESTION, credit: str = "", by: MemberId = ANNA
    ) -> ToReview:
        await self.service.review_in(SERVER, CHANNEL)
        return await self.service.suggest(SERVER, CHANNEL, by, text, question=question, credit=credit)

    async def accept(self, suggested: ToReview, *, is_spoiler: bool = False) -> bool:
        accepted = await self.service.accept(SERVER, suggested.suggestion.id, by=MANAGER, is_spoiler=is_spoiler)
        assert accepted.suggestion.state is SuggestionState.ACCEPTED
        return accepted.is_used

    async def answer(self, question: str = QUESTION) -> Answer | None:
        response = (await self.town.shelf.at(Place(SERVER, (CHANNEL,)))).answers.ask(question)
        return response if isinstance(response, Answer) else None


@pytest.fixture
def hall() -> Hall:
    return Hall()


async def test_what_is_accepted_answers_questions_with_its_credit(hall: Hall) -> None:
    suggested = await hall.suggest(credit="Anna")

    assert await hall.answer() is None
    assert await hall.accept(suggested)
    answer = await hall.answer()

    assert suggested.channel_id == CHANNEL
    assert answer is not None
    assert (answer.facts[0].text, answer.facts[0].source) == (TEXT, ("suggested by Anna",))
    assert not answer.facts[0].spoiler


async def test_it_can_be_accepted_as_a_spoiler(hall: Hall) -> None:
    await hall.accept(await hall.suggest(), is_spoiler=True)

    answer = await hall.answer()
    assert answer is not None
    assert answer.facts[0].spoiler
    assert answer.facts[0].source == ("suggested by a member",)


async def test_the_pack_grows_with_each_and_can_be_exported(hall: Hall) -> None:
    await hall.accept(await hall.suggest())
    await hall.accept(await hall.suggest('It sounds at "dusk":\n- so Ben says', question="", by=BEN))

    files = await hall.town.storage.packs.files(SERVER, PACK, 2)
    name, _ = await hall.town.service.export(SERVER, PACK)

    assert files is not None
    assert sorted(files) == [FILE, "pack.yaml"]
    assert 'text: "It sounds at \\"dusk\\": - so Ben says"' in files[FILE]
    assert name == "members.zip"
    assert await hall.answer() is not None


async def test_a_file_that_a_manager_has_rewritten_takes_more(hall: Hall) -> None:
    await hall.accept(await hall.suggest())
    files = {
        "pack.yaml": "format: 1\ntitle: Ours\n",
        FILE: 'facts: [{id: a, text: "The door is red.", source: [S1]}]\n',
    }
    await hall.town.put(zipped(files), pack=PACK)

    await hall.accept(await hall.suggest("The bell of Quillon is cracked.", question="What is cracked?"))

    answer = await hall.answer("What is cracked?")
    assert answer is not None
    assert answer.facts[0].text == "The bell of Quillon is cracked."


async def test_accepting_twice_adds_it_once(hall: Hall) -> None:
    suggested = await hall.suggest()
    await hall.accept(suggested)

    with pytest.raises(UserError, match="already decided"):
        await hall.accept(suggested)

    assert await hall.town.service.current(SERVER, PACK) == 1


async def test_what_is_declined_adds_nothing(hall: Hall) -> None:
    suggested = await hall.suggest()

    declined = await hall.service.decline(SERVER, suggested.suggestion.id, by=MANAGER)

    assert (declined.suggestion.state, declined.suggestion.decided_by) == (SuggestionState.DECLINED, MANAGER)
    assert not declined.is_settled
    assert await hall.answer() is None
    with pytest.raises(UserError, match="already decided"):
        await hall.service.edit(SERVER, suggested.suggestion.id, text="x y", question="")


async def test_a_manager_edits_it_first(hall: Hall) -> None:
    suggested = await hall.suggest("wrong", question="")

    edited = await hall.service.edit(SERVER, suggested.suggestion.id, text=TEXT, question=QUESTION)
    await hall.accept(suggested)

    assert edited.made.text == TEXT
    assert await hall.answer() is not None


async def test_another_server_can_neither_see_nor_decide_it(hall: Hall) -> None:
    suggested = await hall.suggest()

    with pytest.raises(UserError, match="already decided"):
        await hall.service.accept(OTHER_SERVER, suggested.suggestion.id, by=MANAGER, is_spoiler=False)


async def test_nothing_is_taken_where_nobody_reads_it(hall: Hall) -> None:
    with pytest.raises(UserError, match="Nobody reads suggestions"):
        await hall.service.suggest(SERVER, CHANNEL, ANNA, TEXT)


@pytest.mark.parametrize("text", ["", "...", "a\x07b", "x" * 1501])
async def test_a_text_that_no_pack_could_hold_is_refused(hall: Hall, text: str) -> None:
    with pytest.raises(UserError, match="I can't take that"):
        await hall.suggest(text)


async def test_a_member_has_only_so_many_waiting(hall: Hall) -> None:
    first, *_ = [await hall.suggest(f"Fact {number}.") for number in range(MOST_OF_A_MEMBER)]

    with pytest.raises(UserError, match="still waiting"):
        await hall.suggest()

    assert await hall.suggest(by=BEN)
    await hall.service.decline(SERVER, first.suggestion.id, by=MANAGER)
    assert await hall.suggest()


async def test_a_server_that_has_removed_the_bot_takes_no_suggestions(hall: Hall) -> None:
    await hall.service.review_in(SERVER, CHANNEL)
    assert await hall.service.can_be(SERVER)

    await hall.town.storage.forget_server(SERVER)
    hall.service.forget(SERVER)

    assert not await hall.service.can_be(SERVER)
