"""Before a real Chroma server, what its distributed form has besides: sparse vectors, and the Search API's JSON.

It knows what Copydesk sends, written by Chroma's documentation: ranks from 0, lower scores first, and a record that a
ranking without a default does not have is in no result.
"""

import json
import math
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
from remote import ChromaServer

Sparse = dict[int, float]


class Distributed(ThreadingHTTPServer):
    """Passes on to a server what that one understands."""

    daemon_threads = True

    def __init__(self, chroma: ChromaServer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.schemas: list[Any] = []
        self.searches: list[Any] = []
        self.words: defaultdict[str, dict[str, Sparse]] = defaultdict(dict)
        self._far = httpx.Client(base_url=chroma.base, trust_env=False, timeout=60)

    def address(self, collection: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{collection}"

    def close(self) -> None:
        self.shutdown()
        self.server_close()
        self._far.close()

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        last = path.rpartition("/")[2]
        if method == "POST" and last == "search":
            found = [self._found(path.rpartition("/")[0], search) for search in json.loads(body)["searches"]]
            ids, scores = [[id_ for id_, _ in one] for one in found], [[score for _, score in one] for one in found]
            return 200, json.dumps({"ids": ids, "scores": scores, "select": [["#score"]] * len(found)}).encode()
        if method == "POST" and last == "collections" and (asked := json.loads(body)).get("schema"):
            self.schemas.append(asked.pop("schema"))
            body = json.dumps(asked | {"configuration": {"hnsw": {"space": "cosine"}}}).encode()
        if method == "POST" and last == "upsert":
            body = self._kept(path.split("/")[-2], json.loads(body))
        far = self._far.request(method, path, content=body, headers={"content-type": "application/json"})
        return far.status_code, far.content

    def _kept(self, collection: str, asked: Any) -> bytes:
        """A request to write without its sparse vectors, which are kept."""
        for id_, metadata in zip(asked["ids"], asked["metadatas"], strict=True):
            if words := metadata.pop("words", None):
                assert words["#type"] == "sparse_vector"
                assert words["indices"] == sorted(set(words["indices"]))
                self.words[collection][id_] = dict(zip(words["indices"], words["values"], strict=True))
        return json.dumps(asked).encode()

    def _found(self, collection: str, search: Any) -> list[tuple[str, float]]:
        self.searches.append(search)
        if search["rank"] is None:
            return [(id_, 0.0) for id_ in self._there(collection, None)[: search["limit"]["limit"]]]
        scores = self._scores(collection, search["rank"], search["filter"])
        limit = search["limit"]
        return sorted(scores.items(), key=lambda each: (each[1], each[0]))[limit["offset"] :][: limit["limit"]]

    def _scores(self, collection: str, rank: Any, where: Any) -> dict[str, float]:
        rankings = {json.dumps(knn): self.ranking(collection, knn, where) for knn in _knns(rank)}
        scores = {id_: _value(rank, id_, rankings) for ids in rankings.values() for id_ in ids}
        return {id_: score for id_, score in scores.items() if score is not None}

    def ranking(self, collection: str, knn: Any, where: Any) -> list[str]:
        """The ids that a `$knn` gives, best first."""
        if knn["key"] == "#embedding":
            asked = {"query_embeddings": [knn["query"]], "n_results": knn["limit"], "where": where, "include": []}
            ids: list[str] = self._post(f"{collection}/query", asked)["ids"][0]
            return ids
        there, words = self._there(collection, where), self.words[collection.rpartition("/")[2]]
        asked_words = dict(zip(knn["query"]["indices"], knn["query"]["values"], strict=True))
        held = sum(word in words[id_] for id_ in there for word in asked_words)
        counts = {word: sum(word in words[id_] for id_ in there) for word in asked_words} if held else {}
        rare = {word: math.log(1 + (len(there) - n + 0.5) / (n + 0.5)) for word, n in counts.items()}
        scores = {id_: sum(words[id_].get(word, 0.0) * weight for word, weight in rare.items()) for id_ in there}
        found = [id_ for id_ in there if scores[id_] > 0]
        return sorted(found, key=lambda id_: (-scores[id_], id_))[: knn["limit"]]

    def _there(self, collection: str, where: Any) -> list[str]:
        ids: list[str] = self._post(f"{collection}/get", {"where": where, "include": []})["ids"]
        return ids

    def _post(self, path: str, asked: Any) -> Any:
        return self._far.post(path, json=asked).raise_for_status().json()


def _knns(rank: Any) -> Iterator[Any]:
    if isinstance(rank, dict):
        yield from [rank["$knn"]] if "$knn" in rank else [knn for each in rank.values() for knn in _knns(each)]
    elif isinstance(rank, list):
        yield from (knn for each in rank for knn in _knns(each))


def _value(rank: Any, id_: str, rankings: dict[str, list[str]]) -> float | None:
    """What an expression gives for a record; None where a ranking has no place for it."""
    ((kind, given),) = rank.items()
    if kind == "$val":
        return float(given)
    if kind == "$knn":
        assert given["return_rank"]
        ids = rankings[json.dumps(given)]
        return float(ids.index(id_)) if id_ in ids else given.get("default")
    parts = [_value(each, id_, rankings) for each in (given if isinstance(given, list) else given.values())]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    return {"$sum": sum, "$mul": math.prod, "$div": lambda pair: pair[0] / pair[1]}[kind](known)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Distributed

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        status, told = self.server.answer(self.command, self.path, body)
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    do_GET = do_POST = do_PUT = do_DELETE = _pass  # noqa: N815

    def log_message(self, *_told: Any) -> None:
        """Say nothing."""


@contextmanager
def distributed(chroma: ChromaServer) -> Iterator[Distributed]:
    server = Distributed(chroma)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.close()
