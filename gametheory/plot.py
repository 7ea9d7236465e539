"""Pictures: one neutral style, and files that are byte for byte the same on every run.

Drawing needs Matplotlib (the extra `gametheory[models]`); it is imported when a figure is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK = "#1b1f24"
FILL = ("#9ecae1", "#fdd0a2", "#c7e9c0", "#dadaeb")
LINE = ("#08519c", "#a63603", "#006d2c", "#54278f")

_STYLE: dict[str, Any] = {
    "figure.figsize": (6.0, 4.0),
    "figure.dpi": 150,
    "savefig.dpi": 150,
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "legend.frameon": False,
    "svg.hashsalt": "gametheory",
    "svg.fonttype": "path",
}


@contextmanager
def style() -> Iterator[None]:
    """Draw inside this context to get the house style, without a display."""
    import matplotlib

    with matplotlib.rc_context(_STYLE):  # type: ignore[arg-type]
        yield


def new_figure(**options: Any) -> Figure:
    """Return an empty figure that no window system knows about."""
    from matplotlib.figure import Figure

    return Figure(layout="constrained", **options)


def save(figure: Figure, folder: Path, name: str) -> list[Path]:
    """Write a figure as SVG and PNG without dates or versions, and return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name}.svg", folder / f"{name}.png"]
    for path, metadata in zip(paths, ({"Date": None, "Creator": None}, {"Software": None}), strict=True):
        figure.savefig(path, metadata=metadata)
    return paths
