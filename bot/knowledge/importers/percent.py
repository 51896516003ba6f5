"""Percent-encoded texts (`What%20is%3F`)."""

import re
from collections.abc import Collection
from urllib.parse import unquote


def is_encoded(texts: Collection[str]) -> bool:
    """Whether all these texts of a file are percent-encoded: with escapes, without spaces, nothing else escaped."""
    return any(map(_ESCAPE.search, texts)) and all(map(_could_be, texts))


_ESCAPE = re.compile("%[0-9A-Fa-f]{2}")


def _could_be(text: str) -> bool:
    try:
        unquote(text, errors="strict")
    except UnicodeDecodeError:
        return False
    return not re.search(r"\s|%(?![0-9A-Fa-f]{2})", text)
