"""`python -m benchmarks`: measure beside other packages, print a table, write it to a file.

Everything is measured in one run, in turns, and given as the median of several repetitions with the fastest and the slowest.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from benchmarks import batches, bimatrix, large, mediation, mediators, other, trees
from benchmarks.measure import versions
from benchmarks.report import Row, page

PACKAGES = (
    "gametheory",
    "numpy",
    "numba",
    "scipy",
    "python-flint",
    "sympy",
    "z3-solver",
    "nashpy",
    "pygambit",
    "quantecon",
    "open_spiel",
)


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--largest", type=int, default=24, help="the largest square game of the growth curve")
    parser.add_argument("--out", type=Path, default=Path("out/performance.md"))
    parser.add_argument("--figures", type=Path, default=Path("out"))
    sections: dict[str, Callable[[], list[Row]]] = {
        "two players, all equilibria": lambda: bimatrix.per_size((4, 8, 12, 16), 9999, n),
        "two players, payoffs to 100": lambda: bimatrix.per_size((8, 12, 16), 100, n),
        "growth": lambda: bimatrix.growth(chosen.largest, chosen.figures),
        "degenerate games": bimatrix.degenerate,
        "batches": lambda: batches.bimatrix(n),
        "three and more players": lambda: batches.several(n),
        "one equilibrium": large.one_equilibrium,
        "covariant games": large.covariant,
        "zero-sum games": lambda: large.zero_sum(n),
        "trees": lambda: trees.leduc(n),
        "mediators": lambda: mediators.normal_forms(n) + mediators.trees(n),
        "parameters": lambda: other.parametric(n),
        "many parameters": trees.parametric,
        "where the search stops": trees.sizes,
        "sweeps": lambda: other.swept(n),
        "mediation": mediation.peace,
        "cold processes": lambda: other.cold(max(n, 9)),
    }
    parser.add_argument("--only", nargs="*", choices=sections, default=list(sections))
    chosen = parser.parse_args()
    n: int = chosen.repetitions
    for folder in (chosen.out.parent, chosen.figures):
        folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for name in chosen.only:
        print(f"{name} ...", flush=True)
        rows += sections[name]()
    text = page(rows, n, versions(PACKAGES))
    print(text)
    chosen.out.write_text(text, encoding="utf-8")


main()
