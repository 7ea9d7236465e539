"""Many small games in one call: two players beside QuantEcon's loop, three and four beside pygambit's."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

import gametheory as gt
from benchmarks.measure import Timing, interleaved
from benchmarks.peers import PYGAMBIT, QUANTECON, gambit, gambit_poly, quantecon, quantecon_support
from benchmarks.report import Row, against

OURS = "gametheory `nash_batch` (arrays, two threads)"


def bimatrix(repetitions: int, games: int = 10_000, sampled: int = 1000) -> list[Row]:
    """Measure random games of two players, seconds per game; QuantEcon's loop is measured on some of them."""
    rows: list[Row] = []
    for size in (2, 3, 4, 5):
        draw = np.random.default_rng(size)
        a, b = draw.random((2, games, size, size))
        found = gt.nash_batch(a, b)
        assert found.complete == "all"
        timings = interleaved({OURS: _batch(a, b)}, 10 * repetitions, each=games)
        notes = {
            OURS: f"{1 / timings[OURS].median:,.0f} games a second, {int(found.degenerate.sum())} solved again exactly"
        }
        if QUANTECON:
            tables = list(zip(a[:sampled], b[:sampled], strict=True))
            ready = [quantecon(*table) for table in tables]
            quantecon_support(ready[0])  # compiled once, before anything is timed
            whole, prepared = "QuantEcon loop, from arrays", "QuantEcon loop, its games built before"
            timings |= interleaved(
                {
                    whole: lambda t=tables: [quantecon_support(quantecon(*table)) for table in t],  # type: ignore[misc]
                    prepared: lambda r=ready: [quantecon_support(game) for game in r],  # type: ignore[misc]
                },
                repetitions,
                each=sampled,
            )
        rows += against(timings, OURS, f"{games:,} random games {size}×{size} in one call, per game", notes)
    return rows


def _batch(*tables: np.ndarray) -> Callable[[], object]:
    return lambda: gt.nash_batch(*tables)


def several(repetitions: int) -> list[Row]:
    """Measure generic games of three and more players; count what pygambit's solver for polynomial systems loses."""
    rows: list[Row] = []
    alone = "gametheory `nash` (exact numbers, complete, certified)"
    for shape, games in (((2, 2, 2), 1000), ((3, 3, 3), 60), ((2, 2, 2, 2), 200), ((2, 2, 2, 2, 2), 20)):
        draw = np.random.default_rng(len(shape))
        tables = [draw.integers(0, 10**6, (games, *shape)) for _ in shape]
        found = gt.nash_batch(*tables)
        some = range(min(games, 40))
        forms = [gt.NormalForm(*(table[g].tolist() for table in tables)) for g in some]
        listed = [gt.nash(form) for form in forms]
        assert [len(e) for e in listed] == found.counts[: len(forms)].tolist() and found.complete == "all"
        assert all(len(e) % 2 for e in listed)
        timings = interleaved({OURS: _batch(*tables)}, repetitions, each=games)
        timings |= interleaved({alone: lambda f=forms: [gt.nash(x) for x in f]}, repetitions, each=len(forms))  # type: ignore[misc]
        notes = {OURS: f"{int(found.counts.sum()):,} found, odd in every game"}
        if PYGAMBIT and len(shape) < 5:
            theirs = [gambit(*(table[g] for table in tables)) for g in range(games)]
            seconds, lost = [], 0
            for g, game in enumerate(theirs):
                started = time.perf_counter()
                count = len(gambit_poly(game))
                seconds.append(time.perf_counter() - started)
                lost += count < found.counts[g]
            name = "pygambit `enumpoly_solve` (floats)"
            timings[name] = Timing((sum(seconds) / games,))
            notes[name] = f"loses equilibria in {lost} of {games} games"
        what = f"{games:,} random games {'×'.join(map(str, shape))}, per game"
        rows += against(timings, OURS, what, notes)
    return rows
