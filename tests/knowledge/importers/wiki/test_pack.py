"""The rules of `bot/knowledge/importers/wiki/pack.py` and `build.py`: a whole wiki becomes a pack."""

import random
import re
from pathlib import Path

import pytest

from bot.errors import UserError
from bot.knowledge.importers.wiki import pages
from bot.knowledge.importers.wiki.pack import import_wiki
from bot.knowledge.model import Fact, Pack, RoleKind, ThingKind
from tests.knowledge.importers.wiki.builders import ARTICLE, WIKI, an_export, written

MARKUP = re.compile(r"\{\{|\}\}|\[\[|\]\]|'''|\||<\w|[\ue000-\ue00f]")


def a_pack(folder: Path, content: str) -> Pack:
    return import_wiki(written(folder, content), title="", out=folder / "moths").pack


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("wiki")


@pytest.fixture(scope="module")
def wiki(home: Path) -> Pack:
    return a_pack(home, an_export(WIKI))


@pytest.fixture(scope="module")
def readme(wiki: Pack, home: Path) -> str:
    return (home / wiki.id / "README.md").read_text("utf-8")


@pytest.fixture
def ferry(tmp_path: Path) -> Pack:
    return a_pack(tmp_path, an_export(ARTICLE, name="Wikipedia", base="https://en.wikipedia.org/wiki/Main_Page"))


def fact(pack: Pack, text: str) -> Fact:
    return next(fact for fact in pack.facts if fact.text == text)


def test_an_infobox_becomes_a_sheet(wiki: Pack) -> None:
    ada = wiki.character("ada-lind")

    assert (ada.name, ada.real_name, ada.pronoun) == ("Ada Lind", "Ada Margarethe Lind", "she")
    assert ada.aliases == ("The Pilot", "Lantern Ada", "Moth Mother", "Pilot Ada")
    assert wiki.character("the-foghorn").real_name == "Old Bess"
    assert wiki.character("jonas-lind").aliases == ("Jonny", "The Rower")


def test_actors_come_from_infoboxes_and_cast_lists_with_their_work(wiki: Pack) -> None:
    roles = {
        (role.actor, role.character, role.kind, wiki.continuities[role.continuity])
        for actor in wiki.actors
        for role in actor.roles
    }

    assert roles == {
        ("Rhea Solano", "ada-lind", RoleKind.ON_SCREEN, "in Moth Harbour"),
        ("Mia Tern", "ada-lind", RoleKind.ON_SCREEN, "in The Long Tide"),
        ("Nell Ode", "ada-lind", RoleKind.VOICE, "in Moth Harbour: The Game"),
        ("Pell Anders", "jonas-lind", RoleKind.ON_SCREEN, "in the story"),
        ("Pell Anders", "the-foghorn", RoleKind.VOICE, "in the story"),
        ("Otto Brandt", "harbourmaster-quill", RoleKind.ON_SCREEN, "in Moth Harbour"),
    }


def test_family_becomes_relations_or_facts(wiki: Pack) -> None:
    relations = {(each.kind, each.other) for each in wiki.character("ada-lind").relations}

    assert relations == {("younger brother", "jonas-lind"), ("love interest", "emil-karga")}
    assert fact(wiki, "Per Lind is Ada Lind's father.").source == ("Ada Lind, infobox",)
    assert fact(wiki, "Per Lind is Jonas Lind's father.").source == ("Jonas Lind, infobox",)
    assert fact(wiki, "Magda Lind is Jonas Lind's parent.").source == ("Jonas Lind, infobox",)
    assert fact(wiki, "Siri is Jonas Lind's child.").characters == ("jonas-lind",)


def test_affiliations_become_groups(wiki: Pack) -> None:
    groups = {thing.name: thing for thing in wiki.things if thing.kind is ThingKind.GROUP}

    assert groups["the Night Watch"].members == ("ada-lind", "emil-karga")
    assert groups["the Night Watch"].description == "a group of volunteers who keep the harbour lights burning"
    assert groups["Harbour Guild"].members == ("ada-lind",)


def test_a_sentence_becomes_a_fact_with_page_and_section_as_its_source(wiki: Pack) -> None:
    grew = fact(wiki, "Ada grew up in Moth Harbour.")

    assert (grew.source, grew.continuity, grew.spoiler) == (("Ada Lind, Early life",), "story", True)
    assert not fact(wiki, "Ada Lind carries the brass lantern on every crossing.").spoiler
    assert fact(wiki, "Ada's coat was sewn from eleven different curtains.").continuity == "production"
    assert fact(wiki, 'The crew calls Ada\'s lantern "the Old Moth."').source == ("Ada Lind, Trivia",)


def test_links_and_names_give_mentions(wiki: Pack) -> None:
    read = fact(wiki, "On the ninth day of the fog, Ada finds a letter in the lantern. She reads it to Jonas and Emil.")

    assert read.characters == ("ada-lind", "jonas-lind", "emil-karga")


def test_a_wikis_own_short_templates_are_read_if_they_are_in_the_export(wiki: Pack) -> None:
    assert fact(wiki, "On the 9th day Jonas saw a whale.").characters == ("jonas-lind",)


def test_sentences_in_a_cast_list_are_facts(wiki: Pack) -> None:
    owner = fact(wiki, "Greta Lind is the owner of the fish market, who never sleeps.")

    assert owner.source == ("Moth Harbour (film), Cast",)
    assert wiki.continuities[owner.continuity] == "in Moth Harbour"
    assert fact(wiki, "The harbour itself is said to be alive.").continuity == owner.continuity


def test_who_made_a_work_is_in_its_own_infobox(wiki: Pack) -> None:
    assert [
        each.text for each in wiki.facts if " was written by " in each.text or " was directed by " in each.text
    ] == [
        "Moth Harbour was directed by Ines Vale.",
        "The Long Tide was directed by Ines Vale.",
    ]


def test_a_plot_becomes_scenes(wiki: Pack) -> None:
    assert [(scene.scene_number, scene.part, scene.text) for scene in wiki.scenes] == [
        (1, "Moth Harbour", "A fog comes in that doesn't lift for nine days."),
        (1, "Moth Harbour", "Ada Lind finds the brass lantern in a wreck. She takes it home."),
        (2, "Moth Harbour", "Jonas rows out alone. A boy follows him. He hears The Foghorn."),
    ]
    assert wiki.scenes[0].source == ("Moth Harbour (film), Plot, paragraph 1",)


def test_licence_and_attribution_are_carried(wiki: Pack, readme: str) -> None:
    assert wiki.licence.startswith("CC BY-SA 3.0")
    assert "Moth Harbour Wiki (https://moth-harbour.fandom.com/wiki/Main_Page)" in wiki.credits[0]
    assert re.search(r"\[Ada Lind\]\(https://moth-harbour\.fandom\.com/wiki/Ada_Lind\?oldid=\d+\) \| \d+ \|", readme)


@pytest.mark.parametrize(
    "line",
    [
        "- talk pages: 1",
        "- user pages: 1",
        "- templates: 2",
        "- files: 1",
        "- categories: 1",
        "- disambiguation pages: 2",
        "- sections called “Appearances”: 1",
        "- a template in it can't be shown as text: The letter weighs … grams.",
        "- the infobox doesn't say how they are related: Greta Lind",
        "- a former membership: Night Watch (formerly)",
    ],
)
def test_what_was_left_out_is_listed(readme: str, line: str) -> None:
    assert line in readme.splitlines()


def test_an_article_of_wikipedia_becomes_a_pack(ferry: Pack) -> None:
    assert (ferry.title, ferry.year) == ("The Glass Ferry", 1974)
    assert ferry.licence.startswith("CC BY-SA 4.0")
    assert {role.fact.text for actor in ferry.actors for role in actor.roles} == {
        "Ruth Amber plays Captain Nora Vane.",
        "Hal Morrow plays Silas Crow.",
        "Ivo Brandt plays The Buyer (Dr. Theodor Ott).",
        "Wim Lasker voices The Lighthouse.",
    }
    assert fact(ferry, "The Glass Ferry was produced by Karl Tide and Lena Ord.").continuity == "production"
    assert fact(ferry, "Captain Nora Vane is the owner of the glass ferry.").continuity == "story"


def test_an_unknown_host_leaves_the_licence_to_the_author(tmp_path: Path) -> None:
    export = written(tmp_path, an_export(WIKI, base="https://moths.example/wiki/Main"))

    imported = import_wiki(export, title="Moths", out=tmp_path / "moths")

    assert imported.pack.licence == ""
    assert any("licence" in note for note in imported.notes)


def test_the_title_can_be_given(tmp_path: Path) -> None:
    assert import_wiki(written(tmp_path, an_export(WIKI)), title="Moths", out=tmp_path / "m").pack.title == "Moths"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({}, "has no articles"),
        ({"Talk:Moth": "Nice.", "User:Moth": "Me."}, r"has no articles \(1 talk pages, 1 user pages\)"),
        ({"Moth": "{{Stub}}\n* [[Lamp]]"}, "no sentence that can be a fact"),
    ],
)
def test_an_export_without_facts_is_refused(tmp_path: Path, content: dict[str, str], said: str) -> None:
    with pytest.raises(UserError, match=said):
        a_pack(tmp_path, an_export(content))

    assert not (tmp_path / "moths").exists()


def test_a_whole_encyclopedia_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_PAGES", 3)

    with pytest.raises(UserError, match="more than 3 articles"):
        a_pack(tmp_path, an_export(WIKI))


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "moths").mkdir()
    (tmp_path / "moths" / "mine.txt").write_text("mine")

    with pytest.raises(UserError, match="is not empty"):
        a_pack(tmp_path, an_export(WIKI))


BITS = [
    "{{",
    "}}",
    "[[",
    "]]",
    "|",
    "'''",
    "<ref>",
    "</ref>",
    "<br>",
    "\n* ",
    ";",
    ":",
    "\n== ",
    "{|",
    "<!--",
    '"',
    "\\",
]


@pytest.mark.parametrize("seed", range(8))
def test_broken_wikitext_makes_a_valid_pack_without_markup(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (damage, not a secret)
    broken = {}
    for title, text in {**WIKI, **ARTICLE}.items():
        letters = list(text)
        for _ in range(chance.choice([0, 2, 10])):
            letters.insert(chance.randrange(len(letters)), chance.choice(BITS))
        broken[title] = "".join(letters)

    pack = a_pack(tmp_path, an_export(broken))

    names = [name for one in pack.characters for name in (one.name, one.real_name, *one.aliases)]
    assert [text for text in (*names, *(fact.text for fact in pack.facts)) if MARKUP.search(text)] == []


FILM = """{{Infobox film
| director = Pilar Nunez
| released = {{Film date|1997|9|5}}
}}
'''''The Salt Road''''' is a film by Pilar Nunez.
== Plot ==
Ada Lindqvist arrives at the salt road.

That night, Captain Reyes follows her. He hides in a well.
== Cast ==
{{Cast listing|
* [[Greta Lund]] as Ada Lindqvist, a mapmaker
* Marcos Vale as Captain Reyes
}}
== Music ==
{{Track listing|title1=Salt|length1=3:21}}
<poem>Salt and sand</poem>
"""

SERIES = """{{Infobox television
| creator = Jo Park
| num_episodes = 1
}}
'''''Home Fires''''' is a series by Jo Park.
== Cast ==
=== Main ===
* Amy Fox as Chief Dana Reed: the chief of the station
== Episodes ==
{{Episode table |background=#000 |episodes=
{{Episode list
| EpisodeNumber = 1
| Title = Sparks
| DirectedBy = Jo Park
| ShortSummary = Dana hires Eli. Eli rescues a [[cat]] from the church.
}}
}}
"""

CREW = {
    "Grey Heron": "{{Ship|name=Grey Heron|owner=Otto}}\nThe '''Grey Heron''' is a schooner. It sank in the bay.",
    "Harbour Crew": "{{Organization|name=Harbour Crew|leader=Otto|members=[[Øda Lund]]<br>[[Otto Berg]] (formerly)}}\n"
    "'''Harbour Crew''' is a crew.",
    "Øda Lund": "{{Character|name=Øda Karin Lund|gender=Female|occupation=Cook<br>Spy (formerly)}}\n"
    "'''Øda Lund''' cooks on the ''Grey Heron'''s deck.",
    "Otto Berg": "{{Character|name=Otto Berg|gender=Male}}\n'''Otto Berg''' is a pilot.",
}


def test_a_list_of_the_cast_in_a_template_makes_sheets(tmp_path: Path) -> None:
    film = a_pack(tmp_path, an_export({"The Salt Road (film)": FILM}))

    played = {(role.actor, role.character) for actor in film.actors for role in actor.roles}
    assert played == {("Greta Lund", "ada-lindqvist"), ("Marcos Vale", "captain-reyes")}
    assert fact(film, "Ada Lindqvist is a mapmaker.")


def test_a_paragraph_of_a_plot_may_go_on_from_the_one_before(tmp_path: Path) -> None:
    film = a_pack(tmp_path, an_export({"The Salt Road (film)": FILM}))

    assert fact(film, "That night, Captain Reyes follows her. He hides in a well.").scene_number == 2


def test_templates_and_tags_that_are_not_shown_are_listed_but_not_the_infobox(tmp_path: Path) -> None:
    film = a_pack(tmp_path, an_export({"The Salt Road (film)": FILM}))

    readme = (tmp_path / film.id / "README.md").read_text("utf-8")
    listed = re.findall(r"^- the (.*), which can't be shown as text: 1$", readme, re.MULTILINE)
    assert listed == ["tag `<poem>`", "template “track listing”"]


def test_a_table_of_episodes_becomes_the_plot_and_its_cast_stands_in_parts(tmp_path: Path) -> None:
    series = a_pack(tmp_path, an_export({"Home Fires (TV series)": SERIES}))

    assert fact(series, "Eli rescues a cat from the church.").source == ("Home Fires (TV series), Sparks, paragraph 1",)
    assert [actor.name for actor in series.actors] == ["Amy Fox"]


def test_what_was_is_not_told_as_what_is(tmp_path: Path) -> None:
    crew = a_pack(tmp_path, an_export(CREW))

    [group] = [thing for thing in crew.things if thing.kind is ThingKind.GROUP]
    assert group.members == ("oda-lund",)
    assert fact(crew, "Øda Lund's occupation is cook.")
    assert "a former membership: Otto Berg (formerly)" in (tmp_path / crew.id / "README.md").read_text("utf-8")


def test_names_keep_their_letters_and_the_full_name_over_an_infobox_is_another_one(tmp_path: Path) -> None:
    crew = a_pack(tmp_path, an_export(CREW))

    assert crew.character("oda-lund").aliases == ("Øda Karin Lund",)
    assert fact(crew, "Øda Lund cooks on the Grey Heron's deck.")
    assert fact(crew, "The Grey Heron sank in the bay.")
    assert all(thing.aliases == () for thing in crew.things)
