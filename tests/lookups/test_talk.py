"""What a member and the bot were just talking about."""

from datetime import UTC, datetime, timedelta

from bot.answers.follow_up import NOTHING_SAID, Said
from bot.ids import ChannelId, MemberId
from bot.lookups.talk import LASTS, RecentTalk

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
CHANNEL, ELSEWHERE, ANNA, BEN = ChannelId(1), ChannelId(2), MemberId(10), MemberId(20)
SAID = Said("who plays thor")


def test_what_was_said_is_remembered_for_a_few_minutes() -> None:
    talk = RecentTalk()
    talk.note(CHANNEL, ANNA, SAID, NOON)

    assert talk.before(CHANNEL, ANNA, NOON + LASTS) == SAID
    assert talk.before(CHANNEL, ANNA, NOON + LASTS + timedelta(seconds=1)) == NOTHING_SAID


def test_it_belongs_to_one_member_in_one_channel() -> None:
    talk = RecentTalk()
    talk.note(CHANNEL, ANNA, SAID, NOON)

    assert talk.before(CHANNEL, BEN, NOON) == NOTHING_SAID
    assert talk.before(ELSEWHERE, ANNA, NOON) == NOTHING_SAID


def test_a_message_from_before_is_not_followed_up() -> None:
    talk = RecentTalk()
    talk.note(CHANNEL, ANNA, SAID, NOON)

    assert talk.before(CHANNEL, ANNA, NOON - timedelta(seconds=1)) == NOTHING_SAID


def test_the_oldest_are_forgotten_first() -> None:
    talk = RecentTalk(kept=2)
    for channel in (1, 2, 3):
        talk.note(ChannelId(channel), ANNA, SAID, NOON)

    assert [talk.before(ChannelId(channel), ANNA, NOON) for channel in (1, 2, 3)] == [NOTHING_SAID, SAID, SAID]
