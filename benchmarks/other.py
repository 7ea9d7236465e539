"""Parameters, grids of parameters, and cold processes."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

import gametheory as gt
from benchmarks.games import beer_quiche
from benchmarks.measure import forget, fresh_process, interleaved
from benchmarks.report import Row


def parametric(repetitions: int) -> list[Row]:
    """Measure a signalling game with four parameters."""
    found = gt.sequential(beer_quiche())
    assert found.complete == "all" and found.covers()

    def solve() -> None:
        forget()
        gt.sequential(beer_quiche())

    def solve_and_cover() -> None:
        forget()
        gt.sequential(beer_quiche()).covers()

    what = f"beer-quiche, 4 parameters ({len(found)} sets of sequential equilibria, {len(found.generic)} of them generic)"
    names = {"all equilibria, regions, certificates": solve, "the same, and proved to cover": solve_and_cover}
    solve_and_cover()
    timings = interleaved(names, repetitions)
    return [Row(what, name, t, "no other package takes parameters") for name, t in timings.items()]


def swept(repetitions: int, side: int = 1000, points: int = 20) -> list[Row]:
    """Measure a phase diagram of a three-state bargaining game; seconds per point."""
    from models.papers.merlo_wilson import three_states

    game = three_states()
    grid = (np.arange(side) + 0.5) / side
    at = [Fraction(2 * i + 1, 2 * points) for i in range(points)]
    gt.bargaining.sweep(game, c_L=grid[:1], c_M=grid[:1])

    def whole() -> None:
        gt.bargaining.sweep(game, c_L=grid[None, :], c_M=grid[:, None])

    def loop() -> None:
        forget()
        for x in at:
            game.at(c_L=x, c_M=1 - x).equilibria()

    one = interleaved({"sweep": whole}, repetitions, each=side * side)["sweep"]
    other = interleaved({"loop": loop}, repetitions, each=points)["loop"]
    what = f"three-state bargaining, two players, {side}x{side} points, per point"
    name = f"`bargaining.sweep` ({1 / one.median:,.0f} points a second, compiled, 2 threads)"
    return [
        Row(what, name, one),
        Row(
            what,
            "a loop over `equilibria()` (exact, certified)",
            other,
            f"{other.median / one.median:.3g} x as long",
        ),
    ]


def cold(repetitions: int) -> list[Row]:
    """Measure new processes, less what an empty one takes."""
    first = (
        "import gametheory as g; g.nash(g.NormalForm([[3,0,5],[1,4,2],[6,1,0]],[[2,5,1],[4,0,3],[1,2,6]]))"
    )
    codes = {
        "start of Python alone": "pass",
        "`import numpy`": "import numpy",
        "`import gametheory`": "import gametheory",
        "`import gametheory` and a first 3x3 game": first,
        "the same with a parameter (loads SymPy)": "import gametheory as g; c = g.parameters('c'); "
        "g.nash(g.NormalForm([[c,0],[0,1]],[[1,0],[0,c]], assuming=[c > 0]))",
    }
    timings = interleaved({name: _starter(code) for name, code in codes.items()}, repetitions)
    empty = timings["start of Python alone"].median
    reference = timings["`import numpy`"].median - empty
    return [
        Row(
            "cold process",
            name,
            t,
            ""
            if name.startswith("start")
            else f"{(t.median - empty) / reference:.2g} x numpy, beyond the start",
        )
        for name, t in timings.items()
    ]


def _starter(code: str) -> Callable[[], None]:
    return lambda: fresh_process(code)
