"""Shows members the data kept about them, and deletes it on request."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.community.export import packed
from bot.ids import MemberId, ServerId
from bot.quiz.service import QuizService
from bot.scheduling.clock import Clock
from bot.storage.guesses import PlayedPuzzle
from bot.storage.storage import Gave, Storage
from bot.storage.suggestions import Suggestion


@dataclass(frozen=True)
class MemberData:
    """Everything kept about a member; `here` counts the answers, guesses and suggestions of the current server.

    `seen` counts the stories of which they said how far they have seen them. `file` is all of it as JSON, gzipped if
    it is very long.
    """

    answers: int
    guesses: int
    seen: int
    suggestions: int
    decided: int
    servers: int
    here: int
    file: bytes
    file_name: str

    @property
    def is_empty(self) -> bool:
        return not (self.answers or self.guesses or self.suggestions or self.decided or self.seen)


class MemberDataService:
    """A member's access to their own data."""

    def __init__(
        self,
        storage: Storage,
        games: QuizService,
        clock: Clock,
        *,
        on_forget: Callable[[MemberId], None] = lambda _: None,
    ) -> None:
        """`on_forget` is called with a member who was forgotten everywhere, or on a server."""
        self._storage = storage
        self._games = games
        self._clock = clock
        self._on_forget = on_forget

    async def show(self, member_id: MemberId, server_id: ServerId | None) -> MemberData:
        """Everything kept about a member, from all servers."""
        about = await self._storage.about_member(member_id)
        per_server = Counter(gave.answer.given.occasion.server_id for gave in about.answers)
        per_server.update(made.made.server_id for made in about.suggestions)
        per_server.update(
            played.puzzle.server_id for played in about.guesses for _ in played.characters if played.puzzle.server_id
        )
        said = {
            "member": str(member_id),
            "answers": [_answer(gave) for gave in about.answers],
            "guesses": [_guesses(played) for played in about.guesses],
            "suggestions": [_suggestion(made) for made in about.suggestions],
            "seen_up_to_scene": dict(about.seen),
            "set_up_or_decided_as_a_manager": about.decided,
        }
        text = json.dumps(said, ensure_ascii=False, indent=1)
        file, name = packed(text.encode(), _file_name(self._clock.now().date()))
        return MemberData(
            answers=len(about.answers),
            guesses=sum(len(played.characters) for played in about.guesses),
            seen=len(about.seen),
            suggestions=len(about.suggestions),
            decided=about.decided,
            servers=len(per_server),
            here=per_server[server_id] if server_id is not None else 0,
            file=file,
            file_name=name,
        )

    async def forget(self, member_id: MemberId, server_id: ServerId | None) -> int:
        """Deletes it, on one server or everywhere (None); returns the number of answers, guesses and suggestions.

        Answers in running games are removed first, so that they are never written down.
        """
        await self._games.forget(member_id, server_id)
        try:
            return await self._storage.forget_member(member_id, server_id=server_id)
        finally:
            self._on_forget(member_id)


def _file_name(day: date) -> str:
    return f"lorekeeper-my-data-{day.isoformat()}.json"


def _answer(gave: Gave) -> dict[str, object]:
    """An answer as JSON. Ids are strings: many readers can't hold numbers that large."""
    given = gave.answer.given
    return {
        "at": given.at.isoformat(),
        "server": str(given.occasion.server_id),
        "channel": str(given.channel_id),
        "game": given.occasion.game.value,
        "round": given.occasion.round,
        "number": given.occasion.number,
        "question": given.question_key,
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
        "server": None if puzzle.server_id is None else str(puzzle.server_id),
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
        "server": str(made.made.server_id),
        "channel": str(made.made.channel_id),
        "text": made.made.text,
        "question": made.made.question,
        "credit": made.made.credit,
        "about": made.made.about,
        "state": made.state.value,
    }
