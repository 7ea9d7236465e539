"""Persuasion about a state on an interval when only the posterior mean counts: censorship, with a price function that proves it best."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from gametheory.algebra.decide import Budget, spending
from gametheory.algebra.nonnegative import nonnegative_by_square
from gametheory.algebra.realfield import Element, Number, Place, RealField, element, over, rational_polynomial
from gametheory.errors import ParameterError
from gametheory.mediation._closure import Part, arcs, closure, supported
from gametheory.mediation._pieces import Piece, Piecewise, read_piecewise
from gametheory.mediation._segments import Segment, cases_tex, curves, horner, segment_of, written
from gametheory.mediation._tails import Prior, is_above_between, is_convex, read_prior, tails, value_of
from gametheory.mediation._tangents import Line
from gametheory.mediation.persuasion import Commitment

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, eq=False, repr=False)
class Censorship(Commitment):
    """A best experiment that reveals some states and pools the others: those above a cutoff, those below it, all, or none.

    Attributes
    ----------
    value : Fraction or Algebraic
        What the sender earns.
    silence, disclosure : Fraction
        What she earns if she says nothing, and if she says everything.
    revealed, pooled : (lo, hi) or None
        The states that are told exactly, and those of which the receiver learns no more than that it is one of them.
    mean : Fraction or Algebraic, or None
        What the receiver then expects.
    probability : Fraction or Algebraic
        How likely it is that states are pooled.
    price : tuple of Segment
        A convex function of the mean, nowhere below the payoff, whose expectation over the states is `value`.  What is told spreads the
        posterior mean less than the state is spread, so that no experiment is worth more.
    """

    value: Number
    silence: Fraction
    disclosure: Fraction
    revealed: tuple[Number, Number] | None
    pooled: tuple[Number, Number] | None
    mean: Number | None
    probability: Number
    price: tuple[Segment, ...]
    _payoff: Piecewise

    def __str__(self) -> str:
        lines = [f"value {self.value} (silence {self.silence}, disclosure {self.disclosure})"]
        if self.revealed:
            lines.append(f"  states from {self.revealed[0]} to {self.revealed[1]} are told")
        if self.pooled:
            lines.append(
                f"  states from {self.pooled[0]} to {self.pooled[1]} are pooled (probability {self.probability}), mean {self.mean}"
            )
        lines.append("price function, convex and nowhere below the payoff")
        lines += [
            f"  [{s.left}, {s.right}] {'line' if s.chord else 'payoff'} {written(s.coefficients)}"
            for s in self.price
        ]
        return "\n".join(lines)

    def latex(self) -> str:
        """Return the price function as LaTeX, one case a segment."""
        return cases_tex(self.price)

    def draw(self) -> Figure:
        """Draw the payoff against the posterior mean, the price function, and where states are pooled."""
        from gametheory import plot

        with plot.style():
            figure = plot.new_figure(figsize=(4.8, 3.4))
            axes = figure.subplots()
            payoff = ((piece.coefficients, piece.lo, piece.hi) for piece in self._payoff.pieces)
            curves(axes, payoff, "payoff at the mean", color=plot.LINE[0], linewidth=2.2)
            parts = ((s.coefficients, s.left, s.right) for s in self.price)
            curves(axes, parts, "price function", color=plot.LINE[1], linewidth=1.2)
            if self.pooled and self.mean is not None:
                axes.axvspan(
                    float(self.pooled[0]), float(self.pooled[1]), color=plot.FILL[1], alpha=0.3, lw=0
                )
                priced = next(s for s in self.price if s.left <= self.mean <= s.right)
                at = float(self.mean)
                height = horner([float(c) for c in priced.coefficients], at)
                axes.plot([at], [height], "o", color=plot.LINE[1], markersize=6)
            axes.set_xlabel("posterior mean (shaded: states that are pooled)")
            axes.set_ylabel("payoff of the sender")
            axes.legend(fontsize=8)
        return figure


def censorship(
    payoff: Iterable[Sequence[Any]],
    density: Iterable[Sequence[Any]] | None = None,
    *,
    budget: Budget | None = None,
) -> Censorship:
    """Find the experiment that is best for a sender whose payoff depends on what the receiver expects of a state on [0, 1].

    It is looked for among those that reveal the states below a cutoff and pool those above it, or the other way round, or tell all or
    nothing; and it is proved best among all experiments, or refused.  If the payoff is first convex and then concave, with a jump up in
    between or without (a receiver who acts from a threshold on), pooling from above is best; if first concave and then convex, from below
    (Kolotilin, Mylovanov and Zapechelnyuk 2022).

    Parameters
    ----------
    payoff : sequence of (lo, hi, polynomial)
        What the sender earns at each posterior mean, as for `concave_closure`.
    density : sequence of (lo, hi, polynomial), optional
        The density of the state, which integrates to 1 and is not 0 near 0 or near 1; uniform by default.
    budget : Budget, optional
        When to stop.

    Returns
    -------
    Censorship
        Exact, with a price function that proves it best.

    Raises
    ------
    ParameterError
        If pieces leave a gap or overlap or are no polynomials in one unknown, the density is none, or no experiment of this kind is best.
    Undecided
        If the budget ended.

    See Also
    --------
    concave_closure : two states, any payoff that is piecewise polynomial.

    References
    ----------
    Dworczak, P. and Martini, G. (2019), The simple economics of optimal persuasion, Journal of Political Economy 127, 1993-2048.
    Gentzkow, M. and Kamenica, E. (2016), A Rothschild-Stiglitz approach to Bayesian persuasion, American Economic Review 106 (5), 597-601.
    Kolotilin, A., Mylovanov, T. and Zapechelnyuk, A. (2022), Censorship as optimal persuasion, Theoretical Economics 17, 561-585.

    Examples
    --------
    A consumer buys if she expects a match of 3/4 or more, and matches are uniform: the better half is recommended.

    >>> print(censorship([(0, 0.75, 0), (0.75, 1, 1)]))
    value 1/2 (silence 0, disclosure 1/4)
      states from 0 to 1/2 are told
      states from 1/2 to 1 are pooled (probability 1/2), mean 3/4
    price function, convex and nowhere below the payoff
      [0, 1/2] payoff 0
      [1/2, 1] line -2 + 4*mu
    """
    function = read_piecewise(payoff, "censorship()")
    prior = read_prior(density, "censorship()")
    with spending(budget):
        plan = _best(function, prior)
        value = _verified(function, prior, plan)
        disclosure = sum((prior.integral(p.polynomial, *_ends(p)) for p in function.pieces), element(0))
    pooled = plan.pooled
    told = [(part.left, part.right) for part in plan.price if isinstance(part.along, Piece)]
    return Censorship(
        value=plan.field.number(value),
        silence=function.at(prior.mean),
        disclosure=Fraction(int(disclosure[0].p), int(disclosure[0].q)),
        revealed=(told[0][0].number, told[-1][1].number) if told else None,
        pooled=(pooled.left.number, pooled.right.number) if pooled else None,
        mean=plan.mean.number if pooled else None,
        probability=plan.field.number(plan.mass),
        price=tuple(segment_of(part) for part in plan.price),
        _payoff=function,
    )


@dataclass(frozen=True, eq=False)
class _Plan:
    """A price function in parts, of which at most one runs along a line, with the mean and the mass of what is pooled there."""

    field: RealField
    price: list[Part]
    mean: Place
    mass: Element

    @property
    def pooled(self) -> Part | None:
        return next((part for part in self.price if isinstance(part.along, Line)), None)


def _ends(piece: Piece) -> tuple[Place, Place]:
    return Place.at(piece.lo), Place.at(piece.hi)


def _best(function: Piecewise, prior: Prior) -> _Plan:
    """Try silence, disclosure, and every cutoff that may be best, from above and from below."""
    zero, one, mean = Place.at(0), Place.at(1), Place.at(prior.mean)
    line, ends = supported(function, closure(function), prior.mean)
    if len(ends) == 1:
        return _Plan(line.field, [Part(zero, one, line)], mean, element(1))
    if is_convex(function, zero, one):
        return _Plan(zero.field, arcs(function, zero, one), mean, element(0))
    for tail in tails(function, prior):
        price = [*arcs(function, zero, tail.cutoff), Part(tail.cutoff, one, tail.line)]
        return _Plan(tail.cutoff.field, price, tail.mean, tail.mass)
    for tail in tails(function.mirrored(), prior.mirrored()):
        field, cutoff = tail.cutoff.field, _turned(tail.cutoff)
        line = Line(field, tail.line.intercept + tail.line.slope, -tail.line.slope)
        price = [Part(zero, cutoff, line), *arcs(function, cutoff, one)]
        return _Plan(field, price, _turned(tail.mean), tail.mass)
    raise ParameterError(
        "censorship(): pooling the states above or below a cutoff is not best for this payoff; "
        "it is for payoffs that are first convex and then concave, or the other way round"
    )


def _turned(place: Place) -> Place:
    return Place.of(place.field, element(1) - place.element)


def _verified(function: Piecewise, prior: Prior, plan: _Plan) -> Element:
    """Return what a plan is worth, after a check that its price function is convex, nowhere below the payoff, and worth no more."""
    field, worth, price = plan.field, element(0), element(0)
    fine = True
    told = [part for part in plan.price if isinstance(part.along, Piece)]
    if told:
        fine = is_convex(function, told[0].left, told[-1].right)
    for part in plan.price:
        if isinstance(part.along, Piece):
            here = prior.integral(part.along.polynomial, part.left, part.right)
            worth, price = worth + here, price + here
        else:
            line = part.along
            mass, moment = (
                prior.integral(rational_polynomial(p), part.left, part.right) for p in ([1], [0, 1])
            )
            fine = fine and is_above_between(line, function, part.left, part.right, nonnegative_by_square)
            fine = fine and field.product(mass, plan.mean.element) == moment and mass == plan.mass
            worth += field.product(mass, value_of(function, plan.mean))
            price += field.product(line.intercept, mass) + field.product(line.slope, moment)
    for one, two in pairwise(plan.price):
        heights, slopes = zip(*(_met(part.along, one.right) for part in (one, two)), strict=True)
        fine = fine and heights[0] == heights[1] and field.sign(slopes[1] - slopes[0]) >= 0
    if not fine or (worth - price) % field.modulus != 0:
        raise AssertionError("a price function failed its verification")
    return worth % field.modulus


def _met(along: Piece | Line, place: Place) -> tuple[Element, Element]:
    """Return height and slope of a part of a price function at a place."""
    field = place.field
    if isinstance(along, Line):
        return (along.intercept + field.product(along.slope, place.element)) % field.modulus, along.slope
    f = along.polynomial
    return field.value(over(f), place.element), field.value(over(f.derivative()), place.element)
