"""What is said to the bot that is no question: a greeting, thanks. Only these words, and only alone."""

import re
from enum import Enum, auto


class SmallTalk(Enum):
    """What somebody says who asks nothing."""

    GREETING = auto()
    """Or nothing at all."""
    THANKS = auto()


_KINDS = {
    "": SmallTalk.GREETING,
    "hello": SmallTalk.GREETING,
    "hi": SmallTalk.GREETING,
    "hey": SmallTalk.GREETING,
    "thanks": SmallTalk.THANKS,
    "thank you": SmallTalk.THANKS,
    "good bot": SmallTalk.THANKS,
}


def small_talk(text: str) -> SmallTalk | None:
    """Which small talk this is, whatever its capitals and punctuation; None where there is more to it."""
    return _KINDS.get(" ".join(re.findall(r"\w+", text.casefold())))
