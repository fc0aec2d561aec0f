"""Who may come in, and under which names the server may be called."""

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import CopydeskError
from ui.serve.auth import Passwords
from ui.serve.names import AccessUnusable
from ui.serve.tokens import Tokens

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

HERE = ("127.0.0.1", "::1")
"""Where a proxy is unless told."""

_ORIGIN = re.compile(r"(https?)://((?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?)/?", re.IGNORECASE)
_HOST = re.compile(r"(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9._-]+))(?::\d{1,5})?")


class Exposed(CopydeskError):
    """Others could come in, and nobody would ask who they are."""

    def __init__(self, where: str) -> None:
        mend = "Give `--auth-file` (see `copydesk password`) or `--token-file` (see `copydesk token`), or no `--host`."
        super().__init__(f"Anybody who reaches {where} could read all articles.", mend)


@dataclass(frozen=True, slots=True)
class Access:
    """Who may come in: everybody where there are neither `passwords` nor `tokens`.

    `hosts` are the names by which the server may be called, so that no foreign name can be made to mean it; None is
    any, which is for servers that ask who comes. `public` is the origin that readers see of a proxy, as
    `https://host`; `tls` says that the server itself speaks HTTPS. `proxies` are the addresses and networks of that
    proxy: of nobody else is believed where a request came from.
    """

    passwords: Passwords | None = None
    tokens: Tokens | None = None
    hosts: frozenset[str] | None = LOOPBACK
    public: str | None = None
    tls: bool = False
    proxies: tuple[str, ...] = HERE

    @property
    def asks(self) -> bool:
        """Whether who comes must say who it is."""
        return self.passwords is not None or self.tokens is not None

    @property
    def secure(self) -> bool:
        """Whether readers come by HTTPS."""
        return self.tls or (self.public or "").startswith("https:")


def read_access(
    ip: str,
    auth_file: Path | None = None,
    token_file: Path | None = None,
    public_url: str | None = None,
    *,
    tls: bool = False,
    proxies: Sequence[str] = (),
) -> Access:
    """Who may come to a server on this address; raises Exposed and AccessUnusable."""
    loopback = ipaddress.ip_address(ip).is_loopback
    public = _origin(public_url) if public_url else None
    if auth_file is None and token_file is None and (public or not loopback):
        raise Exposed(public or ip)
    hosts = LOOPBACK | {ip} if loopback or public else None
    if hosts and public:
        hosts |= {host_name(public.partition("://")[2]) or ""}
    passwords = Passwords.load(auth_file) if auth_file else None
    tokens = Tokens.load(token_file) if token_file else None
    return Access(passwords, tokens, hosts, public, tls, _networks(proxies) or HERE)


def host_name(host: str) -> str | None:
    """The name in a header `Host`, in lower case and without its port; None where it is no such header."""
    found = _HOST.fullmatch(host)
    return (found[1] or found[2]).lower().rstrip(".") if found else None


def _networks(proxies: Sequence[str]) -> tuple[str, ...]:
    try:
        return tuple(str(ipaddress.ip_network(proxy)) for proxy in proxies)
    except ValueError as error:
        mend = "Give `--proxy` as 10.0.0.7 or 10.0.0.0/24."
        raise AccessUnusable(f"A proxy is no address and no network: {error}.", mend) from error


def _origin(url: str) -> str:
    found = _ORIGIN.fullmatch(url)
    if found is None:
        mend = "Write what readers see in front of the first slash, as https://desk.example.org."
        raise AccessUnusable(f"{url!r} is no address of a site.", mend)
    return f"{found[1]}://{found[2]}".lower()
