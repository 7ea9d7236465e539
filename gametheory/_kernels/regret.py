"""Counterfactual regret minimisation over sequences: one pass up and one pass down a player's information sets each iteration.

A player's information sets are listed so that each comes after those that lead to it: `before[h]` is the sequence that leads to h, its
actions are the sequences `first[h]` to `first[h] + count[h] - 1`, and sequence 0 is the empty one.  Payoffs are sparse: `starts`,
`others` and `paid` list, for each of her sequences, the opponent's sequences and what she gets.
"""

from __future__ import annotations

import numpy as np
from numba import njit

PLUS, DISCOUNTED, PREDICTIVE = 0, 1, 2


@njit(cache=True, nogil=True, error_model="numpy")
def _gradient(starts, others, paid, opponent, out):
    """Fill what each sequence earns against a realization plan, its own weight left out."""
    for s in range(out.shape[0]):
        total = 0.0
        for i in range(starts[s], starts[s + 1]):
            total += paid[i] * opponent[others[i]]
        out[s] = total


@njit(cache=True, nogil=True, error_model="numpy")
def best_reply(sets, payoffs, opponent, work):
    """Return the most that a player earns against a realization plan."""
    before, first, count = sets
    _gradient(payoffs[0], payoffs[1], payoffs[2], opponent, work)
    for h in range(before.shape[0] - 1, -1, -1):
        best = work[first[h]]
        for a in range(1, count[h]):
            best = max(best, work[first[h] + a])
        work[before[h]] += best
    return work[0]


@njit(cache=True, nogil=True, error_model="numpy")
def _to_plan(before, first, count, behaviour, plan):
    plan[0] = 1.0
    for h in range(before.shape[0]):
        weight = plan[before[h]]
        for a in range(count[h]):
            plan[first[h] + a] = weight * behaviour[first[h] + a]


@njit(cache=True, nogil=True, error_model="numpy")
def _match(first, count, regrets, predicted, behaviour):
    """Play in proportion to positive (predicted) regrets; alike where there are none."""
    for h in range(first.shape[0]):
        total = 0.0
        for a in range(count[h]):
            total += max(regrets[first[h] + a] + predicted[first[h] + a], 0.0)
        for a in range(count[h]):
            s = first[h] + a
            behaviour[s] = max(regrets[s] + predicted[s], 0.0) / total if total > 0.0 else 1.0 / count[h]


@njit(cache=True, nogil=True, error_model="numpy")
def _update(before, first, count, values, behaviour, regrets, predicted, method, t, alpha, beta):
    """Move the regrets of one player; `values` holds what each sequence earns and is used up."""
    positive, negative = 1.0, 1.0
    if method == DISCOUNTED:
        positive = t**alpha / (t**alpha + 1.0)
        negative = t**beta / (t**beta + 1.0)
    for h in range(before.shape[0] - 1, -1, -1):
        mean = 0.0
        for a in range(count[h]):
            s = first[h] + a
            mean += behaviour[s] * values[s]
        for a in range(count[h]):
            s = first[h] + a
            now = values[s] - mean
            if method == DISCOUNTED:
                regrets[s] = regrets[s] * (positive if regrets[s] > 0.0 else negative) + now
            else:
                regrets[s] = max(regrets[s] + now, 0.0)
                predicted[s] = now if method == PREDICTIVE else 0.0
        values[before[h]] += mean


@njit(cache=True, nogil=True, error_model="numpy")
def _move(sets, payoffs, opponent, regrets, predicted, plan, values, behaviour, method, t, alpha, beta):
    """Let one player learn from what she earns against the opponent's plan, and plan anew."""
    before, first, count = sets
    _gradient(payoffs[0], payoffs[1], payoffs[2], opponent, values)
    _match(first, count, regrets, predicted, behaviour)
    _update(before, first, count, values, behaviour, regrets, predicted, method, t, alpha, beta)
    _match(first, count, regrets, predicted, behaviour)
    _to_plan(before, first, count, behaviour, plan)


@njit(cache=True, nogil=True, error_model="numpy")
def iterate(sets, payoffs, state, sums, rule, begun, iterations):
    """Run iterations, the players moving in turns; `state` and `sums` are changed in place.

    Parameters
    ----------
    sets : two tuples (before, first, count)
        The information sets of both players.
    payoffs : two tuples (starts, others, paid)
        The payoffs of the first player by her sequences, and of the second by hers.
    state : tuple of six arrays
        Regrets, predictions and realization plans of both players.
    sums : tuple of two arrays
        Weighted sums of the realization plans.
    rule : tuple (method, alpha, beta, gamma)
        PLUS, DISCOUNTED or PREDICTIVE, and exponents: of the discounting of positive and of negative regrets, and of the averages, in
        which iteration t counts t^gamma.
    begun, iterations : int
        How many were run before, and how many to run.
    """
    method, alpha, beta, gamma = rule
    regrets_one, predicted_one, plan_one, regrets_two, predicted_two, plan_two = state
    values_one, values_two = np.empty_like(regrets_one), np.empty_like(regrets_two)
    behaviour_one, behaviour_two = np.empty_like(regrets_one), np.empty_like(regrets_two)
    for t in range(begun + 1, begun + iterations + 1):
        _move(
            sets[0], payoffs[0], plan_two, regrets_one, predicted_one, plan_one,
            values_one, behaviour_one, method, t, alpha, beta,
        )  # fmt: skip
        _move(
            sets[1], payoffs[1], plan_one, regrets_two, predicted_two, plan_two,
            values_two, behaviour_two, method, t, alpha, beta,
        )  # fmt: skip
        weight = float(t) ** gamma
        for s in range(plan_one.shape[0]):
            sums[0][s] += weight * plan_one[s]
        for s in range(plan_two.shape[0]):
            sums[1][s] += weight * plan_two[s]
