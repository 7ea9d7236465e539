"""`python -m benchmarks`: measure beside other packages, print a table, write it to `docs/performance.md`.

Everything is measured in one run, in turns, and given as the median of several repetitions with the fastest and the
slowest; ratios compare medians of the same run.  Before each repetition the solver forgets what it has decided.
"""

from __future__ import annotations

import argparse
import platform
import warnings
from collections.abc import Callable
from fractions import Fraction
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

import nashpy
import numpy as np

import gametheory as gt
from benchmarks.games import Table, beer_quiche, random_bimatrix
from benchmarks.measure import Timing, forget, fresh_process, interleaved, show

GAMBIT = find_spec("pygambit") is not None
PACKAGES = ("numpy", "numba", "sympy", "python-flint", "z3-solver", "nashpy", "pygambit")
OURS, NASHPY, PYGAMBIT = (
    "gametheory `nash`, exact, certified",
    "nashpy `support_enumeration`, floats",
    "pygambit `enummixed_solve(rational=True)`",
)

Row = tuple[str, str, Timing, str]


def bimatrix(size: int, games: int, repetitions: int) -> list[Row]:
    """Measure all equilibria of random games; seconds per game."""
    drawn = [random_bimatrix(size, seed) for seed in range(games)]
    counts: dict[str, list[int]] = {}

    def each(name: str, count: Callable[[Table, Table], int]) -> Callable[[], None]:
        def action() -> None:
            counts[name] = [count(a, b) for a, b in drawn]

        return action

    def ours(a: Table, b: Table) -> int:
        forget()
        return len(gt.nash(gt.NormalForm(a, b)))

    def theirs(a: Table, b: Table) -> int:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return len(list(nashpy.Game(np.array(a), np.array(b)).support_enumeration()))

    actions = {OURS: each(OURS, ours), NASHPY: each(NASHPY, theirs)}
    if GAMBIT:
        import pygambit

        def gambit(a: Table, b: Table) -> int:
            game = pygambit.Game.from_arrays(np.array(a), np.array(b))
            return len(pygambit.nash.enummixed_solve(game, rational=True).equilibria)

        actions[PYGAMBIT] = each(PYGAMBIT, gambit)
    for action in actions.values():
        action()
    timings = interleaved(actions, repetitions, each=games)
    fastest = min(t.median for name, t in timings.items() if name != OURS)
    what = f"random {size}x{size}, all equilibria, per game ({games} games)"
    return [
        (what, f"{name}: {sum(counts[name])} found", t, ratio(t.median, fastest))
        for name, t in timings.items()
    ]


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
    return [(what, name, t, "neither takes parameters") for name, t in timings.items()]


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
        (what, name, one, ratio(one.median, other.median, "the loop")),
        (what, "a loop over `equilibria()` (exact, certified)", other, ""),
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
        (
            "cold process",
            name,
            t,
            "" if name.startswith("start") else ratio(t.median - empty, reference, "numpy"),
        )
        for name, t in timings.items()
    ]


def _starter(code: str) -> Callable[[], None]:
    return lambda: fresh_process(code)


def ratio(one: float, other: float, name: str = "the fastest other") -> str:
    """Write how two times compare."""
    return f"{one / other:.2g} x {name}"


def table(rows: list[Row]) -> str:
    """Write rows as Markdown."""
    lines = ["| what | how | median | fastest to slowest | ratio |", "|---|---|---|---|---|"]
    before = ""
    for what, how, timing, compared in rows:
        lines.append(
            f"| {what if what != before else ''} | {how} | {show(timing.median)} | {timing.spread} | {compared} |"
        )
        before = what
    return "\n".join(lines)


def versions() -> str:
    """Name the versions measured."""
    listed = [f"gametheory {gt.__version__}"]
    for package in PACKAGES:
        try:
            listed.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            listed.append(f"{package} (not installed)")
    return f"{platform.python_implementation()} {platform.python_version()}, " + ", ".join(listed)


TEXT = """# Performance

Made by `python -m benchmarks` (with nashpy, and pygambit if it is importable; {repetitions} repetitions, medians, all
measured in turns in one run, on a small shared machine: read the ratios rather than the times). Before every
repetition the solver forgets what it has decided.

{table}

Versions: {versions}.

## How to read it

- **Games of numbers: small games only.** `nash` goes through all pairs of supports, puts the conditions of each to a
  decision procedure for polynomials, and proves a certificate for every set that it returns. That is slower than the
  vertex enumeration of Gambit and the float enumeration of nashpy by the factors above, and the distance grows with the
  number of actions. There are no compiled kernels for this case; for larger games of numbers use pygambit.
- What the time buys: exact sets (a degenerate game gives whole sets, not a sample), a proved certificate for each, and
  the same call for games with parameters, which neither of the two takes.
- The numbers of equilibria found are those of the same games. Where a float enumeration finds fewer, rounding decided an
  equality in it; the two exact searches agree.
- "Cold process" times hold the start of the interpreter; their ratios do not (they compare what comes on top of it).
"""


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Measure beside other packages."
    )
    parser.add_argument("--repetitions", type=int, default=7)
    parser.add_argument("--out", type=Path, default=Path("docs/performance.md"))
    chosen = parser.parse_args()
    n = chosen.repetitions
    rows = [*bimatrix(3, 20, n), *bimatrix(4, 5, n), *parametric(n), *swept(n), *cold(n)]
    print(table(rows))
    print(versions())
    text = TEXT.format(repetitions=n, table=table(rows), versions=versions())
    chosen.out.write_text(text, encoding="utf-8")


main()
