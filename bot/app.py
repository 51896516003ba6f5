"""Builds and connects everything: the only module that imports all packages."""

import asyncio
import gc
import logging
import random
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import TypeVar
from weakref import ref

from bot import stopping
from bot.answers.engine import AnswerEngine, Keep
from bot.answers.meanings import Vectoriser, installed_vectoriser
from bot.cache import user_cache
from bot.community.boards import BoardService
from bot.community.departures import DepartureService
from bot.community.digest import WaitingLists
from bot.community.member_data import MemberDataService
from bot.community.misses import Lessons, MissService
from bot.community.suggestions import SuggestionService
from bot.daily.desk import POST_GAP
from bot.daily.posts import DailyPosts
from bot.daily.questions import ShelfQuestions
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
from bot.discord_front.lookups.chat import ChatCog, Judged, OngoingGames
from bot.discord_front.lookups.cog import LookupsCog
from bot.discord_front.lookups.conversation import Conversation
from bot.discord_front.lookups.judging import JudgingPresses
from bot.discord_front.lookups.near import SearchedFacts
from bot.discord_front.lookups.posts import Posts
from bot.discord_front.lookups.presses import LookupPresses
from bot.discord_front.lookups.questions import QuestionsCog
from bot.discord_front.lookups.queue import AnswerQueue
from bot.discord_front.lookups.unanswered import Unanswered
from bot.discord_front.member_data.cog import MemberDataCog
from bot.discord_front.misses.cog import MissesCog
from bot.discord_front.misses.sending import DiscordDigests
from bot.discord_front.packs.cog import PacksCog
from bot.discord_front.presses import Form, FormAnswers, Item, register
from bot.discord_front.questions import Pictures
from bot.discord_front.quiz.cog import TriviaCog
from bot.discord_front.quiz.receipts import Receipts
from bot.discord_front.quiz.sending import DiscordQuizOutbox
from bot.discord_front.settings.cog import SettingsCog
from bot.discord_front.settings.spoilers import SpoilersCog
from bot.discord_front.setup.cog import SetupCog
from bot.discord_front.setup.doctor import Doctor
from bot.discord_front.teaching.cog import TeachingCog
from bot.discord_front.teaching.sending import ReviewOutbox
from bot.discord_front.teaching.settings import SuggestionSettings
from bot.discord_front.teaching.suggesting import Suggesting
from bot.errors import StorageError
from bot.guess.service import GuessService
from bot.house.service import LISTENED, PACKS, HouseService
from bot.ids import ServerId
from bot.knowledge.model import Knowledge, Pack
from bot.knowledge.pictures import PackPictures
from bot.lookups.listening import Listening
from bot.lookups.manual import FOLDER, Manual
from bot.operations.health import Health, ready
from bot.operations.monitor import Monitor
from bot.operations.watch import Gauge
from bot.packs.in_use import BuiltPack, Shelf
from bot.packs.library import Library
from bot.packs.reload import Reload
from bot.packs.seen import SeenShelf
from bot.packs.service import PackService
from bot.packs.shelf import ServerShelf
from bot.questions.model import QuizQuestion
from bot.quiz.questions import QuizQuestions
from bot.quiz.service import QuizService
from bot.scheduling.clock import Clock, SystemClock
from bot.scheduling.pace import Pace
from bot.scheduling.planner import Planner
from bot.scheduling.shard import WHOLE, Shard
from bot.storage.connect import open_storage
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

RESUMED_WITHIN = timedelta(seconds=10)
"""How long connecting waits for running games to resume, so that a slow database doesn't delay everything else."""

READY_WITHIN = timedelta(minutes=1)
"""How long daily questions wait for the gateway at startup. It reports the bot's permissions, but they can do
without."""


class Loaded:
    """The operator's packs, ready for use: by words at first, soon by meaning, too."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Raises PackError."""
        self._kept, self._meanings = user_cache(), MeaningReader()
        self._folders = tuple(folders)
        packs = [self._built(pack) for pack in self._kept.knowledge(folders).packs]
        about_me = self._read(FOLDER)
        self.library = Library(packs, self._of_server, _chance(), Manual(about_me.engine, about_me.pack))
        _ = self.library.everything.answers, self.library.everything.questions

    async def watch(self) -> None:
        """Read the packs again when their files change, until cancelled."""
        await Reload(self.library, self._folders, self._read, SystemClock()).run()

    def _read(self, folder: Path) -> BuiltPack:
        return self._built(self._kept.knowledge([folder]).packs[0])

    def _built(self, pack: Pack) -> BuiltPack:
        engine = partial(self._meanings.engine, keep=self._kept)
        return BuiltPack(pack, engine, lambda pack: self._kept.questions(pack, _questions_of))

    def _of_server(self, pack: Pack) -> BuiltPack:
        """Nothing of a server's pack is left on the disk."""
        return BuiltPack(pack, self._meanings.engine, _questions_of)


def _questions_of(pack: Pack) -> tuple[QuizQuestion, ...]:
    from bot.questions.maker import questions_of  # usually they are in the cache, and nothing makes questions

    return questions_of(pack)


class MeaningReader:
    """Reads packs for their meaning, one after the other, while they are already answering by words."""

    def __init__(self) -> None:
        self._encode = installed_vectoriser()
        self._waiting: SimpleQueue[ref[AnswerEngine]] = SimpleQueue()
        if self._encode is not None:
            Thread(target=self._read, args=(self._encode,), name="meanings", daemon=True).start()

    def engine(self, pack: Pack, *, keep: Keep | None = None) -> AnswerEngine:
        """An engine for one pack."""
        engine = AnswerEngine(Knowledge((pack,)), keep=keep)
        if self._encode is not None:
            self._waiting.put(ref(engine))
        return engine

    def _read(self, encode: Vectoriser) -> None:
        while True:
            if (engine := self._waiting.get()()) is not None:  # not dropped meanwhile
                engine.read_meanings(encode, progress=_tell)
                log.debug("questions about a pack are read for their meaning, too")
            del engine


def _tell(done: int, of: int) -> None:
    log.debug("%d of %d lines of a pack are encoded", done, of)


async def load_packs(packs: Sequence[Path]) -> Loaded:
    """The packs. What is loaded is frozen, so that the garbage collector skips it."""
    loaded = await _in_background(lambda: Loaded(packs))
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
    with stopped_by_signals() as stop:
        await address.point_at(api_base, token)  # report a wrong token before loading the packs, which takes seconds
        loaded = await load_packs(packs)
        _show_packs(monitor, loaded.library)
        clock = SystemClock()

        async def work(ending: asyncio.Event) -> None:
            async with opened(database, data, monitor) as storage:
                await launch.run(
                    the_bot(loaded.library, storage, clock, catch_up=catch_up, packs=packs, monitor=monitor),
                    token=token,
                    api_base=api_base,
                    on_ready=lambda _: stop.has_started(),
                    stop=ending,
                    shard=shard,
                )

        async with meanwhile(loaded.watch(), "packs"):
            await while_held(shard_lock(url=database, folder=data, shard=str(shard)), work, stop=stop.event)


@dataclass
class NowRunning:
    """The running parts of the bot, for the playground, which moves its clock. Empty between two runs."""

    planners: tuple[Planner, ...] = ()
    daily: DailyService | None = None

    @property
    def is_busy(self) -> bool:
        """Whether due work is in progress."""
        return any(planner.is_busy for planner in self.planners)


def the_bot(
    library: Library,
    storage: Storage,
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
    watch = monitor.watch

    @asynccontextmanager
    async def extension(client: Lorekeeper) -> AsyncIterator[None]:
        assert client.user is not None
        pace = Pace(clock, POST_GAP * client.shard.count)  # Discord's limit applies to all shards together
        client.traffic.tell(pace)
        client.traffic.watch(watch)
        whole, listening = ServerShelf(library, storage.packs), Listening(storage.settings)
        pack_service, pictures = PackService(storage.packs, whole, clock), Pictures(PackPictures(packs), whole)
        house = HouseService(
            storage.house,
            clock,
            {LISTENED: listening, PACKS: pack_service},
            on_change=lambda server_id: lists.changed(server_id),
        )
        shelf = SeenShelf(whole, house, _chance())
        questions = ShelfQuestions(shelf)
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
        waiting = WaitingLists(storage, house, DiscordDigests(client), clock, _chance(), pace=pace, shard=client.shard)
        lists = Planner(waiting, clock, _chance(), grace=GRACE)
        presence = DiscordPresence(client, client.shard)
        lessons = Lessons(pack_service, storage.misses)
        suggestions = SuggestionService(storage, lessons, clock)
        misses = MissService(storage.misses, house, lessons, clock, on_new=lists.changed)

        def moved(server_id: ServerId) -> None:
            whole.forget(server_id)
            house.forget(server_id)
            suggestions.forget(server_id)
            planner.changed(server_id)
            lists.changed(server_id)

        departures = DepartureService(storage, presence, clock, _chance(), on_change=moved)
        daily_service = DailyService(storage, posts, questions, clock, on_change=planner.changed)
        receipts = Receipts()
        games = QuizService(
            storage,
            QuizQuestions(shelf, storage, _chance()),
            DiscordQuizOutbox(client, receipts, pictures),
            clock,
            _chance(),
            shard=client.shard,
            on_start=watch.game_started,
        )
        daily, trivia = DailyCog(daily_service, pictures), TriviaCog(games, listening, receipts, house)
        boards = BoardsCog(BoardService(storage, DiscordMembers(client, clock), clock), clock, house)
        own_data = MemberDataCog(MemberDataService(storage, games, clock, on_forget=house.forget_member))
        guess = GuessCog(GuessService(storage, clock, _chance()), shelf)
        suggesting = Suggesting(suggestions, ReviewOutbox(client))
        settings = SettingsCog(
            house,
            whole,
            pack_service,
            listening,
            clock,
            DailySettings(daily_service, shelf, clock, pictures, house),
            Listen(listening, house),
            SuggestionSettings(suggestions, house),
        )
        doctor = Doctor(client, house, whole, daily_service, listening)
        setup = SetupCog(doctor, house, whole)
        own_packs = PacksCog(pack_service, house)
        teaching = TeachingCog(client, suggestions, suggesting, house)
        queue = AnswerQueue(watch)
        open_questions = MissesCog(misses, house, SearchedFacts(shelf, queue), client.limits, client.user.id)
        features = (daily, trivia, guess, boards, own_data, own_packs, settings, setup, teaching, open_questions)
        for cog in (*features, SpoilersCog(house, whole), DeparturesCog(departures)):
            await client.add_cog(cog)
        judging = JudgingPresses(shelf, queue, Conversation(client.user.id), suggesting, misses)
        answers, answer_forms = await add_answers(
            client, shelf, listening, trivia, house, pictures, queue, suggestions, misses
        )
        register(client, *answers, *judging.items, *(item for feature in features for item in feature.items))
        with_forms = (trivia, settings, own_packs, teaching, open_questions, judging)
        client.add_view(FormAnswers(*(form for each in with_forms for form in each.forms), *answer_forms))

        running = now_running or NowRunning()
        running.planners, running.daily = (planner, lists), daily_service
        watch.show(Gauge.GAMES, lambda: games.running)
        watch.show(Gauge.SERVERS, lambda: len(client.guilds))
        watch.show(Gauge.GATEWAY_LATENCY, lambda: client.latency)
        try:
            async with (
                meanwhile(_plan(client, (planner, lists), departures), "planner") as planning,
                meanwhile(games.run(), "games"),
                meanwhile(misses.run(), "misses"),
            ):
                planning.add_done_callback(partial(_log_the_end, monitor.health))
                with suppress(TimeoutError):  # so that the bot's first answers already know about the games
                    async with asyncio.timeout(RESUMED_WITHIN.total_seconds()):
                        await games.resumed()
                with monitor.health.checking("gateway", partial(_connected, client)):
                    yield
        finally:
            running.planners, running.daily = (), None

    return extension


async def add_answers(
    client: Lorekeeper,
    shelf: Shelf,
    listening: Listening,
    games: OngoingGames,
    house: HouseService,
    pictures: Pictures,
    queue: AnswerQueue,
    judged: Judged,
    unanswered: Unanswered,
) -> tuple[Sequence[Item], Sequence[Form]]:
    """Add the commands and the chat that answer from the packs. Returns what handles their buttons and forms."""
    assert client.user is not None
    conversation = Conversation(client.user.id)
    questions = QuestionsCog(client, shelf, queue, conversation, house, pictures, judged, unanswered)
    for cog in (
        questions,
        LookupsCog(shelf, house, pictures),
        ChatCog(shelf, queue, conversation, listening, games, house, pictures, client.limits, judged, unanswered),
        AboutCog(shelf, house, pictures, judged, client.user.id),
    ):
        await client.add_cog(cog)
    presses = (LookupPresses(shelf, pictures), Posts(listening, house), questions)
    return tuple(item for each in presses for item in each.items), questions.forms


@asynccontextmanager
async def meanwhile(work: Coroutine[None, None, None], name: str) -> AsyncIterator[asyncio.Task[None]]:
    """Run the work in a task until the context ends."""
    task = asyncio.create_task(work, name=name)
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _plan(client: Lorekeeper, planners: Sequence[Planner], departures: DepartureService) -> None:
    """Run the planners once the servers and our permissions there are known, or after a timeout."""
    with suppress(TimeoutError):
        async with asyncio.timeout(READY_WITHIN.total_seconds()):
            await client.wait_until_ready()
    try:
        await departures.compare()
    except StorageError as error:
        log.warning("which servers were left cannot be seen now: %s", error)
    async with asyncio.TaskGroup() as tasks:
        for planner in planners:
            tasks.create_task(planner.run())
        tasks.create_task(departures.run())


async def _connected(client: Lorekeeper) -> str | None:
    """A check of the gateway."""
    return None if client.is_online else "not connected; the bot keeps trying"


def _show_packs(monitor: Monitor, library: Library) -> None:
    """Report that the packs are loaded, and how much is in them."""
    monitor.watch.show(Gauge.PACKS, lambda: len(library.packs))
    monitor.watch.show(Gauge.FACTS, lambda: sum(len(each.pack.facts) for each in library.packs))
    monitor.watch.show(Gauge.QUESTIONS, lambda: len(library.everything.questions))
    monitor.health.is_ready("packs")


def _log_the_end(health: Health, task: asyncio.Task[None]) -> None:
    """Log why the planner ended, unless it was stopped."""
    if not task.cancelled() and (error := task.exception()):
        log.critical("the planner broke, and no daily question is posted until the next start", exc_info=error)
        health.has_broken("planner", "no daily question is posted until the bot is restarted; the log says why")


@asynccontextmanager
async def opened(
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
def stopped_by_signals() -> Iterator[Stop]:
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
