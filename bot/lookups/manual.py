"""The bot's own pack: it answers questions about the bot that the packs in use leave open."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from bot.answers.results import Reply
from bot.english.text import bare_question, looks_like_a_question, stem, written_out
from bot.english.words import AUXILIARIES, QUESTION_WORDS, SELF, STOP
from bot.knowledge.model import Fact, Pack
from bot.lookups.results import AboutMe

FOLDER = Path(__file__).parents[2] / "facts" / "lorekeeper"
"""The pack about the bot, beside the one that ships with it."""

SURE = 0.7
LIKELY, LIKELY_WITH_A_NEW_WORD = 0.45, 0.75
"""Minimum confidence for an answer: to what might be about something else ("how do i turn off spoilers"), and to what
is about the bot, with all its words known, or all but one. Of 9,500 questions about other packs the engine alone took
40 for its own ("how do i recover a deleted file", "where do i pick up my badge"); with the words below it is one of
12,500: "what commands does the bot know", about another bot.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OURS = _words(
    "bot bots lorekeeper cooldown dailies daily listening pack packs quiz quizzes streak streaks timezone trivia"
)
"""Words of questions that are about the bot."""

_OUR_PHRASE = _words("question day")
"""Words that together are the daily question's other name."""

_SHARED = _words(
    "brackets dashboard data digest fact facts forum guess leaderboard setting settings spoiler spoilers stats "
    "suggestions"
)
_TO_YOU = _words("answer answers channel command commands mention mentions message messages permissions rights server")
"""Words that say so together with known ones alone, and the same beside "you" or "your"."""

_YOU = _words("you your yours u ur")

_LEFT_OUT = STOP | SELF | QUESTION_WORDS | AUXILIARIES


class ManualEngine(Protocol):
    """Finds the facts about the bot."""

    def ask(self, question: str) -> Reply:
        """See `AnswerEngine.ask`."""
        ...


class Manual:
    """Answers a question about the bot, or is silent. A wrong answer would hide that the packs in use have none."""

    def __init__(self, engine: ManualEngine, pack: Pack) -> None:
        """The engine answers from this pack."""
        self._engine = engine
        self._asks = {tuple(bare_question(ask)) for fact in pack.facts for ask in fact.asks}
        self._words = {fact.id: frozenset(_words_of(fact)) for fact in pack.facts}
        self._all_words = frozenset[str]().union(*self._words.values())

    def answer(self, question: str) -> AboutMe | None:
        """The fact that answers a question put to the bot; None unless it is sure, and the question about the bot."""
        is_known = tuple(bare_question(question)) in self._asks
        said = set(written_out(_A_CHANNEL.sub(" ", question)))
        words = {stem(word) for word in said - _LEFT_OUT if word.isalpha()}  # "at 9pm" is any time
        least = SURE if is_known else self._least(said, len(words - self._all_words))
        if least is None:
            return None
        working = self._engine.ask(question).working
        if not working.ranking or working.confidence < least:
            return None
        fact = working.ranking[0].fact
        # "We should do a trivia night with teams" asks nothing, though all of its words are known.
        asks = is_known or _asks(question) or words <= self._words[fact.id]
        return AboutMe(fact) if asks else None

    @staticmethod
    def _least(said: set[str], strange: int) -> float | None:
        """The minimum confidence for a question with these words, of which the manual lacks `strange`; None if it isn't
        about the bot.
        """
        if said & _OURS or said >= _OUR_PHRASE:
            return (LIKELY, LIKELY_WITH_A_NEW_WORD)[strange] if strange < 2 else None
        is_about_us = said & _SHARED or (said & _YOU and said & _TO_YOU)
        return SURE if is_about_us and not strange else None


_A_CHANNEL = re.compile(r"(?:#|<#)[\w-]+>?")


def _asks(line: str) -> bool:
    """Whether a line asks for something, also after a statement: "I turned listening off, how do I revert that"."""
    return looks_like_a_question(line) or _ASKS_LATER.search(line.lower()) is not None


_ASKS_LATER = re.compile(
    r"\b(?:how (?:do|can|to)|(?:can|could) (?:i|we|you|the bot)|what (?:should|do) (?:i|we)|please"
    r"|(?:i|we|members|people) (?:want|need|would like))\b"
)


def _words_of(fact: Fact) -> Iterable[str]:
    for text in (fact.text, *fact.asks):
        yield from map(stem, written_out(text))
