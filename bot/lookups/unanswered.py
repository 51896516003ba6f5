"""Which questions a pack's author should hear of, as the bot couldn't answer them."""

from bot.answers.results import Closest, NoMatch
from bot.english.text import looks_like_a_question, written_out
from bot.english.words import WORKS
from bot.lookups.results import Response
from bot.storage.misses import MissEnd


def end_of(line: str, response: Response, *, overheard: bool = False) -> MissEnd | None:
    """How a question about the packs ended without an answer; None if it has one, or the line is about other things.

    A line put to the bot may name somebody of the packs, or be about them in other words ("who directed the movie?");
    an overheard one must do both, as people mostly talk about other things ("is Thor coming tonight?"). What may not be
    shown here isn't missing in the packs.
    """
    if not isinstance(response, Closest | NoMatch) or not looks_like_a_question(line):
        return None
    if isinstance(response, Closest):
        return MissEnd.CLOSEST
    working = response.working
    is_named = bool(working.who)
    if overheard:
        is_ours = is_named and working.is_on_topic
    else:
        is_ours = is_named or working.is_on_topic or not WORKS.isdisjoint(written_out(line))
    return MissEnd.NOTHING if is_ours and not response.is_beyond else None


def question_in(line: str, response: Response) -> str:
    """The question as it stands on its own, if the line followed up on another one."""
    return (response.working.asked if isinstance(response, Closest | NoMatch) else "") or line
