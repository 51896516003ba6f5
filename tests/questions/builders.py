"""Questions, games and packs of which only what matters is said."""

from datetime import UTC, datetime, timedelta

from bot.ids import FactKey, MemberId, QuestionKey
from bot.knowledge.model import (
    Actor,
    AuthoredQuestion,
    Character,
    CharacterKind,
    Difficulty,
    Fact,
    FactKind,
    Pack,
    Pronoun,
    Relation,
    Role,
    Thing,
)
from bot.questions.model import CHARACTERS, OptionKind, QuestionKind, QuizQuestion
from bot.quiz.round import AnswerMode, Round

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ANNA, BEN, CARA = MemberId(1), MemberId(2), MemberId(3)


def a_question(
    number: int = 1,
    *,
    text: str = "Who wields the hammer?",
    options: tuple[str, ...] = ("Thor", "Loki", "Thanos", "Hulk"),
    answer: str = "Thor",
    accepted: tuple[str, ...] = (),
    rivals: tuple[str, ...] = (),
    kind: QuestionKind = QuestionKind.ASKED,
    option_kind: OptionKind = OptionKind.CHARACTER,
    difficulty: Difficulty = Difficulty.MEDIUM,
    hints: tuple[str, ...] = (),
    fact: str = "",
) -> QuizQuestion:
    return QuizQuestion(
        key=QuestionKey(f"pack/fact-{number}:asked:x"),
        kind=kind,
        option_kind=option_kind,
        category=CHARACTERS,
        text=text,
        options=options,
        answer=answer,
        accepted=(answer, *accepted),
        rivals=rivals,
        fact=FactKey(fact or f"pack/fact-{number}"),
        source=("P01",),
        continuity="film",
        difficulty=difficulty,
        hints=hints,
    )


def a_game(rounds: int = 3, *, answers: AnswerMode = AnswerMode.BUTTONS, relaxed: bool = False) -> Round:
    return Round(tuple(a_question(number) for number in range(1, rounds + 1)), ANNA, answers, relaxed)


def a_fact(
    id: str,
    text: str,
    *characters: str,
    kind: FactKind = FactKind.FACT,
    continuity: str = "film",
    place: int | None = None,
) -> Fact:
    return Fact("pack", id, kind, text, ("P1",), continuity, characters, scene_number=place)


def a_character(
    id: str,
    name: str,
    *,
    pronoun: Pronoun = Pronoun.HE,
    aliases: tuple[str, ...] = (),
    real_name: str = "",
    roles: tuple[Role, ...] = (),
    relations: tuple[Relation, ...] = (),
) -> Character:
    return Character("pack", id, name, real_name, CharacterKind.CHARACTER, pronoun, aliases, (), roles, relations)


def a_pack(
    *facts: Fact,
    characters: tuple[Character, ...] = (),
    actors: tuple[Actor, ...] = (),
    things: tuple[Thing, ...] = (),
    quiz: tuple[AuthoredQuestion, ...] = (),
) -> Pack:
    roles = tuple(role.fact for who in characters for role in who.roles)
    return Pack(
        "pack",
        "Pack",
        (),
        None,
        "en",
        {"film": "in the film"},
        "",
        (),
        characters,
        actors,
        things,
        (*facts, *roles),
        quiz,
    )
