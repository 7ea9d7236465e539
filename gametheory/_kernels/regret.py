"""Counterfactual regret minimisation over sequences: one pass up and one pass down a player's information sets each iteration.

`sets` has one row for each information set of a player, each after those that lead to it: the sequence that leads to it, the sequence of its
first action (those of the others follow), and the number of actions.  Sequence 0 is the empty one.  `payoffs` are sparse, by her own
sequences: `starts`, the opponent's sequences, and what she gets.
"""

from __future__ import annotations

import numpy as np
from numba import njit

PLUS, DISCOUNTED, PREDICTIVE = 0, 1, 2


@njit(cache=True, nogil=True, error_model="numpy")
def _gradient(payoffs, opponent, out):
    """Fill what each sequence earns against a realization plan, its own weight left out."""
    starts, others, paid = payoffs
    for s in range(out.shape[0]):
        total = 0.0
        for i in range(starts[s], starts[s + 1]):
            total += paid[i] * opponent[others[i]]
        out[s] = total


@njit(cache=True, nogil=True, error_model="numpy")
def best_reply(sets, payoffs, opponent, work):
    """Return the most that a player earns against a realization plan."""
    _gradient(payoffs, opponent, work)
    for h in range(sets.shape[0] - 1, -1, -1):
        best = work[sets[h, 1]]
        for s in range(sets[h, 1] + 1, sets[h, 1] + sets[h, 2]):
            best = max(best, work[s])
        work[sets[h, 0]] += best
    return work[0]


@njit(cache=True, nogil=True, error_model="numpy")
def _learn(sets, earned, predicted, regrets, behaviour, method, positive, negative):
    """Move regrets and behaviour, from the last information set up; `earned` is what each sequence earns, and is used up.

    The behaviour is matched to regrets, or with PREDICTIVE to what they will be if next time sequences earn the same: below an information
    set that is by the new behaviour (`predicted`), while regrets count the old one (Farina, Kroer and Sandholm 2021, algorithm 3).
    """
    if method == PREDICTIVE:
        predicted[:] = earned
    for h in range(sets.shape[0] - 1, -1, -1):
        before, first, after = sets[h, 0], sets[h, 1], sets[h, 1] + sets[h, 2]
        mean, ahead = 0.0, 0.0
        for s in range(first, after):
            mean += behaviour[s] * earned[s]
        if method == PREDICTIVE:
            for s in range(first, after):
                ahead += behaviour[s] * predicted[s]
        total = 0.0
        for s in range(first, after):
            now = earned[s] - mean
            if method == DISCOUNTED:
                regrets[s] = regrets[s] * (positive if regrets[s] > 0.0 else negative) + now
                behaviour[s] = max(regrets[s], 0.0)
            elif method == PREDICTIVE:
                regrets[s] = max(regrets[s] + now, 0.0)
                behaviour[s] = max(regrets[s] + predicted[s] - ahead, 0.0)
            else:
                regrets[s] = max(regrets[s] + now, 0.0)
                behaviour[s] = regrets[s]
            total += behaviour[s]
        if total > 0.0:
            scale = 1.0 / total
            for s in range(first, after):
                behaviour[s] *= scale
        else:
            for s in range(first, after):
                behaviour[s] = 1.0 / (after - first)
        earned[before] += mean
        if method == PREDICTIVE:
            for s in range(first, after):
                predicted[before] += behaviour[s] * predicted[s]


@njit(cache=True, nogil=True, error_model="numpy")
def _follow(sets, behaviour, plan, sums, weight):
    """Turn behaviour into a realization plan, and add it to the sums."""
    sums[0] += weight
    for h in range(sets.shape[0]):
        reach = plan[sets[h, 0]]
        for s in range(sets[h, 1], sets[h, 1] + sets[h, 2]):
            plan[s] = reach * behaviour[s]
            sums[s] += weight * plan[s]


@njit(cache=True, nogil=True, error_model="numpy")
def iterate(sets, payoffs, state, sums, rule, begun, iterations):
    """Run iterations, the players moving in turns; `state` and `sums` are changed in place.

    Parameters
    ----------
    sets : two int arrays of shape (sets, 3)
        The information sets of both players.
    payoffs : two tuples (starts, others, paid)
        The payoffs of the first player by her sequences, and of the second by hers.
    state : tuple of six arrays
        Regrets, behaviour and realization plan of the first player, then of the second.
    sums : tuple of two arrays
        Weighted sums of the realization plans.
    rule : tuple (method, alpha, beta, gamma)
        PLUS, DISCOUNTED or PREDICTIVE, and exponents: of the discounting of positive and of negative regrets, and of the averages, in
        which iteration t counts t^gamma.
    begun, iterations : int
        How many were run before, and how many to run.
    """
    method, alpha, beta, gamma = rule
    regrets_one, behaviour_one, plan_one, regrets_two, behaviour_two, plan_two = state
    earned_one, earned_two = np.empty_like(regrets_one), np.empty_like(regrets_two)
    ahead_one, ahead_two = np.empty_like(regrets_one), np.empty_like(regrets_two)
    for t in range(begun + 1, begun + iterations + 1):
        past = float(t - 1)
        positive, negative = past**alpha / (past**alpha + 1.0), past**beta / (past**beta + 1.0)
        weight = float(t) ** gamma
        _gradient(payoffs[0], plan_two, earned_one)
        _learn(sets[0], earned_one, ahead_one, regrets_one, behaviour_one, method, positive, negative)
        _follow(sets[0], behaviour_one, plan_one, sums[0], weight)
        _gradient(payoffs[1], plan_one, earned_two)
        _learn(sets[1], earned_two, ahead_two, regrets_two, behaviour_two, method, positive, negative)
        _follow(sets[1], behaviour_two, plan_two, sums[1], weight)
