"""Random games of incomplete information."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np

import gametheory as gt


def random_game(seed, types=(2, 2), actions=(2, 2)):
    """A game with integer payoffs and correlated types, some profiles of which may not occur."""
    generator = np.random.default_rng(seed)
    names = [f"player {k}" for k in range(len(types))]
    profiles = list(product(*map(range, types)))
    while True:
        weights = generator.integers(0, 5, len(profiles)).tolist()
        margins = [
            sum(w for t, w in zip(profiles, weights, strict=True) if t[k] == own)
            for k, n in enumerate(types)
            for own in range(n)
        ]
        if all(margins):
            break
    table = generator.integers(-5, 6, (len(profiles), *actions, len(types))).tolist()
    return gt.BayesianGame(
        types={n: range(m) for n, m in zip(names, types, strict=True)},
        actions={n: range(m) for n, m in zip(names, actions, strict=True)},
        prior={t: Fraction(w, sum(weights)) for t, w in zip(profiles, weights, strict=True)},
        payoffs=lambda t, a: _entry(table[profiles.index(t)], a),
    )


def _entry(table, place):
    for k in place:
        table = table[k]
    return table
