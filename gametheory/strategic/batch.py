"""`nash_batch`: all equilibria of every game in an array of small games, compiled, on several threads.

Every sign that decides something is trusted only beyond a bound on its rounding error.  Games in which one is not (ties, for
example) are flagged and solved again exactly, so that a list is never a guess.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
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
_MOST_CELLS = 100_000
"""How many cells a game of three or more players may take in the compiled loop."""
Solver = Callable[[int, int], Any]


@dataclass(frozen=True, eq=False, repr=False)
class BatchEquilibria:
    """All equilibria of many games, as arrays.

    Attributes
    ----------
    mixtures : tuple of float arrays of shape (total, actions)
        For each player, the mixtures, game after game, each probability to within 1e-9.  Of a degenerate game of two players
        these are the extreme equilibria.
    offsets : int array of shape (games + 1,)
        The equilibria of game `g` are `offsets[g]` to `offsets[g + 1]`.
    degenerate : bool array of shape (games,)
        Games with a tie at an equilibrium, or a sign that floats did not decide: they were solved exactly, one by one.
        All equilibria of the others are regular.
    complete : {"all", "some"}
        `some` if the budget ended before all flagged games were solved again, or equilibria of three or more players are not isolated.
    reason : str
        Why it is not `all`.
    """

    mixtures: tuple[np.ndarray, ...]
    offsets: np.ndarray
    degenerate: np.ndarray
    complete: str = "all"
    reason: str = ""
    _games: tuple[np.ndarray, ...] = field(default=(), repr=False)

    @property
    def rows(self) -> np.ndarray:
        """The mixtures of the first player."""
        return self.mixtures[0]

    @property
    def columns(self) -> np.ndarray:
        """The mixtures of the second player."""
        return self.mixtures[1]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, game: int) -> list[tuple[np.ndarray, ...]]:
        """Return the equilibria of one game, each as one mixture for each player."""
        place = range(len(self))[game]
        span = range(int(self.offsets[place]), int(self.offsets[place + 1]))
        return [tuple(own[k] for own in self.mixtures) for k in span]

    def __iter__(self) -> Iterator[list[tuple[np.ndarray, ...]]]:
        return (self[g] for g in range(len(self)))

    @property
    def counts(self) -> np.ndarray:
        """The number of equilibria of every game."""
        counted: np.ndarray = self.offsets[1:] - self.offsets[:-1]
        return counted

    @cached_property
    def payoffs(self) -> np.ndarray:
        """Expected payoffs, shape (total, players)."""
        import numpy as np

        which = np.repeat(np.arange(len(self)), self.counts)
        letters = "abcdefghijklmnopqrstuvwxy"[: len(self.mixtures)]
        pattern = f"z{letters},{','.join('z' + letter for letter in letters)}->z"
        return np.stack([np.einsum(pattern, table[which], *self.mixtures) for table in self._games], axis=1)

    def __repr__(self) -> str:
        shape = " × ".join(str(own.shape[1]) for own in self.mixtures)
        return (
            f"<{len(self.rows):,} equilibria of {len(self):,} games {shape}, {int(self.degenerate.sum()):,} of them "
            f"solved exactly, complete: {self.complete}>"
        )


def nash_batch(*payoffs: Any, threads: int | None = None, budget: Budget | None = None) -> BatchEquilibria:
    """Find all Nash equilibria of every game in an array of games.

    Parameters
    ----------
    *payoffs : arrays of shape (games, m, n), for each player one
        Payoffs of the row and the column player: floats (read as the decimals that they print as) or integers.  Three or more
        players have three or more arrays, with as many axes after the first.
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
    Up to seven actions a side, games of two players are solved by support enumeration in a compiled loop; larger ones one by
    one, as by `nash`.  Degenerate games give their extreme equilibria (`nash` gives the sets that these span).  Games of more
    players are solved by cutting cells, as by `nash`; equilibria that are not isolated are left to `nash`, and `complete` says so.

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

    floats, whole = _read(payoffs)
    games, *shape = floats[0].shape
    if len(shape) == 2 and max(shape) > _WIDEST:
        nothing = np.zeros(games, int), np.ones(games, bool), *(np.empty((0, m)) for m in shape)
        return _assembled([nothing], payoffs, floats, budget)
    solve = _solver(floats, whole)
    parts = _in_parts(
        solve, games, threads or min(4, os.cpu_count() or 1), 200_000 if shape == [2, 2] else 64
    )
    return _assembled(parts, payoffs, floats, budget)


def _read(payoffs: tuple[Any, ...]) -> tuple[list[Any], bool]:
    """Check the arrays; return them as floats, and whether all payoffs are whole numbers that floats hold exactly."""
    import numpy as np

    tables = [np.asarray(table) for table in payoffs]
    if len(tables) < 2:
        raise InvalidGameError(f"nash_batch(): {len(tables)} arrays are given; give one for each player")
    names = "AB" if len(tables) == 2 else [f"array {k}" for k in range(1, len(tables) + 1)]
    axes = (
        "(games, rows, columns)" if len(tables) == 2 else f"(games, {', '.join(['actions'] * len(tables))})"
    )
    for name, table in zip(names, tables, strict=True):
        if table.dtype.kind not in "iuf" or table.ndim != len(tables) + 1:
            raise InvalidGameError(
                f"nash_batch(): {name} has {table.ndim} axes and the type {table.dtype}; give floats or integers of shape {axes}"
            )
        if table.shape != tables[0].shape:
            raise InvalidGameError(
                f"nash_batch(): {names[0]} has the shape {tables[0].shape} and {name} {table.shape}; give arrays of one shape"
            )
    if 0 in tables[0].shape[1:]:
        raise InvalidGameError("nash_batch(): a player has no action; give everybody at least one")
    for name, table in zip(names, tables, strict=True):
        if table.dtype.kind == "f" and not np.isfinite(table).all():
            place = tuple(map(int, np.argwhere(~np.isfinite(table))[0]))
            raise InvalidGameError(
                f"nash_batch(): {name}[{', '.join(map(str, place))}] is {table[place]}; give finite numbers"
            )
    # Compared with bounds as they are, because the absolute value of the least integer is negative.
    whole = all(
        t.dtype.kind in "iu" and (not t.size or (t.max() < 2**52 and t.min() > -(2**52))) for t in tables
    )
    return [np.ascontiguousarray(table, dtype=float) for table in tables], whole


def _solver(floats: list[Any], whole: bool) -> Solver:
    """Return the compiled loop for a shape of games, as a function of the first and the last game to solve."""
    import numpy as np

    from gametheory._kernels import announce

    if len(floats) > 2:
        from gametheory._kernels.cells import many

        announce(many)
        shape, games = np.array(floats[0].shape[1:]), len(floats[0])
        tables = np.stack([table.reshape(games, -1) for table in floats], axis=1)
        ends = np.cumsum(shape)[:-1]

        def of_many(low: int, high: int) -> Any:
            counts, flags, points = many(shape, tables[low:high], _MOST_CELLS)
            return counts, flags, *np.split(points, ends, axis=1)

        return of_many
    from gametheory._kernels.batch import by_supports, three_by_three, two_by_two

    a, b = floats
    if a.shape[1:] == (2, 2):
        announce(two_by_two)
        return lambda low, high: two_by_two(a[low:high], b[low:high])
    if a.shape[1:] == (3, 3):
        announce(three_by_three)
        return lambda low, high: three_by_three(a[low:high], b[low:high], whole)
    announce(by_supports)
    return lambda low, high: by_supports(a[low:high], b[low:high], whole)


def _in_parts(solve: Solver, games: int, threads: int, worth: int) -> list[Any]:
    """Solve the games in as many parts as there are threads, if they are worth these."""
    if threads == 1 or games < worth:
        return [solve(0, games)]
    solve(0, 1)  # compiled once, before the threads start
    bounds = [games * k // threads for k in range(threads + 1)]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(solve, bounds[:-1], bounds[1:]))


def _assembled(
    parts: list[Any], given: tuple[Any, ...], floats: list[Any], budget: Budget | None
) -> BatchEquilibria:
    """Join the parts, with the flagged games solved again."""
    import numpy as np

    joined = (
        parts[0] if len(parts) == 1 else [np.concatenate([p[k] for p in parts]) for k in range(len(parts[0]))]
    )
    counts, flags, *mixtures = joined
    reason = ""
    if flags.any():
        counts, mixtures, reason = _again(counts, flags, mixtures, given, budget)
    offsets = np.concatenate([[0], np.cumsum(counts)])
    complete = "some" if reason else "all"
    return BatchEquilibria(tuple(mixtures), offsets, flags, complete, reason, tuple(floats))


def _again(
    counts: Any, flags: Any, mixtures: list[Any], given: tuple[Any, ...], budget: Budget | None
) -> tuple[Any, list[Any], str]:
    """Solve flagged games exactly, and put their equilibria where they belong."""
    import numpy as np

    spending = (budget or Budget()).started()
    counts, where, extra, reason, open_ends = counts.copy(), [], [], "", 0
    before = np.concatenate([[0], np.cumsum(counts)])
    for done, g in enumerate(np.flatnonzero(flags).tolist()):
        if spending.spent():
            reason = f"the budget of {spending.seconds:g} seconds was spent before {int(flags.sum()) - done} games were solved"
            break
        found, finished = _exactly([np.asarray(table)[g] for table in given], spending)
        open_ends += not finished
        counts[g] = len(found)
        where += [before[g]] * len(found)
        extra += found
    if open_ends and not reason:
        reason = f"{open_ends} games may have equilibria that are not isolated; solve these with `nash`"
    if extra:
        mixtures = [
            np.insert(own, where, np.array([profile[k] for profile in extra], float), axis=0)
            for k, own in enumerate(mixtures)
        ]
    return counts, mixtures, reason


def _exactly(tables: list[Any], budget: Budget) -> tuple[list[tuple[Any, ...]], bool]:
    """Return the extreme equilibria of one game (or the isolated ones of three or more players), and whether these are all."""
    if len(tables) > 2:
        from gametheory.games.normal import NormalForm
        from gametheory.strategic.isolated import isolated_equilibria

        points = isolated_equilibria(NormalForm(*tables), budget)
        return [e.mixtures for e in points.sets], points.finished
    from gametheory.strategic.branching import label_branching

    found = label_branching(_integers(tables[0]), _integers(tables[1]), budget)
    return [(found.rows[p], found.columns[q]) for p, q in sorted(found.edges)], True


def _integers(table: Any) -> list[list[int]]:
    """Return the payoffs of one player and one game as integers, floats at their decimals."""
    listed = table.tolist()
    if table.dtype.kind != "f":
        return listed  # type: ignore[no-any-return]
    exact = [[decimal(u) for u in row] for row in listed]
    common = lcm(*(u.denominator for row in exact for u in row))
    return [[int(u * common) for u in row] for row in exact]
