"""A game tree as plain text with box-drawing characters.

Each line is an edge and what it leads to: `player @ what the player knows`, `chance`, or the payoffs in a row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gametheory.games._numbers import as_number, brief

if TYPE_CHECKING:
    from gametheory.algebra.fields import Element
    from gametheory.games._layout import Vertex
    from gametheory.games.game import Game


def draw(game: Game) -> str:
    """Return the tree of a game as text, one node a line.

    Nodes that a player cannot tell apart carry the same label and the size of their information set.

    Examples
    --------
    >>> from gametheory.games.game import Game
    >>> from gametheory.games.tree import end, move
    >>> print(draw(Game(move("a", actions={
    ...     "left": move("b", knows="?", actions={"up": end(a=0, b=1), "down": end(a=1, b=0)}),
    ...     "right": move("b", knows="?", actions={"up": end(a=1, b=0), "down": end(a=0, b=1)})}))))
    payoffs (a, b)
    a @ start
    ├─ left: b @ ? [1 of 2]
    │  ├─ up: (0, 1)
    │  └─ down: (1, 0)
    └─ right: b @ ? [2 of 2]
       ├─ up: (1, 0)
       └─ down: (0, 1)
    """
    title = f"{game.name}: " if game.name else ""
    lines = [f"{title}payoffs ({', '.join(game.players)})"]
    shown: dict[Element, str] = {}
    waiting = [(0, "", "")]
    while waiting:
        index, lead, below = waiting.pop()
        vertex = game.nodes[index]
        lines.append(lead + _node(game, vertex, shown))
        for place in reversed(range(len(vertex.children))):
            final = place == len(vertex.children) - 1
            chance = f" ({_number(vertex.probabilities[place], shown)})" if vertex.kind == "chance" else ""
            edge = f"{below}{'└─ ' if final else '├─ '}{vertex.labels[place]}{chance}: "
            waiting.append((vertex.children[place], edge, below + ("   " if final else "│  ")))
    return "\n".join(lines)


def _node(game: Game, vertex: Vertex, shown: dict[Element, str]) -> str:
    if vertex.kind == "chance":
        return "chance"
    if vertex.kind == "end":
        payoffs = f"({', '.join(_number(u, shown) for u in vertex.payoffs)})"
        time = "" if vertex.time is None else f" at {_number(vertex.time, shown)}"
        return payoffs + (f" {vertex.outcome}" if vertex.outcome is not None else "") + time
    s = game.information_sets[vertex.information_set]
    size = len(s.nodes)
    return f"{s.player} @ {s.label}" + (f" [{s.nodes.index(vertex.index) + 1} of {size}]" if size > 1 else "")


def _number(element: Element, shown: dict[Element, str]) -> str:
    if element not in shown:
        shown[element] = brief(as_number(element))
    return shown[element]
