"""What English itself gives away or leaves open: denials, he and she, slots that only one can fill."""

import re

from bot.knowledge.model import Pronoun

_AUXILIARY = r"(?:is|are|was|were|has|have|had|do|does|did|can|could|will|would|shall|should|may|might|must)"

_DENIAL = re.compile(
    r"\b(?:\w+n['’]t|cannot|not(?! only)|never|no(?! longer than)|none(?! other)|nobody|neither|nor|without"
    r"|nothing(?! but)|hardly|barely)\b",
    re.IGNORECASE,
)

_CONTRASTING = re.compile(r"(?:,|;|\b(?:and|but|or))\s*$")

_CLAUSAL = re.compile(
    r"\b(?:(is|are|was|were|has|have|had|can|could|would|should|must)(?:n['’]t| not)|can(?:not|['’]t))\b"
)
_POLAR = re.compile(
    r"[,;:—–]|--|\b(?:yet|any\w*|either|ever|at all|anymore|until|but|because|that|so|than|help|little|only)\b"
    r"|(?:\S+ ){14}",
    re.IGNORECASE,
)
"""Where a denial says more than the contrary of the rest."""

_MALE = frozenset(re.findall(r"\w+", "he him his himself"))
_FEMALE = frozenset(re.findall(r"\w+", "she her hers herself"))
_SEXES = frozenset(
    re.findall(
        r"\w+",
        """
        man woman men women boy girl male female lady gentleman father mother dad mum mom son daughter brother sister
        husband wife uncle aunt nephew niece king queen prince princess grandfather grandmother widower widow
        boyfriend girlfriend bride groom godfather godmother stepfather stepmother hero heroine actor actress
        """,
    )
) - {"hero", "actor"}
"""Nouns that say whether somebody is a man or a woman."""

LOOSE = frozenset(
    re.findall(
        r"\w+",
        """
        friend ally companion partner comrade colleague teammate acquaintance neighbour neighbor enemy foe rival
        opponent adversary nemesis admirer fan crush love lover follower
        """,
    )
)
"""What anybody may be to several people, also where a pack names one only."""

SIBLINGS = frozenset(("twin", "brother", "sister", "sibling", "triplet"))
"""What is said of one of them is often true of the other: parents, home, origin."""

_GROUPS_OF = {
    2: frozenset(("twins", "twin", "pair", "couple", "duo", "both")),
    3: frozenset(("trio", "triplets", "threesome")),
    4: frozenset(("quartet", "quadruplets", "foursome")),
}

_PLACED_IN_TIME = re.compile(
    r"\b(?:scene|credits|first|last|final|finally|start|starts|begins?|beginning|end|ends|ending|opening|eventually"
    r"|at once|already|still|again)\b",
    re.IGNORECASE,
)
_STATE = re.compile(
    r"(?:is|are|was|were|has|have|had|can|could|may|might|must|will|would|knows?|lives?|loves?|likes?|hates?|wants?"
    r"|believes?|suspects?|intends?|seems?|contains?|belongs?|remains?|stays?|sees no|owns?|needs?|keeps?|holds?|knew"
    r"|lived|loved|liked|hated|wanted|believed|suspected|intended|seemed|belonged|remained|stayed|owned|needed|kept"
    r"|held)\b"
)

_PARTICIPLE = r"(?:\w+ly )?(?:been|come|gone|become|left|\w{2,}(?:ed|en|wn|lt|ght|ade|old|rn))"
_SO = re.compile(
    rf"(?:(?:is|are|was|were) (?!{_PARTICIPLE} by\b)|(?:has|have|had) (?!{_PARTICIPLE}\b)"
    r"|(?:can|could|may|might|must)\b|(?:knows?|lives?|loves?|likes?|hates?|wants?|believes?|suspects?|intends?|seems?|contains?|belongs?|owns?|needs?"
    r"|knew|lived|loved|liked|hated|wanted|believed|suspected|intended|seemed|belonged|owned|needed)\b)"
)
"""What is so, and not what was done (`is killed by ...`) or has happened (`has left her post`)."""

_WORD = re.compile(r"[^\W_]+")


def denied_from(text: str) -> int:
    """From where on a text says what is not so: of the names there, others would be as right.

    0 where the sentence is denied as a whole; its length where nothing is.
    """
    for found in _DENIAL.finditer(text):
        contrast = _CONTRASTING.search(text[: found.start()]) or found.group().lower() == "without"
        return found.start() if contrast else 0
    return len(text)


_COMPARISON = re.compile(
    r"\b(?:(?:more|less|fewer)\b[^,.;:]*|(?!other|rather|whether|never)\w{2,}er(?: \w+)?|worse(?: \w+)?) than "
    r"(?!\d|an? |half|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|hundred)",
    re.IGNORECASE,
)


def compares(text: str) -> bool:
    """Whether a text says that somebody is more than another one, as a third one may be, too: `taller than Thor`."""
    return bool(_COMPARISON.search(text))


def without_denial(text: str) -> str | None:
    """The contrary of a sentence that denies something: `Loki can't swim` -> `Loki can swim`; None where it takes
    more than to leave out a word."""
    denials = list(_DENIAL.finditer(text))
    found = _CLAUSAL.search(text)
    if len(denials) != 1 or found is None or _POLAR.search(text):
        return None
    return f"{text[: found.start()]}{found[1] or 'can'}{text[found.end() :]}"


def tells_sex(text: str, pronoun: Pronoun) -> bool:
    """Whether a text tells a man from a woman, so that options of the other kind could be left out unread."""
    words = {word.lower() for word in _WORD.findall(text)}
    own = {Pronoun.HE: _MALE, Pronoun.SHE: _FEMALE}.get(pronoun, frozenset())
    return not words.isdisjoint(own) or not words.isdisjoint(_SEXES)


def tells_number(text: str, number: int) -> bool:
    """Whether a word of the text says how many there are: `the twins, two of ...`."""
    words = {word.lower() for word in _WORD.findall(text)}
    return not words.isdisjoint(_GROUPS_OF.get(number, ()))


def is_only_one(before: str, after: str) -> bool:
    """Whether only one name can stand between these, so that with another one the sentence is false.

    The doer of a passive (`was killed by ...`), what a definite description is (`Vision's dad is ...`), and whoever
    is called the one, the only or the first.
    """
    if re.match(r"(?: \([^()]*\))? and\b", after) or re.search(r"\band $", before):
        return False
    if re.search(r"\bnone other than (?:the )?$", before):
        return True
    if re.search(r"\b(?:is|was|are|were|been|being)\b[^.;:]*\b\w+(?:ed|en|wn|lt|ght|ade|old|rn) by (?:the )?$", before):
        return True
    ends = not after.strip(" .!")
    if ends and re.fullmatch(r"(?:The [^,]+|[A-Z][\w .]*['’]s \w+) (?:is|was) (?:the )?", before):
        return True
    return not before and bool(re.match(r" (?:is|was) the (?:one|only|first|last|\w+est|most)\b", after))


def is_state(verb: str) -> bool:
    """Whether a verb (and what follows) tells what is so, as it may be of others, too: `has a wife and children`."""
    return bool(_SO.match(verb))


def is_event(clause: str, verb: str) -> bool:
    """Whether a clause tells of something that happens at one time, as far as its verb (and what follows) tells."""
    return not _STATE.match(verb) and not _PLACED_IN_TIME.search(clause) and denied_from(clause) == len(clause)


CLEFT = re.compile(r"It is (.+?) who (.+)", re.DOTALL)
"""`It is Thanos who has multiple children`: of him, and of nobody else."""
