"""All equilibria of a bimatrix game by depth-first branching on labels, exact and complete.

Each label (an action unused, or a best reply) must be tight in one of the two best-response polytopes at an equilibrium; the
search assigns labels one by one and cuts where a face is empty (Audet, Hansen, Jaumard and Savard 2001 branch alike).
Small games are searched in integers.  Larger ones are searched by a compiled float loop that *proves* every cut with its
rounding; its leaves are then solved exactly, and what it could not decide is searched in integers.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import flint

from gametheory.algebra.decide import Budget
from gametheory.equilibria._progress import Progress
from gametheory.strategic._faces import Face
from gametheory.strategic._integers import Matrix
from gametheory.strategic._search import Bipartite, BudgetSpent, Mixture, positive

_PLAIN_ACTIONS = 12
_NODES_AT_ONCE = 20_000
_ROOM = 1024
_DOUBTS = 8


def label_branching(
    a: Matrix, b: Matrix, budget: Budget | None = None, compiled: bool | None = None
) -> Bipartite:
    """Find all extreme equilibria of a bimatrix game of integers.

    Parameters
    ----------
    a, b : lists of lists of int
        Payoffs of the row and the column player, rows by columns.
    budget : Budget, optional
        When to stop; `cases` counts faces.
    compiled : bool, optional
        Whether to use the compiled loop; by default `prefers_compiled` decides.

    References
    ----------
    Audet, C., Hansen, P., Jaumard, B. and Savard, G. (2001), Enumeration of all extreme equilibria of bimatrix games,
    SIAM Journal on Scientific Computing 23, 323-338.
    Neumaier, A. and Shcherbina, O. (2004), Safe bounds in linear and mixed-integer linear programming,
    Mathematical Programming 99, 283-296.

    Examples
    --------
    >>> found = label_branching([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    >>> len(found.edges), found.finished
    (3, True)
    """
    search = _Search(a, b, (budget or Budget()).started())
    if compiled is None:
        compiled = prefers_compiled(len(a), len(a[0]), "numba" in sys.modules)
    return search.run(compiled)


def prefers_compiled(rows: int, columns: int, loaded: bool) -> bool:
    """Whether the compiled loop pays: always for large games, for small ones once Numba (0.3 s to import) is there."""
    return rows + columns > (6 if loaded else _PLAIN_ACTIONS)


@dataclass
class _Search:
    """One search; it collects vertices and faces."""

    a: Matrix
    b: Matrix
    budget: Budget
    faces: set[tuple[int, int]] = field(default_factory=set)
    examined: int = 0
    cases: int = 0
    undecided: int = 0

    def __post_init__(self) -> None:
        self.m, self.n = len(self.a), len(self.a[0])
        self.p = [list(column) for column in zip(*positive(self.b), strict=True)]
        self.q = positive(self.a)
        self.found = Bipartite(self.m, self.n)
        self.own, self.other = range(self.m), range(self.m, self.m + self.n)
        self.spanned: dict[tuple[int, int], tuple[dict[int, Mixture], int]] = {}
        self.visited: set[tuple[int, int]] = set()
        self.progress = Progress("nash")

    def run(self, compiled: bool) -> Bipartite:
        reason = ""
        try:
            if compiled:
                self._compiled()
            else:
                self._exact(*self._wholes())
        except BudgetSpent as spent:
            reason = f"the budget of {spent} was spent"
        finally:
            self.progress.clear()
        result = replace(self.found, examined=self.examined, undecided=self.undecided)
        return result.stopped(reason) if reason else result

    def _wholes(self) -> tuple[Face, Face]:
        own, other = list(self.own), list(self.other)
        return Face.whole(self.p, own, other), Face.whole(self.q, other, own)

    def _spend(self, faces: int, cases: int) -> None:
        """Count faces examined, and cases: leaves, and faces searched in integers."""
        self.examined += faces
        self.cases += cases
        self.progress.show(f"{self.examined:,} faces, {len(self.found.edges)} extreme equilibria found")
        if self.cases > self.budget.cases:
            raise BudgetSpent(f"{self.budget.cases:,} cases")
        if self.budget.spent():
            raise BudgetSpent(f"{self.budget.seconds:g} seconds")

    # -- the search in integers ---------------------------------------------------------------------------
    def _exact(self, p: Face, q: Face) -> None:
        todo = [(p, q)]
        everything = (1 << (self.m + self.n)) - 1
        while todo:
            p, q = todo.pop()
            if (p.tight, q.tight) in self.visited or self._inside(p.tight, q.tight):
                continue
            self.visited.add((p.tight, q.tight))
            self._spend(1, 1)
            free = everything & ~(p.tight | q.tight)
            if not free:
                self._leaf(p, q)
                continue
            label = self._loosest(p, q, free)
            below = q.tightened(label)
            if below is not None:
                todo.append((p, below))
            below = p.tightened(label)
            if below is not None:
                todo.append((below, q))

    def _inside(self, p: int, q: int) -> bool:
        """Whether all equilibria on a product of faces lie in a set that is known (regular points contain no others)."""
        return any(p & u == u and q & v == v for u, v in self.faces)

    def _loosest(self, p: Face, q: Face, free: int) -> int:
        one, other = p.values(), q.values()

        def slack(label: int) -> tuple[float, float]:
            u, v = one.get(label, 0.0), other.get(label, 0.0)
            return min(u, v), u + v

        return max((label for label in range(self.m + self.n) if free >> label & 1), key=slack)

    def _leaf(self, p: Face, q: Face) -> None:
        """Record the vertices of a product of faces on which all labels are tight."""
        xs, closed_p = self._span(0, p)
        ys, closed_q = self._span(1, q)
        # The two origins are fully labelled and no equilibrium; they are a leaf of their own.
        if xs and ys:
            self.faces.add((closed_p, closed_q))
        for mask, x in xs.items():
            for other, y in ys.items():
                self.found.add(mask, x, other, y)

    def _span(self, side: int, face: Face) -> tuple[dict[int, Mixture], int]:
        """Return the vertices of a face by their masks, normalised, and the labels that are tight on all of it."""
        key = (side, face.tight)
        if key not in self.spanned:
            vertices, closed = {}, -1
            for mask, point in face.vertices((self.own, self.other)[side]):
                self._spend(0, 0)
                closed &= mask
                total = sum(point)
                if total:
                    vertices[mask] = tuple(v / total for v in point)
            self.spanned[key] = vertices, closed
        return self.spanned[key]

    # -- the search in floats -----------------------------------------------------------------------------
    def _compiled(self) -> None:
        from gametheory._kernels.branching import branch, prepare

        kernels = _ready(prepare, branch)
        (p, error_p), (q, error_q) = _floats(self.p), _floats(self.q)
        labels = self.m + self.n
        state = kernels[0](p, q)
        import numpy as np

        leaves, doubts = np.empty((_ROOM, labels), np.int64), np.empty((_ROOM, labels), np.int64)
        error, done, visited = max(error_p, error_q), False, 0
        solver = _Leaves(self.p, self.q)
        open_: list[list[int]] = []
        while not done:
            done, found, doubtful = kernels[1](p, q, error, state, leaves, doubts, _NODES_AT_ONCE)
            self._spend(int(state[-1][3]) - visited, found)
            visited = int(state[-1][3])
            open_ += [sides for sides in leaves[:found].tolist() if not self._solved(solver, sides)]
            open_ += doubts[:doubtful].tolist()
            if len(open_) > _DOUBTS + visited // 16:
                # Degenerate through and through: integers from the start are faster.
                self.undecided = visited
                return self._exact(*self._wholes())
        self.undecided = len(open_)
        for sides in open_:
            self._doubt(sides)

    def _solved(self, solver: _Leaves, sides: list[int]) -> bool:
        """Solve a leaf of the float search exactly; `False` if it is not a single nondegenerate point."""
        unused = [i for i in self.own if sides[i] == 1], [j for j in self.other if sides[j] == 2]
        if len(unused[0]) == self.m or len(unused[1]) == self.n:
            return len(unused[0]) == self.m and len(unused[1]) == self.n
        used = [i for i in self.own if sides[i] == 2], [j - self.m for j in self.other if sides[j] == 1]
        if len(used[0]) != len(used[1]):
            return False
        x = solver.vertex(self.p, solver.p, used[1], used[0])
        y = None if x is None else solver.vertex(self.q, solver.q, used[0], used[1])
        if x is None or y is None:
            return False
        if not x or not y:
            return True
        mask_p = sum(1 << label for label, side in enumerate(sides) if side == 1)
        mask_q = sum(1 << label for label, side in enumerate(sides) if side == 2)
        self.found.add(mask_p, x, mask_q, y)
        return True

    def _doubt(self, sides: list[int]) -> None:
        """Search a face in integers that floats did not decide."""
        p, q = (
            whole.restricted([label for label, taken in enumerate(sides) if taken == side])
            for side, whole in enumerate(self._wholes(), start=1)
        )
        if p is not None and q is not None:
            self._exact(p, q)


def _floats(matrix: Matrix) -> tuple[Any, float]:
    """Return a positive matrix as floats in (0, 1], scaled by a power of two, and the relative error of its entries."""
    import numpy as np

    bits = max(u.bit_length() for row in matrix for u in row)
    scale = 1 << bits
    return np.array([[u / scale for u in row] for row in matrix]), 0.0 if bits <= 53 else 2.0**-53


def _ready(*kernels: Any) -> tuple[Any, ...]:
    from gametheory._kernels import announce

    announce(*kernels)
    return kernels


class _Leaves:
    """Exact solutions of leaves: the vertex where given rows are tight and given variables positive."""

    def __init__(self, p: Matrix, q: Matrix) -> None:
        self.p, self.q = flint.fmpz_mat(p), flint.fmpz_mat(q)

    @staticmethod
    def vertex(
        matrix: Matrix, whole: Any, tight: list[int], positive: list[int]
    ) -> Mixture | tuple[()] | None:
        """Return the normalised vertex, `()` if there is none, `None` if more is tight there or it is no single point."""
        size = len(tight)
        square = flint.fmpz_mat([[matrix[r][c] for c in positive] for r in tight])
        try:
            solution: Any = square.solve(flint.fmpz_mat(size, 1, [1] * size))
        except ZeroDivisionError:
            return None
        numerators, denominator = solution.numer_denom()
        values = [int(v) for v in numerators.entries()]
        if min(values) < 0:
            return ()
        if not all(values):
            return None
        point = [0] * len(matrix[0])
        for c, v in zip(positive, values, strict=True):
            point[c] = v
        earned = (whole * flint.fmpz_mat(len(point), 1, point)).entries()
        ties = set(tight)
        for r, u in enumerate(earned):
            if r not in ties and u >= denominator:
                return () if u > denominator else None
        total = sum(values)
        zero = Fraction(0)
        return tuple(Fraction(v, total) if v else zero for v in point)
