"""Real roots of polynomials in one unknown, isolated and refined by sign changes."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import Any

import flint

from gametheory.algebra.roots import Root, ball, precision, terms_of
from gametheory.errors import Undecided

_MOST_BITS = 1 << 14


class RealRoot(Root):
    """A root of an irreducible polynomial in one unknown, the only real one in its box: where the sign changes, there it is."""

    @cached_property
    def generator(self) -> tuple[Any, tuple[Any, ...]]:
        """The polynomial itself, and the root as the polynomial x: there is no field to be searched for."""
        coefficients = {k: int(c) for (k,), c in self.equations[0]}
        return flint.fmpz_poly([coefficients.get(k, 0) for k in range(self.degree + 1)]), (
            flint.fmpq_poly([0, 1]),
        )

    def balls(self, bits: int) -> tuple[Any, ...]:
        """Enclose the root to so many bits: Newton's method, and exact values at both ends of what it finds."""
        known: dict[int, tuple[Any, ...]] = self.__dict__.setdefault("_balls", {})
        if bits not in known:
            working = 2 * bits + 64
            while (found := self._enclosed(bits, working)) is None:
                working *= 2
                if working > 64 * _MOST_BITS:
                    raise Undecided(f"a root could not be enclosed to {bits} bits")
            known[bits] = (found,)
        return known[bits]

    def _enclosed(self, bits: int, working: int) -> Any:
        polynomial = self.generator[0]
        slope, radius = polynomial.derivative(), Fraction(1, 2**bits)
        with precision(working):
            x = ball(self.centre[0]).mid()
            for _ in range(working.bit_length()):
                at = slope(x)
                if at.contains(0):
                    return None
                x = (x - polynomial(x) / at).mid()
            middle = midpoint(x)
            low, high = middle - radius, middle + radius
            changes = (
                polynomial(flint.fmpq(low.numerator, low.denominator))
                * polynomial(flint.fmpq(high.numerator, high.denominator))
                < 0
            )
            if not changes or abs(middle - self.centre[0]) + radius > self.radius:
                return None
            return flint.arb(ball(middle), ball(radius))


def midpoint(enclosed: Any) -> Fraction:
    """Return the middle of a ball, exactly."""
    mantissa, exponent = (int(part) for part in enclosed.mid().man_exp())
    return Fraction(mantissa) * Fraction(2) ** exponent


def isolated(factor: Any, lo: Fraction, hi: Fraction) -> list[Root]:
    """Return the real roots between rational bounds of an irreducible polynomial that has no rational roots."""
    equation = terms_of({(k,): int(c) for k, c in enumerate(factor.coeffs())})
    bits = 128
    while True:
        with precision(bits):
            roots: Any = [r.real for r, _ in factor.complex_roots() if r.imag == 0]
            told = all((r > ball(x)) or (r < ball(x)) for r in roots for x in (lo, hi))
            middles, widest = (
                [midpoint(r) for r in roots],
                max((midpoint(r.rad()) for r in roots), default=Fraction(0)),
            )
        gaps = [abs(a - b) for i, a in enumerate(middles) for b in middles[:i]]
        # The box reaches a quarter of the way to the next root, and further than this one is uncertain.
        radius = min([Fraction(1, 1024), *(gap / 4 for gap in gaps)])
        if told and widest * 4 < radius:
            return [RealRoot((equation,), (m,), radius, int(factor.degree())) for m in middles if lo < m < hi]
        bits *= 2
        if bits > _MOST_BITS:
            raise Undecided("the roots of a polynomial lie too close together")
