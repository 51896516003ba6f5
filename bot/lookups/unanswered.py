"""Which questions a pack's author should hear of, as the bot couldn't answer them."""

from bot.answers.results import Closest, NoMatch
from bot.english.text import looks_like_a_question
from bot.lookups.results import Response
from bot.storage.misses import MissEnd


def end_of(line: str, response: Response, *, overheard: bool = False) -> MissEnd | None:
    """How a question about the packs ended without an answer; None if it has one, or the line is about other things.

    A line put to the bot may name somebody of the packs, or be about them in other words; an overheard one must do
    both, as people mostly talk about other things. What may not be shown here isn't missing in the packs.
    """
    if not isinstance(response, Closest | NoMatch) or not looks_like_a_question(line):
        return None
    if isinstance(response, Closest):
        return MissEnd.CLOSEST
    working = response.working
    signs = (bool(working.who), working.is_on_topic)
    if response.is_beyond or not (all(signs) if overheard else any(signs)):
        return None
    return MissEnd.NOTHING


def question_in(line: str, response: Response) -> str:
    """The question as it stands on its own, if the line followed up on another one."""
    return (response.working.asked if isinstance(response, Closest | NoMatch) else "") or line
