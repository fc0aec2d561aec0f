"""Three short articles, and all that can be seen of an index of them."""

from pathlib import Path
from typing import Any

from index.held import digest
from index.lexical import Lexical
from index.place import Where
from index.store import Store
from index.take import searched

FERRY = "Ferry sinks off Orsk\n\nThe ferry sank in a storm. Forty people were saved by a trawler.\n"
BRIDGE = "# Bridge shut\n\nThe bridge at Perm is shut.\n\n- It opens in May.\n- Lorries take the tunnel.\n"
BREAD = "Bread doubles in price\n\nA loaf costs Rs. 200 in Perm. Bakers blame the drought.\n"
QUESTION = "Was the ferry or the bridge at Perm saved from a drought?"


def held(index_dir: Where) -> dict[str, str]:
    """The text of each article held, by the name of its file; its halves are in step."""
    store = Store.open(index_dir)
    lexical = Lexical(store.home, store.state)
    assert store.state == digest(store.held())
    chunks = {piece.id for _, pieces in store.all_with_chunks() for piece in searched(pieces)}
    assert lexical.count() == len(chunks)
    assert all(lexical.has(id_) for id_ in chunks)
    assert set(store.vector_ids()) == chunks
    assert store.waiting() == []
    articles = list(store.all_articles())
    texts = {Path(article.path).name: article.text for article in articles}
    assert len(texts) == len(articles)
    return texts


def contents(index_dir: Where) -> dict[str, Any]:
    """All that can be seen of an index whose files are one article each."""
    return {"texts": held(index_dir)} | seen(index_dir)


def seen(index_dir: Where) -> dict[str, Any]:
    """All that can be seen of an index, but for the last digits of its vectors."""
    store = Store.open(index_dir)
    vectors = store.vectors(sorted(store.vector_ids()))
    hits = store.nearest(vectors[min(vectors)], 10)
    return {
        "articles": sorted(store.all_with_chunks(), key=lambda pair: pair[0].id),
        "copies": sorted(store.records(), key=lambda record: record.id),
        "recipe": store.recipe,
        "state": store.state,
        "vectors": {id_: vector.round(4).tolist() for id_, vector in sorted(vectors.items())},
        "nearest": [(hit.chunk_id, round(hit.score, 4)) for hit in hits],
        "lexical": Lexical(store.home, store.state).search(QUESTION, 10),
        "folders": sorted(folder.name for folder in (store.home / "lexical").iterdir()),
    }
