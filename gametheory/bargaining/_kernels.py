"""Compiled inner loops of alternating offers, over plain float64 arrays; imports nothing of ours.

`policy_iteration` solves many games of one shape at once.  Every array has the grid as its first axis, of length 1
where nothing varies; the agreement pattern of one point is the first guess for the next.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange


@njit(cache=True, inline="always")
def _at(array, point):
    """Return the row of a grid array (the only one, if it does not vary)."""
    return array[point if array.shape[0] > 1 else 0]


@njit(cache=True)
def _gauss(matrix, right, size):
    """Solve in place with partial pivoting; False if singular."""
    for i in range(size):
        best = i
        for r in range(i + 1, size):
            if abs(matrix[r, i]) > abs(matrix[best, i]):
                best = r
        if abs(matrix[best, i]) < 1e-14:
            return False
        if best != i:
            for c in range(i, size):
                matrix[i, c], matrix[best, c] = matrix[best, c], matrix[i, c]
            right[i], right[best] = right[best], right[i]
        for r in range(i + 1, size):
            factor = matrix[r, i] / matrix[i, i]
            if factor != 0.0:
                for c in range(i, size):
                    matrix[r, c] -= factor * matrix[i, c]
                right[r] -= factor * right[i]
    for i in range(size - 1, -1, -1):
        total = right[i]
        for c in range(i + 1, size):
            total -= matrix[i, c] * right[c]
        right[i] = total / matrix[i, i]
    return True


@njit(cache=True)
def _continuation(values, flow, moves, lost, discount, out):
    """Fill `out` with what a rejection is worth, by state and player."""
    states, players = flow.shape
    for s in range(states):
        for k in range(players):
            total = flow[s, k] + lost[s, k]
            for t in range(states):
                total += moves[s, t] * discount[k] * values[t, k]
            out[s, k] = total


@njit(cache=True)
def _solve(agree, surplus, discount, proposer, flow, moves, lost, count, consents, matrix, right):
    """Set up and solve the linear system of one agreement pattern."""
    states, players = flow.shape
    size = states * players
    matrix[:, :] = 0.0
    right[:] = 0.0
    for s in range(states):
        for k in range(players):
            row = s * players + k
            matrix[row, row] = 1.0
            for j in range(players):
                odds = proposer[s, j]
                if odds == 0.0:
                    continue
                own = 1.0 if j == k else 0.0
                if not agree[s, j]:
                    _add(matrix, right, row, odds, s, k, flow, moves, lost, discount)
                    continue
                _add(
                    matrix,
                    right,
                    row,
                    odds * (consents[k] - own) / count[k],
                    s,
                    k,
                    flow,
                    moves,
                    lost,
                    discount,
                )
                if own == 1.0:
                    right[row] += odds * surplus[s] / count[k]
                    for other in range(players):
                        needed = consents[other] - (1.0 if other == k else 0.0)
                        _add(
                            matrix,
                            right,
                            row,
                            -odds * needed / count[k],
                            s,
                            other,
                            flow,
                            moves,
                            lost,
                            discount,
                        )
    return _gauss(matrix, right, size)


@njit(cache=True)
def _add(matrix, right, row, weight, s, k, flow, moves, lost, discount):
    """Add a weight times the continuation of player k in state s to an equation."""
    players = flow.shape[1]
    right[row] += weight * (flow[s, k] + lost[s, k])
    for t in range(moves.shape[1]):
        matrix[row, t * players + k] -= weight * moves[s, t] * discount[k]


@njit(cache=True, parallel=True)
def policy_iteration(
    surplus,
    discount,
    proposer,
    flow,
    moves,
    lost,
    count,
    consents,
    points,
    chunk,
    most,
    values,
    agree,
    settled,
):
    """Solve all points; fill values (points, states, players), agree and settled."""
    states = flow.shape[1]
    players = flow.shape[2]
    size = states * players
    blocks = (points + chunk - 1) // chunk
    for block in prange(blocks):
        matrix = np.empty((size, size))
        right = np.empty(size)
        after = np.empty((states, players))
        pattern = np.ones((states, players), dtype=np.bool_)
        for point in range(block * chunk, min(points, (block + 1) * chunk)):
            pie, patience, by = _at(surplus, point), _at(discount, point), _at(proposer, point)
            gain, go, gone = _at(flow, point), _at(moves, point), _at(lost, point)
            many, needed = _at(count, point), _at(consents, point)
            done = False
            for _ in range(most):
                if not _solve(pattern, pie, patience, by, gain, go, gone, many, needed, matrix, right):
                    break
                _continuation(right.reshape(states, players), gain, go, gone, patience, after)
                changed = False
                for s in range(states):
                    for k in range(players):
                        left = pie[s]
                        for j in range(players):
                            left -= (needed[j] - (1.0 if j == k else 0.0)) * after[s, j]
                        slack = left - after[s, k]
                        # A tie keeps the pattern, so that indifference cannot make the iteration cycle.
                        now = slack > 1e-12 or (slack > -1e-12 and pattern[s, k])
                        if now != pattern[s, k]:
                            pattern[s, k] = now
                            if by[s, k] > 0.0:
                                changed = True
                if not changed:
                    done = True
                    break
            settled[point] = done
            for s in range(states):
                for k in range(players):
                    values[point, s, k] = right[s * players + k] if done else np.nan
                    agree[point, s, k] = pattern[s, k]
            if not done:
                pattern[:, :] = True
