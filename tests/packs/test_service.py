"""Packs of a server: what its managers do with them, and what members get from it."""

import gc
import weakref

import pytest

from bot.answers.results import Answer
from bot.discord_front.lookups.replies import Replies
from bot.errors import UserError
from bot.ids import ChannelId, ServerId
from bot.packs.changes import AnswerChange, Counts
from bot.packs.in_use import Place
from bot.packs.members_facts import MembersFact
from bot.packs.service import Refused
from bot.packs.uploads import read_upload, zipped
from tests.packs.small_packs import (
    CHANNEL,
    MANAGER,
    OTHER_CHANNEL,
    OTHER_SERVER,
    QUESTION,
    SERVER,
    THREAD,
    Town,
    lamp,
    lamp_files,
)

PICTURE, PNG = "pictures/quillon.png", b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def town() -> Town:
    return Town()


async def answer(
    town: Town, *channel_ids: ChannelId, server_id: ServerId | None = SERVER, question: str = QUESTION
) -> str:
    """The sure answer that a member gets; empty: none."""
    response = (await town.shelf.at(Place(server_id, channel_ids))).answers.ask(question)
    return response.facts[0].text if isinstance(response, Answer) else ""


class TestUploading:
    async def test_nothing_is_used_before_it_is_confirmed(self, town: Town) -> None:
        proposed = await town.propose(lamp())

        assert await answer(town) == ""
        assert proposed.changes.facts == Counts(3, 0, 0)
        assert len(proposed.samples) == 3
        await town.confirm(proposed.version.pack, proposed.version.number)
        assert await answer(town) == "The lamp of Quillon burns oil."

    async def test_all_problems_are_told_by_line_and_nothing_is_stored(self, town: Town) -> None:
        files = lamp_files() | {"facts.yaml": "facts:\n  - id: x\n    txt: no\n", "plot.yaml": "plot: 7\n"}

        refused = await town.service.propose(SERVER, name="a.zip", raw=zipped(files), by=MANAGER)

        assert isinstance(refused, Refused)
        assert {problem.file for problem in refused.problems} == {"facts.yaml", "plot.yaml"}
        assert any(problem.line == 3 for problem in refused.problems)
        assert (await town.service.listed(SERVER)).own == ()

    async def test_a_change_is_shown_fact_by_fact_with_the_answers_that_change(self, town: Town) -> None:
        pack = await town.put(lamp())
        files = lamp_files("butter")
        files["facts.yaml"] = files["facts.yaml"].replace("id: stands", "id: rests")

        proposed = await town.propose(zipped(files), pack=pack)

        assert proposed.changes.facts == Counts(1, 1, 1)
        assert proposed.changes.quiz.changed + proposed.changes.quiz.added == 1
        change = AnswerChange(QUESTION, "The lamp of Quillon burns oil.", "The lamp of Quillon burns butter.")
        assert change in proposed.changes.answers
        assert await answer(town) == "The lamp of Quillon burns oil."

    async def test_one_file_is_added_to_what_is_there(self, town: Town) -> None:
        pack = await town.put(lamp())
        door = (
            b'facts:\n  - id: door\n    text: "The door is green."\n    source: [S9]\n    asks: ["How is the door?"]\n'
        )

        await town.put(door, name="door.yaml", pack=pack)

        assert await answer(town, question="How is the door?") == "The door is green."
        assert await answer(town) == "The lamp of Quillon burns oil."

    async def test_a_quiz_file_and_a_plain_text_become_packs(self, town: Town) -> None:
        aiken = b"What burns in the lamp?\nA. oil\nB. peat\nC. coal\nD. straw\nANSWER: A\n"
        text = b"Quillon lights the lamp at dusk. The lamp stands on a cliff of chalk. Nobody else may touch it.\n"

        quiz = await town.propose(aiken, name="lamps.txt")
        story = await town.propose(text, name="story.txt", title="A Story")

        assert (quiz.changes.quiz, quiz.changes.facts.added) == (Counts(1, 0, 0), 0)
        assert quiz.samples[0].answer == "oil"
        assert (story.title, story.changes.facts.added) == ("A Story", 3)

    async def test_the_problems_of_a_quiz_file_are_told_by_its_own_lines(self, town: Town) -> None:
        gift = b"// A quiz\n\n::One:: What burns? {=oil ~peat}\n\n::Two:: What burns? {}\n"

        refused = await town.service.propose(SERVER, name="lamps.gift", raw=gift, by=MANAGER)

        assert isinstance(refused, Refused)
        assert [(problem.file, problem.line) for problem in refused.problems] == [("lamps.gift", 5)]

    async def test_what_is_based_on_an_older_version_no_longer_fits(self, town: Town) -> None:
        pack = await town.put(lamp())
        late = (await town.propose(lamp("butter"), pack=pack)).version
        await town.put(lamp("wax"), pack=pack)

        with pytest.raises(UserError, match="changed meanwhile"):
            await town.confirm(pack, late.number)

        assert await answer(town) == "The lamp of Quillon burns wax."

    async def test_what_changes_nothing_is_not_stored(self, town: Town) -> None:
        pack = await town.put(lamp())

        with pytest.raises(UserError, match="changes nothing"):
            await town.propose(lamp(), pack=pack)

    async def test_a_server_has_so_many_packs_and_no_more(self, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("bot.packs.service.MOST_PACKS", 1)
        first = await town.propose(lamp(title="One"))
        second = await town.propose(lamp(title="Two"))
        await town.confirm(first.version.pack, first.version.number)

        with pytest.raises(UserError, match="1 packs at most"):
            await town.confirm(second.version.pack, second.version.number)
        with pytest.raises(UserError, match="1 packs at most"):
            await town.propose(lamp())


class TestVersions:
    async def test_an_earlier_version_is_back_at_once(self, town: Town) -> None:
        pack = await town.put(lamp())
        await town.put(lamp("butter"), pack=pack)

        await town.service.roll_back(SERVER, pack, 1)

        assert await answer(town) == "The lamp of Quillon burns oil."
        assert [each.number for each in await town.service.history(SERVER, pack)] == [2, 1]
        assert await town.service.current(SERVER, pack) == 1

    async def test_a_draft_is_no_version_to_go_back_to(self, town: Town) -> None:
        pack = await town.put(lamp())
        draft = (await town.propose(lamp("butter"), pack=pack)).version

        with pytest.raises(UserError, match="isn't kept"):
            await town.service.roll_back(SERVER, pack, draft.number)

    async def test_an_export_can_be_uploaded_again(self, town: Town) -> None:
        name, content = await town.service.export(SERVER, await town.put(lamp()))

        assert name == "the-lamp.zip"
        assert read_upload(name, content, title="").files == lamp_files()

    async def test_a_removed_pack_is_gone_with_all_its_versions(self, town: Town) -> None:
        pack = await town.put(lamp())
        await town.service.use(SERVER, CHANNEL, pack)

        await town.service.remove(SERVER, pack)

        assert await answer(town) == await answer(town, CHANNEL) == ""
        assert await town.storage.packs.history(SERVER, pack) == ()
        with pytest.raises(UserError, match="no such pack"):
            await town.service.history(SERVER, pack)

    async def test_a_new_process_uses_what_was_confirmed(self, town: Town) -> None:
        await town.put(lamp("tallow"))
        town.restart()

        assert await answer(town) == "The lamp of Quillon burns tallow."

    async def test_a_version_that_cannot_be_read_any_more_stops_nothing_else(self, town: Town) -> None:
        pack = await town.put(lamp())
        files = await town.storage.packs.files(SERVER, pack, 1)
        assert isinstance(files, dict)
        files["facts.yaml"] = "facts: 7"
        town.restart()

        assert await answer(town, question="who plays Mara?") != ""
        assert [each.is_readable for each in (await town.service.listed(SERVER)).own] == [False]


def with_a_picture(content: bytes, *, burns: str = "oil") -> bytes:
    """The lamp, with a picture of its keeper."""
    keeper = lamp_files()["characters/quillon.yaml"] + f"picture: {{file: {PICTURE}, alt: A keeper}}\n"
    return zipped({**lamp_files(burns), "characters/quillon.yaml": keeper, PICTURE: content})


class TestPictures:
    async def test_a_picture_is_kept_with_its_version(self, town: Town) -> None:
        pack = await town.put(with_a_picture(PNG + b"1"))
        assert await town.shelf.picture(pack, PICTURE) == PNG + b"1"
        draft = await town.propose(with_a_picture(PNG + b"2"), pack=pack)
        assert await town.shelf.picture(pack, PICTURE) == PNG + b"1"

        await town.confirm(pack, draft.version.number)
        town.restart()

        assert await town.shelf.picture(pack, PICTURE) == PNG + b"2"
        [_, lamp] = (await town.shelf.at(Place(SERVER))).knowledge.packs
        assert [each.picture.file for each in lamp.characters if each.picture] == [PICTURE]
        await town.service.roll_back(SERVER, pack, 1)
        assert await town.shelf.picture(pack, PICTURE) == PNG + b"1"

    async def test_a_picture_that_the_zip_does_not_have_is_a_problem(self, town: Town) -> None:
        files = {**lamp_files(), "characters/quillon.yaml": f"name: Quillon\npicture: {{file: {PICTURE}}}\n"}

        refused = await town.service.propose(SERVER, name="a.zip", raw=zipped(files), by=MANAGER)

        assert isinstance(refused, Refused)
        assert [problem.file for problem in refused.problems] == ["characters/quillon.yaml"]

    async def test_pictures_stay_when_a_single_file_changes(self, town: Town) -> None:
        pack = await town.put(with_a_picture(PNG))

        await town.put(lamp_files("tallow")["facts.yaml"].encode(), name="facts.yaml", pack=pack)

        assert await answer(town) == "The lamp of Quillon burns tallow."
        assert await town.shelf.picture(pack, PICTURE) == PNG

    async def test_another_picture_alone_is_a_change(self, town: Town) -> None:
        pack = await town.put(with_a_picture(PNG + b"1"))

        with pytest.raises(UserError, match="changes nothing"):
            await town.propose(with_a_picture(PNG + b"1"), pack=pack)
        await town.put(with_a_picture(PNG + b"2"), pack=pack)

        assert await town.shelf.picture(pack, PICTURE) == PNG + b"2"

    async def test_an_export_has_the_pictures_of_the_version_in_use(self, town: Town) -> None:
        pack = await town.put(with_a_picture(PNG + b"1"))
        await town.put(with_a_picture(PNG + b"2"), pack=pack)
        await town.service.roll_back(SERVER, pack, 1)

        name, content = await town.service.export(SERVER, pack)

        assert read_upload(name, content, title="").pictures == {PICTURE: PNG + b"1"}

    async def test_the_pictures_of_a_removed_pack_are_gone(self, town: Town) -> None:
        pack = await town.put(with_a_picture(PNG))

        await town.service.remove(SERVER, pack)

        assert await town.shelf.picture(pack, PICTURE) is None

    async def test_a_members_fact_leaves_the_pictures_of_its_pack(self, town: Town) -> None:
        await town.service.contribute(SERVER, MembersFact("s1", "The keeper sings."), by=MANAGER)
        pack = f"members-{SERVER}"
        await town.put(with_a_picture(PNG), pack=pack)

        await town.service.contribute(SERVER, MembersFact("s2", "The keeper dances."), by=MANAGER)

        assert await town.shelf.picture(pack, PICTURE) == PNG

    @pytest.mark.parametrize("pack", ["harbour", "the-lamp", "the-lamp-99999999999999999999", "the-lamp-2", "../x-1"])
    async def test_a_name_of_no_pack_has_no_picture(self, town: Town, pack: str) -> None:
        await town.put(with_a_picture(PNG))

        assert await town.shelf.picture(pack, PICTURE) is None
        assert await town.shelf.picture("the-lamp-1", "pictures/other.png") is None


class TestUse:
    async def test_a_channel_uses_what_is_chosen_for_it_and_so_do_its_threads(self, town: Town) -> None:
        pack = await town.put(lamp())
        await town.service.use(SERVER, None, "harbour")
        await town.service.use(SERVER, CHANNEL, pack)

        assert await answer(town, CHANNEL) == await answer(town, THREAD, CHANNEL) == "The lamp of Quillon burns oil."
        assert await answer(town, OTHER_CHANNEL) == ""
        assert await answer(town, CHANNEL, question="who plays Mara?") == ""
        assert await answer(town, OTHER_CHANNEL, question="who plays Mara?") != ""

    async def test_several_can_be_chosen_and_the_usual_ones_come_back(self, town: Town) -> None:
        pack = await town.put(lamp())
        await town.service.use(SERVER, None, "harbour")

        assert await town.service.use(SERVER, None, pack, also=True) == ("harbour", pack)
        assert await town.service.use(SERVER, None, None) == ()
        assert await answer(town) != ""

    async def test_a_channel_gets_one_beside_those_of_its_server(self, town: Town) -> None:
        pack = await town.put(lamp())
        await town.service.use(SERVER, None, "harbour")

        assert await town.service.use(SERVER, CHANNEL, pack, also=True) == ("harbour", pack)

    @pytest.mark.parametrize("channel", [None, CHANNEL])
    async def test_one_more_than_all_takes_none_away(self, town: Town, channel: ChannelId | None) -> None:
        pack = await town.put(lamp())

        with pytest.raises(UserError, match="All packs are used there"):
            await town.service.use(SERVER, channel, pack, also=True)

        assert await answer(town, CHANNEL, question="who plays Mara?") != ""

    async def test_where_all_that_was_chosen_is_gone_the_operators_packs_answer(self, town: Town) -> None:
        pack = await town.put(lamp())
        await town.storage.packs.choose(SERVER, CHANNEL, ["no-such-pack"])
        town.restart()

        assert await answer(town, CHANNEL, question="who plays Mara?") != ""
        assert pack


class TestLeaks:
    async def test_nobody_else_gets_anything_of_a_servers_pack(self, town: Town) -> None:
        pack = await town.put(lamp())

        for server_id in (OTHER_SERVER, None):
            packs = await town.shelf.at(Place(server_id, (CHANNEL,)))
            assert [each.id for each in packs.knowledge.packs] == ["harbour"]
            assert packs.answers.complete_name("Quil", actors=True) == ()
            assert packs is town.library.everything is await town.shelf.known_to(server_id)
        with pytest.raises(UserError):
            await town.service.use(OTHER_SERVER, None, pack)
        with pytest.raises(UserError):
            await town.service.preview(OTHER_SERVER, pack)
        with pytest.raises(UserError):
            await town.service.roll_back(OTHER_SERVER, pack, 1)

    async def test_a_button_that_is_carried_to_another_server_finds_nothing(self, town: Town) -> None:
        await town.put(lamp())
        here = (await town.shelf.at(Place(SERVER))).of(Replies)
        there = (await town.shelf.at(Place(OTHER_SERVER))).of(Replies)
        pack = here.knowledge.packs[1]
        fact, character = here.handles.of(pack.facts[0]), here.handles.of(pack.characters[0])

        assert here.handles.fact(fact) == pack.facts[0]
        assert here.handles.named(character) == pack.characters[0]
        assert there.handles.fact(fact) is None
        assert there.handles.named(character) is None
        assert there.handles.pack(here.handles.of(pack)) is None

    async def test_equal_packs_of_two_servers_share_no_key(self, town: Town) -> None:
        await town.put(lamp())
        await town.put(lamp(), server_id=OTHER_SERVER)

        here, there = [
            {fact.key for pack in (await town.shelf.at(Place(server_id))).knowledge.packs[1:] for fact in pack.facts}
            | {question.key for question in (await town.shelf.at(Place(server_id))).questions if "lamp" in question.key}
            for server_id in (SERVER, OTHER_SERVER)
        ]

        assert here
        assert not here & there

    async def test_a_server_that_is_forgotten_finds_nothing_when_it_is_back(self, town: Town) -> None:
        await town.put(lamp())

        await town.storage.forget_server(SERVER)
        town.shelf.forget(SERVER)

        assert await answer(town) == ""


class TestSharing:
    async def test_servers_without_a_choice_share_one_value(self, town: Town) -> None:
        assert (
            await town.shelf.at(Place(ServerId(7)))
            is await town.shelf.at(Place(ServerId(8)))
            is town.library.everything
        )

    async def test_the_same_value_is_given_while_nothing_changes(self, town: Town) -> None:
        pack = await town.put(lamp())
        before = await town.shelf.at(Place(SERVER))

        assert await town.shelf.at(Place(SERVER, (CHANNEL,))) is before
        await town.put(lamp("butter"), pack=pack)
        assert await town.shelf.at(Place(SERVER)) is not before


class TestMemory:
    async def test_a_pack_that_makes_room_for_another_is_dropped_and_built_again(
        self, town: Town, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bot.packs.shelf.BUILT", 1)
        town.restart()
        first = await town.put(lamp())
        before = weakref.ref(await town.shelf.own(SERVER, first, 1) or town)

        await answer(town)
        await town.put(lamp(), server_id=OTHER_SERVER)
        await answer(town, server_id=OTHER_SERVER)
        gc.collect()

        assert before() is None, "nothing holds it"
        assert await answer(town) == "The lamp of Quillon burns oil."
