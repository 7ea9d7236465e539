"""Nash equilibria of games of three and more players, by cutting the product of simplices into cells.

A cell is the product of one simplex for each player, given by its vertices.  Payoffs are linear in each player's mixture, so a
player's advantage of one action over another, at all combinations of vertices, has its least and largest value over the whole cell
among these numbers.  A cell is left as soon as one of three things is proved, with room for all rounding errors:

- some action of the support has a better one everywhere in the cell: equilibria in the cell lie on the face without it;
- the equations of the support have no solution in the cell (a Newton step with bounds on the derivatives leads out of it);
- they have at most one, which the same bounds make a fixed point of a contraction: it is found, and faces are searched.

Everything else is cut in two at the edge along which payoffs vary most.  Cells that stay undecided in the end are reported.
"""

from __future__ import annotations

import numpy as np
from numba import njit

REJECTED, UNSURE, STRICT, UNDECIDED = 0, 1, 2, 3
"""What a found point is: no equilibrium; perhaps one; one with strict inequalities off its support, proved; a cell given up."""

ROUNDING = 1e-12
"""Bound on what all rounding adds to a difference of payoffs, relative to the largest payoff, up to depth 400."""
_CONTRACTS = 0.9
_CUT = 0.4871
"""Where edges are cut: not in the middle, because equilibria like to lie there."""


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _offsets(active, strides, k, skipped, out):
    """List where the vertices of all players but k and one more lie in k's payoffs."""
    out[0] = 0
    count = 1
    for p in range(active.shape[0]):
        if p == k or p == skipped:
            continue
        step = strides[k, p]
        for v in range(1, active[p]):
            for i in range(count):
                out[v * count + i] = out[i] + v * step
        count *= active[p]
    return count


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _weights(active, at, k, out):
    """List the products of the weights of all players but k, in the order of `_offsets`."""
    out[0] = 1.0
    count = 1
    for p in range(active.shape[0]):
        if p == k:
            continue
        for v in range(active[p] - 1, -1, -1):
            for i in range(count):
                out[v * count + i] = out[i] * at[p, v]
        count *= active[p]


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _size(mask):
    """Count the actions of a support."""
    count = 0
    while mask:
        mask &= mask - 1
        count += 1
    return count


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _inside(cell, corner, actions, vertices, mask):
    """Count the vertices of a simplex that use actions of a support only."""
    count = 0
    for v in range(vertices):
        inside = 1
        for a in range(actions):
            if not mask >> a & 1 and cell[corner + v * actions + a] != 0.0:
                inside = 0
        count += inside
    return count


@njit(cache=True, nogil=True, error_model="numpy")
def _largest(cell, corner, actions, vertices, allowed):
    """Return the largest part of a support on whose face the simplex has full dimension; 0 if there is none.

    Such parts are closed under unions.  What lies on a face in a smaller dimension is left to the neighbouring cells.
    """
    best, part = 0, allowed
    while part:
        size = _size(part)
        if size > _size(best) and _inside(cell, corner, actions, vertices, part) == size:
            best = part
        part = (part - 1) & allowed
    return best


@njit(cache=True, nogil=True, error_model="numpy")
def _keep(cell, mark, strides, widths, bases, corners, shape, k, mask, where):
    """Leave to player k the vertices that use actions of a support only."""
    n, kept = shape.shape[0], 0
    active = mark[:n]
    for v in range(active[k]):
        if not _inside(cell, corners[k] + v * shape[k], shape[k], 1, mask):
            continue
        if v != kept:
            for a in range(shape[k]):
                cell[corners[k] + kept * shape[k] + a] = cell[corners[k] + v * shape[k] + a]
            for p in range(n):
                if p != k:
                    count = _offsets(active, strides, p, k, where)
                    old, new = v * strides[p, k], kept * strides[p, k]
                    for a in range(shape[p]):
                        base = bases[p] + a * widths[p]
                        for i in range(count):
                            cell[base + where[i] + new] = cell[base + where[i] + old]
        kept += 1
    active[k] = kept
    mark[n + k] = mask


@njit(cache=True, nogil=True, error_model="numpy")
def _nowhere_best(cell, mark, strides, widths, bases, shape, slack, k, where):
    """Return the actions of player k's support that have a better one everywhere in the cell."""
    n = shape.shape[0]
    count, dropped = _offsets(mark[:n], strides, k, k, where), 0
    for f in range(shape[k]):
        if not mark[n + k] >> f & 1:
            continue
        mine = bases[k] + f * widths[k]
        for b in range(shape[k]):
            other, better = bases[k] + b * widths[k], b != f
            for i in range(count):
                if cell[other + where[i]] - cell[mine + where[i]] <= slack[k]:
                    better = False
                    break
            if better:
                dropped |= 1 << f
                break
    return dropped


@njit(cache=True, nogil=True, error_model="numpy")
def _narrow(cell, mark, strides, widths, bases, corners, shape, slack, where):
    """Drop the actions that are nowhere best in a cell, until all may be; say whether anything is left."""
    n = shape.shape[0]
    k, unchanged = 0, 0
    while unchanged < n:
        dropped = _nowhere_best(cell, mark, strides, widths, bases, shape, slack, k, where)
        if dropped:
            # Supports of the first few players may be settled: their parts are searched elsewhere.
            if k < mark[2 * n]:
                return False
            left = _largest(cell, corners[k], shape[k], mark[k], mark[n + k] & ~dropped)
            if left == 0:
                return False
            _keep(cell, mark, strides, widths, bases, corners, shape, k, left, where)
            unchanged = 0
        else:
            unchanged += 1
        k = (k + 1) % n
    return True


@njit(cache=True, nogil=True, error_model="numpy")
def _invert(matrix, inverse, d):
    """Invert by Gauss-Jordan with row exchanges; say whether no pivot vanished."""
    for i in range(d):
        for j in range(d):
            inverse[i, j] = 1.0 if i == j else 0.0
    for j in range(d):
        best, row = abs(matrix[j, j]), j
        for i in range(j + 1, d):
            if abs(matrix[i, j]) > best:
                best, row = abs(matrix[i, j]), i
        if best < 1e-11:
            return False
        if row != j:
            for c in range(d):
                matrix[j, c], matrix[row, c] = matrix[row, c], matrix[j, c]
                inverse[j, c], inverse[row, c] = inverse[row, c], inverse[j, c]
        scale = 1.0 / matrix[j, j]
        for c in range(d):
            matrix[j, c] *= scale
            inverse[j, c] *= scale
        for i in range(d):
            factor = matrix[i, j]
            if i != j and factor != 0.0:
                for c in range(d):
                    matrix[i, c] -= factor * matrix[j, c]
                    inverse[i, c] -= factor * inverse[j, c]
    return True


@njit(cache=True, nogil=True, error_model="numpy")
def _residuals(cell, active, masks, strides, widths, bases, shape, at, where, weight, out):
    """Evaluate the advantage of every action of a support over its first, at given weights of the vertices."""
    n, e = shape.shape[0], 0
    for k in range(n):
        if active[k] < 2:
            continue
        count = _offsets(active, strides, k, k, where)
        _weights(active, at, k, weight)
        first = -1
        for f in range(shape[k]):
            if not masks[k] >> f & 1:
                continue
            if first < 0:
                first = bases[k] + f * widths[k]
                continue
            mine, total = bases[k] + f * widths[k], 0.0
            for i in range(count):
                total += weight[i] * (cell[mine + where[i]] - cell[first + where[i]])
            out[e] = total
            e += 1


@njit(cache=True, nogil=True, error_model="numpy")
def _newton(
    cell, mark, strides, widths, bases, shape, slack, where, weight, matrix, inverse, radius, at, out
):
    """Look for a solution of the equations of the support in a cell.

    Returns (kind, distance): 0 if there is none, 1 if there is at most one and `at` approximates it with the given distance, 2 if
    nothing is known.
    """
    n = shape.shape[0]
    active, masks = mark[:n], mark[n : 2 * n]
    d, widest = 0, 0.0
    for k in range(n):
        d += active[k] - 1
        widest = max(widest, 1.0 - 1.0 / active[k])
        for v in range(active[k]):
            at[k, v] = 1.0 / active[k]
    # Derivatives at the centre (the means) and how far they are from it anywhere in the cell.
    e = 0
    for k in range(n):
        if active[k] < 2:
            continue
        first = -1
        for f in range(shape[k]):
            if not masks[k] >> f & 1:
                continue
            if first < 0:
                first = bases[k] + f * widths[k]
                continue
            mine, column, spread = bases[k] + f * widths[k], 0, 0.0
            for p in range(n):
                if active[p] < 2:
                    continue
                if p == k:
                    for _ in range(1, active[p]):
                        matrix[e, column] = 0.0
                        column += 1
                    continue
                count = _offsets(active, strides, k, p, where)
                for v in range(1, active[p]):
                    step = v * strides[k, p]
                    low, high, total = np.inf, -np.inf, 0.0
                    for i in range(count):
                        o = where[i]
                        u = (cell[mine + o + step] - cell[first + o + step]) - (
                            cell[mine + o] - cell[first + o]
                        )
                        low, high, total = min(low, u), max(high, u), total + u
                    centre = total / count
                    matrix[e, column] = centre
                    spread += max(high - centre, centre - low) + 4.0 * slack[k]
                    column += 1
            radius[e] = spread
            e += 1
    if not _invert(matrix, inverse, d):
        return 2, 0.0
    _residuals(cell, active, masks, strides, widths, bases, shape, at, where, weight, out)
    most, row = 0.0, 0
    none = False
    for k in range(n):
        moved, loose = 0.0, 0.0
        for _ in range(1, active[k]):
            step, q = 0.0, 0.0
            for c in range(d):
                step -= inverse[row, c] * out[c]
                q += abs(inverse[row, c]) * radius[c]
            most = max(most, q)
            centre = 1.0 / active[k] + step
            if centre + q * widest < -1e-9 or centre - q * widest > 1.0 + 1e-9:
                none = True
            moved += step
            loose += q * widest
            row += 1
        if active[k] > 1 and 1.0 / active[k] - moved + loose < -1e-9:
            none = True
    if none:
        return 0, 0.0
    if most > _CONTRACTS:
        return 2, 0.0
    size = 1.0
    for _ in range(200):
        size, row = 0.0, 0
        for k in range(n):
            rest = 1.0
            for v in range(1, active[k]):
                step = 0.0
                for c in range(d):
                    step -= inverse[row, c] * out[c]
                at[k, v] += step
                rest -= at[k, v]
                size = max(size, abs(step))
                row += 1
            if active[k] > 1:
                at[k, 0] = rest
            for v in range(active[k]):
                if not abs(at[k, v]) < 3.0:
                    return 2, 0.0
        _residuals(cell, active, masks, strides, widths, bases, shape, at, where, weight, out)
        if size < 4e-15:
            break
    for k in range(n):
        for v in range(active[k]):
            if at[k, v] < -1e-9:
                return 2, 0.0
    # Banach: the solution is no further than the last step over one minus the rate, rounding of the residuals included.
    distance, row = 0.0, 0
    for k in range(n):
        for _ in range(1, active[k]):
            step, j = 0.0, 0
            for p in range(n):
                for _ in range(1, active[p]):
                    step += abs(inverse[row, j]) * (abs(out[j]) + slack[p])
                    j += 1
            distance = max(distance, step)
            row += 1
    return 1, distance / (1.0 - most)


@njit(cache=True, nogil=True, error_model="numpy")
def _judge(cell, mark, strides, widths, bases, corners, shape, slack, where, weight, at, distance, x):
    """Write the mixtures of a found point, and say whether it is an equilibrium."""
    n = shape.shape[0]
    active, masks = mark[:n], mark[n : 2 * n]
    verdict, place, blur = STRICT, 0, 0.0
    for k in range(n):
        if active[k] > 1:
            blur += active[k] * distance
            for v in range(active[k]):
                if at[k, v] < active[k] * distance:
                    verdict = (
                        UNSURE  # its existence is not proved: the contraction might lead out of the cell
                    )
        for a in range(shape[k]):
            total = 0.0
            for v in range(active[k]):
                total += at[k, v] * cell[corners[k] + v * shape[k] + a]
            x[place] = total
            if masks[k] >> a & 1 and active[k] > 1 and total < 2.0 * active[k] * distance + 1e-12:
                verdict = UNSURE
            place += 1
    for k in range(n):
        count = _offsets(active, strides, k, k, where)
        _weights(active, at, k, weight)
        first = -1
        for f in range(shape[k]):
            if masks[k] >> f & 1:
                first = bases[k] + f * widths[k]
                break
        for b in range(shape[k]):
            if masks[k] >> b & 1:
                continue
            other, gain, most = bases[k] + b * widths[k], 0.0, 0.0
            for i in range(count):
                u = cell[other + where[i]] - cell[first + where[i]]
                gain += weight[i] * u
                most = max(most, abs(u))
            error = 2.0 * slack[k] + 4.0 * most * blur
            if gain > error:
                return REJECTED
            if gain >= -error:
                verdict = UNSURE
    return verdict


@njit(cache=True, nogil=True, error_model="numpy")
def _widest_edge(cell, active, strides, widths, bases, shape, scale, where):
    """Return the player and the edge of her simplex along which payoffs vary most."""
    n = shape.shape[0]
    player, one, two, most = -1, 0, 0, -1.0
    for p in range(n):
        for u in range(active[p]):
            for v in range(u + 1, active[p]):
                varies = 0.0
                for k in range(n):
                    if k == p:
                        continue
                    count = _offsets(active, strides, k, p, where)
                    low, high = u * strides[k, p], v * strides[k, p]
                    largest = 0.0
                    for b in range(1, shape[k]):
                        other, first = bases[k] + b * widths[k], bases[k]
                        for i in range(count):
                            o = where[i]
                            gap = (cell[other + o + low] - cell[first + o + low]) - (
                                cell[other + o + high] - cell[first + o + high]
                            )
                            largest = max(largest, abs(gap))
                    varies = max(varies, largest / scale[k])
                if varies > most:
                    player, one, two, most = p, u, v, varies
    return player, one, two


@njit(cache=True, nogil=True, error_model="numpy")
def _cut(cell, active, strides, widths, bases, corners, shape, p, u, v, where):
    """Replace vertex u of player p by the point where the edge to v is cut."""
    a, b = 1.0 - _CUT, _CUT
    if u > v:
        a, b = b, a
    for i in range(shape[p]):
        low, high = corners[p] + u * shape[p] + i, corners[p] + v * shape[p] + i
        cell[low] = a * cell[low] + b * cell[high]
    for k in range(shape.shape[0]):
        if k == p:
            continue
        count = _offsets(active, strides, k, p, where)
        low, high = u * strides[k, p], v * strides[k, p]
        for j in range(shape[k]):
            base = bases[k] + j * widths[k]
            for i in range(count):
                o = base + where[i]
                cell[o + low] = a * cell[o + low] + b * cell[o + high]


@njit(cache=True, nogil=True, error_model="numpy")
def layout(shape):
    """Return where things lie in a cell: strides, widths and starts of the payoffs, starts of the vertices, length."""
    n = shape.shape[0]
    strides, widths = np.zeros((n, n), np.int64), np.zeros(n, np.int64)
    bases, corners, place = np.zeros(n, np.int64), np.zeros(n, np.int64), 0
    for k in range(n):
        step = 1
        for p in range(n - 1, -1, -1):
            if p != k:
                strides[k, p] = step
                step *= shape[p]
        widths[k], bases[k] = step, place
        place += step * shape[k]
    for k in range(n):
        corners[k] = place
        place += shape[k] * shape[k]
    return strides, widths, bases, corners, place


@njit(cache=True, nogil=True, error_model="numpy")
def whole(shape, tables, cells, marks):
    """Write the cell that is everything to the bottom of the stack; return scales and slacks of the players."""
    strides, widths, bases, corners, _ = layout(shape)
    n = shape.shape[0]
    scale, slack = np.empty(n), np.empty(n)
    index = np.zeros(n, np.int64)
    total = 1
    for k in range(n):
        total *= shape[k]
    for place in range(total):
        rest = place
        for k in range(n - 1, -1, -1):
            index[k] = rest % shape[k]
            rest //= shape[k]
        for k in range(n):
            o = bases[k] + index[k] * widths[k]
            for p in range(n):
                o += index[p] * strides[k, p]
            cells[0, o] = tables[k, place]
    for k in range(n):
        most = 0.0
        for place in range(total):
            most = max(most, abs(tables[k, place]))
        scale[k] = max(most, 1e-300)
        slack[k] = ROUNDING * most
        for a in range(shape[k]):
            for b in range(shape[k]):
                cells[0, corners[k] + a * shape[k] + b] = 1.0 if a == b else 0.0
        marks[0, k] = shape[k]
        marks[0, n + k] = (1 << shape[k]) - 1
    marks[0, 2 * n] = 0
    marks[0, 2 * n + 1] = 0
    return scale, slack


@njit(cache=True, nogil=True, error_model="numpy")
def _taller(cells, marks, top):
    """Return a stack with twice the room."""
    size = 2 * cells.shape[0] + 8
    grown, known = np.empty((size, cells.shape[1])), np.empty((size, marks.shape[1]), np.int64)
    grown[:top], known[:top] = cells[:top], marks[:top]
    return grown, known


@njit(cache=True, nogil=True, error_model="numpy")
def explore(
    shape, scale, slack, deepest, cells, marks, top, points, supports, verdicts, count, nodes, give_up
):
    """Take cells from a stack until it is empty, `nodes` cells were taken, or `give_up` cells stayed undecided.

    Parameters
    ----------
    shape : int array of shape (players,)
        Numbers of actions.
    scale, slack : float arrays of shape (players,)
        Largest payoff, and bound on the rounding error of a difference.
    deepest : int
        How often a cell is cut before it counts as undecided.
    cells, marks : arrays of shape (capacity, length) and (capacity, 2 * players + 2)
        The stack: payoffs at the vertices, and the vertices; numbers of vertices, supports, how many players' supports are settled, depth.
    top : int
        How many cells there are.
    points, supports, verdicts : arrays of shape (capacity, sum of shape), (capacity, players), (capacity,)
        What was found: mixtures, supports as bit masks, and one of UNSURE, STRICT and UNDECIDED.
    count : int
        How much of it is filled.
    nodes, give_up : int
        When to come back.

    Returns
    -------
    tuple
        The stack, its height, what was found, how much, how many cells were taken, and how many stayed undecided.
    """
    n = shape.shape[0]
    strides, widths, bases, corners, _ = layout(shape)
    free, largest = 0, 1
    for k in range(n):
        free += shape[k] - 1
        largest = max(largest, shape[k])
    most = 1
    for k in range(n):
        most = max(most, widths[k])
    where, weight = np.empty(most, np.int64), np.empty(most)
    matrix, inverse = np.empty((free + 1, free + 1)), np.empty((free + 1, free + 1))
    radius, out, at = np.empty(free + 1), np.empty(free + 1), np.empty((n, largest))
    taken, undecided, children = 0, 0, 3
    while top > 0 and taken < nodes and undecided < give_up:
        if top + children > cells.shape[0]:
            cells, marks = _taller(cells, marks, top)
        if count + 1 > points.shape[0]:
            size = 2 * points.shape[0]
            more = np.empty((size, points.shape[1]))
            more[:count] = points[:count]
            points = more
            masks_found = np.empty((size, n), np.int64)
            masks_found[:count] = supports[:count]
            supports = masks_found
            judged = np.empty(size, np.int64)
            judged[:count] = verdicts[:count]
            verdicts = judged
        top -= 1
        taken += 1
        cell, mark = cells[top], marks[top]
        if not _narrow(cell, mark, strides, widths, bases, corners, shape, slack, where):
            continue
        active = mark[:n]
        d = 0
        for k in range(n):
            d += active[k] - 1
        kind, distance = 1, 0.0
        if d == 0:
            for k in range(n):
                at[k, 0] = 1.0
        else:
            kind, distance = _newton(
                cell,
                mark,
                strides,
                widths,
                bases,
                shape,
                slack,
                where,
                weight,
                matrix,
                inverse,
                radius,
                at,
                out,
            )
        if kind == 1:
            verdict = _judge(
                cell,
                mark,
                strides,
                widths,
                bases,
                corners,
                shape,
                slack,
                where,
                weight,
                at,
                distance,
                points[count],
            )
            if verdict != REJECTED:
                supports[count] = mark[n : 2 * n]
                verdicts[count] = verdict
                count += 1
        if kind == 2:
            if mark[2 * n + 1] >= deepest:
                undecided += 1
                for k in range(n):
                    for v in range(active[k]):
                        at[k, v] = 1.0 / active[k]
                _judge(
                    cell,
                    mark,
                    strides,
                    widths,
                    bases,
                    corners,
                    shape,
                    slack,
                    where,
                    weight,
                    at,
                    0.0,
                    points[count],
                )
                supports[count] = mark[n : 2 * n]
                verdicts[count] = UNDECIDED
                count += 1
                continue
            p, u, v = _widest_edge(cell, active, strides, widths, bases, shape, scale, where)
            mark[2 * n + 1] += 1
            cells[top + 1] = cell
            marks[top + 1] = mark
            _cut(cells[top], active, strides, widths, bases, corners, shape, p, u, v, where)
            _cut(cells[top + 1], active, strides, widths, bases, corners, shape, p, v, u, where)
            top += 2
            continue
        # The equations of the support are done with; what is left are equilibria on faces that the cell touches.  Each part of
        # the support is taken once: settled players keep theirs, the next one gives some up, and those after her may.
        spare, here = top, top + 1
        for k in range(marks[spare, 2 * n], n):
            part = (marks[spare, n + k] - 1) & marks[spare, n + k]
            while part:
                if _inside(cells[spare], corners[k], shape[k], marks[spare, k], part) == _size(part):
                    if here + children > cells.shape[0]:
                        cells, marks = _taller(cells, marks, here)
                    cells[here] = cells[spare]
                    marks[here] = marks[spare]
                    marks[here, 2 * n] = k + 1
                    _keep(cells[here], marks[here], strides, widths, bases, corners, shape, k, part, where)
                    here += 1
                part = (part - 1) & marks[spare, n + k]
        # The cell itself is replaced by the last of its faces.
        here -= 1
        if here > spare:
            cells[spare] = cells[here]
            marks[spare] = marks[here]
        top = here
    return cells, marks, top, points, supports, verdicts, count, taken, undecided


@njit(cache=True, nogil=True, error_model="numpy")
def many(shape, tables, most_nodes):
    """Find all equilibria of many games of one shape.

    Parameters
    ----------
    shape : int array of shape (players,)
        Numbers of actions.
    tables : float array of shape (games, players, profiles)
        Payoffs, the last player's action running fastest.
    most_nodes : int
        How many cells a game may take.

    Returns
    -------
    counts, flags : arrays of shape (games,)
        Number of equilibria, and whether something was not decided (then none is listed).
    points : array of shape (total, sum of shape)
        The mixtures of all players, one after the other.
    """
    n, games = shape.shape[0], tables.shape[0]
    length = layout(shape)[4]
    width, free = 0, 0
    for k in range(n):
        width += shape[k]
        free += shape[k] - 1
    cells, marks = np.empty((64, length)), np.empty((64, 2 * n + 2), np.int64)
    points, supports, verdicts = np.empty((16, width)), np.empty((16, n), np.int64), np.empty(16, np.int64)
    counts, flags = np.zeros(games, np.int64), np.zeros(games, np.bool_)
    listed, total = np.empty((2 * games + 16, width)), 0
    for g in range(games):
        scale, slack = whole(shape, tables[g], cells, marks)
        cells, marks, top, points, supports, verdicts, count, _, _ = explore(
            shape, scale, slack, 20 + 14 * free, cells, marks, 1, points, supports, verdicts, 0, most_nodes, 1
        )
        flags[g] = top > 0
        start = total
        for i in range(count):
            if verdicts[i] != STRICT:
                flags[g] = True
                break
            # The same point may lie in two cells, at their common border.
            known = False
            for j in range(start, total):
                gap = 0.0
                for c in range(width):
                    gap = max(gap, abs(listed[j, c] - points[i, c]))
                known = known or gap < 1e-9
                if 1e-9 <= gap < 1e-6:
                    flags[g] = True
            if known:
                continue
            if total == listed.shape[0]:
                more = np.empty((2 * total, width))
                more[:total] = listed
                listed = more
            listed[total] = points[i]
            total += 1
        # Regular equilibria are odd in number (Wilson 1971); anything else is looked at again.
        if (total - start) % 2 == 0:
            flags[g] = True
        if flags[g]:
            total = start
        counts[g] = total - start
    return counts, flags, listed[:total]
