"""Stationary subgame-perfect equilibrium of alternating offers: every pattern of agreement, with its region.

In a stationary equilibrium a responder accepts what is worth at least her reservation (continuing, leaving, or the
floor below which consent is void), and a proposer offers exactly that, or nothing acceptable.  For a given pattern of
who agrees when, values solve a linear system; the inequalities say where the pattern is self-confirming.  Patterns are
searched state by state, the last state first, and a pattern whose conditions have no solution is cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gametheory.algebra.conditions import NONNEGATIVE, POSITIVE, ZERO, Cell, cell, compare
from gametheory.algebra.decide import Budget, spending
from gametheory.algebra.eliminate import CannotEliminate, drop_implied, project, simplest, solve
from gametheory.algebra.polynomials import RationalFunction
from gametheory.algebra.region import Region
from gametheory.bargaining.certificate import certify
from gametheory.bargaining.protocol import BREAKDOWN, Bargaining, leaving_payoffs
from gametheory.bargaining.result import (
    CONTINUE,
    EITHER,
    LEAVE,
    ONE_,
    ZERO_,
    BargainingEquilibria,
    BargainingEquilibrium,
    Pattern,
)

Key = tuple[int, int]
"""A state and a proposer, by index."""


@dataclass(frozen=True)
class _Case:
    """One way a state and proposer can go: the pattern, everyone's reservation, and the conditions for it."""

    pattern: Pattern
    reservation: tuple[RationalFunction, ...]
    share: RationalFunction
    conditions: tuple[tuple[RationalFunction, str], ...]
    agreement: RationalFunction = ONE_
    otherwise: tuple[RationalFunction, ...] = ()


class _Equations:
    """The equations and inequalities of a game, in unknown values `v(player|state)`."""

    def __init__(self, game: Bargaining) -> None:
        self.game = game
        d = game.data
        self.players = range(len(d.players))
        self.majority = d.consents != d.count
        self.names = [[f"v({p}|{s})" for p in d.players] for s in d.states]
        self.values = [[RationalFunction.variable(n) for n in row] for row in self.names]
        self.chances = {
            (i, k): (f"a({p}|{s})", f"l({p}|{s})")
            for i, s in enumerate(d.states)
            for k, p in enumerate(d.players)
        }
        place = {s: i for i, s in enumerate(d.states)}
        self.continuation = []
        for i, s in enumerate(d.states):
            after = list(d.flow[i])
            for row in d.table:
                if row.state != s or row.event != "reject":
                    continue
                for k in self.players:
                    worth = (
                        d.breakdown_payoff[k]
                        if row.target == BREAKDOWN
                        else d.discount[k] * self.values[place[row.target]][k]
                    )
                    after[k] = after[k] + row.probability * worth
            self.continuation.append(tuple(after))

    def keys(self, state: int) -> list[Key]:
        """Return the state with each player who may propose there."""
        d = self.game.data
        views = (d.proposer, *d.beliefs)
        return [(state, k) for k in self.players if any(not view[state][k].is_zero() for view in views)]

    def cases(self, key: Key) -> Iterator[_Case]:
        """Yield, disjointly, everything that can happen in a state with a given proposer."""
        state, proposer = key
        for instead, outside, first in self._after_rejection(state, proposer):
            if instead == EITHER:
                # An agreement under this threat pays as one under a pure threat does; only a refusal is new.
                for edge, share, third in self._shares(state, proposer, outside):
                    refused = Pattern(False, EITHER, (EITHER,) * 2, leaving=self.chances[key][1], edge=edge)
                    worse = (outside[proposer] - share, POSITIVE)
                    yield _Case(refused, outside, share, (*first, *third, worse))
                continue
            for binding, reservation, second in self._reservations(state, proposer, instead, outside):
                for edge, share, third in self._shares(state, proposer, reservation):
                    pattern = Pattern(True, instead, binding, edge=edge)
                    yield from self._offers(
                        key, pattern, reservation, outside, share, (*first, *second, *third)
                    )

    def _offers(
        self,
        key: Key,
        pattern: Pattern,
        reservation: tuple[RationalFunction, ...],
        outside: tuple[RationalFunction, ...],
        share: RationalFunction,
        base: tuple[tuple[RationalFunction, str], ...],
    ) -> Iterator[_Case]:
        """Yield what the proposer can do: an acceptable offer, none, or sometimes one."""
        state, proposer = key
        worth = share - outside[proposer]
        floor = self.game.data.floor
        short = share - floor[proposer] if floor is not None else None
        agreed = [(worth, NONNEGATIVE)] + ([(short, NONNEGATIVE)] if short is not None else [])
        refused = replace(pattern, agree=False)
        for more in self._leaving(state, proposer, pattern.instead, share):
            yield _Case(pattern, reservation, share, (*base, *agreed, *more))
        # A tie that does not affect payoffs is counted as agreement only.
        tie = NONNEGATIVE if self.majority or "floor" in pattern.binding else POSITIVE
        yield _Case(refused, outside, share, (*base, (-worth, tie)))
        if tie == NONNEGATIVE:
            yield self._mixed(key, pattern, reservation, outside, share, (*base, *agreed))
        if short is not None:
            yield _Case(refused, outside, share, (*base, (worth, NONNEGATIVE), (-short, POSITIVE)))

    def _mixed(
        self,
        key: Key,
        pattern: Pattern,
        reservation: tuple[RationalFunction, ...],
        outside: tuple[RationalFunction, ...],
        share: RationalFunction,
        conditions: tuple[tuple[RationalFunction, str], ...],
    ) -> _Case:
        """Return the case in which an indifferent proposer makes an acceptable offer only sometimes."""
        name = self.chances[key][0]
        chance = RationalFunction.variable(name)
        tie = [(share - outside[key[1]], ZERO), (chance, POSITIVE), (1 - chance, POSITIVE)]
        return _Case(
            replace(pattern, agreement=name), reservation, share, (*conditions, *tie), chance, outside
        )

    def _leaving(
        self, state: int, proposer: int, instead: str, share: RationalFunction
    ) -> list[list[tuple[RationalFunction, str]]]:
        """Return when an agreement under the threat to leave is one of its own.

        If leaving is as good as continuing, it is the same as one under continuation, unless the proposer would
        rather continue.
        """
        option = leaving_payoffs(self.game.data.option, state, proposer)
        if instead == CONTINUE or option is None:
            return [[]]
        c = self.continuation[state]
        gain = option[1 - proposer] - c[1 - proposer]
        return [[(gain, POSITIVE)], [(gain, ZERO), (c[proposer] - share, POSITIVE)]]

    def _after_rejection(
        self, state: int, proposer: int
    ) -> Iterator[tuple[str, tuple[RationalFunction, ...], list[tuple[RationalFunction, str]]]]:
        """Yield what a rejection leads to: the responder continues, or takes the outside option (at a tie, one or the other, or either)."""
        c = self.continuation[state]
        option = leaving_payoffs(self.game.data.option, state, proposer)
        if option is None:
            yield CONTINUE, c, []
            return
        gain = c[1 - proposer] - option[1 - proposer]
        yield CONTINUE, c, [(gain, NONNEGATIVE)]
        yield LEAVE, option, [(-gain, NONNEGATIVE)]
        leaving = RationalFunction.variable(self.chances[state, proposer][1])
        either = tuple(leaving * w + (1 - leaving) * v for w, v in zip(option, c, strict=True))
        yield EITHER, either, [(gain, ZERO), (leaving, POSITIVE), (1 - leaving, POSITIVE)]

    def _reservations(
        self, state: int, proposer: int, instead: str, outside: tuple[RationalFunction, ...]
    ) -> Iterator[tuple[tuple[str, ...], tuple[RationalFunction, ...], list[tuple[RationalFunction, str]]]]:
        """Yield what everyone's consent costs: the worth of a rejection, or the floor."""
        floor = self.game.data.floor
        cases: list[tuple[list[str], list[RationalFunction], list[tuple[RationalFunction, str]]]] = [
            ([], [], [])
        ]
        for k in self.players:
            grown = []
            for binding, reservation, conditions in cases:
                if floor is None or (k == proposer and self.game.data.count[k] == 1):
                    grown.append(([*binding, instead], [*reservation, outside[k]], conditions))
                    continue
                slack = outside[k] - floor[k]
                grown.append(
                    ([*binding, instead], [*reservation, outside[k]], [*conditions, (slack, NONNEGATIVE)])
                )
                grown.append(
                    ([*binding, "floor"], [*reservation, floor[k]], [*conditions, (-slack, POSITIVE)])
                )
            cases = grown
        for binding, reservation, conditions in cases:
            yield tuple(binding), tuple(reservation), conditions

    def _shares(
        self, state: int, proposer: int, reservation: Sequence[RationalFunction]
    ) -> Iterator[tuple[int, RationalFunction, list[tuple[RationalFunction, str]]]]:
        """Yield what an acceptable offer leaves to the proposer, by the edge of the frontier that it lies on."""
        d = self.game.data
        lefts = []
        for edge in d.frontier[state]:
            left = edge.limit
            for k in self.players:
                needed = d.consents[k] - (1 if k == proposer else 0)
                left = left - needed * edge.weights[k] * reservation[k]
            lefts.append(left / edge.weights[proposer])
        for e, left in enumerate(lefts):
            others = enumerate(lefts)
            yield e, left, [(o - left, POSITIVE if f < e else NONNEGATIVE) for f, o in others if f != e]

    def for_ever(self, chosen: Mapping[Key, _Case]) -> list[tuple[RationalFunction, str]]:
        """Return that perpetual talk is worth nothing to those who are paid nothing, however patient they are.

        Without it a discount factor of 1 would let any constant solve the equations.
        """
        d = self.game.data
        going = {s for s in range(len(d.states)) if all(self._goes_on(chosen[key]) for key in self.keys(s))}
        place = {s: i for i, s in enumerate(d.states)}
        while True:
            leaking = {
                place[row.state]
                for row in d.table
                if row.event == "reject"
                and place[row.state] in going
                and place.get(row.target, -1) not in going
            }
            if not leaking:
                break
            going -= leaking
        return [
            (self.values[s][k], ZERO)
            for s in going
            for k in self.players
            if all(d.flow[t][k].is_zero() for t in going)
        ]

    @staticmethod
    def _goes_on(case: _Case) -> bool:
        return not case.pattern.agree and case.pattern.instead == CONTINUE

    def bellman(self, state: int, chosen: Mapping[Key, _Case]) -> Iterator[RationalFunction]:
        """Yield, per player, value minus what the chosen cases make it."""
        d = self.game.data
        for k in self.players:
            total = ZERO_
            for _, j in self.keys(state):
                case = chosen[state, j]
                if not case.pattern.agree:
                    worth = case.reservation[k]
                else:
                    mine = 1 if j == k else 0
                    worth = (d.consents[k] - mine) / d.count[k] * case.reservation[k]
                    if mine:
                        worth = worth + case.share / d.count[k]
                    if case.otherwise:
                        worth = case.agreement * worth + (1 - case.agreement) * case.otherwise[k]
                total = total + d.beliefs[k][state][j] * worth
            yield self.values[state][k] - total


def stationary(game: Bargaining, *, budget: Budget | None = None) -> BargainingEquilibria:
    """Find all stationary subgame-perfect equilibria (see `Bargaining.equilibria`)."""
    equations = _Equations(game)
    unknowns = [n for row in equations.names for n in row]
    unknowns += [n for names in equations.chances.values() for n in names]
    found: list[BargainingEquilibrium] = []
    reasons: list[str] = []
    with spending(budget) as running:
        for chosen, values, where in _search(equations, unknowns, running, reasons):
            used = {n for case in chosen.values() for n in (case.pattern.agreement, case.pattern.leaving)}
            free = tuple(u for u in unknowns if u not in values and (u.startswith("v(") or u in used))
            try:
                when = project(where, free, game.given)
            except CannotEliminate as reason:
                reasons.append(str(reason))
                continue
            if when:
                found.append(_equilibrium(equations, chosen, values, free, where, when))
    complete = ("some" if found else "unknown") if reasons else ("all" if found else "none")
    return BargainingEquilibria(game, tuple(found), complete, "; ".join(dict.fromkeys(reasons)))


_Branch = tuple[dict[Key, _Case], dict[str, RationalFunction], Cell]


def _search(
    equations: _Equations, unknowns: list[str], running: Budget, reasons: list[str]
) -> Iterator[_Branch]:
    """Choose a case for every state and proposer, the last state first, solving as far as possible at each step."""
    order = list(reversed(range(len(equations.game.states))))
    given = equations.game.given

    def grow(depth: int, branch: _Branch) -> Iterator[_Branch]:
        if depth == len(order):
            for values, where in _extend(
                branch[1], branch[2], equations.for_ever(branch[0]), unknowns, given
            ):
                yield branch[0], values, where
            return
        state = order[depth]
        for choice in _choices(equations, equations.keys(state)):
            if running.spent():
                reasons.append(f"the budget of {running.seconds:g} seconds was spent")
                return
            chosen = {**branch[0], **choice}
            conditions = [(gap, ZERO) for gap in equations.bellman(state, chosen)]
            conditions += [condition for case in choice.values() for condition in case.conditions]
            for values, where in _extend(branch[1], branch[2], conditions, unknowns, given):
                yield from grow(depth + 1, (chosen, values, where))

    yield from grow(0, ({}, {}, frozenset()))


def _choices(equations: _Equations, keys: list[Key]) -> Iterator[dict[Key, _Case]]:
    if not keys:
        yield {}
        return
    for case in equations.cases(keys[0]):
        for rest in _choices(equations, keys[1:]):
            yield {keys[0]: case, **rest}


def _extend(
    values: Mapping[str, RationalFunction],
    where: Cell,
    conditions: Sequence[tuple[RationalFunction, str]],
    unknowns: Sequence[str],
    given: Cell,
) -> Iterator[tuple[dict[str, RationalFunction], Cell]]:
    """Add conditions to a partial solution; yield the branches that remain."""
    atoms = cell(a for value, relation in conditions for a in compare(value.substitute(values), relation))
    if atoms is None:
        return
    left = [u for u in unknowns if u not in values]
    for solution in solve(where | atoms, left, given):
        merged = {n: v.substitute(solution.values) for n, v in values.items()} | solution.values
        reduced = cell(simplest(a, given) for a in solution.where)
        if reduced is not None:
            yield merged, drop_implied(reduced, given)


def _equilibrium(
    equations: _Equations,
    chosen: Mapping[Key, _Case],
    values: Mapping[str, RationalFunction],
    free: tuple[str, ...],
    where: Cell,
    when: list[Cell],
) -> BargainingEquilibrium:
    game = equations.game
    d = game.data
    patterns = {}
    shares = {}
    for (s, k), case in sorted(chosen.items()):
        key = (d.states[s], d.players[k])
        patterns[key] = case.pattern
        got = [case.share if j == k else r for j, r in enumerate(case.reservation)]
        shares[key] = tuple(x.substitute(values) for x in got)
    chances = [n for p in patterns.values() for n in (p.agreement, p.leaving) if n]
    names = [*(n for row in equations.names for n in row), *chances]
    exact = {n: values.get(n, RationalFunction.variable(n)) for n in names}
    return BargainingEquilibrium(
        game=game,
        patterns=patterns,
        exact=exact,
        shares_exact=shares,
        free=free,
        conditions=where,
        when=Region(when, parameters=game.parameters, assuming=game.given),
        certificate=certify(game, patterns, exact, where | game.given),
    )
