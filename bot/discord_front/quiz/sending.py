"""Sends trivia games to Discord's channels."""

import asyncio
from contextlib import suppress
from io import BytesIO

import discord

from bot.discord_front.questions import Pictures, without_file
from bot.discord_front.quiz import buttons, wording
from bot.discord_front.quiz.receipts import Receipts
from bot.discord_front.rights import TO_POST
from bot.discord_front.sending import ChannelOutbox
from bot.errors import Forbidden
from bot.ids import ChannelId, MessageId, ServerId
from bot.quiz.results import GameEnded, LobbyShown, QuestionShown, VerdictShown


class DiscordQuizOutbox(ChannelOutbox):
    """`QuizOutbox` over Discord."""

    def __init__(self, client: discord.Client, receipts: Receipts, pictures: Pictures) -> None:
        super().__init__(client)
        self._receipts = receipts
        self._pictures = pictures

    async def open_lobby(self, lobby: LobbyShown, *, nonce: str) -> MessageId:
        """Sends the lobby."""
        view = buttons.lobby(lobby)
        return await self._send(lobby.channel_id, lobby.server_id, wording.lobby(lobby), nonce=nonce, view=view)

    async def refresh_lobby(self, lobby: LobbyShown, message_id: MessageId) -> None:
        """Updates the players in the lobby; no buttons once it is closed."""
        await self._edit(lobby.channel_id, lobby.server_id, message_id, wording.lobby(lobby), buttons.lobby(lobby))

    async def ask(self, question: QuestionShown, *, nonce: str) -> MessageId:
        """Sends the question with its buttons."""
        file = await self._pictures.file_of(question.question)
        return await self._send_with(
            file,
            question.channel_id,
            question.server_id,
            wording.question(question),
            nonce=nonce,
            view=buttons.question(question),
        )

    async def refresh(self, question: QuestionShown, message_id: MessageId) -> None:
        """Updates the question: hints, the time, no buttons once it is closed."""
        view = buttons.question(question)
        await self._edit(question.channel_id, question.server_id, message_id, wording.question(question), view)

    async def conclude(self, verdict: VerdictShown, *, nonce: str) -> None:
        """Sends the verdict, and updates the private replies to wrong picks."""
        view = buttons.verdict(verdict)
        await self._send(verdict.channel_id, verdict.server_id, wording.verdict(verdict), nonce=nonce, view=view)
        await self._receipts.tell(verdict)

    async def finish(self, ended: GameEnded, *, nonce: str) -> None:
        """Sends the standings."""
        embed, view = wording.ended(ended), buttons.ended(ended)
        drawn = await asyncio.to_thread(self._podium, ended)
        embed.set_image(url=f"attachment://{wording.PODIUM_NAME}")
        file = discord.File(BytesIO(drawn), wording.PODIUM_NAME) if drawn is not None else None
        await self._send_with(file, ended.channel_id, ended.server_id, embed, nonce=nonce, view=view)

    def _podium(self, ended: GameEnded) -> bytes | None:
        """The podium, if two or more members have points, with the known names."""
        best = [score for score in ended.standing if score.points][:3]
        if len(best) < 2:
            return None
        from bot.discord_front.pictures import podium  # Pillow is slow to import

        return podium([(score.rank, score.points, self._receipts.name_of(score.player_id)) for score in best])

    async def _edit(
        self,
        channel_id: ChannelId,
        server_id: ServerId,
        message_id: MessageId,
        embed: discord.Embed,
        view: discord.ui.View | None,
    ) -> None:
        channel = self._channel(channel_id, server_id)
        with self._failing(channel, TO_POST, message=True):
            async with self._in_time():
                await channel.get_partial_message(message_id).edit(embed=embed, view=view)

    async def _send_with(
        self,
        file: discord.File | None,
        channel_id: ChannelId,
        server_id: ServerId,
        embed: discord.Embed,
        *,
        nonce: str,
        view: discord.ui.View | None,
    ) -> MessageId:
        """Sends the embed with the file that it shows; without it if there is none, or the permission is missing."""
        if file is not None:
            with suppress(Forbidden):  # the text matters more
                return await self._send(channel_id, server_id, embed, nonce=nonce, view=view, file=file)
        return await self._send(channel_id, server_id, without_file(embed), nonce=nonce, view=view)

    async def _send(
        self,
        channel_id: ChannelId,
        server_id: ServerId,
        embed: discord.Embed,
        *,
        nonce: str,
        view: discord.ui.View | None,
        file: discord.File = discord.utils.MISSING,
    ) -> MessageId:
        channel = self._channel(channel_id, server_id)
        with self._failing(channel, TO_POST):
            async with self._in_time():
                message = await channel.send(embed=embed, view=view or discord.utils.MISSING, nonce=nonce, file=file)
        return MessageId(message.id)
