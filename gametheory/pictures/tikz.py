"""A game tree as a TikZ picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gametheory.pictures._layout import Edge, Oval, Point, Spot, lay_out, number_as_latex

if TYPE_CHECKING:
    from gametheory.equilibria.result import Equilibrium
    from gametheory.games.game import Game

_ACROSS, _DOWN = 1.5, 1.6
"""Centimetres from leaf to leaf, and from level to level."""

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}

_HEAD = r"""\begin{tikzpicture}[
  move/.style={circle, fill, inner sep=1.4pt},
  chance/.style={circle, draw, fill=white, inner sep=1.8pt},
  branch/.style={thin}, taken/.style={line width=1.3pt},
  action/.style={midway, font=\footnotesize, fill=white, inner sep=1pt},
  set/.style={draw, dashed, rounded corners=5pt}]"""


def tikz(shown: Game | Equilibrium) -> str:
    r"""Return a tree, or an equilibrium in its tree, as a TikZ picture (see `draw` for what is drawn how).

    Parameters
    ----------
    shown : Game or Equilibrium
        At most 400 nodes.

    Returns
    -------
    str
        A `tikzpicture` environment; it needs ``\usepackage{tikz}`` and no library.

    Raises
    ------
    InvalidGameError
        If it is no tree, or too large to be read.

    Examples
    --------
    >>> import gametheory as gt
    >>> print(tikz(gt.Game(gt.move("a", actions={"stop": gt.end(a=1), "go": gt.end(a=2)}))).splitlines()[-2])
      \node[below] at (1.5,-1.6) {$2$};
    """
    drawing = lay_out(shown, number_as_latex, latex=True)
    lines = [f"% payoffs: {', '.join(drawing.players)}", _HEAD]
    lines += [_oval(oval) for oval in drawing.ovals]
    lines += [_edge(edge) for edge in drawing.edges]
    for spot in drawing.spots:
        lines += _spot(spot)
    lines += [_player(oval) for oval in drawing.ovals]
    if drawing.note:
        middle = ((drawing.width - 1) / 2, -drawing.depth - 0.6)
        lines.append(
            rf"  \node[font=\footnotesize] at {_place(middle)} {{{drawing.note.replace('where ', 'where $', 1)}$}};"
        )
    return "\n".join([*lines, r"\end{tikzpicture}", ""])


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(letter, letter) for letter in text)


def _place(point: Point) -> str:
    return f"({point[0] * _ACROSS:.4g},{point[1] * _DOWN:.4g})"


def _edge(edge: Edge) -> str:
    style = "taken" if edge.taken else "branch"
    label = _escaped(edge.label) + (f" ${edge.probability}$" if edge.probability else "")
    return rf"  \draw[{style}] {_place(edge.start)} -- node[action] {{{label}}} {_place(edge.end)};"


def _spot(spot: Spot) -> list[str]:
    if spot.kind == "end":
        outcome = rf" \\ \scriptsize {_escaped(spot.outcome)}" if spot.outcome else ""
        align = ", align=center" if outcome else ""
        paid = r",\, ".join(spot.payoffs)
        return [rf"  \node[below{align}] at {_place(spot.at)} {{${paid}${outcome}}};"]
    lines = [rf"  \node[{spot.kind}] at {_place(spot.at)} {{}};"]
    if spot.player:
        lines.append(rf"  \node[above=2pt] at {_place(spot.at)} {{{_escaped(spot.player)}}};")
    if spot.belief:
        side = "right" if spot.from_left else "left"
        lines.append(
            rf"  \node[above {side}=1pt, font=\scriptsize] at {_place(spot.at)} {{$[{spot.belief}]$}};"
        )
    return lines


def _oval(oval: Oval) -> str:
    if oval.between:
        return r"  \draw[dashed] " + " to[bend left=15] ".join(map(_place, oval.points)) + ";"
    (low, y), (high, _) = oval.points[0], oval.points[-1]
    corners = f"({low * _ACROSS - 0.25:.4g},{y * _DOWN - 0.25:.4g}) rectangle ({high * _ACROSS + 0.25:.4g},{y * _DOWN + 0.25:.4g})"
    return rf"  \draw[set] {corners};"


def _player(oval: Oval) -> str:
    (x, y), (u, _) = oval.points[0], oval.points[1]
    # A line bent by 15 degrees is highest, in its middle, at about a fifteenth of its length.
    height = y + (u - x) * _ACROSS / _DOWN / 15 if oval.between else y
    fill = "[fill=white, inner sep=1pt]" if oval.between else ""
    return rf"  \node{fill} at {_place(((x + u) / 2, height))} {{{_escaped(oval.player)}}};"
