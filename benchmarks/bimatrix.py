"""All equilibria of two players: time per size beside other packages, the exact lane against floats, degenerate games."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

import gametheory as gt
from benchmarks.measure import Timing, interleaved
from benchmarks.peers import (
    LRSNASH,
    PYGAMBIT,
    QUANTECON,
    Lrsnash,
    gambit,
    gambit_mixed,
    nashpy_support,
    nashpy_vertices,
    quantecon,
    quantecon_vertices,
)
from benchmarks.report import Row, against

Table = list[list[int]]
OURS = "gametheory `nash` (exact, complete, certified)"
FLOATS = "our search in floats alone (cuts proved, leaves not)"
MOST = {"nashpy": 6, "pygambit": 8, "lrsnash": 12}
"""The largest sizes at which packages are run: beyond, a game takes them from half a minute on."""


def drawn(size: int, count: int, high: int) -> list[tuple[Table, Table]]:
    """Return random square games."""
    draw = random.Random(size * 1000 + high)
    return [
        tuple([[draw.randint(0, high) for _ in range(size)] for _ in range(size)] for _ in range(2))  # type: ignore[misc]
        for _ in range(count)
    ]


def _floats_alone(a: Table, b: Table) -> Callable[[], int]:
    from gametheory._kernels.branching import branch, prepare
    from gametheory.strategic._search import positive
    from gametheory.strategic.branching import _floats

    p, error = _floats([list(column) for column in zip(*positive(b), strict=True)])
    q, other = _floats(positive(a))
    room = len(a) + len(a[0])
    leaves, doubts = np.empty((20_000, room), np.int64), np.empty((1000, room), np.int64)

    def solve() -> int:
        return int(branch(p, q, max(error, other), prepare(p, q), leaves, doubts, 10**12)[1]) - 1

    return solve


def solvers(a: Table, b: Table) -> dict[str, Callable[[], int]]:
    """Return what lists all equilibria of a game, with the game already in each package's form."""
    game = gt.NormalForm(a, b)
    actions: dict[str, Callable[[], int]] = {
        OURS: lambda: len(gt.nash(game)),
        FLOATS: _floats_alone(a, b),
        "nashpy support enumeration (floats)": lambda: len(nashpy_support(a, b)),
        "nashpy vertex enumeration (floats)": lambda: len(nashpy_vertices(a, b)),
    }
    if QUANTECON:
        theirs = quantecon(a, b)
        actions["QuantEcon vertex enumeration (floats)"] = lambda: len(quantecon_vertices(theirs))
    if PYGAMBIT:
        table = gambit(a, b)
        actions["pygambit enummixed (rational)"] = lambda: len(gambit_mixed(table))
    if LRSNASH:
        program = Lrsnash(a, b)
        actions["lrsnash (exact; a process and files)"] = lambda: len(program.solve())
    return actions


def per_size(sizes: tuple[int, ...], high: int, repetitions: int) -> list[Row]:
    """Measure random games of growing size."""
    rows: list[Row] = []
    for size in sizes:
        games = [solvers(a, b) for a, b in drawn(size, 3, high)]
        names = [name for name in games[0] if size <= MOST.get(name.split()[0], size)]
        counts = {name: [game[name]() for game in games] for name in names}
        seconds: dict[str, list[float]] = {name: [] for name in names}
        for game in games:
            timings = interleaved({n: game[n] for n in names}, repetitions if size < 14 else 1)
            for name, timing in timings.items():
                seconds[name] += timing.seconds
        timings = {name: Timing(tuple(values)) for name, values in seconds.items()}
        notes = {n: ", ".join(map(str, counts[n])) + " found" for n in names if n != FLOATS}
        rows += against(timings, OURS, f"random {size}×{size}, integers to {high:,}, 3 games", notes)
    return rows


def growth(largest: int, folder: Path) -> list[Row]:
    """Measure our search from 2×2 to large games, and draw time against size."""
    sizes = list(range(2, largest + 1, 2))
    seconds: dict[int, list[float]] = {}
    for size in sizes:
        for a, b in drawn(size, 3 if size > 20 else 5, 9999):
            game = gt.NormalForm(a, b)
            if size <= 20:
                gt.nash(game)
            started = time.perf_counter()
            found = gt.nash(game)
            seconds.setdefault(size, []).append(time.perf_counter() - started)
            assert found.complete == "all" and sum(e.index or 0 for e in found) == 1
    _draw(sizes, seconds, folder)
    shown = [size for size in sizes if size >= 16]
    what = "growth: random integers to 9999, all equilibria, exact and certified"
    return [Row(what, f"{size}×{size}", Timing(tuple(seconds[size]))) for size in shown]


def _draw(sizes: list[int], seconds: dict[int, list[float]], folder: Path) -> None:
    from gametheory import plot

    with plot.style():
        figure = plot.new_figure(figsize=(6.0, 3.6))
        axes = figure.subplots()
        middle = [statistics.median(seconds[size]) * 1e3 for size in sizes]
        low, high = ([f(seconds[size]) * 1e3 for size in sizes] for f in (min, max))
        axes.fill_between(sizes, low, high, color=plot.FILL[0], linewidth=0)
        axes.plot(sizes, middle, color=plot.LINE[0], marker="o", markersize=3)
        axes.set_yscale("log")
        axes.set_xticks(sizes)
        axes.set_xlabel("actions of each player")
        axes.set_ylabel("milliseconds a game")
        axes.set_title("All equilibria of random games, exact and certified")
        figure.savefig(folder / "nash_growth.svg", metadata={"Date": None, "Creator": None})


def degenerate(games: int = 500) -> list[Row]:
    """Compare degenerate 3×3 games with lrsnash, equilibrium by equilibrium."""
    if not LRSNASH:
        return []
    ours, theirs, different, twice, infinite = [], [], 0, 0, 0
    for a, b in drawn(3, games, 2):
        game, program = gt.NormalForm(a, b), Lrsnash(a, b)
        started = time.perf_counter()
        found = gt.nash(game)
        ours.append(time.perf_counter() - started)
        started = time.perf_counter()
        listed = program.solve()
        theirs.append(time.perf_counter() - started)
        different += set(found.extreme) != set(listed)
        twice += len(set(found.extreme)) != len(found.extreme)
        infinite += any(not e.is_point for e in found)
    what = f"{games} games 3×3 with payoffs in {{0, 1, 2}}, {infinite} with infinite sets"
    timings = {OURS: Timing(tuple(ours)), "lrsnash (exact; a process and files)": Timing(tuple(theirs))}
    notes = {
        OURS: f"{different} different from lrsnash, {twice} with a duplicate; maximal sets and components"
    }
    return against(timings, OURS, what, notes)
