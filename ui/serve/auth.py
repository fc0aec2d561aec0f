"""Passwords: a file of names with their Argon2 hashes."""

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Self

from ui.serve.names import AccessUnusable, read_names, require_name

if TYPE_CHECKING:
    from pwdlib import PasswordHash

SHORTEST = 10
"""Characters of a password; the attempts to guess one are bounded, so this is enough."""

LONGEST = 512

_MEND = "Make each line with `copydesk password NAME`."


class Passwords:
    """Who may log in, by their names."""

    def __init__(self, hashes: Mapping[str, str]) -> None:
        self._hashes = dict(hashes)
        self._hasher = _hasher()
        self._decoy = self._hasher.hash(secrets.token_urlsafe())

    @classmethod
    def load(cls, path: Path) -> Self:
        """The passwords of a file; raises AccessUnusable."""
        from argon2 import extract_parameters
        from argon2.exceptions import InvalidHashError

        hashes = read_names(path, _MEND)
        for name, held in hashes.items():
            try:
                extract_parameters(held)
            except InvalidHashError as error:
                raise AccessUnusable(f"{path}: what {name} has is no Argon2 hash.", _MEND) from error
        return cls(hashes)

    def check(self, name: str, password: str) -> bool:
        """Whether a password is this name's; takes the same time for a name that is unknown."""
        held = self._hashes.get(name)
        right = self._hasher.verify(password[:LONGEST].encode("utf-8", "replace"), held or self._decoy)
        return right and held is not None


def password_line(name: str, password: str) -> str:
    """A line for the file; raises AccessUnusable for a name or a password that will not do."""
    require_name(name)
    if not SHORTEST <= len(password) <= LONGEST:
        raise AccessUnusable("The password is too short or too long.", f"Take {SHORTEST} to {LONGEST} characters.")
    return f"{name}:{_hasher().hash(password)}"


def _hasher() -> "PasswordHash":
    from pwdlib import PasswordHash

    return PasswordHash.recommended()
