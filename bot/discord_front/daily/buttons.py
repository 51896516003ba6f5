"""The buttons under a daily question, and under what it tells a member."""

import discord
from discord import ui

from bot.daily.results import DailyPost, DailyResult
from bot.discord_front import options
from bot.discord_front.buttons import below, button
from bot.discord_front.custom_ids import LookDaily, PickDaily
from bot.discord_front.daily import wording
from bot.discord_front.quiz import ids as quiz_ids
from bot.discord_front.quiz.ids import ShareDaily


def open_question(post: DailyPost) -> ui.View:
    """A button for each option. Those of a preview cannot be pressed."""
    labels = options.labels(post.options)
    buttons = []
    for number, (label, row) in enumerate(zip(labels, options.rows(labels, most=5), strict=True)):
        pick = PickDaily(post.marker, number, post.asked)
        item = button(pick, label, style=discord.ButtonStyle.primary, disabled=post.previewed)
        item.row = row
        buttons.append(item)
    return below(*buttons)


def closed_question(result: DailyResult) -> ui.View:
    """One button, by which everybody learns how they did, and the bot finds the day's post again."""
    return below(button(LookDaily(result.marker, result.asked), wording.LOOK_BUTTON))


def share() -> ui.View:
    """A way to show others how one did, for whoever answered."""
    return below(ui.Button(label=wording.SHARE_BUTTON, custom_id=quiz_ids.write(ShareDaily())))
