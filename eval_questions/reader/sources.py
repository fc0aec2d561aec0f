"""Where the examples come from: the passages beside this file, and open question sets that others made.

Of every set that has a half for reporting, only the half for development is read: see `questions.half`.
"""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eval_questions.questions import half
from eval_questions.reader.examples import Marked, article

PASSAGES = Path(__file__).parent / "passages"

APART = ("Packet_switching", "Scottish_Parliament", "Imperialism", "Warsaw")
"""SQuAD articles of which the reader sees nothing, chosen by a hash of the title."""


def own() -> Iterator[Marked]:
    """Passages written for this project; each question in their words and in others, two fifths near misses."""
    for file in sorted(PASSAGES.glob("*.jsonl")):
        for number, row in enumerate(_lines(file)):
            text = row["text"]
            passage = article(text, row["title"], row["outlet"])
            for asked in row["questions"]:
                spans = tuple(_place(text, answer["in"], answer["span"]) for answer in asked["answers"])
                for wording in ("near", "other"):
                    yield Marked(f"own {wording}", f"{file.stem} {number}", asked[wording], passage, spans)


def squad(folder: Path, *, apart: bool = False) -> Iterator[Marked]:
    """SQuAD 2.0 (Rajpurkar, Jia and Liang 2018; CC BY-SA 4.0), without the articles kept apart, or only those."""
    content = json.loads((folder / "squad" / "squad2_half_dev.json").read_text("utf-8"))
    for entry in content["data"]:
        title = entry["title"]
        for paragraph in entry["paragraphs"] if (title in APART) == apart else ():
            passage = article(paragraph["context"], title.replace("_", " "))
            for asked in paragraph["qas"]:
                if half(asked["question"]) == "develop":
                    starts = {(a["answer_start"], a["answer_start"] + len(a["text"])) for a in asked["answers"]}
                    yield Marked("squad", title, asked["question"], passage, tuple(sorted(starts)))


def natural_questions(folder: Path) -> Iterator[Marked]:
    """Natural Questions with their gold passages (Kwiatkowski et al. 2019; CC BY-SA 3.0)."""
    for row in _lines(folder / "nq" / "nq-open-oracle.jsonl.gz"):
        for passage in row["ctxs"] if half(row["question"]) == "develop" else ():
            if passage["isgold"] and (spans := _mentions(passage["text"], row["answers"])):
                yield Marked("nq", row["question"], row["question"], article(passage["text"], passage["title"]), spans)


def clapnq(folder: Path) -> Iterator[Marked]:
    """CLAPnq (Rosenthal et al. 2024; Apache-2.0): marked sentences, no spans."""
    for name in ("answerable", "unanswerable"):
        for row in _lines(folder / "clapnq" / f"{name}.jsonl"):
            passage = row["passages"][0]
            marks = row["output"][0]["selected_sentences"] if name == "answerable" else []
            support = _mentions(passage["text"], marks)
            if half(row["input"]) == "develop" and bool(support) == (name == "answerable"):
                text = article(passage["text"], passage["title"])
                yield Marked("clapnq", row["input"], row["input"], text, (), support)


def multihop(folder: Path) -> Iterator[Marked]:
    """MultiHop-RAG (Tang and Yang 2024; ODC-BY): each of a question's articles answers a part of it.

    A question that nothing answers comes with an empty article.
    """
    corpus = {row["title"]: row for row in _lines(folder / "multihoprag" / "fallback_corpus.jsonl")}
    for row in _lines(folder / "multihoprag" / "queries.jsonl"):
        if half(row["query"]) != "develop":
            continue
        if not row["evidence_list"]:
            yield Marked("multihop", row["query"], row["query"], article(""))
        for evidence in row["evidence_list"]:
            entry = corpus[evidence["title"]]
            support = _mentions(entry["body"], [evidence["fact"].strip()])
            named = _mentions(entry["body"], [row["answer"]]) if row["question_type"] == "inference_query" else ()
            spans = tuple(s for s in named if any(a <= s[0] and s[1] <= b for a, b in support))
            text = article(entry["body"], entry["title"], entry["source"], entry["published_at"])
            yield Marked("multihop", row["query"], row["query"], text, spans, support)


def ramdocs(folder: Path) -> Iterator[Marked]:
    """RAMDocs (Wang et al. 2025; MIT): documents that give an answer, right or wrong, and noise that gives none."""
    for row in _lines(folder / "ramdocs" / "dev.jsonl"):
        for document in row["documents"] if half(row["question"]) == "develop" else ():
            given = [] if document["type"] == "noise" else [document["answer"]]
            spans = _mentions(document["text"], given)
            if bool(spans) == bool(given):
                yield Marked("ramdocs", row["question"], row["question"], article(document["text"]), spans)


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    yield from map(json.loads, content.decode().rstrip("\n").split("\n"))


def _place(text: str, around: str, span: str) -> tuple[int, int]:
    start = text.index(around) + around.index(span)
    return start, start + len(span)


def _mentions(text: str, spellings: list[str]) -> tuple[tuple[int, int], ...]:
    found = {
        match.span()
        for spelling in spellings
        for match in re.finditer(rf"(?<!\w){re.escape(spelling.strip())}(?!\w)", text, re.IGNORECASE)
    }
    return tuple(sorted(found))
