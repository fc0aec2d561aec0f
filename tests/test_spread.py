import gzip
import pickle
import zipfile
from pathlib import Path

import pytest
from contents import BREAD, BRIDGE, FERRY
from pdfs import paragraph, pdf

from index import errors
from index.columns import NO_COLUMNS, Columns
from index.errors import ArticleError, ClusterUnusable, CopydeskError, IndexUnfinished
from index.read import find_files, read_all
from index.spread import work
from index.spread.cluster import connected
from index.spread.parcels import FileDone, Sent, parcels, sent_of, unpacked

TERMS = work.Terms(work._code(), "none", "none")
KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, CopydeskError)]


def made(kind: type[CopydeskError]) -> CopydeskError:
    if issubclass(kind, ArticleError):
        return kind(Path("/news/a.zip"), "it is torn.", "Mend it.", "b.txt")
    if issubclass(kind, IndexUnfinished):
        return kind("http://desk:8000/news", "it is half.")
    return (
        kind(Path("/index"), "it is none.", "Make one.") if issubclass(kind, errors.IndexUnusable) else kind("A", "B")
    )


def mixed(folder: Path) -> Path:
    """A file of each kind, some of them bad, some of them twice."""
    folder.mkdir()
    (folder / "a.txt").write_text(FERRY)
    (folder / "b.md").write_text(BRIDGE)
    (folder / "c.html").write_text(f"<html><body><article><h1>Bread</h1><p>{BREAD * 4}</p></article></body></html>")
    (folder / "d.pdf").write_bytes(pdf([paragraph("The mill at Orsk burnt down.", "Nobody was hurt in the fire.")]))
    (folder / "e.csv").write_text("headline,body\nRain,It rained in Perm.\n,\nSnow,It snowed in Orsk.\n")
    (folder / "f.jsonl").write_text('{"text": "A boat sank."}\n{"tex\n{"text": "It was raised."}\n')
    (folder / "g.txt.gz").write_bytes(gzip.compress(b"The pier at Perm was shut for a year.\n"))
    with zipfile.ZipFile(folder / "h.zip", "w") as archive:
        archive.writestr("one.txt", "The quay at Orsk was sold.\n")
        archive.writestr("two.json", '[{"text": "The lock was mended."}]')
        archive.writestr("three.txt", b"\xff\xfe\x00")
        archive.writestr("four.tar", "")
    (folder / "i.txt").write_text(FERRY)
    (folder / "j.txt").write_text(" \n")
    (folder / "k.txt").write_bytes("Größe".encode("latin-1") * 20)
    (folder / "l.pdf").write_bytes(b"%PDF-1.4 torn")
    (folder / "m.zip").write_bytes(b"PK torn")
    (folder / "n.csv").write_text("headline,body\n")
    (folder / "o.docx").write_bytes(b"no archive")
    (folder / "p.xml").write_text("<rss><channel><item><title>One</title></item></channel></rss>")
    (folder / "q.txt.gz").write_bytes(gzip.compress(b"It was cut off. " * 9000)[:40])
    (folder / "r.txt").mkdir()
    return folder


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_error_survives_the_way_between_processes(kind):
    error = made(kind)
    back = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert type(back) is kind
    assert (str(back), vars(back)) == (str(error), vars(error))


def told(piece):
    return (type(piece), str(piece), piece.location, piece.mend) if isinstance(piece, ArticleError) else piece


@pytest.mark.parametrize("columns", [NO_COLUMNS, Columns({"text": "headline"})], ids=["usual", "named"])
def test_what_is_read_elsewhere_is_what_is_read_here(tmp_path, columns):
    files = list(find_files([mixed(tmp_path / "mixed"), tmp_path / "mixed" / "r.txt"]))
    here = [told(piece) for file in files for piece in read_all(file, columns)]
    elsewhere, dones = [], []
    for parcel in parcels(files, columns):
        sent = pickle.loads(pickle.dumps(sent_of(parcel)))  # noqa: S301
        read = pickle.loads(pickle.dumps(work.read(TERMS, sent, columns)))  # noqa: S301
        for piece in unpacked(parcel, read):
            (dones if isinstance(piece, FileDone) else elsewhere).append(piece)
    assert [told(piece) for piece in elsewhere] == here
    assert [done.count for done in dones] == list(range(1, len(files) + 1))


def test_a_parcel_is_bounded_and_a_table_is_not_sent(tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number:02d}.txt").write_text(f"Boat {number} sank.\n")
    (folder / "long.txt").write_text("It sank. " * 40_000)
    (folder / "rows.jsonl").write_text('{"text": "A boat sank."}\n' * 1_000)
    sizes = [len(sent_of(parcel)) for parcel in parcels(list(find_files([folder])), NO_COLUMNS)]
    assert sum(sizes) == 41
    assert max(sizes) <= 17
    assert len(sizes) >= 4
    assert all(isinstance(entry, Sent) for parcel in parcels([folder / "00.txt"], NO_COLUMNS) for entry in parcel[:1])


def test_a_worker_of_another_version_is_refused_by_its_name():
    outcome = work.read(work.Terms("other", "none", "none"), [], NO_COLUMNS)
    assert isinstance(outcome, ClusterUnusable)
    assert "another version" in outcome.fault


def test_a_worker_without_the_model_says_so():
    outcome = work.encode(work.Terms(work._code(), "no/such-model", "none"), ["A boat sank."])
    assert isinstance(outcome, ClusterUnusable)
    assert "not on this machine" in outcome.fault
    assert "worker on" in outcome.fault


@pytest.mark.parametrize(
    "address",
    ["", "local", "host", "host:", ":6379", "http://host:6379", "ray://host", "ray://", "a b:1", "host:123456"],
)
def test_what_is_no_address_of_a_cluster_is_told_at_once(address):
    pytest.importorskip("ray")
    with pytest.raises(ClusterUnusable, match="is no address"), connected(address):
        pass


def test_a_missing_extra_is_told_with_how_to_install_it(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "ray", None)
    with pytest.raises(ClusterUnusable, match=r"pip install 'copydesk\[ray\]'"), connected("auto"):
        pass
