"""`nash`: all Nash equilibria of a finite game, by the algorithm that fits its numbers and its size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gametheory.algebra.decide import Budget
from gametheory.errors import ParameterError
from gametheory.games.normal import NormalForm
from gametheory.strategic.methods import (
    LabelBranching,
    Lemke,
    LemkeHowson,
    SupportEnumeration,
    VertexEnumeration,
)

if TYPE_CHECKING:
    from gametheory.equilibria.result import Equilibria
    from gametheory.games.game import Game
    from gametheory.strategic._integers import Matrix
    from gametheory.strategic._search import Bipartite
    from gametheory.strategic.result import NashEquilibria

Method = LabelBranching | SupportEnumeration | VertexEnumeration | LemkeHowson | Lemke


def nash(
    game: Game | NormalForm, *, method: Method | None = None, budget: Budget | None = None
) -> Equilibria | NashEquilibria:
    """Find all Nash equilibria of a finite game (or one, if the method is a path).

    Parameters
    ----------
    game : Game or NormalForm
        Floats (read as the decimals that they print as), exact numbers or parameters; a tree must have perfect recall.
    method : LabelBranching, SupportEnumeration, VertexEnumeration, LemkeHowson or Lemke, optional
        The algorithm, for two players and payoffs that are numbers.  By default `choose` takes one, and the result says why.
    budget : Budget, optional
        When to stop.

    Returns
    -------
    NashEquilibria or Equilibria
        For a normal form of numbers maximal convex sets of equilibria, by their extreme points, with the connected
        components; for trees and for games with parameters sets of equilibria with the same supports, with the region of
        parameters where each exists.

    Raises
    ------
    ImperfectRecallError
        If a player of a tree forgets something.
    ParameterError
        If the method does not take the game.

    References
    ----------
    Nash, J. (1951), Non-cooperative games, Annals of Mathematics 54, 286-295.

    Examples
    --------
    >>> import gametheory as gt
    >>> chicken = gt.NormalForm([[0, 4], [1, 3]], [[0, 1], [4, 3]])
    >>> print(gt.nash(chicken)[2])
    row 1/2; column 1/2
          row: 1 1/2, 2 1/2
          column: 1 1/2, 2 1/2
        payoffs   row 2, column 2
        largest gain from a deviation: 0 (proved, 4 deviations)
    """
    if method is not None:
        _refuse(game, method)
    if isinstance(game, NormalForm) and not game.parameters and len(game.shape) > 2:
        return _several(game, budget)
    if not isinstance(game, NormalForm) or game.parameters or len(game.shape) != 2:
        # Imported here, because a game of numbers should not wait for the algebra of parameters.
        from gametheory.equilibria.subgame_perfect import nash_of_tree

        if isinstance(game, NormalForm):
            return nash_of_tree(game.to_game(), budget=budget, table=game)
        return nash_of_tree(game, budget=budget)
    chosen, reason = (method, "as asked") if method is not None else choose(game)
    return _bimatrix(game, chosen, reason, budget)


def choose(game: NormalForm) -> tuple[Method, str]:
    """Return the default algorithm for a game of two players with payoffs that are numbers, and the reason.

    Examples
    --------
    >>> choose(NormalForm([[1, -1], [-1, 1]]))
    (LabelBranching(compiled=False), 'the game is small')
    """
    import sys

    from gametheory.strategic.branching import prefers_compiled

    rows, columns = game.shape
    if prefers_compiled(rows, columns, "numba" in sys.modules):
        return LabelBranching(compiled=True), "it cuts early and proves every cut"
    return LabelBranching(compiled=False), "the game is small"


def _refuse(game: Any, method: Any) -> None:
    name = type(method).__name__
    if not isinstance(method, Method):
        raise ParameterError(
            f"nash(): {method!r} is not a method; give LabelBranching(), SupportEnumeration(), VertexEnumeration(), "
            "LemkeHowson() or Lemke()"
        )
    if not isinstance(game, NormalForm) or game.parameters or len(game.shape) != 2:
        raise ParameterError(
            f"nash(): {name} takes a normal form of two players whose payoffs are numbers; leave out `method`"
        )


def _bimatrix(game: NormalForm, method: Method, reason: str, budget: Budget | None) -> NashEquilibria:
    from gametheory.strategic._check import Checker
    from gametheory.strategic._integers import bimatrix
    from gametheory.strategic.result import NashEquilibria

    a, b = bimatrix(game)
    if isinstance(method, LemkeHowson | Lemke):
        return _along_a_path(game, a, b, method, budget)
    found, how = _search(method, a, b, budget)
    checker = Checker(game)
    sets = []
    for masks, others in found.maximal():
        xs = tuple(sorted((found.rows[p] for p in masks), reverse=True))
        ys = tuple(sorted((found.columns[q] for q in others), reverse=True))
        sets.append(checker.set((xs, ys)))
    sets.sort(key=lambda e: (not e.is_point, sum(map(len, e.supports)), e.supports))
    complete = "all" if found.finished else ("some" if sets else "unknown")
    return NashEquilibria(game, tuple(sets), complete, found.reason, f"{how} ({reason})")


def _several(game: NormalForm, budget: Budget | None) -> Equilibria | NashEquilibria:
    """Solve a game of three or more players: by cells if all equilibria are isolated, otherwise support by support."""
    from gametheory.strategic.isolated import isolated_equilibria
    from gametheory.strategic.result import NashEquilibria

    spending = (budget or Budget()).started()
    found = isolated_equilibria(game, spending)
    complete = "all" if found.finished else ("some" if found.sets else "unknown")
    how = (
        f"cutting cells in floats with proved bounds, {found.cells:,} cells, and solving what is left exactly"
    )
    points = NashEquilibria(game, found.sets, complete, found.reason, how)
    if not found.degenerate:
        return points
    from gametheory.equilibria.subgame_perfect import nash_of_tree

    listed = nash_of_tree(game.to_game(), budget=spending, table=game)
    return points if listed.complete != "all" and len(points) > len(listed) else listed


def _along_a_path(
    game: NormalForm, a: Matrix, b: Matrix, method: LemkeHowson | Lemke, budget: Budget | None
) -> NashEquilibria:
    """Follow a path to one equilibrium."""
    from gametheory.strategic._check import Checker
    from gametheory.strategic._search import BudgetSpent
    from gametheory.strategic.pivoting import lemke, lemke_howson
    from gametheory.strategic.result import NashEquilibria

    try:
        if isinstance(method, LemkeHowson):
            x, y, path = lemke_howson(a, b, method.label, budget)
        else:
            x, y, path = lemke(a, b, method.prior, budget)
    except BudgetSpent as spent:
        return NashEquilibria(game, (), "unknown", f"the budget of {spent} was spent", str(method))
    name = f"{method}, {len(path)} pivots"
    return NashEquilibria(game, (Checker(game).set(((x,), (y,))),), "some", "a path finds one", name, path)


def _search(method: Method, a: Any, b: Any, budget: Budget | None) -> tuple[Bipartite, str]:
    """Run a method; return the extreme equilibria and what was done."""
    if isinstance(method, LabelBranching):
        from gametheory.strategic.branching import label_branching

        found = label_branching(a, b, budget, method.compiled)
        floats = "in floats with proved cuts" if method.compiled else "in integers"
        again = f", {found.undecided:,} of them again in integers" if found.undecided else ""
        return found, f"branching on labels {floats}, {found.examined:,} faces{again}"
    from gametheory.strategic.enumeration import support_enumeration, vertex_enumeration

    if isinstance(method, SupportEnumeration):
        return support_enumeration(a, b, budget), "support enumeration"
    return vertex_enumeration(a, b, budget), "vertex enumeration"
