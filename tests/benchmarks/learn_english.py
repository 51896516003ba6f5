"""Counts how common English words are, for `bot/english/frequency.txt`.

    python -m pip download --no-deps pyspellchecker==0.9.1
    python -m tests.benchmarks.learn_english ../shared/benchmarks pyspellchecker-0.9.1-py3-none-any.whl \
        > bot/english/frequency.txt

Half of the counts are lines of the public question sets. They are written English, and know no kid, bus or email. The
other half is spoken English: pyspellchecker's counts of words in subtitles, as if there were as many lines of these.
"""

import gzip
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from zipfile import ZipFile

from bot.english.text import written_out

RARE = 2
"""Words in fewer lines than this tell nothing about English."""

UNHEARD = 50
"""Pyspellchecker gives this count to words that it only knows from lists."""


def lines(folder: Path) -> Iterator[str]:
    """Every sentence, question and chat line of the benchmark folders."""
    for path in sorted(folder.rglob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            if "sentences" in row:
                yield from (sentence["text"] for sentence in row["sentences"])
            else:
                yield row.get("question") or row["text"]


def spoken(wheel: Path) -> dict[str, int]:
    """How often each word is said in subtitles, from pyspellchecker's wheel."""
    with ZipFile(wheel) as archive:
        counts = json.loads(gzip.decompress(archive.read("spellchecker/resources/en.json.gz")))
    return {word: count for word, count in counts.items() if word.isalpha() and word.isascii()}


def in_lines(counts: Mapping[str, int], lines: int, words: float) -> dict[str, int]:
    """In how many of `lines` lines with `words` different words each these would stand; at least in one."""
    total = sum(counts.values())
    heard = {word: count for word, count in counts.items() if count > UNHEARD}
    return {word: max(1, round(lines * -math.expm1(-words * count / total))) for word, count in heard.items()}


def main() -> None:
    """Print the number of lines, then a word and its count a line, in alphabetical order."""
    counts: Counter[str] = Counter()
    total = 0
    for line in lines(Path(sys.argv[1])):
        total += 1
        counts.update(set(written_out(line)))
    written = {word: count for word, count in counts.items() if count >= RARE and word.isascii()}
    both = Counter(written)
    both.update(in_lines(spoken(Path(sys.argv[2])), total, sum(written.values()) / total))
    print(2 * total)
    for word, count in sorted(both.items()):
        print(word, count)


if __name__ == "__main__":
    main()
