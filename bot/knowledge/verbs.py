"""Forms of English verbs, to turn statements into questions: "she carries a lamp" -> "what does she carry"."""

import re

_THIRD = {"has": "have", "is": "be", "dies": "die", "lies": "lie", "ties": "tie"}
"""Irregular third person forms."""

_PASTS = {
    past: base
    for line in (
        "ate/eat became/become began/begin bit/bite blew/blow bought/buy broke/break brought/bring built/build",
        "came/come caught/catch chose/choose did/do died/die drank/drink drew/draw drove/drive fell/fall fed/feed",
        "felt/feel fled/flee flew/fly forgot/forget fought/fight found/find gave/give got/get grew/grow had/have",
        "heard/hear held/hold hid/hide hung/hang kept/keep knew/know led/lead left/leave lied/lie lost/lose made/make",
        "met/meet paid/pay ran/run rang/ring rode/ride rose/rise said/say sang/sing saw/see sent/send shook/shake",
        "shot/shoot slept/sleep sold/sell spent/spend spoke/speak stole/steal stood/stand swam/swim swore/swear",
        "taught/teach threw/throw told/tell took/take thought/think tied/tie understood/understand went/go woke/wake",
        "won/win wore/wear wrote/write rebuilt/rebuild invited/invite united/unite imagined/imagine belonged/belong",
        "cut/cut hit/hit put/put set/set used/use",
    )
    for past, _, base in (pair.partition("/") for pair in line.split())
}
"""Irregular past forms."""

_LOST_E = re.compile(
    r"(?:[cuvz]|(?<!s)s|[aeiu]ng|[drl]g|[bcdfgkptz]l"  # danced, argued, lived, raised, changed, pledged, settled
    r"|^[^aeiou]*[aeiouy][bdgklmnprt]"  # named, hired
    r"|(?:cre|i)at|[^aeiou](?:[ai][dklmpr]|at|o[dkpsr]|ur|u[dlmt]|in)"  # created, escaped, explored, captured
    r")$"
)
"""Past forms without -ed whose base form ends in e."""

_DOUBLED = re.compile(r"([bdgmnprt])\1$")


def base_of_third(verb: str) -> str:
    """ "carries" -> "carry", "watches" -> "watch", "loves" -> "love"."""
    if verb in _THIRD:
        return _THIRD[verb]
    if verb.endswith("ies"):
        return f"{verb[:-3]}y"
    if verb.endswith(("ches", "shes", "sses", "xes", "zzes", "oes")):
        return verb[:-2]
    return verb.removesuffix("s")


def third_of(base: str) -> str:
    """ "carry" -> "carries", "watch" -> "watches", "bring up" -> "brings up"."""
    verb, space, rest = base.partition(" ")
    if re.search(r"[^aeiou]y$", verb):
        verb = f"{verb[:-1]}ies"
    else:
        verb += "es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else "s"
    return f"{verb}{space}{rest}"


def base_of_past(verb: str) -> str:
    """ "wrote" -> "write", "stopped" -> "stop", "carried" -> "carry"; empty if it isn't a past form."""
    if verb in _PASTS:
        return _PASTS[verb]
    if not verb.endswith("ed") or len(verb) < 5 or verb.endswith("eed"):
        return verb[:-1] if verb.endswith("reed") and len(verb) > 5 else ""
    bare = verb[:-2]
    if bare.endswith("i"):
        return f"{bare[:-1]}y"
    if _DOUBLED.search(bare):
        return bare[:-1]
    return f"{bare}e" if _LOST_E.search(bare) else bare
