"""Public question sets: small samples in the form in which they are published, and what becomes of them."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import yaml

from tests.benchmarks.fetch_sets import Files, curekart, fairytales, selqa, unpacked
from tests.benchmarks.public_sets import SETS, Source, fetch

MUSEUMS = ["The Israel Museum is in Jerusalem.", "A cast of the skull is on display – there."]

ASKED = [
    {"section": "Museums", "question": "Where is the cast?", "article": "Israel", "is_paraphrase": True,
     "topic": "COUNTRY", "answers": [1], "candidates": MUSEUMS, "q_types": ["where"]},
    {"section": "Wine", "question": "Why yeast?", "article": "Yeast", "is_paraphrase": False,
     "topic": "SCIENCE", "answers": [0], "candidates": ["Yeast makes wine."], "q_types": ["why"]},
    {"section": "Museums", "question": "Which museum?", "article": "Israel", "is_paraphrase": False,
     "topic": "COUNTRY", "answers": [0, 1], "candidates": MUSEUMS, "q_types": []},
]  # fmt: skip

SENTENCES = '''document_id,text
old-lamp,"The lamp stood on the hill, and a rose-tree grew beside it."
old-lamp,"""I am old,"" said the lamp."
old-lamp,A rose lay in the book.
'''

SECTIONS = """section,text
1,"The lamp stood on the hill, and a rose-tree grew beside it. ""I am old,"" said the lamp."
2,A rose lay in the book.
"""

QUESTIONS = """\
question_id,local-or-sum,cor_section,attribute1,attribute2,question,ex-or-im1,answer1,answer2,answer3,\
ex-or-im2,answer4,answer5,answer6
1,local,1,setting,,Where was the lamp?,explicit,on the hill,,,,,,
2,local,1,feeling,,How did it feel?,implicit,old,,,,,,
3,summary,"1, 2",action,,What grew there?,explicit,a rose tree,,,,,,
4,local,2,action,,Who sang?,explicit,the nightingale,,,,,,
"""

TRAIN = 'sentence,label\n"hello, who is there",CALL_CENTER\nCancel,CANCEL_ORDER\nCall,CALL_CENTER\n'
TEST = "sentence,label\nHy,NO_NODES_DETECTED\nCall me,CALL_CENTER\n"


def story(name: str) -> dict[str, bytes]:
    home = "data-by-train-split"
    return {
        f"{home}/sentence-stories/train/{name}-story.csv": SENTENCES.encode(),
        f"{home}/section-stories/train/{name}-story.csv": SECTIONS.encode(),
        f"{home}/questions/train/{name}-questions.csv": QUESTIONS.encode(),
        f"{home}/sentence-stories/all/another-story.csv": SENTENCES.encode(),
    }


def shop() -> dict[str, bytes]:
    parts = {"train": TRAIN, "test": TEST}
    return {f"dataset/v1/{part}/curekart_{part}.csv": text.encode() for part, text in parts.items()}


def rows(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.decode().splitlines()]


def test_a_section_of_selqa_is_one_document() -> None:
    made = selqa({"ass/selqa-ass-dev.json": json.dumps(ASKED).encode()})

    documents, questions = (rows(made[f"benchmarks/selqa-dev/{name}.jsonl"]) for name in ("docs", "questions"))
    assert [(one["doc_id"], one["title"], len(one["sentences"])) for one in documents] == [
        ("S0", "Israel", 2),
        ("S1", "Yeast", 1),
    ]
    assert documents[0]["sentences"][1] == {"id": "S0-1", "text": MUSEUMS[1]}
    assert [(one["id"], one["relevant"]) for one in questions] == [
        ("q0", ["S0-1"]),
        ("q1", ["S1-0"]),
        ("q2", ["S0-0", "S0-1"]),
    ]


def test_the_sentences_of_a_story_that_hold_an_explicit_answer_are_relevant() -> None:
    made = fairytales(story("old-lamp"))

    [document] = rows(made["benchmarks/fairytale-train/docs.jsonl"])
    questions = rows(made["benchmarks/fairytale-train/questions.jsonl"])
    assert (document["doc_id"], document["title"]) == ("old-lamp", "old lamp")
    assert document["sentences"][1] == {"id": "old-lamp#1", "text": '"I am old," said the lamp.'}
    assert [(one["id"], one["attribute"], one["relevant"]) for one in questions] == [
        ("old-lamp-q1", "setting", ["old-lamp#0"]),
        ("old-lamp-q3", "action", ["old-lamp#0"]),
    ]


def test_a_label_of_the_shop_is_a_fact() -> None:
    made = curekart(shop())

    assert yaml.safe_load(made["faq/curekart/pack/facts.yaml"])["facts"] == [
        {
            "id": "call-center",
            "text": "Call center.",
            "source": ["CALL_CENTER"],
            "asks": ["hello, who is there", "Call"],
        },
        {"id": "cancel-order", "text": "Cancel order.", "source": ["CANCEL_ORDER"], "asks": ["Cancel"]},
    ]
    assert rows(made["faq/curekart/questions.jsonl"]) == [
        {"id": "0", "question": "Hy", "units": [], "type": "out"},
        {"id": "1", "question": "Call me", "units": ["CALL_CENTER"], "type": "in"},
    ]


def test_the_title_of_the_shop_is_the_one_that_was_learned_from(tmp_path: Path) -> None:
    told = list(fetch(tmp_path, lambda repository, _: shop() if "HINT3" in repository else {}))

    assert "faq/curekart/pack/pack.yaml: is the file that was learned from" in told
    assert "faq/curekart/questions.jsonl: isn't the file that was learned from" in told


def test_a_set_that_cannot_be_had_keeps_nobody_from_the_others(tmp_path: Path) -> None:
    def get(repository: str, _: str) -> Files:
        if "selqa" in repository:
            raise OSError("no route to host")
        return shop() if "HINT3" in repository else {}

    told = list(fetch(tmp_path, get))

    assert sum("can't be downloaded: no route to host" in line for line in told) == 1
    assert sum("left out" in line for line in told) == 2
    assert (tmp_path / "faq" / "curekart" / "questions.jsonl").is_file()


def test_an_archive_is_unpacked_without_its_outer_folder() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("HINT3-9d6b72d/", "")
        file.writestr("HINT3-9d6b72d/dataset/a.csv", "a")

    assert unpacked(archive.getvalue()) == {"dataset/a.csv": b"a"}


def test_every_set_has_a_commit_or_says_why_not() -> None:
    sources = [one.source for one in SETS]

    assert all(len(source.commit) == 40 if isinstance(source, Source) else source for source in sources)
