"""The meaning of relation kinds: how `kind: father` reads in a sentence, its inverse, and questions for it.

The same for all packs. Unknown kinds are used in their author's own words.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache

from bot.knowledge.model import Pronoun
from bot.knowledge.verbs import base_of_past, base_of_third


@dataclass(frozen=True)
class BondSide:
    """One side of a bond.

    `words` are the male, female and neutral words for it; `also` are other words that authors use.
    """

    words: tuple[str, str, str] = ("", "", "")
    plural: str = ""
    also: tuple[str, ...] = ()

    def word(self, pronoun: Pronoun) -> str:
        """The word for a person with this pronoun; empty if English has none."""
        he, she, anybody = self.words
        return {Pronoun.HE: he, Pronoun.SHE: she}.get(pronoun, anybody)

    @property
    def all_words(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(word for word in (*self.words, *self.also) if word))


@dataclass(frozen=True)
class Bond:
    """The relation between two people, `{1}` and `{2}`. In a mutual bond both are on the first side.

    A more specific bond has the `key` of the general one (twins are siblings). `said` is a sentence for bonds where
    "X is Y's ..." isn't idiomatic. `asks` name both people; `asks_first` name only `{2}` and ask for everybody on the
    first side, `asks_second` the other way round.
    """

    key: str
    first: BondSide
    second: BondSide = BondSide()
    is_mutual: bool = False
    said: str = ""
    asks: tuple[str, ...] = ()
    asks_first: tuple[str, ...] = ()
    asks_second: tuple[str, ...] = ()
    verbs: tuple[tuple[str, str], ...] = ()
    """Verbs for the first one's action, each as past form and base form."""

    @property
    def other(self) -> BondSide:
        """The second side; in a mutual bond, the same as the first."""
        return self.first if self.is_mutual else self.second


def _three(words: str) -> tuple[str, str, str]:
    he, she, anybody = words.split("/")
    return he, she, anybody


def _side(words: str, plural: str = "", also: str = "") -> BondSide:
    """`words` are three words separated by slashes, or one for all; `also` is separated by commas."""
    return BondSide(
        _three(words) if "/" in words else (words, words, words),
        plural,
        tuple(word.strip() for word in also.split(",") if word.strip()),
    )


def _mutual(key: str, side: BondSide, *asks: str, each: tuple[str, ...] = ()) -> Bond:
    """`asks` name both people, `each` only `{1}`."""
    return Bond(key, side, is_mutual=True, asks=asks, asks_second=each)


def _verb_asks(verbs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Questions that name both people, that ask for the doer, and that ask for the other one."""
    both = [ask for done, do in verbs for ask in (f"did {{1}} {do} {{2}}", f"was {{2}} {done} by {{1}}")]
    first = [ask for done, _ in verbs for ask in (f"who {done} {{2}}", f"who was {{2}} {done} by")]
    second = [ask for done, do in verbs for ask in (f"who did {{1}} {do}", f"who was {done} by {{1}}")]
    return tuple(both), tuple(first), tuple(second)


def _deed(
    verbs: str,
    first: BondSide,
    second: BondSide = BondSide(),
    *,
    is_said: bool = True,
    more_first: tuple[str, ...] = (),
) -> Bond:
    """A bond made by an action. `verbs` are past and base forms, "captured/capture caught/catch".

    Each past form is also a kind ("captured" on the doer's sheet, "captured by" on the other one). With `is_said`, the
    sentence uses the first verb, otherwise the doer's noun.
    """
    forms = tuple((done.replace("_", " "), do.replace("_", " ")) for done, do in map(_halves, verbs.split()))
    both, asks_first, asks_second = _verb_asks(forms)
    return Bond(
        forms[0][1],
        BondSide(first.words, first.plural, (*first.also, *(f"{done} by" for done, _ in forms))),
        BondSide(second.words, second.plural, (*second.also, *(done for done, _ in forms))),
        said=f"{{1}} {forms[0][0]} {{2}}" if is_said else "",
        asks=both,
        asks_first=(*asks_first, *more_first),
        asks_second=asks_second,
        verbs=forms,
    )


def _halves(pair: str) -> tuple[str, str]:
    past, _, base = pair.partition("/")
    return past, base


BONDS: tuple[Bond, ...] = (
    Bond(
        "parent",
        _side("father/mother/parent", "parents", "dad, mum, mom"),
        _side("son/daughter/child", "children", "kid"),
    ),
    Bond(
        "grandparent",
        _side("grandfather/grandmother/grandparent", "grandparents", "grandpa, grandma"),
        _side("grandson/granddaughter/grandchild", "grandchildren"),
    ),
    Bond("uncle or aunt", _side("uncle/aunt/"), _side("nephew/niece/")),
    Bond("godparent", _side("godfather/godmother/godparent"), _side("godson/goddaughter/godchild")),
    Bond("ancestor", _side("ancestor", "ancestors", "descended from"), _side("descendant", "descendants")),
    _mutual("sibling", _side("brother/sister/sibling", "siblings"), "are {1} and {2} siblings"),
    _mutual(
        "sibling",
        _side("twin brother/twin sister/twin", "siblings"),
        "are {1} and {2} twins",
        each=("who is {1's} twin", "does {1} have a twin", "who is {1's} sibling"),
    ),
    _mutual("cousin", _side("cousin", "cousins"), "are {1} and {2} cousins"),
    _mutual(
        "spouse",
        _side("husband/wife/spouse", also="married to"),
        "are {1} and {2} married",
        "is {1} married to {2}",
        "are {1} and {2} husband and wife",
        each=("who is {1} married to", "who did {1} marry", "is {1} married"),
    ),
    _mutual(
        "former spouse",
        _side("ex-husband/ex-wife/ex-spouse", also="former husband, former wife, divorced from, once married to"),
        "were {1} and {2} married",
        "was {1} married to {2}",
        each=("who was {1} married to", "who did {1} marry", "was {1} ever married", "who is {1's} ex"),
    ),
    _mutual(
        "engaged",
        _side("fiance/fiancee/betrothed", also="engaged to"),
        "are {1} and {2} engaged",
        each=("who is {1} engaged to", "who is {1} going to marry"),
    ),
    _mutual(
        "love",
        _side("lover", also="girlfriend, boyfriend, sweetheart, dating"),
        "are {1} and {2} in love",
        "are {1} and {2} a couple",
        "are {1} and {2} together",
        each=("who does {1} love", "who is {1} in love with", "who is {1} dating", "who is {1} with"),
    ),
    _mutual(
        "love",
        _side("love interest"),
        "are {1} and {2} in love",
        "do {1} and {2} love each other",
        each=("who does {1} love", "who is {1} in love with", "who does {1} have feelings for"),
    ),
    _mutual(
        "former love",
        _side("ex-boyfriend/ex-girlfriend/ex", also="ex-lover, former lover, old flame"),
        "were {1} and {2} a couple",
        each=("who was {1} in love with", "who did {1} date", "who was {1} with"),
    ),
    Bond(
        "crush",
        _side("admirer", also="suitor, loved by"),
        _side("crush", also="love, beloved, obsession, loves, in love with, obsessed with"),
        asks=("does {1} love {2}", "is {1} in love with {2}"),
        asks_first=("who loves {2}", "who is in love with {2}", "who has feelings for {2}", "who has a crush on {2}"),
        asks_second=("who does {1} love", "who is {1} in love with", "who does {1} have a crush on"),
    ),
    _mutual("partner", _side("partner"), "are {1} and {2} partners"),
    _mutual(
        "friend",
        _side("friend", "friends", "pal, buddy, friends with"),
        "are {1} and {2} friends",
        "is {1} friends with {2}",
        each=("who is {1} friends with",),
    ),
    _mutual(
        "enemy",
        _side("enemy", "enemies", "nemesis, arch-enemy, foe, adversary, enemies with"),
        "are {1} and {2} enemies",
        each=("who is {1's} enemy", "who is {1} up against"),
    ),
    _mutual("rival", _side("rival", "rivals"), "are {1} and {2} rivals", each=("who does {1} compete with",)),
    _mutual("ally", _side("ally", "allies"), "are {1} and {2} allies", "are {1} and {2} on the same side"),
    _mutual(
        "colleague",
        _side("colleague", "colleagues", "co-worker, teammate, crewmate, works with"),
        "do {1} and {2} work together",
        each=("who does {1} work with",),
    ),
    _mutual(
        "roommate",
        _side("roommate", also="flatmate, housemate, lives with"),
        "do {1} and {2} live together",
        each=("who does {1} live with", "who lives with {1}"),
    ),
    _mutual("neighbour", _side("neighbour", "neighbours", "neighbor"), each=("who lives next door to {1}",)),
    _mutual("classmate", _side("classmate", "classmates", "schoolmate"), each=("who did {1} go to school with",)),
    Bond(
        "boss",
        _side("boss", also="employer, commander, superior, works for, serves, reports to, employed by"),
        _side("", "", "employee, servant, butler, assistant, deputy, secretary, henchman"),
        asks=("does {2} work for {1}",),
        asks_first=("who does {2} work for", "who is {2's} boss"),
        asks_second=("who works for {1}",),
    ),
    _deed(
        "trained/train taught/teach",
        _side("teacher", "teachers", "mentor, trainer, tutor, instructor"),
        _side("student", "students", "pupil, apprentice, trainee, protege, disciple"),
        is_said=False,
        more_first=("who did {2} learn from",),
    ),
    Bond(
        "leader",
        _side("leader", also="ruler"),
        _side("follower", "followers"),
        asks_first=("who does {2} follow", "who leads {2}"),
        asks_second=("who follows {1}",),
    ),
    _deed(
        "raised/raise brought_up/bring_up",
        _side("guardian", also="caretaker"),
        _side("ward"),
        is_said=False,
        more_first=("who looks after {2}",),
    ),
    Bond(
        "bodyguard",
        _side("bodyguard", also="protector, protected by"),
        _side("", also="protects"),
        asks_first=("who protects {2}", "who guards {2}"),
        asks_second=("who does {1} protect", "who does {1} guard"),
    ),
    Bond(
        "owner",
        _side("owner", also="owned by, belongs to"),
        _side("pet", "pets", "dog, cat, horse, owns"),
        asks=("does {2} belong to {1}",),
        asks_first=("who owns {2}", "who does {2} belong to", "whose is {2}"),
        asks_second=("does {1} have a pet", "what is {1's} pet called"),
    ),
    Bond(
        "landlord",
        _side("landlord/landlady/landlord"),
        _side("tenant", "tenants", "lodger"),
        asks_first=("who does {2} rent from", "who rents a room to {2}"),
        asks_second=("who rents from {1}", "who lodges with {1}"),
    ),
    Bond(
        "doctor",
        _side("doctor", also="physician, therapist"),
        _side("patient", "patients"),
        asks_first=("who treats {2}",),
        asks_second=("who does {1} treat",),
    ),
    Bond(
        "lawyer", _side("lawyer", also="attorney"), _side("client", "clients"), asks_first=("who defends {2} in court",)
    ),
    Bond(
        "predecessor",
        _side("predecessor", also="forerunner"),
        _side("successor", also="heir"),
        asks_first=("who came before {2}",),
        asks_second=("who came after {1}", "who succeeds {1}"),
    ),
    _deed(
        "created/create made/make built/build",
        _side("creator", also="maker, inventor, builder"),
        _side("creation", also="invention"),
    ),
    _deed(
        "killed/kill murdered/murder",
        _side("killer", also="murderer, slayer"),
        _side("victim"),
        more_first=("how did {2} die", "how was {2} killed"),
    ),
    _deed("captured/capture caught/catch", _side("captor", also="jailer"), _side("captive", also="prisoner, hostage")),
    _deed("kidnapped/kidnap", _side("kidnapper")),
    _deed("rescued/rescue saved/save", _side("rescuer", also="saviour, savior")),
    _deed("betrayed/betray", _side("betrayer", also="traitor")),
    _deed("defeated/defeat", _side("conqueror")),
    _deed("destroyed/destroy", _side("destroyer")),
    _deed("inspired/inspire", _side("inspiration", also="model, based on")),
    _deed("seduced/seduce", _side("seducer")),
    _deed("hypnotised/hypnotise hypnotized/hypnotize", _side("hypnotist")),
    _deed("experimented_on/experiment_on", _side("experimenter"), _side("test subject")),
)
"""Every kind of relation that the bot understands."""


TOGETHER = {
    **dict.fromkeys(("twin", "twin brother", "twin sister"), "twins"),
    **dict.fromkeys(("spouse", "married to"), "married"),
    **dict.fromkeys(("fiance", "fiancee", "betrothed", "engaged to"), "engaged"),
    **dict.fromkeys(("friend", "friends with"), "friends"),
    **dict.fromkeys(("enemy", "enemies with"), "enemies"),
    **dict.fromkeys(("roommate", "flatmate", "housemate"), "roommates"),
    **{word: f"{word}s" for word in ("lover", "partner", "cousin", "rival", "colleague", "neighbour", "classmate")},
    "ally": "allies",
    "sibling": "siblings",
}
"""Kinds with a sentence about both people ("A and B are ..."), and its plural noun."""


class Form(Enum):
    """The sentence form of a kind; it is on the sheet of `a` and refers to `b`."""

    NOUN = auto()
    """ "b is a's friend" """
    NOUN_OF = auto()
    """ "a is b's mentor", written "mentor of" """
    LINK = auto()
    """ "a is in love with b" """
    VERB = auto()
    """ "a works for b" """


@dataclass(frozen=True)
class BondKind:
    """A parsed kind of relation. `words` are the author's, without "of" and articles.

    `bond` is its meaning, if known; `b_is_first` says whether `b` is on the bond's first side. `prefix` precedes a
    known word ("half-"), `inverse_prefix` its inverse. A kind `is_plain` if everything true of the bond is true of it:
    a half-brother is a brother, but a stepfather isn't a father.
    """

    words: str
    form: Form
    bond: Bond | None = None
    b_is_first: bool = True
    prefix: str = ""
    inverse_prefix: str = ""
    is_plain: bool = True
    knows_inverse: bool = True

    @property
    def together(self) -> str:
        """The noun for both people ("friends"); empty if the kind has a sentence from one side."""
        return TOGETHER.get(_folded(self.words), "")

    @property
    def key(self) -> str:
        """Equal for kinds with the same meaning, from either side."""
        if self.bond is None:
            return f"{self.form.name} {self.words.casefold()}"
        return f"{'' if self.is_plain or not self.knows_inverse else self.prefix}{self.bond.key}"


@lru_cache(maxsize=4096)
def read_kind(kind: str) -> BondKind:
    """Parse a kind of relation."""
    words = _ARTICLE.sub("", " ".join(kind.split()))
    folded = _folded(words)
    if folded in _KNOWN:
        bond, is_first = _KNOWN[folded]
        return BondKind(words, _form_of(folded), bond, is_first)
    if folded.endswith(" of") and not folded.startswith(_ADJECTIVES):
        noun = read_kind(words[:-3])
        return replace(noun, form=Form.NOUN_OF, b_is_first=not noun.b_is_first)
    return _qualified(words, folded) or BondKind(words, _form_of(folded))


def _qualified(words: str, folded: str) -> BondKind | None:
    """A known kind with a qualifier before it ("half-sister", "human butler") or "-in-law" after it."""
    if folded.endswith(" in law") and (known := _KNOWN.get(folded.removesuffix(" in law"))):
        return BondKind(words, Form.NOUN, *known, prefix="in-law ", inverse_prefix="-in-law", is_plain=False)
    for prefix, (inverse, is_plain) in _PREFIXES.items():
        head = folded.removeprefix(prefix).strip()
        if head != folded and (inner := _KNOWN.get(head)):
            return BondKind(words, Form.NOUN, *inner, prefix=prefix, inverse_prefix=inverse, is_plain=is_plain)
    head = folded.rpartition(" ")[2]
    if head in _KNOWN and _form_of(folded) is Form.NOUN:
        return BondKind(words, Form.NOUN, *_KNOWN[head], prefix=f"{folded} ", is_plain=False, knows_inverse=False)
    return None


def inverse_word(kind: BondKind, pronoun: Pronoun) -> str:
    """The inverse of `kind` ("son" for "father"); empty if it is unknown or English has no word."""
    if kind.bond is None or not kind.knows_inverse:
        return ""
    word = (kind.bond.other if kind.b_is_first else kind.bond.first).word(pronoun)
    if word and kind.inverse_prefix == "-in-law":
        return f"{word}-in-law"
    return f"{kind.inverse_prefix}{word}" if word else ""


def _form_of(folded: str) -> Form:
    first, _, rest = folded.partition(" ")
    if folded in _VERBS or folded in _DONE or (not rest and base_of_past(folded) and folded not in _NO_VERBS):
        return Form.VERB
    if rest.rpartition(" ")[2] in _LINKS and first.endswith("s") and not first.endswith("ss") and first not in _PLURALS:
        return Form.VERB
    return Form.LINK if folded.rpartition(" ")[2] in _LINKS or folded == "dating" else Form.NOUN


def question_verb(words: str) -> str:
    """The verb of a kind in question form: "works for" -> "does {} work for"."""
    first, _, rest = words.casefold().partition(" ")
    does = f"did {{}} {base_of_past(first)}" if base_of_past(first) else f"does {{}} {base_of_third(first)}"
    return f"{does} {rest}".rstrip()


def all_kinds() -> Iterator[tuple[Bond, BondSide, str]]:
    """Every known word, as authors write it, with its bond and side."""
    for bond in BONDS:
        for side in (bond.first, bond.second):
            for word in side.all_words:
                yield bond, side, word


def _folded(kind: str) -> str:
    """Lower case, without hyphens and accents: "half-brother", "fiancée"."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", kind.casefold()) if not unicodedata.combining(each))
    return " ".join(plain.replace("-", " ").split())


_ARTICLE = re.compile(r"^(the|an?|his|her|its|their) (?=\w)", re.IGNORECASE)

_VERBS = frozenset(
    ["loves", "hates", "likes", "fears", "trusts", "knows", "owns", "hunts", "protects", "serves", "haunts", "envies"]
)
"""Kinds that are a single verb. Before a preposition ("works for") any verb is accepted."""

_NO_VERBS = frozenset(["beloved", "betrothed", "intended", "kindred"])

_PLURALS = frozenset(
    ["friends", "enemies", "partners", "allies", "rivals", "lovers", "siblings", "twins", "cousins", "colleagues"]
)
"""Plurals before a preposition that would look like verbs: "friends with"."""

_LINKS = frozenset(
    ["of", "for", "with", "to", "by", "from", "against", "in", "on", "at", "after", "about", "under", "over", "behind"]
)

_ADJECTIVES = ("afraid", "jealous", "fond", "wary", "proud", "suspicious", "envious", "scared", "capable")
"""Adjectives before "of", which would look like nouns: "afraid of"."""

_DONE = frozenset(done for bond in BONDS for done, _ in bond.verbs)

_KNOWN = {_folded(word): (bond, side is bond.first) for bond, side, word in all_kinds()}

_PREFIXES = {
    "younger ": ("older ", True), "little ": ("big ", True), "older ": ("younger ", True), "big ": ("little ", True),
    "elder ": ("younger ", True), "half ": ("half-", True), "twin ": ("twin ", True), "late ": ("", True),
    "best ": ("", True), "close ": ("", True), "old ": ("", True), "childhood ": ("childhood ", True),
    "only ": ("", True), "eldest ": ("", True), "oldest ": ("", True), "youngest ": ("", True), "first ": ("", True),
    "second ": ("", True), "third ": ("", True), "new ": ("", True), "sworn ": ("sworn ", True),
    "arch ": ("arch-", True), "mortal ": ("mortal ", True), "adoptive ": ("adopted ", True),
    "adopted ": ("adoptive ", True), "biological ": ("biological ", True), "birth ": ("biological ", True),
    "great great ": ("great-great-", False), "great ": ("great-", False), "step": ("step", False),
    "foster ": ("foster ", False), "ex ": ("ex-", False), "former ": ("former ", False), "secret ": ("secret ", True),
}  # fmt: skip
"""Prefixes of known words: the prefix of the inverse, and whether the word without the prefix is still true."""
