"""What this machine says of servers: what is sent to them with each request, and where halves of theirs are kept."""

from pathlib import Path
from typing import ClassVar

from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from index.errors import AddressUnusable


class Access(BaseSettings):
    """Settings for indexes on a server, each an environment variable, `COPYDESK_` before its name.

    What is secret is neither in the representation nor in an error.
    """

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        env_prefix="COPYDESK_", frozen=True, hide_input_in_errors=True
    )

    index_token: SecretStr | None = None
    """A token for the proxy that guards the server; sent as `Authorization: Bearer TOKEN`."""

    index_headers: dict[str, SecretStr] = {}
    """Other headers for it, as a JSON object of names and values."""

    cache: Path | None = None
    """The folder for the lexical halves of indexes on servers; unless given, where the system keeps such."""

    def headers(self) -> dict[str, str]:
        """The headers that are sent with each request; raises AddressUnusable for what cannot stand in one."""
        said = {name: value.get_secret_value().strip() for name, value in self.index_headers.items()}
        if self.index_token:
            said["Authorization"] = f"Bearer {self.index_token.get_secret_value().strip()}"
        for name, value in said.items():
            if not (name.isascii() and value.isascii() and name.isprintable() and value.isprintable()):
                fault = f"The header {name!r} for the index's server has other characters than printable ASCII."
                raise AddressUnusable(fault, "Set COPYDESK_INDEX_TOKEN and COPYDESK_INDEX_HEADERS anew.")
        return said

    def cache_folder(self) -> Path:
        """Where the lexical halves of indexes on servers are kept."""
        from platformdirs import user_cache_path

        return (self.cache or user_cache_path("copydesk", appauthor=False)).expanduser().absolute()


def read_access() -> Access:
    """The settings of this process's environment; raises AddressUnusable, which names the variable alone."""
    try:
        return Access()
    except ValidationError as error:
        name = f"COPYDESK_{error.errors()[0]['loc'][0]}".upper()
        raise AddressUnusable(f"{name} is no use.", _MEND) from None  # the cause holds what is secret
    except SettingsError:
        raise AddressUnusable("COPYDESK_INDEX_HEADERS is no JSON object.", _MEND) from None  # likewise


_MEND = 'Set it anew, headers as {"X-Api-Key": "..."}, or unset it.'
