"""What the answers are measured against: a linear scan, and three libraries that search text.

Each is set up for questions in plain English and at its fastest, as tried out on 100,000 facts: everything is kept in
memory, nothing on disk, and FTS5 and tantivy are not asked for stop words, which take them 70 and 4 times as long.
"""

import re
import sqlite3
from collections.abc import Callable, Sequence

Find = Callable[[str], int | None]
"""From a question to the position of the fact that comes first, or None where nothing was found."""

Build = Callable[[Sequence[str]], Find]
"""From the texts of a pack to what can be asked."""

_STOP_WORDS = """
a an and are as at be but by did do does for from had has have he her him his how i if in into is it its me my no not
of on or our she so such that the their them then there these they this to was we were what when where which who whose
why will with would you your
"""

STOP_WORDS = frozenset(_STOP_WORDS.split())
"""Words that FTS5 and tantivy are not asked for."""

FOUND = 10
"""How many facts a peer is asked for: as many as our own ranking holds."""


def rapidfuzz_scan() -> Build:
    """Every text compared with the question: `process.extractOne` with WRatio, both in lower case."""
    from rapidfuzz import fuzz, process, utils

    def build(texts: Sequence[str]) -> Find:
        plain = [utils.default_process(text) for text in texts]

        def find(question: str) -> int | None:
            best = process.extractOne(utils.default_process(question), plain, scorer=fuzz.WRatio)
            return best[2] if best else None

        return find

    return build


def sqlite_fts5() -> Build:
    """A full-text table of SQLite: Porter's stems, any of the words, ranked by BM25. Knows no spelling."""
    sqlite3.connect(":memory:").execute("CREATE VIRTUAL TABLE facts USING fts5 (text)")

    def build(texts: Sequence[str]) -> Find:
        database = sqlite3.connect(":memory:")
        database.execute("CREATE VIRTUAL TABLE facts USING fts5 (text, tokenize = 'porter unicode61')")
        database.executemany("INSERT INTO facts (rowid, text) VALUES (?, ?)", enumerate(texts))
        database.execute("INSERT INTO facts (facts) VALUES ('optimize')")
        database.commit()

        def find(question: str) -> int | None:
            words = " OR ".join(f'"{word}"' for word in _telling(question))
            found = database.execute(
                "SELECT rowid FROM facts WHERE facts MATCH ? ORDER BY rank LIMIT ?", (words, FOUND)
            ).fetchall()
            return int(found[0][0]) if found else None

        return find

    return build


def bm25s_on_stems() -> Build:
    """bm25s on Snowball's stems, with numpy. Knows no spelling.

    Stop words stay in: with them it finds as much and takes a fifth of the time in a large pack, because numpy is slow
    to choose the best among thousands of scores of 0.
    """
    import bm25s
    import Stemmer

    stemmer = Stemmer.Stemmer("english")

    def build(texts: Sequence[str]) -> Find:
        index = bm25s.BM25()
        words = bm25s.tokenize(list(texts), stopwords=[], stemmer=stemmer, show_progress=False)
        index.index(words, show_progress=False)
        count = min(FOUND, len(texts))

        def find(question: str) -> int | None:
            asked = [stemmer.stemWords(_WORD.findall(question.lower()))]
            found, scores = index.retrieve(asked, k=count, show_progress=False)
            return int(found[0, 0]) if scores[0, 0] > 0 else None

        return find

    return build


def tantivy_fuzzy() -> Build:
    """tantivy on stems, ranked by BM25; words of four letters or more may also be one slip away.

    Its fuzzy terms all count the same, however rare, so they are added to the exact ones, not put in their place.
    """
    import tantivy

    def build(texts: Sequence[str]) -> Find:
        schema = (
            tantivy.SchemaBuilder()
            .add_unsigned_field("at", stored=True)
            .add_text_field("text", tokenizer_name="en_stem")
            .build()
        )
        index = tantivy.Index(schema)
        writer = index.writer()
        for position, text in enumerate(texts):
            writer.add_document(tantivy.Document(at=position, text=text))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        searcher = index.searcher()

        def find(question: str) -> int | None:
            words = _telling(question)
            exact = index.parse_query(" ".join(words), ["text"])
            fuzzy = index.parse_query(
                " ".join(word for word in words if len(word) >= SLIPPABLE),
                ["text"],
                fuzzy_fields={"text": (False, 1, True)},
            )
            either = tantivy.Query.boolean_query(
                [
                    (tantivy.Occur.Should, exact),
                    (tantivy.Occur.Should, tantivy.Query.boost_query(fuzzy, FUZZY_SHARE)),
                ]
            )
            found = searcher.search(either, FOUND, count=False).hits
            return int(searcher.doc(found[0][1])["at"][0]) if found else None

        return find

    return build


SLIPPABLE = 4
"""Letters from which a word is also looked for with a slip."""

FUZZY_SHARE = 1.0
"""What a word that is at most one slip away counts; an exact rare one scores about 10. (0.3, 1 and 3 find
nearly the same.)"""

PEERS: dict[str, Callable[[], Build]] = {
    "rapidfuzz": rapidfuzz_scan,
    "fts5": sqlite_fts5,
    "bm25s": bm25s_on_stems,
    "tantivy": tantivy_fuzzy,
}
"""The peers by name. Each imports its library when it is called, and raises ImportError (SQLite:
sqlite3.OperationalError) where that is not there."""


def why_missing(name: str) -> str:
    """What keeps a peer from being measured here, or nothing."""
    try:
        PEERS[name]()
    except (ImportError, sqlite3.OperationalError) as error:
        return str(error)
    return ""


_WORD = re.compile(r"\w+")


def _telling(question: str) -> list[str]:
    """The words of a question that are searched for; all of them where none would be left."""
    words = _WORD.findall(question.lower())
    return [word for word in words if word not in STOP_WORDS] or words
