"""Where the nodes of a tree go, and what is written beside them; shared by figures and TikZ.

Positions are in units of one level down and one leaf across.  Nodes of an information set are put on one level where the order
of moves allows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gametheory.errors import InvalidGameError
from gametheory.games.game import Game

if TYPE_CHECKING:
    from gametheory.equilibria.result import Equilibrium

MOST_NODES = 400
"""Beyond this a drawn tree cannot be read."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Edge:
    """A branch: where it goes, what is written on it, and whether an equilibrium takes it."""

    start: Point
    end: Point
    label: str
    probability: str = ""
    taken: bool = False
    reached: bool = False


@dataclass(frozen=True)
class Spot:
    """A node: what kind it is, who moves or what is paid, the belief in it, and from which side the branch to it comes."""

    at: Point
    kind: str
    from_left: bool = False
    player: str = ""
    payoffs: tuple[str, ...] = ()
    outcome: str = ""
    belief: str = ""
    reached: bool = False


@dataclass(frozen=True)
class Oval:
    """An information set of several nodes; `between` says whether other nodes lie between its own."""

    points: tuple[Point, ...]
    player: str
    between: bool


@dataclass(frozen=True)
class Drawing:
    """A tree, laid out."""

    players: tuple[str, ...]
    title: str
    edges: tuple[Edge, ...]
    spots: tuple[Spot, ...]
    ovals: tuple[Oval, ...]
    width: float
    depth: int
    note: str = ""


def lay_out(shown: Game | Equilibrium, write: Callable[[Any], str], *, latex: bool = False) -> Drawing:
    """Lay out a game, or a game with one of its equilibria.

    Parameters
    ----------
    shown : Game or Equilibrium
        What to draw.
    write : callable
        Writes a number.
    latex : bool
        Whether what stays free gets names for LaTeX.

    Raises
    ------
    InvalidGameError
        If it is no tree, or has too many nodes to be read.
    """
    game = shown if isinstance(shown, Game) else getattr(shown, "game", None)
    if not isinstance(game, Game):
        raise InvalidGameError(f"only trees and their equilibria can be drawn, not {shown!r}")
    if len(game.nodes) > MOST_NODES:
        raise InvalidGameError(
            f"the tree has {len(game.nodes):,} nodes, and one of more than {MOST_NODES} cannot be read; draw a part of it"
        )
    levels = _levels(game)
    across = _across(game)
    places: list[Point] = [(across[v.index], -float(levels[v.index])) for v in game.nodes]
    plan = _plan(shown.explicit, write, latex) if not isinstance(shown, Game) else None
    reached = _reached(game, plan)
    return Drawing(
        players=game.players,
        title=game.name or "",
        edges=tuple(_edges(game, places, plan, reached, write)),
        spots=tuple(_spots(game, places, plan, reached, write)),
        ovals=tuple(_ovals(game, places)),
        width=max(across) + 1,
        depth=max(levels),
        note=plan.note if plan is not None else "",
    )


def _levels(game: Game) -> list[int]:
    """Return the levels of all nodes, those of an information set alike unless that is impossible."""
    plain = [len(v.path) for v in game.nodes]
    levels = list(plain)
    for _ in range(len(game.nodes)):
        before = list(levels)
        for s in game.information_sets:
            lowest = max(levels[x] for x in s.nodes)
            for x in s.nodes:
                levels[x] = lowest
        for v in game.nodes[1:]:
            levels[v.index] = max(levels[v.index], levels[v.parent] + 1)
        if levels == before:
            return levels
        if max(levels) > 2 * len(game.nodes):
            break
    # Two sets that come before each other on different paths cannot both be level.
    return plain


def _across(game: Game) -> list[float]:
    across, leaves = [0.0] * len(game.nodes), 0
    for v in game.nodes:
        if v.kind == "end":
            across[v.index] = float(leaves)
            leaves += 1
    for v in reversed(game.nodes):
        if v.children:
            across[v.index] = (across[v.children[0]] + across[v.children[-1]]) / 2
    return across


@dataclass(frozen=True)
class _Plan:
    """Probabilities and beliefs of an equilibrium as text, by information set (empty where zero), and what holds of free ones."""

    actions: tuple[tuple[str, ...], ...]
    beliefs: tuple[tuple[str, ...], ...]
    note: str


def _plan(e: Equilibrium, write: Callable[[Any], str], latex: bool) -> _Plan:
    import sympy

    short = _short_names(e.free, latex)
    symbols = {sympy.Symbol(name, real=True): sympy.Symbol(new, real=True) for name, new in short.items()}

    def shown(value: Any) -> str:
        return write(value.xreplace(symbols) if hasattr(value, "xreplace") else value)

    strategies, beliefs = [], []
    for h, mixture, belief in zip(
        e.game.information_sets, e.family.strategies, e.family.beliefs, strict=True
    ):
        strategies.append(tuple("" if p.is_zero() else shown(e._face(p)) for p in mixture))
        hidden = belief is None or len(h.nodes) == 1
        beliefs.append(() if hidden else tuple(shown(e._face(b)) for b in belief or ()))
    note = "where " + (e.where.latex() if latex else str(e.where)) if short else ""
    for name in sorted(short, key=len, reverse=True):
        note = note.replace(sympy.latex(sympy.Symbol(name)) if latex else name, short[name])
    return _Plan(tuple(strategies), tuple(beliefs), note)


def _short_names(free: tuple[str, ...], latex: bool) -> dict[str, str]:
    """Name free beliefs μ and free probabilities x, numbered if there are several."""
    names = {}
    for beliefs, letter in ((True, r"\mu" if latex else "μ"), (False, "x")):
        chosen = [name for name in free if name.startswith("mu(") == beliefs]
        for k, name in enumerate(chosen, start=1):
            names[name] = letter if len(chosen) == 1 else f"{letter}_{k}"
    return names


def _reached(game: Game, plan: _Plan | None) -> list[bool]:
    reached = [plan is not None] * len(game.nodes)
    if plan is not None:
        for v in game.nodes:
            for place, child in enumerate(v.children):
                taken = v.kind == "chance" or bool(plan.actions[v.information_set][place])
                reached[child] = reached[v.index] and taken
    return reached


def _edges(
    game: Game, places: list[Point], plan: _Plan | None, reached: list[bool], write: Callable[[Any], str]
) -> Iterator[Edge]:
    for v in game.nodes:
        for place, (child, label) in enumerate(zip(v.children, v.labels, strict=True)):
            probability, taken = "", False
            if v.kind == "chance":
                probability, taken = write(game.field.present(v.probabilities[place])), plan is not None
            elif plan is not None:
                probability = plan.actions[v.information_set][place]
                taken = bool(probability)
                probability = "" if probability == "1" else probability
            yield Edge(places[v.index], places[child], label, probability, taken, reached[child])


def _spots(
    game: Game, places: list[Point], plan: _Plan | None, reached: list[bool], write: Callable[[Any], str]
) -> Iterator[Spot]:
    for v in game.nodes:
        at, here = places[v.index], reached[v.index]
        left = v.parent >= 0 and places[v.parent][0] < at[0]
        if v.kind == "end":
            paid = tuple(write(game.field.present(u)) for u in v.payoffs)
            yield Spot(at, "end", left, payoffs=paid, outcome=v.outcome or "", reached=here)
            continue
        if v.kind == "chance":
            yield Spot(at, "chance", left, reached=here)
            continue
        s = game.information_sets[v.information_set]
        belief = ""
        if plan is not None and plan.beliefs[s.index]:
            belief = plan.beliefs[s.index][s.nodes.index(v.index)]
        yield Spot(at, "move", left, s.player if len(s.nodes) == 1 else "", belief=belief, reached=here)


def _ovals(game: Game, places: list[Point]) -> Iterator[Oval]:
    for s in game.information_sets:
        if len(s.nodes) == 1:
            continue
        points = tuple(sorted(places[x] for x in s.nodes))
        level = {y for _, y in points}
        between = len(level) > 1 or any(
            points[0][0] < x < points[-1][0] and y in level and v.index not in s.nodes
            for v, (x, y) in zip(game.nodes, places, strict=True)
        )
        yield Oval(points, s.player, between)


def number_as_text(value: Any) -> str:
    """Write a number for a figure: floats with four digits."""
    from gametheory.algebra.notation import text

    return f"{value:.4g}" if isinstance(value, float) else text(value)


def number_as_latex(value: Any) -> str:
    """Write a number for TikZ."""
    from fractions import Fraction

    from gametheory.algebra.notation import latex

    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, Fraction):
        sign = "-" if value < 0 else ""
        whole = value.denominator == 1
        return str(value) if whole else rf"{sign}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"
    return latex(value)
