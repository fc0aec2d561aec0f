"""Debian's nginx with the configuration that the documents give, on loopback and with a certificate of its own."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import httpx
import pytest
from remote import free_port

CONFIGURATION = Path(__file__).resolve().parents[1] / "docs" / "deploy" / "nginx.conf"
READER, WRITER = "ab" * 32, "cd" * 32


@dataclass(frozen=True)
class Proxied:
    page: str
    chroma: str
    certificate: Path
    log: Path


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that its own holder has signed, and its key."""
    if not shutil.which("openssl"):
        pytest.skip("there is no openssl to make a certificate with")
    made, key = folder / "certificate.pem", folder / "key.pem"
    told = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "1"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", made, *told]
    subprocess.run(command, check=True, capture_output=True)
    return made, key


@contextmanager
def proxied(folder: Path, copydesk: int, chroma: int, page: int | None = None) -> Iterator[Proxied]:
    """nginx before the two ports; `page` is the port that the page is reached by."""
    if not shutil.which("nginx"):
        pytest.skip("there is no nginx")
    made, key = certificate(folder)
    guests = folder / "guests"
    guests.write_text(f'"Bearer {READER}" reader;\n"Bearer {WRITER}" writer;\n')
    page, guard = page or free_port(), free_port()
    told = CONFIGURATION.read_text()
    for said, meant in {
        "/tmp/": f"{folder}/",  # noqa: S108
        "listen 8443": f"listen 127.0.0.1:{page}",
        "listen 8444": f"listen 127.0.0.1:{guard}",
        "http://copydesk:7860": f"http://127.0.0.1:{copydesk}",
        "http://chroma:8000": f"http://127.0.0.1:{chroma}",
        "/run/secrets/certificate;": f"{made};",
        "/run/secrets/key;": f"{key};",
        "/run/secrets/guests;": f"{guests};",
        "/dev/stdout": f"{folder}/access",
    }.items():
        assert said in told, said
        told = told.replace(said, meant)
    (folder / "nginx.conf").write_text(told)
    command = ["nginx", "-p", folder, "-c", folder / "nginx.conf", "-g", "daemon off; user root;"]
    with (folder / "errors").open("w") as errors:
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
    try:
        found = Proxied(f"https://127.0.0.1:{page}", f"https://127.0.0.1:{guard}", made, folder / "access")
        _wait(found, running, folder / "errors")
        yield found
    finally:
        running.terminate()
        running.wait(20)


def trusting(found: Proxied) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=found.certificate)


def _wait(found: Proxied, running: "subprocess.Popen[bytes]", errors: Path) -> None:
    end = monotonic() + 20
    while True:
        assert running.poll() is None, errors.read_text()
        try:
            httpx.get(f"{found.chroma}/", verify=trusting(found), timeout=5, trust_env=False)
        except httpx.TransportError:
            assert monotonic() < end, "nginx does not start"
            sleep(0.05)
        else:
            return
