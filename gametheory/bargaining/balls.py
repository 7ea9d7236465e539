"""Rigorous enclosures: a SymPy expression without free symbols as a python-flint ball.

The ball contains the exact value of the expression, whatever rounding does; precision is raised until the ball is as
narrow as asked.  Comparisons are decided by balls that do not overlap; equal numbers are only recognised where SymPy
sees them as equal, and otherwise the question is refused as undecided.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import flint

from gametheory.errors import ExpressionError, Undecided

_ROUNDS = 6

Walk = Callable[[Any], flint.acb]


class _TooWide(Exception):
    """The balls overlap; more precision is needed."""


def ball(expression: Any, bits: int = 128) -> flint.arb:
    """Enclose the value of an expression.

    Parameters
    ----------
    expression : SymPy expression
        Made of rationals, floats (taken as the binary fractions that they are), `exp`, `log`, roots and powers,
        `erf`, `Min`, `Max`, `Piecewise`, `floor`, `ceiling` and `Integral`; without free symbols.
    bits : int, optional
        Relative accuracy asked for; where even 32 times that precision leaves zero possible, absolute accuracy.

    Returns
    -------
    flint.arb
        A ball that contains the value.

    Raises
    ------
    ExpressionError
        If something else occurs in it.
    Undecided
        If the accuracy is not reached, or a comparison of equal numbers stays open.

    Examples
    --------
    >>> import sympy
    >>> found = ball(sympy.log(2), bits=40)
    >>> found.overlaps(flint.arb(2).log()), found.rel_accuracy_bits() >= 40
    (True, True)
    """
    import sympy

    expression = sympy.sympify(expression, strict=True)
    if expression.is_infinite:
        return flint.arb("inf") if expression.is_positive else flint.arb("-inf")
    precision = bits + 32
    for _ in range(_ROUNDS):
        with flint.ctx.workprec(precision):
            try:
                value = _walk(expression, {}, False)
            except _TooWide:
                value = flint.acb("nan")
            found = value.real
            if value.is_finite() and not value.imag.contains(0):
                raise ExpressionError(f"`{expression}` is not a real number")
            if value.is_finite() and found.rel_accuracy_bits() >= bits:
                return found
        precision *= 2
    if value.is_finite() and found.contains(0) and found.rad() < flint.arb(2) ** -bits:
        return found
    raise Undecided(
        f"`{expression}` could not be enclosed to {bits} bits; is it a comparison of equal numbers?"
    )


def _rational(value: Any) -> flint.acb:
    return flint.acb(flint.arb(flint.fmpq(int(value.p), int(value.q))))


def _walk(e: Any, point: Mapping[Any, flint.acb], analytic: bool) -> flint.acb:
    """Evaluate an expression; `analytic` asks for a ball that is not finite where a branch cut is met."""
    import sympy

    def of(part: Any) -> flint.acb:
        return _walk(part, point, analytic)

    if e in point:
        return point[e]
    if isinstance(e, sympy.Rational):
        return _rational(e)
    if isinstance(e, sympy.Float):
        return _rational(sympy.Rational(e))
    if isinstance(e, sympy.Add | sympy.Mul):
        total = flint.acb(0 if isinstance(e, sympy.Add) else 1)
        for part in e.args:
            total = total + of(part) if isinstance(e, sympy.Add) else total * of(part)
        return total
    if isinstance(e, sympy.Pow):
        return _power(e, of, analytic)
    if isinstance(e, sympy.exp):
        return of(e.args[0]).exp()
    if isinstance(e, sympy.erf | sympy.erfc):
        return of(e.args[0]).erf() if isinstance(e, sympy.erf) else of(e.args[0]).erfc()
    if isinstance(e, sympy.log):
        return of(e.args[0]).log(analytic=analytic)
    if e is sympy.E or e is sympy.pi:
        return flint.acb(1).exp() if e is sympy.E else flint.acb(flint.arb.pi())
    if isinstance(e, sympy.Integral):
        return _integral(e, point)
    if not analytic:
        real = _real(e, of)
        if real is not None:
            return flint.acb(real)
    raise ExpressionError(f"`{e}` has no enclosure: give values to its parameters with `at(...)`")


def _power(e: Any, of: Walk, analytic: bool) -> flint.acb:
    import sympy

    base, exponent = e.args
    if base is sympy.E:
        return of(exponent).exp()
    if isinstance(exponent, sympy.Integer):
        return of(base) ** int(exponent)
    if exponent == sympy.Rational(1, 2):
        return of(base).sqrt(analytic=analytic)
    return of(base).pow(of(exponent), analytic=analytic)


def _real(e: Any, of: Walk) -> flint.arb | None:
    """Evaluate what only makes sense on the real line."""
    import sympy

    if isinstance(e, sympy.Min | sympy.Max):
        first, *rest = (of(part).real for part in e.args)
        for other in rest:
            first = first.min(other) if isinstance(e, sympy.Min) else first.max(other)
        return first
    if isinstance(e, sympy.ceiling | sympy.floor):
        inner = of(e.args[0]).real
        whole = (inner.ceil() if isinstance(e, sympy.ceiling) else inner.floor()).unique_fmpz()
        if whole is None:
            raise _TooWide
        return flint.arb(whole)
    if isinstance(e, sympy.Piecewise):
        for value, condition in e.args:
            if _holds(condition, of):
                return of(value).real
    return None


def _holds(condition: Any, of: Walk) -> bool:
    import sympy

    if condition in (sympy.true, sympy.false):
        return condition is sympy.true
    if isinstance(condition, sympy.And | sympy.Or):
        answers = [_holds(part, of) for part in condition.args]
        return all(answers) if isinstance(condition, sympy.And) else any(answers)
    if isinstance(condition, sympy.Not):
        return not _holds(condition.args[0], of)
    left, right = of(condition.lhs).real, of(condition.rhs).real
    if left.overlaps(right):
        raise _TooWide
    if isinstance(condition, sympy.Eq | sympy.Ne):
        return isinstance(condition, sympy.Ne)
    return bool(left < right) == isinstance(condition, sympy.StrictLessThan | sympy.LessThan)


def _integral(e: Any, point: Mapping[Any, flint.acb]) -> flint.acb:
    """Integrate by python-flint's rigorous adaptive Gauss-Legendre rule; the integrand is analytic on the path."""
    import sympy

    if len(e.limits) != 1 or len(e.limits[0]) != 3 or any(b.is_infinite for b in e.limits[0][1:]):
        raise ExpressionError(
            f"`{e}` has no enclosure: only one integral between finite limits can be enclosed"
        )
    symbol, low, high = e.limits[0]
    inner = sympy.sympify(e.function, strict=True)
    return flint.acb.integral(
        lambda z, analytic: _walk(inner, {**point, symbol: z}, analytic),
        _walk(low, point, False),
        _walk(high, point, False),
    )
