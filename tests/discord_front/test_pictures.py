"""The pictures of /stats and of a game's end."""

from io import BytesIO

from PIL import Image

from bot.discord_front.pictures import RIGHT, STEPS, WIDTH, WRONG, podium, stats_chart
from bot.storage.answers import Share


def colours(drawn: bytes) -> dict[tuple[int, int, int], int]:
    picture = Image.open(BytesIO(drawn)).convert("RGB")
    found = picture.getcolors(picture.width * picture.height)
    assert found is not None
    return {colour: count for count, colour in found if isinstance(colour, tuple)}  # type: ignore[misc]  # RGB has three


def test_it_is_a_small_picture() -> None:
    drawn = stats_chart({"cast": Share(8, 4), "story": Share(2, 2)}, [True, False] * 10)

    picture = Image.open(BytesIO(drawn))
    assert picture.format == "PNG"
    assert picture.width == WIDTH
    assert len(drawn) < 30_000


def test_a_larger_share_has_a_longer_bar() -> None:
    half, whole = (colours(stats_chart({"cast": Share(8, right)}, []))[RIGHT] for right in (4, 8))

    assert 1.8 < whole / half < 2.2


def test_right_and_wrong_answers_have_their_colours() -> None:
    drawn = colours(stats_chart({"cast": Share(3, 0)}, [True, False, False]))

    assert 1.5 < drawn[WRONG] / drawn[RIGHT] < 2  # a wrong one has a cross in it


def test_the_same_numbers_give_the_same_picture() -> None:
    shares = {"cast": Share(8, 4), "story": Share(8, 2)}

    assert stats_chart(shares, [True]) == stats_chart(dict(reversed(shares.items())), [True])


def test_there_may_be_nothing_to_draw() -> None:
    assert Image.open(BytesIO(stats_chart({}, []))).format == "PNG"


def test_a_podium_has_a_step_for_each_of_the_first_three() -> None:
    two = colours(podium([(1, 300, "Robin"), (2, 200, "Sam")]))
    three = colours(podium([(1, 300, "Robin"), (1, 300, "Sam"), (3, 10, "Zoë 🦉")]))

    golden, silver, bronze = (colour for _, _, colour in STEPS)
    assert two[golden] > two[silver]
    assert bronze not in two
    assert three[silver] > three[bronze] > 0
