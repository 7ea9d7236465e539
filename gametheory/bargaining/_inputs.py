"""The data of a bargaining game: read from what people write, and checked as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory.algebra.conditions import NONNEGATIVE, POSITIVE, Cell, compare
from gametheory.algebra.decide import Answer, implies
from gametheory.algebra.expressions import read_exact, read_value, to_sympy
from gametheory.algebra.polynomials import RationalFunction
from gametheory.errors import ExpressionError, InvalidGameError

ZERO_ = RationalFunction.constant(0)
ONE_ = RationalFunction.constant(1)

AGREEMENT, BREAKDOWN, LEFT = "agreement", "breakdown", "outside option"
"""The ways in which the game ends."""


@dataclass(frozen=True)
class Row:
    """One line of the protocol: in a state, an event leads to a target with a probability."""

    state: str
    event: str
    target: str
    probability: RationalFunction


@dataclass(frozen=True)
class Edge:
    """One edge of a payoff frontier: the players' payoffs, weighted, sum to at most the limit.

    A transferable surplus is the one edge whose weights are all 1.
    """

    weights: tuple[RationalFunction, ...]
    limit: RationalFunction

    @property
    def transferable(self) -> bool:
        """Whether payoffs trade one for one."""
        return all(w == 1 for w in self.weights)


@dataclass(frozen=True)
class Data:
    """Everything the game is made of, as exact numbers or rational functions."""

    players: tuple[str, ...]
    count: tuple[RationalFunction, ...]
    consents: tuple[RationalFunction, ...]
    states: tuple[str, ...]
    frontier: tuple[tuple[Edge, ...], ...]
    discount: tuple[RationalFunction, ...]
    proposer: tuple[tuple[RationalFunction, ...], ...]
    flow: tuple[tuple[RationalFunction, ...], ...]
    breakdown: tuple[RationalFunction, ...]
    breakdown_payoff: tuple[RationalFunction, ...]
    option: tuple[tuple[RationalFunction | None, ...], ...] | None
    beliefs: tuple[tuple[tuple[RationalFunction, ...], ...], ...]
    floor: tuple[RationalFunction, ...] | None
    table: tuple[Row, ...]


_ROUNDING = Fraction(1, 10**9)


class Reader:
    """Reads numbers, remembering every problem instead of stopping at the first."""

    def __init__(self, players: tuple[str, ...], states: tuple[str, ...]) -> None:
        self.players = players
        self.states = states
        self.problems: list[str] = []
        self.read: list[RationalFunction] = []
        self.floats = False

    def number(self, value: Any, what: str) -> RationalFunction:
        from math import isfinite

        try:
            number = read_value(value)
        except ExpressionError as error:
            self.problems.append(f"{what}: {error}")
            return ZERO_
        if isinstance(number, float):
            self.floats = True
            if not isfinite(number):
                self.problems.append(f"{what} is {number}; it must be a finite number")
                return ZERO_
            # A float means the decimal that it prints as, so that probabilities add up.
            number = Fraction(repr(number))
        exact = read_exact(number)
        self.read.append(exact)
        return exact

    def keys(self, given: Mapping[str, Any], known: Sequence[str], what: str) -> None:
        for key in given:
            if key not in known:
                self.problems.append(f"{what}: there is no `{key}`; there are {', '.join(known)}")

    def by_player(
        self, given: Mapping[str, Any], what: str, default: Any = 0
    ) -> tuple[RationalFunction, ...]:
        self.keys(given, self.players, what)
        return tuple(self.number(given.get(p, default), f"{what} of `{p}`") for p in self.players)

    def by_state(self, given: Mapping[str, Any], what: str) -> tuple[tuple[RationalFunction, ...], ...]:
        nested = bool(given) and all(isinstance(v, Mapping) for v in given.values())
        if nested:
            self.keys(given, self.states, what)
        return tuple(
            self.by_player(given.get(s, {}) if nested else given, f"{what} in `{s}`") for s in self.states
        )

    def frontier(self, given: Any, what: str) -> tuple[Edge, ...]:
        """Read a surplus, or a frontier as a list of (weights by player, limit)."""
        if isinstance(given, Sequence) and not isinstance(given, str):
            edges = tuple(
                Edge(self.by_player(w, f"weights of the {what}", 1), self.number(x, what)) for w, x in given
            )
            if not edges:
                self.problems.append(f"the {what} has no edge; give a number, or (weights, limit) pairs")
            return edges
        return (Edge(tuple(ONE_ for _ in self.players), self.number(given, what)),)

    def leaving(self, given: Mapping[str, Any]) -> frozenset[str]:
        """Return the states in which somebody has an outside option."""
        nested = bool(given) and all(isinstance(v, Mapping) for v in given.values())
        return frozenset(s for s in self.states if (given.get(s) if nested else given))

    def options(self, given: Mapping[str, Any]) -> tuple[tuple[RationalFunction | None, ...], ...]:
        """Read outside options; where none is named there is none."""
        nested = bool(given) and all(isinstance(v, Mapping) for v in given.values())
        read = self.by_state(given, "option")
        return tuple(
            tuple(
                value if p in (given.get(s, {}) if nested else given) else None
                for p, value in zip(self.players, row, strict=True)
            )
            for s, row in zip(self.states, read, strict=True)
        )

    def beliefs(
        self, given: Mapping[str, Mapping[str, Any]], common: tuple[tuple[RationalFunction, ...], ...]
    ) -> tuple[tuple[tuple[RationalFunction, ...], ...], ...]:
        """Read what every player believes of who proposes in every state; by default the truth."""
        self.keys(given, self.players, "beliefs")
        result = []
        for p in self.players:
            own = given.get(p, {})
            self.keys(own, self.states, f"beliefs of `{p}`")
            result.append(
                tuple(
                    self.distribution(own[s], self.players, f"beliefs of `{p}` in `{s}`")
                    if s in own
                    else true
                    for s, true in zip(self.states, common, strict=True)
                )
            )
        return tuple(result)

    def distribution(self, given: Any, among: Sequence[str], what: str) -> tuple[RationalFunction, ...]:
        if given is None:
            self.problems.append(
                f"{what} is not given; name one of {', '.join(among)}, or give probabilities"
            )
            return tuple(ZERO_ for _ in among)
        odds = given if isinstance(given, Mapping) else {given: 1}
        self.keys(odds, among, what)
        made = tuple(self.number(odds.get(a, 0), f"{what}: `{a}`") for a in among)
        total = sum(made, ZERO_)
        if self.floats and total.is_constant() and 0 < abs(total.constant_value() - 1) < _ROUNDING:
            # Decimals that floats print as can miss 1 by a rounding.
            return tuple(a / total for a in made)
        if total != 1:
            self.problems.append(f"{what}: the probabilities sum to {to_sympy(total)}; they must sum to 1")
        return made


class Checks:
    """What must hold of the numbers, asked of the assumed region."""

    def __init__(self, data: Data, given: Cell, problems: list[str]) -> None:
        self.data = data
        self.given = given
        self.problems = problems

    def _require(self, value: RationalFunction, relation: str, sentence: str) -> None:
        if not self._known(value, relation):
            self.problems.append(sentence)

    def _known(self, value: RationalFunction, relation: str) -> bool:
        return all(
            a is True or (not isinstance(a, bool) and implies(self.given, a) is Answer.YES)
            for a in compare(value, relation)
        )

    def raise_all(self) -> None:
        d = self.data
        if len(d.players) < 2 and d.count == (ONE_,):
            self.problems.append(
                "bargaining needs two players at least; `discount` names them, `count` multiplies them"
            )
        for s, edges in zip(d.states, d.frontier, strict=True):
            for edge in edges:
                pie = to_sympy(edge.limit)
                self._require(
                    edge.limit, NONNEGATIVE, f"the surplus in `{s}` is {pie}, not known to be at least 0"
                )
                for p, w in zip(d.players, edge.weights, strict=True):
                    self._require(
                        w,
                        POSITIVE,
                        f"the weight of `{p}` in the frontier of `{s}` is not known to be positive",
                    )
            if any(not edge.transferable for edge in edges) and any(n != 1 for n in d.count):
                self.problems.append(
                    f"the frontier of `{s}` is for single players, not for roles with several members"
                )
        for s, risk in zip(d.states, d.breakdown, strict=True):
            for bound in (risk, 1 - risk):
                self._require(
                    bound, NONNEGATIVE, f"breakdown in `{s}` is {to_sympy(risk)}, not known to lie in [0, 1]"
                )
        for s, odds in zip(d.states, d.proposer, strict=True):
            for p, a in zip(d.players, odds, strict=True):
                self._require(a, NONNEGATIVE, f"the probability that `{p}` proposes in `{s}` may be negative")
        for odds in (o for own in d.beliefs for o in own):
            for p, a in zip(d.players, odds, strict=True):
                self._require(a, NONNEGATIVE, f"the believed probability that `{p}` proposes may be negative")
        for row in d.table:
            self._require(
                row.probability, NONNEGATIVE, f"the move from `{row.state}` to `{row.target}` may be negative"
            )
        for p, delta in zip(d.players, d.discount, strict=True):
            for bound in (delta, 1 - delta):
                self._require(
                    bound,
                    NONNEGATIVE,
                    f"the discount factor of `{p}` is {to_sympy(delta)}, not known to lie in [0, 1]; assume it",
                )
        for p, n, q in zip(d.players, d.count, d.consents, strict=True):
            self._require(n - 1, NONNEGATIVE, f"the count of `{p}` is {to_sympy(n)}; it must be at least 1")
            self._require(
                n - q, NONNEGATIVE, f"`{p}` must give {to_sympy(q)} consents but counts {to_sympy(n)}"
            )
            self._require(q, NONNEGATIVE, f"the consents of `{p}` may be negative")
            if any(not odds[d.players.index(p)].is_zero() for odds in d.proposer):
                self._require(
                    q - 1, NONNEGATIVE, f"`{p}` can propose, so at least one consent must be its own"
                )
            for what, number in (("count", n), ("consents", q)):
                if number.is_constant() and number.constant_value().denominator != 1:
                    self.problems.append(
                        f"the {what} of `{p}` is {number.constant_value()}; it must be a whole number"
                    )
        self._delay_costs(d)
        if d.option is not None and (len(d.players) != 2 or any(n != 1 for n in d.count)):
            self.problems.append(
                "outside options are for two single players; with more, who leaves whom is not defined"
            )
        if self.problems:
            raise InvalidGameError("Bargaining(): " + "\n".join(dict.fromkeys(self.problems)))

    def _delay_costs(self, d: Data) -> None:
        """Refuse games in which nothing makes delay costly, or in which waiting can be worth more than anything."""
        patient = all(delta == 1 for delta in d.discount)
        safe = all(p.is_zero() for p in d.breakdown)
        free = all(f.is_zero() for flows in d.flow for f in flows)
        for k, (p, delta) in enumerate(zip(d.players, d.discount, strict=True)):
            if self._known(1 - delta, POSITIVE) or all(self._known(b, POSITIVE) for b in d.breakdown):
                continue
            if not all(self._known(-flows[k], NONNEGATIVE) for flows in d.flow):
                self.problems.append(
                    f"`{p}` may not discount and is paid while talks last, so that waiting for ever is worth more than any "
                    "agreement; assume a discount factor below 1"
                )
        if patient and safe and free and d.consents == d.count:
            self.problems.append(
                "nobody discounts, talks cannot break down and waiting costs nothing: every division is an equilibrium; "
                "give a discount factor below 1, a `breakdown` risk or a negative `flow`"
            )
