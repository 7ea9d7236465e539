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
