"""Convex bargaining problems as values: a simplex of transferable utility, and polytopes of payoff vectors.

Sets are *comprehensive*: utility can be thrown away, so with a payoff vector everything below it is feasible.  Two
descriptions of a polytope are kept, its corners and its facets, both exact; a solution is found in one and checked
in the other.  `powers` has the third frontier, a pie under risk aversion.  Nothing here is approximated except where
a solution is irrational (Nash on an inner face of three or more dimensions): then `programs` solves a convex program
and the answer is certified in rational arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol, final

from gametheory.algebra.conditions import POSITIVE
from gametheory.algebra.polynomials import RationalFunction
from gametheory.bargaining._geometry import Vector, corners, dot, facets, slack
from gametheory.bargaining._reading import Reading, as_given, fractions
from gametheory.errors import InvalidGameError

Symbols = tuple[RationalFunction, ...]
Requirement = tuple[RationalFunction, str, str]
"""A number, its relation to 0, and the sentence that refuses a problem in which it fails."""

NO_GAIN = "the disagreement point is not inside the frontier: no feasible outcome is better for everybody"


@dataclass(frozen=True)
class Found:
    """What a frontier hands back: one outcome, how it was found, and how far it may be from the truth."""

    payoffs: tuple[Any, ...]
    method: str
    certificate: Any = Fraction(0)
    tolerance: Any = Fraction(0)
    shares: tuple[Any, ...] | None = None


class Frontier(Protocol):
    """A convex, comprehensive set of feasible payoffs and the solutions that can be computed on it."""

    @property
    def players(self) -> int | None: ...
    def read(self, reading: Reading) -> None: ...
    def requirements(self, d: Symbols) -> Iterator[Requirement]: ...
    def nash(self, d: Symbols, w: Symbols) -> Found: ...
    def kalai_smorodinsky(self, d: Symbols) -> Found: ...
    def egalitarian(self, d: Symbols) -> Found: ...
    def utilitarian(self, d: Symbols) -> tuple[Found, ...]: ...


# -- transferable utility ---------------------------------------------------------------------------------------


@final
@dataclass(frozen=True)
class TransferableUtility:
    """Describe a surplus that can be divided freely: ``u_1 + ... + u_n <= surplus``.

    Parameters
    ----------
    surplus : number or expression in parameters
        What there is to divide.  The number of players is that of the disagreement point.

    Examples
    --------
    >>> TransferableUtility("3/2")
    TransferableUtility(surplus=Fraction(3, 2))
    """

    surplus: Any

    def __post_init__(self) -> None:
        object.__setattr__(self, "surplus", as_given(self.surplus, "TransferableUtility()", "the surplus"))

    @property
    def players(self) -> None:
        """Any number of players."""
        return None

    def read(self, reading: Reading) -> None:
        """Read the frontier's numbers."""
        reading.number(self.surplus, "the surplus")

    def _gain(self, d: Symbols) -> RationalFunction:
        return Reading("").number(self.surplus, "") - sum(d, RationalFunction.constant(0))

    def requirements(self, d: Symbols) -> Iterator[Requirement]:
        """Yield what must hold for somebody to gain without anybody's loss."""
        yield self._gain(d), POSITIVE, NO_GAIN

    def nash(self, d: Symbols, w: Symbols) -> Found:
        """Divide the gain by the weights."""
        gain = self._gain(d)
        u = tuple(x + a * gain for x, a in zip(d, w, strict=True))
        # The gradient of the weighted product is the same in all directions: no transfer improves it.
        slopes = [gain * a / (x - y) - 1 for a, x, y in zip(w, u, d, strict=True)]
        method = "closed form: everybody's disagreement payoff and a weighted share of the gain"
        return Found(u, method, largest([*slopes, self._gain(u)]), shares=u)

    def kalai_smorodinsky(self, d: Symbols) -> Found:
        """Divide the gain equally: everybody's ideal gain is the whole of it."""
        return self.egalitarian(d)

    def egalitarian(self, d: Symbols) -> Found:
        """Divide the gain equally."""
        each = self._gain(d) / RationalFunction.constant(len(d))
        u = tuple(x + each for x in d)
        return Found(u, "closed form: the gain in equal shares", largest([self._gain(u)]), shares=u)

    def utilitarian(self, d: Symbols) -> tuple[Found, ...]:
        """Return the outcomes in which one player has the whole gain: they span all efficient ones."""
        gain = self._gain(d)
        method = "closed form: every division of the gain has the same sum"
        corners = (tuple(x + gain if i == j else x for j, x in enumerate(d)) for i in range(len(d)))
        return tuple(Found(u, method, shares=u) for u in corners)


# -- polytopes --------------------------------------------------------------------------------------------------


@final
@dataclass(frozen=True)
class Polytope:
    """Describe lotteries over finitely many payoff vectors, and everything below them.

    Parameters
    ----------
    vertices : sequence of payoff vectors
        Payoffs of the pure outcomes, one entry a player; exact numbers or floats.  Vectors that are not corners do
        no harm.

    Examples
    --------
    >>> Polytope([(0, 4), (3, 2), (4, 0)]).facets  # doctest: +NORMALIZE_WHITESPACE
    ((Fraction(0, 1), Fraction(1, 1), Fraction(4, 1)), (Fraction(2, 5), Fraction(3, 5), Fraction(12, 5)),
     (Fraction(2, 3), Fraction(1, 3), Fraction(8, 3)), (Fraction(1, 1), Fraction(0, 1), Fraction(4, 1)))
    """

    vertices: tuple[tuple[Any, ...], ...]

    def __post_init__(self) -> None:
        reading = Reading("Polytope()")
        rows = [tuple(row) for row in self.vertices]
        if not rows or len(rows[0]) < 2 or any(len(row) != len(rows[0]) for row in rows):
            raise InvalidGameError(
                "Polytope(): `vertices` must be payoff vectors of equal length, with two players at least"
            )
        read = [reading.numbers(row, f"vertex {i}, payoff") for i, row in enumerate(rows, 1)]
        points = [fractions(row, "Polytope()") for row in read]
        object.__setattr__(self, "vertices", tuple(tuple(map(reading.face, p)) for p in points))

    @property
    def players(self) -> int:
        """How many players there are."""
        return len(self.vertices[0])

    def read(self, reading: Reading) -> None:
        """Read the frontier's numbers."""
        for i, row in enumerate(self.vertices, 1):
            reading.numbers(row, f"vertex {i}, payoff")

    @property
    def points(self) -> tuple[Vector, ...]:
        """The payoff vectors as fractions."""
        return tuple(fractions(Reading("").numbers(row, ""), "") for row in self.vertices)

    @property
    def facets(self) -> tuple[Vector, ...]:
        """The facets ``a . u <= c`` as rows ``(a_1, ..., a_n, c)`` with ``a >= 0`` and ``sum(a) = 1``."""
        return facets(self.points)

    def requirements(self, d: Symbols) -> Iterator[Requirement]:
        """Yield what must hold for an outcome that is better for everybody."""
        at = fractions(d, "Polytope")
        for facet in self.facets:
            yield RationalFunction.constant(slack(facet, at)), POSITIVE, NO_GAIN

    def kalai_smorodinsky(self, d: Symbols) -> Found:
        """Go from disagreement towards the ideal point until the frontier stops it."""
        at = fractions(d, "Polytope")
        ideal = [min(slack(f, at) / f[i] for f in self.facets if f[i]) for i in range(len(at))]
        return self._ray(at, ideal, "rational arithmetic: the ray to the ideal point meets a facet")

    def egalitarian(self, d: Symbols) -> Found:
        """Go from disagreement in the direction of equal gains until the frontier stops it."""
        at = fractions(d, "Polytope")
        return self._ray(
            at, [Fraction(1)] * len(at), "rational arithmetic: the ray of equal gains meets a facet"
        )

    def _ray(self, d: Vector, direction: Sequence[Fraction], method: str) -> Found:
        length = min(slack(f, d) / dot(f, direction) for f in self.facets if dot(f, direction) > 0)
        u = tuple(x + length * s for x, s in zip(d, direction, strict=True))
        return Found(u, method, abs(min(slack(f, u) for f in self.facets)))

    def nash(self, d: Symbols, w: Symbols) -> Found:
        """Try facets, then corners, in closed form; an inner face of three or more dimensions goes to a program."""
        at, weights = fractions(d, "Polytope"), fractions(w, "Polytope")
        for facet in self.facets:
            if all(facet[:-1]):
                gain = slack(facet, at)
                u = tuple(x + a * gain / slope for x, a, slope in zip(at, weights, facet[:-1], strict=True))
                if all(slack(f, u) >= 0 for f in self.facets):
                    return Found(u, "rational arithmetic: tangent to a facet", self.nash_gap(at, weights, u))
        for u in self.points:
            if all(x > y for x, y in zip(u, at, strict=True)) and self.nash_gap(at, weights, u) == 0:
                return Found(u, "rational arithmetic: a corner that its gradient supports", Fraction(0))
        from gametheory.bargaining.programs import nash_on_polytope

        return nash_on_polytope(self, at, weights)

    def nash_gap(self, d: Vector, w: Vector, u: Vector) -> Fraction:
        """Return by which fraction the weighted Nash product can still be raised above its value at `u`, at most.

        The gradient at `u`, scaled, is ``g_i = w_i / (u_i - d_i)``.  For every feasible ``v`` the inequality of the
        means gives ``prod(((v_i - d_i) / (u_i - d_i)) ** w_i) <= g . (v - d)``, and the right side is largest at a
        vertex.
        """
        slopes = [a / (x - y) for a, x, y in zip(w, u, d, strict=True)]
        return max(
            sum((g * (v - y) for g, v, y in zip(slopes, p, d, strict=True)), -Fraction(1))
            for p in self.points
        )

    def utilitarian(self, d: Symbols) -> tuple[Found, ...]:
        """Return the corners with the largest sum, among outcomes that nobody likes less than disagreement."""
        at = fractions(d, "Polytope")
        extreme = corners(self.facets, at)
        best = max(sum(u) for u in extreme)
        method = "rational arithmetic: all corners of the individually rational set"
        return tuple(Found(u, method) for u in sorted(extreme) if sum(u) == best)


def Polygon(vertices: Sequence[Sequence[Any]]) -> Polytope:
    """Return a two-player `Polytope`; all its solutions are exact.

    Examples
    --------
    >>> Polygon([(0, 4), (3, 2), (4, 0)]).players
    2
    """
    made = Polytope(tuple(tuple(row) for row in vertices))
    if made.players != 2:
        raise InvalidGameError(
            f"Polygon(): the vectors have {made.players} entries; for more than two use Polytope"
        )
    return made


def largest(residuals: Sequence[RationalFunction]) -> Any:
    """Return 0 if all residuals vanish identically, otherwise the first that does not."""
    return next((r for r in residuals if not r.is_zero()), Fraction(0))
