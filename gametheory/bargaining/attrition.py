"""Wars of attrition with complete information: who gives way, when, and what accidents or a mediator change.

Both sides wait; the first to concede gets 0 and leaves the prize to the other.  Waiting costs a flow, may end in an
accident that hurts both, and may end in a settlement that somebody brings.  One formula covers all of it: the other
side's hazard of conceding pays for a moment's waiting.  Private values: `attrition_private`; discounting:
`attrition_discounting`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gametheory.algebra.decide import Answer
from gametheory.bargaining.parametric import Parametric

if TYPE_CHECKING:
    from gametheory.algebra.region import Region


@dataclass(frozen=True)
class AttritionEquilibria:
    """Equilibria of a war of attrition: one, or a continuum with an atom `mu` in [0, 1] at date 0.

    Parameters
    ----------
    name : str
        What happens.
    hazards : pair of expressions
        At which rate each concedes after date 0.
    atoms : pair of expressions
        With which probability each concedes at date 0; `mu` stands for any number in [0, 1].
    payoffs : pair of expressions
    when : Region
        Where these are equilibria.
    """

    name: str
    hazards: tuple[Any, Any]
    atoms: tuple[Any, Any]
    payoffs: tuple[Any, Any]
    when: Region


@dataclass(frozen=True)
class WarOfAttrition(Parametric):
    """A war of attrition with complete information, perhaps with accidents and arriving settlements.

    Parameters
    ----------
    values : pair of numbers
        What the prize is worth to each.
    costs : pair of numbers
        Flow cost of waiting.
    accident : number, optional
        Rate at which an accident ends the contest (0).
    losses : pair of numbers, optional
        What the accident costs each, relative to conceding (0).
    arrival : number, optional
        Rate at which a settlement arrives, a mediator's for instance (0).
    gains : pair of numbers, optional
        What the settlement is worth to each (0).

    Raises
    ------
    InvalidGameError
        If a value is not positive, a cost, rate or loss negative, or waiting is free for somebody.

    Notes
    -----
    Concept: Nash equilibrium in distributions of conceding times (no discounting).  **Not unique**: while waiting is
    a loss to both, the hazards are the same in all equilibria without gaps, but either side may have an atom at date
    0, of any size up to 1; that continuum is what `equilibria` lists.  The properties answer for the member without an
    atom.  Where a settlement pays for the waiting of just one side, the other concedes at once; where it pays for both,
    nobody concedes.  On the borders between these regions there are more equilibria than listed.

    References
    ----------
    Hendricks, K., Weiss, A. and Wilson, C. (1988), International Economic Review 29; Schelling, T. (1966), Arms and
    Influence (accidents); the arriving settlement is this package's own.

    Examples
    --------
    >>> import gametheory as gt
    >>> c, v, m, g = gt.parameters("c v m g")
    >>> WarOfAttrition((v, v), (c, c)).length
    v/(2*c)
    >>> mediated = WarOfAttrition((1, 1), ("1/5", "1/5"), arrival="1/5", gains=("3/5", "3/5"))
    >>> mediated.settlement_rate, mediated.arrival_thresholds
    (9/25, (1/3, 1/3))
    """

    values: Any
    costs: Any
    accident: Any = 0
    losses: Any = (0, 0)
    arrival: Any = 0
    gains: Any = (0, 0)

    def _pairs(self) -> tuple[str, ...]:
        return ("values", "costs", "losses", "gains")

    def _requirements(self) -> Iterator[tuple[Any, str]]:
        for i in (0, 1):
            v, c, loss, g = self.values[i], self.costs[i], self.losses[i], self.gains[i]
            yield v > 0, f"the value of player {i + 1} is {v}; give a positive one"
            yield (
                c >= 0,
                f"the cost of player {i + 1} is {c}; a cost is not negative, waiting that pays is a gain",
            )
            yield (
                loss >= 0,
                f"the loss of player {i + 1} is {loss}; give what the accident costs, as a number >= 0",
            )
            yield (
                g >= 0,
                f"the gain of player {i + 1} is {g}; a settlement worse than conceding would be refused",
            )
            free = f"waiting costs player {i + 1} nothing; give a cost, or accidents with a loss"
            yield c + self.accident * loss > 0, free
        yield self.accident >= 0, f"the accident rate is {self.accident}; give a rate >= 0"
        yield self.arrival >= 0, f"the arrival rate is {self.arrival}; give a rate >= 0"

    # -- closed forms -------------------------------------------------------------------------------------------
    @property
    def waiting_losses(self) -> tuple[Any, Any]:
        """What a moment of waiting costs each while the other stays: cost, plus accident, less settlement."""
        first, second = (
            c + self.accident * loss - self.arrival * g
            for c, loss, g in zip(self.costs, self.losses, self.gains, strict=True)
        )
        return first, second

    def _by_regime(self, contest: Any, wait: Any, first_concedes: Any, second_concedes: Any) -> Any:
        """Return an answer by regime: both lose by waiting, nobody does, only player 1, only player 2."""
        import sympy

        if self.arrival == 0 or self.gains == (0, 0):
            return contest
        one, two = self.waiting_losses
        if one == two:
            return sympy.Piecewise((contest, one >= 0), (wait, True))
        return sympy.Piecewise(
            (contest, sympy.And(one >= 0, two >= 0)),
            (wait, sympy.And(one <= 0, two <= 0)),
            (first_concedes, one > 0),
            (second_concedes, True),
        )

    @property
    def hazards(self) -> tuple[Any, Any]:
        """At which rate each concedes: the rate that keeps the *other* indifferent (infinite: at once)."""
        import sympy

        (v1, v2), (w1, w2) = self.values, self.waiting_losses
        return (
            self._by_regime(w2 / v2, sympy.Integer(0), sympy.oo, sympy.Integer(0)),
            self._by_regime(w1 / v1, sympy.Integer(0), sympy.Integer(0), sympy.oo),
        )

    @property
    def _total(self) -> Any:
        (v1, v2), (w1, w2) = self.values, self.waiting_losses
        return w1 / v1 + w2 / v2 + self.arrival + self.accident

    @property
    def settlement_rate(self) -> Any:
        """At which rate the contest ends without an accident: concessions and settlements together."""
        import sympy

        return self._by_regime(self._total - self.accident, self.arrival, sympy.oo, sympy.oo)

    @property
    def length(self) -> Any:
        """Expected length of the contest."""
        import sympy

        apart = self.arrival + self.accident
        return self._by_regime(1 / self._total, 1 / apart, sympy.Integer(0), sympy.Integer(0))

    @property
    def win_probabilities(self) -> tuple[Any, Any]:
        """With which probability each wins because the other concedes."""
        import sympy

        (v1, v2), (w1, w2) = self.values, self.waiting_losses
        no, yes = sympy.Integer(0), sympy.Integer(1)
        return (
            self._by_regime(w1 / v1 / self._total, no, no, yes),
            self._by_regime(w2 / v2 / self._total, no, yes, no),
        )

    @property
    def disaster_probability(self) -> Any:
        """With which probability the contest ends in an accident."""
        import sympy

        wait, no = self.accident / (self.arrival + self.accident), sympy.Integer(0)
        return self._by_regime(self.accident / self._total, wait, no, no)

    @property
    def payoffs(self) -> tuple[Any, Any]:
        """What each expects in the equilibrium without an atom."""
        import sympy

        no, apart = sympy.Integer(0), self.arrival + self.accident
        (w1, w2), (v1, v2) = self.waiting_losses, self.values
        return (
            self._by_regime(no, -w1 / apart, no, v1),
            self._by_regime(no, -w2 / apart, v2, no),
        )

    @property
    def arrival_thresholds(self) -> tuple[Any, Any]:
        """Arrival rates above which each no longer loses by waiting, `(c + eta D)/g`."""
        import sympy

        first, second = (
            (c + self.accident * loss) / g if g != 0 else sympy.oo
            for c, loss, g in zip(self.costs, self.losses, self.gains, strict=True)
        )
        return first, second

    @property
    def speeding_arrival(self) -> Any:
        """The arrival rate that settles as fast, alone, as concessions do without any mediator."""
        return sum(
            (c + self.accident * loss) / v
            for v, c, loss in zip(self.values, self.costs, self.losses, strict=True)
        )

    def equilibria(self) -> tuple[AttritionEquilibria, ...]:
        """Return all equilibria (away from the borders between regions), continua as such.

        Examples
        --------
        >>> [e.name for e in WarOfAttrition((1, 1), (1, 2)).equilibria()]
        ['contest, 1 may concede at date 0', 'contest, 2 may concede at date 0']
        >>> WarOfAttrition((1, 1), (1, 2)).equilibria()[0].payoffs
        (0, mu)
        """
        import sympy

        mu, no, yes = sympy.Symbol("mu", real=True), sympy.Integer(0), sympy.Integer(1)
        (v1, v2), (w1, w2) = self.values, self.waiting_losses
        apart = self.arrival + self.accident
        contest = (w2 / v2, w1 / v1), [w1 >= 0, w2 >= 0]
        found: list[tuple[str, Any, Any, Any, list[Any]]] = [
            ("contest, 1 may concede at date 0", contest[0], (mu, no), (no, mu * v2), contest[1]),
            ("contest, 2 may concede at date 0", contest[0], (no, mu), (mu * v1, no), contest[1]),
        ]
        if self.arrival != 0:
            found += [
                ("1 concedes at once", (sympy.oo, no), (yes, no), (no, v2), [w1 > 0, w2 < 0]),
                ("2 concedes at once", (no, sympy.oo), (no, yes), (v1, no), [w1 < 0, w2 > 0]),
                ("both wait", (no, no), (no, no), (-w1 / apart, -w2 / apart), [w1 <= 0, w2 <= 0]),
            ]
        made = (
            AttritionEquilibria(name, hazards, atoms, payoffs, self.region(*where))
            for name, hazards, atoms, payoffs, where in found
        )
        return tuple(e for e in made if e.when.is_empty() is not Answer.YES)

    # -- the independent solution -------------------------------------------------------------------------------
    def numerically(self, *, period: float = 1e-4) -> dict[str, Any]:
        """Solve the contest in discrete time, by bisection on what keeps the other side indifferent.

        Parameters
        ----------
        period : float, optional
            Length of a period, as a share of the shortest time scale of the game.

        Returns
        -------
        dict
            `hazards`, `win_probabilities`, `disaster_probability`, `length` and `payoffs` (of the better of conceding
            at once and waiting through the first period); they differ from the closed forms by O(period).
        """
        from gametheory.bargaining._attrition_discrete import solve

        return solve(self._floats("numerically()"), period)
