"""What a file of many articles gives, in short."""

from index.article import Article
from index.columns import NO_COLUMNS
from index.read import read_all


def pieces(folder, name, content, columns=NO_COLUMNS):
    """The articles and errors of a file that is written to a folder."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_all(path, columns))


def told(found):
    """The texts of articles, and of errors their kinds, both behind the names of their parts."""
    return [(p.part, p.text if isinstance(p, Article) else type(p)) for p in found]
