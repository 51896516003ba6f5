"""Takes a member's suggestion, and shows it to the managers."""

from bot.community.suggestions import SuggestionService
from bot.discord_front.permissions import channel_of, member_of
from bot.discord_front.replies import Outgoing, Press, notice
from bot.discord_front.teaching import wording
from bot.discord_front.teaching.sending import ReviewOutbox
from bot.errors import OutboxError, Unknown, UserError


class Suggesting:
    """For /suggest, its form, and the signs below an answer."""

    def __init__(self, service: SuggestionService, outbox: ReviewOutbox) -> None:
        self._service = service
        self._outbox = outbox

    async def suggest(
        self, press: Press, text: str, *, question: str = "", credit: str = "", about: str = ""
    ) -> Outgoing:
        """Keeps a suggestion, and shows it to the managers. If they can't get to see it, it isn't kept."""
        server_id, channel_id = channel_of(press)
        to_review = await self._service.suggest(
            server_id, channel_id, member_of(press), text, question=question, credit=credit, about=about
        )
        try:
            await self._outbox.send(to_review)
        except Unknown:  # it may be there, so it is kept
            pass
        except OutboxError as error:
            await self._service.withdraw(to_review.suggestion)
            raise UserError(wording.CANT_SHOW) from error
        return notice(wording.TAKEN)
