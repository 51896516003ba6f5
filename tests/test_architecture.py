"""Who may import whom. The rules are at the top; what reads them off the code is below."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

ARROWS = {
    "errors": set(),
    "ids": set(),
    "base36": set(),
    "stopping": set(),
    "settings": {"errors", "scheduling"},
    "scheduling": {"errors", "ids"},
    "storage": {"errors", "ids"},
    "knowledge": {"errors", "ids"},
    "cache": {"knowledge"},
    "english": set(),
    "answers": {"english", "knowledge"},
    "questions": {"english", "errors", "ids", "knowledge"},
    "lookups": {"answers", "english", "errors", "ids", "knowledge", "storage"},
    "house": {"errors", "ids", "knowledge", "scheduling", "storage"},
    "packs": {"answers", "errors", "house", "ids", "knowledge", "lookups", "questions", "scheduling", "storage"},
    "daily": {"base36", "errors", "ids", "knowledge", "packs", "questions", "scheduling", "storage"},
    "quiz": {"english", "errors", "ids", "knowledge", "packs", "questions", "scheduling", "storage"},
    "guess": {"errors", "ids", "knowledge", "packs", "scheduling", "storage"},
    "community": {"english", "errors", "house", "ids", "packs", "quiz", "scheduling", "storage"},
    "discord_front": {
        "base36",
        "errors",
        "ids",
        "scheduling",
        "storage",
        "knowledge",
        "answers",
        "questions",
        "lookups",
        "house",
        "packs",
        "daily",
        "quiz",
        "guess",
        "community",
    },
    "playground": set(),
    "operations": {"discord_front", "errors", "knowledge", "scheduling", "settings", "storage"},
    "app": {
        "errors",
        "ids",
        "scheduling",
        "storage",
        "knowledge",
        "cache",
        "answers",
        "questions",
        "lookups",
        "house",
        "packs",
        "daily",
        "quiz",
        "guess",
        "community",
        "discord_front",
        "operations",
        "stopping",
    },
    "demo": {"app", "daily", "discord_front", "errors", "ids", "knowledge", "lookups", "playground", "storage"},
    "cli": {
        "errors",
        "ids",
        "stopping",
        "settings",
        "storage",
        "knowledge",
        "cache",
        "english",
        "answers",
        "questions",
        "guess",
        "lookups",
        "playground",
        "operations",
        "scheduling",
        "app",
        "demo",
    },
    "__main__": {"cli", "stopping"},
}
"""What each part of `bot` may import of the others. The playground knows nobody, and only `demo` joins it
to the bot (`cli` names its type, to tell its address)."""

INSIDES = {"bot.discord_front.insides"}
"""Who may use what discord.py does not document."""

UNDOCUMENTED = {"discord.gateway", "discord.http", "discord.state"}
"""Modules of discord.py that it does not document; `http` is also the client's attribute for them."""

HOMES = {
    "yaml": {"bot.knowledge.load", "bot.knowledge.importers", "bot.cli.scenario_file"},
    "playwright": {"bot.cli.screenshot"},
    "cachetools": {"bot.daily", "bot.discord_front", "bot.house", "bot.lookups", "bot.packs"},
    "rapidfuzz": {"bot.english.spelling", "bot.knowledge.schema"},
    "Stemmer": {"bot.english"},
    "numpy": {"bot.answers", "bot.english.frequency", "bot.english.spelling"},
    "discord": {"bot.discord_front"},
    "mwparserfromhell": {"bot.knowledge.importers.wiki.markup"},
    "aiohttp": {"bot.discord_front", "bot.playground", "bot.operations"},
    "yarl": {"bot.discord_front", "bot.operations"},
    "pydantic": {"bot.house.rules", "bot.knowledge", "bot.settings"},
    "pydantic_core": {"bot.knowledge"},
    "pydantic_settings": {"bot.settings"},
    "sqlalchemy": {"bot.storage"},
    "alembic": {"bot.storage"},
    "typer": {"bot.cli.main"},
    "rich": {"bot.cli.tables"},
    "prometheus_client": {"bot.operations.metrics"},
    "pythonjsonlogger": {"bot.operations.logs"},
    "sentry_sdk": {"bot.operations.sentry"},
    "PIL": {"bot.discord_front.pictures"},
}
"""Where each outside library lives. A library that is not here has no place in the bot. (yarl is aiohttp's type for
addresses, pydantic_core holds pydantic's errors.)"""

PURE = {
    "bot.answers",
    "bot.cli.jsonl",
    "bot.english",
    "bot.guess.attributes",
    "bot.guess.hints",
    "bot.guess.rules",
    "bot.house.sight",
    "bot.questions",
    "bot.quiz.events",
    "bot.quiz.round",
    "bot.quiz.scoring",
}
"""What works on values alone: no files, no clock, no network, no chance of its own."""

OUTSIDE_WORLD = {
    "asyncio",
    "datetime",
    "io",
    "os",
    "pathlib",
    "random",
    "shutil",
    "socket",
    "subprocess",
    "time",
}
"""The standard library's ways out of a pure module."""

ARGUMENTS = {"datetime.datetime", "datetime.timedelta", "random", "random.Random"}
"""What may be named of these, because it comes in as an argument: the time that it is, and chance."""

ASKING = {"now", "today", "utcnow", "fromtimestamp"}
"""What would ask the clock itself."""


@dataclass(frozen=True)
class Module:
    """A file of the bot: its dotted name and what it says."""

    name: str
    tree: ast.Module
    is_package: bool = False

    @property
    def part(self) -> str:
        """`bot.english.text` is of the part `english`."""
        return self.name.split(".")[1] if "." in self.name else ""

    @cached_property
    def imports(self) -> tuple[str, ...]:
        """The dotted names that are imported anywhere in the file, also inside functions."""
        return tuple(self._imports())

    def _imports(self) -> Iterator[str]:
        for node in ast.walk(self.tree):
            match node:
                case ast.Import(names=names):
                    yield from (alias.name for alias in names)
                case ast.ImportFrom(module=module, names=names, level=level):
                    package = self.name.split(".") if self.is_package else self.name.split(".")[:-1]
                    base = (
                        ".".join([*package[: len(package) - level + 1], module or ""]).rstrip(".") if level else module
                    )
                    yield from (f"{base}.{alias.name}" for alias in names)


def read(name: str, source: str, *, is_package: bool = False) -> Module:
    return Module(name, ast.parse(source), is_package)


@cache
def modules() -> list[Module]:
    """The whole bot, read once and not before a test asks for it."""
    found = []
    for path in sorted((ROOT / "bot").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        is_package = parts[-1] == "__init__"
        found.append(
            read(".".join(parts[:-1] if is_package else parts), path.read_text("utf-8"), is_package=is_package)
        )
    return found


def within(name: str, homes: set[str]) -> bool:
    """Whether a dotted name is one of these or lies inside one."""
    return any(name == home or name.startswith(f"{home}.") for home in homes)


def wrong_arrows(module: Module) -> list[str]:
    """What the module imports of parts of the bot that it must not know."""
    allowed = {module.part, *ARROWS.get(module.part, set())}
    return [
        name for name in module.imports if name.startswith("bot.") and module.part and name.split(".")[1] not in allowed
    ]


def feature_of(name: str) -> str | None:
    """`bot.discord_front.daily.cog` is of the feature `daily`; None for the base that all features share."""
    parts = name.split(".")
    is_feature = (
        parts[:2] == ["bot", "discord_front"]
        and len(parts) > 2
        and (ROOT / "bot" / "discord_front" / parts[2]).is_dir()
    )
    return parts[2] if is_feature else None


def other_features(module: Module) -> list[str]:
    """What a feature of Discord's front, or the base, imports of another feature."""
    if not module.name.startswith("bot.discord_front."):
        return []
    own = feature_of(module.name)
    return [name for name in module.imports if feature_of(name) not in {None, own}]


def insides_used(module: Module) -> list[str]:
    """What the module uses of the insides of discord.py."""
    if module.part != "discord_front" or within(module.name, INSIDES):
        return []
    attributes = [
        f"{ast.unparse(node)} (line {node.lineno})"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        and not (isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"})
        and (is_private(node.attr) or (node.attr == "http" and "client" in ast.unparse(node.value)))
    ]
    return [*(name for name in module.imports if within(name, UNDOCUMENTED)), *attributes]


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__")


def built_by_name(module: Module) -> list[int]:
    """The lines on which a cog is fetched by its name: whoever needs one is given it."""
    return [
        node.lineno
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"get_cog", "cogs"}
    ]


def strangers(module: Module) -> list[str]:
    """What the module imports of libraries that do not live there."""
    outside = (name for name in module.imports if name.split(".")[0] not in {"bot", *sys.stdlib_module_names})
    return [name for name in outside if not within(module.name, HOMES.get(name.split(".")[0], set()))]


def ways_out(module: Module) -> list[str]:
    """What a pure module imports to reach the world outside."""
    if not within(module.name, PURE):
        return []
    asked = [
        node.func.attr
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ASKING
    ]
    chance = [
        ast.unparse(node)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "random"
        and node.attr != "Random"
    ]
    outside = [name for name in module.imports if name.split(".")[0] in OUTSIDE_WORLD and name not in ARGUMENTS]
    return [*outside, *asked, *chance]


def cycle(modules: list[Module]) -> list[str]:
    """Modules that import each other in a circle, or none."""
    names = {module.name for module in modules}
    graph = {
        module.name: {
            target
            for name in module.imports
            for target in (name, name.rpartition(".")[0])
            if target in names - {module.name}
        }
        for module in modules
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def holds_names(module: Module) -> bool:
    """Whether an `__init__` holds anything beside its docstring."""
    return module.is_package and (len(module.tree.body) != 1 or ast.get_docstring(module.tree) is None)


def late_attributes(module: Module) -> list[str]:
    """Attributes that a class first gets in some other method than `__init__`, so that nobody sees them all at once."""
    classes = (node for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef))
    return [
        f"{module.name}:{line} {each.name}.{name}"
        for each in classes
        for method in methods(each)
        for name, line in attributes_set(method)
        if name not in born(each)
    ]


def methods(each: ast.ClassDef) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in each.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def born(each: ast.ClassDef) -> set[str]:
    """What a class has from the beginning: fields, properties, and what it is given in `__init__`."""
    targets = [
        target
        for node in each.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    ]
    fields = {target.id for target in targets if isinstance(target, ast.Name)}
    at_birth = [method for method in methods(each) if method.name in {"__init__", "__post_init__"}]
    return (
        fields
        | {method.name for method in methods(each)}
        | {name for method in at_birth for name, _ in attributes_set(method)}
    )


def attributes_set(method: ast.FunctionDef | ast.AsyncFunctionDef) -> list[tuple[str, int]]:
    """The attributes that a method gives to its own object, with their lines."""
    own = next((argument.arg for argument in (*method.args.posonlyargs, *method.args.args)), None)
    return [
        (node.attr, node.lineno)
        for node in ast.walk(method)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == own
    ]


def without_a_place(module: Module) -> bool:
    """Whether nobody has said yet what the module's part may import."""
    return module.name != "bot" and module.part not in ARROWS


def test_every_part_has_its_place_in_arrows() -> None:
    assert [module.name for module in modules() if without_a_place(module)] == []


def test_every_module_knows_only_what_comes_before_it() -> None:
    assert {module.name: wrong for module in modules() if (wrong := wrong_arrows(module))} == {}


def test_no_feature_of_the_front_knows_another() -> None:
    assert {module.name: wrong for module in modules() if (wrong := other_features(module))} == {}


def test_one_file_alone_knows_the_insides_of_discord_py() -> None:
    assert {module.name: wrong for module in modules() if (wrong := insides_used(module))} == {}


def test_nobody_fetches_a_cog_by_its_name() -> None:
    assert {module.name: wrong for module in modules() if (wrong := built_by_name(module))} == {}


def test_every_library_stays_in_its_home() -> None:
    assert {module.name: wrong for module in modules() if (wrong := strangers(module))} == {}


def test_nothing_is_imported_for_the_type_checker_alone() -> None:
    assert [module.name for module in modules() if "TYPE_CHECKING" in ast.dump(module.tree)] == []


def test_what_should_be_pure_is_pure() -> None:
    assert {module.name: wrong for module in modules() if (wrong := ways_out(module))} == {}


def test_every_module_says_what_it_is_for() -> None:
    assert [module.name for module in modules() if not ast.get_docstring(module.tree)] == []


def test_no_package_holds_names() -> None:
    assert [module.name for module in modules() if holds_names(module)] == []


def test_no_attribute_is_born_outside_init() -> None:
    assert [late for module in modules() for late in late_attributes(module)] == []


def test_nobody_imports_in_a_circle() -> None:
    assert cycle(modules()) == []


def test_no_library_has_a_home_and_does_not_live_there() -> None:
    used = {name.split(".")[0] for module in modules() for name in module.imports}

    assert HOMES.keys() - used == set()


def test_every_package_says_what_it_is() -> None:
    folders = {path.parent for path in (ROOT / "bot").rglob("*.py")}

    assert [folder for folder in folders if not (folder / "__init__.py").is_file()] == []


class TestTheRulesCanFail:
    def test_a_part_without_a_place(self) -> None:
        assert without_a_place(read("bot.attic", ""))
        assert not without_a_place(read("bot.answers", ""))

    @pytest.mark.parametrize(
        ("name", "source"),
        [
            ("bot.english.text", "from bot.lookups.answers import AnswerService"),
            ("bot.english.text", "import bot.lookups.answers"),
            ("bot.english.text", "from bot import lookups"),
            ("bot.english.text", "from ..lookups import answers"),
            ("bot.english.text", "def f():\n    from bot.app import run_bot"),
            ("bot.playground.rest", "from bot.errors import UserError"),
            ("bot.knowledge.load", "from bot.english.text import words"),
        ],
    )
    def test_an_arrow_that_points_forward(self, name: str, source: str) -> None:
        assert len(wrong_arrows(read(name, source))) == 1

    @pytest.mark.parametrize("name", ["bot.discord_front.quiz.cog", "bot.discord_front.client"])
    def test_a_feature_known_by_another_or_by_the_base(self, name: str) -> None:
        daily = "from bot.discord_front.daily import wording"

        assert other_features(read(name, daily)) == ["bot.discord_front.daily.wording"]
        assert other_features(read("bot.discord_front.daily.cog", daily)) == []
        assert other_features(read(name, "from bot.discord_front import wording")) == []

    @pytest.mark.parametrize("source", ["client._connection", "self._client.http.close()", "import discord.http"])
    def test_insides_used_elsewhere(self, source: str) -> None:
        assert len(insides_used(read("bot.discord_front.client", source))) == 1
        assert insides_used(read("bot.discord_front.insides", source)) == []

    def test_a_cog_fetched_by_its_name(self) -> None:
        assert built_by_name(read("bot.app", "client.get_cog('Chat')")) == [1]

    @pytest.mark.parametrize(
        ("name", "source"),
        [
            ("bot.answers.engine", "from rapidfuzz import fuzz"),
            ("bot.lookups.answers", "import discord.ext.commands"),
            ("bot.discord_front.client", "import yaml"),
            ("bot.app", "import requests"),
        ],
    )
    def test_a_library_away_from_home(self, name: str, source: str) -> None:
        assert len(strangers(read(name, source))) == 1

    def test_a_library_at_home_is_fine(self) -> None:
        assert strangers(read("bot.english.spelling", "from rapidfuzz import fuzz")) == []

    def test_a_clock_in_a_pure_module(self) -> None:
        assert ways_out(read("bot.answers.engine", "import time")) == ["time"]
        assert ways_out(read("bot.lookups.answers", "import time")) == []

    def test_a_pure_module_that_asks_for_time_or_chance_itself(self) -> None:
        assert ways_out(read("bot.quiz.round", "from datetime import datetime\nat: datetime")) == []
        assert ways_out(read("bot.quiz.round", "from datetime import datetime\nat = datetime.now()")) == ["now"]
        assert ways_out(read("bot.questions.draw", "import random\nx: random.Random")) == []
        assert ways_out(read("bot.questions.draw", "import random\nx = random.random()")) == ["random.random"]

    def test_a_circle(self) -> None:
        circle = [
            read("bot.a", "from bot.b import x"),
            read("bot.b", "from bot import c"),
            read("bot.c", "import bot.a"),
        ]

        assert set(cycle(circle)) == {"bot.a", "bot.b", "bot.c"}
        assert cycle(circle[:2]) == []

    def test_a_package_that_holds_names(self) -> None:
        assert holds_names(read("bot.a", '"""A."""\nfrom bot.b import c', is_package=True))
        assert not holds_names(read("bot.a", '"""A."""', is_package=True))

    def test_an_attribute_that_is_born_late(self) -> None:
        late = "class A:\n    def __init__(self):\n        self.a = 1\n    def f(self):\n        self.a, self.b = 1, 2"
        fields = "class A:\n    a: int\n    def f(self):\n        self.a = 1"

        assert late_attributes(read("bot.a", late)) == ["bot.a:5 A.b"]
        assert late_attributes(read("bot.a", fields)) == []
