"""Wordings of facts, and what a sentence that is worded so answers. A table; what it cannot say is in `templates`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.knowledge.subjects import KnownNames, Subject
from bot.knowledge.verbs import base_of_past, base_of_third
from bot.knowledge.wording import whose

LONGEST_PHRASE = 7
"""Words of a text that go into a question as they stand: nobody types more of it."""


def phrase_of(text: str) -> str:
    """The text up to where another clause or thought begins; empty where that is too long to be typed."""
    phrase = _CLAUSE.split(text.strip(), maxsplit=1)[0].strip(" –-")
    if len(phrase.split()) > LONGEST_PHRASE:
        phrase = _SIDE_NOTE.split(phrase, maxsplit=1)[0]
    phrase = _DANGLING.sub("", phrase)
    return phrase if 0 < len(phrase.split()) <= LONGEST_PHRASE else ""


_CLAUSE = re.compile(
    r",(?!\d)|[;:(–]| (?:and|but|or|because|who|whom|whose|which|that|when|while|where|whereas|so|until|since|although|"
    r"though|unless|if|after|before|as|than|then|without)\b"
)
_SIDE_NOTE = re.compile(r" (?:to|for|from|with|by|during|within|on|at)\b")
_DANGLING = re.compile(r"(?: (?:in|on|at|to|of|for|from|with|by|under|into))+$")


def question_verb(verb: str) -> tuple[str, str] | None:
    """How a question has a verb: "carries" -> ("does", "carry"); None where the word is no verb."""
    if verb in _NO_VERBS:
        return None
    if verb in ("has", "have"):
        return "does", "have"
    if base := base_of_past(verb):
        return "did", base
    return ("does", base_of_third(verb)) if verb.endswith("s") and not verb.endswith("ss") else None


_NO_VERBS = frozenset(
    ["is", "was", "are", "were", "does", "did", "its", "his", "this", "always", "perhaps", "sometimes"]
)


# Pieces of patterns

BE = r"(?P<be>is|was|are|were)"
ADVERB = r"(?:(?:also|still|now|once|always|often|usually|only|just|first|later|originally|really|secretly|actually) )*"
ABOUT = r"(?:(?:only|just|about|over|nearly|almost|exactly|at least|more than|already|now|around|some) )*"
NAME = r"[\"“‘']?(?P<name>(?:the )?[A-Z0-9][\w'’.-]*(?: (?:(?:of|the|von|de) )*[A-Z0-9][\w'’.-]*)*)"
_DIGIT = r"(?:two|three|four|five|six|seven|eight|nine)"
_TENS = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_TEENS = r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
NUMBER = (
    rf"(?:(?:\d[\d,.]*\d|\d|{_TENS}[- ](?:one|{_DIGIT})|{_TENS}|{_TEENS}|{_DIGIT}|one(?= hundred| thousand| million))"
    r"(?: (?:hundred|thousand|million))?)\b"
)
COLOUR = (
    r"(?:[a-z]+-)?(?:red|blue|green|yellow|orange|purple|violet|pink|brown|black|white|grey|gray|golden|silver|crimson|"
    r"scarlet|blond|blonde|turquoise)\b"
)
_PLACE = r"(?:in|on|under|beneath|underneath|near|behind|inside|at|below|above|beside|outside|between|around)"
_SPAN = rf"{NUMBER} (?:\w+ )?(?:year|day|week|month|hour|minute|winter|summer|night)s\b"
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATE = rf"(?:in (?:the year )?[12]\d{{3}}|on (?:the )?\d|in {_MONTH})"
JOBS = (
    r"captain|leader|governor|mayor|clerk|driver|teacher|professor|doctor|nurse|lawyer|judge|inspector|detective|officer|"
    r"sheriff|deputy|soldier|sailor|pilot|engineer|mechanic|smith|baker|butcher|cook|chef|farmer|fisherman|hunter|tailor|"
    r"seamstress|carpenter|builder|architect|artist|painter|singer|actor|actress|dancer|musician|composer|writer|author|"
    r"poet|journalist|reporter|editor|printer|librarian|scientist|inventor|chemist|apothecary|priest|chaplain|monk|nun|"
    r"abbess|bishop|merchant|trader|dealer|smuggler|thief|pirate|assassin|spy|agent|guard|keeper|king|queen|president|"
    r"minister|director|manager|auditor|banker|accountant|secretary|servant|butler|maid|miner|foreman|courier|messenger|"
    r"chairman|commander|general|colonel|lieutenant|sergeant|admiral|magistrate|magician|chandler"
)


@dataclass(frozen=True)
class Pattern:
    """A wording, and what a sentence with it answers.

    The pattern is tried on what comes after the name. In `asks`, `{x}` is the name and `{x's}` the same as an owner,
    `{who}` is who or what by what `{x}` is; `{y}` is the group `y` up to the next clause, and `{whom}` is who or what
    by what that is; `{do}` and `{base}` are the group `v` as a question has it. Where one of these cannot be filled,
    the question is not asked. `of` is "person" or "thing" where the pattern is meant for one of them.
    """

    pattern: str
    asks: tuple[str, ...]
    of: str = ""

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    def asks_of(self, subject: Subject, names: KnownNames) -> Iterator[str]:
        """Ways to ask for a sentence about this subject."""
        fits = {"person": subject.is_person, "thing": not subject.is_person, "name": not subject.thing}
        if self.of and not fits[self.of]:
            return
        if found := self._compiled.search(subject.rest):
            filling = _filling(subject, found.groupdict(), names)
            for ask in self.asks:
                if all(filling.get(place) for place in _PLACES.findall(ask)):
                    yield ask.format_map(filling)


_PLACES = re.compile(r"\{([^}]+)\}")


def _filling(subject: Subject, groups: Mapping[str, str | None], names: KnownNames) -> dict[str, str]:
    y, verb = phrase_of(groups.get("y") or ""), groups.get("v") or ""
    do, base = question_verb(verb) or ("", "")
    return {
        **{group: text or "" for group, text in groups.items()},
        "x": subject.name,
        "x's": whose(subject.name),
        "who": "who" if subject.is_person else "what",
        "be": groups.get("be") or "is",
        "y": y,
        "whom": "who" if names.is_person_at_start(y) else "what",
        "do": do,
        "base": base,
    }


CALLED = (
    Pattern(
        rf"^{BE} {ADVERB}(?:called|named|nicknamed|known as|dubbed) {NAME}",
        ("what {be} {x} called", "what {be} the name of {x}", "{who} {be} called {name}"),
    ),
    Pattern(
        rf"\bgoes by the name (?:of )?{NAME}",
        ("what is {x} called", "what name does {x} go by", "{who} is called {name}"),
    ),
    Pattern(
        rf"^is (?:really|in truth|actually|secretly) {NAME}",
        ("who is {x} really", "what is {x's} real name", "who is {name}"),
        of="person",
    ),
)

AGE = (
    Pattern(
        rf"^{BE} {ADVERB}{ABOUT}(?:aged |an? )?{NUMBER}(?: (?:years? )?old\b|-year-old\b)",
        ("how old {be} {x}", "what age {be} {x}", "what is {x's} age"),
    ),
    Pattern(
        rf"^{BE} {ADVERB}{ABOUT}(?:aged )?{NUMBER}(?=$|[,;.]| (?:and|in|when|at)\b)",
        ("how old {be} {x}", "what age {be} {x}", "what is {x's} age"),
        of="person",
    ),
    Pattern(
        rf"^(?:dies|died) (?:at|aged) (?:the age of )?{NUMBER}",
        ("how old was {x}", "at what age did {x} die"),
        of="person",
    ),
)

MEASURE = (
    Pattern(
        rf"^{BE} {ABOUT}{NUMBER}[ -][a-z]+ (?P<how>long|tall|high|wide|deep|heavy|thick)\b", ("how {how} {be} {x}",)
    ),
    Pattern(rf"(?:^|\band )weigh(?:s|ed) {ABOUT}{NUMBER}", ("how much does {x} weigh", "how heavy is {x}")),
    Pattern(rf"(?:^|\band )costs? {ABOUT}{NUMBER}", ("how much does {x} cost",)),
    Pattern(rf"(?:^|\band )lasts? {ABOUT}{NUMBER}", ("how long does {x} last",)),
    Pattern(
        rf"(?:^|\band )takes {ABOUT}{NUMBER} (?:and a half )?(?:hour|day|week|month|year|minute)s",
        ("how long does {x} take",),
    ),
)

MADE_OF = (
    Pattern(
        rf"^{BE} (?:mostly |partly |all )?(?:made|built|forged|carved|composed|constructed|woven|fashioned|bound) "
        r"(?:out of|of|from|in (?:the )?leather)\b",
        ("what {be} {x} made of", "what material {be} {x} made of"),
    ),
    Pattern(r"^consists? of ", ("what does {x} consist of", "what is {x} made of")),
)

DEATH = (
    Pattern(
        r"^(?:also |finally |later )?(?:dies|died)\b.*\b(?:of|by|from|"
        r"because|when|while|in (?!\d|season|episode)|saving|trying)\b",
        ("how did {x} die", "how does {x} die"),
        of="person",
    ),
    Pattern(r"^(?:also |finally |later )?(?:dies|died)\b", ("does {x} die", "is {x} dead"), of="person"),
    Pattern(
        r"^(?:is|was|gets|got|has been) (?:then |later |finally )?(?:killed|murdered|hanged|executed|crushed|beheaded|"
        r"slain|assassinated|devoured|shot dead|stabbed to death|burnt alive)\b",
        ("how did {x} die", "how does {x} die", "does {x} die", "is {x} dead"),
        of="person",
    ),
    Pattern(r"^(?:is|was) (?:found )?dead\b", ("is {x} dead", "does {x} die"), of="person"),
)

ORIGIN = (
    Pattern(r"^(?:comes|came|hails|is|was) (?:originally )?from ", ("where does {x} come from", "where is {x} from")),
    Pattern(
        rf"^(?:now |still )?lives(?: and works)? (?:with|aboard|{_PLACE}) ",
        ("where does {x} live", "where is {x's} home"),
    ),
    Pattern(rf"^(?:once )?lived (?:with|aboard|{_PLACE}) ", ("where did {x} live",)),
    Pattern(rf"^was born {_DATE}", ("when was {x} born", "when is {x's} birthday")),
    Pattern(rf"^was born (?!{_DATE}){_PLACE} ", ("where was {x} born", "where does {x} come from")),
    Pattern(r"^grew up (?:in|on|at) ", ("where did {x} grow up", "where does {x} come from")),
)

WORK = (
    Pattern(
        r"^(?:now )?(?:works|is employed|serves) as (?P<y>(?:an?|the) .+)",
        ("what is {x's} job", "what does {x} do for a living", "what does {x} work as", "who works as {y}"),
        of="person",
    ),
    Pattern(
        r"^(?:once )?(?:worked|was employed|served) as (?P<y>(?:an?|the) .+)",
        ("what was {x's} job", "what did {x} do for a living", "who worked as {y}"),
        of="person",
    ),
    Pattern(
        r"^earns (?:his|her|its|their) (?:bread|living|money)",
        ("what is {x's} job", "what does {x} do for a living", "how does {x} earn a living"),
        of="person",
    ),
    Pattern(r"^works for ", ("who does {x} work for",), of="person"),
    Pattern(r"^works (?:in|at) (?:an? |the |[A-Z])", ("where does {x} work",), of="person"),
)

TOWARDS = (
    Pattern(
        rf"^{BE} {ADVERB}(?P<how>married to|engaged to|in love with|friends with) (?P<y>.+)",
        ("who {be} {x} {how}", "{be} {x} {how} {y}", "who {be} {how} {y}"),
        of="person",
    ),
    Pattern(rf"^{BE} {ADVERB}married to ", ("who {be} {x's} spouse", "{be} {x} married"), of="person"),
    Pattern(
        rf"^{BE} {ADVERB}(?P<how>afraid of|scared of|terrified of|allergic to|weak to|immune to|vulnerable to|"
        r"resistant to|fond of|jealous of|proud of|loyal to|obsessed with|famous for|known for|responsible for|"
        r"based on|inspired by|modelled on|named after|good at|bad at|addicted to|covered with|covered in|"
        r"overgrown with|filled with|armed with|dressed in|sentenced to|condemned to|"
        r"adapted from|descended from) (?P<y>.+)",
        ("{whom} {be} {x} {how}", "{be} {x} {how} {y}", "{who} {be} {how} {y}"),
    ),
    Pattern(
        r"^(?:is|was) (?:sentenced|condemned) to ", ("what is {x's} punishment", "how is {x} punished"), of="person"
    ),
    Pattern(
        rf"^{BE} (?:{ABOUT}{NUMBER} \w+ |much |far )?"
        r"(?P<how>older|younger|taller|shorter|stronger|faster|bigger|smaller) than (?P<y>.+)",
        ("{be} {x} {how} than {y}", "{who} {be} {how} than {y}", "{who} {be} {how}, {x} or {y}"),
    ),
)

ABILITY = (
    Pattern(
        r"^(?:can|could|is able to|was able to|has the (?:power|ability|gift) to) "
        r"(?:even |also )?(?!be\b|only\b|not\b|no\b)(?P<y>.+)",
        ("what can {x} do", "what ability does {x} have", "what is {x's} power", "can {x} {y}", "who can {y}"),
        of="person",
    ),
    Pattern(
        r"^(?:has|had) (?:the |an? )?(?:power|ability|gift|powers|abilities|super[- ]?(?:speed|strength|hearing))\b",
        ("what are {x's} powers", "what power does {x} have", "what can {x} do"),
        of="person",
    ),
    Pattern(
        r"^(?:cannot|can't|can’t|can not|could not|couldn't|is unable to|was unable to) (?!stand\b|be\b)(?P<y>.+)",
        ("what can {x} not do", "what can't {x} do", "can {x} {y}", "who can't {y}"),
    ),
    Pattern(
        r"^(?:cannot|can't|can’t) stand (?P<y>.+)",
        ("what can't {x} stand", "what does {x} hate", "who can't stand {y}"),
    ),
)

HAVING = (
    Pattern(
        r"^(?P<v>has|had|keeps|kept|owns|owned) (?:an?|the|his|her) (?P<thing>[\w' -]+?),? "
        r"(?:called|named|by the name of|that is called|who is called) ",
        ("what is {x's} {thing} called", "what is the name of {x's} {thing}"),
    ),
    Pattern(r"^lost (?P<own>his|her|its|their) (?P<thing>[\w -]+?) (?:in|when|to|because|during|while|after) ", (
        "how did {x} lose {own} {thing}", "what happened to {x's} {thing}", "who lost {own} {thing}"
    )),
    Pattern(
        r"^has an? (?P<thing>[\w' -]+), [A-Z][\w ]+$",
        ("what is {x's} {thing} called", "what is the name of {x's} {thing}"),
    ),
    Pattern(
        r"^(?:has|had) (?!(?:been|had|come|gone|become|done|made|met|run|put|set|never|no|to|not|also|one|its|"
        r"[a-z]+(?:ed|en|t))\b)(?P<y>[a-z].+)",
        ("does {x} have {y}", "{who} has {y}"),
    ),
    Pattern(
        r"^(?:used to be|was (?:once|formerly|originally)) (?P<y>(?:an?|the) .+)",
        ("what did {x} use to be", "what was {x} before", "was {x} {y}"),
    ),
    Pattern(
        r"^(?:used to be|was (?:once|formerly|originally)) called ",
        ("what did {x} use to be called", "what was {x} formerly called", "what is the old name of {x}"),
    ),
    Pattern(
        r"^used to be married to ", ("who was {x} married to", "who did {x} marry", "who is {x's} ex"), of="person"
    ),
    Pattern(r"(?:^|\band )belong(?:s|ed)? to ", ("whose is {x}", "who does {x} belong to", "who owns {x}"), of="thing"),
)  # fmt: skip

PLACE = (
    Pattern(
        rf"^(?:{BE}|can be) (?:now )?(?:(?:kept|hidden|located|found|buried|stuck|held|set|locked) )?"
        r"(?!(?:in|on|at|under) "
        r"(?:love|charge|danger|trouble|fact|truth|fire|time|command|control|season|episode|joint|no|its|[a-z]+ing\b))"
        rf"{_PLACE} (?:an? |the |[A-Z]|\w+['’]s )",
        ("where {be} {x}", "where can you find {x}"),
        of="thing",
    ),
    Pattern(
        rf"^(?:lies|lay|stands|stood|hangs|hung) {_PLACE} ", ("where is {x}", "where can you find {x}"), of="thing"
    ),
)

TIME = (
    Pattern(
        rf"^{BE} (?P<done>[a-z]+(?:ed|ilt|ot|ade|un|orn)(?: on| out)?) {_DATE}",
        ("when {be} {x} {done}", "what year {be} {x} {done}"),
    ),
    Pattern(rf"^(?P<v>[a-z]+)(?P<what>(?: [\w'-]+){{0,4}}?) {_DATE}", ("when {do} {x} {base}{what}",)),
    Pattern(
        rf"^has (?P<what>(?:been|[a-z]+ed|ruled|led|run|kept)\b(?: [\w'’-]+){{0,6}}?)(?: ever)? "
        rf"(?:for {ABOUT}{_SPAN}|since )",
        ("how long has {x} {what}",),
    ),
    Pattern(
        rf"^(?!has|had)(?P<v>[a-z]+)(?P<what>(?: [\w'’-]+){{0,5}}?) for {ABOUT}{_SPAN}",
        ("how long {do} {x} {base}{what}",),
    ),
)

IDENTITY = (
    Pattern(
        rf"^{BE} {ADVERB}(?P<y>the (?:(?! (?:who|that|which|to)\b).)+)(?! (?:who|that|which))$",
        ("{who} {be} {x}", "{be} {x} {y}", "{who} {be} {y}"),
        of="name",
    ),
    Pattern(rf"^{BE} {ADVERB}(?:the|one of) ", ("{who} {be} {x}",)),
    Pattern(rf"^{BE} {ADVERB}(?P<y>an? .+)", ("{who} {be} {x}", "what {be} {x}", "{be} {x} {y}")),
    Pattern(
        rf"^(?:is|are) {ADVERB}(?:an?|the|one of the) (?:(?!of\b|who\b|that\b)[\w'-]+ ){{0,3}}(?:{JOBS})s?\b(?!['’])",
        ("what is {x's} job", "what does {x} do for a living"),
        of="person",
    ),
    Pattern(
        rf"^(?:was|were) {ADVERB}(?:an?|the|one of the) (?:(?!of\b|who\b|that\b)[\w'-]+ ){{0,3}}(?:{JOBS})s?\b(?!['’])",
        ("what was {x's} job", "what did {x} do for a living"),
        of="person",
    ),
)

_MADE = (
    r"built|builds|created|creates|invented|invents|founded|founds|wrote|writes|designed|designs|discovered|composed|"
    r"directed|painted|developed|coined|forged|established|started"
)
MAKING = (
    Pattern(
        rf"^(?:also |first )?(?P<v>{_MADE}) (?P<y>(?:an? |the |his |her |its |their |[A-Z]|{NUMBER} )"
        r"(?:(?! (?:to|for|within)\b).)+)",
        ("{who} {v} {y}", "what {do} {x} {base}"),
    ),
    Pattern(
        r"^(?P<v>made|makes) (?P<y>an? (?!\w+ ?(?:attempt|decision|mistake|promise|deal|speech|plan|wish)).+)",
        ("{who} {v} {y}", "what {do} {x} {base}"),
    ),
    Pattern(
        rf"^(?P<v>{_MADE}) (?P<y>(?:(?! to ).){{3,40}}) to (?!be\b)[a-z]+ (?:an?|the|her|his|its|their|[A-Z])",
        ("why {do} {x} {base} {y}",),
    ),
)
