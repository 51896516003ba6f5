"""Which format a text looks like."""

import pytest

from bot.knowledge.importers.formats import FORMATS, told_by_looking

LOOKS: dict[str, list[str]] = {
    "aiken": ["Who?\nA) x\nB) y\nANSWER: A\n"],
    "anki": ["#separator:tab\n#html:true\nWho?\tAda\n", "1\tGrammar\tI {{c1::am}} here.\n"],
    "csv": [
        "question,answer\nWho?,Ada\n",
        "Who?;Ada\nWhat?;Bo\n",
        "Who%3F,Ada\nWhat%3F,Bo\n",
        "[Song] Who?,Ada\nWhat?,Bo\n",
    ],
    "gift": ["::T::Who?{\n=Ada\n}\n", "// only a comment\nThe sun is cold.{F}\n", "Who?{~a =b}\n", "{=Ada} rings.\n"],
    "kahoot": [",Question,Answer1,Answer2,Time,Correct\n1,Who?,Ada,Bo,20,1\n"],
    "lorekeeper": [
        "licence: CC0\nquiz:\n  - question: Who?\n    answer: Ada\n",
        'pack:\n  title: "M"\nquizzes:\n  - quiz:\n      - question: "Who?"\n        answer: "ANSWER: A"\n',
        '{"pack": {"title": "M"}, "quizzes": [{"quiz": []}]}',
    ],
    "opentdb": ['{"response_code": 0, "results": []}', '[{"question": "Who?", "correct_answer": "Ada"}]', '{"resp'],
    "red": ["AUTHOR: Ada\nWho, then?:\n- Ada\nWhat, now?:\n- Bo\n", "Who?:\n  # one\n  - Ada\n"],
    "tsv": ["Who?\tAda\nWhat?\tBo\n"],
    "": ["It was a dark night.\nThe bell rang.\n"],
}


@pytest.mark.parametrize(("format", "text"), [(format, text) for format, texts in LOOKS.items() for text in texts])
def test_the_format_is_told_by_looking(format: str, text: str) -> None:
    assert told_by_looking(text, ".txt") == format


def test_every_format_is_told() -> None:
    assert LOOKS.keys() - {""} == FORMATS.keys()


def test_a_file_in_yaml_is_no_table() -> None:
    assert told_by_looking("a: &a [x, x]\nb: &b [*a, *a]\n", ".yaml") == "red"
