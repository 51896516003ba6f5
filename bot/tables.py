"""How `lorekeeper eval` shows its figures."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

from bot.services import evaluation
from bot.services.evaluation import Figures, Outcome


def show(outcomes: Sequence[Outcome]) -> None:
    """Print what came of the questions: all together, by type, and how far a confidence can be trusted."""
    console = Console()
    console.print(_by_type(outcomes))
    console.print(_reliability(outcomes))
    for outcome in outcomes:
        if outcome.answered and not outcome.right:
            console.print(
                f"wrong: {outcome.question.id} {outcome.question.text}", markup=False, highlight=False, soft_wrap=True
            )
    for line in _summary(evaluation.figures(outcomes)):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def _summary(total: Figures) -> Iterable[str]:
    if total.answerable:
        yield (
            f"{total.answerable} with an answer: "
            f"right fact first {_share(total.right_first, total.answerable)}, "
            f"answered rightly {_share(total.answered_right, total.answerable)}, "
            f"wrongly {_share(total.answered_wrong, total.answerable)}, "
            f"mean reciprocal rank {total.reciprocal_ranks / total.answerable:.3f}."
        )
    if total.unanswerable:
        yield f"{total.unanswerable} without one: no answer given {_share(total.silent, total.unanswerable)}."


def _by_type(outcomes: Sequence[Outcome]) -> Table:
    table = Table("type", title="By type of question")
    for heading in (
        "with answer",
        "right first",
        "answered right",
        "answered wrong",
        "without",
        "no answer given",
    ):
        table.add_column(heading, justify="right")
    for kind, figures in {**evaluation.by_type(outcomes), "all": evaluation.figures(outcomes)}.items():
        table.add_row(
            kind,
            str(figures.answerable),
            _percent(figures.right_first, figures.answerable),
            _percent(figures.answered_right, figures.answerable),
            _percent(figures.answered_wrong, figures.answerable),
            str(figures.unanswerable),
            _percent(figures.silent, figures.unanswerable),
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
    """`60.0%`; a dash where there is nothing to count."""
    return f"{count / of:.1%}" if of else "-"
