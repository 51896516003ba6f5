"""Shows members the data kept about them, and deletes it on request."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date

from bot.community.export import packed
from bot.quiz.service import QuizService
from bot.scheduling.clock import Clock
from bot.storage.guesses import PlayedPuzzle
from bot.storage.storage import Gave, Storage
from bot.storage.suggestions import Suggestion


@dataclass(frozen=True)
class MemberData:
    """Everything kept about a member; `here` counts the answers, guesses and suggestions of the current server.

    `file` is all of it as JSON, gzipped if it is very long.
    """

    answers: int
    guesses: int
    suggestions: int
    decided: int
    servers: int
    here: int
    file: bytes
    file_name: str

    @property
    def is_empty(self) -> bool:
        return not (self.answers or self.guesses or self.suggestions or self.decided)


class MemberDataService:
    """A member's access to their own data."""

    def __init__(self, storage: Storage, games: QuizService, clock: Clock) -> None:
        self._storage = storage
        self._games = games
        self._clock = clock

    async def show(self, member: int, server: int | None) -> MemberData:
        """Everything kept about a member, from all servers."""
        about = await self._storage.about_member(member)
        per_server = Counter(gave.answer.given.asking.server for gave in about.answers)
        per_server.update(made.made.server for made in about.suggestions)
        per_server.update(
            played.puzzle.server for played in about.guesses for _ in played.characters if played.puzzle.server
        )
        said = {
            "member": str(member),
            "answers": [_answer(gave) for gave in about.answers],
            "guesses": [_guesses(played) for played in about.guesses],
            "suggestions": [_suggestion(made) for made in about.suggestions],
            "set_up_or_decided_as_a_manager": about.decided,
        }
        text = json.dumps(said, ensure_ascii=False, indent=1)
        file, name = packed(text.encode(), _file_name(self._clock.now().date()))
        return MemberData(
            answers=len(about.answers),
            guesses=sum(len(played.characters) for played in about.guesses),
            suggestions=len(about.suggestions),
            decided=about.decided,
            servers=len(per_server),
            here=per_server[server] if server is not None else 0,
            file=file,
            file_name=name,
        )

    async def forget(self, member: int, server: int | None) -> int:
        """Deletes it, on one server or everywhere (None); returns the number of answers, guesses and suggestions.

        Answers in running games are removed first, so that they are never written down.
        """
        await self._games.forget(member, server)
        return await self._storage.forget_member(member, server=server)


def _file_name(day: date) -> str:
    return f"lorekeeper-my-data-{day.isoformat()}.json"


def _answer(gave: Gave) -> dict[str, object]:
    """An answer as JSON. Ids are strings: many readers can't hold numbers that large."""
    given = gave.answer.given
    return {
        "at": given.at.isoformat(),
        "server": str(given.asking.server),
        "channel": str(given.channel),
        "game": given.asking.game.value,
        "round": given.asking.round,
        "number": given.asking.number,
        "question": given.question,
        "category": given.category,
        "text": given.text,
        "is_typed": given.is_typed,
        "is_right": gave.answer.is_right,
        "worth": given.worth,
        "appeal": gave.appeal and gave.appeal.value,
    }


def _guesses(played: PlayedPuzzle) -> dict[str, object]:
    """A board of /guess as JSON. Without a server the member played alone."""
    puzzle = played.puzzle
    return {
        "server": None if puzzle.server is None else str(puzzle.server),
        "pack": puzzle.pack,
        "round": puzzle.round,
        "tries": [
            {"at": at.isoformat(), "character": character, "is_right": character == puzzle.target}
            for at, character in zip(played.at, played.characters, strict=True)
        ],
    }


def _suggestion(made: Suggestion) -> dict[str, object]:
    return {
        "at": made.made.at.isoformat(),
        "server": str(made.made.server),
        "channel": str(made.made.channel),
        "text": made.made.text,
        "about": made.made.about,
        "state": made.state.value,
    }
