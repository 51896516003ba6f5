"""The buttons under a daily question, and under what it tells a member."""

import discord
from discord import ui

from bot.discord_front import render_daily, render_options, trivia_ids
from bot.discord_front.custom_ids import LookDaily, PickDaily
from bot.discord_front.trivia_ids import ShareDaily
from bot.discord_front.views.buttons import below, button
from bot.services.daily_results import DailyPost, DailyResult


def open_question(post: DailyPost) -> ui.View:
    """A button for each option. Those of a preview cannot be pressed."""
    labels = render_options.labels(post.options)
    buttons = []
    for number, (label, row) in enumerate(zip(labels, render_options.rows(labels, most=5), strict=True)):
        pick = PickDaily(post.marker, number, post.asked)
        item = button(pick, label, style=discord.ButtonStyle.primary, disabled=post.previewed)
        item.row = row
        buttons.append(item)
    return below(*buttons)


def closed_question(result: DailyResult) -> ui.View:
    """One button, by which everybody learns how they did, and the bot finds the day's post again."""
    return below(button(LookDaily(result.marker, result.asked), render_daily.LOOK_BUTTON))


def share() -> ui.View:
    """A way to show others how one did, for whoever answered."""
    return below(ui.Button(label=render_daily.SHARE_BUTTON, custom_id=trivia_ids.write(ShareDaily())))
