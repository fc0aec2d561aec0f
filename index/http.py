"""A Chroma server over HTTP: Chroma's own client with bounds on time and tries, and errors in words.

Chroma's client waits for ever and tries once. Here each request has `_TIMEOUT`, and what went wrong on the way (no
connection, a cut one, a proxy whose server is down) is tried again for `_PATIENCE` seconds. All that Copydesk asks for
can be done twice: ids come from content. Loaded only where an index is on a server, since it imports Chroma.
"""

import logging
from collections.abc import Iterator, Sequence
from functools import partial
from time import monotonic, sleep
from typing import Any
from uuid import UUID
from weakref import finalize

import httpx
from chromadb.api.fastapi import FastAPI
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings, System
from typing_extensions import override  # Chroma asks for the mark

from index.errors import AddressUnusable, IndexRefused, IndexUnreachable, IndexUnusable, NotAnIndex

_TIMEOUT = httpx.Timeout(60.0, connect=5.0)
_LOOKING = httpx.Timeout(10.0, connect=5.0)
"""For what is asked before all else, and is nothing to a server that is well."""

_PATIENCE = 15.0
"""Seconds from the first failure of a request to the last try; a server that is restarted is back before."""

_OPENING = 2.0
"""The same for the first request of a client: an address may be wrong."""

_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between tries; the last holds for all that follow."""

_PAGE = 100
_BUSY = frozenset((429, 502, 503, 504))
_TOKEN = "Set COPYDESK_INDEX_TOKEN or COPYDESK_INDEX_HEADERS to what it asks for."  # noqa: S105  # no token
_UNSENT = "The address of the index's server, or a header for it, has characters that cannot be sent."
_RESET = "Set --index, COPYDESK_INDEX_TOKEN and COPYDESK_INDEX_HEADERS anew."
_log = logging.getLogger(__name__)


class _BusyError(Exception):
    """The server, or the proxy before it, says that it cannot be asked now, but perhaps in `seconds`."""

    def __init__(self, response: httpx.Response) -> None:
        super().__init__(f"{response.status_code} {response.reason_phrase}")
        wanted = response.headers.get("retry-after", "")
        self.seconds = float(wanted) if wanted.isdecimal() else 0.0  # the other form, a date, is seldom sent


class Api(FastAPI):
    """Chroma's HTTP interface, which tries again, and raises IndexUnreachable, IndexRefused and NotAnIndex alone."""

    def __init__(self, system: System, name: str) -> None:
        super().__init__(system)
        self._name = name
        self._patience = _OPENING
        self._session.timeout = _TIMEOUT
        self._session.event_hooks = {"response": [partial(_look, name)]}
        self.close = finalize(self, self._session.close)
        """Give the connections back; else they are when nobody needs this any more."""

    def wait(self, seconds: float) -> None:
        """Try again for so long from now on."""
        self._patience = seconds

    @override
    def _make_request(self, method: str, path: str, **kwargs: Any) -> Any:
        began, pauses = monotonic(), _pauses()
        asked = kwargs | {"timeout": _LOOKING if method == "get" else _TIMEOUT}
        while True:
            try:
                return super()._make_request(method, path, **asked)
            except (httpx.LocalProtocolError, httpx.InvalidURL):
                raise AddressUnusable(_UNSENT, _RESET) from None  # the cause repeats what is secret
            except (httpx.RequestError, _BusyError) as error:
                pause = max(next(pauses), error.seconds if isinstance(error, _BusyError) else 0.0)
                if monotonic() + pause > began + self._patience:
                    raise _unreachable(self._name, error) from error
                _log.info("%s: trying again after %s", self._name, type(error).__name__)
                sleep(pause)
            except ValueError as error:  # of JSON
                raise _no_chroma(self._name) from error


class HttpClient:
    """What is asked of a server; a `Client`, with what a lease takes besides."""

    def __init__(self, name: str, base: str, headers: dict[str, str]) -> None:
        settings = Settings(
            anonymized_telemetry=False,
            chroma_api_impl="chromadb.api.fastapi.FastAPI",
            chroma_server_host=base,
            chroma_server_http_port=0,  # the address has it
            chroma_server_headers=dict(headers),
        )
        self.name = name
        self._api = Api(System(settings), name)
        try:
            self.now()
        except BaseException:
            self.close()
            raise
        self._api.wait(_PATIENCE)

    def hurry(self) -> None:
        """Try nothing again, as when work has failed and the rest is to be left behind."""
        self._api.wait(0.0)

    def now(self) -> float:
        """The seconds since 1970 by the server's clock; raises NotAnIndex where it is no Chroma server."""
        try:
            return self._api.heartbeat() / 1e9
        except (KeyError, TypeError) as error:
            raise _no_chroma(self.name) from error

    def get_collection(self, name: str, *, embedding_function: None = None) -> Collection:
        """The collection of that name; raises NotAnIndex."""
        return self._collection(self._api.get_collection(name=name), embedding_function)

    def get_or_create_collection(
        self,
        name: str,
        *,
        embedding_function: None = None,
        configuration: Any = None,
        schema: Any = None,
        metadata: Any = None,
    ) -> Collection:
        """The collection of that name, made where it is missing."""
        made: Any = {"configuration": configuration, "schema": schema, "metadata": metadata}
        model = self._api.create_collection(name=name, get_or_create=True, **made)
        return self._collection(model, embedding_function)

    def create_collection(self, name: str, metadata: dict[str, Any]) -> Collection:
        """A new collection; raises IndexRefused where there is one of that name."""
        return self._collection(self._api.create_collection(name=name, metadata=metadata, get_or_create=False), None)

    def delete_collection(self, name: str) -> None:
        """Delete a collection; raises NotAnIndex where there is none of that name."""
        self._api.delete_collection(name=name)

    def rename_collection(self, id_: str, name: str) -> None:
        """Give a collection, told by its id, another name; raises NotAnIndex and IndexRefused."""
        self._api._modify(id=UUID(id_), new_name=name)  # `Collection.modify` wants one that was read

    def list_collections(self) -> Sequence[Collection]:
        """All collections."""
        found: list[Collection] = []
        while True:
            page = self._api.list_collections(limit=_PAGE, offset=len(found))
            found += [self._collection(model, None) for model in page]
            if len(page) < _PAGE:
                return found

    def get_max_batch_size(self) -> int:
        """How many records may be written at a time."""
        return int(self._api.get_max_batch_size())

    def close(self) -> None:
        """Give the connections back."""
        self._api.close()

    def _collection(self, model: Any, embedding_function: None) -> Collection:
        return Collection(client=self._api, model=model, embedding_function=embedding_function)


def _look(name: str, response: httpx.Response) -> None:
    """Raise what an answer says that is none of success."""
    if response.is_success:
        return
    if response.status_code in _BUSY:
        raise _BusyError(response)
    if response.status_code in (401, 403):
        raise IndexRefused(name, f"the server wants to know who asks ({response.status_code}).", _TOKEN)
    if response.status_code == 413:
        mend = "Let the proxy pass larger ones, as by `client_max_body_size 64m` of nginx, and Chroma too."
        raise IndexRefused(name, "the server, or the proxy before it, finds a request too large.", mend)
    response.read()
    raise _refusal(name, response)


def _refusal(name: str, response: httpx.Response) -> IndexUnusable:
    try:
        told = response.json()
        kind, message = str(told["error"]), str(told["message"])
    except (ValueError, KeyError, TypeError):
        return _no_chroma(name, f" (it answers {response.status_code})")
    if kind == "NotFoundError":
        mend = "Look which collections the server has, or index into this one."
        return NotAnIndex(name, "it is not on the server, or not any more.", mend)
    full = ", and whether its disk is full" if response.is_server_error else ""
    return IndexRefused(name, f"the server refuses ({message}).", f"Look into the server's own messages{full}.")


def _pauses() -> Iterator[float]:
    yield from _PAUSES
    while True:
        yield _PAUSES[-1]


def _said(error: Exception) -> str:
    """What went wrong on the way; timeouts say nothing of themselves."""
    return str(error) or type(error).__name__


def _unreachable(name: str, error: Exception) -> IndexUnreachable:
    if isinstance(error, _BusyError):
        fault = f"the server, or the proxy before it, does not take questions now ({error})."
        return IndexUnreachable(name, fault, "Do the same again later.")
    mend = "See whether it runs, and whether the address is right; then do the same again."
    return IndexUnreachable(name, f"the server does not answer ({_said(error)}).", mend)


def _no_chroma(name: str, what: str = "") -> NotAnIndex:
    return NotAnIndex(name, f"what answers there is no Chroma server{what}.", "Name the address of one.")
