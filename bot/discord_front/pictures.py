"""Draws the small pictures: of /stats, and the podium of a game. The only module that knows Pillow."""

from collections.abc import Mapping, Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from bot.lookups.plain_text import shorten
from bot.storage.answers import Share

WIDTH, ROW, MARGIN = 640, 44, 24
"""In pixels. Half the width of a phone's screen, so the text is readable there."""

LABEL_WIDTH, FIGURES_WIDTH = 150, 130
SQUARE, GAP, CROSS = 24, 5, 7
SMALL, LARGE = 20, 22

GROUND, PAPER, INK = (43, 45, 49), (66, 69, 76), (242, 243, 245)
PODIUM_HEIGHT, NAME = 280, 18
STEPS = ((1, 220, (241, 196, 15)), (0, 170, (190, 195, 199)), (2, 130, (205, 127, 50)))
"""Column, height and colour of the first, second and third place."""
RIGHT, WRONG = (59, 165, 93), (237, 66, 69)


def stats_chart(by_category: Mapping[str, Share], latest: Sequence[bool]) -> bytes:
    """A PNG with a bar for each category's share of right answers, and a square for each of the latest answers.

    Deterministic.
    """
    rows = sorted(by_category.items(), key=lambda each: (-each[1].answered, each[0]))
    height = MARGIN * 2 + ROW * len(rows) + (ROW + SQUARE if latest else 0)
    picture = Image.new("RGB", (WIDTH, max(height, MARGIN * 2 + 1)), GROUND)
    pen = ImageDraw.Draw(picture)
    small, large = ImageFont.load_default(SMALL), ImageFont.load_default(LARGE)
    top = MARGIN
    for name, share in rows:
        _bar(pen, top, name, share, small, large)
        top += ROW
    if latest:
        pen.text((MARGIN, top + ROW / 2), f"The last {len(latest)}", fill=INK, font=large, anchor="lm")
        top += ROW
        for place, is_right in enumerate(latest):
            left = MARGIN + place * (SQUARE + GAP)
            pen.rounded_rectangle((left, top, left + SQUARE, top + SQUARE), 5, fill=RIGHT if is_right else WRONG)
            if not is_right:  # a cross as well, for colour-blind readers
                near, far, high, low = left + CROSS, left + SQUARE - CROSS, top + CROSS, top + SQUARE - CROSS
                pen.line((near, high, far, low), fill=INK, width=3)
                pen.line((near, low, far, high), fill=INK, width=3)
    written = BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()


def podium(best: Sequence[tuple[int, int, str]]) -> bytes:
    """A PNG of a game's podium: rank, points and name, the best first.

    Names with characters that the font may lack are left out.
    """
    picture = Image.new("RGB", (WIDTH, PODIUM_HEIGHT), GROUND)
    pen = ImageDraw.Draw(picture)
    small, large = ImageFont.load_default(SMALL), ImageFont.load_default(2 * LARGE)
    width = (WIDTH - 2 * MARGIN) / len(STEPS)
    for (column, height, colour), (rank, points, name) in zip(STEPS, best, strict=False):
        left, top = MARGIN + column * width, PODIUM_HEIGHT - height
        middle = left + width / 2
        pen.rounded_rectangle((left + GAP, top, left + width - GAP, PODIUM_HEIGHT + 8), 8, fill=colour)
        pen.text((middle, top + ROW), str(rank), fill=GROUND, font=large, anchor="mm")
        pen.text((middle, top + 2 * ROW), f"{points} points", fill=GROUND, font=small, anchor="mm")
        if name.isascii():
            pen.text((middle, top - SMALL), shorten(name, NAME), fill=INK, font=small, anchor="mm")
    written = BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()


def _bar(
    pen: ImageDraw.ImageDraw,
    top: int,
    name: str,
    share: Share,
    small: ImageFont.FreeTypeFont | ImageFont.ImageFont,
    large: ImageFont.FreeTypeFont | ImageFont.ImageFont,
) -> None:
    """One category: its name, the bar, the figures."""
    middle, part = top + ROW / 2, share.right / share.answered if share.answered else 0.0
    left, right = MARGIN + LABEL_WIDTH, WIDTH - MARGIN - FIGURES_WIDTH
    pen.text((MARGIN, middle), name.capitalize(), fill=INK, font=large, anchor="lm")
    pen.rounded_rectangle((left, top + 10, right, top + ROW - 10), 6, fill=PAPER)
    if part:
        pen.rounded_rectangle(
            (left, top + 10, max(left + (right - left) * part, left + 12), top + ROW - 10), 6, fill=RIGHT
        )
    figures = f"{part:.0%} of {share.answered}"
    pen.text((WIDTH - MARGIN, middle), figures, fill=INK, font=small, anchor="rm")
