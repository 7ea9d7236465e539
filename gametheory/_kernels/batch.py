"""All equilibria of many small bimatrix games of one shape, by supports, with every sign decided or the game flagged.

For a row support S and a column support T of one size k, the mixtures over T that make S indifferent are a null vector of
k - 1 rows of payoff differences: its entries are signed minors.  All minors of a game are built up by expansion along the
last row, so that one table serves all pairs of supports.  Each sign is trusted only beyond a bound on its rounding error.
"""

from __future__ import annotations

import numpy as np
from numba import njit

EPSILON = 2.220446049250313e-16
ACCURACY = 1e-9
"""What a probability may be off by."""
_REJECT, _UNSURE, _STRICT = 0, 1, 2


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _scales(table, exact, most, slack):
    """Fill the error bounds of minors of each size: 0 if the arithmetic is exact."""
    rows, columns = table.shape
    low, high = table[0, 0], table[0, 0]
    for i in range(rows):
        for j in range(columns):
            low, high = min(low, table[i, j]), max(high, table[i, j])
    width = max(high - low, 1e-300)
    ratio = max(abs(low), abs(high)) / width
    power, factorial = 1.0, 1.0
    for size in range(most + 1):
        bound = factorial * power
        # Whole numbers below 2^53 are added and multiplied without rounding.
        if exact and bound * (size + 1) < 9e15:
            slack[size] = 0.0
        else:
            slack[size] = EPSILON * bound * size * (2.0 * ratio + 2.0 * size + 6.0)
        power *= width
        factorial *= size + 1


@njit(cache=True, nogil=True, error_model="numpy")
def _subsets(width):
    """List the subsets of a few things as bit masks: sizes, members, and all masks in the order of their sizes."""
    count = 1 << width
    sizes, members = np.zeros(count, np.int64), np.zeros((count, width), np.int64)
    for s in range(1, count):
        for c in range(width):
            if s >> c & 1:
                members[s, sizes[s]] = c
                sizes[s] += 1
    order = np.argsort(sizes, kind="mergesort")
    starts = np.zeros(width + 2, np.int64)
    for s in range(count):
        starts[sizes[s] + 1] += 1
    for k in range(width + 1):
        starts[k + 1] += starts[k]
    return sizes, members, order, starts


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _fill(table, own, other, minors):
    """Fill `minors[S, U]`: the determinant of the rows of S less its first, over the columns U, one fewer than S."""
    sizes, members, order, starts = own
    _, others, other_order, other_starts = other
    rows, columns = table.shape
    gaps = np.empty(columns)
    for s in order[1 : starts[min(rows, columns) + 1]]:
        size = sizes[s]
        first, last = members[s, 0], members[s, size - 1]
        if size == 1:
            minors[s, 0] = 1.0
            continue
        before = s ^ (1 << last)
        for c in range(columns):
            gaps[c] = table[last, c] - table[first, c]
        for u in other_order[other_starts[size - 1] : other_starts[size]]:
            total = 0.0
            sign = 1.0 if size % 2 == 0 else -1.0
            for k in range(size - 1):
                c = others[u, k]
                total += sign * gaps[c] * minors[before, u ^ (1 << c)]
                sign = -sign
            minors[s, u] = total


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _mixture(table, minors, s, first, t, others, size, slack, out):
    """Find the mixture on T that makes S indifferent and best, its signs being known; say if it is none, not sure, or strict.

    `out` receives its weights in the order of T's members, and their sum last.
    """
    total, sign, unsure = 0.0, 1.0, False
    for k in range(size):
        value = sign * minors[s, t ^ (1 << others[t, k])]
        sign = -sign
        unsure = unsure or abs(value) <= slack[size - 1]
        out[k] = value
        total += value
    if unsure:
        return _UNSURE
    for r in range(table.shape[0]):
        if s >> r & 1:
            continue
        gain = 0.0
        for k in range(size):
            c = others[t, k]
            gain += out[k] * (table[r, c] - table[first, c])
        if total < 0.0:
            gain = -gain
        if gain > slack[size]:
            return _REJECT
        if gain >= -slack[size]:
            unsure = True
    out[size] = total
    # Beyond this the mixture would be less accurate than promised.
    return _UNSURE if unsure or slack[size - 1] * size > ACCURACY * abs(total) else _STRICT


@njit(cache=True, nogil=True, error_model="numpy")
def _grown(array):
    bigger = np.empty((2 * array.shape[0], array.shape[1]))
    bigger[: array.shape[0]] = array
    return bigger


@njit(cache=True, nogil=True, error_model="numpy")
def by_supports(a, b, exact):
    """Find all equilibria of games of any small shape.

    Parameters
    ----------
    a, b : float arrays of shape (games, m, n)
        Payoffs of the row and the column player.
    exact : bool
        Whether all payoffs are whole numbers below 2^53, given without rounding.

    Returns
    -------
    counts, flags : arrays of shape (games,)
        Number of equilibria, and whether a sign was not decided (then none is listed).
    rows, columns : arrays of shape (total, m) and (total, n)
        The mixtures.
    """
    games, m, n = a.shape
    most = min(m, n)
    counts, flags = np.zeros(games, np.int64), np.zeros(games, np.bool_)
    rows, columns = np.empty((2 * games + 8, m)), np.empty((2 * games + 8, n))
    minors_a, minors_b = np.zeros((1 << m, 1 << n)), np.zeros((1 << n, 1 << m))
    slack_a, slack_b = np.empty(most + 1), np.empty(most + 1)
    x, y, turned = np.empty(most + 1), np.empty(most + 1), np.empty((n, m))
    best_a, ties_a = np.empty(n), np.empty(n, np.int64)
    own, other = _subsets(m), _subsets(n)
    _, members, order, starts = own
    _, others, other_order, other_starts = other
    total = 0
    for g in range(games):
        table = a[g]
        for i in range(m):
            for j in range(n):
                turned[j, i] = b[g, i, j]
        _scales(table, exact, most, slack_a)
        _scales(turned, exact, most, slack_b)
        _fill(table, own, other, minors_a)
        _fill(turned, other, own, minors_b)
        start = total
        # Pure profiles first: a comparison rounds nothing.
        for j in range(n):
            best_a[j], ties_a[j] = table[0, j], 1
            for i in range(1, m):
                if table[i, j] > best_a[j]:
                    best_a[j], ties_a[j] = table[i, j], 1
                elif table[i, j] == best_a[j]:
                    ties_a[j] += 1
        for i in range(m):
            best, ties = turned[0, i], 1
            for j in range(1, n):
                if turned[j, i] > best:
                    best, ties = turned[j, i], 1
                elif turned[j, i] == best:
                    ties += 1
            for j in range(n):
                if turned[j, i] == best and table[i, j] == best_a[j]:
                    if ties > 1 or ties_a[j] > 1:
                        flags[g] = True
                    if total == rows.shape[0]:
                        rows, columns = _grown(rows), _grown(columns)
                    rows[total], columns[total] = 0.0, 0.0
                    rows[total, i], columns[total, j] = 1.0, 1.0
                    total += 1
        for size in range(2, most + 1):
            if flags[g]:
                break
            near_a, near_b = slack_a[size - 1], slack_b[size - 1]
            for s in order[starts[size] : starts[size + 1]]:
                for t in other_order[other_starts[size] : other_starts[size + 1]]:
                    # Weights of opposite signs are no mixture; most pairs end here, so it is not left to a function.
                    one, two, sign, mixed = 0.0, 0.0, 1.0, False
                    for k in range(size):
                        u = sign * minors_a[s, t ^ (1 << others[t, k])]
                        v = sign * minors_b[t, s ^ (1 << members[s, k])]
                        sign = -sign
                        u = 0.0 if abs(u) <= near_a else u
                        v = 0.0 if abs(v) <= near_b else v
                        if u * one < 0.0 or v * two < 0.0:
                            mixed = True
                            break
                        one, two = one if u == 0.0 else u, two if v == 0.0 else v
                    if mixed:
                        continue
                    first = _mixture(table, minors_a, s, members[s, 0], t, others, size, slack_a, y)
                    if first == _REJECT:
                        continue
                    second = _mixture(turned, minors_b, t, others[t, 0], s, members, size, slack_b, x)
                    if second == _REJECT:
                        continue
                    if first == _UNSURE or second == _UNSURE:
                        flags[g] = True
                        break
                    if total == rows.shape[0]:
                        rows, columns = _grown(rows), _grown(columns)
                    rows[total], columns[total] = 0.0, 0.0
                    for k in range(size):
                        rows[total, members[s, k]] = x[k] / x[size]
                        columns[total, others[t, k]] = y[k] / y[size]
                    total += 1
                if flags[g]:
                    break
        # A nondegenerate game has an odd number (Wilson 1971); anything else is looked at again.
        if (total - start) % 2 == 0:
            flags[g] = True
        if flags[g]:
            total = start
        counts[g] = total - start
    return counts, flags, rows[:total], columns[:total]


@njit(cache=True, nogil=True, error_model="numpy")
def two_by_two(a, b):
    """Find all equilibria of 2 x 2 games; only signs of differences matter, and rounding cannot change these.

    Counted first, so that the arrays are no larger than their contents: touching new memory costs more than the arithmetic.
    """
    games = a.shape[0]
    counts, flags = np.empty(games, np.int64), np.empty(games, np.bool_)
    total = 0
    for g in range(games):
        u, v = a[g, 0, 0] - a[g, 1, 0], a[g, 1, 1] - a[g, 0, 1]
        s, t = b[g, 0, 0] - b[g, 0, 1], b[g, 1, 1] - b[g, 1, 0]
        p, q, r, w = u > 0.0, v > 0.0, s > 0.0, t > 0.0
        mixed = (p == q) & (r == w)
        top = max(max(abs(a[g, 0, 0]), abs(a[g, 0, 1])), max(abs(a[g, 1, 0]), abs(a[g, 1, 1])))
        high = max(max(abs(b[g, 0, 0]), abs(b[g, 0, 1])), max(abs(b[g, 1, 0]), abs(b[g, 1, 1])))
        # Differences of rounded payoffs: near a tie the weights are known less well than promised.
        off = 4.0 * EPSILON * max(top * abs(s + t), high * abs(u + v))
        unsure = mixed & (off > ACCURACY * abs(s + t) * abs(u + v))
        unsure |= (u == 0.0) | (v == 0.0) | (s == 0.0) | (t == 0.0)
        found = int(p & r) + int(q & w) + int(not (q | r)) + int(not (p | w)) + int(mixed)
        flags[g], counts[g] = unsure, 0 if unsure else found
        total += counts[g]
    # Written in any case and kept if it counts, because a branch that cannot be foretold costs more: room for one more.
    rows, columns = np.empty((total + 1, 2)), np.empty((total + 1, 2))
    k = 0
    for g in range(games):
        u, v = a[g, 0, 0] - a[g, 1, 0], a[g, 1, 1] - a[g, 0, 1]
        s, t = b[g, 0, 0] - b[g, 0, 1], b[g, 1, 1] - b[g, 1, 0]
        sure = int(not flags[g])
        for i in range(2):
            for j in range(2):
                rows[k, 0], rows[k, 1] = 1.0 - i, float(i)
                columns[k, 0], columns[k, 1] = 1.0 - j, float(j)
                mine = (u if j == 0 else -v) * (1 - 2 * i)
                yours = (s if i == 0 else -t) * (1 - 2 * j)
                k += int(mine > 0.0) & int(yours > 0.0) & sure
        x, y = t / (s + t), v / (u + v)
        rows[k, 0], rows[k, 1] = x, 1.0 - x
        columns[k, 0], columns[k, 1] = y, 1.0 - y
        k += int((u > 0.0) == (v > 0.0)) & int((s > 0.0) == (t > 0.0)) & sure
    return counts, flags, rows[:total], columns[:total]


PAIRS = ((0, 1, 2), (0, 2, 1), (1, 2, 0))
"""Two of three actions, and the third."""


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _third(table, i, k, r, j, h, u, v, slack):
    """Judge the mixture (v, u) over two columns that makes rows i and k equal: is the third row better?"""
    gain = v * (table[r, j] - table[i, j]) + u * (table[r, h] - table[i, h])
    gain = gain if u > 0.0 else -gain
    return _REJECT if gain > slack else _UNSURE if gain >= -slack else _STRICT


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _inner(table, slack, out):
    """Find the mixture over three columns that makes all three rows equal, up to scale; say whether it is one."""
    p0, p1, p2 = table[1, 0] - table[0, 0], table[1, 1] - table[0, 1], table[1, 2] - table[0, 2]
    q0, q1, q2 = table[2, 0] - table[0, 0], table[2, 1] - table[0, 1], table[2, 2] - table[0, 2]
    x, y, z = p1 * q2 - p2 * q1, p2 * q0 - p0 * q2, p0 * q1 - p1 * q0
    out[0], out[1], out[2], out[3] = x, y, z, x + y + z
    if (x * y < 0.0 and min(abs(x), abs(y)) > slack) or (y * z < 0.0 and min(abs(y), abs(z)) > slack):
        return _REJECT
    if x * z < 0.0 and min(abs(x), abs(z)) > slack:
        return _REJECT
    if min(abs(x), abs(y), abs(z)) <= slack or 3.0 * slack > ACCURACY * abs(out[3]):
        return _UNSURE
    return _STRICT


@njit(cache=True, nogil=True, error_model="numpy")
def three_by_three(a, b, exact):
    """Find all equilibria of 3 x 3 games; arguments and results as for `by_supports`."""
    games = a.shape[0]
    counts, flags = np.zeros(games, np.int64), np.zeros(games, np.bool_)
    rows, columns = np.empty((2 * games + 16, 3)), np.empty((2 * games + 16, 3))
    slack_a, slack_b, x, y = np.empty(4), np.empty(4), np.empty(4), np.empty(4)
    turned = np.empty((3, 3))
    total = 0
    for g in range(games):
        if total + 16 > rows.shape[0]:
            rows, columns = _grown(rows), _grown(columns)
        table = a[g]
        for i in range(3):
            for j in range(3):
                turned[j, i] = b[g, i, j]
        _scales(table, exact, 3, slack_a)
        _scales(turned, exact, 3, slack_b)
        start, unsure = total, False
        for i in range(3):
            k, r = (i + 1) % 3, (i + 2) % 3
            for j in range(3):
                h, s = (j + 1) % 3, (j + 2) % 3
                p, q = table[i, j] - table[k, j], table[i, j] - table[r, j]
                u, v = turned[j, i] - turned[h, i], turned[j, i] - turned[s, i]
                if p >= 0.0 and q >= 0.0 and u >= 0.0 and v >= 0.0:
                    unsure = unsure or p == 0.0 or q == 0.0 or u == 0.0 or v == 0.0
                    rows[total], columns[total] = 0.0, 0.0
                    rows[total, i], columns[total, j] = 1.0, 1.0
                    total += 1
        near_a, near_b = slack_a[1], slack_b[1]
        for i, k, r in PAIRS:
            for j, h, s in PAIRS:
                u, v = table[i, j] - table[k, j], table[k, h] - table[i, h]
                if u * v < 0.0 and min(abs(u), abs(v)) > near_a:
                    continue
                p, q = turned[j, i] - turned[h, i], turned[h, k] - turned[j, k]
                if p * q < 0.0 and min(abs(p), abs(q)) > near_b:
                    continue
                # A weight that is zero, or may be, decides nothing.
                first, second = _UNSURE, _UNSURE
                if min(abs(u), abs(v)) > near_a:
                    first = _third(table, i, k, r, j, h, u, v, slack_a[2])
                if first != _REJECT and min(abs(p), abs(q)) > near_b:
                    second = _third(turned, j, h, s, i, k, p, q, slack_b[2])
                if first == _REJECT or second == _REJECT:
                    continue
                wide_a, wide_b = 2.0 * near_a > ACCURACY * abs(u + v), 2.0 * near_b > ACCURACY * abs(p + q)
                unsure = unsure or first == _UNSURE or second == _UNSURE or wide_a or wide_b
                rows[total], columns[total] = 0.0, 0.0
                rows[total, i], rows[total, k] = q / (p + q), p / (p + q)
                columns[total, j], columns[total, h] = v / (u + v), u / (u + v)
                total += 1
        first, second = _inner(table, slack_a[2], y), _inner(turned, slack_b[2], x)
        if first != _REJECT and second != _REJECT:
            unsure = unsure or first == _UNSURE or second == _UNSURE
            for c in range(3):
                rows[total, c], columns[total, c] = x[c] / x[3], y[c] / y[3]
            total += 1
        # A nondegenerate game has an odd number (Wilson 1971); anything else is looked at again.
        flags[g] = unsure or (total - start) % 2 == 0
        if flags[g]:
            total = start
        counts[g] = total - start
    return counts, flags, rows[:total], columns[:total]
