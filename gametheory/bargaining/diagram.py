"""The protocol of a bargaining game as a picture, drawn from the rows that the solver reads."""

from __future__ import annotations

from math import cos, pi, sin
from typing import TYPE_CHECKING, Any

from gametheory.algebra.expressions import to_sympy
from gametheory.algebra.notation import text
from gametheory.bargaining.protocol import AGREEMENT, Bargaining
from gametheory.plot import FILL, INK, new_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Point = tuple[float, float]


def draw(game: Bargaining) -> Figure:
    """Draw states as circles, ends as boxes, and what leads from one to the other as arrows.

    Parameters
    ----------
    game : Bargaining
        Any; a dozen states stay readable.

    Returns
    -------
    matplotlib.figure.Figure
        With an arrow for every row of `game.table`, the probability written on it where it is not 1.

    Examples
    --------
    >>> from gametheory.bargaining.classics import Rubinstein
    >>> len(draw(Rubinstein("9/10", "9/10")).axes[0].texts) > 0
    True
    """
    figure = new_figure(figsize=(7.0, 4.5))
    axes = figure.add_subplot()
    axes.set(xlim=(-1.9, 1.9), ylim=(-1.75, 1.3), aspect="equal")
    axes.set_axis_off()
    places = _places(game)
    boxes = {}
    for name, (x, y) in places.items():
        end = name not in game.states
        label = name if end else f"{name}\n({game._proposers(name)})"
        shape = {
            "boxstyle": "square,pad=0.5" if end else "round,pad=0.6",
            "fc": FILL[2 if end else 0],
            "ec": INK,
        }
        drawn = axes.text(x, y, label, ha="center", va="center", fontsize=9, bbox=shape, zorder=3)
        boxes[name] = drawn.get_bbox_patch()
    for row in game.table:
        odds = "" if row.probability == 1 else f" ({text(to_sympy(row.probability))})"
        ends = ((places[row.state], boxes[row.state]), (places[row.target], boxes[row.target]))
        _arrow(axes, *ends, row.event + odds, solid=row.target != AGREEMENT)
    return figure


def _places(game: Bargaining) -> dict[str, Point]:
    """Put the states on an arc and the ends in a row below."""
    count = len(game.states)
    angles = [pi / 2 if count == 1 else pi * (1 - i / (count - 1)) for i in range(count)]
    places = {s: (1.25 * cos(a), 0.1 + 0.8 * sin(a)) for s, a in zip(game.states, angles, strict=True)}
    ends = list(dict.fromkeys(row.target for row in game.table if row.target not in game.states))
    for i, end in enumerate(ends):
        places[end] = (1.9 * (2 * (i + 1) / (len(ends) + 1) - 1), -1.4)
    return places


def _arrow(axes: Any, start: tuple[Point, Any], end: tuple[Point, Any], label: str, *, solid: bool) -> None:
    (x, y), (u, v) = start[0], end[0]
    if start[0] == end[0]:
        axes.text(x, y + 0.3, f"↻ {label}", ha="center", fontsize=8)
        return
    style = {
        "arrowstyle": "-|>",
        "color": INK,
        "ls": "-" if solid else ":",
        "patchA": start[1],
        "patchB": end[1],
        "shrinkA": 0,
        "shrinkB": 2,
        "connectionstyle": "arc3,rad=0.18",
    }
    axes.annotate("", end[0], start[0], arrowprops=style)
    # On the bend of the arc and nearer to where it starts, so that labels do not meet.
    t = 0.5 if v > -1 else 0.42
    bend = 0.18 * 2 * t * (1 - t)
    place = (x + t * (u - x) + bend * (v - y), y + t * (v - y) - bend * (u - x))
    axes.text(
        *place,
        label,
        ha="center",
        va="center",
        fontsize=8,
        zorder=5,
        bbox={"fc": "w", "ec": "none", "pad": 1},
    )
