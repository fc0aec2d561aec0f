"""The figures at `/metrics`, behind the same guard as all else."""

import asyncio
from typing import TYPE_CHECKING

from ui.serve.metrics import Metrics
from ui.serve.paths import METRICS
from ui.serve.pulse import Pulse

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

    from rag.engine import Engine

_FRESH = 10.0
"""Seconds for which sizes of the index hold; Prometheus asks a few times a minute."""

_PATIENCE = 4.0
"""Seconds; Prometheus waits for ten unless told."""


def add_metrics(app: "FastAPI", metrics: Metrics, engine: "Engine") -> None:
    """Serve the figures of a server and of its index."""
    sizes = Pulse(engine.vitals, _FRESH)

    async def scraped(request: "Request") -> "Response":
        from starlette.responses import Response

        _, vitals = await sizes.take(_PATIENCE)
        metrics.index(vitals)
        body, kind = await asyncio.to_thread(metrics.written, request.headers.get("accept", ""))
        return Response(body, headers={"Content-Type": kind})

    app.add_route(METRICS, scraped, ["GET"], include_in_schema=False)
