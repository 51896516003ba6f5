"""The rules of `bot/knowledge/importers/wiki/infobox.py`."""

import pytest

from bot.knowledge.importers.wiki.infobox import Played, Sheet, Subject, sheet_of, subject_of
from bot.knowledge.importers.wiki.markup import article_of
from bot.knowledge.model import Pronoun, RoleKind


def sheet(*fields: str) -> Sheet:
    box = "\n|".join(["{{Character", "name = Ada Lind", *fields])
    return sheet_of(article_of(box + "\n}}", ()).infoboxes, "Ada Lind")


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("{{Character|name=A|gender=Female}}", Subject.CHARACTER),
        ("{{Infobox character|name=A|x=y}}", Subject.CHARACTER),
        ("{{CharacterBox|title1=A|x=y}}", Subject.CHARACTER),
        ("{{Infobox_comics_character|name=A|x=y}}", Subject.CHARACTER),
        ("{{Moth|name=A|gender=Male|species=Moth}}", Subject.CHARACTER),
        ("{{Infobox film|name=A|director=B}}", Subject.WORK),
        ("{{Location|name=A|region=B}}", Subject.PLACE),
        ("{{Infobox organization|name=A|x=y}}", Subject.GROUP),
        ("{{Infobox person|name=A|x=y}}", Subject.REAL_WORLD),
        ("{{Item|name=A|x=y}}", Subject.THING),
        ("{{Moth|name=A|x=y}}[[Category:Female characters]]", Subject.CHARACTER),
        ("{{Moth|name=A|x=y}}", Subject.OTHER),
        ("Text.[[Category:Locations]]", Subject.PLACE),
    ],
)
def test_the_infobox_or_the_categories_say_what_a_page_is_about(text: str, subject: Subject) -> None:
    assert subject_of(article_of(text, ()), "Moths") is subject


@pytest.mark.parametrize(
    ("title", "text", "subject"),
    [
        ("The Lamp (film)", "It is a film.", Subject.WORK),
        ("The Lamp (2020 TV series)", "It is a series.", Subject.WORK),
        ("Ember (ship)", "It is a ship.", Subject.THING),
        ("The Lamp", "It is a film.\n== Plot ==\nMara finds a boat.\n== Cast ==\n* Jo Doe as Mara\n", Subject.WORK),
        ("Mara Quill", "She is a keeper.\n== Plot ==\nMara finds a boat.\n", Subject.OTHER),
        ("List of moths in The Lamp", "Many.\n[[Category:The Lamp characters]]", Subject.OTHER),
    ],
)
def test_without_them_the_title_or_the_sections_say_it(title: str, text: str, subject: Subject) -> None:
    assert subject_of(article_of(text, ()), title) is subject


@pytest.mark.parametrize(
    ("field", "aliases"),
    [
        ("aliases = The Pilot<br>Lantern Ada", ("The Pilot", "Lantern Ada")),
        ("aka = The Pilot, Lantern Ada", ("The Pilot", "Lantern Ada")),
        ("alias = The Pilot; Lantern Ada", ("The Pilot", "Lantern Ada")),
        ("nicknames = {{Plainlist|\n* \"The Pilot\" (by [[Jonas]], until 1987)\n* ''Lantern Ada''<ref>x</ref>\n}}",
         ("The Pilot", "Lantern Ada")),
        ("alias1 = The Pilot\n|alias2 = Lantern Ada", ("The Pilot", "Lantern Ada")),
        ("aliases = '''By friends:'''<br>The Pilot<br>'''By others:'''<br>Lantern Ada",
         ("The Pilot", "Lantern Ada")),
        ("aliases = None", ()),
        ("aliases = The one who never once lost a single ship in the fog", ()),
        ("aliases = {{Unknown|x}}", ()),
    ],
)  # fmt: skip
def test_aliases_are_names_without_markup(field: str, aliases: tuple[str, ...]) -> None:
    assert sheet(field).aliases == aliases


def test_a_real_name_is_one_that_differs() -> None:
    assert sheet("real name = '''Ada Margarethe Lind'''<br>Ada Berg").real_name == "Ada Margarethe Lind"
    assert sheet("fullname = Ada Lind").real_name == ""


@pytest.mark.parametrize(
    ("field", "played"),
    [
        ("portrayed by = [[Rhea Solano]]", [Played("Rhea Solano", RoleKind.ON_SCREEN)]),
        ("actor = Rhea Solano (''The Fog'')", [Played("Rhea Solano", RoleKind.ON_SCREEN, "The Fog")]),
        ("actor = Rhea Solano in ''The Fog''", [Played("Rhea Solano", RoleKind.ON_SCREEN, "The Fog")]),
        ("actor = Rhea Solano (1987 film)", [Played("Rhea Solano", RoleKind.ON_SCREEN, "1987 film")]),
        ("actor = Rhea Solano (young)", [Played("Rhea Solano", RoleKind.ON_SCREEN)]),
        ("actor = Rhea Solano (voice)", [Played("Rhea Solano", RoleKind.VOICE)]),
        ("voiced by = Rhea Solano", [Played("Rhea Solano", RoleKind.VOICE)]),
        ("actor = Tom Quay, Jr., Rhea Solano (stunts)", [Played("Tom Quay, Jr.", RoleKind.ON_SCREEN)]),
        ("actor = unknown", []),
    ],
)
def test_actors_come_with_their_work(field: str, played: list[Played]) -> None:
    assert list(sheet(field).cast) == played


@pytest.mark.parametrize(
    ("field", "relations"),
    [
        ("brother = [[Jonas Lind]]", [("brother", "Jonas Lind")]),
        ("children = Bo<br>Cy (daughter)", [("child", "Bo"), ("daughter", "Cy")]),
        ("family = [[Jonas Lind]] (younger brother)<br>Per Lind (father; deceased)",
         [("younger brother", "Jonas Lind"), ("father", "Per Lind")]),
        ("relatives = Father: Per Lind", [("father", "Per Lind")]),
        ("family = Greta Lind", []),
    ],
)  # fmt: skip
def test_relations_have_a_kind_that_is_known(field: str, relations: list[tuple[str, str]]) -> None:
    assert [(each.kind, each.other.text) for each in sheet(field).relations] == relations


def test_a_relative_of_unknown_kind_is_left_out() -> None:
    assert sheet("family = Greta Lind").left_out == ("Greta Lind",)


@pytest.mark.parametrize(("field", "pronoun"), [("gender=Female", "she"), ("sex=Male", "he"), ("gender=Unknown", None)])
def test_a_gender_gives_a_pronoun(field: str, pronoun: str | None) -> None:
    assert sheet(field).pronoun == (Pronoun(pronoun) if pronoun else None)
