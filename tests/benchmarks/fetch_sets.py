"""Downloads public question sets from their homes and turns them into the form of ours.

Each conversion takes the files of a repository and gives ours, by their paths below the folder of all sets.
`tests/benchmarks/public_sets.py` says which sets there are and compares what comes out.
"""

import csv
import io
import json
import re
import urllib.request
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath

import yaml

from bot.english.text import stem, written_out
from bot.english.words import STOP

Files = Mapping[str, bytes]
"""Contents by paths with slashes."""

Convert = Callable[[Files], dict[str, bytes]]

ARCHIVE = "https://codeload.github.com/{repository}/zip/{commit}"
"""All files of a repository as of a commit: one request, where the stories alone are seven hundred files."""

SECONDS = 60
"""How long the server may keep silent."""


def download(repository: str, commit: str) -> dict[str, bytes]:
    """The files of a GitHub repository (`owner/name`) as of a commit. Raises OSError."""
    with urllib.request.urlopen(  # noqa: S310  # https, see `ARCHIVE`
        ARCHIVE.format(repository=repository, commit=commit), timeout=SECONDS
    ) as answer:
        return unpacked(answer.read())


def unpacked(archive: bytes) -> dict[str, bytes]:
    """The files of an archive of GitHub's, whose names begin with a folder that is named after the commit."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name.partition("/")[2]: opened.read(name) for name in opened.namelist() if not name.endswith("/")}


def store(files: Files, folder: Path) -> None:
    """Write files below a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


# SelQA


def selqa(files: Files) -> dict[str, bytes]:
    """The development questions; each section of an article is a document."""
    asked = json.loads(files["ass/selqa-ass-dev.json"])
    documents: dict[tuple[str, str], dict[str, object]] = {}
    questions = []
    for number, one in enumerate(asked):
        id = f"S{len(documents)}"
        document = documents.setdefault(
            (one["article"], one["section"]),
            {"doc_id": id, "title": one["article"], "section": one["section"], "topic": one["topic"]}
            | {"sentences": _sentences(one["candidates"], f"{id}-")},
        )
        questions.append(
            {
                "id": f"q{number}",
                "doc_id": document["doc_id"],
                "question": one["question"],
                "topic": one["topic"],
                "paraphrase": one["is_paraphrase"],
                "relevant": [f"{document['doc_id']}-{answer}" for answer in one["answers"]],
            }
        )
    return {
        "benchmarks/selqa-dev/docs.jsonl": _lines(documents.values()),
        "benchmarks/selqa-dev/questions.jsonl": _lines(questions),
    }


# FairytaleQA

STORIES = "data-by-train-split"

HALF = 0.5
"""The share of an answer's words that a sentence has at least, to be taken for the one that answers."""


def fairytales(files: Files) -> dict[str, bytes]:
    """The training stories, in the sentences of the publication, and the questions that the text answers explicitly.

    Which sentence answers is not published, only in which sections the answer is. How our file was made is not written
    down beyond "the sentence of the gold section that covers the answer"; here it is those that hold most of the
    answer's words. So `docs.jsonl` should come out the same, and `questions.jsonl` nearly.
    """
    documents, questions = [], []
    for path in sorted(files):
        if PurePosixPath(path).parent != PurePosixPath(f"{STORIES}/sentence-stories/train"):
            continue
        name = PurePosixPath(path).name.removesuffix("-story.csv")
        told = [row["text"] for row in _rows(files[path])]
        documents.append({"doc_id": name, "title": name.replace("-", " "), "sentences": _sentences(told, f"{name}#")})
        sections = {
            row["section"]: row["text"] for row in _rows(files[f"{STORIES}/section-stories/train/{name}-story.csv"])
        }
        for row in _rows(files[f"{STORIES}/questions/train/{name}-questions.csv"]):
            if row["ex-or-im1"] != "explicit":
                continue
            text = " ".join(sections.get(number, "") for number in re.findall(r"\d+", row["cor_section"]))
            if relevant := _answering(row["answer1"], told, text):
                questions.append(
                    {
                        "id": f"{name}-q{row['question_id']}",
                        "doc_id": name,
                        "question": row["question"],
                        "attribute": row["attribute1"],
                        "relevant": [f"{name}#{at}" for at in relevant],
                    }
                )
    return {
        "benchmarks/fairytale-train/docs.jsonl": _lines(documents),
        "benchmarks/fairytale-train/questions.jsonl": _lines(questions),
    }


def _answering(answer: str, told: Sequence[str], section: str) -> list[int]:
    """The sentences of a section that hold most of an answer's words; none where no sentence has half of them."""
    wanted = _telling(answer)
    squeezed = _squeezed(section)
    shares = [
        len(wanted & _telling(sentence)) / max(1, len(wanted)) if _squeezed(sentence) in squeezed else 0.0
        for sentence in told
    ]
    most = max(shares, default=0.0)
    return [at for at, share in enumerate(shares) if share == most] if most >= HALF else []


def _telling(text: str) -> set[str]:
    words = written_out(text)
    return {stem(word) for word in words if word not in STOP} or set(words)


def _squeezed(text: str) -> str:
    """The text without white space, which sections and sentences have in different places."""
    return "".join(text.split())


# HINT3

SHOP = "dataset/v1/{part}/curekart_{part}.csv"
"""Of the two versions there are the first: the labels of the second are others."""

NOTHING = "NO_NODES_DETECTED"
"""The label of what the shop's bot has no answer to."""


def curekart(files: Files) -> dict[str, bytes]:
    """What a shop's customers wrote: the sentences that its bot was trained with are phrasings of their label."""
    asks: dict[str, list[str]] = {}
    for row in _rows(files[SHOP.format(part="train")]):
        asks.setdefault(row["label"], []).append(row["sentence"])
    facts = [
        {
            "id": label.lower().replace("_", "-"),
            "text": f"{label.replace('_', ' ').capitalize()}.",
            "source": [label],
            "asks": phrasings,
        }
        for label, phrasings in asks.items()
    ]
    questions = [
        {
            "id": str(number),
            "question": row["sentence"],
            "units": [] if row["label"] == NOTHING else [row["label"]],
            "type": "out" if row["label"] == NOTHING else "in",
        }
        for number, row in enumerate(_rows(files[SHOP.format(part="test")]))
    ]
    return {
        "faq/curekart/questions.jsonl": _lines(questions),
        "faq/curekart/pack/facts.yaml": _yaml({"facts": facts}),
        "faq/curekart/pack/pack.yaml": _yaml({"format": 1, "title": "A shop for food supplements"}),
    }


# Forms


def _sentences(texts: Iterable[str], prefix: str) -> list[dict[str, str]]:
    return [{"id": f"{prefix}{number}", "text": text} for number, text in enumerate(texts)]


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def _lines(rows: Iterable[Mapping[str, object]]) -> bytes:
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()


def _yaml(content: object) -> bytes:
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120).encode()
