"""Public data sets as question sets: a module for each format, and one writer."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from eval_questions.convert import beir, multihop, squad
from eval_questions.convert.source import SourceUnusable
from eval_questions.convert.write import Converted, write_set

Format = Literal["squad", "multihop", "beir"]
"""Each is the name of the module that says what its `sources` are."""

_CONVERTERS: dict[Format, Callable[[Sequence[Path], Path], Converted]] = {
    "squad": squad.convert,
    "multihop": multihop.convert,
    "beir": beir.convert,
}


def convert(format_: Format, sources: Sequence[Path], folder: Path) -> Converted:
    """Make a data set a question set, which `questions.load` reads from the folder; raises SourceUnusable.

    The folder is made, or is empty: a set is never mixed with another.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise SourceUnusable(f"{folder} is not empty.", "Name a new folder.")
    except OSError as error:
        raise SourceUnusable(f"{folder} cannot hold a set ({error.strerror}).", "Name a new folder.") from error
    converted = _CONVERTERS[format_](sources, folder / "articles")
    if not converted.questions:
        raise SourceUnusable(f"There is no question in {sources[0]}.", "Name the files of the data set.")
    write_set(converted, folder, f"{format_} files ({', '.join(source.name for source in sources)})")
    return converted
