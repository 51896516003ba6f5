"""Words that chat and command line share: plain text, no markup."""

import re
from collections.abc import Iterable, Sequence
from typing import assert_never

from bot.answers.results import Answer, NoMatch, Reply, Suggestions, Who
from bot.knowledge.model import Actor, Character, Fact, FactKind, Knowledge, Pack, Thing

GIST_LENGTH = 76
"""How long a hint at a fact may be: it has to fit on a button (80)."""

_QUESTION = re.compile(
    r"(?:who|whom|whose|what|when|where|which|why|how|is|are|was|were|do|does|did|has|have|had|can|could|will)\b",
    re.IGNORECASE,
)
"""How a phrasing begins that ends in a question mark."""


def plain(reply: Reply, knowledge: Knowledge) -> str:
    """What a member would read, without markup."""
    match reply:
        case Answer(facts=facts, lead=lead):
            told = [f"{fact.text}\n{source(fact, knowledge)}" for fact in facts]
            return "\n".join([lead, *told] if lead else told)
        case Suggestions(facts=facts, working=working):
            hints = gists(facts, working.question, knowledge)
            if len(hints) == 1:
                return f"Did you mean: {hints[0].removesuffix('?')}?"
            return "\n".join(["Did you mean:", *(f"{number}. {hint}" for number, hint in enumerate(hints, 1))])
        case NoMatch(working=working):
            return no_match(knowledge, working.who)
        case _:
            assert_never(reply)


def source(fact: Fact, knowledge: Knowledge) -> str:
    """`Source: P12 · in the film`, with the pack's title where several packs are loaded."""
    return f"Source: {', '.join(fact.source)} · {where(fact, knowledge)}"


def where(fact: Fact, knowledge: Knowledge) -> str:
    """`in the film`, with the pack's title where several packs are loaded."""
    pack = knowledge.pack(fact.pack)
    label = continuity(fact.pack, fact.continuity, knowledge)
    return f"{label} · {pack.title}" if len(knowledge.packs) > 1 else label


def continuity(pack: str, id: str, knowledge: Knowledge) -> str:
    """The pack's words for one of its continuities."""
    return knowledge.pack(pack).continuities.get(id, id)


def no_match(knowledge: Knowledge, who: tuple[Who, ...]) -> str:
    """That there is no answer, and what to do instead; `who` are those that the question is about."""
    named = [one.name for one in who if isinstance(one, Character)]
    step = f"What I do know is in /character {named[0]} and /fact {named[0]}." if named else what_to_ask(knowledge)
    return f"{dont_know(knowledge)} {step}"


def dont_know(knowledge: Knowledge) -> str:
    """That there is no answer, and why none is made up."""
    return f"I don't know that. I only say what my fact sheets on {titles(knowledge)} say, and never guess."


def what_to_ask(knowledge: Knowledge) -> str:
    """What there is to ask for instead, with an example out of the first pack."""
    example = _example(knowledge)
    hint = "Ask me about a character, an actor or a scene"
    return f'{hint}, for example: "{example}"' if example else f"{hint}."


def _example(knowledge: Knowledge) -> str:
    """A question about somebody of whom the packs tell most; empty where they tell of nobody."""
    everybody = [character for pack in knowledge.packs for character in pack.characters]
    known = [character for character in everybody if character.roles] or everybody
    best = max(known, key=lambda character: len(knowledge.facts_about(character)), default=None)
    if best is None:
        return ""
    return f"Who plays {best.name}?" if best.roles else f"Who is {best.name}?"


def titles(knowledge: Knowledge) -> str:
    """The titles of the packs, as a list in words; a long list is cut."""
    names = [pack.title for pack in knowledge.packs]
    if len(names) > 4:
        names = [*names[:3], f"{len(names) - 3} more"]
    return in_words(tuple(names), last="and")


def in_words(names: tuple[str, ...], *, last: str) -> str:
    """`Anna, Ben and Cleo`; empty for no names."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def gists(facts: tuple[Fact, ...], question: str, knowledge: Knowledge) -> tuple[str, ...]:
    """A short hint at each fact, no two alike, that gives away no passage of the plot."""
    hints: list[str] = []
    for fact in facts:
        hint = gist(fact, question, knowledge)
        if hint in hints:
            number = f" ({len(hints) + 1})"
            hint = f"{shorten(hint, GIST_LENGTH - len(number))}{number}"
        hints.append(hint)
    return tuple(hints)


def gist(fact: Fact, question: str, knowledge: Knowledge) -> str:
    """A hint at a fact: the phrasing of it that is nearest to the question, else what it begins with.

    Of a spoiler without phrasings only its place in the story is told.
    """
    if fact.asks:
        asked = _words(question)
        nearest = max(fact.asks, key=lambda ask: len(_words(ask) & asked))
        return shorten(_as_question(nearest, fact, knowledge.pack(fact.pack)), GIST_LENGTH)
    if fact.spoiler and fact.kind is FactKind.SCENE:
        return shorten(f"Scene {fact.place}: {fact.part}" if fact.part else f"Scene {fact.place}", GIST_LENGTH)
    if fact.spoiler:
        return "A fact that gives away the plot"
    return shorten(fact.text, GIST_LENGTH)


def _as_question(ask: str, fact: Fact, pack: Pack) -> str:
    """A phrasing as one would write it: names with their capitals, and a question mark."""
    names = _names_for(ask, fact, pack)
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    written = re.sub(rf"(?<!\w)(?:{longest_first})(?!\w)", lambda name: names.get(name[0], name[0]), ask.strip())
    mark = "?" if _QUESTION.match(written) and written[-1].isalnum() else ""
    return f"{written[:1].upper()}{written[1:]}{mark}"


def _names_for(ask: str, fact: Fact, pack: Pack) -> dict[str, str]:
    """Names that stand in a phrasing in lower case, and how to write them: as the fact does, else as the pack does.

    A word that the pack also uses as a plain word ("vision") is a name only where the fact is about its bearer.
    """
    known = _names_of([*pack.characters, *pack.actors, *pack.things], ask)
    clear = {name: written for name, written in known.items() if not _is_plain(name, pack.facts)}
    names = clear | _names_of([pack.character(id) for id in fact.characters], ask) | _names_in(fact)
    return {name: written for name, written in names.items() if not _is_plain(name, [fact])}


def _names_of(named: Sequence[Character | Actor | Thing], ask: str) -> dict[str, str]:
    """Those names with a capital that stand in a phrasing in lower case, and how they are written."""
    names = [name for one in named for name in (one.name, *one.aliases)]
    names += [one.real_name for one in named if isinstance(one, Character)]
    bare = [re.sub(r"^the ", "", name, flags=re.IGNORECASE) for name in names]
    return {name.casefold(): name for name in reversed(bare) if name[:1].isupper() and name.casefold() in ask}


def _names_in(fact: Fact) -> dict[str, str]:
    """Words that have a capital in a fact, and not only as the first of a sentence."""
    of_characters = set(re.findall(r"[^\W_]+", " ".join(fact.characters).casefold()))
    names: dict[str, str] = {}
    for word in re.finditer(r"\w+", fact.text):
        before = fact.text[: word.start()].rstrip(' "“‘(')
        begins = not before or before[-1] in ".!?:"
        if word[0][0].isupper() and (not begins or word[0].casefold() in of_characters):
            names.setdefault(word[0].casefold(), word[0])
    names.pop("the", None)
    return names


def _is_plain(name: str, facts: Iterable[Fact]) -> bool:
    """Whether facts have a name in lower case, too."""
    return any(re.search(rf"\b{re.escape(name)}\b", fact.text) for fact in facts)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def shorten(text: str, length: int) -> str:
    """`text` on one line, of at most `length` characters (1 or more), cut between words where it can be."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    cut = text[:length].rfind(" ")
    kept = text[:cut] if cut > length // 2 else text[: length - 1]
    return f"{kept.rstrip(' ,;:-')}…"
