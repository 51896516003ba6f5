"""`lorekeeper playground --scenario FILE --screenshot OUT.png`: plays a conversation and takes a picture at its end."""

from pathlib import Path

from bot.cli.scenario_file import read_scenario
from bot.errors import UserError
from bot.playground.scenario import play
from bot.playground.server import Playground


class Script:
    """What the playground does instead of waiting for visitors. Raises UserError if the scenario's file is wrong."""

    def __init__(self, scenario: Path | None, picture: Path | None) -> None:
        self._file = scenario
        self._picture = picture
        self._steps = read_scenario(scenario) if scenario else []
        self.failures = 0
        """The number of steps that failed."""

    async def run(self, playground: Playground) -> None:
        """Play the scenario, print what failed, and take the picture. Raises UserError without a browser."""
        failures = await play(playground, self._steps)
        self.failures = len(failures)
        for failure in failures:
            print(f"{self._file}:{failure.step.line}: {failure.step}: {failure.reason}")
        if self._steps:
            print(f"{len(self._steps) - self.failures} of {len(self._steps)} steps went as expected")
        if self._picture is not None:
            await _take_picture(playground.url, self._picture)


async def _take_picture(address: str, file: Path) -> None:
    try:
        from bot.cli.screenshot import NoBrowser, take_picture
    except ImportError as error:
        hint = "install it with: python -m pip install playwright, then: python -m playwright install chromium"
        raise UserError(f"--screenshot needs Playwright; {hint}") from error
    try:
        await take_picture(address, file)
    except NoBrowser as error:
        raise UserError(f"--screenshot: {error}") from error
    except OSError as error:
        raise UserError(f"{file} can't be written: {error.strerror or error}") from error
