"""One equilibrium of a game of three or more players: pure replies, then paths of logit responses whose ends are solved exactly."""

from __future__ import annotations

import time
from collections.abc import Iterator
from math import prod
from typing import TYPE_CHECKING, Any

from gametheory.algebra.decide import Budget
from gametheory.errors import Undecided
from gametheory.games.normal import NormalForm
from gametheory.strategic._check_points import point_certificate
from gametheory.strategic._integers import integer_tables
from gametheory.strategic.isolated import Supports, solved_exactly
from gametheory.strategic.one import TOLERANCE, OneEquilibrium
from gametheory.strategic.result import exact_payoffs

if TYPE_CHECKING:
    from gametheory.strategic._logit import Floats, LogitSystem

_TERMS = 4000
"""The largest product of supports whose equations are written out as polynomials."""
_CUTS = (1e-1, 1e-2, 3e-2, 1e-3, 1e-5)
"""Probabilities at the end of a path below which an action counts as unused, one after the other."""
_END, _STEPS = 1e5, 1500
"""The rationality at which a path ends, in units of the range of payoffs, and the most points on it."""
_UNIT = 2.0**-53


def one_of_several(game: NormalForm, spending: Budget, seed: int) -> OneEquilibrium:
    """Find one equilibrium of a game of three or more players (see `nash_one`)."""
    import numpy as np

    from gametheory.strategic._logit import LogitSystem, uniform

    started = time.perf_counter()
    system = LogitSystem(game.arrays(), uniform(game.shape))
    pure = _pure(system)
    if pure is not None:
        found = _finished(game, system, tuple((i,) for i in pure), [])
        if found is not None:
            return _answer(found, "best replies in pure strategies", started)
    draw, tried, nearest = np.random.default_rng(seed), 0, np.inf
    while not spending.spent():
        tried += 1
        if tried > 1:
            prior = np.concatenate([draw.dirichlet(np.ones(m)) * 0.99 + 0.01 / m for m in game.shape])
            system = LogitSystem(system.tables, prior)
        end = _end_of_path(system, spending)
        nearest = min(nearest, system.regret(end))
        for supports in _supports(system, end):
            found = _finished(game, system, supports, end)
            if found is not None:
                return _answer(found, f"the path of logit responses from prior {tried}", started)
    reason = f"the budget of {spending.seconds:g} seconds was spent"
    if nearest < np.inf:
        reason += f"; {tried} paths came as near as a regret of {nearest:.1e}"
    return OneEquilibrium((), (), None, "unknown", "", reason, time.perf_counter() - started)


def _answer(found: tuple[Any, ...], method: str, started: float) -> OneEquilibrium:
    mixtures, payoffs, regret = found
    return OneEquilibrium(mixtures, payoffs, regret, "some", method, "", time.perf_counter() - started)


def _pure(system: LogitSystem) -> tuple[int, ...] | None:
    """Return a profile of mutual best replies in pure strategies."""
    import numpy as np

    best = np.ones(system.shape, bool)
    for k, table in enumerate(system.tables):
        best &= table == table.max(axis=k, keepdims=True)
    return tuple(map(int, np.unravel_index(int(np.argmax(best)), best.shape))) if best.any() else None


def _end_of_path(system: LogitSystem, spending: Budget) -> Floats:
    """Follow the path of logit responses until payoffs outweigh noise by far."""
    import numpy as np

    from gametheory.strategic._logit import LogitSystem, follow

    # In units of each player's own range of payoffs, which changes no equilibrium.
    tables = tuple((table - table.min()) / (float(np.ptp(table)) or 1.0) for table in system.tables)
    points, _ = follow(
        LogitSystem(tables, system.prior),
        lambda x, count: float(x[-1]) >= _END or count >= _STEPS or spending.spent(),
    )
    flat: Floats = np.exp(points[-1][:-1])
    return flat


def _supports(system: LogitSystem, end: Floats) -> Iterator[Supports]:
    """Yield the supports to which the end of a path may belong."""
    seen: set[Supports] = set()
    for cut in _CUTS:
        supports = tuple(
            tuple(i for i, p in enumerate(own) if p > cut) or (int(own.argmax()),)
            for own in system.split(end)
        )
        if supports not in seen:
            seen.add(supports)
            yield supports


def _finished(game: NormalForm, system: LogitSystem, supports: Supports, near: Any) -> tuple[Any, ...] | None:
    """Solve on the supports; return mixtures, payoffs and regret if that is an equilibrium."""
    exact = game.field.name == "exact"
    if prod(map(len, supports)) <= _TERMS:
        tables = [table for table, _ in integer_tables(game)]
        try:
            profile = solved_exactly(tables, game.shape, supports, [float(p) for p in near])
        except Undecided:
            profile = None
        if profile is None or (exact and not point_certificate(game, profile)):
            return None
        if exact:
            return profile, exact_payoffs(game, profile), 0
        return _rounded(system, [[float(p) for p in own] for own in profile])
    # Too many terms for polynomials: floats, with a bound on the regret, where floats were given.
    return None if exact else _rounded(system, _polished(system, supports, near))


def _rounded(system: LogitSystem, mixtures: Any) -> tuple[Any, ...] | None:
    """Return a profile in floats with a bound on its regret, rounding included; `None` if that is too large."""
    import numpy as np

    if mixtures is None:
        return None
    parts = tuple(np.asarray(own, float) for own in mixtures)
    earned = system.split(system.earned(parts))
    payoffs = tuple(float(p @ u) for p, u in zip(parts, earned, strict=True))
    size = max(float(np.abs(table).max()) for table in system.tables)
    slack = 2 * (sum(system.shape) + 8 * len(parts)) * _UNIT * size
    gain = max(0.0, *(float(u.max()) - v for u, v in zip(earned, payoffs, strict=True))) + slack
    width = max(float(np.ptp(table)) for table in system.tables)
    return (parts, payoffs, gain) if gain <= TOLERANCE * max(width, 1e-300) else None


def _polished(system: LogitSystem, supports: Supports, near: Floats) -> list[Floats] | None:
    """Make the actions of the supports earn the same, by Newton steps in floats."""
    import numpy as np

    mixtures = [
        np.where(np.isin(np.arange(len(p)), s), p, 0.0)
        for p, s in zip(system.split(near), supports, strict=True)
    ]
    mixtures = [p / p.sum() for p in mixtures]
    sizes = [len(s) for s in supports]
    starts = [0, *map(int, np.cumsum(sizes))]
    total = starts[-1]
    for _ in range(30):
        matrix, right = np.zeros((total, total)), np.zeros(total)
        for k, own in enumerate(supports):
            low = starts[k]
            earned = system.averaged(k, mixtures, (k,))[list(own)]
            for j, other in enumerate(supports):
                if j != k:
                    pair = system.averaged(k, mixtures, (k, j))
                    pair = (pair if k < j else pair.T)[np.ix_(own, other)]
                    matrix[low : low + sizes[k], starts[j] : starts[j + 1]] = pair - pair[0]
            right[low : low + sizes[k]] = earned - earned[0]
            matrix[low] = 0.0
            matrix[low, low : low + sizes[k]] = 1.0
            right[low] = mixtures[k].sum() - 1.0
        try:
            step = np.linalg.solve(matrix, right)
        except np.linalg.LinAlgError:
            return None
        for k, own in enumerate(supports):
            mixtures[k][list(own)] -= step[starts[k] : starts[k + 1]]
        if np.abs(step).max() < 1e-14:
            break
    if min(float(p.min()) for p in mixtures) < -1e-12:
        return None
    mixtures = [np.maximum(p, 0.0) for p in mixtures]
    return [p / p.sum() for p in mixtures]
