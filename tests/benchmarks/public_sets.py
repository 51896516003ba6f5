"""The public question sets that the answers are learned from: what they are, where they come from, and whether the
files at hand are the ones that the shipped weights were learned from.

    python -m tests.benchmarks.public_sets ../shared
    python -m tests.benchmarks.public_sets --fetch FOLDER

The sets are no part of this repository. `home` is where each is published; the files are the passages and questions
of that publication as JSON lines (see `tests/benchmarks/question_sets.py` and `tests/benchmarks/questions/README.md`).

`--fetch` downloads the sets from their homes, converts them, and says of each file whether it is the one that was
learned from. Two sets have to be made by hand: for them it says why.
"""

import argparse
import hashlib
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.errors import UserError
from tests.benchmarks.fetch_sets import Convert, Files, curekart, download, fairytales, selqa, store


@dataclass(frozen=True)
class Source:
    """A GitHub repository as of a commit, and what makes our files of its files."""

    repository: str
    commit: str
    convert: Convert


@dataclass(frozen=True)
class PublicSet:
    """A set of which the files have these SHA-256 digests, by their path below the folder of all sets.

    `source` is what they can be made from, or else why they can't.
    """

    home: str
    licence: str
    files: dict[str, str]
    source: Source | str


SETS = (
    PublicSet(
        "github.com/uci-soe/FairytaleQAData",
        "Apache-2.0; stories from Project Gutenberg",
        {
            "benchmarks/fairytale-train/docs.jsonl": "713f1e97fdf2b4595a3edc2a1c097afd5e636518cb1589106c7e7aac45d246e7",
            "benchmarks/fairytale-train/questions.jsonl": "5b4a81953577678e8342b59b36c436dd8537fa5ac4836906c1cb24ade24fbd3e",  # noqa: E501
        },
        Source("uci-soe/FairytaleQAData", "b6a60a49c186ce3e93268525c12ada37958db326", fairytales),
    ),
    PublicSet(
        "github.com/emorynlp/selqa",
        "Apache-2.0; sentences CC BY-SA",
        {
            "benchmarks/selqa-dev/docs.jsonl": "1a3a4daa87db6246a89badd2b2310bb0af0242ee253a7b09187ca27919d050de",
            "benchmarks/selqa-dev/questions.jsonl": "64b377ba4cb232ac5d5aa6c5c68ceb0037047b0d79d1f0e18ce74cc897e5ad81",
        },
        Source("emorynlp/selqa", "d1ddfce49dc3c7fa5c474c7e82e3ad39370d973f", selqa),
    ),
    PublicSet(
        "Microsoft PersonalityChat, chatterbot-corpus, irc-disentanglement",
        "MIT, BSD-3, CC BY 4.0",
        {
            "benchmarks/chat.jsonl": "a257f33718101d35a9ff0c726f798673007179a4b09a8507504b4e6bc13b0f3a",
        },
        "which lines of the three collections were drawn, and how, is not written down",
    ),
    PublicSet(
        "github.com/ML-Recipes/BERT-FAQ (CovidFAQ)",
        "see its repository; test material only",
        {
            "faq/covid/questions.jsonl": "40921cc57e6c78a32c15da362a706ba8cce882e8561ae085b078928bb7f34a8b",
            "faq/covid/pack/facts.yaml": "d56868ce5f727245fd9e301ef9f40064fa1e50a1b05a724a542b246538cc2f43",
            "faq/covid/pack/pack.yaml": "2d2cceae1c3540ed7c47b3e2e9c238d89bb082e441e47e2c15f54a86eed4ce4e",
        },
        "which two answers in five were withheld is not written down",
    ),
    PublicSet(
        "github.com/hellohaptik/HINT3 (curekart)",
        "see its repository; test material only",
        {
            "faq/curekart/questions.jsonl": "4416a897e6a7eb9ce26be93ab375ba038140b5ed4157724653841ba80446ef1e",
            "faq/curekart/pack/facts.yaml": "416b8585018fb1be2d7d91a8d0c6712ca4a8a10e04b6fa70b5cf6b4ea82f0e90",
            "faq/curekart/pack/pack.yaml": "d23fcbfad9216ebdda86df3bf2bbdfc921a5cd4c7b62b52adcf4e7c3d4e9b3fd",
        },
        Source("hellohaptik/HINT3", "9d6b72d8cfd2665c495dc2c300c307f2a69e2f3e", curekart),
    ),
)


def verify(folder: Path) -> None:
    """Raises UserError naming every file that is missing or another one."""
    wrong = [
        f"{path}: {problem}"
        for one in SETS
        for path, digest in one.files.items()
        if (problem := _problem(folder / path, digest))
    ]
    if wrong:
        listed = "\n".join(wrong)
        raise UserError(
            f"{listed}\nThe weights would come out different. Get the sets from their homes (python -m "
            "tests.benchmarks.public_sets --fetch FOLDER), or bring the digests there up to date if you want that."
        )


def _problem(path: Path, digest: str) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        return f"can't be read ({error.strerror})"
    return "" if hashlib.sha256(content).hexdigest() == digest else "isn't the file that was learned from"


def fetch(folder: Path, get: Callable[[str, str], Files] = download) -> Iterator[str]:
    """Put the sets that can be had below a folder. Gives a line for each file, and for each set that can't be had.

    What goes wrong with one set keeps nobody from the others. `get` gives the files of a repository as of a commit.
    """
    for one in SETS:
        if isinstance(one.source, str):
            yield f"{one.home}: left out: {one.source}"
            continue
        try:
            made = one.source.convert(get(one.source.repository, one.source.commit))
        except (OSError, zipfile.BadZipFile) as error:
            yield f"{one.home}: can't be downloaded: {error}"
            continue
        except (KeyError, ValueError) as error:
            yield f"{one.home}: isn't in the form that was expected: {error}"
            continue
        store(made, folder)
        for path, digest in one.files.items():
            yield f"{path}: {_problem(folder / path, digest) or SAME}"


SAME = "is the file that was learned from"


def main() -> None:
    """Do what the command line says; the exit code is 1 where a file is missing or another one."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="the folder of all sets")
    parser.add_argument("--fetch", action="store_true", help="download the sets into the folder first")
    options = parser.parse_args()
    if options.fetch:
        told = []
        for line in fetch(options.folder):
            print(line, flush=True)
            told.append(line)
        sys.exit(not all(line.endswith(SAME) for line in told))
    try:
        verify(options.folder)
    except UserError as error:
        sys.exit(str(error))
    print("All public sets are here.")


if __name__ == "__main__":
    main()
