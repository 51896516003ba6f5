"""Tables for `lorekeeper eval` and `lorekeeper quiz list`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from bot.cli import evaluation
from bot.cli.evaluation import Figures, Outcome
from bot.questions.model import QuizQuestion

LARGE = 20_000
"""From this many facts on, reading takes long enough for a progress bar."""


@contextmanager
def bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error, shown on a terminal if there is much to do. It is called with the amount done
    and the total.
    """
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=None, visible=False)
        yield lambda done, of: progress.update(task, completed=done, total=of, visible=of >= LARGE)


def show(outcomes: Sequence[Outcome], *, name_wrong: bool = True) -> None:
    """Prints the results: all together, by type, and how reliable the confidence is. `name_wrong` lists the questions
    that were answered wrongly.
    """
    console = Console()
    console.print(_by_type(outcomes))
    console.print(_reliability(outcomes))
    for outcome in outcomes:
        if name_wrong and outcome.answered and not outcome.right:
            console.print(
                f"wrong: {outcome.question.id} {outcome.question.text}", markup=False, highlight=False, soft_wrap=True
            )
    for line in _summary(evaluation.figures(outcomes)):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def show_questions(questions: Sequence[QuizQuestion]) -> None:
    """Prints the questions: one row each, with the right answer first among the options."""
    table = Table("question", "options", "category", "level", "kind")
    for each in questions:
        wrong = [option for option in each.options if option != each.answer]
        options = Text("\n").join([Text(each.answer, style="bold"), *map(Text, wrong)])
        table.add_row(Text(each.text), options, Text(each.category), each.difficulty.value, each.kind.value)
    console = Console()
    console.print(table)
    console.print(
        f"{len(questions)} questions, {sum(bool(each.author) for each in questions)} of them written by hand."
    )


def _summary(total: Figures) -> Iterable[str]:
    if total.answerable:
        yield (
            f"{total.answerable} with an answer: "
            f"right fact first {_share(total.right_first, total.answerable)}, "
            f"answered rightly {_share(total.answered_right, total.answerable)}, "
            f"wrongly {_share(total.answered_wrong, total.answerable)}, "
            f"right fact shown {_share(total.shown_right, total.answerable)}, "
            f"mean reciprocal rank {total.reciprocal_ranks / total.answerable:.3f}."
        )
    if total.unanswerable:
        yield (
            f"{total.unanswerable} without one: no answer given {_share(total.silent, total.unanswerable)}, "
            f"a fact shown all the same {_share(total.shown_anyway, total.unanswerable)}."
        )


def _by_type(outcomes: Sequence[Outcome]) -> Table:
    table = Table("type", title="By type of question")
    for heading in (
        "with\nanswer",
        "right\nfirst",
        "answered\nright",
        "answered\nwrong",
        "right\nshown",
        "without\nanswer",
        "not\nanswered",
        "shown\nanyway",
        "mean\nrank",
    ):
        table.add_column(heading, justify="right", no_wrap=True)
    for kind, figures in {**evaluation.by_type(outcomes), "all": evaluation.figures(outcomes)}.items():
        table.add_row(
            kind,
            str(figures.answerable),
            _percent(figures.right_first, figures.answerable),
            _percent(figures.answered_right, figures.answerable),
            _percent(figures.answered_wrong, figures.answerable),
            _percent(figures.shown_right, figures.answerable),
            str(figures.unanswerable),
            _percent(figures.silent, figures.unanswerable),
            _percent(figures.shown_anyway, figures.unanswerable),
            f"{figures.reciprocal_ranks / figures.answerable:.3f}" if figures.answerable else "-",
        )
    return table


def _reliability(outcomes: Sequence[Outcome]) -> Table:
    table = Table("confidence", title="How often the first fact is right, by confidence")
    for heading in ("questions", "mean confidence", "right"):
        table.add_column(heading, justify="right")
    for row in evaluation.reliability(outcomes):
        table.add_row(
            f"{row.low:.2f} to {row.high:.2f}",
            str(row.answers),
            f"{row.mean_confidence:.2f}",
            _percent(row.right, row.answers),
        )
    return table


def _share(count: int, of: int) -> str:
    """`12 (60.0%)`."""
    return f"{count} ({_percent(count, of)})"


def _percent(count: int, of: int) -> str:
    """`60.0%`; a dash if there is nothing to count."""
    return f"{count / of:.1%}" if of else "-"
