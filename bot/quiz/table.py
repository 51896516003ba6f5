"""A game together with what its channel shows; serializable, so that it can be resumed. Never waits."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.ids import ChannelId, GameId, MessageId, ServerId
from bot.questions.grading import normal
from bot.quiz.events import Event
from bot.quiz.questions import target_of
from bot.quiz.results import LobbyShown, QuestionShown
from bot.quiz.round import Given, Phase, Round, round_from_json
from bot.quiz.wish import Wish, wish_from_json
from bot.storage.answers import Answered, Occasion
from bot.storage.appeals import Alias
from bot.storage.games import RunningGame


@dataclass
class QuizTable:
    """A running game in a channel.

    `shown` is the number of the last posted question, as `message_id`; `told` that of the last posted verdict, `logged`
    that of the last question whose answers are logged. If they are behind the game, this work is pending. `posts`
    counts how often a question was posted again because its message was deleted. `lobby` is the lobby's message, until
    it shows that the lobby is closed.
    """

    server_id: ServerId
    channel_id: ChannelId
    id: GameId
    round: Round
    shown: int = 0
    message_id: MessageId | None = None
    told: int = 0
    logged: int = 0
    posts: int = 0
    lobby: MessageId | None = None
    wish: Wish = field(default_factory=Wish)

    @property
    def number(self) -> int:
        """The number of the latest question, from 1."""
        return len(self.round.turns)

    @property
    def is_lobby(self) -> bool:
        """Whether the lobby is open."""
        return self.round.phase is Phase.LOBBY

    @property
    def is_open(self) -> bool:
        """Whether the latest question takes answers."""
        return self.round.phase is Phase.OPEN

    @property
    def is_over(self) -> bool:
        return self.round.phase is Phase.OVER

    @property
    def closed(self) -> int:
        """The number of closed questions."""
        return self.number - self.is_open

    def shown_lobby(self) -> LobbyShown:
        """The lobby as it should be shown now."""
        play = self.round
        return LobbyShown(
            server_id=self.server_id,
            game_id=self.id,
            starter=play.starter,
            channel_id=self.channel_id,
            wish=self.wish,
            questions=len(play.questions),
            has_spoilers=any(question.is_spoiler for question in play.questions),
            joined=tuple(play.joined.items()),
            begins_at=play.closes_at or datetime.max,
            is_closed=not self.is_lobby,
        )

    def question(self, number: int) -> QuestionShown:
        """A question as it should be shown now."""
        play = self.round
        is_open = self.is_open and number == self.number
        turn = play.turns[number - 1]
        hints = play.hints(number)
        closes_at = play.closes_at if is_open else None
        return QuestionShown(
            server_id=self.server_id,
            game_id=self.id,
            starter=play.starter,
            channel_id=self.channel_id,
            number=number,
            total=len(play.questions),
            question=play.questions[number - 1],
            answers=play.answers,
            closes_at=closes_at or play.seen_at or datetime.max,
            hints=hints[: turn.hints],
            is_closed=not is_open,
            can_hint=is_open and len(hints) > turn.hints,
            counts_double=play.counts_double(number),
            answered=play.answered(number),
            players=len(play.joined) if play.lobby else 0,
        )

    def unlogged(self, now: datetime) -> list[Answered]:
        """The answers to closed questions that aren't logged yet."""
        return [
            self._answered(number, given, now)
            for number in range(self.logged + 1, self.closed + 1)
            if not self.round.turns[number - 1].was_skipped
            for given in self.round.turns[number - 1].given
        ]

    def _answered(self, number: int, given: Given, now: datetime) -> Answered:
        question = self.round.questions[number - 1]
        is_typed = given.option is None
        text = given.text if given.option is None else question.options[given.option]
        return Answered(
            occasion=Occasion.trivia(self.server_id, self.id, number),
            channel_id=self.channel_id,
            member_id=given.player_id,
            question_key=question.key,
            fact_key=question.fact,
            category=question.category.casefold(),
            target=target_of(question),
            text=text,
            normal=normal(text) if is_typed else text,
            is_typed=is_typed,
            is_right=given.is_right,
            worth=self.round.worth(number, given),
            at=now,
        )

    def accept(self, aliases: Iterable[Alias], now: datetime) -> list[Event]:
        """Accept the server's additional answers wherever the game asks for them; returns events for past questions."""
        texts: dict[str, list[str]] = {}
        for alias in aliases:
            texts.setdefault(alias.target, []).append(alias.normal)
        return [
            event
            for number, question in enumerate(self.round.questions, 1)
            for text in texts.get(target_of(question), ())
            for event in self.round.also_right(number, text, now)
        ]

    def to_text(self) -> str:
        """The state for `RunningGame.state`."""
        kept = {
            "round": self.round.to_json(),
            "shown": self.shown,
            "message": self.message_id,
            "told": self.told,
            "logged": self.logged,
            "posts": self.posts,
            "lobby": self.lobby,
            "wish": self.wish.to_json(),
        }
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))

    def take_back(self, state: str) -> None:
        """Restore a saved state."""
        said = json.loads(state)
        self.round = round_from_json(said["round"])
        self.shown, self.told, self.logged, self.posts = (
            _count(said, name) for name in ("shown", "told", "logged", "posts")
        )
        self.message_id = None if said["message"] is None else MessageId(_count(said, "message"))
        self.lobby = None if said.get("lobby") is None else MessageId(_count(said, "lobby"))
        self.wish = wish_from_json(said.get("wish", {"answers": self.round.answers, "relaxed": self.round.relaxed}))


def table_of(game: RunningGame) -> QuizTable:
    """The saved game. Raises ValueError or KeyError if this version can't resume it."""
    said = json.loads(game.state)
    table = QuizTable(game.server_id, game.channel_id, game.id, round_from_json(said["round"]))
    table.take_back(game.state)
    return table


def _count(said: Mapping[str, object], name: str) -> int:
    value = said[name]
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"{name} is {value!r}")  # noqa: TRY004  # corrupt state, not a wrong call
    return value
