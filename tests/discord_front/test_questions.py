"""Pictures of questions and cards, from packs on disk and from the database."""

from dataclasses import replace
from pathlib import Path

from bot.discord_front.cards import CardMessage, CardPicture
from bot.discord_front.questions import ATTACHED, Pictures
from bot.discord_front.replies import Outgoing
from bot.errors import StorageError
from bot.ids import QuestionKey
from bot.knowledge.model import Picture
from bot.knowledge.pictures import PackPictures
from bot.questions.model import QuizQuestion
from tests.packs.small_shelf import in_use
from tests.small_pack import ONE_PACK


class Stored:
    """The pictures of one pack, or a database that fails."""

    def __init__(self, pack: str = "", *, fails: bool = False) -> None:
        self._pack = pack
        self._fails = fails

    async def picture(self, pack: str, file: str) -> bytes | None:
        if self._fails:
            raise StorageError(f"no {file} of {pack}")
        return b"stored" if pack == self._pack else None


def a_question(pack: str) -> QuizQuestion:
    question = next(iter(in_use(ONE_PACK).questions))
    return replace(question, key=QuestionKey(f"{pack}/q1"), picture=Picture(file="pictures/moth.png", alt="A moth"))


async def content(pictures: Pictures, pack: str) -> bytes | None:
    file = await pictures.file_of(a_question(pack))
    return None if file is None else file.fp.read()


async def test_a_picture_comes_from_the_disk_or_else_from_the_database(tmp_path: Path) -> None:
    (tmp_path / "harbour" / "pictures").mkdir(parents=True)
    (tmp_path / "harbour" / "pictures" / "moth.png").write_bytes(b"on disk")
    pictures = Pictures(PackPictures([tmp_path / "harbour"]), Stored("the-lamp-1"))

    assert await content(pictures, "harbour") == b"on disk"
    assert await content(pictures, "the-lamp-1") == b"stored"
    assert await content(pictures, "the-lamp-2") is None


async def test_a_message_has_no_more_pictures_than_discord_takes(tmp_path: Path) -> None:
    (tmp_path / "harbour").mkdir()
    for name in ("small", "large", "tiny"):
        (tmp_path / "harbour" / name).write_bytes(bytes(ATTACHED if name == "large" else 1000))
    shown = {
        at: CardPicture(Picture(file=name), "harbour") for at, name in enumerate(("small", "large", "tiny", "lost"))
    }
    card = CardMessage("Packs", sections=tuple((name, "") for name in "abcd"), section_pictures=shown)

    outgoing = await Pictures(PackPictures([tmp_path / "harbour"])).attached(Outgoing(card=card))

    assert [file.filename for file in outgoing.files] == ["picture", "picture-3"]


async def test_without_the_database_a_question_is_asked_without_its_picture() -> None:
    assert await content(Pictures(PackPictures(), Stored(fails=True)), "the-lamp-1") is None
