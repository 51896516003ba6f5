"""Word lists for the grader: filler around answers, and small talk."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEGATIONS = _words("not no never neither nor none nobody nothing without except cannot")

AROUND = _words(
    """
    i we you think thought it its is was are were be been that this those these he she they him her his their who what
    which would could must might may should has have had got gotta to do does did going gonna my our guess guessing
    answer final say says saying said d s re m ll ve believe bet reckon suppose assume feel like hope know remember
    sure pretty quite very surely certainly definitely def defo probably possibly maybe perhaps clearly obviously of
    course ofc um uh uhm er erm hm hmm hmmm ah oh ooh well so ok okay yes yeah yep yup hey hi bot please pls lol haha
    hehe hahaha lmao lmfao rofl xd omg duh ngl tho though right correct correctly true again then now just really
    actually honestly totally easy there here called named name with in as the a an for think me tell us let go idk
    tbh imho imo am ans dude bro mate guys folks buddy thanks thank thx exactly precisely absolutely only aged at on
    all some out way but yo ya
    """
)
"""Filler around an answer."""

INSTEAD = _words(
    """
    pass skip gg ggs wp gn dunno idea clue ugh aw aww wow nice wait wtf wth smh damn dang darn sorry welp oof whoa woah
    yay yikes bruh man ikr nvm brb afk gl glhf ty np close same anyone everyone someone hint help forgot forget too
    many much hard harder tough about love heard knows knew nope nah huh whatever next uhh
    """
)
"""Replies without an answer: with only these and `AROUND`, no guess is used up."""

SHRUG = re.compile(
    r"\b(?:no|not a|zero|without a|haven['’]?t a|any) (?:idea|clue|thoughts)\b(?: (?:what|who|how)\b.*)?"
    r"|\bnot (?:so |very |really |quite |too )?sure\b|\bno way to know\b|\b(?:who|god|nobody) knows\b"
    r"|\b(?:do not|don['’]?t|dont|can['’]?t|cant|cannot) (?:really |even |quite )?(?:know|remember|think of)\b"
    r"(?: th(?:is|at) one\b)?"
    r"|\bidk\b(?: man\b)?|\b(?:nice|good|hard|tough) (?:one|question)\b|\bbeats me\b|\bgive up\b|\bcome on\b",
    re.IGNORECASE,
)
"""`no idea`, `not sure`, `don't know`: an answer may still follow, and their negation doesn't apply to it."""

BESIDE = (
    NEGATIONS
    | INSTEAD
    | _words(
        """
        closer great luck lucky clueless easier hello hiya back soon lunch dinner gtg cya bye night morning ez question
        questions quiz game games round play playing player funny loved hate next last try tries trying time miss missed
        already stop start almost fast faster quick slow cool sad look work welcome nope nah naw ffs nooo noo noooo yess
        yesss awesome amazing cheater cheating google googling hints points point score winning wins win won lose losing
        lost weird gm fr frfr wyd rn vc omw hbu tfw iirc afaik huh cap sus based ratio meme memes emote stream raid
        server mods stupid dumb rip cmon brain tip tongue obvious impossible ready late later tired bored fun boo hurry
        bro dude guys thank thanks thx lmao lmfao rofl xd ngl
        """
    )
)
"""Small talk during a game."""

ASKING = _words("who whom whose what which when where why how")

BETWEEN = _words("and or aka either also alias")
"""Words between two names of the same answer."""

CALLED = _words(
    """
    god goddess king queen prince princess emperor empress duke duchess saint count countess madame madam president pope
    movie movies film films book novel song band group album show series sitcom cartoon game play planet city country
    town state river island actor actress singer author character metal
    """
)
"""Optional words next to a name that say what it is; they may also be part of it."""

UNITS = _words(
    """
    year years old times people persons of them day days minute minutes hour hours ad ce number degree degrees celsius
    sometime em about around roughly approximately approx circa ca back
    """
)
"""Words next to a number. `Almost`, `over` and `at least` are excluded: they change the number."""

TIMES = _words("year years month months week weeks day days hour hours minute minutes seconds")
"""Time units; a question asks for one of them."""

MONTHS = _words("january february march april may june july august september october november december")

TITLES_SHORT = {
    "mister": "mr",
    "missus": "mrs",
    "doctor": "dr",
    "professor": "prof",
    "capt": "captain",
    "cpt": "captain",
    "cmdr": "commander",
    "lt": "lieutenant",
    "sgt": "sergeant",
    "mt": "mount",
}
"""Titles before a name, with their spellings."""

SHORT = {
    "yo": ("year", "old"),
    "yr": ("year",),
    "yrs": ("year",),
    "lb": ("pound",),
    "lbs": ("pound",),
    "mi": ("mile",),
    "km": ("kilometre",),
    "kms": ("kilometre",),
    "hp": ("horsepower",),
    "kg": ("kilogram",),
    "kgs": ("kilogram",),
    "ft": ("foot",),
    "feet": ("foot",),
    "hr": ("hour",),
    "hrs": ("hour",),
    "min": ("minute",),
    "mins": ("minute",),
    "sec": ("seconds",),
    "secs": ("seconds",),
    "kilometer": ("kilometre",),
    "kilometers": ("kilometre",),
}
"""Units after a number, as people type them."""

GENERATIONS = {"junior": "jr", "senior": "sr"}

PARTICLES = _words("von van der de del di da la le du of bin al and")
"""Small words in names that people leave out."""

TAILS = _words("by in from")
"""Prepositions that add detail to an answer: `Dracula by Bram Stoker`."""
