"""How a line is cut into pieces of words."""

import pytest

from bot.answers.pieces import Vocabulary, words

PIECES = ["[UNK]", "[CLS]", "[SEP]", "?", "a", "b", "##a", "##b", "iron", "man", "##s", "##man", "ult", "##ron"]


def spelt(line: str, most: int = 64) -> str:
    vocabulary = Vocabulary.of(PIECES)
    return " ".join(PIECES[number] for number in vocabulary.spell(line, most).tokens)


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        pytest.param("Iron Man", "[CLS] iron man [SEP]", id="small letters"),
        pytest.param("Ultrons ironman?", "[CLS] ult ##ron ##s iron ##man ? [SEP]", id="the longest pieces first"),
        pytest.param("abba", "[CLS] a ##b ##b ##a [SEP]", id="spelt by letters"),
        pytest.param("män ultrön", "[CLS] man ult ##ron [SEP]", id="without accents"),
        pytest.param("man x iron", "[CLS] man [UNK] iron [SEP]", id="a word that can't be spelt"),
        pytest.param("a" * 101, "[CLS] [UNK] [SEP]", id="a word too long to be one"),
        pytest.param("", "[CLS] [SEP]", id="nothing"),
        pytest.param(" \t\n\u3000 ", "[CLS] [SEP]", id="spaces alone"),
    ],
)
def test_a_line_is_spelt(line: str, pieces: str) -> None:
    assert spelt(line) == pieces


def test_of_a_long_line_the_beginning_is_spelt() -> None:
    assert spelt("iron man " * 10_000, 5) == "[CLS] iron man iron [SEP]"
    assert spelt("abab", 4) == "[CLS] a ##b [SEP]"


@pytest.mark.parametrize(
    ("line", "most", "words"),
    [
        pytest.param("Iron, man?", 64, [("iron", "iron"), ("man", "man")], id="without marks"),
        pytest.param("ultrons abba", 64, [("ultrons", "ult ##ron ##s"), ("abba", "a ##b ##b ##a")], id="of several"),
        pytest.param("man ultrons iron", 5, [("man", "man"), ("ultrons", "ult ##ron")], id="cut"),
        pytest.param("?", 64, [], id="none"),
    ],
)
def test_words_are_known_by_their_pieces(line: str, most: int, words: list[tuple[str, str]]) -> None:
    spelt = Vocabulary.of(PIECES).spell(line, most)
    pieces = [" ".join(PIECES[number] for number in spelt.tokens[start:end]) for start, end in spelt.spans]

    assert list(zip(spelt.words, pieces, strict=True)) == words


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        pytest.param(
            "who's the AI, 'Jarvis'?", ["who", "'", "s", "the", "ai", ",", "'", "jarvis", "'", "?"], id="marks"
        ),
        pytest.param("snake_case c++", ["snake", "_", "case", "c", "+", "+"], id="signs of ASCII are marks"),
        pytest.param("5€ “so”…", ["5€", "“", "so", "”", "…"], id="other marks, but no other signs"),
        pytest.param("Æsir Ŝtraße ÉCOLE", ["æsir", "straße", "ecole"], id="accents"),
        pytest.param("钢铁 man", ["钢", "铁", "man"], id="Chinese"),
        pytest.param(
            "zero\u200bwidth\x00 \ufffd\ud800 tab\tline\nend",
            ["zerowidth", "tab", "line", "end"],
            id="what can't be seen",
        ),
    ],
)
def test_a_line_is_parted_into_words(line: str, parts: list[str]) -> None:
    assert list(words(line)) == parts
