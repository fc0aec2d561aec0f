"""Builders for the benchmarks' tests: outcomes without an engine, and data sets in their published forms."""

import gzip
import json
from pathlib import Path
from typing import Any

from making import make_answer

from eval_questions.bench.common import Case, Outcome
from eval_questions.convert.write import Written
from eval_questions.questions import Question, QuestionType
from rag.answer import Passage, Short

FERRY = "The ferry Marit sank off Orsk on Monday. Forty passengers were saved by fishing boats."
PIER = "Aldwick opened a new pier on Friday. It cost 4 million crowns, the mayor Ada Holm said."
HALF = {"develop": "When did it sink?", "report": "How many passengers were saved?"}
"""A question of each half."""


def make_case(gold: Any, *short: str, words: str = "When?") -> Case[Any]:
    kind = QuestionType.FACT if short else QuestionType.UNANSWERABLE
    return Case(Question("q1", kind, words, (short,) if short else (), (), short=short), gold)


def make_outcome(case: Case[Any], *passages: Passage, short: str = "", **answer: Any) -> Outcome[Any]:
    given = {"short": Short(short, 1, 0, len(short)) if short else None}
    return Outcome(case, make_answer(**(given | answer)), passages)


def make_written(name: str, text: str = FERRY) -> Written:
    """An article of the pool that is the text alone, in one sentence."""
    return Written(name, text, 0, ((0, len(text)),))


def write_data(folder: Path) -> Path:
    """All sets, each with one question on the ferry, one on the pier where it has two, and one without an answer."""
    for name in ("nq", "squad", "multihoprag", "clapnq", "ramdocs", "wice"):
        (folder / name).mkdir(parents=True)
    (folder / "nq" / "nq-open-oracle.jsonl.gz").write_bytes(gzip.compress(_lines(_nq())))
    (folder / "squad" / "dev.json").write_text(json.dumps(_squad()), "utf-8")
    (folder / "multihoprag" / "corpus.jsonl").write_bytes(_lines(_corpus()))
    (folder / "multihoprag" / "queries.jsonl").write_bytes(_lines(_queries()))
    (folder / "clapnq" / "answerable.jsonl").write_bytes(_lines([_clapnq("c1", "What of the ferry?", FERRY, 0, 1)]))
    (folder / "clapnq" / "unanswerable.jsonl").write_bytes(_lines([_clapnq("c2", "Who ate the goose?", PIER)]))
    (folder / "ramdocs" / "dev.jsonl").write_bytes(_lines(_ramdocs()))
    (folder / "wice" / "claim_dev.jsonl").write_bytes(_lines([{"evidence": ["Bread is dear.", "Bakers blame rain."]}]))
    return folder


def sentences(text: str) -> list[str]:
    first, second = text.split(". ")
    return [f"{first}.", second]


def _lines(rows: list[dict[str, Any]]) -> bytes:
    return "\n".join(map(json.dumps, rows)).encode()


def _nq() -> list[dict[str, Any]]:
    def line(words: str, answer: str, title: str, text: str) -> dict[str, Any]:
        contexts = [
            {"title": "Other", "text": "Nothing.", "isgold": False},
            {"title": title, "text": text, "isgold": True},
        ]
        return {"question": words, "answers": [answer], "ctxs": contexts, "nq_annotated_gold": {}}

    saved = line("how many passengers did the boats save", "Forty", "Marit", FERRY)
    return [saved, line("what did the new pier cost", "4 million crowns", "Aldwick", PIER)]


def _squad() -> dict[str, Any]:
    forty = [{"text": "Forty", "answer_start": FERRY.index("Forty")}]
    crowns = [{"text": "4 million crowns", "answer_start": PIER.index("4 million")}]
    ferry = [
        {"id": "s1", "question": HALF["report"], "answers": forty, "is_impossible": False},
        {"id": "s2", "question": "Who ate the goose?", "answers": [], "is_impossible": True},
    ]
    pier = [{"id": "s3", "question": "What did the new pier cost?", "answers": crowns, "is_impossible": False}]
    return {
        "data": [
            {"title": "Ferry_Marit", "paragraphs": [{"context": FERRY, "qas": ferry}]},
            {"title": "Aldwick", "paragraphs": [{"context": PIER, "qas": pier}]},
        ]
    }


def _corpus() -> list[dict[str, Any]]:
    pairs = (("Ferry sinks", FERRY), ("A pier opens", PIER))
    return [{"title": title, "body": text, "source": "Orsk Post"} for title, text in pairs]


def _queries() -> list[dict[str, Any]]:
    facts = [
        {"title": "Ferry sinks", "fact": sentences(FERRY)[0]},
        {"title": "A pier opens", "fact": sentences(PIER)[1]},
    ]
    both = {"query": "Did the ferry Marit sink and did the pier cost 4 million crowns?", "answer": "Yes"}
    null = {"query": "Who ate the goose?", "answer": "Insufficient information."}
    return [
        both | {"question_type": "comparison_query", "evidence_list": facts},
        null | {"question_type": "null_query", "evidence_list": []},
    ]


def _clapnq(id_: str, words: str, text: str, *marked: int) -> dict[str, Any]:
    parts = sentences(text)
    note = {"answer": "So they say." if marked else "", "selected_sentences": [parts[number] for number in marked]}
    passage = {"title": "News", "text": " ".join(parts), "sentences": parts}
    return {"id": id_, "input": words, "passages": [passage], "output": [note]}


def _ramdocs() -> list[dict[str, Any]]:
    def line(words: str, right: list[str], wrong: list[str], *texts: str) -> dict[str, Any]:
        documents = [{"text": text, "type": "correct", "answer": "unknown"} for text in texts]
        return {"question": words, "documents": documents, "gold_answers": right, "wrong_answers": wrong,
                "disambig_entity": []}  # fmt: skip

    saved = ("Forty passengers of the Marit were saved.", "Sixty passengers of the Marit were saved.")
    cost = ("Aldwick's new pier cost 4 million crowns.", "The new pier of Aldwick in Wend cost 7 million crowns.",
            "The new pier cost 9 crowns.")  # fmt: skip
    return [
        line("How many passengers of the Marit were saved?", ["Forty"], ["Sixty", "sixty", "Forty"], *saved),
        line("What did the new pier of Aldwick cost?", ["4 million crowns", "7 million crowns"], ["9 crowns"], *cost),
    ]
