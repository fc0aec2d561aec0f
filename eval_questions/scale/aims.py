"""Questions with the reports that answer them: generated vectors that lie to each other as real ones do."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eval_questions.scale.news import News, alone, drawn, events

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ASPECT = 0.04
"""The share of a chunk's squared length that reports of one thing have in common beyond that of their event."""

LOOSE, CLOSE = (0.49, 0.081), (0.68, 0.113)
"""Mean and deviation, over questions, of the cosine to what answers them: MultiHop-RAG's, which describe several
reports at once, and those of Natural Questions, which people typed."""

LEAST, MOST = 0.15, 0.92


@dataclass(frozen=True, slots=True)
class Aims:
    """Questions about events of block 0, and chunks that answer them, of independent reports; the first half is loose.

    `vectors` has the shape (questions, DIMENSIONS), `reports` (questions, reports, DIMENSIONS); all are of length 1.
    `places` are those of the events' first chunks in block 0; the `outlets` of a question's reports are all different.
    """

    vectors: "NDArray[np.float32]"
    reports: "NDArray[np.float32]"
    places: "NDArray[np.int64]"
    outlets: "NDArray[np.int64]"

    @property
    def nearness(self) -> "NDArray[np.float32]":
        """The cosine of each question to each of its reports."""
        import numpy as np

        cosines: Any = np.einsum("qd,qrd->qr", self.vectors, self.reports)
        return cosines  # type: ignore[no-any-return]


def aims(news: News, questions: int, reports: int) -> Aims:
    """Draw questions, an even number; each is of a story of its own, so there are at most as many as stories."""
    import numpy as np

    rng = np.random.default_rng((news.seed, 3))
    stories = rng.choice(news.stories, questions, replace=False)
    chosen = rng.integers(news.events, size=questions)
    middle = events(news, 0)[stories, chosen] + np.float32(ASPECT**0.5) * drawn(rng, (questions,), news.spread)
    article = np.float32(news.article**0.5) * drawn(rng, (questions, reports), news.spread)
    less = np.float32((1 - ASPECT / news.own) ** 0.5)
    own = less * alone(news, rng, (questions, reports)) * drawn(rng, (questions, reports), news.spread)
    told = _of_length_1(middle[:, None] + article + own)
    heading = _of_length_1(told.mean(axis=1))
    reached = np.einsum("qd,qrd->q", heading, told) / reports
    kinds = np.repeat([LOOSE, CLOSE], questions // 2, axis=0)
    wanted = np.clip(rng.normal(kinds[:, 0], kinds[:, 1]), LEAST, MOST)
    share = np.minimum(wanted / reached, 0.99)[:, None]
    strange = drawn(rng, (questions,), news.spread)
    strange = _of_length_1(strange - heading * np.sum(strange * heading, axis=1, keepdims=True))
    asked = (share * heading + np.sqrt(1 - share**2) * strange).astype(np.float32)
    outlets = np.stack([rng.choice(news.outlets, reports, replace=False) for _ in range(questions)])
    places = stories * news.per_story + chosen * (news.per_story // news.events)
    return Aims(asked, told, places, outlets)


def _of_length_1(vectors: "NDArray[np.float32]") -> "NDArray[np.float32]":
    import numpy as np

    scaled: Any = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
    return scaled  # type: ignore[no-any-return]
