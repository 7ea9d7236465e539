"""Backward induction over a tree in arrays, parents before children."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True, error_model="numpy")
def backward(parent, owner, payoffs, odds, inner):
    """Return values, choices and ties (see `extensive.backward.backward_induction_arrays`)."""
    nodes, players = payoffs.shape
    values = payoffs.copy()
    choice, tied = np.full(nodes, -1), np.zeros(nodes, np.bool_)
    for v in range(nodes):
        if inner[v] and owner[v] < 0:
            values[v] = 0.0
    for v in range(nodes - 1, 0, -1):
        up = parent[v]
        mover = owner[up]
        if mover < 0:
            for k in range(players):
                values[up, k] += odds[v] * values[v, k]
            continue
        # Children are met from the last to the first, so the first of the best is kept.
        if choice[up] < 0 or values[v, mover] > values[up, mover]:
            choice[up], tied[up] = v, False
            values[up] = values[v]
        elif values[v, mover] == values[up, mover]:
            choice[up], tied[up] = v, True
            values[up] = values[v]
    return values, choice, tied
