"""From alternating offers to the Nash solution: shares for any risk of breakdown, and their limits.

Binmore, Rubinstein and Wolinsky (1986): as talks become quick, the division that alternating offers lead to tends to
a Nash solution.  If impatience is a risk of breakdown, it is the symmetric one of the players' utilities with the
breakdown payoffs as disagreement; if it is discounting at rates r_i, weights are proportional to 1 / r_i.  The limits
are taken in SymPy of the equilibrium shares themselves, and the Nash solution is computed apart, so that the two
sides of the theorem meet only in the comparison.

References
----------
Binmore, K., Rubinstein, A. and Wolinsky, A. (1986), RAND Journal of Economics 17.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, final

from gametheory.algebra.conditions import POSITIVE
from gametheory.algebra.expressions import to_sympy
from gametheory.algebra.polynomials import RationalFunction
from gametheory.bargaining._intervals import ROUNDING, bracket, number, power, precise
from gametheory.bargaining._reading import Reading, fractions, to_float, where
from gametheory.bargaining.axiomatic import nash_solution
from gametheory.bargaining.frontiers import Symbols, TransferableUtility
from gametheory.bargaining.powers import PowerUtilities
from gametheory.errors import InvalidGameError


@final
@dataclass(frozen=True)
class Share:
    """The share of the player who proposes first.

    Attributes
    ----------
    value : Fraction, float or SymPy expression
        The share, of a pie of 1.
    method : str
        How it was found.
    tolerance : Fraction or float
        Proven bound on its error; 0 if it is exact.
    """

    value: Any
    method: str
    tolerance: Any

    @property
    def exact(self) -> bool:
        """Whether the share is exact."""
        return not isinstance(self.tolerance, float)


@final
@dataclass(frozen=True)
class Limit:
    """A limit of equilibrium shares beside the Nash solution that it should equal.

    Attributes
    ----------
    share : SymPy expression
        The first proposer's share before the limit.
    value : SymPy expression
        Its limit.
    nash : SymPy expression
        The first player's share in the Nash solution, computed apart.
    """

    share: Any
    value: Any
    nash: Any

    @property
    def agrees(self) -> bool:
        """Whether both are the same expression, after simplification."""
        import sympy

        return bool(sympy.simplify(self.value - self.nash) == 0)


def alternating_offers_share(
    utilities: PowerUtilities, risk: Any, breakdown: Sequence[Any] = (0, 0)
) -> Share:
    """Return what player 1, who proposes first, gets when talks break down with some probability after a rejection.

    The offers x (by 1) and y (by 2), both shares of player 1, leave the other just willing:
    ``u1(y) = (1 - p) u1(x) + p b1`` and ``u2(1 - x) = (1 - p) u2(1 - y) + p b2``.

    Parameters
    ----------
    utilities : PowerUtilities
        Of two players.
    risk : number or expression in parameters
        The probability p of breakdown, in (0, 1).
    breakdown : pair of number, optional
        Payoffs after a breakdown (0).  Other than 0, they need numbers, unless both players are risk neutral.

    Notes
    -----
    Without breakdown payoffs the equations are Rubinstein's with discount factors ``(1 - p) ** (1 / a_i)``, and the
    share is a formula.  With them it is the root of a monotone function, bracketed in interval arithmetic.

    Examples
    --------
    >>> alternating_offers_share(PowerUtilities((1, 1)), "1/10").value
    Fraction(10, 19)
    >>> round(alternating_offers_share(PowerUtilities(("1/2", 1)), 1e-7).value, 6)
    0.333333
    """
    call = "alternating_offers_share()"
    if utilities.players != 2:
        raise InvalidGameError(
            f"{call}: {utilities.players} players; alternating offers here are between two"
        )
    reading = Reading(call)
    utilities.read(reading)
    p = reading.number(risk, "the risk")
    d = reading.numbers(breakdown, "breakdown payoff")
    if len(d) != 2:
        raise InvalidGameError(f"{call}: {len(d)} breakdown payoffs; give two")
    sentence = f"the risk is {to_sympy(p)}; it must lie strictly between 0 and 1"
    where([(p, POSITIVE, sentence), (1 - p, POSITIVE, sentence)], (), call)
    where(utilities.requirements(d), (), call)
    a = utilities.exact_exponents
    if all(b == 1 for b in a):
        x = (1 - d[1] + (1 - p) * d[0]) / (2 - p)
        return _shown(x, reading, "closed form: risk neutral")
    if all(b.is_zero() for b in d):
        return _shown(
            _rubinstein(a, p), reading, "closed form: Rubinstein's with discount factors (1 - p)**(1/a)"
        )
    return _root(fractions(a, call), fractions(d, call), fractions([p], call)[0])


def _rubinstein(a: Symbols, p: RationalFunction) -> Any:
    import sympy

    stay = sympy.Add(1, -to_sympy(p))
    delta1, delta2 = (stay ** (1 / to_sympy(b)) for b in a)
    value = (1 - delta2) / (1 - delta1 * delta2)
    return Fraction(int(value.p), int(value.q)) if isinstance(value, sympy.Rational) else value


def _shown(x: Any, reading: Reading, method: str) -> Share:
    if reading.float is None:
        return Share(reading.face(x), method, Fraction(0))
    value = to_float(x)
    return Share(value, method + "; on the decimals of the floats, rounded once", value * ROUNDING)


def _root(a: Sequence[Fraction], d: Sequence[Fraction], p: Fraction) -> Share:
    """Bracket player 1's offer between what breakdown is worth to 1 and what it leaves after 2's."""

    def excess(context: Any, x: Any) -> Any:
        stay, risk = number(context, 1 - p), number(context, p)
        b1, b2 = number(context, d[0]), number(context, d[1])
        y = power(context, stay * power(context, x, a[0]) + risk * b1, 1 / a[0])
        return stay * power(context, 1 - y, a[1]) + risk * b2 - power(context, 1 - x, a[1])

    with precise() as (mp, _):
        low, high = (
            Fraction(str(mp.nstr(end, 40)))
            for end in (
                power(mp, number(mp, d[0]), 1 / a[0]),
                1 - power(mp, number(mp, d[1]), 1 / a[1]),
            )
        )
    low, high = bracket(excess, low, high)
    value = float(high)
    tolerance = float(high - low) + ROUNDING * value
    return Share(value, "a root of the indifference conditions, bracketed in interval arithmetic", tolerance)


def limit_as_risk_vanishes(exponents: Sequence[Any]) -> Limit:
    """Let the risk of breakdown go to 0: the share tends to that of the symmetric Nash solution.

    Parameters
    ----------
    exponents : pair of number or expression in parameters
        Of ``u_i = x ** a_i``.

    Examples
    --------
    >>> from gametheory import parameters
    >>> a1, a2 = parameters("a1 a2")
    >>> theorem = limit_as_risk_vanishes((a1, a2))
    >>> theorem.value, theorem.agrees
    (a1/(a1 + a2), True)
    """
    import sympy

    utilities = PowerUtilities(tuple(exponents))
    p = sympy.Symbol("p", real=True)
    share = alternating_offers_share(utilities, p).value
    nash = nash_solution(utilities, (0, 0))
    assert nash.shares is not None
    return Limit(share, _limit(share, p), sympy.sympify(nash.shares[0], strict=True))


def limit_as_offers_speed_up(rates: Sequence[Any] | None = None) -> Limit:
    """Let the time between offers go to 0, with discounting at rates r_i: weights become proportional to 1 / r_i.

    Parameters
    ----------
    rates : pair of number or expression in parameters, optional
        The rates r1, r2; parameters of these names by default.

    Examples
    --------
    >>> theorem = limit_as_offers_speed_up()
    >>> theorem.value, theorem.agrees
    (r2/(r1 + r2), True)
    """
    import sympy

    from gametheory.algebra.expressions import parameters
    from gametheory.bargaining.classics import Rubinstein

    reading = Reading("limit_as_offers_speed_up()")
    given = reading.numbers(parameters("r1 r2") if rates is None else rates, "rate")
    if len(given) != 2:
        raise InvalidGameError(f"limit_as_offers_speed_up(): {len(given)} rates; give two")
    sentences = [
        (r, POSITIVE, f"rate {i} is {to_sympy(r)}; it must be positive") for i, r in enumerate(given, 1)
    ]
    where(sentences, (), "limit_as_offers_speed_up()")
    delta1, delta2 = parameters("delta1 delta2")
    inside = [0 < delta1, delta1 < 1, 0 < delta2, delta2 < 1]
    (equilibrium,) = Rubinstein(delta1, delta2, assuming=inside).equilibria()
    dt = sympy.Symbol("dt", real=True)
    discounts = {d: sympy.exp(-to_sympy(r) * dt) for d, r in zip((delta1, delta2), given, strict=True)}
    share = equilibrium.share("1").subs(discounts)
    nash = nash_solution(TransferableUtility(1), (0, 0), [1 / r for r in given])
    assert nash.shares is not None
    return Limit(share, _limit(share, dt), sympy.sympify(nash.shares[0], strict=True))


def _limit(expression: Any, variable: Any) -> Any:
    """Take the limit at 0 from above, with all parameters positive (they are real only, on their own)."""
    import sympy

    positive = {s: sympy.Dummy(s.name, positive=True) for s in expression.free_symbols}
    limit = sympy.limit(expression.subs(positive), positive[variable], 0, "+")
    return sympy.simplify(limit).subs({new: old for old, new in positive.items()})
