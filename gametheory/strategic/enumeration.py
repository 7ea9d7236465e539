"""Support enumeration and vertex enumeration of bimatrix games in integers: textbook methods, exact and complete.

Both are exponential for every game, where branching on labels mostly is not; they are here because they are cited, and as
independent checks of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from gametheory.algebra.decide import Budget
from gametheory.strategic._faces import Face
from gametheory.strategic._integers import Matrix
from gametheory.strategic._search import Bipartite, BudgetSpent, Mixture, positive


def vertex_enumeration(a: Matrix, b: Matrix, budget: Budget | None = None) -> Bipartite:
    """Find all extreme equilibria by matching the labels of the vertices of both best-response polytopes.

    Parameters
    ----------
    a, b : lists of lists of int
        Payoffs of the row and the column player, rows by columns.
    budget : Budget, optional
        When to stop; `cases` counts vertices.

    References
    ----------
    Mangasarian, O. L. (1964), Equilibrium points of bimatrix games, Journal of SIAM 12, 778-780.
    von Stengel, B. (2007), Equilibrium computation for two-player games in strategic and extensive form, in: Algorithmic
    Game Theory, Algorithm 3.7.

    Examples
    --------
    >>> len(vertex_enumeration([[2, 0], [0, 1]], [[1, 0], [0, 2]]).edges)
    3
    """
    found = Bipartite(len(a), len(a[0]))
    spending = (budget or Budget()).started()
    p, q = whole_polytopes(a, b)
    everything = (1 << (found.m + found.n)) - 1
    try:
        rows = dict(_nonzero(p, range(found.m), spending))
        columns = dict(_nonzero(q, range(found.m, found.m + found.n), spending))
    except BudgetSpent as spent:
        return found.stopped(str(spent))
    for mask, x in rows.items():
        for other, y in columns.items():
            if mask | other == everything:
                found.add(mask, x, other, y)
    return found


def whole_polytopes(a: Matrix, b: Matrix) -> tuple[Face, Face]:
    """Return the best-response polytopes {x >= 0 : B'x <= 1} and {y >= 0 : Ay <= 1} of positive shifts of the payoffs."""
    m, n = len(a), len(a[0])
    own, other = list(range(m)), list(range(m, m + n))
    transposed = [list(column) for column in zip(*positive(b), strict=True)]
    return Face.whole(transposed, own, other), Face.whole(positive(a), other, own)


def _nonzero(face: Face, labels: range, budget: Budget) -> Iterator[tuple[int, Mixture]]:
    for count, (mask, point) in enumerate(face.vertices(labels)):
        if count > budget.cases:
            raise BudgetSpent(f"the budget of {budget.cases:,} cases was spent")
        if budget.spent():
            raise BudgetSpent(f"the budget of {budget.seconds:g} seconds was spent")
        total = sum(point)
        if total:
            yield mask, tuple(v / total for v in point)


def support_enumeration(a: Matrix, b: Matrix, budget: Budget | None = None) -> Bipartite:
    """Find all extreme equilibria by going through all pairs of supports.

    For each pair the mixtures that use these actions at most, and make those of the other side best replies, form two faces;
    their vertices pair up to equilibria.  In a nondegenerate game only pairs of equal size can have any.

    Parameters
    ----------
    a, b : lists of lists of int
        Payoffs of the row and the column player, rows by columns.
    budget : Budget, optional
        When to stop; `cases` counts pairs of supports.

    References
    ----------
    Dickhaut, J. and Kaplan, T. (1991), A program for finding Nash equilibria, The Mathematica Journal 1, 87-93.

    Examples
    --------
    >>> len(support_enumeration([[2, 0], [0, 1]], [[1, 0], [0, 2]]).edges)
    3
    """
    found = Bipartite(len(a), len(a[0]))
    spending = (budget or Budget()).started()
    p, q = whole_polytopes(a, b)
    own, other = range(found.m), range(found.m, found.m + found.n)
    count = 0
    for s in _supports(own):
        for t in _supports(other):
            count += 1
            if count > spending.cases:
                return found.stopped(f"the budget of {spending.cases:,} cases was spent")
            if spending.spent():
                return found.stopped(f"the budget of {spending.seconds:g} seconds was spent")
            xs = p.restricted([*(i for i in own if i not in s), *t])
            ys = None if xs is None else q.restricted([*(j for j in other if j not in t), *s])
            if xs is None or ys is None:
                continue
            columns = list(_nonzero(ys, other, spending))
            for mask, x in _nonzero(xs, own, spending):
                for below, y in columns:
                    found.add(mask, x, below, y)
    return found


def _supports(actions: range) -> Iterator[tuple[int, ...]]:
    for size in range(1, len(actions) + 1):
        yield from combinations(actions, size)
