"""The complementary path of a tree of two players in floats, on a condensed tableau (see `extensive._path`)."""

from __future__ import annotations

import numpy as np
from numba import njit

from gametheory._kernels.lemke import _exchange

TINY = 1e-9
"""What counts as no pivot."""

SLACK = 1e-10
"""How far a variable may pass zero, so that of several rows that nearly tie the largest pivot can be taken (Harris 1973)."""


@njit(cache=True, nogil=True, error_model="numpy")
def follow(table, columns, basis, size, entering, limit):
    """Follow the path; return how it stands, and what enters next.

    Parameters
    ----------
    table : float array of shape (rows, columns + 2)
        basic + table nonbasic = right side; the last column is the right side, the one before it the same with a disturbance that
        breaks ties.  Changed in place, as are the labels.
    columns, basis : int arrays
        Variables: i < size is a weight, size + i its slack, 2 size is t, and 2 size + 1 is 1 - t.
    size, entering, limit : int
        Number of sequences; the variable that enters first; number of pivots.

    Returns
    -------
    outcome, entering, pivots : int
        1 if the path ended, 0 if `limit` pivots did not end it, -1 if nothing blocks the entering variable.
    """
    width = table.shape[1]
    for pivots in range(limit):
        column = 0
        while columns[column] != entering:
            column += 1
        most = np.inf
        for i in range(table.shape[0]):
            if table[i, column] > TINY:
                most = min(most, (max(table[i, width - 2], 0.0) + SLACK) / table[i, column])
        row, entry = -1, 0.0
        for i in range(table.shape[0]):
            if (
                table[i, column] > max(TINY, entry)
                and max(table[i, width - 2], 0.0) <= most * table[i, column]
            ):
                row, entry = i, table[i, column]
        if row < 0:
            return -1, entering, pivots
        _exchange(table, row, column)
        left = basis[row]
        basis[row], columns[column] = entering, left
        if left == 2 * size + 1:
            return 1, left, pivots + 1
        entering = left + size if left < size else left - size
    return 0, entering, limit
