"""Three short articles, and all that can be seen of an index of them."""

from pathlib import Path
from typing import Any

import numpy as np

from index.lexical import Lexical
from index.store import Store

FERRY = "Ferry sinks off Orsk\n\nThe ferry sank in a storm. Forty people were saved by a trawler.\n"
BRIDGE = "# Bridge shut\n\nThe bridge at Perm is shut.\n\n- It opens in May.\n- Lorries take the tunnel.\n"
BREAD = "Bread doubles in price\n\nA loaf costs Rs. 200 in Perm. Bakers blame the drought.\n"
QUESTION = "Was the ferry or the bridge at Perm saved from a drought?"


def held(index_dir: Path) -> dict[str, str]:
    """The text of each article held, by the name of its file."""
    store, lexical = Store.open(index_dir), Lexical(index_dir)
    assert lexical.state == store.state == store.digest()
    assert lexical.count() == store.count_chunks()
    assert {piece.article_id for piece, _ in store.all_chunks()} == set(store.paths())
    articles = list(store.all_articles())
    texts = {Path(article.path).name: article.text for article in articles}
    assert len(texts) == len(articles)
    return texts


def contents(index_dir: Path) -> dict[str, Any]:
    """All that can be seen of an index, but for the last digits of its vectors."""
    store, lexical = Store.open(index_dir), Lexical(index_dir)
    found = store._chunks.get(include=["embeddings"])
    vectors = dict(zip(found["ids"], found["embeddings"], strict=True))
    hits = store.nearest(np.asarray(vectors[min(vectors)]), 10)
    return {
        "texts": held(index_dir),
        "articles": list(store.all_articles()),
        "chunks": sorted(store.all_chunks(), key=lambda pair: pair[0].id),
        "recipe": store.recipe,
        "state": store.state,
        "vectors": {id_: vector.round(4).tolist() for id_, vector in sorted(vectors.items())},
        "nearest": [(hit.chunk_id, round(hit.score, 4)) for hit in hits],
        "lexical": [hit.chunk_id for hit in lexical.search(QUESTION, 10)],
    }
