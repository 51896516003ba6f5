"""A stand-in for the channels of trivia games, which can fail."""

from dataclasses import dataclass, field

from bot.errors import OutboxError
from bot.ids import ChannelId, MessageId
from bot.quiz.results import GameEnded, LobbyShown, QuestionShown, VerdictShown

Said = LobbyShown | QuestionShown | VerdictShown | GameEnded


@dataclass
class QuizChannels:
    """What stands in all channels. The next requests meet the `failing` errors, one each; those `done` do it first.

    A message with a nonce that was used is not posted again.
    """

    failing: list[OutboxError] = field(default_factory=list)
    done: bool = False
    messages: dict[MessageId, Said] = field(default_factory=dict)
    nonces: dict[str, MessageId] = field(default_factory=dict)
    edits: list[tuple[MessageId, QuestionShown]] = field(default_factory=list)

    @property
    def said(self) -> list[Said]:
        return list(self.messages.values())

    def in_channel(self, channel_id: ChannelId) -> list[Said]:
        return [said for said in self.said if said.channel_id == channel_id]

    async def open_lobby(self, lobby: LobbyShown, *, nonce: str) -> MessageId:
        return self._post(lobby, nonce)

    async def refresh_lobby(self, lobby: LobbyShown, message_id: MessageId) -> None:
        self._fail()
        self.messages[message_id] = lobby

    async def ask(self, question: QuestionShown, *, nonce: str) -> MessageId:
        return self._post(question, nonce)

    async def refresh(self, question: QuestionShown, message_id: MessageId) -> None:
        self._fail()
        self.messages[message_id] = question
        self.edits.append((message_id, question))

    async def conclude(self, verdict: VerdictShown, *, nonce: str) -> None:
        self._post(verdict, nonce)

    async def finish(self, ended: GameEnded, *, nonce: str) -> None:
        self._post(ended, nonce)

    def _post(self, said: Said, nonce: str) -> MessageId:
        assert len(nonce) <= 25
        if not (self.failing and self.done):
            self._fail()
        if nonce not in self.nonces:
            self.nonces[nonce] = MessageId(500 + len(self.nonces))
            self.messages[self.nonces[nonce]] = said
        if self.done:
            self._fail()
        return self.nonces[nonce]

    def _fail(self) -> None:
        if self.failing:
            raise self.failing.pop(0)
