"""`python -m tests.page_types` checks the types in the page's script with TypeScript's compiler (`tsc --checkJs`).

TypeScript isn't a Python package. A `tsc` on the PATH is used; otherwise one release is downloaded into the
environment, checked against its checksum, and run by the Node.js that Playwright brings.
"""

import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
import urllib.request
from pathlib import Path
from tempfile import TemporaryDirectory

import playwright

VERSION = "5.9.3"
ADDRESS = f"https://registry.npmjs.org/typescript/-/typescript-{VERSION}.tgz"
SHA_256 = "10e108c9cf7d5f2879053dff18515fb405abf2ccef63eaaf017d9c571687a1d3"

OPTIONS = ("--noEmit", "--allowJs", "--checkJs", "--strictNullChecks", "--target", "es2022", "--module", "esnext")
"""A page without a build step, so every type is found out from the code or stands in a comment."""

SECONDS = 60
"""How long to wait for the download."""


def main() -> int:
    """Check the script. 0 where it is sound, and where no compiler can be had; otherwise what the compiler returned."""
    compiler = installed() or downloaded()
    if compiler is None:
        print("No TypeScript here and no way to download it: the types in the page's script aren't checked.")
        return 0
    scripts = sorted(str(path) for path in Path("bot/playground/page").glob("*.js"))
    return subprocess.run((*compiler, *OPTIONS, *scripts), stdin=subprocess.DEVNULL, check=False).returncode  # noqa: S603  # our own


def installed() -> tuple[str, ...] | None:
    path = shutil.which("tsc")
    return (path,) if path else None


def downloaded() -> tuple[str, ...] | None:
    """The command that starts the release in the environment, put there if need be."""
    folder = Path(sys.prefix) / f"typescript-{VERSION}"
    node = Path(playwright.__file__).parent / "driver" / ("node.exe" if sys.platform == "win32" else "node")
    if not folder.exists():
        try:
            with urllib.request.urlopen(ADDRESS, timeout=SECONDS) as answer:
                archive = answer.read()
        except OSError:
            return None
        if (found := hashlib.sha256(archive).hexdigest()) != SHA_256:
            raise SystemExit(f"{ADDRESS} has the checksum {found}, not {SHA_256}: it isn't used.")
        with TemporaryDirectory(dir=sys.prefix) as half, tarfile.open(fileobj=io.BytesIO(archive)) as packed:
            packed.extractall(half)  # noqa: S202  # the checksum says what is in it
            (Path(half) / "package").rename(folder)
    return (str(node), str(folder / "lib" / "tsc.js"))


if __name__ == "__main__":
    sys.exit(main())
