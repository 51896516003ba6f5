"""Builds and connects everything. The only file that knows all packages."""

import asyncio
import logging
import random
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

from bot.answers.engine import AnswerEngine
from bot.answers.names import Names
from bot.discord_front import launch
from bot.errors import UserError
from bot.knowledge.load import load_knowledge
from bot.playground.server import Playground, PortTaken
from bot.services.answers import AnswerService

log = logging.getLogger(__name__)


def build_service(packs: Sequence[Path]) -> AnswerService:
    """What a member can do, over these packs. Raises PackError."""
    knowledge = load_knowledge(packs)
    return AnswerService(knowledge, AnswerEngine(knowledge), Names(knowledge), random.Random())  # noqa: S311  # chance for variety, not for secrets


async def run_bot(packs: Sequence[Path], *, token: str, api_base: str) -> None:
    """Run the bot until it is told to stop. Raises PackError and ConnectionFailed."""
    with _stopped_by_signals() as stop:
        service = build_service(packs)
        await launch.run(service, token=token, api_base=api_base, stop=stop)


async def run_playground(
    packs: Sequence[Path], *, port: int, record: Path | None, on_ready: Callable[[Playground], None]
) -> None:
    """Run the playground with our bot in it until it is told to stop; `on_ready` hears when it can be used.

    Raises PackError, and UserError where the port is taken.
    """
    with _stopped_by_signals() as stop:
        service = build_service(packs)
        async with AsyncExitStack() as stack:
            try:
                playground = await stack.enter_async_context(Playground(port=port, record=record))
            except PortTaken as error:
                raise UserError(str(error)) from error
            await launch.run(
                service,
                token=playground.token,
                api_base=playground.api_base,
                on_ready=lambda _: on_ready(playground),
                stop=stop,
            )


@contextmanager
def _stopped_by_signals() -> Iterator[asyncio.Event]:
    """An event that SIGINT and SIGTERM set. A second signal ends the process at once, as if without us."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    numbers = (signal.SIGINT, signal.SIGTERM)

    def give_up() -> None:
        for number in numbers:
            loop.remove_signal_handler(number)

    def hear() -> None:
        log.info("stopping")
        stop.set()
        give_up()

    try:
        for number in numbers:
            loop.add_signal_handler(number, hear)
    except NotImplementedError:  # Windows' event loop has none
        for number in numbers:
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
        yield stop
        return
    try:
        yield stop
    finally:
        give_up()
