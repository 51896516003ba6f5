"""Makes `bot/answers/vectors.npz`, the meanings of what the packs in `facts` say and of the off-topic lines that all
packs are calibrated with, and `strange.npz`, those of the off-topic lines alone, so that no start waits for them.

    python -m tests.benchmarks.make_vectors

To be run again after one of these packs, `strange.txt` or the encoder changed; what is missing is encoded at the start.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.answers.index import index_of
from bot.answers.meanings import Vectoriser, digest, lines_of, spoken, stored, strange_lines
from bot.knowledge.load import load_pack
from bot.lookups.manual import FOLDER as MANUAL
from bot.settings import DEFAULT_PACK

ANSWERS = Path(__file__).parents[2] / "bot" / "answers"
VECTORS, STRANGE = ANSWERS / "vectors.npz", ANSWERS / "strange.npz"


def main() -> None:
    """Encode all lines, and write their vectors by their digests."""
    packs = [load_pack(folder) for folder in (DEFAULT_PACK, MANUAL)]
    said = {line for pack in packs for line in lines_of(index_of(pack))}
    off_topic = [spoken(line) for line in strange_lines()]
    write(VECTORS, sorted({*said, *off_topic}))
    write(STRANGE, off_topic)


def write(path: Path, lines: Sequence[str]) -> None:
    """Encode lines, and write their vectors with their digests."""
    vectors = Vectoriser()(lines, lambda done, of: print(f"{path.name}: {done} of {of} lines", flush=True))
    digests = np.frombuffer(b"".join(map(digest, lines)), dtype=np.uint8)
    np.savez_compressed(path, allow_pickle=False, digests=digests, **stored(vectors))


if __name__ == "__main__":
    main()
