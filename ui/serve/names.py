"""Files of names with what proves them, a line each: `name:hash`."""

import re
from pathlib import Path

from index.errors import CopydeskError

_NAME = re.compile(r"[A-Za-z0-9._@-]{1,64}")


class AccessUnusable(CopydeskError):
    """Who may come in cannot be read from what is given."""


def require_name(name: str) -> str:
    """A name that can be written into such a file; raises AccessUnusable."""
    if not _NAME.fullmatch(name):
        fault = f"{name!r} cannot be a name here."
        raise AccessUnusable(fault, "Use up to 64 letters, digits and the signs . _ @ - only.")
    return name


def read_names(path: Path, mend: str) -> dict[str, str]:
    """The hashes of a file by their names; empty lines and those that begin with `#` are left out.

    Raises AccessUnusable with the line's number, and never with what stands in it: it might be a secret.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise AccessUnusable(f"{path} cannot be read: {reason}.", "Name a file that can be read.") from error
    found: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, held = line.strip().partition(":")
        if not held or not _NAME.fullmatch(name):
            raise AccessUnusable(f"{path}: line {number} is not of the form `name:hash`.", mend)
        if name in found:
            raise AccessUnusable(f"{path}: line {number} gives a name again.", "Leave one line for each name.")
        found[name] = held
    if not found:
        raise AccessUnusable(f"{path}: nobody is named in it.", mend)
    return found
