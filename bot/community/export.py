"""Files for members and managers, small enough for Discord. Pure."""

import gzip

LARGEST = 8_000_000
"""Maximum size of a file on any server, in bytes. Gzip makes a larger one about ten times smaller."""


def packed(file: bytes, name: str) -> tuple[bytes, str]:
    """The file and its name; gzipped if it is too large."""
    return (file, name) if len(file) <= LARGEST else (gzip.compress(file, mtime=0), f"{name}.gz")
