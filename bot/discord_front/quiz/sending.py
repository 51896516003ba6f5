"""A trivia game's way into Discord's channels."""

import discord

from bot.discord_front.quiz import buttons, wording
from bot.discord_front.rights import TO_POST
from bot.discord_front.sending import ChannelOutbox
from bot.quiz.results import GameEnded, QuestionShown, VerdictShown


class DiscordQuizOutbox(ChannelOutbox):
    """`QuizOutbox` over Discord."""

    async def ask(self, question: QuestionShown, *, nonce: str) -> int:
        """Send the question with its buttons."""
        return await self._send(
            question.channel,
            question.server,
            wording.question(question),
            nonce=nonce,
            view=buttons.question(question),
        )

    async def refresh(self, question: QuestionShown, message: int) -> None:
        """Edit the question: hints, the time, no buttons once it is closed."""
        channel = self._channel(question.channel, question.server)
        with self._failing(channel, TO_POST, message=True):
            async with self._in_time():
                await channel.get_partial_message(message).edit(
                    embed=wording.question(question), view=buttons.question(question)
                )

    async def conclude(self, verdict: VerdictShown, *, nonce: str) -> None:
        """Send how a question went."""
        view = buttons.verdict(verdict)
        await self._send(verdict.channel, verdict.server, wording.verdict(verdict), nonce=nonce, view=view)

    async def finish(self, ended: GameEnded, *, nonce: str) -> None:
        """Send the standing."""
        await self._send(ended.channel, ended.server, wording.ended(ended), nonce=nonce, view=None)

    async def _send(
        self, id: int, server: int, embed: discord.Embed, *, nonce: str, view: discord.ui.View | None
    ) -> int:
        channel = self._channel(id, server)
        with self._failing(channel, TO_POST):
            async with self._in_time():
                message = await channel.send(embed=embed, view=view or discord.utils.MISSING, nonce=nonce)
        return message.id
