"""Files for members and managers, small enough for Discord. Pure."""

import gzip

LARGEST = 8_000_000
"""Bytes of a file that Discord takes everywhere. One that is larger is packed, to a tenth or so."""


def packed(file: bytes, name: str) -> tuple[bytes, str]:
    """The file and its name; packed by gzip where it is too large as it is."""
    return (file, name) if len(file) <= LARGEST else (gzip.compress(file, mtime=0), f"{name}.gz")
