"""`python -m benchmarks.campaign`: very many small random games, degenerate ones included, against other packages.

Every game is solved in integers, and in floats with proved cuts, and compared with lrsnash (exact): the sets of extreme
equilibria must be equal.  Every tenth game is compared with pygambit (rational), and with nashpy where no equilibrium set
is more than a point.  The summary goes to `docs/campaign.md`.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from itertools import islice
from pathlib import Path

import numpy as np

import gametheory as gt
from benchmarks.measure import versions
from benchmarks.peers import LRSNASH, PYGAMBIT, Lrsnash, gambit, gambit_mixed, nashpy_vertices

Table = list[list[int]]
RANGES = ((0, 1), (0, 2), (0, 2), (-3, 3), (-50, 50), (0, 10**6))
PACKAGES = ("gametheory", "python-flint", "numba", "numpy", "pygambit", "nashpy")


def games(seed: int) -> Iterator[tuple[Table, Table]]:
    """Draw games of up to four actions a side; most of them are degenerate."""
    draw = random.Random(seed)
    while True:
        m, n = draw.randint(1, 4), draw.randint(1, 4)
        low, high = draw.choice(RANGES)
        yield tuple([[draw.randint(low, high) for _ in range(n)] for _ in range(m)] for _ in range(2))  # type: ignore[misc]


def check(a: Table, b: Table, *, more: bool) -> Iterator[str]:
    """Solve a game in all ways; yield what was compared, and `DIFFERENT: ...` where something differs."""
    game = gt.NormalForm(a, b)
    found = gt.nash(game, method=gt.LabelBranching(compiled=False))
    mine = set(found.extreme)
    yield "games"
    yield "games with an infinite set" if any(not e.is_point for e in found) else "games with points only"
    assert found.complete == "all" and all(e.certificate.status == "proved" for e in found)
    again = gt.nash(game, method=gt.LabelBranching(compiled=True))
    yield from _compared(
        "floats with proved cuts", set(again.extreme) == mine and len(again) == len(found), a, b
    )
    if LRSNASH:
        yield from _compared("lrsnash", set(Lrsnash(a, b).solve()) == mine, a, b)
    if more and PYGAMBIT:
        theirs = {tuple(tuple(map(_fraction, m)) for m in profile) for profile in gambit_mixed(gambit(a, b))}
        yield from _compared("pygambit", theirs == mine, a, b)
    if more and len(a) > 1 and len(a[0]) > 1 and all(e.is_point and e.index for e in found):
        near = [np.concatenate([np.asarray(x, float), np.asarray(y, float)]) for x, y in mine]
        # Its tolerances are absolute, so it gets payoffs of a size that they fit.
        tables = [np.array(table) / max(1, np.abs(table).max()) for table in (a, b)]
        theirs = [np.concatenate(profile) for profile in nashpy_vertices(*tables)]
        same = len(theirs) == len(near) and all(
            any(np.allclose(v, w, atol=1e-7) for w in near) for v in theirs
        )
        yield from _compared("nashpy", same, a, b)


def _fraction(number: object) -> Fraction:
    return Fraction(str(number))


def _compared(name: str, same: bool, a: Table, b: Table) -> Iterator[str]:
    yield f"compared with {name}"
    if not same:
        yield f"DIFFERENT: {name} at {a}, {b}"


def part(seed: int, count: int) -> Counter[str]:
    """Check some games."""
    counted: Counter[str] = Counter()
    for k, (a, b) in enumerate(islice(games(seed), count)):
        counted.update(check(a, b, more=k % 10 == 0))
    return counted


def main() -> None:
    """Check, print, write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.campaign", description=__doc__)
    parser.add_argument("--games", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("docs/campaign.md"))
    chosen = parser.parse_args()
    started, size = time.perf_counter(), 500
    counts = [min(size, chosen.games - k) for k in range(0, chosen.games, size)]
    total: Counter[str] = Counter()
    with ProcessPoolExecutor(chosen.processes) as pool:
        seeds = range(chosen.seed, chosen.seed + len(counts))
        for done, counted in enumerate(pool.map(part, seeds, counts), start=1):
            total += counted
            print(f"\r{done * size:,} games", end="", flush=True)
    print()
    text = summary(total, time.perf_counter() - started, chosen)
    print(text)
    chosen.out.write_text(text, encoding="utf-8")


def summary(total: Counter[str], seconds: float, chosen: argparse.Namespace) -> str:
    """Write what was compared."""
    different = sorted(key for key in total if key.startswith("DIFFERENT"))
    lines = [f"| {name} | {total[name]:,} |" for name in total if not name.startswith("DIFFERENT")]
    listed = [f"- {line.removeprefix('DIFFERENT: ')}" for line in different[:20]]
    return "\n".join(
        [
            "# A campaign of small random games",
            "",
            f"Made by `python -m benchmarks.campaign --games {chosen.games} --seed {chosen.seed}`: games of one to four actions a side,",
            "payoffs drawn from {0, 1}, {0, 1, 2}, {-3 … 3}, {-50 … 50} or {0 … 10^6}. Each is solved in integers; the extreme",
            "equilibria are compared with those of the compiled search, of lrsnash (exact), of pygambit (rational) and of nashpy",
            "(vertices in floats, games without infinite sets or ties only).",
            "",
            "| what | how many |",
            "|---|---|",
            *lines,
            f"| different from any of them | {len(different)} |",
            "",
            *listed,
            f"{seconds:,.0f} s in {chosen.processes} processes. {versions(PACKAGES)}.",
            "",
        ]
    )


if __name__ == "__main__":
    main()
