"""One equilibrium with two actions a side in a large bimatrix game, in floats.

In an equilibrium of two rows and two columns all four cells mostly pay both players well.  So cells that are good for both are
collected, and pairs of rows that share two of them are tried; only if that fails are all pairs of columns searched, each by the
upper envelope of the rows against mixtures of the two.
"""

from __future__ import annotations

import numpy as np
from numba import njit

SLACK = 1e-12
"""Relative slack of comparisons; what is found is verified elsewhere."""
_DEEP = 64


@njit(cache=True, nogil=True, error_model="numpy")
def _tie(p, q, r, s):
    """Return the weight w in (0, 1) with (1 - w) p + w q = (1 - w) r + w s, or -1."""
    gain, loss = p - r, s - q
    if (gain > 0.0 and loss > 0.0) or (gain < 0.0 and loss < 0.0):
        return gain / (gain + loss)
    return -1.0


@njit(cache=True, nogil=True, error_model="numpy")
def _rows_agree(a, i, j, h, t):
    """Whether no row earns more than row i against columns j and h with weights 1 - t and t."""
    value = (1.0 - t) * a[i, j] + t * a[i, h]
    value += SLACK * (abs(value) + 1.0)
    for k in range(a.shape[0]):
        if (1.0 - t) * a[k, j] + t * a[k, h] > value:
            return False
    return True


@njit(cache=True, nogil=True, error_model="numpy")
def _columns_agree(b, i, k, j, s):
    """Whether no column earns more than column j against rows i and k with weights 1 - s and s."""
    value = (1.0 - s) * b[i, j] + s * b[k, j]
    value += SLACK * (abs(value) + 1.0)
    for other in range(b.shape[1]):
        if (1.0 - s) * b[i, other] + s * b[k, other] > value:
            return False
    return True


@njit(cache=True, nogil=True, error_model="numpy")
def good_cells(a, b, starts, columns):
    """Search pairs of rows that share two good cells.

    Parameters
    ----------
    a, b : float arrays of shape (m, n)
        Payoffs.
    starts, columns : int arrays of shapes (m + 1,) and (cells,)
        The columns of the good cells of row i, in order, are `columns[starts[i]:starts[i + 1]]`.

    Returns
    -------
    i, k, j, h : int
        Rows and columns of the equilibrium; i = -1 if none was found.
    s, t : float
        The weights of row k and of column h.
    """
    m, n = a.shape
    # Rows that share a pair of columns hang together in a chain.
    head = np.full((n, n), -1, np.int32)
    room = 1024
    row_of, after = np.empty(room, np.int32), np.empty(room, np.int32)
    used = 0
    for i in range(m):
        for one in range(starts[i], starts[i + 1]):
            j = columns[one]
            for two in range(one + 1, starts[i + 1]):
                h = columns[two]
                place = head[j, h]
                while place >= 0:
                    k = row_of[place]
                    t = _tie(a[i, j], a[i, h], a[k, j], a[k, h])
                    s = _tie(b[i, j], b[k, j], b[i, h], b[k, h])
                    if t >= 0.0 and s >= 0.0 and _columns_agree(b, i, k, j, s) and _rows_agree(a, i, j, h, t):
                        return i, k, j, h, s, t
                    place = after[place]
                if used == room:
                    row_of = np.concatenate((row_of, np.empty(room, np.int32)))
                    after = np.concatenate((after, np.empty(room, np.int32)))
                    room *= 2
                row_of[used], after[used] = i, head[j, h]
                head[j, h] = used
                used += 1
    return -1, 0, 0, 0, 0.0, 0.0


@njit(cache=True, nogil=True, error_model="numpy")
def _highest(a, c, t):
    """Return the largest (1 - t) a + t c; four maxima side by side, so that none waits for the one before."""
    u = 1.0 - t
    size = a.shape[0] // 4 * 4
    one = two = three = four = u * a[0] + t * c[0]
    for k in range(0, size, 4):
        v, w, x, y = (
            u * a[k] + t * c[k],
            u * a[k + 1] + t * c[k + 1],
            u * a[k + 2] + t * c[k + 2],
            u * a[k + 3] + t * c[k + 3],
        )
        one = v if v > one else one
        two = w if w > two else two
        three = x if x > three else three
        four = y if y > four else four
    for k in range(size, a.shape[0]):
        v = u * a[k] + t * c[k]
        one = v if v > one else one
    return max(max(one, two), max(three, four))


@njit(cache=True, nogil=True, error_model="numpy")
def _where(a, c, t):
    """Return where (1 - t) a + t c is largest."""
    best, place = -np.inf, 0
    for k in range(a.shape[0]):
        value = (1.0 - t) * a[k] + t * c[k]
        if value > best:
            best, place = value, k
    return place


@njit(cache=True, nogil=True, error_model="numpy")
def all_pairs(turned, b, last):
    """Search pairs of columns j < h for h up to `last`; `turned` holds the row player's payoffs, transposed.

    Returns what `good_cells` returns.
    """
    n = turned.shape[0]
    best = np.empty(n, np.int64)
    for j in range(n):
        best[j] = np.argmax(turned[j])
    left, right = np.empty(_DEEP, np.int64), np.empty(_DEEP, np.int64)
    for h in range(1, min(n, last + 1)):
        c = turned[h]
        for j in range(h):
            a = turned[j]
            left[0], right[0], depth = best[j], best[h], 1
            while depth > 0:
                depth -= 1
                i, k = left[depth], right[depth]
                # Lines i and k cross at t; is another one higher there?
                t = _tie(a[i], c[i], a[k], c[k])
                if i == k or t < 0.0:
                    continue
                level = (1.0 - t) * a[i] + t * c[i]
                if _highest(a, c, t) > level + SLACK * (abs(level) + 1.0) and depth + 2 < _DEEP:
                    middle = _where(a, c, t)
                    left[depth], right[depth] = i, middle
                    left[depth + 1], right[depth + 1] = middle, k
                    depth += 2
                    continue
                s = _tie(b[i, j], b[k, j], b[i, h], b[k, h])
                if s >= 0.0 and _columns_agree(b, i, k, j, s):
                    return i, k, j, h, s, t
    return -1, 0, 0, 0, 0.0, 0.0
