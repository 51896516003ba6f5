"""All wording of trivia games, within Discord's size limits. Pure: values in, texts and embeds out."""

from collections.abc import Sequence
from typing import assert_never

import discord
from discord.utils import format_dt

from bot.discord_front.options import RIGHT, bar, has_letters, lettered, rank_mark
from bot.discord_front.questions import explained, origin, show_picture
from bot.discord_front.wording import COLOUR, DESCRIPTION, FIELD_VALUE, QUIET, capital, fact_text, fit
from bot.house.rules import HouseRules, Starters
from bot.ids import MemberId, ServerId
from bot.knowledge.model import Fact
from bot.lookups import plain_text
from bot.packs.seen import Further
from bot.questions.grading import Verdict
from bot.questions.model import QuizQuestion
from bot.quiz.events import (
    ActionRefused,
    AlsoRight,
    Earned,
    Ending,
    Event,
    Guessed,
    HintGiven,
    Joined,
    LockedIn,
    PlayerScore,
    Reason,
    Skipped,
    Solved,
    Team,
    TeamScore,
)
from bot.quiz.results import (
    AlreadyRunning,
    AppealDecided,
    AppealMade,
    GameEnded,
    GameStarted,
    LobbyShown,
    QuestionShown,
    ReportDecided,
    ReportMade,
    VerdictShown,
)
from bot.quiz.round import AnswerMode, guesses_for
from bot.storage.reports import ReportState

SHOWN_EARNED = 10
SHOWN_STANDING = 10
"""Maximum number of members named in a verdict and in the standings; the others are counted."""

SHOWN_PLAYERS = 40

TEAM_NAMES = {1: "Red", 2: "Blue"}
TEAM_SIGNS = {1: "🟥", 2: "🟦"}

JOIN_BUTTON = "Join"
AGAIN_BUTTON = "Again"
ANSWER_BUTTON = "Answer"
HINT_BUTTON = "Hint"
APPEAL_BUTTON = "Accept my answer"
ACCEPT_BUTTON = "Accept"
DECLINE_BUTTON = "Decline"
FORM_TITLE = "Your answer"
FORM_LABEL = "What is your answer?"

PODIUM_NAME = "podium.png"
REPORT_BUTTON = "Bad question"
KEEP_BUTTON = "Keep asking"
DROP_BUTTON = "Never ask it here"
NOT_YOURS_TO_KEEP = "Only a manager of this server can decide that."
NO_SUCH_QUESTION = "That question isn't in my fact sheets any more."
REPORTED_ALREADY = {
    ReportState.PENDING: "Somebody has reported it already. It rests here until a manager decides.",
    ReportState.KEPT: "It was reported before, and a manager of this server decided to keep it.",
    ReportState.DROPPED: "It isn't asked on this server any more.",
}
NOT_AGAIN = "My fact sheets don't have that pack or category any more. Start a game with /trivia start."
BETWEEN = "No question is open just now; the next one is on its way."
STOPPED = "Stopped. Here are the standings."
APPEALED_ALREADY = "That has been asked already; a manager of this server decides."
CHANGED = "This button is from a question that is over. Look further down for the open one."
NOT_YOURS_TO_DECIDE = "Only a manager of this server can accept or decline an answer."


# In the channel


def lobby(shown: LobbyShown) -> discord.Embed:
    """The lobby, open or closed."""
    wish = shown.wish
    how = [_questions(shown.questions)]
    how += [fit(wish.category, 100)] if wish.category else []
    how += [wish.difficulty.value] if wish.difficulty else []
    how += ["typed answers" if wish.answers is AnswerMode.TYPED else "buttons"]
    how += ["twice the time"] if wish.relaxed else []
    how += ["may give away the plot" if shown.has_spoilers else "no spoilers"]
    lines = [capital(" · ".join(how)), ""]
    for team in sorted({team for _, team in shown.joined} | ({1, 2} if wish.has_teams else set())):
        members = [player_id for player_id, of in shown.joined if of == team]
        label = _team(team) if team else "In"
        lines.append(f"{label}: {_players(members)}")
    if shown.is_closed:
        lines += ["", "-# The lobby is closed. Anyone can still answer and join in."]
    else:
        lines += ["", f"Press {JOIN_BUTTON} to be in. The first question comes {format_dt(shown.begins_at, 'R')}."]
        lines.append(f"-# Started by <@{shown.starter}>, who can /trivia skip and /trivia stop.")
    return discord.Embed(
        title="A game of trivia",
        description="\n".join(lines)[:DESCRIPTION],
        colour=QUIET if shown.is_closed else COLOUR,
    )


def _players(players: Sequence[MemberId]) -> str:
    named = [f"<@{player_id}>" for player_id in players[:SHOWN_PLAYERS]]
    if len(players) > SHOWN_PLAYERS:
        named.append(f"{len(players) - SHOWN_PLAYERS} more")
    return ", ".join(named) or "nobody yet"


def _team(team: Team) -> str:
    return f"{TEAM_SIGNS[team]} {TEAM_NAMES[team]}"


def _questions(count: int) -> str:
    return "one question" if count == 1 else f"{count} questions"


def question(shown: QuestionShown) -> discord.Embed:
    """A question in the channel, open or closed."""
    lines = [f"**{fit(shown.question.text, 2200)}**"]
    if shown.answers is AnswerMode.BUTTONS and has_letters(shown.question.options):
        lines += ["", *lettered(shown.question.options)]
    for hint in shown.hints:
        lines += ["", hinted(hint)]
    if shown.is_closed:
        lines += ["", "-# This question is closed."]
    else:
        lines += ["", f"{_how(shown)} The time ends {format_dt(shown.closes_at, 'R')}."]
        if shown.answered:
            of = f" of {shown.players}" if shown.players else ""
            lines.append(f"{shown.answered}{of} {'has' if shown.answered == 1 else 'have'} answered.")
    if shown.number == 1 and not shown.is_closed:
        lines.append(f"-# Started by <@{shown.starter}>, who can /trivia skip and /trivia stop.")
    embed = discord.Embed(
        title=f"Question {shown.number} of {shown.total}{': counts double' if shown.counts_double else ''}",
        description="\n".join(lines)[:DESCRIPTION],
        colour=QUIET if shown.is_closed else COLOUR,
    )
    show_picture(embed, shown.question)
    category = plain_text.shorten(capital(shown.question.category), 100)
    return embed.set_footer(text=f"{category} · spoiler" if shown.question.is_spoiler else category)


def _how(shown: QuestionShown) -> str:
    match shown.answers:
        case AnswerMode.BUTTONS:
            return "Pick one; only you see your pick, and you may change it."
        case AnswerMode.TYPED:
            guesses = guesses_for(shown.question)
            how_many = f"{guesses} guesses" if guesses > 1 else "one guess"
            return f"Reply to this message, or press {ANSWER_BUTTON}. You have {how_many}."
        case _:
            assert_never(shown.answers)


def hinted(hint: HintGiven) -> str:
    """A line with a hint."""
    if hint.letters:
        return f"💡 `{hint.text.replace('`', '')[:200]}`"
    return f"💡 {fit(hint.text, 300)}"


def verdict(shown: VerdictShown) -> discord.Embed:
    """The verdict on a question: the answer, the picks, who was right, the fact."""
    question = shown.question
    lines = [fit(question.text, 1000), "", f"✅ **{fit(question.answer, 200)}**"]
    if any(shown.spread):
        lines += ["", *_spread(question, shown.spread)]
    if told := explained(question, shown.fact):
        lines += [told]
    lines += ["", _outcome(shown)]
    if shown.next_counts_double:
        lines += ["", "**The next question is the last one, and counts double.**"]
    embed = discord.Embed(
        title=f"Question {shown.number} of {shown.total}: {'skipped' if shown.was_skipped else 'the answer'}",
        description="\n".join(lines)[:DESCRIPTION],
        colour=RIGHT if shown.earned else QUIET,
    )
    if shown.fact is not None:
        embed.add_field(name="The fact", value=_fact(shown.fact, question), inline=False)
    leaders = [f"<@{score.player_id}> {score.points}" for score in shown.standing[:3] if score.points]
    if leaders and not shown.is_last:
        embed.add_field(name="In front", value=" · ".join(leaders), inline=False)
    return embed.set_footer(text=plain_text.shorten(origin(question), 500))


def _fact(fact: Fact, question: QuizQuestion) -> str:
    """A fact, without spoiler marks if the question has already given it away."""
    return fit(fact.text, FIELD_VALUE - 4) if question.is_spoiler else fact_text(fact, FIELD_VALUE - 4)


def _outcome(shown: VerdictShown) -> str:
    if shown.was_skipped:
        return "It counts for nobody."
    if shown.earned:
        told = [_earned(earned, is_first=place == 0) for place, earned in enumerate(shown.earned[:SHOWN_EARNED])]
        if len(shown.earned) > SHOWN_EARNED:
            told.append(f"and {len(shown.earned) - SHOWN_EARNED} more")
        return "\n".join(told)
    return "Nobody got it." if shown.answered else "Nobody answered."


def _earned(earned: Earned, *, is_first: bool) -> str:
    streak = f" · {earned.streak} in a row" if earned.streak > 1 else ""
    first = "⚡ " if is_first else ""
    return f"{first}<@{earned.player_id}> +{earned.points}{streak}"


def _spread(question: QuizQuestion, spread: Sequence[int]) -> list[str]:
    """A line for each option, with the number of picks."""
    picks = sum(spread)
    return [
        f"{bar(count / picks)} {count} · {fit(option, 150)}"
        for option, count in zip(question.options, spread, strict=True)
    ]


def ended(shown: GameEnded) -> discord.Embed:
    """The end of a game, with the standings."""
    match shown.ending:
        case Ending.PLAYED:
            why = "That was the last question."
        case Ending.STOPPED:
            why = f"Stopped by <@{shown.stopped_by}>." if shown.stopped_by is not None else "Stopped."
        case Ending.NOBODY:
            why = "Nobody answered three times, so I stopped."
        case _:
            assert_never(shown.ending)
    lines = [why, *_teams(shown.teams), ""]
    lines += [_place(score) for score in shown.standing[:SHOWN_STANDING]] or ["Nobody has points."]
    if len(shown.standing) > SHOWN_STANDING:
        lines.append(f"and {len(shown.standing) - SHOWN_STANDING} more")
    lines += ["", f"-# Another one like it: {AGAIN_BUTTON} · all games: /leaderboard"]
    return discord.Embed(title="The game is over", description="\n".join(lines)[:DESCRIPTION], colour=COLOUR)


def _teams(teams: Sequence[TeamScore]) -> list[str]:
    """The winning team, and both scores."""
    if not teams:
        return []
    best, *others = teams
    won = f"{_team(best.team)} wins!" if all(best.points > each.points for each in others) else "A draw!"
    told = (f"{_team(each.team)}: {each.points} points each on average" for each in teams)
    return ["", f"**{won}**", *told]


def _place(score: PlayerScore) -> str:
    best = f", {score.best} in a row" if score.best > 1 else ""
    share = f"{score.right} of {score.answered} right{best}"
    return f"{rank_mark(score.rank, score.points)} <@{score.player_id}> · {score.points} points ({share})"


# Private replies to members


def may_not_start(rules: HouseRules) -> str:
    """Says who may start a quiz here."""
    if rules.quiz_starters is Starters.ROLE and rules.quiz_role:
        return f"On this server only members with the role <@&{rules.quiz_role}> and managers may start a quiz."
    return "On this server only managers may start a quiz."


def started(result: GameStarted) -> str:
    """The reply to the member who started a game."""
    questions = _questions(result.rounds)
    all_of_them = " (there are no more like that)" if result.is_all else ""
    return f"A game of {questions}{all_of_them} is starting. You can /trivia skip a question and /trivia stop the game."


def no_pack(typed: str, titles: Sequence[str]) -> str:
    """Rejects an unknown pack, and lists the known ones."""
    known = plain_text.in_words(tuple(fit(title, 60) for title in titles[:10]), last="and")
    return f"I have no pack **{fit(typed, 60)}**. There is {known}."


def already_running(result: AlreadyRunning, *, server_id: ServerId) -> str:
    """Says that the channel has a game, with a link."""
    where = f"https://discord.com/channels/{server_id}/{result.channel_id}"
    if result.message_id is not None:
        where += f"/{result.message_id}"
    return f"There is a game in this channel already: {where}. Join in, or start one in another channel."


def further(further: Further) -> str:
    """Warns a member who joins that the game goes further than they have seen."""
    story, seen = f"**{fit(further.story, 80)}**", f"you said that you've seen it up to scene {further.seen}"
    if further.scene_number is None:
        return f"⚠️ Some questions of this game give {story} away, and {seen}."
    return f"⚠️ This game goes up to scene {further.scene_number} of {story}, and {seen}."


def came_of(event: Event, question: QuizQuestion | None = None) -> str:
    """The result of a press or a typed answer, for its member."""
    match event:
        case Joined(players=players, team=team):
            of = f" for {_team(team)}" if team else ""
            return f"You are in{of}. That makes {players}."
        case LockedIn(option=option, changed=changed):
            if question is None:
                return "Your answer is changed." if changed else "Your answer is in."
            now = "now " if changed else ""
            picked = fit(question.options[option], 200)
            return f"Your answer is {now}**{picked}**. You can change it until the question closes."
        case Solved(answer=answer, points=points, streak=streak):
            row = f", {streak} in a row" if streak > 1 else ""
            return f"✅ **{fit(answer, 200)}** is right. +{points} points{row}."
        case AlsoRight(points=points):
            return f"✅ Right, too. +{points} points."
        case Guessed(verdict=verdict, left=left):
            return _wrong(verdict, left)
        case HintGiven():
            return hinted(event)
        case Skipped():
            return "Skipped."
        case ActionRefused(reason=reason):
            return REFUSALS[reason]
        case _:
            return "Done."


def picked_wrong(verdict: VerdictShown, option: int) -> discord.Embed:
    """The right answer and the reason, after a wrong pick."""
    question = verdict.question
    lines = [fit(question.text, 1000), "", f"❌ You picked **{fit(question.options[option], 200)}**."]
    lines += [f"✅ It is **{fit(question.answer, 200)}**.", explained(question, verdict.fact)]
    embed = discord.Embed(description="\n".join(lines).strip()[:DESCRIPTION], colour=QUIET)
    if verdict.fact is not None:
        embed.add_field(name="The fact", value=_fact(verdict.fact, question), inline=False)
    return embed.set_footer(text=plain_text.shorten(origin(question), 500))


def solved(event: Solved, player_id: MemberId) -> str:
    """Announces the first right answer through a form; its text stays hidden until nobody can copy it."""
    row = f", {event.streak} in a row" if event.streak > 1 else ""
    return f"✅ <@{player_id}> is right. +{event.points} points{row}. The answer follows."


def _wrong(verdict: Verdict, left: int) -> str:
    guesses = f"{left} more guess{'' if left == 1 else 'es'}" if left else "no more guesses"
    match verdict:
        case Verdict.SEVERAL:
            return f"One answer at a time, please. You have {guesses}."
        case Verdict.NEGATED:
            return f"Say what it is, not what it is not. You have {guesses}."
        case Verdict.EMPTY:
            return "I see no answer in that. It costs you nothing."
        case Verdict.WRONG | Verdict.RIGHT:
            return f"❌ No. You have {guesses}."
        case _:
            assert_never(verdict)


REFUSALS = {
    Reason.NOT_OPEN: CHANGED,
    Reason.NO_SUCH_OPTION: CHANGED,
    Reason.NOT_TYPED: "In this game you answer with the buttons.",
    Reason.NOT_BUTTONS: "In this game you type your answer: reply to the question.",
    Reason.NO_MORE_GUESSES: "You have no more guesses for this question.",
    Reason.ALREADY_RIGHT: "You have it already.",
    Reason.NOT_ALLOWED: "Only the one who started the game, a manager, or someone who may manage messages can do this.",
    Reason.NO_MORE_HINTS: "There are no more hints.",
    Reason.IN_ALREADY: "You are in already. The first question is about to come.",
    Reason.BEGUN: "The game has begun. Just answer, and you are in.",
    Reason.OVER: "This game is over. Start another one with /trivia start.",
    Reason.AWAY: "I'm just restarting. The game goes on in a moment; try again then.",
}


def lacking(rights: Sequence[str]) -> str:
    """Says that the bot can't play in a channel."""
    names = plain_text.in_words(tuple(f"**{right}**" for right in rights), last="and")
    return f"I cannot play here yet. Ask someone who manages the server to give me {names} in this channel."


# Appeals


def appealed(made: AppealMade, question: str) -> discord.Embed:
    """An appeal, for a manager to decide."""
    given = made.appeal.given
    asked = f" to: {fit(question, 600)}" if question else ""
    return discord.Embed(
        title=APPEAL_BUTTON,
        description=f"<@{given.member_id}> typed **{fit(given.text, 300)}**{asked}\n\n"
        "A manager of this server decides. Accepted, it counts here from now on, "
        "and for everyone who typed it.",
        colour=COLOUR,
    )


def decided(decision: AppealDecided) -> discord.Embed:
    """The result of an appeal."""
    given = decision.appeal.given
    text = fit(given.text, 300)
    if not decision.is_accepted:
        return discord.Embed(description=f"<@{decision.by}> did not accept **{text}**.", colour=QUIET)
    winners = dict.fromkeys(answer.given.member_id for answer in decision.rescored)
    names = [f"<@{member_id}>" for member_id in list(winners)[:SHOWN_EARNED]]
    if len(winners) > SHOWN_EARNED:
        names.append(f"{len(winners) - SHOWN_EARNED} more")
    told = f" It is right for {plain_text.in_words(tuple(names), last='and')}." if names else ""
    return discord.Embed(
        description=f"<@{decision.by}> accepted **{text}**. It counts here from now on.{told}", colour=RIGHT
    )


# Reports


def reported(made: ReportMade) -> discord.Embed:
    """A reported question, for a manager to decide."""
    return discord.Embed(
        title=REPORT_BUTTON,
        description=f"<@{made.report.reported_by}> finds this question bad: {_asked(made.question)}\n\n"
        "It isn't asked on this server until someone who may manage it decides.",
        colour=COLOUR,
    )


def report_decided(decision: ReportDecided) -> discord.Embed:
    """The result of a report."""
    what = "keeps this question" if decision.is_kept else "dropped this question; it isn't asked here any more"
    return discord.Embed(description=f"<@{decision.by}> {what}: {_asked(decision.question)}", colour=QUIET)


def _asked(question: QuizQuestion | None) -> str:
    return f"**{fit(question.text, 1000)}**" if question is not None else NO_SUCH_QUESTION
