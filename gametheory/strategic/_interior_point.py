"""A primal-dual interior point method for dense matrix games: Mehrotra's predictor and corrector on the normal equations.

With M > 0 the game is the pair of programs  max 1'q, M q <= 1, q >= 0  and  min 1'p, M'p >= 1, p >= 0;  value 1/(1'q).
One symmetric product and one Cholesky factor, of the smaller side, is the work of an iteration.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Product = Callable[[np.ndarray], Any]

_MOST = 80
_GUESS, _NEAR, _VANISHED = 1e-2, 1e-12, 1e-11


def interior_point(matrix: np.ndarray, gap: float = 1e-12) -> tuple[np.ndarray, np.ndarray, int]:
    """Return nearly optimal mixtures of both players, and the number of iterations.

    Parameters
    ----------
    matrix : float array of shape (m, n)
        Payoffs of the row player, who maximises.
    gap : float
        Relative duality gap at which to stop.

    References
    ----------
    Mehrotra, S. (1992), On the implementation of a primal-dual interior point method, SIAM Journal on Optimization 2, 575-601.

    Examples
    --------
    >>> x, y, _ = interior_point(np.array([[1.0, -1.0], [-1.0, 1.0]]))
    >>> x.round(6), y.round(6)
    (array([0.5, 0.5]), array([0.5, 0.5]))
    """
    if matrix.shape[0] > matrix.shape[1]:
        # The normal equations have one row for each action of the row player: let her be the one with fewer.
        y, x, count = interior_point(-matrix.T, gap)
        return x, y, count
    low, width = matrix.min(), max(float(np.ptp(matrix)), 1e-300)
    scaled = (matrix - low) / width + 1.0
    from threadpoolctl import threadpool_limits

    # One thread: two that wait for each other at every product lose nearly everything where anything else runs (0.1 s become 8 s),
    # and win nothing at these sizes where nothing does.
    with threadpool_limits(1, user_api="blas"):
        p, q, count = _iterate(scaled, gap)
    x, y = np.maximum(p, 0.0), np.maximum(q, 0.0)
    return x / x.sum(), y / y.sum(), count


def _iterate(m: np.ndarray, gap: float) -> tuple[np.ndarray, np.ndarray, int]:
    import scipy.linalg as sl
    from scipy.linalg.blas import dgemv, dsyrk

    turned = np.ascontiguousarray(m).T

    def times(v: np.ndarray) -> Any:
        return dgemv(1.0, turned, v, trans=1)

    def under(v: np.ndarray) -> Any:
        return dgemv(1.0, turned, v)

    rows, columns = m.shape
    q = np.full(columns, 0.5 / m.sum(1).max())
    p = np.full(rows, 2.0 / m.sum(0).min())
    s, z = 1.0 - times(q), under(p) - 1.0
    count = 0
    for count in range(1, _MOST + 1):
        primal, dual = 1.0 - times(q) - s, 1.0 - under(p) + z
        between = float(p.sum() - q.sum()) / (1.0 + float(p.sum()))
        if abs(between) < gap and max(np.abs(primal).max(), np.abs(dual).max()) < 10 * gap:
            break
        if between < _GUESS and (corner := _corner(m, times, under, p, q, s, z)) is not None:
            return *corner, count
        d = q / z
        # What has all but vanished changes nothing in double precision: in the end that is half of the work.
        kept = d > _VANISHED * d.max()
        weighted = m[:, kept] * np.sqrt(d[kept])
        normal = dsyrk(1.0, weighted.T, trans=1, lower=1)
        normal[np.diag_indices(rows)] += s / p
        try:
            factor = sl.cholesky(normal, lower=True, overwrite_a=True, check_finite=False)
        except sl.LinAlgError:
            break  # at the limit of double precision: what there is, is certified afterwards
        newton = _Newton(times, under, factor, p, q, s, z, d, primal, dual)
        mean = float(q @ z + p @ s) / (rows + columns)
        dq, ds, dp, dz = newton.direction(-q * z, -p * s)
        a, b = _length(q, dq, s, ds), _length(p, dp, z, dz)
        ahead = float((q + a * dq) @ (z + b * dz) + (p + b * dp) @ (s + a * ds)) / (rows + columns)
        centre = (ahead / mean) ** 3 * mean
        dq, ds, dp, dz = newton.direction(centre - q * z - dq * dz, centre - p * s - dp * ds)
        back = 0.9995 if mean < 1e-3 else 0.99
        a, b = back * _length(q, dq, s, ds), back * _length(p, dp, z, dz)
        q, s, p, z = q + a * dq, s + a * ds, p + b * dp, z + b * dz
    return p, q, count


def _corner(
    m: np.ndarray, times: Product, under: Product, p: Any, q: Any, s: Any, z: Any
) -> tuple[np.ndarray, np.ndarray] | None:
    """Guess which actions are used (more than they are slack), and solve for them; `None` if that is not optimal."""
    from scipy.linalg.lapack import dgetrf, dgetrs

    rows, columns = np.flatnonzero(p > s), np.flatnonzero(q > z)
    if len(rows) != len(columns):
        return None
    ones = np.ones(len(rows))
    factor, pivots, trouble = dgetrf(m[np.ix_(rows, columns)])
    if trouble:
        return None
    left, right = dgetrs(factor, pivots, ones, trans=1)[0], dgetrs(factor, pivots, ones)[0]
    best_p, best_q = np.zeros(len(p)), np.zeros(len(q))
    best_p[rows], best_q[columns] = left, right
    good = (
        min(left.min(), right.min()) > 0
        and times(best_q).max() < 1 + _NEAR
        and under(best_p).min() > 1 - _NEAR
    )
    return (best_p, best_q) if good else None


class _Newton:
    """One linearisation, solved for several right sides."""

    def __init__(self, *parts: Any) -> None:
        (
            self.times,
            self.under,
            self.factor,
            self.p,
            self.q,
            self.s,
            self.z,
            self.d,
            self.primal,
            self.dual,
        ) = parts

    def direction(self, of_q: np.ndarray, of_s: np.ndarray) -> tuple[np.ndarray, ...]:
        """Solve z dq + q dz = of_q, p ds + s dp = of_s, M dq + ds = primal, M'dp - dz = dual."""
        import scipy.linalg as sl

        right = self.times(of_q / self.z + self.d * self.dual) + of_s / self.p - self.primal
        dp = sl.cho_solve((self.factor, True), right, check_finite=False)
        dz = self.under(dp) - self.dual
        return (of_q - self.q * dz) / self.z, (of_s - self.s * dp) / self.p, dp, dz


def _length(u: np.ndarray, du: np.ndarray, v: np.ndarray, dv: np.ndarray) -> float:
    """Return the longest step up to 1 that keeps both positive."""
    step = 1.0
    for value, change in ((u, du), (v, dv)):
        falling = change < 0
        if falling.any():
            step = min(step, float((-value[falling] / change[falling]).min()))
    return step
