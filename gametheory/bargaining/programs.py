"""Nash solutions without a closed form, as convex programs (cvxpy), sharpened and then certified.

The program gives a point and what nearly binds there; Newton's method on the optimality conditions sharpens it; the
certificate shares nothing with either.  It is the supporting hyperplane: at ``u`` with ``g_i = w_i / (u_i - d_i)``,
every feasible ``v`` has ``prod(((v_i - d_i) / (u_i - d_i)) ** w_i) <= g . (v - d) <= 1 + gap``.  A gap bounds the
payoffs too: with ``r`` the ratio of the true gain to ours and ``e = gap / w_i``, ``r - 1 - log(r) <= e`` and hence
``|r - 1| <= e + sqrt(e * e + 2 * e)``.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import sqrt
from typing import TYPE_CHECKING, Any

from gametheory.bargaining._geometry import Vector, dot, slack
from gametheory.bargaining._intervals import ROUNDING, number, power, precise, to_fraction, upper
from gametheory.errors import Undecided

if TYPE_CHECKING:
    from gametheory.bargaining.frontiers import Found, Polytope

_ACTIVE = tuple(Fraction(1, 10**k) for k in (5, 4, 3, 2, 6, 7))
_SMALL = Fraction(1, 10**36)
_PLAIN = 10**9


def nash_on_polytope(polytope: Polytope, d: Vector, w: Vector) -> Found:
    """Maximise the weighted product over a polytope whose best point lies inside a face of dimension one or more."""
    from gametheory.bargaining.frontiers import Found, Polytope

    # Gains in units of the ideal gains: the problem is the same, and well scaled.
    scale = [min(slack(f, d) / f[i] for f in polytope.facets if f[i]) for i in range(len(d))]
    scaled = Polytope(
        tuple(tuple((x - y) / s for x, y, s in zip(p, d, scale, strict=True)) for p in polytope.points)
    )
    gains, gap = _best_gains(scaled, w)
    u = tuple(y + s * g for y, s, g in zip(d, scale, gains, strict=True))
    plain = tuple(x.limit_denominator(_PLAIN) for x in u)
    if _is_solution(polytope, d, w, plain):
        return Found(
            plain, "rational arithmetic: a point that its gradient supports, found by a convex program"
        )
    payoffs = tuple(map(float, u))
    size = [float(s * g) for s, g in zip(scale, gains, strict=True)]
    tolerance = _payoff_error(gap, size, w) + ROUNDING * max(map(abs, payoffs))
    method = "convex program and Newton's method; certified by a supporting hyperplane in rational arithmetic"
    return Found(payoffs, method, float(gap), tolerance)


def _best_gains(polytope: Polytope, w: Vector) -> tuple[Vector, Fraction]:
    """Return the gains with the smallest gap, from the program and from each guess at what binds there."""
    zero = (Fraction(0),) * len(w)
    start = _polytope_program(polytope, w)
    best: tuple[Vector, Fraction] | None = None
    for guess in (start, *(_on_active_facets(polytope, w, start, close) for close in _ACTIVE)):
        if guess is None or min(guess) <= 0:
            continue
        # Onto the frontier, exactly: from disagreement through the point until a facet stops it.
        length = min(f[-1] / dot(f, guess) for f in polytope.facets if dot(f, guess) > 0)
        gains = tuple(length * x for x in guess)
        gap = max(polytope.nash_gap(zero, w, gains), Fraction(0))
        if best is None or gap < best[1]:
            best = gains, gap
        if gap < _SMALL:
            break
    if best is None:
        raise Undecided("nash_solution(): the convex program found no point that is better for everybody")
    return best


def _is_solution(polytope: Polytope, d: Vector, w: Vector, u: Vector) -> bool:
    """Decide exactly whether a rational point is the Nash solution."""
    feasible = all(slack(f, u) >= 0 for f in polytope.facets)
    return feasible and all(x > y for x, y in zip(u, d, strict=True)) and polytope.nash_gap(d, w, u) <= 0


def _polytope_program(polytope: Polytope, w: Vector) -> list[Fraction]:
    import cvxpy as cp
    import numpy as np

    corners = np.array([[float(x) for x in p] for p in polytope.points])
    lottery = cp.Variable(len(corners), nonneg=True)
    gains = corners.T @ lottery
    _solve(cp.Problem(cp.Maximize(np.array([float(a) for a in w]) @ cp.log(gains)), [cp.sum(lottery) == 1]))
    return [Fraction(float(x)) for x in corners.T @ lottery.value]


def _solve(program: Any) -> None:
    """Solve a convex program; what it says of its own accuracy is not needed, the certificate comes later."""
    import warnings

    import cvxpy as cp

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            program.solve(solver=cp.CLARABEL)
        except cp.SolverError as error:
            raise Undecided(f"nash_solution(): the convex program was not solved ({error})") from None
    if program.status not in (cp.OPTIMAL, cp.OPTIMAL_INACCURATE):
        raise Undecided(f"nash_solution(): the convex program was not solved (status `{program.status}`)")


def _on_active_facets(
    polytope: Polytope, w: Vector, start: Sequence[Fraction], close: Fraction
) -> list[Fraction] | None:
    """Solve ``u_i = w_i / (A' y)_i``, ``A u = c`` on the facets that bind nearly; `None` if Newton's method fails."""
    import mpmath
    import numpy as np

    binding = _independent([f for f in polytope.facets if slack(f, start) < close * f[-1]])
    if not binding or min(start) <= 0:
        return None
    normals = np.array([[float(x) for x in f[:-1]] for f in binding])
    slopes = np.array([float(a / x) for a, x in zip(w, start, strict=True)])
    guess = np.linalg.lstsq(normals.T, slopes, rcond=None)[0]

    def outcome(prices: Sequence[Any]) -> list[Any]:
        return [
            number(mpmath.mp, a)
            / sum(p * number(mpmath.mp, f[i]) for p, f in zip(prices, binding, strict=True))
            for i, a in enumerate(w)
        ]

    def residuals(*prices: Any) -> list[Any]:
        u = outcome(prices)
        return [
            sum(number(mpmath.mp, s / f[-1]) * x for s, x in zip(f[:-1], u, strict=True)) - 1 for f in binding
        ]

    with precise():
        try:
            prices = mpmath.findroot(
                residuals, [mpmath.mpf(float(y)) for y in guess], tol=mpmath.mpf(10) ** -80
            )
        except (ValueError, ZeroDivisionError):
            return None
        return [to_fraction(x) for x in outcome(list(prices))]


def _independent(facets: Sequence[Vector]) -> list[Vector]:
    """Keep facets whose normals are linearly independent."""
    import flint

    kept: list[Vector] = []
    for f in facets:
        rows = [[flint.fmpq(x.numerator, x.denominator) for x in g[:-1]] for g in [*kept, f]]
        if flint.fmpq_mat(rows).rank() == len(rows):
            kept.append(f)
    return kept


def _payoff_error(gap: Fraction | float, gains: Sequence[float], w: Vector) -> float:
    """Turn a gap of the product into a bound on the payoffs (rounded upwards by a hair)."""
    excess = [float(gap) / float(a) for a in w]
    return max(g * (e + sqrt(e * e + 2 * e)) for g, e in zip(gains, excess, strict=True)) * (1 + 1e-9)


# -- a pie under risk aversion ----------------------------------------------------------------------------------


def nash_on_pie(a: Vector, d: Vector, w: Vector) -> Found:
    """Maximise ``sum(w_i log(x_i ** a_i - d_i))`` over divisions of a unit pie."""
    from gametheory.bargaining.frontiers import Found

    raw = _equal_slopes(a, d, w, _pie_program(a, d, w))
    total = sum(raw)
    shares = tuple(x / total for x in raw)
    gap = _pie_gap(a, d, w, shares)
    with precise() as (mp, _):
        payoffs = tuple(float(power(mp, number(mp, x), b)) for x, b in zip(shares, a, strict=True))
    gains = [u - float(y) for u, y in zip(payoffs, d, strict=True)]
    tolerance = _payoff_error(gap, gains, w) + ROUNDING * max(payoffs)
    method = "convex program and Newton's method; certified by its dual in interval arithmetic"
    return Found(payoffs, method, gap, tolerance, tuple(map(float, shares)))


def _pie_program(a: Vector, d: Vector, w: Vector) -> list[float]:
    import cvxpy as cp

    shares = cp.Variable(len(a), nonneg=True)
    utilities = [
        cp.power(shares[i], float(b), approx=False) if b != 1 else shares[i] for i, b in enumerate(a)
    ]
    program = cp.Problem(
        cp.Maximize(sum(float(v) * cp.log(u - float(y)) for v, u, y in zip(w, utilities, d, strict=True))),
        [cp.sum(shares) <= 1],
    )
    _solve(program)
    return [float(x) for x in shares.value]


def _equal_slopes(a: Vector, d: Vector, w: Vector, start: Sequence[float]) -> list[Fraction]:
    """Solve ``w_i u_i'(x_i) / (u_i(x_i) - d_i) = price`` and ``sum(x) = 1`` by Newton's method."""
    import mpmath

    def slope(i: int, x: Any) -> Any:
        u = power(mpmath.mp, x, a[i])
        return number(mpmath.mp, w[i] * a[i]) * u / x / (u - number(mpmath.mp, d[i]))

    def residuals(*unknown: Any) -> list[Any]:
        *x, price = unknown
        return [slope(i, x[i]) / price - 1 for i in range(len(a))] + [sum(x) - 1]

    with precise():
        guess = [mpmath.mpf(x) for x in start]
        price = sum(slope(i, x) for i, x in enumerate(guess)) / len(a)
        try:
            root = list(mpmath.findroot(residuals, [*guess, price], tol=mpmath.mpf(10) ** -80))[:-1]
        except (ValueError, ZeroDivisionError):
            root = guess
        return [to_fraction(x) for x in root]


def _pie_gap(a: Vector, d: Vector, w: Vector, shares: Vector) -> float:
    """Bound ``g . (v - d) - 1`` over all divisions by the dual: a price of the pie frees every share.

    For any price, ``max(sum(g_i x_i ** a_i)) <= price + sum(max(g_i x ** a_i - price * x))``, and each maximum is a
    formula.
    """
    with precise() as (_, iv):
        x = [number(iv, s) for s in shares]
        u = [power(iv, s, b) for s, b in zip(x, a, strict=True)]
        g = [number(iv, v) / (p - number(iv, y)) for v, p, y in zip(w, u, d, strict=True)]
        price = sum(h * number(iv, b) * p / s for h, b, p, s in zip(g, a, u, x, strict=True)) / len(a)
        bound = price - 1 - sum(h * number(iv, y) for h, y in zip(g, d, strict=True))
        for h, b in zip(g, a, strict=True):
            if b == 1:
                bound += iv.mpf([0, max(0, (h - price).b)])
            else:
                best = power(iv, h * number(iv, b) / price, 1 / (1 - b))
                bound += price * best * number(iv, 1 / b - 1)
        return upper(bound)


__all__ = ["nash_on_pie", "nash_on_polytope"]
