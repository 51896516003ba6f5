"""Counts in how many lines of the public benchmark text each word stands, for `bot/english/frequency.txt`.

python -m tests.benchmarks.learn_english ../shared/benchmarks > bot/english/frequency.txt
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bot.english.text import written_out

RARE = 2
"""Words in fewer lines than this tell nothing about English."""


def lines(folder: Path) -> Iterator[str]:
    """Every sentence, question and chat line of the benchmark folders."""
    for path in sorted(folder.rglob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            if "sentences" in row:
                yield from (sentence["text"] for sentence in row["sentences"])
            else:
                yield row.get("question") or row["text"]


def main() -> None:
    """Print the number of lines, then a word and its count a line, the most common first."""
    counts: Counter[str] = Counter()
    total = 0
    for line in lines(Path(sys.argv[1])):
        total += 1
        counts.update(set(written_out(line)))
    print(total)
    for word, count in sorted(counts.items(), key=lambda row: (-row[1], row[0])):
        if count >= RARE and word.isascii():
            print(word, count)


if __name__ == "__main__":
    main()
