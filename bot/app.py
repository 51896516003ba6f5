"""Builds and connects everything: the only module that imports all packages."""

import asyncio
import gc
import logging
import random
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Sequence
from concurrent.futures import Future
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TypeVar

from bot import stopping
from bot.answers.engine import AnswerEngine
from bot.answers.meanings import Vectoriser, installed_vectoriser
from bot.answers.names import Names
from bot.cache import user_cache
from bot.community.boards import BoardService
from bot.community.departures import DepartureService
from bot.community.member_data import MemberDataService
from bot.daily.closing import SLACK
from bot.daily.desk import POST_GAP
from bot.daily.posts import DailyPosts
from bot.daily.questions import PackQuestions
from bot.daily.service import DailyService
from bot.discord_front import address, launch
from bot.discord_front.about.cog import AboutCog
from bot.discord_front.boards.cog import BoardsCog
from bot.discord_front.boards.members import DiscordMembers
from bot.discord_front.client import Extension, Lorekeeper
from bot.discord_front.daily.cog import DailyCog
from bot.discord_front.daily.sending import DiscordOutbox
from bot.discord_front.daily.settings import DailySettings
from bot.discord_front.departures.cog import DeparturesCog
from bot.discord_front.departures.presence import DiscordPresence
from bot.discord_front.guess.cog import GuessCog
from bot.discord_front.listening.cog import Listen
from bot.discord_front.lookups.chat import ChatCog, OngoingGames
from bot.discord_front.lookups.cog import LookupsCog
from bot.discord_front.lookups.conversation import Conversation
from bot.discord_front.lookups.presses import LookupPresses
from bot.discord_front.lookups.questions import QuestionsCog
from bot.discord_front.lookups.queue import AnswerQueue
from bot.discord_front.lookups.replies import Replies
from bot.discord_front.member_data.cog import MemberDataCog
from bot.discord_front.presses import Item, register
from bot.discord_front.questions import Pictures
from bot.discord_front.quiz.cog import TriviaCog
from bot.discord_front.quiz.receipts import Receipts
from bot.discord_front.quiz.sending import DiscordQuizOutbox
from bot.discord_front.settings.cog import SettingsCog
from bot.errors import StorageError, UserError
from bot.guess.service import GuessService
from bot.ids import ChannelId, MemberId, ServerId
from bot.knowledge.model import Knowledge
from bot.knowledge.pictures import PackPictures
from bot.lookups.answers import AnswerService
from bot.lookups.first_questions import first_questions, known
from bot.lookups.listening import Listening
from bot.lookups.plain_text import titles
from bot.lookups.talk import RecentTalk
from bot.operations.health import Health, ready
from bot.operations.monitor import Monitor
from bot.operations.watch import Gauge, Watch
from bot.playground.clock import MovableClock
from bot.playground.payloads import MESSAGE_CONTENT
from bot.playground.restarts import Restarts
from bot.playground.server import Playground, PortTaken
from bot.playground.welcome import Suggestion, Welcome
from bot.questions.maker import questions_of
from bot.quiz.questions import QuizQuestions
from bot.quiz.service import QuizService
from bot.scheduling.clock import Clock, SystemClock
from bot.scheduling.pace import Pace
from bot.scheduling.planner import Planner
from bot.scheduling.shard import WHOLE, Shard
from bot.storage.connect import open_storage
from bot.storage.ledger import Posted
from bot.storage.shard_lock import shard_lock, while_held
from bot.storage.storage import Storage

log = logging.getLogger(__name__)

T = TypeVar("T")

END_STARTING = timedelta(seconds=2)
"""How long ending may take while the bot starts: nothing has been done yet that could be lost."""

END_RUNNING = timedelta(seconds=9)
"""How long ending may take once it runs. systemd and Docker kill the process about ten seconds after SIGTERM."""

RUNNING = 10_000
"""Allocations before the garbage collector runs, once everything is loaded. Objects loaded by then are frozen."""

GRACE = timedelta(seconds=2)
"""Time for a post in progress to finish when the bot stops or loses its lock. If it is interrupted, the bot looks for
it in the channel after the restart."""

NEXT_DAILY = "Next daily"
"""Where the playground's page can move the clock."""

RESUMED_WITHIN = timedelta(seconds=10)
"""How long connecting waits for running games to resume, so that a slow database doesn't delay everything else."""

READY_WITHIN = timedelta(minutes=1)
"""How long daily questions wait for the gateway at startup. It reports the bot's permissions, but they can do
without."""


def build_service(packs: Sequence[Path]) -> AnswerService:
    """The answer service for these packs: by words at first, soon by meaning, too. Raises PackError."""
    kept = user_cache()
    knowledge = kept.knowledge(packs)
    engine = AnswerEngine(knowledge, keep=kept)
    if (encode := installed_vectoriser()) is not None:
        Thread(target=_read_meanings, args=(engine, encode), name="meanings", daemon=True).start()
    return AnswerService(knowledge, engine, Names(knowledge), _chance())


def _read_meanings(engine: AnswerEngine, encode: Vectoriser) -> None:
    """Encode the packs, then search by meaning; logs the progress at debug level."""

    def tell(done: int, of: int) -> None:
        log.debug("%d of %d lines of a pack are encoded", done, of)

    engine.read_meanings(encode, progress=tell)
    log.debug("questions are read for their meaning, too")


def _questions(knowledge: Knowledge) -> PackQuestions:
    """The questions of the packs."""
    kept = user_cache()
    return PackQuestions(knowledge, lambda pack: kept.questions(pack, questions_of))


async def _loaded(packs: Sequence[Path]) -> tuple[AnswerService, PackQuestions]:
    """The answers and the questions of the packs. What is loaded is frozen, so that the garbage collector skips it."""

    def load() -> tuple[AnswerService, PackQuestions]:
        service = build_service(packs)
        return service, _questions(service.knowledge)

    loaded = await _in_background(load)
    gc.freeze()
    gc.set_threshold(RUNNING)
    return loaded


async def run_bot(
    packs: Sequence[Path],
    *,
    token: str,
    api_base: str,
    database: str | None,
    data: Path,
    catch_up: timedelta,
    shard: Shard = WHOLE,
    monitor: Monitor = Monitor(),  # noqa: B008  # nobody looks at it
) -> None:
    """Run the bot until it is stopped. `database` is a URL; by default, a file in the folder `data`.

    Raises PackError, StorageError, ConnectionFailed, and CancelledError if it is stopped while it starts.
    """
    with _stopped_by_signals() as stop:
        await address.point_at(api_base, token)  # a wrong token is told before the packs are read, which takes seconds
        service, questions = await _loaded(packs)
        _show_packs(monitor, service.knowledge, questions)
        clock = SystemClock()

        async def work(ending: asyncio.Event) -> None:
            async with _opened(database, data, monitor) as storage:
                await launch.run(
                    the_bot(service, storage, questions, clock, catch_up=catch_up, packs=packs, monitor=monitor),
                    token=token,
                    api_base=api_base,
                    on_ready=lambda _: stop.has_started(),
                    stop=ending,
                    shard=shard,
                )

        await while_held(shard_lock(url=database, folder=data, shard=str(shard)), work, stop=stop.event)


async def run_playground(
    packs: Sequence[Path],
    *,
    port: int,
    record: Path | None,
    data: Path | None,
    catch_up: timedelta,
    on_ready: Callable[[Playground], None],
    use: Callable[[Playground], Awaitable[None]] | None = None,
) -> None:
    """Run the playground with the bot in it until it is stopped; `on_ready` is called when it can be used.

    With `use`, it runs until that is done, and raises what that raises.
    State is kept in the folder `data`, or discarded at the end if there is none. The bot uses the playground's clock.
    Raises PackError, StorageError, UserError if the port is taken, and CancelledError if it is stopped while it starts.
    """
    with _stopped_by_signals() as stop, ExitStack() as folders:
        folder = data or Path(folders.enter_context(tempfile.TemporaryDirectory(prefix="lorekeeper-")))
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
                        destinations={NEXT_DAILY: lambda: now_running.next_daily(playground)},
                        is_busy=lambda: now_running.is_busy,
                    )
                )
            except PortTaken as error:
                raise UserError(str(error)) from error
            service, questions = await _loaded(packs)
            playground.greet(_welcome(service.knowledge))
            using: list[asyncio.Task[None]] = []
            announced = False

            async def use_it() -> None:
                try:
                    if use is not None:
                        await use(playground)
                finally:
                    stop.event.set()

            def announce(_: str) -> None:
                nonlocal announced
                stop.has_started()
                if not announced:
                    on_ready(playground)
                    if use is not None:
                        using.append(asyncio.create_task(use_it()))
                announced = True

            async def work(ending: asyncio.Event) -> None:
                async with _opened(None, folder) as storage:
                    bot = the_bot(
                        service, storage, questions, clock, catch_up=catch_up, packs=packs, now_running=now_running
                    )
                    await launch.run(
                        bot, token=playground.token, api_base=playground.api_base, on_ready=announce, stop=ending
                    )

            lock = shard_lock(url=None, folder=folder)
            try:
                await restarts.run(lambda ending: while_held(lock, work, stop=ending), until=stop.event)
            finally:
                for task in using:
                    task.cancel()
            for task in using:
                if not task.cancelled():
                    await task


def _welcome(knowledge: Knowledge) -> Welcome:
    """What the playground's first screen says about the packs, and suggests to try."""
    return Welcome(
        title=titles(knowledge),
        about=known(knowledge),
        suggestions=(
            *(Suggestion(question, ask=question) for question in first_questions(knowledge)),
            Suggestion("Play five questions", command="trivia start", options={"rounds": "5"}),
            Suggestion("Jump to tomorrow's daily", go_to=NEXT_DAILY),
        ),
    )


@dataclass
class NowRunning:
    """The running parts of the bot, for the playground, which moves its clock. Empty between two runs."""

    planner: Planner | None = None
    daily: DailyService | None = None

    @property
    def is_busy(self) -> bool:
        """Whether due work is in progress."""
        return self.planner is not None and self.planner.is_busy

    async def next_daily(self, playground: Playground) -> datetime | None:
        """When the next post or result of a daily question becomes visible.

        If no server has a daily question, one starts in #general, at the time that it is now in UTC.
        """
        daily, moments = self.daily, []
        if daily is None:
            return None
        servers = [ServerId(int(server)) for server in playground.world.guilds]
        if not any([await daily.schedule(server) for server in servers]):
            general = playground.world.channel("general")
            await daily.set_up(
                ServerId(int(general.guild_id or 0)),
                channel_id=ChannelId(int(general.id)),
                at=playground.clock.now().time().replace(second=0, microsecond=0),
                zone="UTC",
                by=MemberId(int(playground.world.owner.id)),
            )
        for server_id in servers:
            try:
                status = await daily.status(server_id)
            except UserError:
                continue
            moments.append(status.next_post)
            if isinstance(status.latest, Posted) and status.latest.plan.closes_at:
                moments.append(status.latest.plan.closes_at + SLACK)
        return min((moment for moment in moments if moment is not None), default=None)


def the_bot(
    service: AnswerService,
    storage: Storage,
    questions: PackQuestions,
    clock: Clock,
    *,
    catch_up: timedelta,
    packs: Sequence[Path] = (),
    now_running: NowRunning | None = None,
    monitor: Monitor = Monitor(),  # noqa: B008  # nobody looks at it
) -> Extension:
    """Everything the bot does in Discord: commands, buttons, games and daily questions.

    The pictures of questions are read from the folders `packs`.
    """
    pictures, watch = Pictures(PackPictures(packs)), monitor.watch

    @asynccontextmanager
    async def extension(client: Lorekeeper) -> AsyncIterator[None]:
        pace = Pace(clock, POST_GAP * client.shard.count)  # Discord's limit applies to all shards together
        client.traffic.tell(pace)
        client.traffic.watch(watch)
        outbox = DiscordOutbox(client, pictures)
        posts = DailyPosts(
            storage,
            outbox,
            questions,
            clock,
            _chance(),
            pace=pace,
            catch_up=catch_up,
            shard=client.shard,
            on_event=watch.daily,
        )
        planner = Planner(posts, clock, _chance(), grace=GRACE)
        presence = DiscordPresence(client, client.shard)
        departures = DepartureService(storage, presence, clock, _chance(), on_change=planner.changed)
        daily_service = DailyService(storage, posts, questions, clock, on_change=planner.changed)
        receipts = Receipts()
        games = QuizService(
            storage,
            QuizQuestions(service.knowledge, storage, _chance(), made=questions.everything),
            DiscordQuizOutbox(client, receipts, pictures),
            clock,
            _chance(),
            shard=client.shard,
            on_start=watch.game_started,
        )
        listening = Listening(storage.settings)
        daily, trivia = DailyCog(daily_service, pictures), TriviaCog(games, listening, receipts)
        boards = BoardsCog(BoardService(storage, DiscordMembers(client, clock), clock), clock)
        own_data = MemberDataCog(MemberDataService(storage, games, clock))
        settings = SettingsCog(DailySettings(daily_service, clock, pictures), Listen(listening))
        guess = GuessCog(GuessService(storage, service.knowledge, clock, _chance()), service)
        for cog in (daily, trivia, guess, boards, own_data, settings, DeparturesCog(departures)):
            await client.add_cog(cog)
        answers = await add_answers(client, service, listening, trivia, watch)
        register(client, *answers, *daily.items, *trivia.items, *guess.items, *boards.items, *own_data.items)
        client.add_view(trivia.form_answers)

        running = now_running or NowRunning()
        running.planner, running.daily = planner, daily_service
        watch.show(Gauge.GAMES, lambda: games.running)
        watch.show(Gauge.SERVERS, lambda: len(client.guilds))
        watch.show(Gauge.GATEWAY_LATENCY, lambda: client.latency)
        try:
            async with (
                _meanwhile(_plan(client, planner, departures), "planner") as planning,
                _meanwhile(games.run(), "games"),
            ):
                planning.add_done_callback(partial(_log_the_end, monitor.health))
                with suppress(TimeoutError):  # so that the bot's first answers already know about the games
                    async with asyncio.timeout(RESUMED_WITHIN.total_seconds()):
                        await games.resumed()
                with monitor.health.checking("gateway", partial(_connected, client)):
                    yield
        finally:
            running.planner = running.daily = None

    return extension


async def add_answers(
    client: Lorekeeper,
    service: AnswerService,
    listening: Listening,
    games: OngoingGames,
    watch: Watch = Watch(),  # noqa: B008  # it ignores everything
) -> Sequence[Item]:
    """Add the commands and the chat that answer from the packs. Returns the button handlers to register."""
    assert client.user is not None
    replies, queue, talk = Replies(service), AnswerQueue(service, watch), RecentTalk()
    conversation = Conversation(replies, client.user.id)
    for cog in (
        QuestionsCog(client, replies, queue, conversation, talk),
        LookupsCog(replies),
        ChatCog(replies, queue, conversation, talk, listening, games),
        AboutCog(service.knowledge, client.user.id),
    ):
        await client.add_cog(cog)
    return LookupPresses(replies).items


@asynccontextmanager
async def _meanwhile(work: Coroutine[None, None, None], name: str) -> AsyncIterator[asyncio.Task[None]]:
    """Run the work in a task until the context ends."""
    task = asyncio.create_task(work, name=name)
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _plan(client: Lorekeeper, planner: Planner, departures: DepartureService) -> None:
    """Run the planner once the servers and our permissions there are known, or after a timeout."""
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


async def _connected(client: Lorekeeper) -> str | None:
    """A check of the gateway."""
    return None if client.is_online else "not connected; the bot keeps trying"


def _show_packs(monitor: Monitor, knowledge: Knowledge, questions: PackQuestions) -> None:
    """Report that the packs are loaded, and how much is in them."""
    counts = {
        Gauge.PACKS: len(knowledge.packs),
        Gauge.FACTS: sum(len(pack.facts) for pack in knowledge.packs),
        Gauge.QUESTIONS: len(questions.everything),
    }
    for gauge, count in counts.items():
        monitor.watch.show(gauge, partial(float, count))
    monitor.health.is_ready("packs")


def _log_the_end(health: Health, task: asyncio.Task[None]) -> None:
    """Log why the planner ended, unless it was stopped."""
    if not task.cancelled() and (error := task.exception()):
        log.critical("the planner broke, and no daily question is posted until the next start", exc_info=error)
        health.has_broken("planner", "no daily question is posted until the bot is restarted; the log says why")


@asynccontextmanager
async def _opened(
    database: str | None,
    data: Path,
    monitor: Monitor = Monitor(),  # noqa: B008  # nobody looks at it
) -> AsyncIterator[Storage]:
    """The storage, migrated to this version's schema, for a process that has the lock. Raises StorageError."""

    async def reachable() -> str | None:
        try:
            await storage.reach()
        except StorageError as error:
            log.warning("the database can't be reached: %s", error)
            return "it can't be reached; the log says why"
        return None

    checking = monitor.health.checking
    with checking("lock", ready):
        storage = await open_storage(url=database, folder=data, watch=monitor.watch)
        try:
            with checking("database", reachable):
                yield storage
        finally:
            await storage.close()


def _chance() -> random.Random:
    return random.Random()  # noqa: S311  # chance for variety, not for secrets


class Stop:
    """What SIGINT and SIGTERM do: while the bot starts, they cancel this task; once it runs, they set `event`."""

    def __init__(self) -> None:
        self.event = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._starting = asyncio.current_task()

    @property
    def within(self) -> timedelta:
        """How long ending may take now."""
        return END_RUNNING if self._starting is None else END_STARTING

    def has_started(self) -> None:
        """The bot runs: from now on, it needs a moment to end."""
        self._starting = None

    def ask(self) -> None:
        """May be called from a signal handler."""
        self._loop.call_soon_threadsafe(self._hear)

    def _hear(self) -> None:
        log.info("stopping")
        if self._starting is not None:
            self._starting.cancel()
        self.event.set()


@contextmanager
def _stopped_by_signals() -> Iterator[Stop]:
    stop = Stop()
    with stopping.listening(stop.ask, within=lambda: stop.within):
        yield stop


async def _in_background(work: Callable[[], T]) -> T:
    """The result of some work in a thread that keeps no process alive, as asyncio's own threads would."""
    result: Future[T] = Future()
    result.set_running_or_notify_cancel()

    def run() -> None:
        try:
            result.set_result(work())
        except BaseException as error:
            result.set_exception(error)

    Thread(target=run, name="packs", daemon=True).start()
    return await asyncio.wrap_future(result)
