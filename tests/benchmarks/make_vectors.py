"""Makes `bot/answers/vectors.npz`: the meanings of what the packs in `facts` say, and of the lines that all packs are
calibrated with, so that no start waits for them.

    python -m tests.benchmarks.make_vectors

To be run again after one of these packs, `strange.txt` or the encoder changed; what is missing is encoded at the start.
"""

from pathlib import Path

import numpy as np

from bot.answers.calibration import strange_lines
from bot.answers.index import index_of
from bot.answers.meanings import Vectoriser, digest, lines_of, spoken
from bot.knowledge.load import load_pack
from bot.lookups.manual import FOLDER as MANUAL
from bot.settings import DEFAULT_PACK

ROOT = Path(__file__).parents[2]
VECTORS = ROOT / "bot" / "answers" / "vectors.npz"


def main() -> None:
    """Encode all lines, and write their vectors by their digests."""
    packs = [load_pack(folder) for folder in (DEFAULT_PACK, MANUAL)]
    said = {line for pack in packs for line in lines_of(index_of(pack))}
    lines = sorted({*said, *map(spoken, strange_lines())})
    vectors = Vectoriser()(lines, lambda done, of: print(f"{done} of {of} lines", flush=True))
    digests = np.frombuffer(b"".join(map(digest, lines)), dtype=np.uint8)
    np.savez_compressed(VECTORS, allow_pickle=False, digests=digests, rows=vectors.rows, scales=vectors.scales)


if __name__ == "__main__":
    main()
