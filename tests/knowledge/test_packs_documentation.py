"""`docs/packs.md` says what the code does: its example loads, its keys are the schema's, its messages are ours."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.errors import PackError
from bot.knowledge.advice import LONGEST_SENTENCE, MOST_LINES, MOST_SENTENCES
from bot.knowledge.bonds import BONDS
from bot.knowledge.importers.text import import_text
from bot.knowledge.limits import LONGEST_ID, LONGEST_NAME, LONGEST_TEXT, LONGEST_TITLE
from bot.knowledge.load import LARGEST_FILE, load_pack
from bot.knowledge.model import FactKind
from bot.knowledge.schema import (
    MODELS,
    ActorEntry,
    CastEntry,
    CharacterFile,
    FactEntry,
    FactsFile,
    OwnQuizEntry,
    PackFile,
    PartEntry,
    PhrasingsFile,
    PictureEntry,
    PlotFile,
    QuizEntry,
    QuizFile,
    RelationEntry,
    SceneEntry,
    SceneFactEntry,
    ThingEntry,
)

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "packs.md").read_text(encoding="utf-8")

HEADINGS: dict[str, type[BaseModel]] = {
    "pack.yaml": PackFile,
    "An actor, in `actors` of pack.yaml": ActorEntry,
    "A thing, in `things` of pack.yaml": ThingEntry,
    "characters/NAME.yaml": CharacterFile,
    "A cast entry, in `cast` of a character": CastEntry,
    "A relation, in `relations` of a character": RelationEntry,
    "A fact, in `facts` of a character or of a facts file": FactEntry,
    "plot.yaml": PlotFile,
    "A part, in `parts` of the plot": PartEntry,
    "A scene, in `scenes` of a part": SceneEntry,
    "A fact of a scene, in `facts` of a scene": SceneFactEntry,
    "facts.yaml": FactsFile,
    "phrasings.yaml": PhrasingsFile,
    "quiz.yaml": QuizFile,
    "A question, in `quiz`": QuizEntry,
    "A question, in `quiz` of a fact": OwnQuizEntry,
    "A picture, in `picture` of a question, a character, a thing or pack.yaml": PictureEntry,
}


def the_example(folder: Path) -> Path:
    """The pack of the chapter "A whole pack", written to a folder."""
    for name, content in re.findall(r"```yaml\n# (moth-harbour/\S+)\n(.*?)```", DOCUMENT, re.DOTALL):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder / "moth-harbour"


def test_the_example_is_a_whole_pack(tmp_path: Path) -> None:
    pack = load_pack(the_example(tmp_path))

    assert (pack.id, pack.title, len(pack.characters), len(pack.scenes), len(pack.facts)) == (
        "moth-harbour",
        "Moth Harbour",
        3,
        4,
        18,
    )
    assert len(pack.as_written.facts) == 12


def test_the_example_tells_a_scene_in_two_facts(tmp_path: Path) -> None:
    lantern, letter = (fact for fact in load_pack(the_example(tmp_path)).scenes if fact.scene_number == 2)

    assert (lantern.id, lantern.characters, lantern.source) == ("lantern", ("ada-lind",), ("programme 4",))
    assert (letter.id, letter.characters, letter.source) == ("letter", ("jonas-lind",), ("programme 4",))


def test_the_examples_phrasings_reach_a_fact_a_scene_and_a_role(tmp_path: Path) -> None:
    facts = {fact.id: fact for fact in load_pack(the_example(tmp_path)).facts}

    assert facts["ada-age"].asks[-1] == "was ada older than thirty"
    assert facts["lantern"].asks == ("who finds the lantern",)
    assert facts["foghorn-by-pell-anders"].asks == ("whose voice is the foghorn",)


def test_the_first_example_is_a_pack(tmp_path: Path) -> None:
    start = DOCUMENT.partition("## In five minutes")[2].partition("## A whole pack")[0]
    about, facts = re.findall(r"```yaml\n(.*?)```", start, re.DOTALL)
    (tmp_path / "moth").mkdir()
    (tmp_path / "moth" / "pack.yaml").write_text(about, encoding="utf-8")
    (tmp_path / "moth" / "facts.yaml").write_text(facts, encoding="utf-8")

    assert len(load_pack(tmp_path / "moth").facts) == 1


def test_every_kind_of_thing_has_a_chapter() -> None:
    assert set(HEADINGS.values()) == set(MODELS)


@pytest.mark.parametrize("heading", HEADINGS)
def test_the_documented_keys_are_those_of_the_schema(heading: str) -> None:
    chapter = re.split(r"^##", DOCUMENT.partition(f"\n### {heading}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
    rows = re.findall(r"^\| (\*\*)?`(\w+)`(?:\*\*)? \|", chapter, re.MULTILINE)

    documented = {key: bool(bold) for bold, key in rows}

    assert documented == {key: field.is_required() for key, field in HEADINGS[heading].model_fields.items()}


def test_the_documented_relations_are_those_that_the_bot_knows() -> None:
    table = DOCUMENT.partition("| kind | the same, seen from the other side |")[2].partition("\n\n")[0]
    rows = [row.split("|")[1:3] for row in table.splitlines() if row.startswith("| `")]

    documented = [[tuple(re.findall(r"`(.+?)`", cell)) for cell in row] for row in rows]

    assert documented == [[bond.first.all_words, bond.second.all_words] for bond in BONDS]


def test_what_the_bot_makes_of_the_example_is_documented(tmp_path: Path) -> None:
    made = [fact.text for fact in load_pack(the_example(tmp_path)).facts if fact.kind is FactKind.DERIVED]

    assert [text for text in made if text not in DOCUMENT] == []


def test_the_documented_messages_are_those_of_a_broken_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = the_example(tmp_path)
    (home / "plot.yaml").rename(home / "plot.yml")
    (home / "facts.yaml").write_text("facts:\n  - text: Pilot: an old word\n", encoding="utf-8")
    (home / "characters" / "ada-lind.yaml").write_text(
        "name: Ada Lind\n"
        "pronuon: she\n"
        "facts:\n"
        "  - id: Ada Age\n"
        "    text: Ada Lind is thirty-four years old.\n"
        "    source: programme 2\n"
        "    continuity: movie\n"
        "    about: [jonas-lindt]\n"
        "  - id: ada-hat\n"
        "    text:\n"
        "    continuity: film\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)

    with pytest.raises(PackError) as caught:
        load_pack(Path("moth-harbour"))

    (documented,) = re.findall(r"```text\n(.*?)```", DOCUMENT, re.DOTALL)
    assert f"{caught.value}\n" == documented


def test_the_other_documented_messages_are_in_the_code() -> None:
    code = "".join(
        (ROOT / "bot" / name).read_text(encoding="utf-8")
        for name in ("knowledge/load.py", "knowledge/schema.py", "knowledge/assemble.py", "knowledge/quiz.py")
    ).replace('\\"', '"')
    table = DOCUMENT.partition("| message | what happened |")[2].partition("\n\n")[0]
    columns = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    messages = [message for column in columns for message in re.findall(r"`(.+?)`", column)]

    unknown = [part for message in messages for part in message.split("...") if part not in code]

    assert len(messages) > 9
    assert unknown == []


def test_the_documented_limits_are_those_of_the_code() -> None:
    for said in (
        f"at most {LARGEST_FILE // 1024**2} MiB",
        f"1 to {LONGEST_ID} of the characters",
        f"what members read, at most {LONGEST_TEXT} characters",
        f"the name that members know, at most {LONGEST_NAME} characters",
        f"what it is called, at most {LONGEST_TITLE} characters",
        f"A sentence of more than {LONGEST_TEXT} characters",
        "up to ten pieces of advice",
        f"a sentence of more than {LONGEST_SENTENCE} words or with more than {MOST_SENTENCES} sentences",
    ):
        assert said in DOCUMENT, said
    assert MOST_LINES == 10


def test_an_imported_text_is_numbered_as_documented(tmp_path: Path) -> None:
    (tmp_path / "plot.txt").write_text("One bell. Two bells. One bell. Three bells.", encoding="utf-8")

    pack = load_pack(import_text(tmp_path / "plot.txt", title="Bells", out=tmp_path / "bells"))

    assert [(fact.id, *fact.source) for fact in pack.facts] == [("s1", "S1"), ("s2", "S2"), ("s4", "S4")]
