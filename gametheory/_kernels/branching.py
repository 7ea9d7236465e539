"""Depth-first branching on labels over the two best-response polytopes of a bimatrix game, in floats with safe bounds.

The polytopes are P = {x >= 0 : P x <= 1} and Q = {y >= 0 : Q y <= 1}, for the positive matrices P = B' (n x m) and
Q = A (m x n).  Label i < m stands for "row i", label m + j for "column j": a label is tight in P or in Q, or both, at an
equilibrium.  A face that is pruned is proved to be empty, rounding included; what cannot be proved is handed over.
"""

from __future__ import annotations

import numpy as np
from numba import njit

TINY = 1e-11
"""An entry below this is not pivoted on; it only steers the search, the bounds do not rely on it."""

UNIT = 2.220446049250313e-16


@njit(cache=True, nogil=True, error_model="numpy")
def _pivot(table, row, column):
    """Exchange the basic variable of `row` for the nonbasic one of `column` in a condensed tableau."""
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


@njit(cache=True, nogil=True, error_model="numpy")
def _is_positive(matrix, error, own, table, columns, row, basic, assigned, side):
    """Prove that the variable of `row` is positive on the face: a combination of the equations with rounding bounded.

    With multipliers taken from the tableau, sum_j c_j x_j + sum_k l_k s_k = sum_k l_k holds exactly for the true matrix.
    All variables but `basic` that are not fixed at zero are bounded by [0, bound], so their terms have a lower bound.
    `own` is the label of the first structural variable, the other labels are slacks.
    """
    rows, width = matrix.shape
    first_slack = 0 if own > 0 else width
    multiplier = np.zeros(rows)
    total, size = 0.0, 0.0
    for j in range(width):
        label = columns[j]
        k = label - first_slack
        if 0 <= k < rows:
            value = table[row, j]
            if value > 0.0 and assigned[label] != side:
                value = 0.0
            multiplier[k] = value
    k = basic - first_slack
    if 0 <= k < rows:
        multiplier[k] = 1.0
    for k in range(rows):
        total += multiplier[k]
        size += abs(multiplier[k])
    loss = 0.0
    slack = (rows + 4) * UNIT + error
    for j in range(width):
        label = own + j
        if label == basic or assigned[label] == side:
            continue
        value, weight, largest = 0.0, 0.0, 0.0
        for k in range(rows):
            entry = matrix[k, j]
            value += multiplier[k] * entry
            weight += abs(multiplier[k]) * entry
            largest = max(largest, entry)
        value += slack * weight
        if value > 0.0:
            loss += value / largest
    return total - loss * (1.0 + 4.0 * (width + 4) * UNIT + 2.0 * error) > (rows + 4) * UNIT * size


@njit(cache=True, nogil=True, error_model="numpy")
def _tighten(matrix, error, own, table, columns, basis, place, label, assigned, side, top):
    """Make a label tight on the current face; 1: done, 0: proved impossible, 2: not decided. Returns that and the depth.

    A tableau is copied to the next depth before the first pivot, so that the parent's stays as it is.
    """
    width = columns.shape[1]
    rows = basis.shape[1]
    position = place[top, label]
    if position < width:
        return 1, top
    row = position - width
    start = top
    for _ in range(20 * (rows + width)):
        now = table[top]
        column, best = -1, TINY
        for j in range(width):
            if now[row, j] > best and assigned[columns[top, j]] != side:
                best, column = now[row, j], j
        if column < 0:
            proved = _is_positive(matrix, error, own, now, columns[top], row, label, assigned, side)
            return (0 if proved else 2), start
        if top == start:
            top += 1
            table[top] = table[start]
            columns[top] = columns[start]
            basis[top] = basis[start]
            place[top] = place[start]
            now = table[top]
        leaving, least = row, now[row, width] / now[row, column]
        for i in range(rows):
            entry = now[i, column]
            if entry > TINY:
                ratio = now[i, width] / entry
                if ratio < least:
                    least, leaving = ratio, i
        _pivot(now, leaving, column)
        entering, left = columns[top, column], basis[top, leaving]
        columns[top, column], basis[top, leaving] = left, entering
        place[top, left], place[top, entering] = column, width + leaving
        if left == label:
            return 1, top
    return 2, start


@njit(cache=True, nogil=True, error_model="numpy")
def _loosest(table_p, place_p, table_q, place_q, assigned, m, n):
    """Return the free label with the largest slack on both sides: its children are the most restrictive."""
    best, chosen = -1.0, -1
    for label in range(m + n):
        if assigned[label]:
            continue
        p, q = place_p[label], place_q[label]
        a = 0.0 if p < m else table_p[p - m, m]
        b = 0.0 if q < n else table_q[q - n, n]
        value = min(a, b) * 1000.0 + a + b
        if value > best:
            best, chosen = value, label
    return chosen


@njit(cache=True, nogil=True, error_model="numpy")
def prepare(p, q):
    """Return the state of a search that has not begun: tableaux by depth, labels, and the path through the tree."""
    n, m = p.shape
    labels = m + n
    table_p, table_q = np.empty((m + 2, n, m + 1)), np.empty((n + 2, m, n + 1))
    columns_p, basis_p = np.empty((m + 2, m), np.int64), np.empty((m + 2, n), np.int64)
    columns_q, basis_q = np.empty((n + 2, n), np.int64), np.empty((n + 2, m), np.int64)
    place_p, place_q = np.empty((m + 2, labels), np.int64), np.empty((n + 2, labels), np.int64)
    table_p[0, :, :m], table_p[0, :, m] = p, 1.0
    table_q[0, :, :n], table_q[0, :, n] = q, 1.0
    for i in range(m):
        columns_p[0, i], place_p[0, i] = i, i
        basis_q[0, i], place_q[0, i] = i, n + i
    for j in range(n):
        columns_q[0, j], place_q[0, m + j] = m + j, j
        basis_p[0, j], place_p[0, m + j] = m + j, m + j
    assigned = np.zeros(labels, np.int64)
    # Per depth: the label, how many of its sides were tried, and the tableaux that were current on arrival.
    path = np.zeros((labels + 1, 4), np.int64)
    counters = np.zeros(4, np.int64)
    return (
        table_p,
        columns_p,
        basis_p,
        place_p,
        table_q,
        columns_q,
        basis_q,
        place_q,
        assigned,
        path,
        counters,
    )


@njit(cache=True, nogil=True, error_model="numpy")
def branch(p, q, error, state, leaves, doubts, limit):
    """Go on with a search until it ends, an array is full, or `limit` more nodes were visited.

    Parameters
    ----------
    p, q : arrays of shape (n, m) and (m, n)
        Positive matrices.
    error : float
        The relative error of their entries.
    state : tuple
        From `prepare`; changed in place.
    leaves, doubts : int64 arrays of shape (room, m + n)
        Receive, for each leaf and for each face that was not decided, the side (1: P, 2: Q, 0: free) of every label.
    limit : int
        Number of nodes.

    Returns
    -------
    done, found, doubtful : bool, int, int
        Whether the search is over, and how many rows of `leaves` and `doubts` were filled.
    """
    table_p, columns_p, basis_p, place_p, table_q, columns_q, basis_q, place_q, assigned, path, counters = (
        state
    )
    n, m = p.shape
    labels = m + n
    depth, top_p, top_q = counters[0], counters[1], counters[2]
    found, doubtful, visited = 0, 0, 0
    while depth >= 0:
        if visited >= limit or found == leaves.shape[0] or doubtful == doubts.shape[0]:
            break
        if depth == labels:
            leaves[found] = assigned
            found += 1
            depth -= 1
            continue
        if path[depth, 1] == 0:
            path[depth, 0] = _loosest(
                table_p[top_p], place_p[top_p], table_q[top_q], place_q[top_q], assigned, m, n
            )
            path[depth, 2], path[depth, 3] = top_p, top_q
        label = path[depth, 0]
        assigned[label] = 0
        top_p, top_q = path[depth, 2], path[depth, 3]
        if path[depth, 1] == 2:
            path[depth, 1] = 0
            depth -= 1
            continue
        path[depth, 1] += 1
        visited += 1
        side = path[depth, 1]
        if side == 1:
            outcome, top_p = _tighten(
                p, error, 0, table_p, columns_p, basis_p, place_p, label, assigned, 1, top_p
            )
        else:
            outcome, top_q = _tighten(
                q, error, m, table_q, columns_q, basis_q, place_q, label, assigned, 2, top_q
            )
        if outcome == 0:
            continue
        assigned[label] = side
        if outcome == 1:
            depth += 1
        else:
            doubts[doubtful] = assigned
            doubtful += 1
    counters[0], counters[1], counters[2] = depth, top_p, top_q
    counters[3] += visited
    return depth < 0, found, doubtful
