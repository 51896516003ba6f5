"""What a channel was shown lately is not shown again at once."""

from bot.ids import ChannelId
from bot.lookups.recent import Pool, Recent
from tests.small_pack import DOG, LEG, LIGHT, a_chance

FACTS = (LIGHT, DOG, LEG)
POOL = Pool(FACTS)


def test_every_fact_is_shown_before_any_comes_again() -> None:
    recent, chance = Recent(), a_chance()

    shown = []
    for _ in FACTS:
        fact = recent.pick(ChannelId(1), POOL, chance)
        recent.note(ChannelId(1), (fact,))
        shown.append(fact)

    assert set(shown) == set(FACTS)
    assert recent.pick(ChannelId(1), POOL, chance) == shown[0]


def test_what_was_shown_again_waits_longest() -> None:
    recent, chance = Recent(), a_chance()
    recent.note(ChannelId(1), FACTS)
    recent.note(ChannelId(1), (LIGHT,))

    assert recent.pick(ChannelId(1), POOL, chance) == DOG


def test_channels_are_apart() -> None:
    recent, chance = Recent(), a_chance()
    recent.note(ChannelId(1), (LIGHT, DOG))

    assert recent.pick(ChannelId(1), POOL, chance) == LEG
    assert {recent.pick(ChannelId(2), POOL, chance) for _ in range(50)} == set(FACTS)


def test_the_channel_that_was_silent_longest_is_forgotten_first() -> None:
    recent, chance = Recent(places=2), a_chance()
    recent.note(ChannelId(1), (LIGHT, DOG))
    recent.note(ChannelId(2), (LIGHT, DOG))
    recent.note(ChannelId(1), (LIGHT,))
    recent.note(ChannelId(3), (LIGHT,))

    assert recent.pick(ChannelId(1), POOL, chance) == LEG
    assert {recent.pick(ChannelId(2), POOL, chance) for _ in range(50)} == set(FACTS)


def test_a_channel_remembers_a_bounded_number_of_facts() -> None:
    recent, chance = Recent(facts=1), a_chance()
    recent.note(ChannelId(1), (LIGHT, DOG))

    assert {recent.pick(ChannelId(1), POOL, chance) for _ in range(50)} == {LIGHT, LEG}
