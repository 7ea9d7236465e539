"""What solving a bargaining game yields: who agrees when, what everyone gets, where that is an equilibrium."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from gametheory.algebra.conditions import Cell
from gametheory.algebra.notation import text
from gametheory.algebra.polynomials import RationalFunction
from gametheory.algebra.region import Region
from gametheory.bargaining.protocol import Bargaining
from gametheory.equilibria.certificate import Certificate
from gametheory.equilibria.listing import AbstractListing
from gametheory.errors import ParameterError

ZERO_ = RationalFunction.constant(0)
ONE_ = RationalFunction.constant(1)
CONTINUE, LEAVE, EITHER = "continue", "leave", "either"


@dataclass(frozen=True)
class Pattern:
    """What happens in a state when a given player proposes.

    Parameters
    ----------
    agree : bool
        Whether an acceptable offer is made.
    instead : {"continue", "leave", "either"}
        What a rejection leads to.
    binding : tuple of str
        Per player, what her consent is worth: "continue", "leave" or "floor".
    agreement, leaving : str
        If an indifferent proposer agrees, or an indifferent responder leaves, only sometimes: the name of the
        probability in `BargainingEquilibrium.exact`.
    edge : int
        The edge of the payoff frontier on which an acceptable offer lies.
    """

    agree: bool
    instead: str
    binding: tuple[str, ...]
    agreement: str = ""
    leaving: str = ""
    edge: int = 0


@dataclass(frozen=True, eq=False)
class BargainingEquilibrium:
    """A stationary equilibrium (or a continuum of them): who agrees when, what everyone gets, and where it exists.

    Attributes
    ----------
    patterns : dict
        By (state, proposer), whether there is agreement and what the responders' consent is worth.
    when : Region
        The parameters for which it exists.
    free : tuple of str
        Values `v(player|state)` that are not pinned down (a continuum of equilibria).
    certificate : Certificate
        The largest gain from a one-shot deviation, recomputed independently.
    """

    game: Bargaining
    patterns: Mapping[tuple[str, str], Pattern]
    exact: Mapping[str, RationalFunction]
    shares_exact: Mapping[tuple[str, str], tuple[RationalFunction, ...]]
    free: tuple[str, ...]
    conditions: Cell
    when: Region
    certificate: Certificate

    def value(self, player: str, state: str | None = None) -> Any:
        """Return a player's expected payoff at the start of a state (the first, if none is named)."""
        return self.game.face(self.exact_value(player, state))

    def exact_value(self, player: str, state: str | None = None) -> RationalFunction:
        """Return it as a rational function."""
        _known(player, self.game.players, "player")
        state = _known(state or self.game.states[0], self.game.states, "state")
        return self.exact[f"v({player}|{state})"]

    def share(self, player: str, state: str | None = None, proposer: str | None = None) -> Any:
        """Return what a player gets when an offer is accepted.

        Raises
        ------
        ParameterError
            If there is no agreement in that state, or several may propose there and none is named.
        """
        state = _known(state or self.game.states[0], self.game.states, "state")
        who = [p for s, p in self.patterns if s == state]
        if proposer is None and len(who) > 1:
            raise ParameterError(
                f"share(): {' and '.join(who)} may propose in `{state}`; name one with `proposer=`"
            )
        key = (state, _known(proposer or who[0], tuple(who), "proposer"))
        if not self.patterns[key].agree:
            raise ParameterError(f"share(): there is no agreement in `{state}` when {key[1]} proposes")
        _known(player, self.game.players, "player")
        return self.game.face(self.shares_exact[key][self.game.players.index(player)])

    def agrees(self, state: str, proposer: str | None = None) -> bool:
        """Whether offers are accepted for sure in a state (from every proposer, if none is named)."""
        _known(state, self.game.states, "state")
        if proposer is not None:
            _known(proposer, tuple(k for s, k in self.patterns if s == state), "proposer")
        return all(
            p.agree and not p.agreement
            for (s, k), p in self.patterns.items()
            if s == state and proposer in (None, k)
        )

    def chances(self, state: str, proposer: str) -> tuple[RationalFunction, RationalFunction]:
        """Return the probabilities that this proposer's talks end in agreement, and that a rejected responder leaves."""
        p = self.patterns[state, proposer]
        agreement = self.exact[p.agreement] if p.agreement else ONE_ if p.agree else ZERO_
        leaving = self.exact[p.leaving] if p.leaving else ONE_ if p.instead == LEAVE else ZERO_
        return agreement, leaving

    @cached_property
    def agreement_probability(self) -> dict[str, RationalFunction]:
        """By state, the probability that talks end in agreement in that very period."""
        d = self.game.data
        return {
            s: sum(
                (
                    a * self.chances(s, k)[0]
                    for k, a in zip(d.players, d.proposer[i], strict=True)
                    if not a.is_zero()
                ),
                ZERO_,
            )
            for i, s in enumerate(d.states)
        }

    def agreement_date(self, state: str | None = None) -> Any:
        """Return the expected number of rejected offers before talks end, from a state on; infinity if they may not."""
        from gametheory.bargaining.dates import expected_date

        return expected_date(self, _known(state or self.game.states[0], self.game.states, "state"))

    def agreement_dates(self, periods: int, state: str | None = None) -> list[Any]:
        """Return the probabilities of agreement in the first, second, ... period, from a state on."""
        from gametheory.bargaining.dates import date_distribution

        return date_distribution(
            self, periods, _known(state or self.game.states[0], self.game.states, "state")
        )

    def loss(self, state: str | None = None) -> Any:
        """Return the surplus of a state minus what the players get: what is lost against agreeing at once.

        Negative where waiting is worth more than the present surplus.
        """
        i = self.game.states.index(_known(state or self.game.states[0], self.game.states, "state"))
        d = self.game.data
        (edge, *more) = d.frontier[i]
        if more or not edge.transferable:
            raise ParameterError(
                "loss(): the payoffs of this state are not transferable, so they do not add up"
            )
        total = sum(
            (n * self.exact_value(p, d.states[i]) for p, n in zip(d.players, d.count, strict=True)), ZERO_
        )
        return self.game.face(edge.limit - total)

    def _chance(self, name: str) -> str:
        return text(self.game.face(self.exact[name])) if name else ""

    def to_dict(self) -> dict[str, Any]:
        """Return the equilibrium as plain data."""
        return {
            "when": str(self.when),
            "patterns": [
                {
                    "state": s,
                    "proposer": k,
                    "agree": p.agree,
                    "instead": p.instead,
                    "binding": list(p.binding),
                }
                for (s, k), p in self.patterns.items()
            ],
            "values": {s: {p: text(self.value(p, s)) for p in self.game.players} for s in self.game.states},
            "free": list(self.free),
            "certificate": str(self.certificate),
        }

    def __str__(self) -> str:
        lines = []
        if self.game.parameters:
            lines.append(f"when {self.when}")
        for (s, k), p in self.patterns.items():
            if p.agree:
                shares = ", ".join(
                    f"{q} {text(self.game.face(x))}"
                    for q, x in zip(self.game.players, self.shares_exact[s, k], strict=True)
                )
                odds = f" with probability {self._chance(p.agreement)}" if p.agreement else ""
                lines.append(f"  [{s}] {k} proposes, accepted{odds}: {shares}")
            else:
                leaving = f"the outside option is taken with probability {self._chance(p.leaving)}"
                on = any(
                    r.state == s and r.event == "reject" and r.target in self.game.states
                    for r in self.game.table
                )
                then = {
                    CONTINUE: "talks go on" if on else "talks break down",
                    LEAVE: "the outside option is taken",
                    EITHER: leaving,
                }[p.instead]
                lines.append(f"  [{s}] {k} proposes: no agreement, {then}")
        for s in self.game.states:
            worth = ", ".join(f"{p} {text(self.value(p, s))}" for p in self.game.players)
            lines.append(f"  values in [{s}]: {worth}")
        if self.free:
            lines.append(f"  a continuum: {', '.join(self.free)} not pinned down")
        lines.append(f"  largest gain from a deviation: {self.certificate}")
        return "\n".join(lines)

    def __repr__(self) -> str:
        agreed = [f"{s}/{k}" for (s, k), p in self.patterns.items() if p.agree]
        return f"<stationary equilibrium: agreement in {', '.join(agreed) or 'no state'}>"


@dataclass(frozen=True, eq=False, repr=False)
class BargainingEquilibria(AbstractListing[BargainingEquilibrium]):
    """All stationary equilibria of a bargaining game.

    Attributes
    ----------
    complete : {"all", "some", "none", "unknown"}
        Whether these are all *stationary* equilibria (symmetric within roles).
    """

    game: Bargaining
    sets: tuple[BargainingEquilibrium, ...]
    complete: str
    reason: str = ""

    @property
    def concept(self) -> str:
        """`stationary`: stationary subgame-perfect equilibrium, symmetric within roles."""
        return "stationary"

    def agreement(self, state: str) -> Region:
        """Return the parameters for which everyone's offers are accepted in a state, in some equilibrium."""
        _known(state, self.game.states, "state")
        return self._union(lambda e: e.agrees(state))

    def delay(self, state: str) -> Region:
        """Return the parameters for which some offer is not accepted in a state, in some equilibrium."""
        _known(state, self.game.states, "state")
        return self._union(lambda e: not e.agrees(state))

    def to_dict(self) -> dict[str, Any]:
        """Return all equilibria as plain data (numbers and expressions as text, so that they stay exact)."""
        return {
            "concept": self.concept,
            "field": "symbolic" if self.game.parameters else "float64" if self.game.floats else "exact",
            "complete": self.complete,
            "reason": self.reason,
            "equilibria": [e.to_dict() for e in self.sets],
        }

    def __str__(self) -> str:
        return "\n".join([self._heading(), *(f"\n[{i}] {e}" for i, e in enumerate(self.sets, start=1))])


def _known(name: str, among: Sequence[str], what: str) -> str:
    if name not in among:
        raise ParameterError(f"there is no {what} `{name}`; there are {', '.join(among)}")
    return name
