"""Small PDF files written by hand: a text layer, pages without one, and what may be wrong with them."""

from collections.abc import Sequence
from io import BytesIO

Line = tuple[str, float, float]
"""Words, points below the line before, size of the letters."""


def pdf(pages: Sequence[Sequence[Line]], info: str = "") -> bytes:
    """A PDF whose pages show lines of Helvetica; `info` is the inside of its Info dictionary."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        drawn = _drawn(lines)
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
            + f" /Contents {5 + 2 * number} 0 R >>".encode(),
            f"<< /Length {len(drawn)} >>\nstream\n".encode() + drawn + b"\nendstream",
        ]
    return _file([*objects, f"<< {info} >>".encode()])


def paragraph(*lines: str, gap: float = 24, size: float = 12) -> list[Line]:
    """Lines 14 points apart, the first `gap` points below what is above it."""
    return [(words, 14 if n else gap, size) for n, words in enumerate(lines)]


def encrypted(data: bytes, user: str, owner: str = "owner") -> bytes:
    """The same file under RC4, which asks for `user` as its password."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    writer.encrypt(user, owner, algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _drawn(lines: Sequence[Line]) -> bytes:
    at, drawn = 760.0, []
    for words, drop, size in lines:
        at -= drop
        shown = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        drawn.append(f"BT /F1 {size:g} Tf 1 0 0 1 60 {at:g} Tm ({shown}) Tj ET")
    return "\n".join(drawn).encode("cp1252")


def _file(objects: Sequence[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\n".encode()
    return bytes(out) + f"startxref\n{start}\n%%EOF\n".encode()
