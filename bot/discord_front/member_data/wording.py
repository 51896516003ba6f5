"""All wording about members' data. Pure: values in, texts out."""

from bot.community.member_data import MemberData

HERE_BUTTON, EVERYWHERE_BUTTON = "Delete this server's data…", "Delete everything…"
CONFIRM_HERE, CONFIRM_EVERYWHERE = "Yes, delete this server's data", "Yes, delete everything"
NOTHING = "I don't keep anything about you: no answers, no guesses, no scores, no suggestions."
NOT_YOURS = "This button is somebody else's. Use /mydata for your own."


def shown(data: MemberData) -> str:
    """A summary; the file has everything."""
    lines = [
        f"I keep {_count(data.answers, 'answer')}, {_count(data.guesses, 'guess', 'guesses')} and "
        f"{_count(data.suggestions, 'suggestion')} of yours, "
        f"from {_count(data.servers, 'server')}. The file has everything, and only you can see it. "
        "Your scores, streaks and ranks are calculated from the answers and guesses."
    ]
    if data.seen:
        lines.append(f"I also keep how far you have seen {_count(data.seen, 'story', 'stories')}.")
    if data.decided:
        lines.append(
            f"Your id is also stored with {_count(data.decided, 'thing')} that you set up or decided as a manager. "
            "If you delete your data, these stay, without your id."
        )
    return "\n\n".join(lines)


def asked(*, everywhere: bool) -> str:
    """Describes the deletion before it is confirmed."""
    where = "on every server" if everywhere else "on this server"
    seen = ", and how far you have seen each story" if everywhere else ""
    return (
        f"This deletes all your answers, guesses, appeals and suggestions {where}{seen}, and with them your points, "
        "streaks and ranks. The leaderboards are recalculated without you. Your answers in running games are "
        "deleted too; you can keep playing from zero.\n\n**This can't be undone.** "
        "Save the file above first, in case you want to look something up."
    )


def deleted(count: int, *, everywhere: bool) -> str:
    """Says that the data was deleted."""
    where = "on every server" if everywhere else "on this server"
    gone = _count(count, "answer, guess or suggestion", "answers, guesses and suggestions")
    return f"Deleted: {gone} of yours {where}, and everything calculated from them."


def _count(number: int, one: str, several: str = "") -> str:
    return f"{number} {one if number == 1 else several or f'{one}s'}"
