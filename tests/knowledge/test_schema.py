"""What each key may hold, and what an author is told where it holds something else."""

# ruff: noqa: E501 (a case and its message are read side by side)

from pathlib import Path

import pytest

from bot.knowledge.limits import LONGEST_ID, LONGEST_NAME, LONGEST_TEXT, LONGEST_TITLE, slug_of
from bot.knowledge.load import load_pack
from bot.knowledge.model import CharacterKind, Pronoun, RoleKind, ThingKind
from bot.knowledge.schema import did_you_mean, title_problem
from tests.knowledge.builders import GOOD, a_pack, problems_of

EMPTY = "is empty; write something, or delete the key if it is not needed"
SLUG = "is no id: use 1 to 40 of a-z, 0-9 and -, beginning with a letter or digit"


def pack(*lines: str) -> dict[str, str]:
    return {"pack.yaml": GOOD["pack.yaml"] + "".join(f"{line}\n" for line in lines)}


def sheet(*lines: str) -> dict[str, str]:
    return {"characters/ada.yaml": "name: Ada Lind\n" + "".join(f"{line}\n" for line in lines)}


def fact(*lines: str) -> dict[str, str]:
    """A facts file whose fact begins in line 3."""
    return {"facts.yaml": "continuity: film\nfacts:\n  - " + "    ".join(f"{line}\n" for line in lines)}


def scenes(*lines: str) -> dict[str, str]:
    return {"plot.yaml": "continuity: film\nparts:\n" + "".join(f"{line}\n" for line in lines)}


FACT = ("id: a", "text: A bell.", "source: P")


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        # pack.yaml
        pytest.param({"pack.yaml": ""}, "pack.yaml: is empty; it must have keys with values: format, title", id="empty file"),
        pytest.param({"pack.yaml": "- a\n"}, "pack.yaml:1: must be keys with values; the keys are format", id="a list"),
        pytest.param({"pack.yaml": "moth\n"}, "pack.yaml:1: must be keys with values; the keys are format", id="a text"),
        pytest.param({"pack.yaml": "title: A\n"}, "pack.yaml:1: format: is missing; it is the format of the pack; write format: 1", id="no format"),
        pytest.param({"pack.yaml": "format: 1\n"}, "pack.yaml:1: title: is missing; it is the name of the film", id="no title"),
        pytest.param({"pack.yaml": "format: 2\ntitle: A\n"}, "pack.yaml:1: format: '2' is no format of packs that this version knows; write 1", id="future format"),
        pytest.param({"pack.yaml": "format: 1\ntitle:\n"}, f"pack.yaml:2: title: {EMPTY}", id="title empty"),
        pytest.param({"pack.yaml": "format: 1\ntitle: '  '\n"}, f"pack.yaml:2: title: {EMPTY}", id="title blank"),
        pytest.param({"pack.yaml": "format: 1\ntitle: '***'\n"}, "pack.yaml:2: title: '***' has no letters or digits, so nobody can ask for it", id="title of signs"),
        pytest.param({"pack.yaml": f"format: 1\ntitle: {'x' * 101}\n"}, f"pack.yaml:2: title: has 101 characters, and {LONGEST_TITLE} is the most", id="title too long"),
        pytest.param(pack("year: MMXV"), "pack.yaml:4: year: 'MMXV' is no year; write it in digits, such as 2015", id="year"),
        pytest.param(pack("language: English please"), "pack.yaml:4: language: 'English please' is no language; write its code, such as en", id="language"),
        pytest.param(pack("spoilers: maybe"), "pack.yaml:4: spoilers: 'maybe' is neither yes nor no", id="neither yes nor no"),
        pytest.param(pack("aliases: {a: b}"), "pack.yaml:4: aliases: must be a list of texts, e.g. [one, two]", id="keys for a list"),
        pytest.param(pack("aliases: [a, [b]]"), "pack.yaml:4: aliases[1]: must be one text, not a list", id="list in a list"),
        pytest.param(pack("aliases: [a, '']"), f"pack.yaml:4: aliases[1]: {EMPTY}", id="empty text in a list"),
        pytest.param(pack("credits: ''"), f"pack.yaml:4: credits: {EMPTY}", id="empty text for a list"),
        pytest.param(pack("things: [a]"), "pack.yaml:4: things[0]: must be keys with values; the keys are name, kind, aliases, members", id="text for keys"),
        pytest.param(pack("things: a"), "pack.yaml:4: things: must be a list: each item on a line of its own that begins with \"- \"", id="text for a list of keys"),
        pytest.param(pack("things:", "  - name: Oar", "    kind: tool"), "pack.yaml:6: things[0].kind: 'tool' is none of place, thing, group", id="kind of thing"),
        pytest.param(pack("things:", "  - kind: thing"), "pack.yaml:5: things[0].name: is missing; it is what members call it", id="key missing in a list"),
        pytest.param(pack("licence: [a]"), "pack.yaml:4: licence: must be one text, not a list", id="list for a text"),
        pytest.param(pack("license: MIT"), "pack.yaml:4: license: there is no such key here; did you mean 'licence'?", id="unknown key, one near"),
        pytest.param(pack("zzz: 1"), "pack.yaml:4: zzz: there is no such key here; there are format, title, aliases", id="unknown key, none near"),
        pytest.param({"pack.yaml": "format: 1\ntitle: A\ncontinuities: film\n"}, 'pack.yaml:3: continuities: must be keys with values, one "id: words for a member"', id="continuities a text"),
        pytest.param({"pack.yaml": "format: 1\ntitle: A\ncontinuities: {}\n"}, 'pack.yaml:3: continuities: must be keys with values', id="continuities empty"),
        pytest.param({"pack.yaml": "format: 1\ntitle: A\ncontinuities: {film: x, 'The Novel': y}\n"}, f"pack.yaml:3: continuities: 'The Novel' {SLUG}, such as 'the-novel'", id="continuity no id"),
        pytest.param({"pack.yaml": "format: 1\ntitle: A\ncontinuities:\n  film:\n"}, f"pack.yaml:4: continuities.film: {EMPTY}", id="continuity without words"),
        # characters
        pytest.param({"characters/bo.yaml": ""}, "characters/bo.yaml: is empty; it must have keys with values: name, real_name", id="empty sheet"),
        pytest.param({"characters/bo.yaml": "pronoun: he\n"}, "characters/bo.yaml:1: name: is missing; it is the name that members know", id="no name"),
        pytest.param({"characters/bo.yaml": f"name: {'x' * 81}\n"}, f"characters/bo.yaml:1: name: has 81 characters, and {LONGEST_NAME} is the most", id="name too long"),
        pytest.param(sheet("pronoun: xe"), "characters/ada.yaml:2: pronoun: 'xe' is none of he, she, it, they", id="pronoun"),
        pytest.param(sheet("kind: robot"), "characters/ada.yaml:2: kind: 'robot' is none of character, person", id="kind of character"),
        pytest.param(sheet('aliases: ["a\\ab"]'), "characters/ada.yaml:2: aliases[0]: has a control character in it (U+0007); delete it", id="control character"),
        pytest.param(sheet("cast:", "  - actor: Rhea", "    role: stunt", "    source: P", "    continuity: film"), "characters/ada.yaml:4: cast[0].role: 'stunt' is none of on screen, voice", id="role"),
        pytest.param(sheet("cast: [{actor: Rhea, continuity: film}]"), "characters/ada.yaml:2: cast[0].source: is missing; it is where it is said", id="cast without source"),
        pytest.param(sheet("cast: [{actor: Rhea, continuity: film, source: []}]"), "characters/ada.yaml:2: cast[0].source: is empty; name at least one, e.g. [P01]", id="no source in the list"),
        pytest.param(sheet("relations: [{to: ada, continuity: film, source: P}]"), "characters/ada.yaml:2: relations[0].kind: is missing; it is what the other one is", id="relation without kind"),
        # facts and scenes
        pytest.param(fact("text: A bell.", "source: P"), "facts.yaml:3: facts[0].id: is missing; it is a short name of your choice", id="fact without id"),
        pytest.param(fact("id: A Bell", *FACT[1:]), f"facts.yaml:3: facts[0].id: 'A Bell' {SLUG}, such as 'a-bell'", id="fact id"),
        pytest.param(fact("id: '?'", *FACT[1:]), f"facts.yaml:3: facts[0].id: '?' {SLUG}", id="fact id of signs"),
        pytest.param(fact(f"id: {'x' * 41}", *FACT[1:]), f"facts.yaml:3: facts[0].id: '{'x' * 41}' {SLUG}", id="fact id too long"),
        pytest.param(fact("id: a", "text:", "source: P"), f"facts.yaml:4: facts[0].text: {EMPTY}", id="text empty"),
        pytest.param(fact("id: a", "text: '...'", "source: P"), "facts.yaml:4: facts[0].text: a fact nobody can reach: it has no letters or digits to find it by", id="text of signs"),
        pytest.param(fact("id: a", f"text: {'x' * 1501}", "source: P"), f"facts.yaml:4: facts[0].text: has 1501 characters, and {LONGEST_TEXT} is the most; shorten it or make it two", id="text too long"),
        pytest.param(fact("id: a", "text: {A: bell}", "source: P"), 'facts.yaml:4: facts[0].text: must be one text, not keys with values (is there a ": " in it?', id="text of keys"),
        pytest.param(fact(*FACT, "asks: ['?']"), "facts.yaml:6: facts[0].asks[0]: '?' has no letters or digits, so nobody can ask for it", id="asks of signs"),
        pytest.param(fact(*FACT, "about: [Ada Lind]"), f"facts.yaml:6: facts[0].about[0]: 'Ada Lind' {SLUG}, such as 'ada-lind'", id="a name for an id"),
        pytest.param(fact(*FACT, "spoiler: perhaps"), "facts.yaml:6: facts[0].spoiler: 'perhaps' is neither yes nor no", id="spoiler"),
        pytest.param({"plot.yaml": "continuity: film\n"}, "plot.yaml:1: parts: is missing; it is the list of the story's parts", id="no parts"),
        pytest.param(scenes("  - scenes: []"), "plot.yaml:3: parts[0].title: is missing; it is what this part of the story is called", id="part without title"),
        pytest.param(scenes("  - title: Fog"), "plot.yaml:3: parts[0].scenes: is missing; it is the list of its passages", id="part without scenes"),
        pytest.param(scenes("  - title: Fog", "    scenes:", "      - id: fog", "        source: P"), "plot.yaml:5: parts[0].scenes[0]: has neither text nor facts; write the passage under text, or a list of facts that tell it", id="scene without text"),
        pytest.param(scenes("  - title: Fog", "    scenes: [{id: fog, text: Fog., source: P, facts: [{id: a, text: Fog.}]}]"), "plot.yaml:4: parts[0].scenes[0]: has both text and facts; keep the facts if they tell all of it", id="scene with text and facts"),
        pytest.param(scenes("  - title: Fog", "    scenes: [{id: fog, source: P, asks: what, facts: [{id: a, text: Fog.}]}]"), "plot.yaml:4: parts[0].scenes[0]: has asks of its own; write them under those of its facts", id="scene of facts with asks"),
        pytest.param(scenes("  - title: Fog", "    scenes: [{id: fog, source: P, facts: [{id: a}]}]"), "plot.yaml:4: parts[0].scenes[0].facts[0].text: is missing; it is the sentence", id="fact of a scene without text"),
        pytest.param(scenes("  - title: Fog", "    scenes: [{id: fog, source: P, facts: [{id: a, text: Fog., place: 2}]}]"), "plot.yaml:4: parts[0].scenes[0].facts[0].place: there is no such key here", id="another key in a fact of a scene"),
        pytest.param(pack("things: [{name: Oar, kind: thing, owner: Ada Lind}]"), f"pack.yaml:4: things[0].owner: 'Ada Lind' {SLUG}", id="a name for an owner"),
        pytest.param(scenes("  - title: Fog", "    scenes: [{id: fog, text: Fog., source: P, about: ada}]"), "plot.yaml:4: parts[0].scenes[0].about: there is no such key here", id="about in a scene"),
        # phrasings
        pytest.param({"phrasings.yaml": "bell: [who rings]\n"}, "phrasings.yaml:1: bell: there is no such key here; there are phrasings, not_told", id="no phrasings"),
        pytest.param({"phrasings.yaml": "phrasings: [who rings]\n"}, "phrasings.yaml:1: phrasings: must be keys with values: a fact's id on each line", id="phrasings as a list"),
        pytest.param({"phrasings.yaml": "phrasings:\n  bell: {who: rings}\n"}, "phrasings.yaml:2: phrasings.bell: must be a list of texts", id="questions with keys"),
        pytest.param({"phrasings.yaml": "phrasings:\n  bell:\n    - who rings\n    - '?'\n"}, "phrasings.yaml:4: phrasings.bell[1]: '?' has no letters or digits, so nobody can ask for it", id="phrasing of signs"),
        pytest.param({"phrasings.yaml": f"phrasings:\n  bell: {'x' * 301}\n"}, "phrasings.yaml:2: phrasings.bell: has 301 characters, and 300 is the most", id="phrasing too long"),
        pytest.param({"phrasings.yaml": "phrasings: {}\nfact: bell\n"}, "phrasings.yaml:2: fact: there is no such key here", id="another key in a phrasings file"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_with_its_place_and_what_would_be_right(
    tmp_path: Path, files: dict[str, str], problem: str
) -> None:
    said = problems_of(a_pack(tmp_path, **files))

    assert any(line.startswith(problem) for line in said), said


def test_one_wrong_value_is_one_problem(tmp_path: Path) -> None:
    assert len(problems_of(a_pack(tmp_path, **fact(*FACT[:2], "source: P", "asks: [[a]]")))) == 1


def test_all_problems_of_one_file_are_told(tmp_path: Path) -> None:
    said = problems_of(a_pack(tmp_path, **fact("id: A B", "text:", "sauce: P", "spoiler: x")))

    assert [line.split(": ")[1] for line in said] == [
        "facts[0].id",
        "facts[0].source",
        "facts[0].text",
        "facts[0].sauce",
        "facts[0].spoiler",
    ]


def test_a_single_text_is_a_list_of_one(tmp_path: Path) -> None:
    home = a_pack(tmp_path, **sheet("aliases: Nat"), **fact(*FACT, "asks: who rings", "about: ada"))

    pack = load_pack(home)

    assert pack.character("ada").aliases == ("Nat",)
    assert (pack.facts[0].source, pack.facts[0].asks, pack.facts[0].characters) == (("P",), ("who rings",), ("ada",))


def test_an_optional_list_may_stay_empty(tmp_path: Path) -> None:
    home = a_pack(
        tmp_path,
        **sheet("aliases:", "cast:", "relations: []", "facts: ~"),
        **fact(*FACT, "asks:", "about: []"),
        **{"phrasings.yaml": "phrasings:\n", "phrasings/a.yaml": "phrasings:\n  a:\n"},
    )

    assert problems_of(home) == []


def test_words_that_yaml_would_change_stay_as_typed(tmp_path: Path) -> None:
    home = a_pack(tmp_path, **sheet("aliases: [no, 1984, 2001-01-01, 0x10]"), **fact("id: 7", "text: on", "source: 12"))

    pack = load_pack(home)

    assert pack.character("ada").aliases == ("no", "1984", "2001-01-01", "0x10")
    assert (pack.facts[0].id, pack.facts[0].text, pack.facts[0].source) == ("7", "on", ("12",))


def test_the_lines_of_a_name_are_joined_and_those_of_a_text_are_kept(tmp_path: Path) -> None:
    home = a_pack(
        tmp_path,
        **{"characters/bo.yaml": "name: >\n  Bo\n  Ek\n"},
        **fact("id: a", "text: |", "  One.", "  Two.", "source: P"),
    )

    pack = load_pack(home)

    assert (pack.character("bo").name, pack.facts[0].text) == ("Bo Ek", "One.\nTwo.")


def test_words_of_a_choice_may_be_typed_in_capitals(tmp_path: Path) -> None:
    cast = "cast: [{actor: Rhea, role: Voice, continuity: film, source: P}]"
    things = "things: [{name: Oar, kind: Thing}]"
    home = a_pack(tmp_path, **sheet("pronoun: She", "kind: Person", cast), **pack("spoilers: No", things))

    loaded = load_pack(home)

    ada = loaded.character("ada")
    assert (ada.pronoun, ada.kind, ada.roles[0].kind) == (Pronoun.SHE, CharacterKind.PERSON, RoleKind.VOICE)
    assert loaded.things[0].kind is ThingKind.THING


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Erik Selvig", "erik-selvig"),
        ("  Thor's Hammer! ", "thors-hammer"),
        ("Renée Ångström", "renee-angstrom"),
        ("a" * 50, "a" * LONGEST_ID),
        ("日本", ""),
        ("--", ""),
    ],
)
def test_a_text_is_made_an_id(text: str, slug: str) -> None:
    assert slug_of(text) == slug


def test_a_known_word_is_offered_if_it_is_near() -> None:
    assert did_you_mean("alaises", ["aliases", "year"]) == "; did you mean 'aliases'?"
    assert did_you_mean("robert downey jnr", ["Robert Downey Jr"]) == "; did you mean 'Robert Downey Jr'?"
    assert did_you_mean("zebra", ["aliases", "year"]) == ""


def test_a_title_that_cannot_be_used_says_why() -> None:
    assert title_problem("Moth Harbour") == ""
    assert title_problem("x" * 101).startswith("has 101 characters")
