"""`python -m bot` is the same as `lorekeeper`."""

import sys

from bot.stopping import leave, on_signal

SERVICES = {"run", "playground"}
"""The commands that run until they are stopped. Stopped while they start, they end with exit code 0, too."""


def main() -> None:
    """Runs the command line and exits."""
    if SERVICES.intersection(sys.argv[1:2]):
        on_signal(leave)  # there is nothing to end yet: `app` takes over once there is
    from bot.cli.main import main as command_line

    command_line()


if __name__ == "__main__":
    main()
