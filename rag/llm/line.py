"""The connection of a stream, which OpenAI's client leaves to the garbage collector when a stream is left early."""

from threading import local

import httpx


class Line:
    """What each thread was answered last by one client; as long as that is open, the server goes on."""

    def __init__(self) -> None:
        self._last = local()

    def client(self) -> httpx.Client:
        """A client whose streams can be hung up on; time limits are those of each request."""
        from openai import DefaultHttpxClient

        # Nobody closes the client, so it must not keep idle connections.
        limits = httpx.Limits(max_keepalive_connections=0)
        return DefaultHttpxClient(limits=limits, event_hooks={"response": [self._keep]})

    def hang_up(self) -> None:
        """Close this thread's last stream, if it is open."""
        response: httpx.Response | None = getattr(self._last, "response", None)
        if response:
            response.close()

    def _keep(self, response: httpx.Response) -> None:
        self._last.response = response
