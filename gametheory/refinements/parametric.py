"""The intuitive criterion over parameters: the region in which an equilibrium survives it."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from gametheory.algebra.conditions import NONNEGATIVE, POSITIVE, Atom, cell, compare
from gametheory.algebra.decide import Answer, Budget, spending
from gametheory.algebra.polynomials import Polynomial, RationalFunction
from gametheory.algebra.region import Region
from gametheory.errors import Undecided
from gametheory.refinements.signalling import Outcome, outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gametheory.equilibria.result import Equilibrium


def survives_intuitive_criterion(e: Equilibrium, *, budget: Budget | None = None) -> Region:
    """Return where an equilibrium of a signalling game exists and survives the intuitive criterion.

    Parameters
    ----------
    e : Equilibrium
        A set of sequential equilibria in which every type earns one payoff; payoffs and prior may depend on parameters.
    budget : Budget, optional
        When the decision procedure gives up.

    Returns
    -------
    Region
        Part of `e.when`.

    Raises
    ------
    InvalidGameError
        If the game is no signalling game.
    Undecided
        If what a type earns varies in the set.

    References
    ----------
    Cho, I.-K. and Kreps, D. (1987), Signaling games and stable equilibria, Quarterly Journal of Economics 102, 179-221, section IV.

    Examples
    --------
    >>> import gametheory as gt
    >>> from gametheory.examples import beer_quiche
    >>> p, d, b = gt.parameters("p d b")
    >>> game = beer_quiche(p, d, b, assuming=[0 < p, p < 1, d > 0, b > 0])
    >>> pooling = [e for e in gt.sequential(game) if e.is_pure and gt.classify(e).startswith("pooling")]
    >>> for e in pooling:
    ...     print(f"{gt.classify(e)}: exists where {e.when}, survives {survives_intuitive_criterion(e)}")
    pooling on beer: exists where 1/2 <= p < 1 and d >= b, survives 1/2 <= p < 1 and d >= b
    pooling on quiche: exists where 1/2 <= p < 1 and d >= b, survives nowhere
    """
    found = outcome(e)
    varying = [t for t, u in found.earns.items() if u.variables & set(e.free)]
    if varying:
        raise Undecided(
            f"what {', '.join(varying)} earns varies in this set; no single outcome can be tested"
        )
    with spending(budget):
        fails = Region([], parameters=e.when.parameters, assuming=e.when.assuming)
        for message in found.unsent:
            fails = fails | _Test(e, found, message).failure()
        return (e.when - fails).irredundant


class _Test:
    """The test of one outcome at one message."""

    def __init__(self, e: Equilibrium, found: Outcome, message: str) -> None:
        self.region = e.when
        self.found = found
        self.view = found.view
        self.message = message
        self.types = self.view.can_send(message)
        self.known: dict[tuple[str, tuple[str, ...]], Region] = {}

    def failure(self) -> Region:
        """Return where the outcome fails: for some set of crossed-out types, some other type gains for sure."""
        total = self._nowhere()
        crossed = {t: self._crossed(t) for t in self.types}
        for size in range(1, len(self.types)):
            for out in combinations(self.types, size):
                left = tuple(t for t in self.types if t not in out)
                here = self._everywhere()
                for t in self.types:
                    here = here & (crossed[t] if t in out else ~crossed[t])
                if here.is_empty() is Answer.YES:
                    continue
                gains = self._nowhere()
                for t in left:
                    gains = gains | self._for_all(
                        left, [(r, self._gain(t, r), POSITIVE) for r in self._replies()]
                    )
                total = total | (here & gains)
        return total

    def _replies(self) -> tuple[str, ...]:
        return self.view.replies[self.message]

    def _gain(self, kind: str, reply: str) -> RationalFunction:
        """Return what a type gains over her equilibrium payoff if this reply follows."""
        return self.view.pays_sender[kind, self.message, reply] - self.found.earns[kind]

    def _crossed(self, kind: str) -> Region:
        return self._for_all(self.types, [(r, -self._gain(kind, r), POSITIVE) for r in self._replies()])

    def _for_all(
        self, types: tuple[str, ...], conditions: Iterable[tuple[str, RationalFunction, str]]
    ) -> Region:
        """Return where each reply that is best to some belief over some types satisfies its condition."""
        result = self._everywhere()
        for reply, value, relation in conditions:
            result = result & (~self._best(reply, types) | self._where(compare(value, relation)))
        return result

    def _best(self, reply: str, types: tuple[str, ...]) -> Region:
        """Return where a reply is best to some belief over some types, the belief eliminated."""
        key = (reply, types)
        if key in self.known:
            return self.known[key]
        names = [f"belief {k}" for k in range(len(types))]
        beliefs = [Polynomial.variable(name) for name in names]
        left = Polynomial.constant(1)
        conditions: list[Atom | bool] = []
        for belief in beliefs[:-1]:
            conditions.append(Atom(belief, NONNEGATIVE))
            left = left - belief
        beliefs[-1] = left
        conditions += compare(RationalFunction(left), NONNEGATIVE)
        pays = self.view.pays_receiver
        for other in self._replies():
            if other == reply:
                continue
            gap = RationalFunction.constant(0)
            for belief, t in zip(beliefs, types, strict=True):
                gap = gap + RationalFunction(belief) * (
                    pays[t, self.message, reply] - pays[t, self.message, other]
                )
            conditions += compare(gap, NONNEGATIVE)
        made = cell(conditions)
        whole = (*names[:-1], *self.region.parameters)
        region = Region([] if made is None else [made], parameters=whole, assuming=self.region.assuming)
        self.known[key] = region.eliminate(*names[:-1]) if names[:-1] else region
        return self.known[key]

    def _where(self, conditions: Iterable[Atom | bool]) -> Region:
        made = cell(conditions)
        return Region(
            [] if made is None else [made], parameters=self.region.parameters, assuming=self.region.assuming
        )

    def _everywhere(self) -> Region:
        return self._where([])

    def _nowhere(self) -> Region:
        return self._where([False])
