"""Posts weekly digests, and looks for them."""

from datetime import date, datetime

from bot.base36 import base36
from bot.community.digest import Digest
from bot.discord_front.buttons import below, button
from bot.discord_front.misses import wording
from bot.discord_front.misses.buttons import OpenDigest
from bot.discord_front.rights import TO_POST
from bot.discord_front.sending import ChannelOutbox, raw_custom_ids
from bot.discord_front.traffic import in_turn
from bot.ids import ChannelId


class DiscordDigests(ChannelOutbox):
    """`DigestOutbox` over Discord."""

    async def post(self, digest: Digest) -> None:
        """Posts it, with an enforced nonce, and its week in the id of its button."""
        channel = self._channel(digest.channel_id, digest.server_id)
        with in_turn(), self._failing(channel, TO_POST):
            async with self._in_time():
                await channel.send(
                    embed=wording.digest(digest),
                    view=below(button(_open(digest.week), wording.DIGEST_BUTTON)),
                    nonce=f"w{base36(digest.server_id)}-{digest.week:%Y%m%d}",
                )

    async def has(self, channel_id: ChannelId, week: date, *, after: datetime) -> bool:
        """Whether a message of ours since then has the week's button."""
        id = _open(week).custom_id
        return bool(await self._ours(channel_id, after, lambda message: id in raw_custom_ids(message) or None))


def _open(week: date) -> OpenDigest:
    return OpenDigest(int(f"{week:%Y%m%d}"))
