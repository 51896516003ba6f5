"""The buttons under a daily question, and under what it tells a member."""

import discord
from discord import ui

from bot.discord_front import render_daily, trivia_ids
from bot.discord_front.custom_ids import LookDaily, PickDaily
from bot.discord_front.trivia_ids import ShareDaily
from bot.discord_front.views.buttons import below, button
from bot.services.daily_results import DailyOutcome, DailyPost, DailyResult

SIDE_BY_SIDE = 20
"""Labels up to this length stand beside each other; longer ones get a row each, so that nothing is cut off."""


def open_question(post: DailyPost) -> ui.View:
    """A button for each option. Those of a preview cannot be pressed."""
    labels = render_daily.labels(post)
    is_wide = max(map(len, labels)) > SIDE_BY_SIDE and len(labels) <= 5
    buttons = []
    for number, label in enumerate(labels):
        pick = PickDaily(post.marker, number, post.asked)
        item = button(pick, label, style=discord.ButtonStyle.primary, disabled=post.previewed)
        if is_wide:
            item.row = number
        buttons.append(item)
    return below(*buttons)


def closed_question(result: DailyResult) -> ui.View:
    """One button, by which everybody learns how they did, and the bot finds the day's post again."""
    return below(button(LookDaily(result.marker, result.asked), render_daily.LOOK_BUTTON))


def outcome(outcome: DailyOutcome) -> ui.View | None:
    """A way to show others how one did, for whoever answered."""
    if outcome.own is None:
        return None
    return below(ui.Button(label=render_daily.SHARE_BUTTON, custom_id=trivia_ids.write(ShareDaily())))
