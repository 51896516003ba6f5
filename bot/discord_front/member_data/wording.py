"""All wording about members' data. Pure: values in, texts out."""

from bot.community.member_data import MemberData

HERE_BUTTON, EVERYWHERE_BUTTON = "Delete what is from here…", "Delete all of it…"
CONFIRM_HERE, CONFIRM_EVERYWHERE = "Yes, delete what is from here", "Yes, delete all of it"
NOTHING = "I keep nothing about you: no answers, no guesses, no scores, no suggestions."
NOT_YOURS = "This button is for somebody else. Say /mydata for your own."


def shown(data: MemberData) -> str:
    """A summary; the file has everything."""
    lines = [
        f"I keep {_count(data.answers, 'answer')}, {_count(data.guesses, 'guess', 'guesses')} and "
        f"{_count(data.suggestions, 'suggestion')} of yours, "
        f"from {_count(data.servers, 'server')}. The file has all of it; only you can see it. "
        "Your scores, streaks and places on boards are counted from the answers and guesses."
    ]
    if data.decided:
        lines.append(
            f"Your id stands beside {_count(data.decided, 'thing')} that you set up or decided as a manager. "
            "When you delete your data these stay, without your id."
        )
    return "\n\n".join(lines)


def asked(*, everywhere: bool) -> str:
    """Describes the deletion before it is confirmed."""
    where = "on every server" if everywhere else "on this server"
    return (
        f"This deletes all your answers, guesses, appeals and suggestions {where}, and with them your points, "
        "streaks and places on boards. The boards are counted anew without you. In a game that runs now, what you "
        "have answered goes as well; you may play on from nothing.\n\n**It cannot be undone.** "
        "Save the file above first if you may want to look something up."
    )


def deleted(count: int, *, everywhere: bool) -> str:
    """Says that the data was deleted."""
    where = "on every server" if everywhere else "on this server"
    gone = _count(count, "answer, guess or suggestion", "answers, guesses and suggestions")
    return f"Deleted: {gone} of yours {where}, and all that was counted from them."


def _count(number: int, one: str, several: str = "") -> str:
    return f"{number} {one if number == 1 else several or f'{one}s'}"
