"""Bayesian persuasion on a continuum of beliefs: the concave closure of a piecewise polynomial payoff, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gametheory.algebra.decide import Budget, spending
from gametheory.algebra.realfield import Number, Place, element, shared, together
from gametheory.errors import ParameterError
from gametheory.mediation._closure import closure, meets, supported
from gametheory.mediation._pieces import Piecewise, read_piecewise, read_rational
from gametheory.mediation._segments import (
    Clearance,
    Segment,
    cases_tex,
    curves,
    horner,
    segment_of,
    simple,
    written,
)
from gametheory.mediation._tangents import Line
from gametheory.mediation.persuasion import Commitment

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, eq=False, repr=False)
class ConcaveClosure(Commitment):
    """The concave closure of a sender's payoff over beliefs, and what she tells at a prior.

    Attributes
    ----------
    prior : Fraction
        Probability of the second state.
    value : Fraction or Algebraic
        What the sender earns at the prior: the concave closure there.
    silence, disclosure : Fraction
        What she earns if she says nothing, and if she says everything.
    posteriors : tuple of (belief, probability)
        The beliefs to which she leads the receiver: two, or the prior alone.
    segments : tuple of Segment
        The closure, from left to right.
    support : (intercept, slope)
        A line that touches the closure at the prior and is nowhere below the payoff: so nothing is worth more than `value`.
    certificate : tuple of Clearance
        That proof, piece by piece; each polynomial is a square times factors that are proved positive.
    """

    prior: Fraction
    value: Number
    silence: Fraction
    disclosure: Fraction
    posteriors: tuple[tuple[Number, Number], ...]
    segments: tuple[Segment, ...]
    support: tuple[Number, Number]
    certificate: tuple[Clearance, ...]
    _payoff: Piecewise

    @property
    def helps(self) -> tuple[tuple[Number, Number], ...]:
        """The priors at which persuasion is worth more than silence, as open intervals."""
        return tuple((s.left, s.right) for s in self.segments if s.chord)

    @property
    def experiment(self) -> dict[int, tuple[Number, ...]]:
        """How likely each posterior is in the first state (0) and in the second (1), in the order of `posteriors`; a state that cannot be is left out."""
        told: dict[int, tuple[Number, ...]] = {}
        if self.prior < 1:
            told[0] = tuple(p * (1 - q) / (1 - self.prior) for q, p in self.posteriors)
        if self.prior > 0:
            told[1] = tuple(p * q / self.prior for q, p in self.posteriors)
        return told

    def at(self, belief: Any) -> Number:
        """Return the concave closure at a belief.

        Raises
        ------
        ParameterError
            If it is no number from 0 to 1.
        """
        x = _belief(belief, "at(): the belief")
        here = next(s for s in self.segments if s.left <= x <= s.right)
        return simple(horner(here.coefficients, x))

    def __str__(self) -> str:
        told = ", ".join(f"belief {q} with probability {p}" for q, p in self.posteriors)
        lines = [
            f"value {self.value} (silence {self.silence}, disclosure {self.disclosure}) at the prior {self.prior}",
            f"  {told if len(self.posteriors) > 1 else 'nothing is told'}",
            f"  no more, for {written(self.support)} is nowhere below the payoff",
            "concave closure",
            *(f"  {segment}" for segment in self.segments),
        ]
        priors = ", ".join(f"({left}, {right})" for left, right in self.helps)
        lines.append(f"persuasion helps at priors in {priors}" if priors else "persuasion helps at no prior")
        return "\n".join(lines)

    def latex(self) -> str:
        """Return the concave closure as LaTeX, one case a segment."""
        return cases_tex(self.segments)

    def draw(self, state: str = "the second state") -> Figure:
        """Draw the payoff against the belief in the second state, its concave closure, the prior and the posteriors.

        Parameters
        ----------
        state : str
            What the second state is called.
        """
        from gametheory import plot

        with plot.style():
            figure = plot.new_figure(figsize=(4.8, 3.4))
            axes = figure.subplots()
            payoff = ((piece.coefficients, piece.lo, piece.hi) for piece in self._payoff.pieces)
            curves(axes, payoff, "payoff at the belief", color=plot.LINE[0], linewidth=2.2)
            for x, y in self._payoff.tops.items():
                limits = {piece.at(x) for piece in self._payoff.pieces if x in (piece.lo, piece.hi)}
                if limits != {y}:
                    axes.plot([float(x)], [float(y)], ".", color=plot.LINE[0], markersize=7)
            parts = ((s.coefficients, s.left, s.right) for s in self.segments)
            curves(axes, parts, "concave closure", color=plot.LINE[1], linewidth=1.2)
            for q, _ in self.posteriors:
                axes.plot(
                    [float(q)],
                    [float(self._payoff_at(q))],
                    "o",
                    color=plot.LINE[1],
                    markersize=4,
                    mfc="white",
                )
            axes.plot([float(self.prior)], [float(self.value)], "o", color=plot.LINE[1], markersize=6)
            axes.axvline(float(self.prior), color=plot.INK, linewidth=0.6, linestyle=(0, (4, 3)))
            axes.set_xlabel(f"belief in {state} (prior {self.prior})")
            axes.set_ylabel("payoff of the sender")
            axes.legend(fontsize=8)
        return figure

    def _payoff_at(self, q: Number) -> Number:
        if isinstance(q, Fraction):
            return self._payoff.at(q)
        piece = next(piece for piece in self._payoff.pieces if piece.lo < q < piece.hi)
        return simple(horner(piece.coefficients, q))


def concave_closure(
    payoff: Iterable[Sequence[Any]], prior: Any, *, budget: Budget | None = None
) -> ConcaveClosure:
    """Find the concave closure of a sender's payoff over the receiver's belief, and the experiment that is best at a prior.

    There are two states; beliefs are probabilities of the second.  All is exact: where the closure leaves the payoff and meets it again are
    rational or algebraic numbers, found by going through all lines that may touch it twice, and proved.

    Parameters
    ----------
    payoff : sequence of (lo, hi, polynomial)
        What the sender earns at each belief, once the receiver has done what he likes best: a number, coefficients with the constant term
        first, or a polynomial in a parameter that stands for the belief.  The pieces cover [0, 1]; where they meet the larger value counts,
        and `(x, x, value)` gives a value to a single belief (which counts if it is larger).  Floats are read as the decimals that they print as.
    prior : number
        Probability of the second state.
    budget : Budget, optional
        When to stop.

    Returns
    -------
    ConcaveClosure
        With a line of support at the prior, proved to lie above the payoff.

    Raises
    ------
    ParameterError
        If the pieces leave a gap or overlap, are no polynomials in one unknown, or the prior is no number from 0 to 1.
    Undecided
        If the budget ended.

    See Also
    --------
    persuasion : any number of states, finitely many actions.

    Notes
    -----
    Common tangents of two pieces of degrees d and e are roots of a polynomial of degree about 2 d e: up to degree 5 that is quick, and two
    pieces of degree 6 that share a tangent take ten seconds; beyond that single divisions take seconds, and a budget is overdrawn by one.

    References
    ----------
    Kamenica, E. and Gentzkow, M. (2011), Bayesian persuasion, American Economic Review 101, 2590-2615 (section III).
    Aumann, R. J. and Maschler, M. B. (1995), Repeated games with incomplete information, MIT Press (concavification).

    Examples
    --------
    A judge convicts if guilt is at least as likely as innocence, and a prosecutor is paid for convictions:

    >>> print(concave_closure([(0, 0.5, 0), (0.5, 1, 1)], 0.3))
    value 3/5 (silence 0, disclosure 3/10) at the prior 3/10
      belief 0 with probability 2/5, belief 1/2 with probability 3/5
      no more, for 2*mu is nowhere below the payoff
    concave closure
      [0, 1/2] chord 2*mu
      [1/2, 1] payoff 1
    persuasion helps at priors in (0, 1/2)

    A payoff that is first convex, then concave; the line from 0 touches it at 3/4:

    >>> from gametheory import parameters
    >>> mu = parameters("mu")
    >>> found = concave_closure([(0, 1, 3 * mu**2 - 2 * mu**3)], Fraction(1, 2))
    >>> found.value, found.posteriors
    (Fraction(9, 16), ((Fraction(0, 1), Fraction(1, 3)), (Fraction(3, 4), Fraction(2, 3))))
    """
    function = read_piecewise(payoff, "concave_closure()")
    at = _belief(prior, "concave_closure(): the prior")
    with spending(budget):
        parts = closure(function)
        line, ends = supported(function, parts, at)
        posteriors = _split(at, ends)
        certificate = _clear(line, function, ends)
    return ConcaveClosure(
        prior=at,
        value=line.field.number(line.at(at)),
        silence=function.at(at),
        disclosure=(1 - at) * function.at(Fraction(0)) + at * function.at(Fraction(1)),
        posteriors=posteriors,
        segments=tuple(segment_of(part) for part in parts),
        support=(line.field.number(line.intercept), line.field.number(line.slope)),
        certificate=certificate,
        _payoff=function,
    )


def _belief(value: object, what: str) -> Fraction:
    number = read_rational(value, what)
    if not 0 <= number <= 1:
        raise ParameterError(f"{what} is {number}; a belief is a probability from 0 to 1")
    return number


# -- the prior ------------------------------------------------------------------------------------------------------


def _split(prior: Fraction, ends: list[Place]) -> tuple[tuple[Number, Number], ...]:
    """Return posteriors with the probabilities that average them to the prior."""
    if len(ends) == 1:
        return ((prior, Fraction(1)),)
    left, right = together(*ends)
    field = shared(left, right)
    width = (right.element - left.element) % field.modulus
    share = field.product((element(prior) - left.element) % field.modulus, field.inverse(width))
    return ((left.number, field.number(element(1) - share)), (right.number, field.number(share)))


def _clear(line: Line, function: Piecewise, ends: Sequence[Place]) -> tuple[Clearance, ...]:
    """Write down that a line, proved to be nowhere below the payoff, is so on each piece."""
    return tuple(
        Clearance(
            piece.lo,
            piece.hi,
            tuple(line.field.number(c) for c in line.above(piece)) or (Fraction(0),),
            tuple(
                end.number
                for end in ends
                if end.compare(piece.lo) >= 0 >= end.compare(piece.hi) and meets(line, piece, end)
            ),
        )
        for piece in function.pieces
    )
