"""One line of `lorekeeper doctor`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """What was found about a part, and what to do about it. Advice has a next step, and is fine."""

    part: str
    text: str
    step: str = ""
    is_fine: bool = True

    def __str__(self) -> str:
        line = f"{'ok' if self.is_fine else 'PROBLEM':<8} {self.part}: {self.text}"
        return f"{line}\n{'':<8} -> {self.step}" if self.step else line


def problem(part: str, text: str, step: str) -> Finding:
    """A finding that keeps the bot from working, or will."""
    return Finding(part, text, step, is_fine=False)
