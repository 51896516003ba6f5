"""A stand-in for the channels of trivia games, which can fail."""

from dataclasses import dataclass, field

from bot.errors import OutboxError
from bot.quiz.results import GameEnded, LobbyShown, QuestionShown, VerdictShown

Said = LobbyShown | QuestionShown | VerdictShown | GameEnded


@dataclass
class QuizChannels:
    """What stands in all channels. The next requests meet the `failing` errors, one each; those `done` do it first.

    A message with a nonce that was used is not posted again.
    """

    failing: list[OutboxError] = field(default_factory=list)
    done: bool = False
    messages: dict[int, Said] = field(default_factory=dict)
    nonces: dict[str, int] = field(default_factory=dict)
    edits: list[tuple[int, QuestionShown]] = field(default_factory=list)

    @property
    def said(self) -> list[Said]:
        return list(self.messages.values())

    def in_channel(self, channel: int) -> list[Said]:
        return [said for said in self.said if said.channel == channel]

    async def open_lobby(self, lobby: LobbyShown, *, nonce: str) -> int:
        return self._post(lobby, nonce)

    async def refresh_lobby(self, lobby: LobbyShown, message: int) -> None:
        self._fail()
        self.messages[message] = lobby

    async def ask(self, question: QuestionShown, *, nonce: str) -> int:
        return self._post(question, nonce)

    async def refresh(self, question: QuestionShown, message: int) -> None:
        self._fail()
        self.messages[message] = question
        self.edits.append((message, question))

    async def conclude(self, verdict: VerdictShown, *, nonce: str) -> None:
        self._post(verdict, nonce)

    async def finish(self, ended: GameEnded, *, nonce: str) -> None:
        self._post(ended, nonce)

    def _post(self, said: Said, nonce: str) -> int:
        assert len(nonce) <= 25
        if not (self.failing and self.done):
            self._fail()
        if nonce not in self.nonces:
            self.nonces[nonce] = 500 + len(self.nonces)
            self.messages[self.nonces[nonce]] = said
        if self.done:
            self._fail()
        return self.nonces[nonce]

    def _fail(self) -> None:
        if self.failing:
            raise self.failing.pop(0)
