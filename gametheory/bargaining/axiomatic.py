"""Axiomatic solutions of convex bargaining problems: Nash, Kalai-Smorodinsky, egalitarian, utilitarian.

Exact wherever there is a closed form, over rationals and over parameters; otherwise a number with a proven bound on
its error.  A problem in which nobody can gain is refused.  Solutions are about the set of feasible payoffs alone; how
talks get there is the business of `protocol`, and `limits` joins the two.

References
----------
Nash, J. (1950), Econometrica 18; Kalai, E. and Smorodinsky, M. (1975), Econometrica 43; Kalai, E. (1977),
Econometrica 45 (egalitarian) and International Journal of Game Theory 6 (weights); Roth, A. (1979), "Axiomatic
models of bargaining".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, final

from gametheory.algebra.conditions import POSITIVE
from gametheory.algebra.region import Region
from gametheory.bargaining._reading import Reading, where
from gametheory.bargaining.frontiers import (
    Found,
    Frontier,
    Polygon,
    Polytope,
    Requirement,
    Symbols,
    TransferableUtility,
)
from gametheory.bargaining.powers import PowerUtilities
from gametheory.errors import InvalidGameError

_ROUNDING = 2.0**-52


@final
@dataclass(frozen=True)
class Solution:
    """One outcome of a bargaining problem.

    Attributes
    ----------
    concept : str
        Which solution it is.
    payoffs : tuple of Fraction, float or SymPy expression
        One a player; floats only if a number of the problem was a float, or if the solution is irrational.
    shares : tuple or None
        The division of the pie behind the payoffs, where the frontier has one.
    method : str
        How it was found.
    tolerance : Fraction or float
        Proven bound on the error of every payoff; 0 if they are exact.
    certificate : Fraction or float
        Recomputed from the answer before it is rounded to floats.  Nash: the fraction by which any feasible outcome
        can raise the weighted product, at most.  Others: the distance from the frontier along the solution's ray.
    when : Region or None
        The parameters for which the formula holds; `None` if there are no parameters.
    """

    concept: str
    payoffs: tuple[Any, ...]
    shares: tuple[Any, ...] | None
    method: str
    tolerance: Any
    certificate: Any
    when: Region | None

    @property
    def exact(self) -> bool:
        """Whether the payoffs are exact."""
        return not isinstance(self.tolerance, float)

    def __str__(self) -> str:
        quality = "exact" if self.exact else f"error at most {self.tolerance:.1e}"
        place = "" if self.when is None else f", when {self.when}"
        return f"{self.concept}: ({', '.join(map(str, self.payoffs))}) ({quality}; {self.method}){place}"


@final
@dataclass(frozen=True)
class Face:
    """All outcomes that a solution selects: the convex hull of some payoff vectors.

    Attributes
    ----------
    concept : str
        Which solution it is.
    vertices : tuple of Solution
        The corners of the set; one if the solution is unique.
    """

    concept: str
    vertices: tuple[Solution, ...]

    @property
    def unique(self) -> bool:
        """Whether there is one outcome only."""
        return len(self.vertices) == 1

    @property
    def payoffs(self) -> tuple[tuple[Any, ...], ...]:
        """The payoff vectors of the corners."""
        return tuple(v.payoffs for v in self.vertices)


def nash_solution(
    frontier: Frontier,
    disagreement: Sequence[Any],
    weights: Sequence[Any] | None = None,
    *,
    assuming: object = (),
) -> Solution:
    """Maximise the weighted product of gains ``prod((u_i - d_i) ** w_i)``.

    Parameters
    ----------
    frontier : TransferableUtility, Polytope or PowerUtilities
        What is feasible.
    disagreement : sequence of number
        Payoffs without agreement, one a player; some feasible outcome must be better for everybody.
    weights : sequence of number, optional
        Bargaining powers, all positive; only their proportions matter.  Equal by default.
    assuming : conditions, optional
        What holds of the parameters.

    Raises
    ------
    InvalidGameError
        If the disagreement point is not strictly inside the frontier, or a weight is not positive.
    MixedFieldError
        If a float stands beside a parameter.

    Examples
    --------
    >>> nash_solution(TransferableUtility(1), ("1/5", "1/10")).payoffs
    (Fraction(11, 20), Fraction(9, 20))
    >>> from gametheory import parameters
    >>> S, d, w = parameters("S d w")
    >>> one = nash_solution(TransferableUtility(S), (d, 0), (w, 1 - w), assuming=[0 < w, w < 1])
    >>> one.payoffs[1], one.when
    ((1 - w)*(S - d), Region: S > d)
    """
    problem = _Problem("nash_solution()", frontier, disagreement, weights, assuming)
    return problem.solution("Nash", frontier.nash(problem.d, problem.w))


def kalai_smorodinsky(frontier: Frontier, disagreement: Sequence[Any], *, assuming: object = ()) -> Solution:
    """Give everybody the same fraction of the ideal gain: the largest that leaves no one worse off.

    Parameters
    ----------
    frontier, disagreement, assuming
        As in `nash_solution`.

    Notes
    -----
    With three or more players the outcome is weakly efficient only: somebody may still gain at nobody's expense.

    Examples
    --------
    >>> kalai_smorodinsky(Polygon([(0, 1), (2, 0)]), (0, 0)).payoffs
    (Fraction(1, 1), Fraction(1, 2))
    """
    problem = _Problem("kalai_smorodinsky()", frontier, disagreement, None, assuming)
    return problem.solution("Kalai-Smorodinsky", frontier.kalai_smorodinsky(problem.d))


def egalitarian(frontier: Frontier, disagreement: Sequence[Any], *, assuming: object = ()) -> Solution:
    """Give everybody the same gain, as large as is feasible (weakly efficient; it compares utilities).

    Parameters
    ----------
    frontier, disagreement, assuming
        As in `nash_solution`.

    Examples
    --------
    >>> egalitarian(Polygon([(0, 1), (2, 0)]), (0, 0)).payoffs
    (Fraction(2, 3), Fraction(2, 3))
    """
    problem = _Problem("egalitarian()", frontier, disagreement, None, assuming)
    return problem.solution("egalitarian", frontier.egalitarian(problem.d))


def utilitarian(frontier: Frontier, disagreement: Sequence[Any], *, assuming: object = ()) -> Face:
    """Maximise the sum of payoffs among outcomes that nobody likes less than disagreement.

    Parameters
    ----------
    frontier, disagreement, assuming
        As in `nash_solution`.

    Returns
    -------
    Face
        All solutions, by the corners of the face that they form.

    Examples
    --------
    >>> utilitarian(Polygon([(0, 1), (2, 0)]), (0, 0)).payoffs
    ((Fraction(2, 1), Fraction(0, 1)),)
    >>> utilitarian(TransferableUtility(1), (0, 0)).payoffs
    ((Fraction(1, 1), Fraction(0, 1)), (Fraction(0, 1), Fraction(1, 1)))
    """
    problem = _Problem("utilitarian()", frontier, disagreement, None, assuming)
    return Face(
        "utilitarian", tuple(problem.solution("utilitarian", f) for f in frontier.utilitarian(problem.d))
    )


class _Problem:
    """A frontier with a disagreement point and weights, read and validated."""

    def __init__(
        self,
        call: str,
        frontier: Frontier,
        disagreement: Sequence[Any],
        weights: Sequence[Any] | None,
        assuming: object,
    ) -> None:
        self.reading = Reading(call)
        frontier.read(self.reading)
        self.d = self.reading.numbers(disagreement, "disagreement payoff")
        n = frontier.players or len(self.d)
        if len(self.d) != n or n < 2:
            raise InvalidGameError(
                f"{call}: {len(self.d)} disagreement payoffs; give one for each of {max(n, 2)} players"
            )
        raw = self.reading.numbers([1] * n if weights is None else weights, "weight")
        if len(raw) != n:
            raise InvalidGameError(f"{call}: {len(raw)} weights; give one for each of {n} players")
        self.when = where(self._requirements(frontier, raw), assuming, call)
        total = sum(raw[1:], raw[0])
        self.w: Symbols = tuple(a / total for a in raw)

    def _requirements(self, frontier: Frontier, weights: Symbols) -> Iterator[Requirement]:
        for i, a in enumerate(weights, 1):
            yield a, POSITIVE, f"weight {i} is {self.reading.face(a)}; weights must be positive"
        yield from frontier.requirements(self.d)

    def solution(self, concept: str, found: Found) -> Solution:
        show: Callable[[Any], Any] = self.reading.face
        payoffs = tuple(map(show, found.payoffs))
        tolerance, certificate, method = found.tolerance, found.certificate, found.method
        if self.reading.float is not None and not isinstance(tolerance, float):
            # Worked out exactly on the decimals, then rounded once.
            tolerance, certificate = _ROUNDING * max(map(abs, payoffs)), float(certificate)
            method += "; on the decimals of the floats, rounded once"
        shares = None if found.shares is None else tuple(map(show, found.shares))
        return Solution(concept, payoffs, shares, method, tolerance, certificate, self.when)


__all__ = [
    "Face",
    "Frontier",
    "Polygon",
    "Polytope",
    "PowerUtilities",
    "Solution",
    "TransferableUtility",
    "egalitarian",
    "kalai_smorodinsky",
    "nash_solution",
    "utilitarian",
]
