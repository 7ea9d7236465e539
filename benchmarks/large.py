"""Large games: one equilibrium, and zero-sum games."""

from __future__ import annotations

import time

import numpy as np

import gametheory as gt
from benchmarks.measure import Timing, interleaved
from benchmarks.peers import QUANTECON, highs, quantecon, quantecon_lemke_howson
from benchmarks.report import Row, against

OURS = "gametheory `nash_one`"


def one_equilibrium(games: int = 100) -> list[Row]:
    """Measure one equilibrium of random games of 1000 actions a side."""
    size, seconds, supports = 1000, [], []
    for seed in range(games + 1):
        a, b = np.random.default_rng(seed).random((2, size, size))
        found = gt.nash_one(a, b)
        assert found.complete == "some" and found.regret < 1e-9
        if seed:  # the first one loads what is compiled
            seconds.append(found.seconds)
            supports.append(len(found.supports[0]))
    slow = sum(s > 0.1 for s in seconds)
    note = f"all solved, {slow} in more than 0.1 s, supports of 1 to {max(supports)} actions"
    rows = [
        Row(
            f"one equilibrium, {games} uniform games {size}×{size}", f"{OURS}: {note}", Timing(tuple(seconds))
        )
    ]
    if QUANTECON:
        quantecon_lemke_howson(
            quantecon([[1, 0], [0, 1]], [[1, 0], [0, 1]]), 10
        )  # compiled before it is timed
        a, b = np.random.default_rng(1).random((2, size, size))
        started = time.perf_counter()
        ended = quantecon_lemke_howson(quantecon(a, b), 3000)
        passed = time.perf_counter() - started
        how = f"QuantEcon Lemke-Howson, 3,000 pivots, one game: {'found' if ended else 'not ended'}"
        rows.append(Row(rows[0].what, how, Timing((passed,))))
    return rows


def covariant(games: int = 10, size: int = 100, correlation: float = -0.5) -> list[Row]:
    """Measure games whose payoffs are negatively correlated, which have no small supports."""
    seconds, theirs, solved, ended = [], [], 0, 0
    for seed in range(games):
        draw = np.random.default_rng(seed)
        a = draw.standard_normal((size, size))
        b = correlation * a + np.sqrt(1 - correlation**2) * draw.standard_normal((size, size))
        found = gt.nash_one(a, b, budget=gt.Budget(seconds=60))
        seconds.append(found.seconds)
        solved += found.complete == "some" and found.regret < 1e-9
        if QUANTECON and seed < 4:
            started = time.perf_counter()
            ended += quantecon_lemke_howson(quantecon(a, b), 200_000)
            theirs.append(time.perf_counter() - started)
    what = f"one equilibrium, {games} covariant games {size}×{size}, correlation {correlation}"
    rows = [Row(what, f"{OURS}: {solved} of {games} solved", Timing(tuple(seconds)))]
    if theirs:
        how = f"QuantEcon Lemke-Howson, 200,000 pivots: {ended} of {len(theirs)} solved"
        rows.append(Row(what, how, Timing(tuple(theirs))))
    return rows


def zero_sum(repetitions: int) -> list[Row]:
    """Measure random matrix games beside HiGHS, and an exact one."""
    rows: list[Row] = []
    ours = "gametheory `zero_sum` (floats, gap proved)"
    for size in (500, 1000):
        matrix = np.random.default_rng(size).random((size, size))
        found = gt.zero_sum(matrix)
        assert found.gap < 1e-9
        actions = {
            ours: lambda m=matrix: gt.zero_sum(m),
            "HiGHS, simplex": lambda m=matrix: highs(m, "simplex"),
            "HiGHS, interior point": lambda m=matrix: highs(m, "ipm"),
        }
        assert abs(highs(matrix, "ipm") - found.value) < 1e-7
        timings = interleaved(actions, repetitions if size < 1000 else min(repetitions, 3))  # type: ignore[arg-type]
        rows += against(timings, ours, f"zero-sum {size}×{size}", {ours: f"gap at most {found.gap:.0e}"})
    draw = np.random.default_rng(0)
    exact = [gt.NormalForm(draw.integers(0, 101, (100, 100)).tolist()) for _ in range(3)]
    seconds = []
    for game in exact:
        started = time.perf_counter()
        solved = gt.zero_sum(game)
        seconds.append(time.perf_counter() - started)
        assert solved.gap == 0 and not isinstance(solved.gap, float)
    how = "gametheory `zero_sum` (rationals, proved optimal)"
    return [*rows, Row("zero-sum 100×100, integers to 100, 3 games", how, Timing(tuple(seconds)))]
