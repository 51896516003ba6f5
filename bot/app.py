"""Builds and connects everything. The only file that knows all packages."""

import asyncio
import gc
import logging
import random
import signal
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread

from bot.answers.engine import AnswerEngine
from bot.answers.meanings import Vectoriser, installed_vectoriser
from bot.answers.names import Names
from bot.cache import user_cache
from bot.community.departures import DepartureService
from bot.daily.posts import POST_GAP, SLACK, DailyPosts, Questions
from bot.daily.questions import PackQuestions
from bot.daily.service import DailyService
from bot.discord_front import launch
from bot.discord_front.client import Extension, Lorekeeper
from bot.discord_front.custom_ids import LookDaily, PickDaily
from bot.discord_front.daily.cog import Daily
from bot.discord_front.daily.sending import DiscordOutbox
from bot.discord_front.departures.cog import Departures
from bot.discord_front.departures.presence import DiscordPresence
from bot.discord_front.guess.buttons import GuessButton
from bot.discord_front.guess.cog import GuessTheCharacter
from bot.discord_front.quiz.setup import trivia
from bot.discord_front.settings.cog import SettingsCommands
from bot.errors import StorageError, UserError
from bot.guess.service import GuessService
from bot.knowledge.model import Knowledge
from bot.lookups.answers import AnswerService
from bot.lookups.listening import Listening
from bot.playground.clock import MovableClock
from bot.playground.payloads import MESSAGE_CONTENT
from bot.playground.restarts import Restarts
from bot.playground.server import Playground, PortTaken
from bot.questions.maker import questions_of
from bot.questions.model import Question
from bot.scheduling.clock import Clock, SystemClock
from bot.scheduling.pace import Pace
from bot.scheduling.planner import LOOK_ROUND, Planner
from bot.scheduling.shard import WHOLE, Shard
from bot.storage.connect import open_storage
from bot.storage.folder_lock import folder_lock
from bot.storage.interface import Posted, Storage

log = logging.getLogger(__name__)

RUNNING = 10_000
"""Objects after which Python looks for garbage once all is loaded; what is there by then it passes over."""

GRACE = timedelta(seconds=5)
"""For a post that is under way when the bot is stopped. Whoever stops us gives us some ten seconds in all."""

ALONE = timedelta(hours=6)
"""How often the planner looks round where no other process shares its database: in the playground, whose clock is then
moved over a day in a few steps."""

READY_WITHIN = timedelta(minutes=1)
"""How long daily questions wait for the gateway at the start. They need it to know which rights they have, and can do
without."""


def build_service(packs: Sequence[Path]) -> AnswerService:
    """What a member can ask, over these packs: at first by words, soon by what questions mean. Raises PackError."""
    kept = user_cache()
    knowledge = kept.knowledge(packs)
    engine = AnswerEngine(knowledge, keep=kept)
    if (encode := installed_vectoriser()) is not None:
        Thread(target=_read_meanings, args=(engine, encode), name="meanings", daemon=True).start()
    return AnswerService(knowledge, engine, Names(knowledge), _chance())


def _read_meanings(engine: AnswerEngine, encode: Vectoriser) -> None:
    """Answer by meaning as soon as what the packs say is encoded; the log tells how far it is, at debug level."""

    def tell(done: int, of: int) -> None:
        log.debug("%d of %d lines of a pack are encoded", done, of)

    engine.read_meanings(encode, progress=tell)
    log.debug("questions are read for their meaning, too")


def _questions(knowledge: Knowledge) -> PackQuestions:
    """What the packs can ask."""
    kept = user_cache()
    return PackQuestions(knowledge, lambda pack: kept.questions(pack, questions_of))


def _keep_what_is_loaded() -> None:
    """From here on look for garbage, but not in what stays as long as the process."""
    gc.freeze()
    gc.set_threshold(RUNNING)


async def run_bot(
    packs: Sequence[Path],
    *,
    token: str,
    api_base: str,
    database: str | None,
    data: Path,
    catch_up: timedelta,
    shard: Shard = WHOLE,
) -> None:
    """Run the bot until it is told to stop. `database` is an address, without one it is a file in the folder `data`.

    Raises PackError, StorageError and ConnectionFailed.
    """
    with _stopped_by_signals() as stop:
        service = build_service(packs)
        clock = SystemClock()
        async with _opened(database, data, clock) as storage:
            questions = await asyncio.to_thread(_questions, service.knowledge)
            _keep_what_is_loaded()
            await launch.run(
                service,
                token=token,
                api_base=api_base,
                stop=stop,
                shard=shard,
                extension=together(
                    with_daily(storage, questions, clock, catch_up=catch_up),
                    with_trivia(storage, service.knowledge, clock, questions.everything, pulse=clock),
                    with_guess(storage, service.knowledge, clock),
                ),
            )


async def run_playground(
    packs: Sequence[Path],
    *,
    port: int,
    record: Path | None,
    data: Path | None,
    catch_up: timedelta,
    on_ready: Callable[[Playground], None],
) -> None:
    """Run the playground with our bot in it until it is told to stop; `on_ready` hears when it can be used.

    What the bot remembers is kept in the folder `data`, and without one forgotten at the end. Its clock is the
    playground's. Raises PackError, StorageError, and UserError where the port is taken.
    """
    with _stopped_by_signals() as stop, ExitStack() as folders:
        folder = data or Path(folders.enter_context(tempfile.TemporaryDirectory(prefix="lorekeeper-")))
        service = build_service(packs)
        questions = await asyncio.to_thread(_questions, service.knowledge)
        _keep_what_is_loaded()
        clock, restarts, now_running = MovableClock(), Restarts(), NowRunning()
        async with AsyncExitStack() as stack:
            try:
                playground = await stack.enter_async_context(
                    Playground(
                        port=port,
                        record=record,
                        clock=clock,
                        restart=restarts.ask,
                        privileged_intents=MESSAGE_CONTENT,
                        destinations={"Next daily": lambda: now_running.next_moment(map(int, playground.world.guilds))},
                        is_busy=lambda: now_running.is_busy,
                    )
                )
            except PortTaken as error:
                raise UserError(str(error)) from error
            announced = False

            def announce(_: str) -> None:
                nonlocal announced
                if not announced:
                    on_ready(playground)
                announced = True

            async def start(ending: asyncio.Event) -> None:
                async with _opened(None, folder, clock) as storage:
                    await launch.run(
                        service,
                        token=playground.token,
                        api_base=playground.api_base,
                        on_ready=announce,
                        stop=ending,
                        extension=together(
                            with_daily(
                                storage,
                                questions,
                                clock,
                                catch_up=catch_up,
                                now_running=now_running,
                                look_round=ALONE,
                            ),
                            with_trivia(storage, service.knowledge, clock, questions.everything),
                            with_guess(storage, service.knowledge, clock),
                        ),
                    )

            await restarts.run(start, until=stop)


@dataclass
class NowRunning:
    """What of the bot runs at the moment, for whoever moves its clock. Nothing between two runs."""

    planner: Planner | None = None
    daily: DailyService | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something that was due is being done."""
        return self.planner is not None and self.planner.is_busy

    async def next_moment(self, servers: Iterator[int]) -> datetime | None:
        """When something of a daily question will be seen next: a post, or a result."""
        daily, moments = self.daily, []
        if daily is None:
            return None
        for server in servers:
            try:
                status = await daily.status(server)
            except UserError:
                continue
            moments.append(status.next_post)
            if isinstance(status.latest, Posted) and status.latest.plan.closes_at:
                moments.append(status.latest.plan.closes_at + SLACK)
        return min((moment for moment in moments if moment is not None), default=None)


def with_daily(
    storage: Storage,
    questions: Questions,
    clock: Clock,
    *,
    catch_up: timedelta,
    now_running: NowRunning | None = None,
    look_round: timedelta = LOOK_ROUND,
) -> Extension:
    """The daily question: its commands and buttons, and the planner that posts and closes.

    It looks round every so often for what other processes did.
    """

    @asynccontextmanager
    async def extension(client: Lorekeeper) -> AsyncIterator[None]:
        pace = Pace(clock, POST_GAP * client.shard.count)  # what Discord allows is for all of them together
        client.traffic.tell(pace)
        posts = DailyPosts(
            storage,
            DiscordOutbox(client),
            questions,
            clock,
            _chance(),
            pace=pace,
            catch_up=catch_up,
            shard=client.shard,
        )
        planner = Planner(posts, clock, _chance(), grace=GRACE, look_round=look_round)
        service = DailyService(storage, posts, questions, clock, on_change=planner.changed)
        daily = Daily(service)
        client.on_press(PickDaily, daily.pick)
        client.on_press(LookDaily, daily.look)
        await client.add_cog(daily)
        await client.add_cog(SettingsCommands(service, clock, Listening(storage.settings)))
        presence = DiscordPresence(client, client.shard)
        departures = DepartureService(storage, presence, clock, _chance(), on_change=planner.changed)
        await client.add_cog(Departures(departures))
        task = asyncio.create_task(_plan(client, planner, departures), name="planner")
        task.add_done_callback(_log_the_end)
        running = now_running or NowRunning()
        running.planner, running.daily = planner, service
        try:
            yield
        finally:
            running.planner = running.daily = None
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    return extension


def with_trivia(
    storage: Storage,
    knowledge: Knowledge,
    clock: Clock,
    questions: Sequence[Question] = (),
    *,
    pulse: Clock | None = None,
) -> Extension:
    """Trivia games and boards: their commands and buttons, and what keeps the games going.

    `questions` are all of the packs', where they are made already. By the `pulse` the process is known to live: the
    machine's time, also where the `clock` can be moved.
    """
    return lambda client: trivia(
        client,
        storage=storage,
        knowledge=knowledge,
        clock=clock,
        pulse=pulse or SystemClock(),
        chance=_chance(),
        made=questions,
    )


def with_guess(storage: Storage, knowledge: Knowledge, clock: Clock) -> Extension:
    """Guess the character: its commands and buttons."""

    @asynccontextmanager
    async def extension(client: Lorekeeper) -> AsyncIterator[None]:
        service = GuessService(storage, knowledge, clock, _chance())
        client.add_dynamic_items(GuessButton)
        await client.add_cog(GuessTheCharacter(service, client.service))
        yield

    return extension


def together(*extensions: Extension) -> Extension:
    """Several parts as one; the last to begin is the first to end."""

    @asynccontextmanager
    async def extension(client: Lorekeeper) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for each in extensions:
                await stack.enter_async_context(each(client))
            yield

    return extension


async def _plan(client: Lorekeeper, planner: Planner, departures: DepartureService) -> None:
    """Let the planner work, once the servers and what we may do there are known, or when they are long in coming."""
    with suppress(TimeoutError):
        async with asyncio.timeout(READY_WITHIN.total_seconds()):
            await client.wait_until_ready()
    try:
        await departures.compare()
    except StorageError as error:
        log.warning("which servers were left cannot be seen now: %s", error)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(planner.run())
        tasks.create_task(departures.run())


def _log_the_end(task: asyncio.Task[None]) -> None:
    """The planner ends only when it is told to."""
    if not task.cancelled() and (error := task.exception()):
        log.critical("the planner broke, and no daily question is posted until the next start", exc_info=error)


@asynccontextmanager
async def _opened(database: str | None, data: Path, clock: Clock) -> AsyncIterator[Storage]:
    """The storage, brought up to this version's schema. Raises StorageError.

    Where it is a file that no other process uses, what earlier ones held when they died is anybody's at once.
    """
    with ExitStack() as stack:
        lock = None if database else await asyncio.to_thread(stack.enter_context, folder_lock(data))
        storage = await open_storage(url=database, folder=data)
        try:
            if lock is not None:
                if lock.was_alone:
                    await storage.end_leases(at=clock.now())
                lock.share()
            yield storage
        finally:
            await storage.close()


def _chance() -> random.Random:
    return random.Random()  # noqa: S311  # chance for variety, not for secrets


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
