"""Whether a mixture of a player's other actions dominates one of them: quick beliefs first, then a linear program in integers."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

from gametheory.algebra.decide import Budget
from gametheory.strategic._integers import Matrix
from gametheory.strategic._simplex import matrix_game, maximize

Kept = tuple[tuple[int, ...], ...]
"""For each player, the actions that are left."""

_FLOATS_HELP_ABOVE = 500


def gains_over(
    table: list[int], shape: tuple[int, ...], kept: Kept, k: int, i: int
) -> tuple[Matrix, list[int], list[tuple[tuple[int, int], ...]]]:
    """Return what a player's other actions gain over action i, by joint action of the others; with their names."""
    strides = [1] * len(shape)
    for j in range(len(shape) - 2, -1, -1):
        strides[j] = strides[j + 1] * shape[j + 1]
    players = [j for j in range(len(shape)) if j != k]
    profiles = [tuple(zip(players, chosen, strict=True)) for chosen in product(*(kept[j] for j in players))]
    bases = [sum(strides[j] * a for j, a in others) for others in profiles]
    mine = [a for a in kept[k] if a != i]
    gains = [[table[base + a * strides[k]] - table[base + i * strides[k]] for base in bases] for a in mine]
    return gains, mine, profiles


def dominating(gains: Matrix, kind: str, mixed: bool, budget: Budget) -> tuple[Any, ...] | None:
    """Return weights of the rows whose mixture dominates (a pure one if there is one); `None` if none does."""
    for k, row in enumerate(gains):
        if min(row) > 0 or (kind == "weak" and min(row) >= 0 and max(row) > 0):
            return tuple(Fraction(int(j == k)) for j in range(len(gains)))
    if not mixed or len(gains) < 2 or _is_best_reply(gains, kind):
        return None
    columns = list(zip(*gains, strict=True))
    x, _ = matrix_game(gains, budget)
    value = min(sum(p * u for p, u in zip(x, c, strict=True)) for c in columns)
    if value > 0:
        return x
    if value < 0 or kind == "strict":
        return None
    # Mixtures that lose nowhere, and gain as much as possible in sum.
    bounds = [[-u for u in column] for column in columns] + [[1] * len(gains)]
    weights, _ = maximize(bounds, [0] * len(columns) + [1], [sum(row) for row in gains], budget)
    total = sum(weights)
    if not sum(w * sum(row) for w, row in zip(weights, gains, strict=True)):
        return None
    return tuple(w / total for w in weights)


def _is_best_reply(gains: Matrix, kind: str) -> bool:
    """Whether a belief that is easy to find proves that no mixture dominates; if not, nothing is known.

    Against weak dominance the belief must be full, or every other action must lose against it (it can then be made full).
    """
    for column in zip(*gains, strict=True):
        if max(column) < 0 or (kind == "strict" and max(column) == 0):
            return True
    if all(sum(row) <= 0 for row in gains):
        return True
    if len(gains) * len(gains[0]) < _FLOATS_HELP_ABOVE:
        return False
    belief = _float_belief(gains)
    if belief is None:
        return False
    worst = max(sum(w * u for w, u in zip(belief, row, strict=True)) for row in gains)
    return sum(belief) > 0 and (worst < 0 or (kind == "strict" and worst == 0))


def _float_belief(gains: Matrix) -> list[int] | None:
    """Return integer weights near the belief against which other actions gain least, by a program in floats."""
    import numpy as np

    from gametheory._highs import dense, highs

    try:
        matrix = np.array(gains, dtype=float)
    except OverflowError:
        return None
    matrix /= np.abs(matrix).max()
    m, n = matrix.shape
    # The most that another action may gain is made small: the last unknown is its negative.
    rows = np.vstack([np.column_stack([matrix, np.ones(m)]), [1.0] * n + [0.0]])
    right = np.array([0.0] * m + [1.0])
    least = np.array([0.0] * n + [-np.inf])
    found = highs([0.0] * n + [1.0], dense(rows), right, right > 0, least=least)
    return None if found.x is None else [max(0, round(float(y) * 2**40)) for y in found.x[:n]]
