"""The story is cut into pages."""

from bot.services import story
from tests.services.small_pack import BELL, HARBOUR, RESCUE, STORM, WINTER, a_pack, a_scene


def test_each_part_begins_a_page() -> None:
    first, second = story.pages(HARBOUR)

    assert (first.part, first.scenes, first.number, first.count) == ("The storm", (STORM, RESCUE), 1, 2)
    assert (second.part, second.scenes, second.number) == ("The bell", (BELL,), 2)


def test_a_long_part_is_on_several_pages() -> None:
    scenes = [a_scene(place, "word " * 100, "Long", ()) for place in range(1, 10)]

    pages = story.pages(a_pack(facts=scenes))

    assert [page.piece for page in pages] == list(range(1, len(pages) + 1))
    assert {page.pieces for page in pages} == {len(pages)}
    assert [scene for page in pages for scene in page.scenes] == scenes
    assert all(sum(len(scene.text) for scene in page.scenes) <= story.PAGE_LENGTH for page in pages)


def test_a_page_has_a_bounded_number_of_scenes() -> None:
    scenes = [a_scene(place, "Short.", "Many", ()) for place in range(1, 25)]

    assert [len(page.scenes) for page in story.pages(a_pack(facts=scenes))] == [10, 10, 4]


def test_without_a_plot_there_are_no_pages() -> None:
    assert story.pages(WINTER) == ()
