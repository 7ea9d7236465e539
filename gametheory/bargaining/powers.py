"""One pie under risk aversion: ``u_i = x_i ** a_i`` with ``0 < a_i <= 1``, and the solutions on it.

Without a disagreement payoff the Nash solution is a formula, ``x_i = w_i a_i / sum(w a)``, over parameters too; so
are the others with equal exponents.  The rest are roots of monotone functions, enclosed in brackets whose ends are
checked in interval arithmetic (`mpmath.iv`), and for Nash a convex program whose answer is bounded by its dual.
Negative disagreement payoffs are refused: no share of a pie gives them, and free disposal would be asked too much.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, final

from gametheory.algebra.conditions import NONNEGATIVE, POSITIVE
from gametheory.algebra.expressions import to_sympy
from gametheory.algebra.polynomials import RationalFunction
from gametheory.bargaining._pie import along_ray, equal_marginals, left_over
from gametheory.bargaining._reading import Reading, fractions
from gametheory.bargaining.frontiers import (
    NO_GAIN,
    Found,
    Requirement,
    Symbols,
    TransferableUtility,
    largest,
)
from gametheory.errors import InvalidGameError


@final
@dataclass(frozen=True)
class PowerUtilities:
    """Describe a unit pie and players with constant relative risk aversion: ``u_i = x_i ** a_i``.

    Parameters
    ----------
    exponents : sequence of number or expression in parameters
        One a player, each in (0, 1]; 1 is risk neutral, smaller is more risk averse.

    Examples
    --------
    >>> from gametheory.bargaining.axiomatic import nash_solution
    >>> nash_solution(PowerUtilities(("4/5", "2/5")), (0, 0)).shares
    (Fraction(2, 3), Fraction(1, 3))
    """

    exponents: tuple[Any, ...]

    def __post_init__(self) -> None:
        reading = Reading("PowerUtilities()")
        read = reading.numbers(self.exponents, "exponent")
        if len(read) < 2:
            raise InvalidGameError(
                f"PowerUtilities(): {len(read)} exponents; give one for each of two players or more"
            )
        for i, a in enumerate(read, 1):
            if a.is_constant() and not 0 < a.constant_value() <= 1:
                raise InvalidGameError(
                    f"PowerUtilities(): exponent {i} is {reading.face(a)}; it must lie in (0, 1]"
                )
        object.__setattr__(self, "exponents", tuple(map(reading.face, read)))

    @property
    def players(self) -> int:
        """How many players there are."""
        return len(self.exponents)

    @property
    def exact_exponents(self) -> Symbols:
        """The exponents as rational functions."""
        return Reading("").numbers(self.exponents, "")

    def read(self, reading: Reading) -> None:
        """Read the frontier's numbers."""
        reading.numbers(self.exponents, "exponent")

    def requirements(self, d: Symbols) -> Iterator[Requirement]:
        """Yield that exponents lie in (0, 1] and that the pie gives everybody more than disagreement."""
        for i, a in enumerate(self.exact_exponents, 1):
            yield a, POSITIVE, f"exponent {i} is {to_sympy(a)}; it must lie in (0, 1]"
            yield 1 - a, NONNEGATIVE, f"exponent {i} is {to_sympy(a)}; it must lie in (0, 1]"
        if _zero(d) or self._linear():
            yield from TransferableUtility(1).requirements(d)
        for i, x in enumerate(d, 1):
            yield (
                x,
                NONNEGATIVE,
                f"disagreement payoff {i} is {to_sympy(x)}; no share of a pie gives less than 0",
            )
        if not _zero(d) and not self._linear():
            left = left_over(
                fractions(self.exact_exponents, "PowerUtilities"), fractions(d, "PowerUtilities")
            )
            yield RationalFunction.constant(left), POSITIVE, NO_GAIN

    def _linear(self) -> bool:
        return all(a == 1 for a in self.exact_exponents)

    def _alike(self, d: Symbols) -> bool:
        return _zero(d) and all(a == self.exact_exponents[0] for a in self.exact_exponents)

    def _at(self, shares: Symbols, method: str, certificate: Any) -> Found:
        payoffs = tuple(_power(x, a) for x, a in zip(shares, self.exact_exponents, strict=True))
        return Found(payoffs, method, certificate, shares=shares)

    def nash(self, d: Symbols, w: Symbols) -> Found:
        """Return shares proportional to ``w_i a_i`` if disagreement gives nothing; otherwise solve a program."""
        if self._linear():
            return TransferableUtility(1).nash(d, w)
        if _zero(d):
            strength = [b * a for b, a in zip(w, self.exact_exponents, strict=True)]
            total = sum(strength[1:], strength[0])
            shares = tuple(s / total for s in strength)
            # Stationarity: w_i u_i'(x_i) / u_i(x_i) = w_i a_i / x_i is the same for everybody.
            same = [s / x - total for s, x in zip(strength, shares, strict=True)]
            return self._at(
                shares, "closed form: shares proportional to weight times exponent", largest(same)
            )
        from gametheory.bargaining.programs import nash_on_pie

        a = fractions(self.exact_exponents, "nash_solution()")
        return nash_on_pie(a, fractions(d, "nash_solution()"), fractions(w, "nash_solution()"))

    def kalai_smorodinsky(self, d: Symbols) -> Found:
        """Go from disagreement towards the ideal point until the pie is used up."""
        return self._ray(d, "kalai_smorodinsky()", to_ideal=True)

    def egalitarian(self, d: Symbols) -> Found:
        """Go from disagreement in the direction of equal gains until the pie is used up."""
        return self._ray(d, "egalitarian()", to_ideal=False)

    def _ray(self, d: Symbols, call: str, *, to_ideal: bool) -> Found:
        if self._linear():
            return TransferableUtility(1).egalitarian(d)
        if self._alike(d):
            return self._at(self._equal(), "closed form: equal exponents, equal shares", Fraction(0))
        a, at = fractions(self.exact_exponents, call), fractions(d, call)
        return along_ray(a, at, to_ideal=to_ideal)

    def _equal(self) -> Symbols:
        return (RationalFunction.constant(Fraction(1, self.players)),) * self.players

    def utilitarian(self, d: Symbols) -> tuple[Found, ...]:
        """Equate marginal utilities above the shares that disagreement is worth."""
        if self._linear():
            return TransferableUtility(1).utilitarian(d)
        if self._alike(d):
            return (self._at(self._equal(), "closed form: equal exponents, equal shares", Fraction(0)),)
        call = "utilitarian()"
        return equal_marginals(fractions(self.exact_exponents, call), fractions(d, call))


def _zero(d: Symbols) -> bool:
    return all(x.is_zero() for x in d)


def _power(x: RationalFunction, a: RationalFunction) -> Any:
    """Return ``x ** a``: a fraction where it is one, otherwise a SymPy expression."""
    import sympy

    value = sympy.Pow(to_sympy(x), to_sympy(a))
    return Fraction(int(value.p), int(value.q)) if isinstance(value, sympy.Rational) else value
