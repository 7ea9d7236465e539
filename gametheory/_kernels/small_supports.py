"""One equilibrium with two actions a side in a large bimatrix game, in floats.

Of the two columns that are used one has at least half of the weight, and both rows are among the best replies to it alone: if rows i and k
tie at the top against weights 1 - t and t <= 1/2, neither earns much less than the best against the first column.  So with the rows: one
has at least half of the weight, and both columns are good replies to it.  Only a few cells are good replies for both players, and in each
the other column is one of few; most end as soon as another row is seen to earn more against both columns.
"""

from __future__ import annotations

import numpy as np
from numba import njit

SLACK = 1e-12
"""Relative slack of comparisons; what is found is verified elsewhere."""
_HALF = 0.5 + 1e-9
_BINS = 256


@njit(cache=True, nogil=True, error_model="numpy")
def best_first(table, listed):
    """Fill `listed`, of shape (rows, depth), with the places of the largest entries of each row of `table`, in order."""
    width, depth = table.shape[1], listed.shape[1]
    places, counts = np.empty(width, np.int64), np.empty(_BINS, np.int64)
    for i in range(table.shape[0]):
        row = table[i]
        low, high = row[0], row[0]
        for u in row:
            low, high = min(low, u), max(high, u)
        scale = (_BINS - 1) / (high - low) if high > low else 0.0
        counts[:] = 0
        for u in row:
            counts[int((u - low) * scale)] += 1
        # Only the bins that hold the largest are sorted.
        last, enough = _BINS - 1, counts[_BINS - 1]
        while enough < depth:
            last -= 1
            enough += counts[last]
        found = 0
        for k in range(width):
            if int((row[k] - low) * scale) >= last:
                places[found] = k
                found += 1
        order = np.argsort(-row[places[:found]], kind="mergesort")
        for k in range(depth):
            listed[i, k] = places[order[k]]


@njit(cache=True, nogil=True, error_model="numpy")
def _tie(p, q, r, s):
    """Return the weight w in (0, 1) with (1 - w) p + w q = (1 - w) r + w s, or -1."""
    gain, loss = p - r, s - q
    if (gain > 0.0 and loss > 0.0) or (gain < 0.0 and loss < 0.0):
        return gain / (gain + loss)
    return -1.0


@njit(cache=True, nogil=True, error_model="numpy")
def _is_best(one, other, w, place):
    """Whether no (1 - w) one + w other is larger than that at `place`."""
    value = (1.0 - w) * one[place] + w * other[place]
    value += SLACK * (abs(value) + 1.0)
    for k in range(one.shape[0]):
        if (1.0 - w) * one[k] + w * other[k] > value:
            return False
    return True


@njit(cache=True, nogil=True, error_model="numpy")
def _neighbours(p, q, ranked, rank):
    """Find where the row of this rank in p is best against weights 1 - t and t <= 1/2: the rows that tie with it at either end, or -1."""
    i = ranked[rank]
    x, y = p[i], q[i]
    least, before = 0.0, -1
    for r in range(rank):
        k = ranked[r]
        gain, loss = p[k] - x, y - q[k]
        # Row k earns more against both columns, or for all t that count.
        if loss <= 0.0 or gain > loss:
            return -1, -1
        if gain > least * (gain + loss):
            least, before = gain / (gain + loss), k
    most, after = _HALF, -1
    for r in range(rank + 1, ranked.shape[0]):
        k = ranked[r]
        loss, gain = x - p[k], q[k] - y
        if gain > 0.0 and loss < most * (loss + gain):
            most, after = loss / (loss + gain), k
            if most <= least:
                return -1, -1
    return before, after


@njit(cache=True, nogil=True, error_model="numpy")
def strip_of_cells(turned, b, rows, columns, low, high):
    """Search the cells of some columns that are among the best for both players.

    Parameters
    ----------
    turned : float array of shape (n, m)
        Payoffs of the row player, transposed.
    b : float array of shape (m, n)
        Payoffs of the column player.
    rows : int array of shape (n, k)
        For each column, its k best rows in order.
    columns : int array of shape (m, l)
        For each row, its l best columns in order.
    low, high : int
        Which columns.

    Returns
    -------
    i, k, j, h : int
        Rows and columns of the equilibrium; i = -1 if there is none.
    """
    last = columns.shape[1] - 1
    for j in range(low, high):
        p, ranked = turned[j], rows[j]
        for rank in range(ranked.shape[0]):
            i = ranked[rank]
            good = columns[i]
            if b[i, j] < b[i, good[last]]:
                continue
            for h in good:
                if h == j:
                    continue
                q = turned[h]
                before, after = _neighbours(p, q, ranked, rank)
                for k in (before, after):
                    if k < 0:
                        continue
                    s = _tie(b[i, j], b[k, j], b[i, h], b[k, h])
                    if s >= 0.0 and _is_best(b[i], b[k], s, j):
                        t = _tie(p[i], q[i], p[k], q[k])
                        if t >= 0.0 and _is_best(p, q, t, i):
                            return i, k, j, h
    return -1, -1, -1, -1
