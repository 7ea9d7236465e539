"""`nash_one`: one equilibrium of a large game.

Random games of two players mostly have an equilibrium with one or two actions a side, which is found directly.  Where there is none (games whose
payoffs are negatively correlated, say), Lemke's path is followed from many priors, each for a while, then for longer.  Games of more players are in `one_of_several`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import flint

from gametheory.algebra.decide import Budget
from gametheory.errors import InvalidGameError, ParameterError
from gametheory.games.normal import NormalForm
from gametheory.strategic._integers import Matrix, bimatrix
from gametheory.strategic._search import positive

if TYPE_CHECKING:
    import numpy as np

TOLERANCE = 1e-9
"""What a deviation may gain in floats, relative to the range of payoffs."""

_UNIT = 2.0**-53
_DEPTHS = (24, 128)
"""How many replies to an action count as good: first and then."""
_STRIP = 64
"""Columns whose cells are searched in one go."""
_PIVOTS, _PATHS = 12, 8
"""Pivots for each action before a path is given up at first, and paths before that is doubled."""


@dataclass(frozen=True, eq=False)
class OneEquilibrium:
    """One equilibrium, or an account of why none was found.

    Attributes
    ----------
    mixtures : tuple of float arrays, or of tuples of exact numbers
        One mixture for each player; exact for an exact game.
    payoffs : tuple
        Of all players.
    regret : float or int
        A bound on what any deviation gains, rounding included; 0, proved, for an exact game.
    complete : {"some", "unknown"}
        `some`: this is an equilibrium, and there may be others.  `unknown`: none was found before the budget ended.
    method, reason : str
        How it was found, or why not.
    seconds : float
        Time spent.
    """

    mixtures: tuple[Any, ...]
    payoffs: tuple[Any, ...]
    regret: Any
    complete: str
    method: str = ""
    reason: str = ""
    seconds: float = 0.0

    @property
    def row(self) -> Any:
        """The first player's mixture."""
        return self.mixtures[0]

    @property
    def column(self) -> Any:
        """The second player's mixture."""
        return self.mixtures[1]

    @property
    def supports(self) -> tuple[tuple[int, ...], ...]:
        """The actions that every player uses."""
        return tuple(tuple(i for i, p in enumerate(mixture) if p) for mixture in self.mixtures)

    def __str__(self) -> str:
        if self.complete == "unknown":
            return f"No equilibrium found, and none excluded: {self.reason} ({self.seconds:.2g} s)."
        lines = [f"one Nash equilibrium, found by {self.method} in {self.seconds:.2g} s"]
        two = len(self.mixtures) == 2
        names = ("row", "column") if two else [f"player {k + 1}" for k in range(len(self.mixtures))]
        for name, mixture, support in zip(names, self.mixtures, self.supports, strict=True):
            shown = ", ".join(f"{i + 1}: {mixture[i]}" for i in support[:8])
            lines.append(f"  {name}: {shown}{f', and {len(support) - 8} more' if len(support) > 8 else ''}")
        gain = (
            "0 (proved)"
            if self.regret == 0 and isinstance(self.regret, int)
            else f"at most {self.regret:.1e}"
        )
        lines += [f"payoffs {', '.join(map(str, self.payoffs))}", f"largest gain from a deviation: {gain}"]
        return "\n".join(lines)


def nash_one(*payoffs: Any, budget: Budget | None = None, seed: int = 0) -> OneEquilibrium:
    """Find one Nash equilibrium of a game, which may be large.

    Parameters
    ----------
    *payoffs : NormalForm, or arrays of one shape
        The game, or one array of payoffs for each player with one axis for each player.
    budget : Budget, optional
        When to stop.
    seed : int
        For the random priors.

    Returns
    -------
    OneEquilibrium
        Floats with a bound on the regret; for an exact `NormalForm` rationals, verified.

    Raises
    ------
    InvalidGameError, ParameterError
        If this is not a game whose payoffs are numbers.

    Notes
    -----
    With three or more players: pure equilibria, then the path of logit responses from even and from random priors; the supports
    where it ends are solved exactly, so that what is returned is proved.

    References
    ----------
    Barany, I., Vempala, S. and Vetta, A. (2007), Nash equilibria in random games, Random Structures and Algorithms 31, 391-405.
    von Stengel, B., van den Elzen, A. and Talman, D. (2002), Econometrica 70, 693-715 (the path from a prior).

    Examples
    --------
    >>> print(nash_one(NormalForm([[2, 0], [0, 1]], [[0, 1], [2, 0]])))  # doctest: +ELLIPSIS
    one Nash equilibrium, found by ... s
      row: 1: 2/3, 2: 1/3
      column: 1: 1/3, 2: 2/3
    payoffs 2/3, 2/3
    largest gain from a deviation: 0 (proved)
    """
    import numpy as np

    spending = (budget or Budget()).started()
    started = time.perf_counter()
    game = _game(payoffs)
    if game is not None and len(game.shape) != 2:
        from gametheory.strategic.one_of_several import one_of_several

        return one_of_several(game, spending, seed)
    a, b = game.arrays() if game is not None else _arrays(*payoffs)
    exact = bimatrix(game) if game is not None and game.field.name == "exact" else None
    for rows, columns, method in _candidates(a, b, spending, np.random.default_rng(seed)):
        found = _finish(a, b, rows, columns) if exact is None else _finish_exactly(exact, game, rows, columns)
        if found is not None:
            x, y, paid, regret = found
            return OneEquilibrium((x, y), paid, regret, "some", method, "", time.perf_counter() - started)
    spent = time.perf_counter() - started
    reason = f"the budget of {spending.seconds:g} seconds was spent"
    return OneEquilibrium((), (), None, "unknown", "", reason, spent)


def _game(payoffs: tuple[Any, ...]) -> NormalForm | None:
    """Return the game given; `None` for two arrays of floats, which need not become one."""
    import numpy as np

    if len(payoffs) == 2 and all(isinstance(t, np.ndarray) and t.dtype.kind == "f" for t in payoffs):
        return None
    one = len(payoffs) == 1 and isinstance(payoffs[0], NormalForm)
    game = payoffs[0] if one else NormalForm(*payoffs)
    if not isinstance(game, NormalForm) or game.parameters:
        raise ParameterError(f"nash_one(): {game!r} has parameters; set them first, with `.at(...)`")
    return game


def _arrays(A: Any, B: Any) -> tuple[np.ndarray, np.ndarray]:
    import numpy as np

    if (
        A.shape != B.shape
        or A.ndim != 2
        or 0 in A.shape
        or not (np.isfinite(A).all() and np.isfinite(B).all())
    ):
        NormalForm(A, B)  # says what is wrong
        raise InvalidGameError(
            f"nash_one(): A has the shape {A.shape} and B {B.shape}; give two matrices of one shape"
        )
    return np.ascontiguousarray(A, float), np.ascontiguousarray(B, float)


# -- candidates: supports of what may be an equilibrium ---------------------------------------------------------

Candidate = tuple[list[int], list[int], str]


def _candidates(a: np.ndarray, b: np.ndarray, budget: Budget, draw: Any) -> Iterator[Candidate]:
    """Yield supports, cheap ones first."""
    import numpy as np

    best = (a == a.max(axis=0)) & (b == b.max(axis=1)[:, None])
    if best.any():
        i, j = divmod(int(np.argmax(best)), a.shape[1])
        yield [i], [j], "best replies in pure strategies"
    if min(a.shape) > 1:
        yield from _two_by_two(a, b, budget)
    yield from _paths(a, b, budget, draw)


def _two_by_two(a: np.ndarray, b: np.ndarray, budget: Budget) -> Iterator[Candidate]:
    """Search for two actions a side among the cells that are good for both, in strips of columns, some of them side by side."""
    import numpy as np

    from gametheory._kernels import announce
    from gametheory._kernels.small_supports import best_first, strip_of_cells

    announce(strip_of_cells, best_first)
    m, n = a.shape
    turned = np.empty((n, m))
    for depth in _DEPTHS:
        rows, columns = (np.empty((k, min(depth, other)), np.int32) for k, other in ((n, m), (m, n)))

        def order(low: int, rows: Any = rows, columns: Any = columns) -> None:
            mine, yours = slice(low, min(n, low + _STRIP)), slice(low, min(m, low + _STRIP))
            turned[mine] = a.T[mine]
            best_first(turned[mine], rows[mine])
            best_first(b[yours], columns[yours])

        def search(low: int, rows: Any = rows, columns: Any = columns) -> tuple[int, ...]:
            found: tuple[int, ...] = strip_of_cells(turned, b, rows, columns, low, min(n, low + _STRIP))
            return found

        workers = min(8, os.cpu_count() or 1)
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(order, range(0, max(m, n), _STRIP)))
            for start in range(0, n, _STRIP * workers):
                if budget.spent():
                    return
                # All are waited for, so that the answer does not depend on which is first.
                for i, k, j, h in pool.map(search, range(start, min(n, start + _STRIP * workers), _STRIP)):
                    if i >= 0:
                        yield sorted((i, k)), sorted((j, h)), "two actions a side, among cells good for both"
        if depth >= max(m, n):
            return


def _paths(a: np.ndarray, b: np.ndarray, budget: Budget, draw: Any) -> Iterator[Candidate]:
    """Follow Lemke's path from several priors side by side, each for a while, then from others for longer."""
    from gametheory._kernels import announce
    from gametheory._kernels.lemke import lemke

    announce(lemke)
    m, n = a.shape
    one, other = _scaled(a), _scaled(b)

    done: list[int] = []

    def follow(number: int, prior: tuple[np.ndarray, np.ndarray], most: int) -> Candidate | None:
        table, labels, basis = _complementarity(one, other, *prior)
        entering, pivots = 2 * len(basis), 0
        # A part of the pivots at a time: the budget may end, or an earlier path.
        part = max(1, 10**7 // table.size)
        while pivots < most and not budget.spent() and min(done, default=number) >= number:
            outcome, entering, made = lemke(table, labels, basis, entering, part)
            pivots += made
            if outcome == 1:
                done.append(number)
                used = zip(basis.tolist(), table[:, -1].tolist(), strict=True)
                support = sorted(v for v, value in used if v < m + n and value > 1e-12)
                rows, columns = [v for v in support if v < m], [v - m for v in support if v >= m]
                return rows, columns, f"Lemke's path from prior {number}, {pivots:,} pivots"
            if outcome == -1:
                break
        return None

    priors = _priors(one, other, draw)
    most, first = _PIVOTS * (m + n), 1
    with ThreadPoolExecutor(min(8, os.cpu_count() or 1)) as pool:
        while not budget.spent():
            numbers = range(first, first + _PATHS)
            starts = [next(priors) for _ in numbers]
            # Of the paths that end the first counts, not the quickest, so that the answer is the same on all machines.
            yield from filter(None, pool.map(follow, numbers, starts, [most] * _PATHS))
            first, most = first + _PATHS, 2 * most
            done.clear()


def _priors(a: np.ndarray, b: np.ndarray, draw: Any) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield priors: between the centre and the equilibrium of the zero-sum game a - b, these two, and random ones near the centre."""
    import numpy as np

    from gametheory.strategic._interior_point import interior_point

    m, n = a.shape
    centre = np.full(m, 1 / m), np.full(n, 1 / n)
    opposed = interior_point(a - b)[:2]
    yield (centre[0] + opposed[0]) / 2, (centre[1] + opposed[1]) / 2
    yield centre
    yield opposed
    while True:
        yield draw.dirichlet(np.full(m, 10.0)), draw.dirichlet(np.full(n, 10.0))


def _scaled(table: np.ndarray) -> np.ndarray:
    """Return payoffs between -1.1 and -0.1."""
    import numpy as np

    width = float(np.ptp(table)) or 1.0
    scaled: np.ndarray = (table - table.max()) / width - 0.1
    return scaled


def _complementarity(a: np.ndarray, b: np.ndarray, x: np.ndarray, y: np.ndarray) -> tuple[Any, Any, Any]:
    """Return the tableau of w = q + d z0 + M z (see `pivoting.lemke`) in floats."""
    import numpy as np

    m, n = a.shape
    size = m + n + 2
    table = np.zeros((size, size + 2))
    table[:m, m : m + n], table[:m, m + n] = a, 1.0
    table[m : m + n, :m], table[m : m + n, m + n + 1] = b.T, 1.0
    table[m + n, :m] = table[m + n + 1, m : m + n] = -1.0
    table[:, size] = np.concatenate([a @ y, b.T @ x, [-1.0, -1.0]])
    table[m + n :, size + 1] = -1.0
    return table, np.append(np.arange(size), 2 * size), np.arange(size, 2 * size)


# -- verification -----------------------------------------------------------------------------------------------


def _finish(a: np.ndarray, b: np.ndarray, rows: list[int], columns: list[int]) -> Any:
    """Solve on the supports in floats, and bound the regret; `None` if it is too large."""
    import numpy as np

    if len(rows) != len(columns):
        return None
    y = _indifferent(a[np.ix_(rows, columns)])
    x = _indifferent(b[np.ix_(rows, columns)].T)
    if x is None or y is None:
        return None
    row, column = np.zeros(a.shape[0]), np.zeros(a.shape[1])
    row[rows], column[columns] = x, y
    regret, payoffs = float_regret(a, b, row, column)
    width = max(float(np.ptp(a)), float(np.ptp(b)), 1e-300)
    return (row, column, payoffs, regret) if regret <= TOLERANCE * width else None


def _indifferent(square: np.ndarray) -> np.ndarray | None:
    """Return the mixture over columns that makes all rows earn the same."""
    import numpy as np

    size = len(square)
    system = np.block([[square - square.max(), -np.ones((size, 1))], [np.ones((1, size)), np.zeros((1, 1))]])
    try:
        mixture = np.linalg.solve(system, np.append(np.zeros(size), 1.0))[:size]
    except np.linalg.LinAlgError:
        return None
    weights = np.maximum(mixture, 0.0)
    if not weights.sum() > 0:
        return None
    scaled: np.ndarray = weights / weights.sum()
    return scaled


def float_regret(
    a: np.ndarray, b: np.ndarray, x: np.ndarray, y: np.ndarray
) -> tuple[float, tuple[float, float]]:
    """Return a bound on the largest gain from a deviation, rounding included, and both payoffs.

    A sum of n products is off by at most n units of rounding of the sum of their sizes (Higham 2002, section 3.1).
    """
    mine, yours = a @ y, x @ b
    payoffs = float(x @ mine), float(yours @ y)
    size = max(float(abs(a).max()), float(abs(b).max()))
    slack = 2 * (sum(a.shape) + 8) * _UNIT * size
    return max(0.0, float(mine.max()) - payoffs[0], float(yours.max()) - payoffs[1]) + slack, payoffs


def _finish_exactly(
    exact: tuple[Matrix, Matrix], game: NormalForm | None, rows: list[int], columns: list[int]
) -> Any:
    """Solve on the supports in rationals, and verify; `None` if that is no equilibrium."""
    from gametheory.strategic._check import Checker
    from gametheory.strategic.result import exact_payoffs

    assert game is not None
    if len(rows) != len(columns):
        return None
    a, b = (positive(table) for table in exact)
    y = _exact_mixture([[a[i][j] for j in columns] for i in rows], columns, game.shape[1])
    x = _exact_mixture([[b[i][j] for i in rows] for j in columns], rows, game.shape[0])
    if x is None or y is None or not Checker(game).certificate(((x,), (y,))):
        return None
    return x, y, exact_payoffs(game, (x, y)), 0


def _exact_mixture(square: Matrix, places: list[int], size: int) -> tuple[Fraction, ...] | None:
    try:
        solution: Any = flint.fmpz_mat(square).solve(flint.fmpz_mat(len(square), 1, [1] * len(square)))
    except ZeroDivisionError:
        return None
    weights = [int(w) for w in solution.numer_denom()[0].entries()]
    total = sum(weights)
    if min(weights) < 0 or not total:
        return None
    wide = [Fraction(0)] * size
    for place, w in zip(places, weights, strict=True):
        wide[place] = Fraction(w, total)
    return tuple(wide)
