"""Mediators: the closed forms of a model against exact linear programs, at many points."""

from __future__ import annotations

import time
from fractions import Fraction

import numpy as np

import gametheory as gt
from benchmarks.measure import Timing
from benchmarks.report import Row
from models.essays import mediated_peace as model


def peace(points: int = 1000) -> list[Row]:
    """Solve disputes exactly with a mediator, an arbitrator and in public, and compare with the closed forms."""
    generator = np.random.default_rng(0)
    lists = {"mediated": model.mediated(), "direct": model.direct()}
    seconds: dict[str, list[float]] = {"mediated": [], "arbitrated": [], "direct": []}
    for _ in range(points):
        gam = Fraction(int(generator.integers(1, 120)), 40)
        lam = gam * Fraction(int(generator.integers(1, 96)), 96)
        closed = {name: _value(found, lam, gam) for name, found in lists.items()}
        game = model.dispute(lam, gam)
        calls = {
            "mediated": lambda g=game: gt.communication_equilibrium(g, model.peace),
            "arbitrated": lambda g=game: gt.arbitration(g, model.peace, outside=model.fighting(g)),
            "direct": lambda g=game: gt.public_talk(g, model.peace),
        }
        for name, call in calls.items():
            started = time.perf_counter()
            found = call()
            seconds[name].append(time.perf_counter() - started)
            assert found.value == closed["direct" if name == "direct" else "mediated"], (lam, gam, name)
    return [
        Row(
            f"{name} peace, {points} disputes, exact",
            "gametheory: equal to the closed form at every point",
            Timing(tuple(taken)),
        )
        for name, taken in seconds.items()
    ]


def _value(found: gt.Derived, lam: Fraction, gam: Fraction) -> Fraction:
    """Return the closed form at a point (all cases that hold there must agree)."""
    values = {
        Fraction(
            str(e.values["peace"].subs({model.lam: lam, model.gam: gam}) if e.values["peace"] != 1 else 1)
        )
        for e in found
        if gt.region(e.when).contains(lam=lam, gam=gam)
    }
    (value,) = values
    return value
