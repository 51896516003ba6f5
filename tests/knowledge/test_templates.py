"""Ways to ask that follow from how a fact is worded."""

from pathlib import Path

import pytest

from bot.knowledge.load import load_pack
from bot.knowledge.model import FactKind
from bot.knowledge.subjects import KnownNames, subject_of
from bot.knowledge.templates import MOST_TEMPLATES, templates_of
from bot.knowledge.wording import normalised
from bot.settings import DEFAULT_PACK
from tests.knowledge.builders import a_pack

NAMES = KnownNames(
    ["Ada Lind", "Ada", "Bo", "Captain Dray", "J.A.R.V.I.S.", "Rivet", "the Heron"],
    ["the Hauler", "Mjolnir", "Port Merrow", "blue salt"],
)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Ada is called the Moth.", ["what is Ada called", "who is called the Moth"]),
        ("Ada goes by the name of Snuffer.", ["what name does Ada go by"]),
        ("Ada is really Juniper Karga, a thief.", ["who is Ada really", "who is Juniper Karga"]),
        ("Ada is a gutter-saint who never sleeps.", ["who is Ada", "what is Ada", "is Ada a gutter-saint"]),
        ("Ada is the leader of the miners' union.", ["who is the leader of the miners' union", "what is Ada's job"]),
        ("Mjolnir is an enchanted hammer.", ["what is Mjolnir", "is Mjolnir an enchanted hammer"]),
        ("Ada comes from Port Merrow on Mars.", ["where does Ada come from", "where is Ada from"]),
        ("Ada lives in the air ducts.", ["where does Ada live"]),
        ("Ada was born on a boat.", ["where was Ada born"]),
        ("Ada was born in 1918.", ["when was Ada born"]),
        ("Mjolnir belongs to Bo.", ["whose is Mjolnir", "who owns Mjolnir"]),
        ("Bo is Ada's younger brother.", ["who is Ada's younger brother", "whose younger brother is Bo"]),
        ("Mjolnir is made of iron.", ["what is Mjolnir made of"]),
        ("Rivet is built of seven trams.", ["what is Rivet made of"]),
        ("Ada has nine fingers.", ["how many fingers does Ada have"]),
        ("Ada brings 340 children up the shaft.", ["how many children does Ada bring"]),
        ("The Hauler has 180 crew and carries twelve guns.", ["how many guns does the Hauler carry"]),
        ("Ada has three pairs of glasses.", ["how many pairs of glasses does Ada have"]),
        ("The Hauler is painted bright orange.", ["what colour is the Hauler"]),
        ("Ada has bright red hair.", ["what colour hair does Ada have", "what colour is Ada's hair"]),
        ("Ada's glass eye is green, though nobody knows.", ["what colour is Ada's glass eye"]),
        ("Ada dies because she gives her mask away.", ["how did Ada die", "is Ada dead", "why does Ada die"]),
        ("Ada is killed by Bo in the harbour.", ["who killed Ada", "how did Ada die"]),
        ("Bo killed Ada.", ["who killed Ada", "who did Bo kill", "how did Ada die", "is Ada dead"]),
        ("Ada works as a clerk.", ["what is Ada's job", "what does Ada do for a living", "who works as a clerk"]),
        ("Ada works for Bo.", ["who does Ada work for"]),
        ("Ada, a seamstress, sewed gauze.", ["what is Ada's job"]),
        ("Ada can think at superhuman speed.", ["what can Ada do", "can Ada think at superhuman speed"]),
        ("Ada has the power to read minds.", ["what are Ada's powers", "can Ada read minds"]),
        ("Ada can't swim.", ["what can't Ada do", "can Ada swim"]),
        ("Ada built the Hauler to save her village.", ["who built the Hauler", "why did Ada build the Hauler"]),
        ("The Hauler was built by Ada.", ["who built the Hauler", "who was the Hauler built by"]),
        ("The Hauler was started by 40 dockers.", ["who started the Hauler"]),
        ("Ada is voiced by Pell Anders.", ["who voiced Ada"]),
        ("Ada is 41 years old in season one.", ["how old is Ada", "what is Ada's age"]),
        ("Ada is 23", ["how old is Ada"]),
        ("Ada is a thirty-year-old auditor.", ["how old is Ada"]),
        ("Ada is three years older than Bo.", ["who is older than Bo", "is Ada older than Bo"]),
        ("The Hauler is four miles long.", ["how long is the Hauler"]),
        ("Mjolnir weighs 14 tonnes.", ["how much does Mjolnir weigh"]),
        ("Port Merrow was founded in 2231.", ["when was Port Merrow founded"]),
        ("Ada has ruled the town for nine years.", ["how long has Ada ruled the town"]),
        ("Ada took the case because Bo asked her.", ["why did Ada take the case"]),
        ("Ada does not fire because she hears singing.", ["why does Ada not fire", "why doesn't Ada fire"]),
        ("Ada is angry because Bo lied.", ["why is Ada angry"]),
        ("Ada lost her right eye in a duel.", ["how did Ada lose her right eye", "what happened to Ada's right eye"]),
        ("Ada has a dog called Alderman.", ["what is Ada's dog called"]),
        ("Ada has no name-candle.", ["does Ada have a name-candle"]),
        ("Ada drinks no alcohol.", ["does Ada drink alcohol"]),
        ("Ada is afraid of bells.", ["what is Ada afraid of", "who is afraid of bells"]),
        ("Ada is in love with Bo.", ["who is Ada in love with"]),
        ("The Hauler lies beneath the laundry.", ["where is the Hauler"]),
        ("Ada smuggles blue salt.", ["what does Ada smuggle", "who smuggles blue salt"]),
        ("Ada rescues Bo.", ["who does Ada rescue", "who rescues Bo"]),
        ("Ada's mother was a tram driver.", ["who was Ada's mother", "what was Ada's mother's job"]),
        ("In the film Ada is a pilot.", ["what is Ada's job"]),
        ("Ada Lind (the pilot) eats burnt sugar.", ["what does Ada Lind eat"]),
        ("Fog comes in. Ada carries a lamp.", ["what does Ada carry"]),
        ("the Hauler has six legs", ["how many legs does the Hauler have"]),
    ],
)  # fmt: skip
def test_a_plain_wording_says_what_it_answers(text: str, asks: list[str]) -> None:
    made = templates_of(text, NAMES)

    assert [ask for ask in asks if ask not in made] == [], made
    assert len(made) <= MOST_TEMPLATES


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        ("Ada is three years older than Bo.", "how old is Ada"),
        ("Ada is the machine that looks after the air.", "who is the machine"),
        ("Ada drinks no alcohol.", "what does Ada drink"),
        ("Ada rescues her and goes on.", "what does Ada rescue"),
        ("Ada drops the Rivet Cleaver.", "who does Ada drop"),
        ("Ada is a miner's daughter.", "what is Ada's job"),
        ("Ada died at twenty-eight.", "how did Ada die"),
        ("Ada ran down a fishwife.", "what did Ada run"),
        ("Ada made a tragic attempt to flee.", "what did Ada make"),
        ("Ada is in love.", "where is Ada"),
        ("The Hauler is in danger.", "where is the Hauler"),
        ("Ada was ruined by putting too much wax into candles.", "who ruined Ada"),
        ("Ada had loved Bo for two winters.", "who had loved Bo for two winters"),
    ],
)
def test_a_question_that_the_text_does_not_answer_is_not_made(text: str, ask: str) -> None:
    assert ask not in templates_of(text, NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "Everybody fears the fog.",
        "Adalbert has nine fingers.",
        "Rivet Cleaver weighs 14.",
        "Captain is a title.",
        "After the flood Ada has nine fingers.",
        "",
        "...",
        "日本 is far.",
    ],
)
def test_a_text_that_begins_with_no_name_of_the_pack_has_none(text: str) -> None:
    assert templates_of(text, NAMES) == ()


def test_a_pack_without_names_has_none() -> None:
    assert templates_of("Ada has nine fingers.", KnownNames([], [])) == ()


@pytest.mark.parametrize(
    ("sentence", "name", "is_person"),
    [
        ("Ada Lind sleeps", "Ada Lind", True),
        ("The Heron sleeps", "the Heron", True),
        ("Hauler sleeps", "Hauler", False),
        ("Captain Dray's left leg is iron", "Captain Dray's left leg", False),
        ("Ada's dad is Bo", "Ada's dad", True),
        ("J.A.R.V.I.S. is a computer", "J.A.R.V.I.S.", True),
    ],
)
def test_a_sentence_is_about_what_it_begins_with(sentence: str, name: str, *, is_person: bool) -> None:
    subject = subject_of(sentence, NAMES)

    assert subject
    assert (subject.name, subject.is_person) == (name, is_person)


def test_facts_of_a_pack_have_them_but_for_what_is_asked_of_another_one(tmp_path: Path) -> None:
    home = a_pack(
        tmp_path,
        **{
            "facts.yaml": "continuity: film\nfacts:\n"
            "  - {id: eye, text: Ada Lind has a green eye., source: P, about: ada}\n"
            "  - {id: hat, text: A hat., source: P, asks: [What colour is Ada Lind's eye?]}\n"
        },
    )

    eye, hat = (fact for fact in load_pack(home).facts if fact.kind is FactKind.FACT)

    assert "what colour eye does Ada Lind have" in eye.templates
    assert "what colour is Ada Lind's eye" not in eye.templates
    assert (eye.asks, hat.templates) == ((), ())


def test_those_of_the_default_pack_are_nobodys_own_questions() -> None:
    facts = load_pack(DEFAULT_PACK).facts
    asked = {normalised(ask) for fact in facts for ask in fact.asks}

    assert sum(bool(fact.templates) for fact in facts) > 20
    assert [ask for fact in facts for ask in fact.templates if normalised(ask) in asked] == []
