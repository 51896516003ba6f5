"""What managers read about listening fits into Discord's limits, and says what is in the way."""

from bot.discord_front.listening import wording
from bot.discord_front.wording import DESCRIPTION, FIELD_VALUE
from bot.ids import ChannelId

LONGEST_ID = 2**63 - 1
MANY = {ChannelId(LONGEST_ID - number): ["Read Message History", "Send Messages in Threads"] for number in range(500)}


def test_many_channels_fit() -> None:
    for is_allowed in (True, False):
        embed = wording.status(MANY, is_allowed=is_allowed)
        assert len(embed.description or "") <= DESCRIPTION
        assert f"and {500 - wording.SHOWN} more" in (embed.description or "")
        assert len(wording.summary(MANY, is_allowed=is_allowed)) <= FIELD_VALUE


def test_rights_that_are_lacking_stand_beside_the_channel() -> None:
    assert "<#7> (I'm missing View Channel there)" in wording.summary(
        {ChannelId(7): ["View Channel"], ChannelId(8): []}, is_allowed=True
    )


def test_who_does_not_want_it_is_not_told_that_it_would_not_work() -> None:
    assert wording.NOT_ALLOWED not in wording.summary({}, is_allowed=False)
    assert wording.NOT_ALLOWED in wording.summary({ChannelId(7): []}, is_allowed=False)
    assert wording.NOT_ALLOWED in (wording.status({}, is_allowed=False).description or "")
