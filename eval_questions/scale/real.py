"""How vectors of real news lie to each other and to questions, beside those that are generated."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from eval_questions.convert.write import Document
from eval_questions.scale.aims import Aims
from eval_questions.scale.news import News, block
from eval_questions.scale.words import Question
from index.embed import Encoder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

QUANTILES = (0.05, 0.5, 0.95, 0.99, 0.999)
_PAIRS = 300_000


def real(texts: Sequence[Document], questions: Sequence[Question]) -> "Mapping[str, NDArray[np.float32]]":
    """Cosines by the bundled model: of two texts, of two that answer one question, and of questions to texts."""
    import numpy as np

    encoder = Encoder()
    places = {text.id: place for place, text in enumerate(texts)}
    vectors = encoder.encode([f"{text.title}\n{text.text}" for text in texts])
    near = encoder.encode([question.words for question in questions]) @ vectors.T
    answers = [sorted(places[id_] for id_ in question.gold) for question in questions]
    told = [vectors[one] @ vectors[other] for gold in answers for one in gold for other in gold if one < other]
    others = near.copy()
    for row, gold in enumerate(answers):
        others[row, gold] = np.nan
    return {
        "two texts": _pairs(vectors),
        "two that answer": np.array(told, np.float32),
        "question to what answers": np.concatenate([near[row, gold] for row, gold in enumerate(answers)]),
        "question to others": others[~np.isnan(others)],
    }


def generated(news: News, asked: Aims) -> "Mapping[str, NDArray[np.float32]]":
    """The same of generated vectors, of loose questions."""
    import numpy as np

    flat, lengths = block(news, 0)
    vectors = flat / lengths[:, None]
    loose = len(asked.vectors) // 2
    told = np.einsum("qrd,qsd->qrs", asked.reports, asked.reports)
    one, other = np.triu_indices(told.shape[1], 1)
    return {
        "two texts": _pairs(vectors),
        "two that answer": told[:, one, other].ravel(),
        "question to what answers": asked.nearness[:loose].ravel(),
        "question to others": (asked.vectors[:loose] @ vectors[:: max(1, len(vectors) // 1000)].T).ravel(),
    }


def described(cosines: "NDArray[np.float32]") -> str:
    """Mean, deviation and `QUANTILES`."""
    import numpy as np

    cuts = " / ".join(f"{cut:.2f}" for cut in np.quantile(cosines, QUANTILES)) if len(cosines) else ""
    return f"{cosines.mean():.3f} ± {cosines.std():.3f}; {cuts}" if len(cosines) else "none"


def _pairs(vectors: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """The cosines of pairs of different ones, drawn."""
    import numpy as np

    one, other = np.random.default_rng(1).integers(len(vectors), size=(2, _PAIRS))
    differ = one != other
    pairs: NDArray[np.float32] = np.einsum("ij,ij->i", vectors[one[differ]], vectors[other[differ]])
    return pairs
