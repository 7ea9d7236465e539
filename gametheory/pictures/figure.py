"""A game tree as a Matplotlib figure."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from gametheory.pictures._layout import Drawing, Edge, Oval, Spot, lay_out, number_as_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from gametheory.equilibria.result import Equilibrium
    from gametheory.games.game import Game

_LEVEL = 0.95
"""Inches from one level to the next."""
_FAINT = "#9aa0a6"
_RADIUS = 0.06
_BEND = 0.18
"""How far the line of an information set is bent, relative to its length."""


def draw(shown: Game | Equilibrium) -> Figure:
    """Draw a tree, or an equilibrium in its tree.

    Chance nodes are open, nodes that a player cannot tell apart lie in a dashed oval, and payoffs stand in a row in the order of the
    players.  Of an equilibrium, the branches that are taken are thick (and dark where play gets there), probabilities stand behind the
    actions, and beliefs in brackets beside the nodes.

    Parameters
    ----------
    shown : Game or Equilibrium
        At most 400 nodes.

    Returns
    -------
    matplotlib.figure.Figure
        Save it with ``figure.savefig("tree.pdf")`` (or ``.svg``, ``.png``), or with `gametheory.plot.save`.

    Raises
    ------
    InvalidGameError
        If it is no tree, or too large to be read.

    Examples
    --------
    >>> import gametheory as gt
    >>> entry = gt.Game(gt.move("entrant", actions={
    ...     "out": gt.end(entrant=0, incumbent=2),
    ...     "in": gt.end(entrant=1, incumbent=1)}))
    >>> draw(entry).axes[0].get_title("left")
    'payoffs (entrant, incumbent)'
    """
    from gametheory import plot

    drawing = lay_out(shown, number_as_text)
    leaf = _leaf_width(drawing)
    size = (max(2.5, leaf * drawing.width + 0.6), _LEVEL * drawing.depth + 1.2)
    with plot.style():
        figure = plot.new_figure(figsize=size)
        axes = figure.add_subplot()
        # One unit is an inch on both axes, so that circles are circles.
        scale = (leaf, _LEVEL)
        for oval in drawing.ovals:
            _oval(axes, oval, scale)
        for edge in drawing.edges:
            _edge(axes, edge, scale)
        for spot in drawing.spots:
            _spot(axes, spot, scale)
        heading = f"payoffs ({', '.join(drawing.players)})"
        axes.set_title(f"{drawing.title}\n{heading}" if drawing.title else heading, fontsize=9)
        if drawing.note:
            middle = leaf * (drawing.width - 1) / 2
            axes.text(middle, -_LEVEL * drawing.depth - 0.62, drawing.note, ha="center", va="top", fontsize=8)
        axes.set_aspect("equal")
        axes.set_axis_off()
        axes.set_xlim(-leaf / 2 - 0.2, leaf * (drawing.width - 0.5) + 0.2)
        axes.set_ylim(-_LEVEL * drawing.depth - (0.85 if drawing.note else 0.55), 0.4)
    return figure


def _leaf_width(drawing: Drawing) -> float:
    """Return inches for a leaf: enough for its payoffs in a row, and for the labels of branches."""
    ends = [spot for spot in drawing.spots if spot.kind == "end"]
    longest = max((len(_payoffs(spot)) for spot in ends), default=1)
    labels = max((len(_label(edge)) for edge in drawing.edges), default=1)
    return max(0.55, 0.075 * longest + 0.15, 0.062 * labels + 0.2)


def _payoffs(spot: Spot) -> str:
    return ", ".join(spot.payoffs)


def _label(edge: Edge) -> str:
    return f"{edge.label} ({edge.probability})" if edge.probability else edge.label


def _edge(axes: Any, edge: Edge, scale: tuple[float, float]) -> None:
    from gametheory.plot import INK, LINE

    (x, y), (u, v) = ((p[0] * scale[0], p[1] * scale[1]) for p in (edge.start, edge.end))
    color = (LINE[0] if edge.reached else "#7fa7cf") if edge.taken else INK
    width = 2.4 if edge.taken else 0.9
    axes.plot([x, u], [y, v], color=color, linewidth=width, solid_capstyle="round", zorder=1)
    lean = u - x
    side = "right" if lean < -1e-9 else "left"
    gap = -0.05 if lean < -1e-9 else 0.05
    axes.text(
        (x + u) / 2 + gap,
        (y + v) / 2,
        _label(edge),
        ha=side,
        va="center",
        fontsize=8,
        bbox={"boxstyle": "square,pad=0.08", "facecolor": "white", "edgecolor": "none", "alpha": 0.8},
        zorder=3,
    )


def _spot(axes: Any, spot: Spot, scale: tuple[float, float]) -> None:
    from matplotlib.patches import Circle

    from gametheory.plot import INK, LINE

    x, y = spot.at[0] * scale[0], spot.at[1] * scale[1]
    if spot.kind == "end":
        color = LINE[0] if spot.reached else INK
        axes.text(x, y - 0.08, _payoffs(spot), ha="center", va="top", fontsize=8.5, color=color)
        if spot.outcome:
            axes.text(
                x, y - 0.26, spot.outcome, ha="center", va="top", fontsize=7, style="italic", color=_FAINT
            )
        return
    filled = spot.kind == "move"
    axes.add_patch(
        Circle((x, y), _RADIUS, facecolor=INK if filled else "white", edgecolor=INK, linewidth=1.0, zorder=4)
    )
    # Names stand on the side from which no branch comes; that of the root above it.
    gap, side = (0.0, "center") if y == 0 else (0.07, "left") if spot.from_left else (-0.07, "right")
    if spot.player:
        axes.text(x + gap, y + 0.09, spot.player, ha=side, va="bottom", fontsize=8.5, zorder=5)
    if spot.belief:
        text = f"[{spot.belief}]"
        axes.text(x + gap, y + 0.1, text, ha=side, va="bottom", fontsize=7.5, color=LINE[1], zorder=5)


def _oval(axes: Any, oval: Oval, scale: tuple[float, float]) -> None:
    from matplotlib.patches import FancyBboxPatch

    points = [(x * scale[0], y * scale[1]) for x, y in oval.points]
    (low, y), (high, _) = points[0], points[-1]
    room = 0.13
    if oval.between:
        # Other nodes lie between: a dashed line from node to node, bent out of their way.
        for (x, a), (u, b) in pairwise(points):
            axes.annotate(
                "",
                (u, b),
                (x, a),
                arrowprops={
                    "arrowstyle": "-",
                    "linestyle": (0, (4, 3)),
                    "linewidth": 0.9,
                    "color": "#5f6368",
                    "connectionstyle": f"arc3,rad={-_BEND}",
                },
            )
    else:
        axes.add_patch(
            FancyBboxPatch(
                (low - room, y - room),
                high - low + 2 * room,
                2 * room,
                boxstyle=f"round,pad=0,rounding_size={room}",
                facecolor="none",
                edgecolor="#5f6368",
                linestyle=(0, (4, 3)),
                linewidth=0.9,
                zorder=2,
            )
        )
    middle = (points[0][0] + points[1][0]) / 2
    # A bent line is highest in the middle of its chord, at half its bend times the length.
    height = y + (_BEND / 2 * (points[1][0] - points[0][0]) if oval.between else 0.0)
    box = {"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none"} if oval.between else None
    axes.text(middle, height, oval.player, ha="center", va="center", fontsize=8.5, zorder=5, bbox=box)
