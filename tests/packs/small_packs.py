"""Packs as managers upload them, and a server's shelf to put them on."""

from dataclasses import dataclass, field

from bot.ids import ChannelId, MemberId, ServerId
from bot.packs.library import Library
from bot.packs.service import PackService, Proposed
from bot.packs.shelf import ServerShelf
from bot.packs.uploads import zipped
from bot.storage.storage import Storage
from tests.clock import FakeClock
from tests.packs.small_shelf import a_library
from tests.small_pack import ONE_PACK
from tests.storage.memory import in_memory

SERVER, OTHER_SERVER = ServerId(1), ServerId(2)
CHANNEL, THREAD, OTHER_CHANNEL = ChannelId(11), ChannelId(12), ChannelId(13)
MANAGER = MemberId(21)

QUESTION = "What burns in the lamp?"


def lamp_files(burns: str = "oil", title: str = "The Lamp") -> dict[str, str]:
    """A small pack: a lamp and what burns in it, two keepers, and a quiz question."""
    return {
        "pack.yaml": f"format: 1\ntitle: {title}\n",
        "facts.yaml": (
            "facts:\n"
            f'  - id: burns\n    text: "The lamp of Quillon burns {burns}."\n    source: [S1]\n'
            f'    asks: ["{QUESTION}", "What does the lamp of Quillon burn?"]\n'
            '  - id: stands\n    text: "The lamp stands on a cliff of chalk."\n    source: [S2]\n'
            '    asks: ["Where does the lamp stand?"]\n'
        ),
        "characters/quillon.yaml": "name: Quillon\nfacts:\n  - id: lights\n"
        '    text: "Quillon lights the lamp at dusk."\n    source: [S3]\n    asks: ["Who lights the lamp at dusk?"]\n',
        "quiz.yaml": (
            f'quiz:\n  - question: "What does the lamp of Quillon burn?"\n    answer: "{burns}"\n'
            '    wrong: ["straw", "peat", "coal"]\n    source: [S1]\n'
        ),
    }


def lamp(burns: str = "oil", title: str = "The Lamp") -> bytes:
    """The same as a zip."""
    return zipped(lamp_files(burns, title))


@dataclass
class Town:
    """A bot with one pack of its operator, and its servers' packs."""

    storage: Storage = field(default_factory=in_memory)
    clock: FakeClock = field(default_factory=FakeClock)
    library: Library = field(default_factory=lambda: a_library(ONE_PACK))

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """A new process, which knows what is stored."""
        self.shelf = ServerShelf(self.library, self.storage.packs)
        self.service = PackService(self.storage.packs, self.shelf, self.clock)

    async def propose(
        self, raw: bytes, *, name: str = "lamp.zip", pack: str = "", title: str = "", server_id: ServerId = SERVER
    ) -> Proposed:
        proposed = await self.service.propose(server_id, name=name, raw=raw, by=MANAGER, pack=pack, title=title)
        assert isinstance(proposed, Proposed), proposed
        return proposed

    async def put(self, raw: bytes, *, name: str = "lamp.zip", pack: str = "", server_id: ServerId = SERVER) -> str:
        """Upload and confirm; returns the pack's id."""
        version = (await self.propose(raw, name=name, pack=pack, server_id=server_id)).version
        await self.confirm(version.pack, version.number, server_id=server_id)
        return version.pack

    async def confirm(self, pack: str, number: int, *, server_id: ServerId = SERVER) -> str:
        [version] = [each for each in await self.storage.packs.history(server_id, pack) if each.number == number]
        return await self.service.confirm(server_id, pack, number, int(version.at.timestamp()))
