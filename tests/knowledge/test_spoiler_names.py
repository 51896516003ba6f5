"""Names and relations that give the story away are understood, and shown only behind spoiler marks."""

import random
from pathlib import Path

import pytest

from bot.answers.engine import AnswerEngine
from bot.answers.names import Names
from bot.errors import PackError
from bot.guess.attributes import open_relations
from bot.knowledge.load import load_pack
from bot.knowledge.model import Knowledge, Pack
from bot.knowledge.starter import make_pack
from bot.lookups import plain_text
from bot.lookups.answers import AnswerService
from bot.lookups.by_name import NameLookups
from bot.lookups.cards import card_of
from bot.questions.maker import questions_of
from tests.kept import in_process

SECRETS = ("Old Bess", "the Keeper")


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """In it The Foghorn is the father of Ada, and really Old Bess; both give the story away."""
    make_pack(tmp_path / "moths", title="Moths")
    sheet = tmp_path / "moths" / "characters" / "foghorn.yaml"
    hidden = (
        "real_name: Old Bess\naliases: [The Keeper, Lady Brass]\nspoiler_names: [Old Bess, The Keeper]\n"
        "relations:\n  - {kind: daughter, to: ada-lind, continuity: film, source: plot 90, spoiler: yes}\n"
        "  - {kind: friend, to: jonas-lind, continuity: film, source: programme 9, spoiler: no}\n"
    )
    sheet.write_text(sheet.read_text("utf-8").replace("pronoun: it\n", f"pronoun: it\n{hidden}"), "utf-8")
    return load_pack(tmp_path / "moths")


def test_titles_and_roles_do_not_show_a_secret_name(pack: Pack) -> None:
    horn = pack.character("foghorn")

    assert horn.full_name == "The Foghorn"
    assert [role.fact.text for role in horn.roles] == ["Pell Anders voices The Foghorn."]


def test_a_card_shows_only_what_is_open(pack: Pack) -> None:
    card = card_of(pack.character("foghorn"), Knowledge((pack,)))

    assert card.names == ("Lady Brass",)
    assert {(bond.kind, bond.spoiler) for bond in card.bonds} == {("daughter", True), ("friend", False)}


def test_autocomplete_understands_a_secret_name_and_does_not_show_it(pack: Pack) -> None:
    knowledge = Knowledge((pack,))
    lookups = NameLookups(knowledge, Names(knowledge), random.Random(1))  # noqa: S311  # a game

    choices = lookups.complete_name("old bess", actors=False)

    assert "Foghorn" in choices[0].name
    assert not any(secret in choice.name for choice in choices for secret in SECRETS)


def test_facts_that_tell_a_secret_are_spoilers(pack: Pack) -> None:
    telling = [fact for fact in pack.facts if any(secret in fact.text for secret in SECRETS) or "daughter" in fact.text]

    assert len(telling) == 3
    assert all(fact.spoiler for fact in telling)
    assert not any(fact.spoiler for fact in pack.facts if "Lady Brass" in fact.text)


def test_a_secret_can_be_asked_for(pack: Pack) -> None:
    knowledge = Knowledge((pack,))
    service = AnswerService(knowledge, AnswerEngine(knowledge, keep=in_process), Names(knowledge), random.Random(1))  # noqa: S311

    answer = plain_text.plain(service.ask("what is the foghorn's real name"), knowledge)

    assert "The Foghorn's real name is Old Bess." in answer


def test_no_question_is_made_of_a_secret(pack: Pack) -> None:
    shown = [" ".join((one.text, *one.options)) for one in questions_of(pack)]

    assert not any(secret in text for text in shown for secret in SECRETS)


def test_guess_the_character_compares_by_open_relations_only(pack: Pack) -> None:
    assert {relation.kind for _, relation in open_relations(pack)} == {"brother", "friend"}


def test_a_spoiler_name_must_be_one_of_the_names(tmp_path: Path) -> None:
    make_pack(tmp_path / "moths", title="Moths")
    sheet = tmp_path / "moths" / "characters" / "foghorn.yaml"
    sheet.write_text(f"{sheet.read_text('utf-8')}spoiler_names: [Bess]\n", "utf-8")

    with pytest.raises(PackError, match="'Bess' in spoiler_names, which is neither its real_name"):
        load_pack(tmp_path / "moths")
