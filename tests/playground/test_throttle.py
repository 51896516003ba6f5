"""The rate limit for posting, with time as an argument."""

from bot.playground.throttle import Throttle


def test_each_key_has_its_own_window() -> None:
    throttle = Throttle(posts=2, period=5.0)

    grants = [
        throttle.take(key, moment) for key, moment in (("a", 0.0), ("a", 1.0), ("a", 2.0), ("b", 2.0), ("a", 5.0))
    ]

    assert [(grant.remaining, grant.retry_after) for grant in grants] == [(1, 0), (0, 0), (0, 3), (1, 0), (0, 0)]


def test_a_limit_is_used_up_until_the_oldest_post_is_old_enough() -> None:
    throttle = Throttle(posts=2, period=5.0)

    throttle.take("a", 0.0)
    throttle.take("b", 0.0)
    assert not throttle.is_used_up(0.0)
    throttle.take("a", 1.0)

    assert throttle.is_used_up(4.9)
    assert not throttle.is_used_up(5.0)
