"""All Nash equilibria of a game of three or more players whose equilibria are isolated points, exactly.

The search (`_kernels/cells.py`) works in floats and proves each cut with room for its rounding errors; what it finds is then
solved again exactly: by linear algebra where two players mix, as algebraic numbers (`algebra/roots.py`) where more do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

from gametheory.algebra.decide import Budget
from gametheory.errors import Undecided
from gametheory.strategic._integers import integer_tables

if TYPE_CHECKING:
    from gametheory.algebra.roots import Root, Terms
    from gametheory.games.normal import NormalForm
    from gametheory.strategic.result import NashSet, Profile

Supports = tuple[tuple[int, ...], ...]
Unknowns = dict[tuple[int, int], int]

_CHUNK = 20_000
_LARGEST = 1 << 20
"""The most payoffs of one player for which a cell is worth its memory."""


@dataclass(frozen=True)
class Isolated:
    """What the search found.

    Attributes
    ----------
    sets : tuple of NashSet
        Single equilibria.
    finished : bool
        Whether these are all.
    degenerate : bool
        Whether the search met a place where equilibria may not be isolated.
    reason : str
        Why they may not be all.
    cells : int
        How many cells were examined.
    """

    sets: tuple[NashSet, ...]
    finished: bool
    degenerate: bool
    reason: str
    cells: int


def isolated_equilibria(game: NormalForm, budget: Budget | None = None) -> Isolated:
    """Find all equilibria of a game of three or more players, as long as all are isolated.

    Parameters
    ----------
    game : NormalForm
        Payoffs must be numbers; floats are read as the decimals that they print as.
    budget : Budget, optional
        When to stop.

    Examples
    --------
    Three players, two actions, one irrational equilibrium (Nau, Gomez Canovas and Hansen 2004, section 4):

    >>> from gametheory import NormalForm
    >>> game = NormalForm(
    ...     [[[3, 1], [0, 0]], [[0, 0], [1, 2]]],
    ...     [[[0, 0], [2, 1]], [[1, 3], [0, 0]]],
    ...     [[[2, 0], [0, 0]], [[0, 0], [0, 3]]],
    ... )
    >>> (equilibrium,) = isolated_equilibria(game).sets
    >>> print(equilibrium.mixtures[0][0], round(float(equilibrium.mixtures[0][0]), 12))
    (53 - sqrt(601))/46 0.619232579473
    """
    from gametheory.strategic._check_points import certified_point

    spending = (budget or Budget()).started()
    tables = [table for table, _ in integer_tables(game)]
    candidates, reason, undecided, cells = _search(tables, game.shape, spending)
    found: list[_Point] = []
    doubtful = undecided
    for supports, near in candidates:
        try:
            point = _exactly(tables, game.shape, supports, near)
        except Undecided:
            doubtful = True
            continue
        if point is not None and not any(point.is_same(other) for other in found):
            found.append(point)
    found.sort(
        key=lambda f: (sum(map(len, f.supports)), f.supports, [float(-p) for m in f.profile for p in m])
    )
    sets = tuple(certified_point(game, point.profile) for point in found)
    if not reason and doubtful:
        reason = "equilibria may not be isolated where payoffs tie"
    if not reason and len(found) % 2 == 0 and not any(point.ties for point in found):
        reason = "regular equilibria are odd in number (Wilson 1971), so one is missing"
    return Isolated(sets, not reason, doubtful, reason, cells)


@dataclass(frozen=True)
class _Point:
    """An equilibrium: its supports, its root if it is irrational, its mixtures, whether an unused action is as good."""

    supports: Supports
    root: Root | None
    profile: Profile
    ties: bool

    def is_same(self, other: _Point) -> bool:
        """Whether this is the same point, found in a neighbouring cell."""
        if self.supports != other.supports:
            return False
        if self.root is None or other.root is None:
            return self.root is other.root and self.profile == other.profile
        gaps = [abs(a - b) for a, b in zip(self.root.centre, other.root.centre, strict=True)]
        # The true root is within 2^-100 of its centre, and a box holds one root only.
        return max(gaps) + Fraction(1, 2**100) < max(self.root.radius, other.root.radius)


def _search(
    tables: list[list[int]], shape: tuple[int, ...], spending: Budget
) -> tuple[list[tuple[Supports, list[float]]], str, bool, int]:
    """Run the compiled search; return points near which equilibria may lie, and what was left undone."""
    import numpy as np

    from gametheory._kernels import announce
    from gametheory._kernels import cells as kernel

    if len(tables[0]) > _LARGEST:
        return [], f"the game has {len(tables[0]):,} profiles, more than the search of cells holds", False, 0
    announce(kernel.explore)
    sizes = np.array(shape)
    n, free = len(shape), sum(shape) - len(shape)
    scaled = np.array([scaled_table(table) for table in tables])
    length = kernel.layout(sizes)[-1]
    cells, marks = np.empty((64, length)), np.empty((64, 2 * n + 2), np.int64)
    scale, slack = kernel.whole(sizes, scaled, cells, marks)
    points, supports = np.empty((64, sum(shape))), np.empty((64, n), np.int64)
    verdicts, top, count, total, stuck = np.empty(64, np.int64), 1, 0, 0, 0
    while top and not stuck:
        if spending.spent():
            break
        cells, marks, top, points, supports, verdicts, count, taken, stuck = kernel.explore(
            sizes,
            scale,
            slack,
            20 + 14 * free,
            cells,
            marks,
            top,
            points,
            supports,
            verdicts,
            count,
            _CHUNK,
            1,
        )
        total += taken
    places = [
        (_members(supports[i].tolist(), shape), points[i].tolist())
        for i in range(count)
        if verdicts[i] != kernel.UNDECIDED
    ]
    reason = f"the budget of {spending.seconds:g} seconds was spent" if top and not stuck else ""
    return places, reason, bool(stuck), total


def scaled_table(table: Sequence[int]) -> list[float]:
    """Return payoffs in units of the largest, each correctly rounded."""
    most = max(map(abs, table)) or 1
    return [u / most for u in table]


def _members(masks: list[int], shape: tuple[int, ...]) -> Supports:
    return tuple(tuple(a for a in range(m) if mask >> a & 1) for mask, m in zip(masks, shape, strict=True))


def _exactly(
    tables: list[list[int]], shape: tuple[int, ...], supports: Supports, near: list[float]
) -> _Point | None:
    """Solve a support exactly near a point; `None` if there is no equilibrium.

    Raises
    ------
    Undecided
        If the solution is not simple, or a sign is not decided.
    """
    unknowns: Unknowns = {}
    for k, support in enumerate(supports):
        for a in support[1:]:
            unknowns[k, a] = len(unknowns)
    mixing = [k for k, support in enumerate(supports) if len(support) > 1]
    root, values = None, ()
    if len(mixing) == 1:
        raise Undecided("one player is indifferent between pure actions")
    if mixing:
        equations = list(_equations(tables, shape, supports, unknowns))
        starts = [sum(shape[:k]) for k in range(len(shape))]
        start = [near[starts[k] + a] for k, a in unknowns] if len(mixing) > 2 else []
        root, values = _solve(equations, start, mixing, supports)
    profile = _profile(shape, supports, unknowns, values)
    if any(profile[k][a] <= 0 for k in mixing for a in supports[k]):
        return None
    ties = False
    for k, support in enumerate(supports):
        for b in range(shape[k]):
            if b in support:
                continue
            gain = _gain(tables[k], shape, supports, profile, k, b)
            if gain > 0:
                return None
            ties = ties or not gain
    return _Point(supports, root, profile, ties)


def solved_exactly(
    tables: list[list[int]], shape: tuple[int, ...], supports: Supports, near: list[float]
) -> Profile | None:
    """Return the equilibrium on given supports near a point, in exact numbers; `None` if there is none.

    Parameters
    ----------
    tables : list of list of int
        Payoffs of every player, row-major.
    shape : tuple of int
        Numbers of actions.
    supports : tuple of tuple of int
        The actions that are used.
    near : list of float
        Mixtures of all players, one after the other (not needed if at most two players mix).

    Raises
    ------
    Undecided
        If the solution is not simple, or a sign is not decided.
    """
    point = _exactly(tables, shape, supports, near)
    return None if point is None else point.profile


def _solve(
    equations: list[Terms], start: list[float], mixing: list[int], supports: Supports
) -> tuple[Root | None, tuple[Any, ...]]:
    """Return the simple root near a point, and its coordinates: rational numbers where they are, else algebraic ones."""
    from gametheory.algebra.roots import Algebraic, evaluate, isolate

    if len(mixing) == 2:
        return None, _linear(equations)
    root = isolate(equations, start, root_bound([len(s) - 1 for s in supports]))
    if root is None:
        raise Undecided("the equations of a support have no simple root where one was expected")
    near = [c.limit_denominator(1 << 40) for c in root.centre]
    if all(evaluate(p, near, Fraction(0), Fraction) == 0 for p in equations):
        # Rational, and in the box: it is the root.
        if all(abs(a - c) <= root.radius for a, c in zip(near, root.centre, strict=True)):
            return None, tuple(near)
    return root, tuple(Algebraic.coordinate(root, j) for j in range(len(near)))


def _linear(equations: list[Terms]) -> tuple[Fraction, ...]:
    """Solve equations of degree one."""
    import flint

    size = len(equations)
    matrix, right = flint.fmpq_mat(size, size), flint.fmpq_mat(size, 1)
    for i, equation in enumerate(equations):
        for monomial, c in equation:
            value = flint.fmpq(c.numerator, c.denominator)
            if 1 in monomial:
                matrix[i, monomial.index(1)] = value
            else:
                right[i, 0] = -value
    try:
        solution = matrix.solve(right)
    except ZeroDivisionError:
        raise Undecided("the equations of a support are singular") from None
    return tuple(Fraction(int(x.p), int(x.q)) for x in solution.entries())


def _equations(
    tables: list[list[int]], shape: tuple[int, ...], supports: Supports, unknowns: Unknowns
) -> Iterator[Terms]:
    """Yield, for each action of a support but the first, its advantage over the first, in the unknown probabilities."""
    from gametheory.algebra.roots import terms_of

    for k, support in enumerate(supports):
        for f in support[1:]:
            total: dict[tuple[int, ...], int] = {}
            for others, gain in _gains(tables[k], shape, supports, k, f):
                for monomial, sign in _expanded(others, supports, unknowns):
                    total[monomial] = total.get(monomial, 0) + sign * gain
            yield terms_of(total)


def _gains(
    table: list[int], shape: tuple[int, ...], supports: Supports, k: int, action: int
) -> Iterator[tuple[list[tuple[int, int]], int]]:
    """Yield what an action gains over the first of k's support, by the actions that the others use."""
    strides = [1] * len(shape)
    for j in range(len(shape) - 2, -1, -1):
        strides[j] = strides[j + 1] * shape[j + 1]
    players = [j for j in range(len(shape)) if j != k]
    for chosen in product(*(supports[j] for j in players)):
        place = sum(strides[j] * a for j, a in zip(players, chosen, strict=True))
        gain = table[place + action * strides[k]] - table[place + supports[k][0] * strides[k]]
        if gain:
            yield list(zip(players, chosen, strict=True)), gain


def _expanded(
    others: list[tuple[int, int]], supports: Supports, unknowns: Unknowns
) -> Iterator[tuple[tuple[int, ...], int]]:
    """Yield the product of the probabilities of some actions as monomials, each first action being one less the rest."""
    choices: list[list[tuple[int, int]]] = []
    for j, a in others:
        if a != supports[j][0]:
            choices.append([(unknowns[j, a], 1)])
        elif len(supports[j]) > 1:
            choices.append([(-1, 1), *((unknowns[j, b], -1) for b in supports[j][1:])])
    for chosen in product(*choices):
        exponents, sign = [0] * len(unknowns), 1
        for unknown, factor in chosen:
            sign *= factor
            if unknown >= 0:
                exponents[unknown] += 1
        yield tuple(exponents), sign


def _profile(
    shape: tuple[int, ...], supports: Supports, unknowns: Unknowns, values: Sequence[Any]
) -> Profile:
    profile = []
    for k, support in enumerate(supports):
        mixture: list[Any] = [Fraction(0)] * shape[k]
        rest: Any = Fraction(1)
        for a in support[1:]:
            mixture[a] = values[unknowns[k, a]]
            rest = rest - mixture[a]
        mixture[support[0]] = rest
        profile.append(tuple(mixture))
    return tuple(profile)


def _gain(
    table: list[int], shape: tuple[int, ...], supports: Supports, profile: Profile, k: int, b: int
) -> Any:
    """Return what an action gains over those of k's support."""
    total: Any = Fraction(0)
    for others, gain in _gains(table, shape, supports, k, b):
        weight: Any = gain
        for j, a in others:
            weight = weight * profile[j][a]
        total = total + weight
    return total


def root_bound(sizes: Sequence[int]) -> int:
    """Return the most isolated complex solutions that the equations of a support can have.

    Parameters
    ----------
    sizes : sequence of int
        For each player, the number of actions in the support less one.

    Returns
    -------
    int
        The multihomogeneous Bézout number: the coefficient of the product of t_k^sizes[k] in the product over the players of
        (the sum of the others' t)^sizes[k].

    References
    ----------
    McKelvey, R. D. and McLennan, A. (1997), The maximal number of regular totally mixed Nash equilibria, Journal of Economic
    Theory 72, 411-425.

    Examples
    --------
    >>> [root_bound([1] * n) for n in (2, 3, 4, 5)], root_bound([2, 2, 2])
    ([1, 2, 9, 44], 10)
    """
    counts: dict[tuple[int, ...], int] = {(0,) * len(sizes): 1}
    for k, size in enumerate(sizes):
        for _ in range(size):
            grown: dict[tuple[int, ...], int] = {}
            for powers, count in counts.items():
                for j in range(len(sizes)):
                    if j != k and powers[j] < sizes[j]:
                        raised = (*powers[:j], powers[j] + 1, *powers[j + 1 :])
                        grown[raised] = grown.get(raised, 0) + count
            counts = grown
    return counts.get(tuple(sizes), 0)
