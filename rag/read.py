"""Passages to evidence: which words answer, which sentences carry an answer, and whether the passage has one at all.

The reader is a small extractive model of this project; `rag/weights/README.md` says what it was made from, and
`eval_questions/reader/` makes it again. It sees whole passages, so that it knows who "he" is.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from index import onnx
from index.article import Sentence, SentenceKind
from index.models import RERANKER, BundledModel
from rag.answer import Evidence, Passage, Span, label
from rag.events import Heed, carry_on
from rag.question import asks_about_publication

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

READER = BundledModel(
    name="copydesk-reader",
    package="rag",
    folder="weights",
    weights="reader.onnx",
    sha256="6a1b075772e6eda0f6c1085bc2569ed0b6715495dcdc06614cd668022f89e6dd",
)

WINDOW = 320
"""Tokens of question, header and passage together: what the reader was trained with."""

_QUESTION, _HEADER = 80, 40
"""Tokens that the question and the header may take of the window."""

_CLS, _SEP = 101, 102
_SHUNNED = frozenset({SentenceKind.HEADING, SentenceKind.FURNITURE})
_LONGEST_SPAN = 40
"""Tokens; of the answers that the reader was trained on, 99 in 100 are shorter."""


@dataclass(frozen=True, slots=True)
class Window:
    """A question and a text as the reader sees them.

    `first` is the token at which the text begins; `offsets` are half-open code points of the text, a pair for each of
    its tokens that fit.
    """

    ids: tuple[int, ...]
    types: tuple[int, ...]
    first: int
    offsets: tuple[tuple[int, int], ...]

    def tokens(self, start: int, end: int) -> range:
        """The tokens that overlap the code points `start` to `end` of the text; none where they did not fit."""
        inside = [self.first + i for i, (a, b) in enumerate(self.offsets) if a < end and b > start]
        return range(inside[0], inside[-1] + 1) if inside else range(0)


def window(tokenizer: "Tokenizer", question: str, header: str, text: str) -> Window:
    """Lay out [CLS] question [SEP] header, text [SEP]; what does not fit is cut from the end of each."""
    asked = tokenizer.encode(question, add_special_tokens=False).ids[:_QUESTION]
    head = tokenizer.encode(header, add_special_tokens=False).ids[:_HEADER]
    body = tokenizer.encode(text, add_special_tokens=False)
    room = WINDOW - len(asked) - len(head) - 3
    left = [_CLS, *asked, _SEP]
    right = [*head, *body.ids[:room], _SEP]
    return Window(
        ids=(*left, *right),
        types=(*[0] * len(left), *[1] * len(right)),
        first=len(left) + len(head),
        offsets=tuple(body.offsets[:room]),
    )


class Reader:
    """Reads a question and a passage together; its weights are proven when it is made, loaded when first used.

    The tokenizer is the re-ranker's.
    """

    def __init__(self) -> None:
        self._weights = READER.locate() / READER.weights

    def load(self) -> None:
        """Load the model now rather than with the first question."""
        self._session, self._tokenizer  # noqa: B018  # cached properties: reading them loads

    def read(self, question: str, passage: Passage) -> dict[Sentence, tuple[float, float, Span | None]]:
        """Give for each sentence its support, the passage's being answered, both logits, and its best span."""
        import numpy as np

        seen = window(self._tokenizer, question, label(passage.article), passage.text)
        ids = np.array([seen.ids], dtype=np.int64)
        types = np.array([seen.types], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": types}
        tokens, answered = (np.asarray(output)[0] for output in self._session.run(None, inputs))
        readings = {}
        for sentence in passage.sentences:
            place = seen.tokens(sentence.start - passage.start, sentence.end - passage.start)
            if place:
                support = float(tokens[place.start : place.stop, 2].mean())
                readings[sentence] = (support, float(answered), _best_span(tokens, place, seen, passage.start))
        return readings

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        return onnx.tokenizer(RERANKER.directory())

    @cached_property
    def _session(self) -> "InferenceSession":
        return onnx.session(self._weights)


def read(question: str, passages: Sequence[Passage], reader: Reader, heed: Heed = carry_on) -> list[Evidence]:
    """Read the passages and give their sentences, in their order, each once, with what was read of it.

    Headings are left out, and what does not fit into the reader's window; so is furniture, unless the question asks
    about publication. `heed` is asked before each passage.
    """

    def one(passage: Passage) -> dict[Sentence, tuple[float, float, Span | None]]:
        heed()
        return reader.read(question, passage)

    shunned = _SHUNNED - {SentenceKind.FURNITURE} if asks_about_publication(question) else _SHUNNED
    readings = onnx.side_by_side(one, passages)
    found: dict[tuple[str, int], Evidence] = {}
    for passage, reading in zip(passages, readings, strict=True):
        for evidence in _unread(passage, shunned):
            if evidence.sentence in reading:
                support, answered, span = reading[evidence.sentence]
                given = replace(evidence, support=support, answered=answered, span=span)
                found.setdefault((given.article.id, given.sentence.start), given)
    return list(found.values())


def _unread(passage: Passage, shunned: Set[SentenceKind]) -> Iterator[Evidence]:
    previous = None
    for sentence in passage.sentences:
        left_out = sentence.kind in shunned
        if not left_out:
            gap = passage.article.text[previous.end : sentence.start] if previous else "\n\n"
            yield Evidence(passage.article, sentence, 0.0, before=None if "\n\n" in gap else previous)
        previous = None if left_out else sentence


def _best_span(tokens: "NDArray[np.float32]", place: range, seen: Window, shift: int) -> Span | None:
    """The span of the highest start and end logits in one sentence, against those of [CLS], which mean "no answer".

    Devlin et al., "BERT", NAACL 2019, section 4.3.
    """
    import numpy as np

    starts, ends = tokens[place.start : place.stop, 0], tokens[place.start : place.stop, 1]
    pairs = starts[:, None] + ends[None, :]
    allowed = np.triu(np.ones_like(pairs, dtype=bool)) & np.tril(np.ones_like(pairs, dtype=bool), _LONGEST_SPAN - 1)
    first, last = divmod(int(np.where(allowed, pairs, -np.inf).argmax()), len(place))
    (start, _), (_, end) = (seen.offsets[place.start - seen.first + i] for i in (first, last))
    return Span(shift + start, shift + end, float(pairs[first, last] - tokens[0, 0] - tokens[0, 1]))
