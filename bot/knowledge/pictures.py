"""Reads the picture files of packs when a question is asked. `load` has checked them."""

from collections.abc import Iterable
from pathlib import Path

from bot.knowledge.fingerprint import pack_id


class PackPictures:
    """The pictures in the folders of these packs."""

    def __init__(self, packs: Iterable[Path] = ()) -> None:
        self._folders = {pack_id(folder): folder for folder in packs}

    def read(self, pack: str, file: str) -> bytes | None:
        """The content of the file, as questions refer to it ("pictures/moth.png"); None if it was removed."""
        folder = self._folders.get(pack)
        try:
            return (folder / file).read_bytes() if folder else None
        except OSError:
            return None
