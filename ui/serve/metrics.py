"""Figures of a server for Prometheus, in a registry of its own: no text, and no label whose values others choose."""

from math import nan
from typing import TYPE_CHECKING, Any

from ui.serve.gate import Gate
from ui.serve.record import Blame, Question, Record

if TYPE_CHECKING:
    from rag.vitals import Vitals

_STAGE_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_WHOLE_BUCKETS = (0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2.5, 5, 10, 20, 40, 80, 160)


class Metrics:
    """What one server counts; `gate` says how many are asking and waiting."""

    def __init__(self, gate: Gate) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)

        def counter(name: str, about: str, *labels: str) -> Any:
            return Counter(f"copydesk_{name}", about, labels, registry=registry)

        def gauge(name: str, about: str) -> Any:
            return Gauge(f"copydesk_{name}", about, registry=registry)

        self._questions = counter("questions", "Questions that are over.", "door", "outcome")
        self._errors = counter("errors", "Errors by their class, and on whose side they lie.", "kind", "side")
        self._requests = counter("requests", "HTTP requests that are over.", "route", "method", "status")
        self._refused = counter("refused", "Requests and questions that were told to come again later.", "kind")
        self._stages = Histogram("copydesk_stage_seconds", "Seconds of a question by stage; `wait` is for its turn.",
                                 ["stage"], registry=registry, buckets=_STAGE_BUCKETS)  # fmt: skip
        self._whole = Histogram("copydesk_answer_seconds", "Seconds from question to answer, waiting included.",
                                ["door"], registry=registry, buckets=_WHOLE_BUCKETS)  # fmt: skip
        gauge("questions_in_flight", "Questions that are being answered.").set_function(lambda: gate.asking)
        gauge("questions_waiting", "Questions that wait for their turn.").set_function(lambda: gate.waiting)
        self._readable = gauge("index_readable", "1 where the index can be read now.")
        self._articles = gauge("index_articles", "Articles in the index.")
        self._embedded = gauge("index_articles_embedded", "Articles that are found by meaning too.")
        self._chunks = gauge("index_chunks", "Chunks that are searched by words.")
        self._lexical = gauge("lexical_half_made_seconds", "When the search by words was made that is in use.")

    def question(self, question: Question) -> None:
        """Count a question that is over."""
        self._questions.labels(question.door, question.outcome).inc()
        if question.waited is not None:
            self._stages.labels("wait").observe(question.waited)
        for stage, seconds in question.timings.items():
            self._stages.labels(stage).observe(seconds)
        if question.done:
            self._whole.labels(question.door).observe(question.seconds)

    def request(self, record: Record) -> None:
        """Count a request that is over, and what went wrong in it."""
        if record.status:
            self._requests.labels(record.route, record.method, record.status).inc()
        if record.error:
            self._count(record.error)

    def _count(self, error: Blame) -> None:
        if error.side == "refused":
            self._refused.labels(error.kind).inc()
        elif error.side != "left":
            self._errors.labels(error.kind, error.side).inc()

    def index(self, vitals: "Vitals | None") -> None:
        """Set how large the index is; None where it cannot be read, which leaves the last sizes."""
        self._readable.set(vitals is not None)
        if vitals is None:
            return
        self._articles.set(vitals.articles)
        self._embedded.set(vitals.embedded)
        self._chunks.set(vitals.chunks)
        self._lexical.set(nan if vitals.lexical_since is None else vitals.lexical_since)

    def written(self, accept: str) -> tuple[bytes, str]:
        """All of it in the form that is asked for by a header `Accept`, and the form's name."""
        from prometheus_client.exposition import choose_encoder

        encode, kind = choose_encoder(accept)
        return encode(self._registry), kind
