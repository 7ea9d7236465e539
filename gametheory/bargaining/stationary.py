"""Stationary subgame-perfect equilibrium of alternating offers: every pattern of agreement, with its region.

In a stationary equilibrium a responder accepts what is worth at least her reservation (continuing, leaving, or the
floor below which consent is void), and a proposer offers exactly that, or nothing acceptable.  For a given pattern of
who agrees when, values solve a linear system; the inequalities say where the pattern is self-confirming.  Patterns are
searched state by state, the last state first, and a pattern whose conditions have no solution is cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

from gametheory.algebra.conditions import (
    NONNEGATIVE,
    POSITIVE,
    ZERO,
    Atom,
    Cell,
    cell,
    compare,
)
from gametheory.algebra.decide import Answer, Budget, implies, spending
from gametheory.algebra.eliminate import CannotEliminate, drop_implied, project, simplest, solve
from gametheory.algebra.notation import text
from gametheory.algebra.polynomials import RationalFunction
from gametheory.algebra.region import Region
from gametheory.bargaining.protocol import BREAKDOWN, Bargaining
from gametheory.equilibria.certificate import Certificate
from gametheory.errors import ParameterError

if TYPE_CHECKING:
    from gametheory.algebra.proof import Proof
    from gametheory.equilibria.events import Event

ZERO_ = RationalFunction.constant(0)
CONTINUE, LEAVE = "continue", "leave"


@dataclass(frozen=True)
class Pattern:
    """What happens in a state when a given player proposes.

    Parameters
    ----------
    agree : bool
        Whether an acceptable offer is made.
    instead : {"continue", "leave"}
        What a rejection leads to.
    binding : tuple of str
        Per player, what her consent is worth: "continue", "leave" or "floor".
    """

    agree: bool
    instead: str
    binding: tuple[str, ...]


Key = tuple[int, int]
"""A state and a proposer, by index."""


@dataclass(frozen=True)
class _Case:
    """One way a state and proposer can go: the pattern, everyone's reservation, and the conditions for it."""

    pattern: Pattern
    reservation: tuple[RationalFunction, ...]
    share: RationalFunction
    conditions: tuple[tuple[RationalFunction, str], ...]


class _Equations:
    """The equations and inequalities of a game, in unknown values `v(player|state)`."""

    def __init__(self, game: Bargaining) -> None:
        self.game = game
        d = game.data
        self.players = range(len(d.players))
        self.majority = d.consents != d.count
        self.names = [[f"v({p}|{s})" for p in d.players] for s in d.states]
        self.values = [[RationalFunction.variable(n) for n in row] for row in self.names]
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
        return [(state, k) for k in self.players if not self.game.data.proposer[state][k].is_zero()]

    def cases(self, key: Key) -> Iterator[_Case]:
        """Yield, disjointly, everything that can happen in a state with a given proposer."""
        state, proposer = key
        for instead, outside, first in self._after_rejection(state, proposer):
            for binding, reservation, second in self._reservations(state, proposer, instead, outside):
                share = self._share(state, proposer, reservation)
                base = (*first, *second)
                worth = share - outside[proposer]
                floor = self.game.data.floor
                short = share - floor[proposer] if floor is not None else None
                agreed = [(worth, NONNEGATIVE)] + ([(short, NONNEGATIVE)] if short is not None else [])
                for more in self._leaving(state, proposer, instead, share):
                    yield _Case(Pattern(True, instead, binding), reservation, share, (*base, *agreed, *more))
                # A tie that does not affect payoffs is counted as agreement only.
                tie = NONNEGATIVE if self.majority or "floor" in binding else POSITIVE
                yield _Case(Pattern(False, instead, binding), outside, share, (*base, (-worth, tie)))
                if short is not None:
                    failing = (*base, (worth, NONNEGATIVE), (-short, POSITIVE))
                    yield _Case(Pattern(False, instead, binding), outside, share, failing)

    def _leaving(
        self, state: int, proposer: int, instead: str, share: RationalFunction
    ) -> list[list[tuple[RationalFunction, str]]]:
        """Return when an agreement under the threat to leave is one of its own.

        If leaving is as good as continuing, it is the same as one under continuation, unless the proposer would
        rather continue.
        """
        if instead == CONTINUE or self.game.data.option is None:
            return [[]]
        c = self.continuation[state]
        gain = self.game.data.option[state][1 - proposer] - c[1 - proposer]
        return [[(gain, POSITIVE)], [(gain, ZERO), (c[proposer] - share, POSITIVE)]]

    def _after_rejection(
        self, state: int, proposer: int
    ) -> Iterator[tuple[str, tuple[RationalFunction, ...], list[tuple[RationalFunction, str]]]]:
        """Yield what a rejection leads to: the responder continues, or takes the outside option (at a tie, either)."""
        c = self.continuation[state]
        if self.game.data.option is None:
            yield CONTINUE, c, []
            return
        option = self.game.data.option[state]
        gain = c[1 - proposer] - option[1 - proposer]
        yield CONTINUE, c, [(gain, NONNEGATIVE)]
        yield LEAVE, option, [(-gain, NONNEGATIVE)]

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

    def _share(self, state: int, proposer: int, reservation: Sequence[RationalFunction]) -> RationalFunction:
        """Return what an acceptable offer leaves to the proposer."""
        d = self.game.data
        left = d.surplus[state]
        for k in self.players:
            needed = d.consents[k] - (1 if k == proposer else 0)
            left = left - needed * reservation[k]
        return left

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
                total = total + d.proposer[state][j] * worth
            yield self.values[state][k] - total


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
        """Whether offers are accepted in a state (from every proposer, if none is named)."""
        _known(state, self.game.states, "state")
        if proposer is not None:
            _known(proposer, tuple(k for s, k in self.patterns if s == state), "proposer")
        return all(p.agree for (s, k), p in self.patterns.items() if s == state and proposer in (None, k))

    @cached_property
    def agreement_probability(self) -> dict[str, RationalFunction]:
        """By state, the probability that talks end in agreement in that very period."""
        d = self.game.data
        return {
            s: sum(
                (
                    a
                    for k, a in zip(d.players, d.proposer[i], strict=True)
                    if not a.is_zero() and self.patterns[s, k].agree
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
        total = sum(
            (n * self.exact_value(p, d.states[i]) for p, n in zip(d.players, d.count, strict=True)), ZERO_
        )
        return self.game.face(d.surplus[i] - total)

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
                lines.append(f"  [{s}] {k} proposes, accepted: {shares}")
            else:
                then = "talks go on" if p.instead == CONTINUE else "the outside option is taken"
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


@dataclass(frozen=True, eq=False)
class BargainingEquilibria(Sequence[BargainingEquilibrium]):
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
        """`stationary`; `pure stationary` where equilibria in which somebody mixes are not searched (see `Bargaining`)."""
        return "stationary" if is_plain(self.game) else "pure stationary"

    @overload
    def __getitem__(self, index: int) -> BargainingEquilibrium: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[BargainingEquilibrium]: ...
    def __getitem__(self, index: int | slice) -> BargainingEquilibrium | Sequence[BargainingEquilibrium]:
        return self.sets[index]

    def __len__(self) -> int:
        return len(self.sets)

    def exists(self) -> Region:
        """Return the parameters for which some stationary equilibrium of the list exists."""
        cells = [c for e in self.sets for c in e.when.cells]
        return Region(cells, parameters=self.game.parameters, assuming=self.game.given)

    def covers(self) -> Proof:
        """Prove that one exists everywhere in what is assumed, or name a point where none does."""
        from gametheory.algebra.proof import prove

        return prove(self.exists())

    def when(self, event: Event, quantifier: str = "some") -> Region:
        """Return where an event happens in some (or every) stationary equilibrium; see `Equilibria.when`."""
        from gametheory.equilibria.events import when

        return when(self, event, quantifier)

    def agreement(self, state: str) -> Region:
        """Return the parameters for which everyone's offers are accepted in a state, in some equilibrium."""
        _known(state, self.game.states, "state")
        cells = [c for e in self.sets if e.agrees(state) for c in e.when.cells]
        return Region(cells, parameters=self.game.parameters, assuming=self.game.given)

    def delay(self, state: str) -> Region:
        """Return the parameters for which some offer is not accepted in a state, in some equilibrium."""
        _known(state, self.game.states, "state")
        cells = [c for e in self.sets if not e.agrees(state) for c in e.when.cells]
        return Region(cells, parameters=self.game.parameters, assuming=self.game.given)

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
        heading = {
            "all": f"{len(self)} {self.concept} equilibri{'um' if len(self) == 1 else 'a'}; the list is complete.",
            "some": f"{len(self)} {self.concept} equilibria; there may be others: {self.reason}.",
            "none": f"No {self.concept} equilibrium exists (proved).",
            "unknown": f"No {self.concept} equilibrium found, and none excluded: {self.reason}.",
        }[self.complete]
        return "\n".join([heading, *(f"\n[{i}] {e}" for i, e in enumerate(self.sets, start=1))])

    def __repr__(self) -> str:
        return f"<{len(self.sets)} stationary equilibria, complete: {self.complete}>"


def is_plain(game: Bargaining) -> bool:
    """Whether mixing cannot matter: unanimity, no outside options, no floors."""
    d = game.data
    return d.option is None and d.floor is None and d.consents == d.count


def stationary(game: Bargaining, *, budget: Budget | None = None) -> BargainingEquilibria:
    """Find all stationary subgame-perfect equilibria (see `Bargaining.equilibria`)."""
    equations = _Equations(game)
    unknowns = [n for row in equations.names for n in row]
    found: list[BargainingEquilibrium] = []
    reasons: list[str] = []
    with spending(budget) as running:
        for chosen, values, where in _search(equations, unknowns, running, reasons):
            free = tuple(u for u in unknowns if u not in values)
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
    exact = {n: values.get(n, RationalFunction.variable(n)) for row in equations.names for n in row}
    return BargainingEquilibrium(
        game=game,
        patterns=patterns,
        exact=exact,
        shares_exact=shares,
        free=free,
        conditions=where,
        when=Region(when, parameters=game.parameters, assuming=game.given),
        certificate=_certificate(game, patterns, exact, where | game.given),
    )


def _certificate(
    game: Bargaining,
    patterns: Mapping[tuple[str, str], Pattern],
    exact: Mapping[str, RationalFunction],
    where: Cell,
) -> Certificate:
    """Recompute, from the protocol's rows alone, that no one-shot deviation gains anything."""
    d = game.data
    count = 0

    def proved(value: RationalFunction, relation: str) -> bool:
        return all(
            a is True or (isinstance(a, Atom) and implies(where, a) is Answer.YES)
            for a in compare(value, relation)
        )

    for i, s in enumerate(d.states):
        reject = {p: d.flow[i][k] for k, p in enumerate(d.players)}
        for row in d.table:
            if row.state == s and row.event == "reject":
                for k, p in enumerate(d.players):
                    later = (
                        d.breakdown_payoff[k]
                        if row.target == BREAKDOWN
                        else d.discount[k] * exact[f"v({p}|{row.target})"]
                    )
                    reject[p] = reject[p] + row.probability * later
        worth = dict.fromkeys(d.players, ZERO_)
        for k, proposer in enumerate(d.players):
            if d.proposer[i][k].is_zero():
                continue
            pattern = patterns[s, proposer]
            count += 2
            after = dict(reject)
            if d.option is not None:
                (other,) = (j for j in range(2) if j != k)
                better = d.option[i][other] - reject[d.players[other]]
                if not proved(better if pattern.instead == LEAVE else -better, NONNEGATIVE):
                    return Certificate(None, "failed", count, f"the responder's choice in {s}")
                if pattern.instead == LEAVE:
                    after = {p: d.option[i][j] for j, p in enumerate(d.players)}
            price = dict(after)
            for j, p in enumerate(d.players):
                if pattern.binding[j] == "floor" and d.floor is not None:
                    if not proved(d.floor[j] - after[p], NONNEGATIVE):
                        return Certificate(None, "failed", count, f"the floor of {p} in {s}")
                    price[p] = d.floor[j]
            keeps = d.surplus[i] - sum(
                ((d.consents[j] - (1 if j == k else 0)) * price[p] for j, p in enumerate(d.players)), ZERO_
            )
            floor = d.floor[k] if d.floor is not None else None
            if pattern.agree:
                fine = proved(keeps - after[proposer], NONNEGATIVE) and (
                    floor is None or proved(keeps - floor, NONNEGATIVE)
                )
            else:
                fine = proved(after[proposer] - keeps, NONNEGATIVE) or (
                    floor is not None and proved(floor - keeps, POSITIVE)
                )
            if not fine:
                return Certificate(None, "failed", count, f"the offer of {proposer} in {s}")
            for j, p in enumerate(d.players):
                if not pattern.agree:
                    gets = after[p]
                else:
                    own = 1 if j == k else 0
                    gets = ((d.consents[j] - own) * price[p] + (keeps if own else ZERO_)) / d.count[j]
                worth[p] = worth[p] + d.proposer[i][k] * gets
        for p in d.players:
            if not proved(worth[p] - exact[f"v({p}|{s})"], ZERO):
                return Certificate(None, "failed", count, f"the value of {p} in {s}")
    return Certificate(0, "proved", count)


def _known(name: str, among: Sequence[str], what: str) -> str:
    if name not in among:
        raise ParameterError(f"there is no {what} `{name}`; there are {', '.join(among)}")
    return name
