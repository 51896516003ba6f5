"""The bot's own pack: it knows every command, says what the documents say, and takes no answer from other packs."""

import json
import re
from functools import cache
from pathlib import Path

import pytest

from bot.answers.engine import AnswerEngine
from bot.answers.names import Names
from bot.answers.results import Answer, Closest, NoMatch
from bot.cli.oracle import ready_engine
from bot.ids import ChannelId
from bot.knowledge.load import load_pack
from bot.knowledge.model import Fact, Knowledge, Pack
from bot.lookups.answers import AnswerService
from bot.lookups.manual import FOLDER, Manual
from bot.lookups.plain_text import plain
from bot.lookups.results import AboutMe, shown_facts
from tests.kept import in_process
from tests.small_pack import ONE_PACK, a_chance

ROOT = Path(__file__).parents[2]
QUESTIONS = Path(__file__).with_name("manual_questions.txt")
RIGHTS = ROOT / "tests" / "discord_front" / "rights.txt"
SETS = ROOT / "tests" / "benchmarks" / "questions"

LEAST_RIGHT = 0.8
"""Share of the questions about the bot that get the right fact. The others get none: no answer may be wrong."""

OF_ANOTHER_BOT = "what commands does the bot know"
"""Stands in the set of a pack about a server that has a bot of its own. That pack answers it."""

FORGET = "can you forget me?"


@cache
def pack() -> Pack:
    return load_pack(FOLDER)


@cache
def manual() -> Manual:
    return Manual(ready_engine(Knowledge((pack(),))), pack())


@pytest.fixture(scope="module")
def service() -> AnswerService:
    return AnswerService(ONE_PACK, AnswerEngine(ONE_PACK, keep=in_process), Names(ONE_PACK), a_chance(), manual())


def commands() -> set[str]:
    """All slash commands with their full names, without the slash: rights.txt has each (see test_rights.py)."""
    return set(re.findall(r"^/([a-z ]*[a-z])", RIGHTS.read_text("utf-8"), re.MULTILINE))


def menus() -> set[str]:
    return set(re.findall(r"^menu (.*?) +\|", RIGHTS.read_text("utf-8"), re.MULTILINE))


def named_in(fact: Fact) -> list[str]:
    """What stands after each slash that begins a command, up to three words."""
    return re.findall(r"(?<![\w/])/([a-z]+(?: [a-z]+){0,2})", fact.text)


def command_in(words: str) -> str | None:
    """The command at the beginning of these words; a group of commands if nothing follows it."""
    group = {" ".join(known.split()[:length]) for known in commands() for length in (1, 2)}
    found = [known for known in commands() if f"{words} ".startswith(f"{known} ")]
    return max(found, key=len) if found else words if words in group else None


def asked() -> list[tuple[str, str]]:
    lines = [line for line in QUESTIONS.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [(fact.strip(), question.strip()) for fact, _, question in (line.partition("|") for line in lines)]


def test_each_fact_names_a_section_that_exists() -> None:
    gone = []
    for fact in pack().facts:
        for source in fact.source:
            file, _, heading = source.partition(": ")
            text = (ROOT / file).read_text("utf-8") if (ROOT / file).is_file() else ""
            if not re.search(rf"^#+ {re.escape(heading)}$", text, re.MULTILINE):
                gone.append(f"{fact.id}: {source}")

    assert gone == []


def test_each_command_that_a_fact_names_exists() -> None:
    assert [(fact.id, words) for fact in pack().facts for words in named_in(fact) if command_in(words) is None] == []


def test_each_command_and_each_menu_is_in_a_fact() -> None:
    told = {command_in(words) for fact in pack().facts for words in named_in(fact)}
    quoted = " ".join(fact.text for fact in pack().facts)

    assert sorted(commands() - told) == []
    assert [menu for menu in menus() if f'"{menu}"' not in quoted] == []


@pytest.mark.slow
def test_questions_about_the_bot_get_the_right_fact_or_none() -> None:
    found = [(wanted, question, manual().answer(question)) for wanted, question in asked()]

    wrong = [(question, got.fact.id) for wanted, question, got in found if got is not None and got.fact.id != wanted]
    right = [question for wanted, question, got in found if got is not None and got.fact.id == wanted]
    assert wrong == []
    assert len(found) >= 60
    assert len(right) >= LEAST_RIGHT * len(found), [question for _, question, got in found if got is None]


@pytest.mark.slow
def test_it_answers_no_question_of_other_packs() -> None:
    lines = [line for file in sorted(SETS.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()]
    questions = {json.loads(line)["question"] for line in lines if line.strip()} - {OF_ANOTHER_BOT}

    assert len(questions) > 5000
    assert [(question, got.fact.id) for question in questions if (got := manual().answer(question))] == []


@pytest.mark.slow
class TestBesideAPack:
    """Other packs come first; the manual answers what they leave open."""

    def test_a_question_about_the_bot_is_answered_from_it(self, service: AnswerService) -> None:
        response = service.ask(FORGET, channel_id=ChannelId(1))

        assert isinstance(response, AboutMe)
        assert "/mydata" in response.fact.text
        assert shown_facts(response) == ()
        assert plain(response, ONE_PACK).endswith("\nAbout me · docs/privacy.md: What Lorekeeper keeps about members")

    def test_what_a_pack_answers_is_answered_from_the_pack(self, service: AnswerService) -> None:
        assert isinstance(service.ask("what is mara's dog called?"), Answer)

    def test_what_neither_knows_stays_open(self, service: AnswerService) -> None:
        assert isinstance(service.ask("who was the captain of the Titanic?"), Closest | NoMatch)

    def test_overheard_it_is_silent(self, service: AnswerService) -> None:
        assert isinstance(service.ask(FORGET, overheard=True), NoMatch)
