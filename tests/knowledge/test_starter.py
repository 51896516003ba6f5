"""The rules of `bot/knowledge/starter.py`: `lorekeeper new` makes a pack that works."""

from pathlib import Path

import pytest

from bot.errors import UserError
from bot.knowledge.advice import advice_on
from bot.knowledge.load import load_with_places
from bot.knowledge.model import FactKind
from bot.knowledge.starter import make_pack


def test_a_new_pack_has_something_of_everything(tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "moth-harbour", title="")

    assert (pack.id, pack.title) == ("moth-harbour", "Moth Harbour")
    assert all((pack.characters, pack.actors, pack.things, pack.scenes, pack.quiz, pack.not_told, pack.units))
    assert any(fact.spoiler and fact.kind is FactKind.FACT for fact in pack.facts)
    assert any(character.relations for character in pack.characters)


def test_a_new_pack_gets_no_advice_but_for_phrasings(tmp_path: Path) -> None:
    make_pack(tmp_path / "moths", title="Moths")

    ((pack, places),) = load_with_places([tmp_path / "moths"])

    assert advice_on(pack, places) == ()


def test_every_file_of_a_new_pack_names_its_schema(tmp_path: Path) -> None:
    make_pack(tmp_path / "moths", title="Moths")

    for path in (tmp_path / "moths").rglob("*.yaml"):
        first = path.read_text("utf-8").splitlines()[0]
        assert (path.parent / first.rpartition("$schema=")[2]).is_file(), path


def test_a_title_may_have_anything_in_it(tmp_path: Path) -> None:
    assert make_pack(tmp_path / "moths", title='Moths: the "end" #2').title == 'Moths: the "end" #2'


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "moths").mkdir()
    (tmp_path / "moths" / "mine.txt").write_text("mine")

    with pytest.raises(UserError, match="is not empty"):
        make_pack(tmp_path / "moths", title="")

    assert (tmp_path / "moths" / "mine.txt").read_text() == "mine"


def test_a_name_that_cannot_be_an_id_is_refused_with_a_better_one(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="moth-harbour"):
        make_pack(tmp_path / "Moth Harbour", title="")
