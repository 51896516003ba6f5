"""Greetings and thanks are told from questions."""

import pytest

from bot.services.small_talk import SmallTalk, small_talk


@pytest.mark.parametrize("text", ["", "hello", "Hi!", "hey 👋", "Hello..."])
def test_a_greeting_alone_is_one(text: str) -> None:
    assert small_talk(text) is SmallTalk.GREETING


@pytest.mark.parametrize("text", ["thanks", "Thank you!", "good bot :)"])
def test_thanks_alone_are_thanks(text: str) -> None:
    assert small_talk(text) is SmallTalk.THANKS


@pytest.mark.parametrize("text", ["hey who plays mara", "hello mara", "who says thanks?", "thankyou note", "his"])
def test_what_says_more_is_no_small_talk(text: str) -> None:
    assert small_talk(text) is None
