import os
from pathlib import Path

import pytest

from index.errors import ArticleUnreadable, PathMissing
from index.read import find_files


def write(folder: Path, content: str, name: str = "a.txt") -> Path:
    path = folder / name
    path.write_text(content)
    return path


def test_files_are_found_below_folders_sorted_and_each_once(tmp_path: Path) -> None:
    for name in ("b.txt", "A.MD", "c.pdf", ".hidden.txt"):
        write(tmp_path, "x", name)
    for folder in ("sub", ".git", "x.txt"):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder, "x", "d.txt")
    (tmp_path / "sub" / "loop").symlink_to(tmp_path)
    found = list(find_files([tmp_path / "sub" / "..", tmp_path, tmp_path / "b.txt", tmp_path / "c.pdf"]))
    assert [str(path.relative_to(tmp_path)) for path in found] == ["A.MD", "b.txt", "c.pdf", "sub/d.txt", "x.txt/d.txt"]


def test_compressed_files_and_archives_of_what_is_read_are_found(tmp_path: Path) -> None:
    wanted = ["a.TXT.gz", "a.json", "a.jsonl.gz", "a.zip", "b.v2.csv"]
    for name in (*wanted, "a.gz", "a.tar.gz", "a.zip.gz", "a.bz2", ".a.zip", "gz", "zip"):
        write(tmp_path, "x", name)
    assert [path.name for path in found_below(tmp_path)] == wanted


def found_below(*roots: Path) -> list[Path]:
    found = list(find_files(roots))
    assert all(isinstance(path, Path) for path in found)
    return [path for path in found if isinstance(path, Path)]


def test_a_linked_folder_is_followed_once_and_its_own_path_is_preferred(tmp_path: Path) -> None:
    inside, outside = tmp_path / "root" / "z", tmp_path / "outside"
    for folder in (inside, outside / "deep"):
        folder.mkdir(parents=True)
        write(folder, "x")
    for name, target in (("a", inside), ("b", outside), ("c", outside), ("d", outside / "deep"), ("e", tmp_path)):
        (tmp_path / "root" / name).symlink_to(target)
    (outside / "deep" / "up").symlink_to(outside)
    (tmp_path / "root" / "broken").symlink_to(tmp_path / "nowhere")
    expected = [tmp_path / "root" / name for name in ("b/deep/a.txt", "z/a.txt")]
    assert found_below(tmp_path / "root") == expected
    assert found_below(tmp_path / "root" / "a", tmp_path / "root") == expected
    assert found_below(tmp_path / "root", tmp_path / "root" / "a") == expected
    assert found_below(tmp_path / "root" / "a") == [tmp_path / "root" / "a" / "a.txt"]


def test_folders_in_folders_without_end_are_looked_through(tmp_path: Path) -> None:
    before = Path.cwd()
    os.chdir(tmp_path)
    try:
        for _ in range(1200):
            Path("d").mkdir()
            os.chdir("d")
        write(Path(), "x")
    finally:
        os.chdir(before)
    assert [path.name for path in found_below(tmp_path)] == ["a.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every folder")
def test_a_folder_without_permission_is_told_after_the_files(tmp_path: Path) -> None:
    write(tmp_path, "Orsk is dry.")
    (tmp_path / "closed").mkdir(mode=0)
    path, error = find_files([tmp_path])
    assert path == tmp_path / "a.txt"
    assert isinstance(error, ArticleUnreadable)
    assert error.path == tmp_path / "closed"


def test_a_folder_that_cannot_be_looked_through_is_told_after_the_files(tmp_path: Path) -> None:
    write(tmp_path, "Orsk is dry.")
    long = tmp_path / ("d" * 300)
    path, error = find_files([long, tmp_path])
    assert path == tmp_path / "a.txt"
    assert isinstance(error, ArticleUnreadable)
    assert (error.path, "too long" in error.fault) == (long, True)


def test_a_folder_without_articles_holds_no_files(tmp_path: Path) -> None:
    assert list(find_files([tmp_path])) == []


def test_a_missing_path_is_told(tmp_path: Path) -> None:
    with pytest.raises(PathMissing, match=r"nowhere does not exist\. Check"):
        list(find_files([tmp_path / "nowhere"]))
