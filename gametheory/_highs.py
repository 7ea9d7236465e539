"""HiGHS, the one solver of linear programs in floats: max c'x with rows A x <= b or A x = b, and x bounded from below.

Called directly, not through scipy: that takes a quarter of the time where programs are small, and gives the basis.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np

Rows = tuple["np.ndarray", "np.ndarray", "np.ndarray"]
"""A sparse matrix: where each row starts (and the last one ends), the columns of its entries, and the entries."""

_PRESOLVE_FROM = 2000
"""Entries of the matrix from which looking for simplifications first pays."""


@dataclass(frozen=True)
class Found:
    """What HiGHS answers.

    Attributes
    ----------
    status : {"optimal", "infeasible", "unbounded", "time", "unknown"}
        What it says; nothing else is filled in unless it is `optimal`.
    x : float array of shape (columns,)
        The solution, a vertex.
    prices : float array of shape (rows,)
        What raising the bound of each row by 1 is worth.
    basic_columns, basic_rows : bool array of shape (columns,) and (rows,)
        The basis; rows that are not in it hold with equality.
    """

    status: str
    x: np.ndarray | None = None
    prices: np.ndarray | None = None
    basic_columns: np.ndarray | None = None
    basic_rows: np.ndarray | None = None


def rows_of(rows: Sequence[Mapping[int, Any]]) -> Rows:
    """Return rows of coefficients by column as a sparse matrix of floats."""
    import numpy as np

    starts = np.zeros(len(rows) + 1, np.int64)
    np.cumsum([len(row) for row in rows], out=starts[1:])
    columns = np.fromiter((j for row in rows for j in row), np.int64, starts[-1])
    return starts, columns, np.fromiter((float(a) for row in rows for a in row.values()), float, starts[-1])


def dense(matrix: np.ndarray) -> Rows:
    """Return a matrix with all its entries, zeros too."""
    import numpy as np

    m, n = matrix.shape
    return np.arange(0, m * n + 1, n), np.tile(np.arange(n), m), matrix.ravel()


def stacked(blocks: Iterable[Rows]) -> Rows:
    """Return the matrix of the rows of several ones, one below the other."""
    import numpy as np

    starts, columns, values = zip(*blocks, strict=True)
    ends = np.cumsum([0, *(s[-1] for s in starts)])
    whole = np.concatenate([[0], *(s[1:] + end for s, end in zip(starts, ends, strict=False))])
    return whole, np.concatenate(columns), np.concatenate(values)


def highs(
    worth: Any,
    matrix: Rows,
    right: np.ndarray,
    equal: np.ndarray,
    *,
    least: np.ndarray | None = None,
    tolerance: float = 1e-7,
    seconds: float = float("inf"),
    basis: tuple[np.ndarray, np.ndarray] | None = None,
    as_they_are: bool = False,
) -> Found:
    """Maximise by the dual simplex method.

    The objective and every row are divided by their largest coefficients first, so that the tolerance means the same everywhere,
    unless they are given `as_they_are`.

    Parameters
    ----------
    worth : float array of shape (columns,)
    matrix : Rows
        As many columns as unknowns.
    right : float array of shape (rows,)
        What each row may at most be, or must be.
    equal : bool array of shape (rows,)
        Which rows are equations.
    least : float array of shape (columns,), optional
        Bounds of the unknowns from below; 0 by default.
    tolerance : float
        Of feasibility, of both programs.
    seconds : float
        When to stop.
    basis : pair of bool arrays, optional
        Basic columns and rows to start from.
    as_they_are : bool
        Whether the caller has scaled the program.
    """
    import highspy
    import numpy as np

    starts, columns, values = matrix
    worth = np.asarray(worth, float)
    n, m = len(worth), len(starts) - 1
    top, sizes = 1.0, np.ones(m)
    if not as_they_are:
        top = np.abs(worth).max(initial=0.0) or 1.0
        filled = np.flatnonzero(starts[1:] > starts[:-1])
        if len(filled):
            largest = np.maximum.reduceat(np.abs(values), starts[filled])
            sizes[filled] = np.where(largest > 0, largest, 1.0)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = n, m
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = worth / top
    lp.col_lower_ = np.zeros(n) if least is None else least
    lp.col_upper_ = np.full(n, np.inf)
    lp.row_upper_ = right / sizes
    lp.row_lower_ = np.where(equal, right / sizes, -np.inf)
    table = lp.a_matrix_
    table.format_ = highspy.MatrixFormat.kRowwise
    table.num_col_, table.num_row_ = n, m
    table.start_, table.index_ = starts, columns
    table.value_ = values / np.repeat(sizes, np.diff(starts))
    # The binding itself: its public subclass greets every process on standard output.
    solver = highspy._core._Highs()
    for option, value in (
        ("output_flag", False),
        ("solver", "simplex"),
        ("parallel", "off"),
        ("presolve", "on" if basis is None and len(values) >= _PRESOLVE_FROM else "off"),
        ("time_limit", max(seconds, 0.0)),
        ("small_matrix_value", 1e-12),
        ("primal_feasibility_tolerance", tolerance),
        ("dual_feasibility_tolerance", tolerance),
    ):
        solver.setOptionValue(option, value)
    solver.passModel(lp)
    if basis is not None:
        solver.setBasis(_basis_of(*basis))
    solver.run()
    status = _STATUS.get(solver.getModelStatus().name, "unknown")
    if status != "optimal":
        return Found(status)
    solution, held = solver.getSolution(), solver.getBasis()
    basic = highspy.HighsBasisStatus.kBasic
    return Found(
        status,
        np.array(solution.col_value),
        np.array(solution.row_dual) * top / sizes,
        np.array([s == basic for s in held.col_status], bool),
        np.array([s == basic for s in held.row_status], bool),
    )


_STATUS = {
    "kOptimal": "optimal",
    "kInfeasible": "infeasible",
    "kUnbounded": "unbounded",
    "kUnboundedOrInfeasible": "unknown",
    "kTimeLimit": "time",
}
"""By HiGHS's own name."""


def _basis_of(columns: np.ndarray, rows: np.ndarray) -> Any:
    """Return a basis as HiGHS takes it: what is not in it is at its bound."""
    import highspy

    status = highspy.HighsBasisStatus
    result = highspy.HighsBasis()
    result.col_status = [status.kBasic if b else status.kLower for b in columns]
    result.row_status = [status.kBasic if b else status.kUpper for b in rows]
    result.valid = True
    return result
