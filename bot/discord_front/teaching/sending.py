"""Sends suggestions to the channel where managers review them."""

from bot.community.suggestions import ToReview
from bot.discord_front.rights import TO_POST
from bot.discord_front.sending import ChannelOutbox
from bot.discord_front.teaching import buttons, wording


class ReviewOutbox(ChannelOutbox):
    """Sends over a client that is logged in."""

    async def send(self, to_review: ToReview) -> None:
        """Sends a suggestion with its buttons. Raises OutboxError."""
        suggestion = to_review.suggestion
        channel = self._channel(to_review.channel_id, suggestion.made.server_id)
        with self._failing(channel, TO_POST):
            async with self._in_time():
                await channel.send(embed=wording.to_review(suggestion), view=buttons.to_review(suggestion))
