"""Error handling: the log gets the traceback, the member a short apology with a reference."""

import logging
import secrets
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.discord_front import wording
from bot.discord_front.replies import notice, send
from bot.errors import StorageAway, UserError

log = logging.getLogger(__name__)

TOO_LATE = 10062
ANSWERED = 40060
"""Discord's codes for an interaction that has expired (3 seconds), and for one already answered."""

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Of a reference: none looks like another when a member reads it out. Four make most of a million."""

BAD_REQUEST = 400
"""The status of a request that we shouldn't have sent; any other status isn't our bug."""


def words_for(error: BaseException, doing: str) -> str:
    """The text for a member about an error while `doing` something. Unexpected errors are logged."""
    error = _cause(error)
    match error:
        case UserError():
            return str(error)
        case StorageAway():
            log.warning("%s failed: %s", doing, error)
            return wording.DATABASE_AWAY
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            log.warning("a member has an outdated command: %s", error)
            return wording.COMMAND_CHANGED
        case app_commands.TransformerError():
            return wording.OUT_OF_SIGHT
        case discord.RateLimited() | aiohttp.ClientError():
            log.warning("%s failed, as Discord did not take it: %s", doing, error)
            return wording.NOT_TAKEN
        case discord.HTTPException() if error.status != BAD_REQUEST:
            log.warning("%s failed, as Discord did not take it: %s", doing, error)
            return wording.NOT_TAKEN
        case _:
            reference = "".join(secrets.choice(LETTERS) for _ in range(4))
            log.error("%s failed, reference %s", doing, reference, exc_info=error, extra={"reference": reference})
            return wording.apology(reference)


async def apologise(interaction: discord.Interaction[Any], error: BaseException, doing: str) -> None:
    """Tells the member privately that their command or press failed. Never raises."""
    cause = _cause(error)
    if _code(cause) == TOO_LATE:
        log.warning("%s came too late for Discord: %s", doing, cause)
        return
    if _code(cause) == ANSWERED:
        log.info("%s was answered by another process", doing)  # all receive everything, the first answers
        return
    if interaction.client.is_closed():
        log.info("%s was cut short, as the bot leaves", doing)
        return
    try:
        await send(interaction, notice(words_for(error, doing)))
    except (discord.HTTPException, aiohttp.ClientError, OSError) as problem:
        level = logging.INFO if _code(problem) == ANSWERED else logging.WARNING
        log.log(level, "the apology for %s could not be sent: %s", doing, problem)


def _code(error: BaseException) -> int:
    return error.code if isinstance(error, discord.HTTPException) else 0


def _cause(error: BaseException) -> BaseException:
    return error.original if isinstance(error, app_commands.CommandInvokeError) else error
