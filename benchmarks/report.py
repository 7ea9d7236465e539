"""Rows of the table, and how they are written."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.measure import Timing, show


@dataclass(frozen=True)
class Row:
    """One measurement.

    Parameters
    ----------
    what, how : str
        The task, and who did it.
    timing : Timing or None
        Seconds; `None` if it was not measured (too slow, say).
    compared : str
        A ratio, or a remark.
    """

    what: str
    how: str
    timing: Timing | None
    compared: str = ""


def against(
    timings: dict[str, Timing], ours: str, what: str, notes: dict[str, str] | None = None
) -> list[Row]:
    """Return rows that compare every other entry with ours: how many times as long it takes."""
    rows = []
    for name, timing in timings.items():
        times = timing.median / timings[ours].median
        compared = "" if name == ours else f"{times:.3g} x as long"
        note = (notes or {}).get(name, "")
        rows.append(Row(what, f"{name}{': ' if note else ''}{note}", timing, compared))
    return rows


def table(rows: list[Row]) -> str:
    """Write rows as Markdown."""
    lines = ["| what | how | median | fastest to slowest | against ours |", "|---|---|---|---|---|"]
    before = ""
    for row in rows:
        what = row.what if row.what != before else ""
        before = row.what
        median, spread = ("—", "") if row.timing is None else (show(row.timing.median), row.timing.spread)
        lines.append(f"| {what} | {row.how} | {median} | {spread} | {row.compared} |")
    return "\n".join(lines)


def page(rows: list[Row], repetitions: int, versions: str) -> str:
    """Write the whole page."""
    return f"""# Performance

Made by `python -m benchmarks --out docs/performance.md --figures docs/figures`, in one run on a small machine (2 cores), everything
measured in turns with {repetitions} repetitions or as many games as are named: read the ratios rather than the times. Other packages
are measured where they are installed, each with its game built beforehand unless the row says otherwise. Before every repetition with
parameters the solver forgets what it has decided.

{table(rows)}

Versions: {versions}.

![All equilibria of random games: time against size](figures/nash_growth.svg)

## How to read it

- Ours are exact where the row says so: rational or algebraic numbers, the list proved complete, every equilibrium checked anew. The
  search itself runs in compiled floats, and every cut it makes is proved by bounds on the rounding; the row "our search in floats
  alone" is that part, so its ratio is what exactness costs.
- "found" are the numbers of equilibria in the games: of maximal sets for ours, of extreme equilibria for the others, so that a game
  with an infinite set has fewer of ours. Where a package in floats finds fewer than the exact ones, rounding decided an equality in it.
- The peers' times are their own: `lrsnash` is a program that reads a file and writes text, so small games show the start of a process.
- QuantEcon has no call for many games; its loop is measured with and without the building of its games.
- A range of times that reaches far above its median met other work on the machine: dense linear algebra on two threads waits for both.
- "Cold process" times hold the start of the interpreter; their ratios do not (they compare what comes on top of it).
- Compiled loops are compiled once after installation (up to a minute, announced) and then loaded from a cache in a fraction of a second.
"""
