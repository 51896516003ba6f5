"""The buttons under a daily question."""

import discord
from discord import ui

from bot.discord_front import render_daily
from bot.discord_front.custom_ids import PickDaily
from bot.discord_front.views.buttons import below, button
from bot.services.daily_results import DailyPost

SIDE_BY_SIDE = 20
"""Labels up to this length stand beside each other; longer ones get a row each, so that nothing is cut off."""


def open_question(post: DailyPost) -> ui.View:
    """A button for each option. Those of a preview cannot be pressed."""
    labels = render_daily.labels(post)
    is_wide = max(map(len, labels)) > SIDE_BY_SIDE and len(labels) <= 5
    buttons = []
    for number, label in enumerate(labels):
        item = button(PickDaily(post.marker, number), label, style=discord.ButtonStyle.primary, disabled=post.previewed)
        if is_wide:
            item.row = number
        buttons.append(item)
    return below(*buttons)
