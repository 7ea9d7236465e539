"""`nash_batch`: all equilibria of every game in an array of small bimatrix games, compiled, on several threads.

Every sign that decides something is trusted only beyond a bound on its rounding error.  Games in which one is not (ties, for
example) are flagged and solved again exactly, so that a list is never a guess.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from math import lcm
from typing import TYPE_CHECKING, Any

from gametheory.algebra.decide import Budget
from gametheory.errors import InvalidGameError
from gametheory.games._numbers import decimal

if TYPE_CHECKING:
    import numpy as np

_WIDEST = 7
"""The most actions a side for which all minors of a game are tabulated."""


@dataclass(frozen=True, eq=False, repr=False)
class BatchEquilibria:
    """All equilibria of many games, as arrays.

    Attributes
    ----------
    rows, columns : float arrays of shape (total, m) and (total, n)
        The mixtures of both players, game after game, each probability to within 1e-9.  Of a degenerate game these are the
        extreme equilibria.
    offsets : int array of shape (games + 1,)
        The equilibria of game `g` are `offsets[g]` to `offsets[g + 1]`.
    degenerate : bool array of shape (games,)
        Games with a tie at an equilibrium, or a sign that floats did not decide: they were solved exactly, one by one.
        All equilibria of the others are regular.
    complete : {"all", "some"}
        `some` if the budget ended before all flagged games were solved again.
    reason : str
        Why it is not `all`.
    """

    rows: np.ndarray
    columns: np.ndarray
    offsets: np.ndarray
    degenerate: np.ndarray
    complete: str = "all"
    reason: str = ""
    _games: tuple[np.ndarray, np.ndarray] = field(default=(), repr=False)  # type: ignore[assignment]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, game: int) -> list[tuple[np.ndarray, np.ndarray]]:
        """Return the equilibria of one game, as pairs of mixtures."""
        place = range(len(self))[game]
        span = range(int(self.offsets[place]), int(self.offsets[place + 1]))
        return [(self.rows[k], self.columns[k]) for k in span]

    def __iter__(self) -> Iterator[list[tuple[np.ndarray, np.ndarray]]]:
        return (self[g] for g in range(len(self)))

    @property
    def counts(self) -> np.ndarray:
        """The number of equilibria of every game."""
        counted: np.ndarray = self.offsets[1:] - self.offsets[:-1]
        return counted

    @cached_property
    def payoffs(self) -> np.ndarray:
        """Expected payoffs, shape (total, 2)."""
        import numpy as np

        which = np.repeat(np.arange(len(self)), self.counts)
        parts = [np.einsum("ki,kij,kj->k", self.rows, table[which], self.columns) for table in self._games]
        return np.stack(parts, axis=1)

    def __repr__(self) -> str:
        m, n = self.rows.shape[1], self.columns.shape[1]
        return (
            f"<{len(self.rows):,} equilibria of {len(self):,} games {m} × {n}, {int(self.degenerate.sum()):,} of them "
            f"solved exactly, complete: {self.complete}>"
        )


def nash_batch(
    A: Any, B: Any, *, threads: int | None = None, budget: Budget | None = None
) -> BatchEquilibria:
    """Find all Nash equilibria of every game in an array of bimatrix games.

    Parameters
    ----------
    A, B : arrays of shape (games, m, n)
        Payoffs of the row and the column player: floats (read as the decimals that they print as) or integers.
    threads : int, optional
        By default the number of processors, up to four.
    budget : Budget, optional
        When to stop solving flagged games again.

    Returns
    -------
    BatchEquilibria
        Offsets and profiles as arrays.

    Raises
    ------
    InvalidGameError
        If the arrays do not describe games.

    Notes
    -----
    Up to seven actions a side, games are solved by support enumeration in a compiled loop; larger ones one by one, as by
    `nash`.  Degenerate games give their extreme equilibria (`nash` gives the sets that these span).

    Examples
    --------
    Matching pennies with a prize `w` for matching heads, over a grid of prizes:

    >>> import numpy as np
    >>> w = np.linspace(1, 3, 5)
    >>> A = np.array([[1.0, -1.0], [-1.0, 1.0]]) + w[:, None, None] * [[1, 0], [0, 0]]
    >>> found = nash_batch(A, -A)
    >>> found
    <5 equilibria of 5 games 2 × 2, 0 of them solved exactly, complete: all>
    >>> found.columns[:, 0].round(3)
    array([0.4  , 0.364, 0.333, 0.308, 0.286])
    """
    import numpy as np

    a, b, whole = _read(A, B)
    games, m, n = a.shape
    if max(m, n) > _WIDEST:
        nothing = np.zeros(games, int), np.ones(games, bool), np.empty((0, m)), np.empty((0, n))
        return _assembled([nothing], (A, B), (a, b), budget)
    parts = _compiled(a, b, whole, threads or min(4, os.cpu_count() or 1))
    return _assembled(parts, (A, B), (a, b), budget)


def _read(A: Any, B: Any) -> tuple[Any, Any, bool]:
    """Check the arrays; return them as floats, and whether all payoffs are whole numbers that floats hold exactly."""
    import numpy as np

    tables = [np.asarray(A), np.asarray(B)]
    for name, table in zip("AB", tables, strict=True):
        if table.dtype.kind not in "iuf" or table.ndim != 3:
            raise InvalidGameError(
                f"nash_batch(): {name} has {table.ndim} axes and the type {table.dtype}; give floats or integers of shape "
                "(games, rows, columns)"
            )
    if tables[0].shape != tables[1].shape:
        raise InvalidGameError(
            f"nash_batch(): A has the shape {tables[0].shape} and B {tables[1].shape}; give arrays of one shape"
        )
    if 0 in tables[0].shape[1:]:
        raise InvalidGameError("nash_batch(): a player has no action; give everybody at least one")
    for name, table in zip("AB", tables, strict=True):
        if table.dtype.kind == "f" and not np.isfinite(table).all():
            g, i, j = map(int, np.argwhere(~np.isfinite(table))[0])
            raise InvalidGameError(
                f"nash_batch(): {name}[{g}, {i}, {j}] is {table[g, i, j]}; give finite numbers"
            )
    # Compared with bounds as they are, because the absolute value of the least integer is negative.
    whole = all(
        t.dtype.kind in "iu" and (not t.size or (t.max() < 2**52 and t.min() > -(2**52))) for t in tables
    )
    a, b = (np.ascontiguousarray(table, dtype=float) for table in tables)
    return a, b, whole


def _compiled(a: Any, b: Any, whole: bool, threads: int) -> list[Any]:
    """Solve the games in as many parts as there are threads."""
    from gametheory._kernels import announce
    from gametheory._kernels.batch import by_supports, two_by_two

    small = a.shape[1:] == (2, 2)
    announce(two_by_two if small else by_supports)

    def part(low: int, high: int) -> Any:
        return two_by_two(a[low:high], b[low:high]) if small else by_supports(a[low:high], b[low:high], whole)

    games = len(a)
    if threads == 1 or games < (200_000 if small else 64):
        return [part(0, games)]
    part(0, 1)  # compiled once, before the threads start
    bounds = [games * k // threads for k in range(threads + 1)]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(part, bounds[:-1], bounds[1:]))


def _assembled(
    parts: list[Any], given: tuple[Any, Any], floats: tuple[Any, Any], budget: Budget | None
) -> BatchEquilibria:
    """Join the parts, with the flagged games solved again."""
    import numpy as np

    joined = parts[0] if len(parts) == 1 else [np.concatenate([p[k] for p in parts]) for k in range(4)]
    counts, flags, rows, columns = joined
    reason = ""
    if flags.any():
        counts, rows, columns, reason = _again(counts, flags, rows, columns, given, budget)
    offsets = np.concatenate([[0], np.cumsum(counts)])
    return BatchEquilibria(rows, columns, offsets, flags, "some" if reason else "all", reason, floats)


def _again(
    counts: Any, flags: Any, rows: Any, columns: Any, given: tuple[Any, Any], budget: Budget | None
) -> Any:
    """Solve flagged games exactly, and put their equilibria where they belong."""
    import numpy as np

    spending = (budget or Budget()).started()
    counts, where, extra, reason = counts.copy(), [], [], ""
    before = np.concatenate([[0], np.cumsum(counts)])
    for done, g in enumerate(np.flatnonzero(flags).tolist()):
        if spending.spent():
            reason = f"the budget of {spending.seconds:g} seconds was spent before {int(flags.sum()) - done} games were solved"
            break
        found = _exactly(np.asarray(given[0])[g], np.asarray(given[1])[g], spending)
        counts[g] = len(found)
        where += [before[g]] * len(found)
        extra += found
    if extra:
        rows = np.insert(rows, where, np.array([x for x, _ in extra], float), axis=0)
        columns = np.insert(columns, where, np.array([y for _, y in extra], float), axis=0)
    return counts, rows, columns, reason


def _exactly(a: Any, b: Any, budget: Budget) -> list[tuple[Any, Any]]:
    """Return the extreme equilibria of one game."""
    from gametheory.strategic.branching import label_branching

    found = label_branching(_integers(a), _integers(b), budget)
    return [(found.rows[p], found.columns[q]) for p, q in sorted(found.edges)]


def _integers(table: Any) -> list[list[int]]:
    """Return the payoffs of one player and one game as integers, floats at their decimals."""
    listed = table.tolist()
    if table.dtype.kind != "f":
        return listed  # type: ignore[no-any-return]
    exact = [[decimal(u) for u in row] for row in listed]
    common = lcm(*(u.denominator for row in exact for u in row))
    return [[int(u * common) for u in row] for row in exact]
