"""`python -m benchmarks`: measure beside other packages, print a table, write it to a file.

Everything is measured in one run, in turns, and given as the median of several repetitions with the fastest and the slowest.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks import bimatrix, other
from benchmarks.measure import versions
from benchmarks.report import table

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
)


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--largest", type=int, default=24)
    parser.add_argument("--out", type=Path, default=Path("out/performance.md"))
    chosen = parser.parse_args()
    n = chosen.repetitions
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    rows = [
        *bimatrix.per_size((4, 8, 12), 9999, n),
        *bimatrix.growth(chosen.largest, chosen.out.parent),
        *bimatrix.degenerate(),
        *other.parametric(n),
        *other.swept(n),
        *other.cold(n),
    ]
    text = f"{table(rows)}\n\nVersions: {versions(PACKAGES)}.\n"
    print(text)
    chosen.out.write_text(text, encoding="utf-8")


main()
