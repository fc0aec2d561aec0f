"""What became of the files that a reader added."""

from collections.abc import Sequence

from markupsafe import Markup

from index.errors import CopydeskError

ABOUT = Markup(
    '<div class="about"><h3>Articles of your own</h3><p>They are read on this server into an index that only this '
    "session sees, and deleted when it ends.</p></div>"
)


def added(names: Sequence[str], refused: Sequence[CopydeskError], held: int) -> Markup:
    """Which files were taken in, which were not and why, and how many articles can be asked now."""
    good = Markup().join(Markup('<li class="taken"><bdi>{}</bdi></li>').format(name) for name in names)
    bad = Markup().join(
        Markup('<li class="refused"><bdi>{}</bdi> <span>{}</span></li>').format(error.fault, error.mend)
        for error in refused
    )
    told = f"{held:,} article{'' if held == 1 else 's'} of your own can be asked." if held else "Nothing was taken in."
    return Markup('<div class="added" role="status"><p>{}</p><ul>{}{}</ul></div>').format(told, good, bad)
