"""What writing to a Chroma server costs on either side of the wire, and how many bytes go over it and come back.

Usage: python tests/benchmarks/wire.py [--articles 500,1500,3000]

Articles as in reading.py, with texts of a real length; vectors are generated. Server and writer are told apart by their
own seconds of the processor. On Linux.
"""

import json
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Annotated, Any

import numpy as np
import typer

sys.path.append(str(Path(__file__).resolve().parents[1]))

from reading import entry
from remote import serving

from eval_questions.scale.news import NEWS, blocks
from index.recipe import Recipe
from index.store import Store

BATCH = 100


class Meter:
    """Seconds and bytes since the last look."""

    def __init__(self, pid: int, session: Any) -> None:
        self._pid = pid
        self._last = (0.0, 0.0, 0, 0)
        self._sent = self._received = 0
        session.event_hooks["request"].append(self._request)
        session.event_hooks["response"].append(self._response)

    def look(self, count: int) -> dict[str, float]:
        """Of each of so many things."""
        stat = Path(f"/proc/{self._pid}/stat").read_text().rpartition(")")[2].split()
        server = (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")
        now = (process_time(), server, self._sent, self._received)
        writer, server, sent, received = (new - old for new, old in zip(now, self._last, strict=True))
        self._last = now
        milliseconds = {"writer ms": 1000 * writer / count, "server ms": 1000 * server / count}
        return milliseconds | {"sent kB": sent / 1e3 / count, "received kB": received / 1e3 / count}

    def _request(self, request: Any) -> None:
        self._sent += int(request.headers.get("content-length", 0))

    def _response(self, response: Any) -> None:
        self._received += len(response.read())


def main(articles: Annotated[str, typer.Option(help="Sizes, with commas between.")] = "500,1500,3000") -> None:
    """Print the figures of each size."""
    rng = np.random.default_rng(1)
    with tempfile.TemporaryDirectory() as passing, serving(Path(passing, "chroma")) as chroma:
        os.environ["COPYDESK_CACHE"] = str(Path(passing, "cache"))
        store = Store.create(chroma.address("bench"), Recipe("none", "none", 192))
        meter = Meter(chroma._process.pid, store._client._api._session)  # type: ignore[attr-defined, union-attr]
        done = 0
        for size in map(int, articles.split(",")):
            entries = [entry(number, rng) for number in range(done, size)]
            # Texts of 3.8 kB, in chunks of a sixth.
            entries = [
                (replace(a, text=a.text * 9), tuple(replace(c, text=c.text * 9) for c in cs), r) for a, cs, r in entries
            ]
            meter.look(1)
            for at in range(0, len(entries), BATCH):
                store.put(entries[at : at + BATCH])
            texts = meter.look(len(entries))
            count = 0
            for at in range(0, len(entries), BATCH // 2):
                pairs = [(article, chunks) for article, chunks, _ in entries[at : at + BATCH // 2]]
                many = sum(len(chunks) for _, chunks in pairs)
                store.embed(pairs, blocks(NEWS, done * 6 + count, many))
                count += many
            vectors = meter.look(count)
            list(store.all_with_chunks())
            read = meter.look(size)
            done = size
            print(
                json.dumps({"articles": size, "an article": texts, "a chunk": vectors, "read again": read}), flush=True
            )


if __name__ == "__main__":
    typer.run(main)
