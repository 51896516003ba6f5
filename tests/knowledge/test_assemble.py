"""What only shows when all files of a pack are seen, and the pack that they make."""

import re
from pathlib import Path

import pytest

from bot.knowledge.assemble import actor_key
from bot.knowledge.drafts import LONGEST_ID
from bot.knowledge.load import load_pack
from bot.knowledge.model import Fact, FactKind, Picture, Relation, RoleKind, Thing, ThingKind
from bot.knowledge.wording import normalised
from tests.knowledge.builders import GOOD, a_pack, problems_of

NOBODY = "is no character of this pack (there is no characters/{0}.yaml)"


def sheet(*lines: str) -> dict[str, str]:
    return {"characters/ada.yaml": "name: Ada Lind\n" + "".join(f"{line}\n" for line in lines)}


def facts(*lines: str) -> dict[str, str]:
    return {"facts.yaml": "continuity: film\nfacts:\n" + "".join(f"  - {line}\n" for line in lines)}


def plot(*lines: str) -> dict[str, str]:
    head = "continuity: film\nparts:\n  - title: Fog\n    scenes:\n"
    return {"plot.yaml": head + "".join(f"      - {line}\n" for line in lines)}


def pack(*lines: str) -> dict[str, str]:
    return {"pack.yaml": GOOD["pack.yaml"] + "".join(f"{line}\n" for line in lines)}


def phrasings(*lines: str) -> dict[str, str]:
    return {"phrasings.yaml": "phrasings:\n" + "".join(f"  {line}\n" for line in lines)}


BO = {"characters/bo.yaml": "name: Bo Ek\n"}
CAST = "cast: [{actor: Rhea Solano, continuity: film, source: P}]"
SCENE_IN_FACTS = plot("{id: fog, source: P, facts: [{id: comes, text: Fog comes.}, {id: goes, text: It goes.}]}")
ASKS = {
    "facts.yaml": GOOD["facts.yaml"] + "    asks: who rings\n  - {id: hum, text: It hums., source: P}\n",
}


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        pytest.param(
            facts("{id: a, text: A., source: P, about: [ada, adda]}"),
            f"facts.yaml:3: facts[0].about[1]: 'adda' {NOBODY.format('adda')}; did you mean 'ada'?",
            id="unknown character in about",
        ),
        pytest.param(
            plot("{id: a, text: A., source: P, characters: bo}"),
            f"plot.yaml:5: parts[0].scenes[0].characters: 'bo' {NOBODY.format('bo')}; there are ada",
            id="unknown character in a scene",
        ),
        pytest.param(
            sheet("relations:", "  - kind: brother", "    to: bo", "    continuity: film", "    source: P"),
            f"characters/ada.yaml:4: relations[0].to: 'bo' {NOBODY.format('bo')}; there are ada",
            id="unknown character in a relation",
        ),
        pytest.param(
            pack("things: [{name: Watch, kind: group, members: [ada, eda]}]"),
            f"pack.yaml:4: things[0].members[1]: 'eda' {NOBODY.format('eda')}; did you mean 'ada'?",
            id="unknown character in a group",
        ),
        pytest.param(
            facts("{id: a, text: A., source: P, continuity: movie}"),
            "facts.yaml:3: facts[0].continuity: 'movie' is none of film, novel",
            id="unknown continuity of a fact",
        ),
        pytest.param(
            {"facts.yaml": "continuity: fim\nfacts: [{id: a, text: A., source: P}]\n"},
            "facts.yaml:1: continuity: 'fim' is none of film, novel; did you mean 'film'?",
            id="unknown continuity of a file",
        ),
        pytest.param(
            sheet("cast: [{actor: Rhea, continuity: stage, source: P}]"),
            "characters/ada.yaml:2: cast[0].continuity: 'stage' is none of film, novel",
            id="unknown continuity of a role",
        ),
        pytest.param(
            sheet("facts:", "  - id: a", "    text: A.", "    source: P"),
            "characters/ada.yaml:3: facts[0].continuity: is missing; the pack has several, so say which: film, novel",
            id="continuity missing on a sheet",
        ),
        pytest.param(
            sheet("cast: [{actor: Rhea, source: P}]"),
            "characters/ada.yaml:2: cast[0].continuity: is missing; the pack has several, so say which: film, novel",
            id="continuity missing in a cast",
        ),
        pytest.param(
            {"plot.yaml": "parts: [{title: Fog, scenes: [{id: a, text: A., source: P}]}]\n"},
            "plot.yaml:1: parts[0].scenes[0].continuity: is missing; the pack has several, so say which: film, novel",
            id="continuity missing in the plot",
        ),
        pytest.param(
            facts("{id: a, text: A., source: P}", "{id: a, text: B., source: P}"),
            "facts.yaml:4: facts[1].id: 'a' is taken by {home}/facts.yaml:3; every fact of a pack has its own",
            id="id twice in a file",
        ),
        pytest.param(
            plot("{id: bell, text: B., source: P}"),
            "plot.yaml:5: parts[0].scenes[0].id: 'bell' is taken by {home}/facts.yaml:3; "
            "every fact of a pack has its own",
            id="id twice in two files",
        ),
        pytest.param(
            {**sheet(CAST), **facts("{id: ada-by-rhea-solano, text: A., source: P}")},
            "facts.yaml:3: facts[0].id: 'ada-by-rhea-solano' is taken by {home}/characters/ada.yaml "
            "(its cast makes this fact); every fact of a pack has its own",
            id="id of a role",
        ),
        pytest.param(
            {"characters/ida.yaml": "name: ada  LIND\n"},
            "characters/ida.yaml:1: name: 'ada  LIND' is the name of {home}/characters/ada.yaml already; "
            "make it one sheet, or tell the two apart",
            id="name twice",
        ),
        pytest.param(
            sheet(
                "cast:",
                "  - {actor: Al Po Jr, continuity: film, source: P}",
                "  - {actor: 'Al Po, Jr.', continuity: film, source: Q}",
            ),
            "characters/ada.yaml:4: cast[1].actor: 'Al Po, Jr.' stands in this cast already (cast[0]); "
            "delete one of the two",
            id="actor twice",
        ),
        pytest.param(
            facts("{id: a, text: The bell rings., source: P}", "{id: b, text: the BELL rings!, source: Q}"),
            "facts.yaml:4: facts[1].text: a fact nobody can reach: {home}/facts.yaml, facts[0] says the same; "
            "keep one, with both sources",
            id="text twice",
        ),
        pytest.param(
            plot("{id: a, text: The harbour bell rings by itself., source: P}"),
            "plot.yaml:5: parts[0].scenes[0].text: a fact nobody can reach: {home}/facts.yaml, facts[0] says the same; "
            "keep one, with both sources",
            id="text twice in two files",
        ),
        pytest.param(
            {**sheet(CAST), **facts("{id: a, text: Rhea Solano plays Ada Lind, source: P}")},
            "facts.yaml:3: facts[0].text: a fact nobody can reach: {home}/characters/ada.yaml, cast[0] says the same; "
            "keep one, with both sources",
            id="text of a role",
        ),
        pytest.param(
            pack("things: [{name: Oar, kind: thing, members: [ada]}]"),
            "pack.yaml:4: things[0].members: a thing has no members; write kind: group, or delete them",
            id="members of a thing",
        ),
        pytest.param(
            pack("things: [{name: The Oar, kind: thing}, {name: the oar, kind: place}]"),
            "pack.yaml:4: things[1].name: 'the oar' stands here twice; put all aliases in one entry",
            id="thing twice",
        ),
        pytest.param(
            {**sheet(CAST), **pack("actors: [{name: Rhea Solana}]")},
            "pack.yaml:4: actors[0].name: 'Rhea Solana' plays nobody in this pack; did you mean 'Rhea Solano'?",
            id="actor without a role",
        ),
        pytest.param(
            {**sheet(CAST), **pack("actors: [{name: Rhea Solano}, {name: rhea solano}]")},
            "pack.yaml:4: actors[1].name: 'rhea solano' stands here twice; put all aliases in one entry",
            id="actor listed twice",
        ),
        pytest.param(
            phrasings("bells: [who rings]"),
            "phrasings.yaml:2: phrasings.bells: 'bells' is no fact, scene or cast entry of this pack; "
            "did you mean 'bell'?",
            id="phrasing of no fact",
        ),
        pytest.param(
            {**sheet(CAST), **phrasings("ada-by-rhea-solana:", "- who is ada")},
            "phrasings.yaml:2: phrasings.ada-by-rhea-solana: 'ada-by-rhea-solana' is no fact, scene or cast entry "
            "of this pack; did you mean 'ada-by-rhea-solano'?",
            id="phrasing of no role",
        ),
        pytest.param(
            {**ASKS, **phrasings("bell:", "- what hums", "- Who RINGS?")},
            "phrasings.yaml:4: phrasings.bell[1]: this question stands here and in {home}/facts.yaml:7; "
            "delete one of the two",
            id="phrasing that stands on the sheet",
        ),
        pytest.param(
            phrasings("bell: [who rings, who  rings]"),
            "phrasings.yaml:2: phrasings.bell[1]: this question stands here and in {home}/phrasings.yaml:2; "
            "delete one of the two",
            id="phrasing twice in a line",
        ),
        pytest.param(
            {**ASKS, **phrasings("hum: who rings")},
            "phrasings.yaml:2: phrasings.hum: this question asks for 'bell' in {home}/facts.yaml:7; "
            "keep it where the text answers it better",
            id="phrasing of another fact",
        ),
        pytest.param(
            {**ASKS, **phrasings("bell: what hums"), "phrasings/b.yaml": "phrasings:\n  hum:\n    - what hums?\n"},
            "phrasings/b.yaml:3: phrasings.hum[0]: this question asks for 'bell' in {home}/phrasings.yaml:2; "
            "keep it where the text answers it better",
            id="phrasing of two facts",
        ),
        pytest.param(
            {**SCENE_IN_FACTS, **phrasings("fog: [what comes]")},
            "phrasings.yaml:2: phrasings.fog: 'fog' is told in facts; "
            "put each question under the one that answers it: comes, goes",
            id="phrasing of a scene that facts tell",
        ),
        pytest.param(
            {**SCENE_IN_FACTS, **facts("{id: fog, text: A., source: P}")},
            "plot.yaml:5: parts[0].scenes[0].id: 'fog' is taken by {home}/facts.yaml:3; "
            "every fact of a pack has its own",
            id="id of a scene that facts tell",
        ),
        pytest.param(
            plot("{id: fog, source: P, facts: [{id: a, text: A., characters: bo}]}"),
            f"plot.yaml:5: parts[0].scenes[0].facts[0].characters: 'bo' {NOBODY.format('bo')}; there are ada",
            id="unknown character in a fact of a scene",
        ),
        pytest.param(
            plot("{id: fog, source: P, continuity: book, facts: [{id: a, text: A.}]}"),
            "plot.yaml:5: parts[0].scenes[0].continuity: 'book' is none of film, novel",
            id="unknown continuity of a scene that facts tell",
        ),
        pytest.param(
            plot("{id: fog, source: P, facts: [{id: a, text: A bell.}, {id: b, text: A  bell!}]}"),
            "plot.yaml:5: parts[0].scenes[0].facts[1].text: a fact nobody can reach: "
            "{home}/plot.yaml, parts[0].scenes[0].facts[0] says the same; keep one, with both sources",
            id="facts of a scene that say the same",
        ),
        pytest.param(
            pack("things: [{name: Oar, kind: thing, owner: bo}]"),
            f"pack.yaml:4: things[0].owner: 'bo' {NOBODY.format('bo')}; there are ada",
            id="unknown owner",
        ),
        pytest.param(
            {"facts.yaml": None},
            "{home}: a pack needs at least one fact (in plot.yaml, facts.yaml or on a character's sheet) or a quiz",
            id="no fact",
        ),
    ],
)
def test_what_does_not_fit_together_is_named(tmp_path: Path, files: dict[str, str | None], problem: str) -> None:
    home = a_pack(tmp_path, **files)

    assert problems_of(home) == [problem.replace("{home}", home.as_posix())]


@pytest.mark.parametrize("broken", [b"name: [", b"name: \xff"], ids=["YAML", "UTF-8"])
def test_a_sheet_that_cannot_be_read_is_still_somebody(tmp_path: Path, broken: bytes) -> None:
    home = a_pack(tmp_path, **{"characters/ada.yaml": broken}, **pack("actors: [{name: Rhea}]"))

    assert [line.split(":")[0] for line in problems_of(home)] == ["characters/ada.yaml"]


@pytest.mark.parametrize(
    "broken", ["format: [", "format: 1\ntitle: A\ncontinuities: x\n", "- a\n"], ids=["YAML", "continuities", "a list"]
)
def test_continuities_are_not_checked_where_they_cannot_be_known(tmp_path: Path, broken: str) -> None:
    home = a_pack(tmp_path, **{"pack.yaml": broken})

    assert {line.split(":")[0] for line in problems_of(home)} == {"pack.yaml"}


@pytest.mark.parametrize("name", ["facts.yaml", "characters/ada.yaml"])
def test_phrasings_of_facts_in_a_file_that_cannot_be_read_are_no_problem(tmp_path: Path, name: str) -> None:
    home = a_pack(tmp_path, **phrasings("bell: who rings", "ada-age: how old is ada"), **{name: "facts: ["})

    assert [line.split(":")[0] for line in problems_of(home)] == [name]


def test_all_problems_of_phrasings_are_told_with_those_of_other_files(tmp_path: Path) -> None:
    home = a_pack(
        tmp_path, **facts("{id: a, text: A., source: P, abuot: ada}"), **phrasings("b: x", "a: [x, '?', y, y]")
    )

    assert [line.split(": ")[0] for line in problems_of(home)] == [
        "facts.yaml:3",
        "phrasings.yaml:2",
        "phrasings.yaml:3",
        "phrasings.yaml:3",
        "phrasings.yaml:3",
    ]


def test_the_same_words_in_another_continuity_are_another_fact(tmp_path: Path) -> None:
    home = a_pack(
        tmp_path,
        **facts(
            "{id: a, text: The bell rings., source: P}", "{id: b, text: The bell rings., source: P, continuity: novel}"
        ),
    )

    assert problems_of(home) == []


def test_an_unread_file_does_not_make_a_pack_empty(tmp_path: Path) -> None:
    assert len(problems_of(a_pack(tmp_path, **{"facts.yaml": "facts: ["}))) == 1


# What is built


def test_a_pack_without_continuities_has_one(tmp_path: Path) -> None:
    files = {"pack.yaml": "format: 1\ntitle: Moth\n", "facts.yaml": "facts: [{id: a, text: A., source: P}]\n"}

    pack = load_pack(a_pack(tmp_path, **files))

    assert pack.continuities == {"story": "the story"}
    assert pack.facts[0].continuity == "story"


def test_a_pack_may_have_a_picture_of_its_own(tmp_path: Path) -> None:
    link = "picture: {link: https://example.org/moth.png, alt: A moth, credit: Ada}\n"

    pack = load_pack(a_pack(tmp_path, **{"pack.yaml": GOOD["pack.yaml"] + link}))

    assert pack.picture == Picture("https://example.org/moth.png", alt="A moth", credit="Ada")


def test_the_picture_of_a_pack_has_to_be_there(tmp_path: Path) -> None:
    file = "picture: {file: pictures/moth.png}\n"

    [problem] = problems_of(a_pack(tmp_path, **{"pack.yaml": GOOD["pack.yaml"] + file}))

    assert re.match(r"pack\.yaml:\d+: picture\.file: ", problem)


def test_what_is_left_out_has_its_default(tmp_path: Path) -> None:
    pack = load_pack(a_pack(tmp_path))

    assert (pack.language, pack.year, pack.licence, pack.credits, pack.aliases) == ("en", None, "", (), ())
    ada = pack.character("ada")
    assert (ada.full_name, ada.kind, ada.pronoun) == ("Ada Lind", "character", "they")


def test_a_fact_knows_its_pack_its_owner_and_who_else_is_in_it(tmp_path: Path) -> None:
    home = a_pack(
        tmp_path,
        **sheet(
            "facts:", "  - id: a", "    text: Ada likes Bo.", "    source: [P1, P2]", "    continuity: novel",
            "    about: [bo, ada]", "    asks: [whom does ada like]", "    spoiler: yes",
        ),
        **BO,
    )  # fmt: skip

    fact = load_pack(home).facts[0]

    assert fact == Fact(
        pack="moth", id="a", kind=FactKind.FACT, text="Ada likes Bo.", source=("P1", "P2"), continuity="novel",
        characters=("ada", "bo"), asks=("whom does ada like",), spoiler=True,
    )  # fmt: skip


def test_phrasings_come_after_those_on_the_sheet_in_the_order_of_their_files(tmp_path: Path) -> None:
    home = a_pack(
        tmp_path,
        **ASKS,
        **phrasings("bell: [second, third]"),
        **{"phrasings/b.yaml": "phrasings: {bell: fifth}\n", "phrasings/a.yaml": "phrasings: {bell: fourth}\n"},
    )

    asks = {fact.id: fact.asks for fact in load_pack(home).facts}

    assert asks == {"bell": ("who rings", "second", "third", "fourth", "fifth"), "hum": ()}


def test_scenes_and_roles_have_phrasings_too(tmp_path: Path) -> None:
    home = a_pack(
        tmp_path,
        **sheet(CAST),
        **plot("{id: fog, text: Fog comes in., source: P}"),
        **phrasings("fog: what comes in", "ada-by-rhea-solano: who has the part of ada"),
    )

    pack = load_pack(home)

    assert pack.scenes[0].asks == ("what comes in",)
    assert pack.characters[0].roles[0].fact.asks == ("who has the part of ada",)
    assert pack.facts[-1].asks == ("who has the part of ada",)


def test_a_question_may_stand_on_the_sheets_of_two_continuities(tmp_path: Path) -> None:
    home = a_pack(
        tmp_path,
        **facts(
            "{id: a, text: Ada is 34., source: P, asks: how old is ada}",
            "{id: b, text: Ada is 19., source: P, continuity: novel, asks: how old is ada}",
        ),
    )

    assert problems_of(home) == []


def test_scenes_have_their_place_in_the_whole_story(tmp_path: Path) -> None:
    second = "parts: [{title: Later, scenes: [{id: c, text: C., source: P, continuity: novel}]}]\n"
    home = a_pack(
        tmp_path,
        **plot("{id: b, text: B., source: P, characters: [ada]}", "{id: a, text: A., source: P}"),
        **{"plot/1.yaml": second},
    )

    scenes = load_pack(home).scenes

    assert [(scene.id, scene.scene_number, scene.part, scene.continuity) for scene in scenes] == [
        ("b", 1, "Fog", "film"),
        ("a", 2, "Fog", "film"),
        ("c", 3, "Later", "novel"),
    ]
    assert scenes[0].characters == ("ada",)


def test_a_scene_may_be_told_in_several_facts(tmp_path: Path) -> None:
    home = a_pack(
        tmp_path,
        **plot(
            "{id: a, text: A., source: P1}",
            "{id: fog, source: [P2, P3], characters: [ada, bo], continuity: novel, facts: ["
            "{id: comes, text: Fog comes.}, {id: goes, text: It goes., source: P3, characters: bo, asks: what goes}]}",
            "{id: c, text: C., source: P4}",
        ),
        **phrasings("comes: [what comes]"),
        **BO,
    )

    scenes = load_pack(home).scenes

    assert [(scene.id, scene.scene_number) for scene in scenes] == [("a", 1), ("comes", 2), ("goes", 2), ("c", 3)]
    comes, goes = scenes[1:3]
    assert (comes.source, comes.characters, comes.asks) == (("P2", "P3"), ("ada", "bo"), ("what comes",))
    assert (goes.source, goes.characters, goes.asks) == (("P3",), ("bo",), ("what goes",))
    assert {comes.continuity, goes.continuity} == {"novel"}
    assert comes.spoiler


def test_a_scene_with_an_empty_list_of_facts_is_told_by_its_text(tmp_path: Path) -> None:
    home = a_pack(tmp_path, **plot("{id: fog, text: Fog., source: P, facts: []}"), **phrasings("fog: [what comes]"))

    assert [(scene.id, scene.asks) for scene in load_pack(home).scenes] == [("fog", ("what comes",))]


@pytest.mark.parametrize(("written", "spoiler"), [(None, True), ("yes", True), ("no", False)])
def test_the_pack_says_whether_scenes_are_spoilers(tmp_path: Path, written: str | None, spoiler: bool) -> None:
    line = [f"spoilers: {written}"] if written else []
    home = a_pack(tmp_path, **pack(*line), **plot("{id: b, text: B., source: P}"))

    loaded = load_pack(home)

    assert [fact.spoiler for fact in loaded.facts] == [False, spoiler]


def test_each_cast_entry_makes_a_fact_that_says_who_plays_whom(tmp_path: Path) -> None:
    home = a_pack(
        tmp_path,
        **sheet("real_name: Adelaide", CAST),
        **{"characters/horn.yaml": "name: The Horn\n" + CAST.replace("source: P", "source: Q, role: voice")},
    )

    loaded = load_pack(home)

    roles = [fact for fact in loaded.facts if fact.kind is FactKind.ROLE]
    assert [(fact.id, fact.text, fact.source, fact.characters) for fact in roles] == [
        ("ada-by-rhea-solano", "Rhea Solano plays Ada Lind (Adelaide).", ("P",), ("ada",)),
        ("horn-by-rhea-solano", "Rhea Solano voices The Horn.", ("Q",), ("horn",)),
    ]
    (rhea,) = loaded.actors
    assert [(role.character, role.kind, role.fact) for role in rhea.roles] == [
        ("ada", RoleKind.ON_SCREEN, roles[0]),
        ("horn", RoleKind.VOICE, roles[1]),
    ]
    assert loaded.character("ada").roles == rhea.roles[:1]


def test_an_actor_is_one_in_all_spellings_and_named_as_the_pack_file_does(tmp_path: Path) -> None:
    home = a_pack(
        tmp_path,
        **sheet("cast: [{actor: Al Po Jr, continuity: film, source: P}]"),
        **{"characters/bo.yaml": "name: Bo\ncast: [{actor: 'Al Po, Jr.', continuity: film, source: P}]\n"},
        **pack("actors: [{name: AL PO JR., aliases: Ally}]"),
    )

    (actor,) = load_pack(home).actors

    assert (actor.name, actor.aliases, len(actor.roles)) == ("AL PO JR.", ("Ally",), 2)


def test_a_character_may_have_one_actor_twice_in_different_roles(tmp_path: Path) -> None:
    lines = ["cast:"]
    lines += [f"  - {{actor: Al, role: {role}, continuity: film, source: P}}" for role in ("voice", "on screen")]
    lines += ["  - {actor: Al, continuity: novel, source: P}", "  - {actor: 渡辺, continuity: film, source: P}"]

    ids = [role.fact.id for role in load_pack(a_pack(tmp_path, **sheet(*lines))).character("ada").roles]

    assert ids == ["ada-by-al", "ada-by-al-2", "ada-by-al-3", "ada-by-actor"]


def test_ids_of_roles_stay_short_and_apart(tmp_path: Path) -> None:
    lines = ["cast:"]
    lines += [f"  - {{actor: {'x' * 60} {letter}, continuity: film, source: P}}" for letter in "abcdefghijkl"]

    ids = [role.fact.id for role in load_pack(a_pack(tmp_path, **sheet(*lines))).character("ada").roles]

    assert len(set(ids)) == 12
    assert max(map(len, ids)) == LONGEST_ID


def test_relations_and_things_are_carried(tmp_path: Path) -> None:
    home = a_pack(
        tmp_path,
        **sheet("relations: [{kind: brother, to: bo, continuity: film, source: P}]"),
        **pack("things: [{name: the Watch, kind: group, aliases: [watch], members: [ada, bo]}]"),
        **BO,
    )

    loaded = load_pack(home)

    assert loaded.character("ada").relations == (Relation("brother", "bo", "film", ("P",)),)
    assert loaded.things == (Thing("moth", "the Watch", ThingKind.GROUP, ("watch",), ("ada", "bo")),)


def test_where_names_and_things_come_from_and_what_is_not_told_is_carried(tmp_path: Path) -> None:
    home = a_pack(
        tmp_path,
        **sheet("name_source: P1"),
        **pack(
            "things: [{name: the Oar, kind: thing, description: a long oar, owner: ada, source: [P2]}]",
            "not_told: [who built the harbour]",
        ),
    )

    loaded = load_pack(home)

    (oar,) = loaded.things
    assert loaded.character("ada").name_source == ("P1",)
    assert (oar.description, oar.owner, oar.source) == ("a long oar", "ada", ("P2",))
    assert loaded.not_told == ("who built the harbour",)


def test_the_pack_as_written_has_no_facts_that_its_data_makes(tmp_path: Path) -> None:
    home = a_pack(tmp_path, **pack("things: [{name: the Oar, kind: thing, owner: ada}]"))

    loaded = load_pack(home)

    assert [fact.text for fact in loaded.facts if fact.kind is FactKind.DERIVED] == ["The Oar belongs to Ada Lind."]
    assert [fact.id for fact in loaded.as_written.facts] == ["bell"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("The bell rings.", "the  BELL rings!"), ("Café No. 5", "cafe\u0301 no 5"), ("a_b", "a b")],
    ids=["case and signs", "composed letters", "underscores"],
)
def test_texts_are_the_same_whatever_their_case_and_signs(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


def test_an_actors_spellings_have_one_key() -> None:
    assert actor_key("J.K. Simmons") == actor_key("JK Simmons")
    assert actor_key("Chris Evans") != actor_key("Chris Evan")
