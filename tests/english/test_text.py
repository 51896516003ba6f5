"""What two spellings of the same thing have in common."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.english.text import asked_for, fold, looks_like_a_question, normal_form, stem, written_out


@given(st.text(max_size=4000))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(("text", "typed"), [("Þór", "thor"), ("Óðinn", "odinn"), ("Œuvre", "oeuvre"), ("Ærø", "aero")])
def test_letters_missing_on_keyboards_are_folded_to_typed_ones(text: str, typed: str) -> None:
    assert fold(text) == typed


@given(st.text(max_size=4000))
def test_any_text_can_be_read(text: str) -> None:
    assert all(written_out(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sceptre", "scepter"),
        ("grey", "gray"),
        ("armour", "armor"),
        ("colours", "color"),
        ("defence", "defense"),
        ("realised", "realize"),
        ("theatre", "theater"),
        ("theatres", "theater"),
        ("fibre", "fiber"),
        ("programmes", "program"),
        ("analyse", "analyzed"),
        ("dialogue", "dialog"),
        ("travelled", "traveled"),
        ("killed", "kills"),
        ("stole", "stealing"),
        ("children", "child"),
        ("six", "6"),
        ("twelve", "12"),
    ],
)
def test_spellings_and_inflections_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("four", "flour"), ("hour", "horn"), ("fifty", "five"), ("acre", "acer"), ("wise", "wize")],
)
def test_other_words_keep_their_own_stem(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("who's playing Fury", "who is playing fury"),
        ("whos u luv", "who is you love"),
        ("J.A.R.V.I.S. is here", "jarvis is here"),
        ("Stellan Skarsgård’s role", "stellan skarsgard role"),
        ("I can't swim", "i can not swim"),
        ("n't", "not"),
        ("didnt they", "did not they"),
        ("<@123456> who ||dies|| 😭 https://example.com/x", "who dies"),
        ("Taylor-Johnson", "taylor johnson"),
        ("nooo that was sooo coool", "no that was so cool"),
        ("world war III", "world war iii"),
    ],
)
def test_chat_spelling_is_written_out(typed: str, read: str) -> None:
    assert " ".join(written_out(typed)) == read


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("who killed him", "who"),
        ("which actor is it", "who"),
        ("what city is this", "place"),
        ("whats the name of the town", "place"),
        ("whats the dog called", "name"),
        ("which year was it", "year"),
        ("how many stones are there", "how many"),
        ("how did he do it", "how"),
        ("is he dead", "yes/no"),
        ("why not", "why"),
        ("nice one", ""),
    ],
)
def test_the_kind_of_thing_asked_for_is_recognised(question: str, kind: str) -> None:
    assert asked_for(written_out(question)) == kind


@pytest.mark.parametrize("line", ["who is that", "is he dead", "so what happened", "he died?", "tell me who won"])
def test_questions_look_like_questions(line: str) -> None:
    assert looks_like_a_question(line)


@pytest.mark.parametrize("line", ["", "he died", "lol same", "best film ever", "!!!"])
def test_statements_do_not_look_like_questions(line: str) -> None:
    assert not looks_like_a_question(line)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Who built the lighthouses?", "who built the lighthouse"),
        ("hey, does anyone know who built the lighthouse? thx", "who built the lighthouse"),
        ("What's the colour of the door", "what is the color of a door?"),
    ],
)
def test_questions_that_differ_in_nothing_that_matters_have_one_form(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("who built the lighthouse", "when was the lighthouse built"),
        ("who was saved by Mara", "who saved Mara"),
        ("what happens before the storm", "what happens after the storm"),
        ("who is he", "what is it"),
    ],
)
def test_questions_for_other_things_have_other_forms(one: str, other: str) -> None:
    assert normal_form(one) != normal_form(other)


@given(st.text(max_size=400))
def test_any_text_has_a_form(text: str) -> None:
    assert normal_form(text) == normal_form(f" {text} ")
