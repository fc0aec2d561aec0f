"""What is answered instead of what was asked for: `{"fault", "mend"}` with the fitting status."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from index.errors import ChoiceUnusable, CopydeskError, IndexUnusable
from rag.errors import QuestionError
from ui.serve.gate import Busy, Ending
from ui.serve.record import blamed, request_id
from ui.serve.told import problem, response

if TYPE_CHECKING:
    from starlette.responses import Response

DEFECT = CopydeskError("Something went wrong.", "Try again; the log of Copydesk says more.")
"""All that is told of a defect; the log has the rest."""


class Refusal(CopydeskError):
    """A request that is not served: with the HTTP status `status` and the headers `headers`."""

    def __init__(self, status: int, fault: str, mend: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(fault, mend)
        self.status = status
        self.headers = dict(headers or {})


def too_many(fault: str, seconds: int) -> Refusal:
    """The refusal of one request too many, which may come again after so many seconds."""
    return Refusal(429, fault, f"Try again in {seconds} s.", {"Retry-After": str(seconds)})


def respond(error: CopydeskError) -> "Response":
    """An error as a response, which names the request that it is the answer to, as the log does."""
    status, headers = _status(error)
    blamed(error)
    named = request_id()
    return response(problem(error) | ({"request": named} if named else {}), status, headers)


def _status(error: CopydeskError) -> tuple[int, dict[str, str]]:
    match error:
        case Refusal():
            return error.status, error.headers
        case Busy():
            return 429, {"Retry-After": str(error.retry_after)}
        case Ending():
            return 503, {"Retry-After": str(error.retry_after)}
        case QuestionError() | ChoiceUnusable():
            return 422, {}
        case IndexUnusable():
            return 503, {}
        case _:
            return 500, {}
