"""Keep what libraries log off the terminal while they read one file."""

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager


@contextmanager
def quiet(*names: str) -> Iterator[None]:
    """Give the loggers so named, and those below them, a handler that drops what comes, and take it away after.

    Python prints a warning only where no handler is found; levels and the handlers of others stay as they are, so an
    application that logs on purpose still gets every record, and calls in several threads do not disturb each other.
    """
    with ExitStack() as after:
        for name in names:
            logger, handler = logging.getLogger(name), logging.NullHandler()
            logger.addHandler(handler)
            after.callback(logger.removeHandler, handler)
        yield
