"""Lemke's algorithm for the linear complementarity problem of a bimatrix game, in floats, on a condensed tableau."""

from __future__ import annotations

from numba import njit

TINY = 1e-11


@njit(cache=True, nogil=True, error_model="numpy")
def lemke(table, labels, basis, entering, limit):
    """Follow the path from z0 = 1, or go on with it.

    Parameters
    ----------
    table : float array of shape (k, k + 2)
        basic = right side - table nonbasic; the columns are the k variables, z0, and the right side last.  Changed in place.
    labels, basis : int arrays of shapes (k + 1,) and (k,)
        Variables: i < k is z_i, k + i is w_i, and 2 k is z0.
    entering : int
        The variable that enters next: at first z0.
    limit : int
        Number of pivots.

    Returns
    -------
    outcome : int
        1 if z0 left the basis, 0 if the limit did not end the path, -1 on a ray.
    entering, pivots : int
        Where to go on, and the pivots made.
    """
    count, width = table.shape
    k = count
    for pivots in range(limit):
        column = 0
        while labels[column] != entering:
            column += 1
        row, best, size = -1, 0.0, 0.0
        if entering == 2 * k:
            # z0 enters where it is needed most.
            row = 0
            for i in range(count):
                if table[i, width - 1] / table[i, column] > best:
                    row, best = i, table[i, width - 1] / table[i, column]
        else:
            for i in range(count):
                entry = table[i, column]
                if entry > TINY:
                    ratio = max(table[i, width - 1], 0.0) / entry
                    # Of several rows z0's ends the path; otherwise the largest pivot is the safest.
                    if (
                        row < 0
                        or ratio < best - 1e-13
                        or (
                            ratio <= best + 1e-13
                            and (basis[i] == 2 * k or (entry > size and basis[row] != 2 * k))
                        )
                    ):
                        row, best, size = i, ratio, entry
            if row < 0:
                return -1, entering, pivots
        _exchange(table, row, column)
        left = basis[row]
        labels[column], basis[row] = left, entering
        if left == 2 * k:
            return 1, entering, pivots + 1
        entering = left + k if left < k else left - k
    return 0, entering, limit


@njit(cache=True, nogil=True, error_model="numpy")
def _exchange(table, row, column):
    count, width = table.shape
    inverse = 1.0 / table[row, column]
    for j in range(width):
        table[row, j] *= inverse
    table[row, column] = inverse
    for i in range(count):
        factor = table[i, column]
        if i != row and factor != 0.0:
            table[i, column] = 0.0
            for j in range(width):
                table[i, j] -= factor * table[row, j]
