"""Scenarios of the playground, as files."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli.scenario_file import read_scenario
from bot.errors import UserError
from bot.playground.scenario import Step

GOOD = """
- Robin says: "@Lorekeeper who plays mara?"
  in: "#lore"
  expect: [Mara, Lind]
  within: 3 s
- Sam uses: /trivia start
  with: {rounds: 5, public: true}
  expect_not: wrong
  private: false
- Sam presses: Skip
- Kim picks: Thor
- Kim fills in: {Your wish: rain, Which: [a, b], Again: no}
- Robin sees: Question of the day
- wait: 2 hours
- go to: Next daily
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "scenario.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_each_step_is_read_with_its_line(tmp_path: Path) -> None:
    assert read_scenario(written(tmp_path, GOOD)) == [
        Step(
            2,
            "says",
            "Robin",
            "@Lorekeeper who plays mara?",
            channel="lore",
            expect=("Mara", "Lind"),
            within=timedelta(seconds=3),
        ),
        Step(
            6,
            "uses",
            "Sam",
            "trivia start",
            {"rounds": "5", "public": True},
            expect_not=("wrong",),
            is_private=False,
        ),
        Step(10, "presses", "Sam", "Skip"),
        Step(11, "picks", "Kim", "Thor"),
        Step(12, "fills in", "Kim", values={"Your wish": "rain", "Which": ["a", "b"], "Again": False}),
        Step(13, "sees", "Robin", expect=("Question of the day",)),
        Step(14, "wait", by=timedelta(hours=2)),
        Step(15, "go to", what="Next daily"),
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "expected a list of steps"),
        ("Robin says: hello", "expected a list of steps"),
        ("- [", "isn't valid YAML"),
        ("- hello", "scenario.yaml:1: a step is a mapping"),
        ("- in: lore", "scenario.yaml:1: a step does one thing; here are none"),
        ("- wait: 1 h\n- {Robin says: a, Sam says: b}", "scenario.yaml:2: a step does one thing; here are Robin says,"),
        ("- Robin shouts: hello", "scenario.yaml:1: unknown step 'Robin shouts'"),
        ("- wait: soon", "scenario.yaml:1: 'soon' isn't a duration"),
        ("- {Robin uses: /ask, with: thor}", "scenario.yaml:1: with is a mapping of names to values"),
        ("- Robin fills in: thor", "scenario.yaml:1: the form is a mapping of names to values"),
    ],
)
def test_a_wrong_scenario_is_refused_with_the_line(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(UserError) as refused:
        read_scenario(written(tmp_path, text))

    assert says in str(refused.value)


def test_all_problems_of_a_file_are_listed(tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        read_scenario(written(tmp_path, "- hello\n- wait: soon\n"))

    assert len(str(refused.value).splitlines()) == 2


def test_a_file_that_is_missing_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="can't be read"):
        read_scenario(tmp_path / "nowhere.yaml")
