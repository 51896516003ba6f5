"""Whole numbers in base 36, which makes the ids of servers and members a third shorter."""

from string import ascii_lowercase, digits

LARGEST_ID = 2**63 - 1
"""Discord's ids, and those of databases, have at most 63 bits."""

DIGITS = digits + ascii_lowercase


def base36(number: int) -> str:
    """The digits of a number from 0 on; `int(text, 36)` reads them back."""
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = DIGITS[digit] + text
    return text or "0"
