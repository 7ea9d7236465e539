"""Stochastic alternating offers as one value: who may do what in which state, and what follows.

In a state a proposer is drawn and offers a division of the state's surplus.  If everybody whose consent is needed
accepts, the game ends.  After a rejection a responder may leave for an outside option, or everyone collects the flow
payoffs, the talks may break down, and otherwise the next state is drawn.  `table` holds that protocol as rows
(state, event, target); the solver, the validation and the diagram all read the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gametheory.algebra.conditions import NONNEGATIVE, POSITIVE, Cell, compare
from gametheory.algebra.decide import Answer, Budget, implies, satisfiable
from gametheory.algebra.expressions import names_of, read_exact, read_value, to_sympy
from gametheory.algebra.polynomials import RationalFunction
from gametheory.algebra.region import read_assumption
from gametheory.errors import ExpressionError, InvalidGameError

if TYPE_CHECKING:
    from gametheory.bargaining.stationary import BargainingEquilibria

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
class _Data:
    """Everything the game is made of, as exact numbers or rational functions."""

    players: tuple[str, ...]
    count: tuple[RationalFunction, ...]
    consents: tuple[RationalFunction, ...]
    states: tuple[str, ...]
    surplus: tuple[RationalFunction, ...]
    discount: tuple[RationalFunction, ...]
    proposer: tuple[tuple[RationalFunction, ...], ...]
    flow: tuple[tuple[RationalFunction, ...], ...]
    breakdown: tuple[RationalFunction, ...]
    breakdown_payoff: tuple[RationalFunction, ...]
    option: tuple[tuple[RationalFunction, ...], ...] | None
    floor: tuple[RationalFunction, ...] | None
    table: tuple[Row, ...]


class Bargaining:
    """Alternating offers in a Markov environment, with transferable surplus.

    Parameters
    ----------
    surplus : mapping of state to number
        What can be divided in each state; its keys are the states.
    discount : mapping of player to number
        Discount factor per period, in [0, 1]; its keys are the players.
    proposer : mapping of state to (player or mapping of player to probability)
        Who makes the offer.  For a role with several members, the probability that one of them does.
    transition : mapping of state to (state or mapping of state to probability), optional
        The next state after a rejection; by default the state stays.
    flow : mapping of player to number, or of state to such a mapping, optional
        Payoff in each period without agreement (0).
    breakdown : number, or mapping of state to number, optional
        Probability that talks break down after a rejection (0).
    breakdown_payoff : mapping of player to number, optional
        What each then gets (0).
    option : mapping of player to number, or of state to such a mapping, optional
        Outside options that the *responder* may take instead of continuing (two players only).
    floor : mapping of player to number, optional
        A share below which a player's consent is not valid (a veto at home, or no negative shares).
    count : mapping of player to number, optional
        How many identical members a role has (1).
    consents : mapping of player to number, optional
        How many members of a role must agree, the proposer included (all).
    assuming : conditions, optional
        What holds of the parameters.
    name : str, optional
        What the game is called.

    Raises
    ------
    InvalidGameError
        With every problem, one sentence a line.

    Notes
    -----
    Solved for *stationary* subgame-perfect equilibrium, symmetric among the members of a role.  Under unanimity without
    outside options and floors all of them are found; with two players or a common discount factor the equations are a
    contraction there, and payoffs are unique (Merlo and Wilson 1995).  With outside options, floors or majority rule
    somebody may have to mix between agreeing, waiting and leaving: only equilibria in which nobody does are searched,
    and the result says "pure stationary".  Non-stationary equilibria exist with three or more players (and under
    majority rule nearly any division is one): they are not listed.

    References
    ----------
    Rubinstein, A. (1982), Econometrica 50; Binmore, K., Rubinstein, A. and Wolinsky, A. (1986), RAND Journal 17;
    Merlo, A. and Wilson, C. (1995), Econometrica 63; Baron, D. and Ferejohn, J. (1989), APSR 83.

    Examples
    --------
    >>> import gametheory as gt
    >>> game = Bargaining(surplus={"talks": 1}, discount={"weak": "9/10", "strong": "9/10"},
    ...                   proposer={"talks": {"weak": "1/4", "strong": "3/4"}})
    >>> game.equilibria()[0].value("weak", "talks")
    Fraction(1, 4)
    """

    def __init__(
        self,
        *,
        surplus: Mapping[str, Any],
        discount: Mapping[str, Any],
        proposer: Mapping[str, Any],
        transition: Mapping[str, Any] | None = None,
        flow: Mapping[str, Any] | None = None,
        breakdown: Any = 0,
        breakdown_payoff: Mapping[str, Any] | None = None,
        option: Mapping[str, Any] | None = None,
        floor: Mapping[str, Any] | None = None,
        count: Mapping[str, Any] | None = None,
        consents: Mapping[str, Any] | None = None,
        assuming: object = (),
        name: str | None = None,
    ) -> None:
        reader = _Reader(tuple(discount), tuple(surplus))
        players, states = reader.players, reader.states
        many = reader.by_player(count or {}, "count", default=1)
        moves = [
            reader.distribution((transition or {}).get(s, s), states, f"transition of `{s}`") for s in states
        ]
        risk = tuple(
            reader.number(
                breakdown.get(s, 0) if isinstance(breakdown, Mapping) else breakdown, f"breakdown in `{s}`"
            )
            for s in states
        )
        reader.keys(transition or {}, states, "transition")
        reader.keys(breakdown if isinstance(breakdown, Mapping) else {}, states, "breakdown")
        reader.keys(consents or {}, players, "consents")
        reader.keys(proposer, states, "proposer")
        self.data = _Data(
            players=players,
            count=many,
            consents=tuple(
                reader.number((consents or {}).get(p, n), f"consents of `{p}`")
                for p, n in zip(players, many, strict=True)
            ),
            states=states,
            surplus=tuple(reader.number(surplus[s], f"surplus in `{s}`") for s in states),
            discount=reader.by_player(discount, "discount"),
            proposer=tuple(
                reader.distribution(proposer.get(s), players, f"proposer in `{s}`") for s in states
            ),
            flow=reader.by_state(flow or {}, "flow"),
            breakdown=risk,
            breakdown_payoff=reader.by_player(breakdown_payoff or {}, "breakdown_payoff", default=0),
            option=None if option is None else reader.by_state(option, "option", default=None),
            floor=None if floor is None else reader.by_player(floor, "floor", default=0),
            table=tuple(_rows(states, moves, risk, option is not None)),
        )
        self.name = name
        self.floats = reader.floats
        self.given: Cell = read_assumption(assuming)
        occurring = {n for value in reader.read for n in value.variables}
        assumed = names_of(assuming)
        self.parameters: tuple[str, ...] = tuple(dict.fromkeys([*assumed, *sorted(occurring)]))
        _Checks(self, reader.problems).raise_all()

    # -- as a value ---------------------------------------------------------------------------------------
    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Bargaining):
            return NotImplemented
        return self.data == other.data and self.given == other.given and self.floats == other.floats

    def __hash__(self) -> int:
        return hash((self.data, self.given))

    def __repr__(self) -> str:
        title = f"{self.name!r}, " if self.name else ""
        return (
            f"Bargaining({title}players {', '.join(self.players)}; states {', '.join(self.states)}"
            + (f"; parameters {', '.join(self.parameters)}" if self.parameters else "")
            + ")"
        )

    @property
    def players(self) -> tuple[str, ...]:
        """The players (or roles)."""
        return self.data.players

    @property
    def states(self) -> tuple[str, ...]:
        """The states."""
        return self.data.states

    @property
    def table(self) -> tuple[Row, ...]:
        """The protocol: in a state, an event leads to a target."""
        return self.data.table

    def face(self, value: RationalFunction) -> Any:
        """Return a number as people see it: a float, a `Fraction` or a SymPy expression."""
        if value.is_constant() and not self.parameters:
            exact = value.constant_value()
            return float(exact) if self.floats else exact
        return to_sympy(value)

    def at(self, **values: Any) -> Bargaining:
        """Set parameters to exact numbers or expressions.

        Raises
        ------
        ParameterError
            If the point lies outside what is assumed, or a name is not a parameter.
        """
        return _substituted(self, values)

    def diagram(self) -> str:
        """Draw the protocol as text, from the same table that the solver reads."""
        lines = []
        for s in self.states:
            pie = to_sympy(self.data.surplus[self.states.index(s)])
            lines.append(f"[{s}]  surplus {pie}, offered by {self._proposers(s)}")
            for row in self.table:
                if row.state == s:
                    odds = "" if row.probability == 1 else f" ({to_sympy(row.probability)})"
                    lines.append(f"    {row.event}{odds} -> {row.target}")
        return "\n".join(lines)

    def _proposers(self, state: str) -> str:
        shares = zip(self.players, self.data.proposer[self.states.index(state)], strict=True)
        drawn = [(p, a) for p, a in shares if not a.is_zero()]
        return drawn[0][0] if len(drawn) == 1 else ", ".join(f"{p} ({to_sympy(a)})" for p, a in drawn)

    def equilibria(self, *, budget: Budget | None = None) -> BargainingEquilibria:
        """Find all stationary subgame-perfect equilibria, with their regions if there are parameters."""
        from gametheory.bargaining.stationary import stationary

        return stationary(self, budget=budget)

    def with_horizon(self, periods: int, *, disagreement: Mapping[str, Any] | None = None) -> Bargaining:
        """Return the same game ended after a number of periods (Stahl's finite horizon).

        Parameters
        ----------
        periods : int
            How many offers can be made.
        disagreement : mapping of player to number, optional
            Payoffs if the last offer is rejected (0).
        """
        return _unrolled(self, periods, disagreement or {})


def _rows(
    states: Sequence[str],
    moves: Sequence[tuple[RationalFunction, ...]],
    risk: Sequence[RationalFunction],
    options: bool,
) -> Iterator[Row]:
    for s, odds, p in zip(states, moves, risk, strict=True):
        yield Row(s, "accept", AGREEMENT, ONE_)
        if options:
            yield Row(s, "leave", LEFT, ONE_)
        if not p.is_zero():
            yield Row(s, "reject", BREAKDOWN, p)
        for target, q in zip(states, odds, strict=True):
            if not (q * (1 - p)).is_zero():
                yield Row(s, "reject", target, q * (1 - p))


_ROUNDING = Fraction(1, 10**9)


class _Reader:
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

    def by_state(
        self, given: Mapping[str, Any], what: str, default: Any = 0
    ) -> tuple[tuple[RationalFunction, ...], ...]:
        nested = bool(given) and all(isinstance(v, Mapping) for v in given.values())
        if nested:
            self.keys(given, self.states, what)
        fallback = 0 if default is None else default
        return tuple(
            self.by_player(given.get(s, {}) if nested else given, f"{what} in `{s}`", fallback)
            for s in self.states
        )

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


class _Checks:
    """What must hold of the numbers, asked of the assumed region."""

    def __init__(self, game: Bargaining, problems: list[str]) -> None:
        self.game = game
        self.problems = problems

    def _require(self, value: RationalFunction, relation: str, sentence: str) -> None:
        if not self._known(value, relation):
            self.problems.append(sentence)

    def _known(self, value: RationalFunction, relation: str) -> bool:
        return all(
            a is True or (not isinstance(a, bool) and implies(self.game.given, a) is Answer.YES)
            for a in compare(value, relation)
        )

    def raise_all(self) -> None:
        d = self.game.data
        if len(d.players) < 2 and d.count == (ONE_,):
            self.problems.append(
                "bargaining needs two players at least; `discount` names them, `count` multiplies them"
            )
        for s, pie, risk in zip(d.states, d.surplus, d.breakdown, strict=True):
            self._require(
                pie, NONNEGATIVE, f"the surplus in `{s}` is {to_sympy(pie)}, not known to be at least 0"
            )
            for bound in (risk, 1 - risk):
                self._require(
                    bound, NONNEGATIVE, f"breakdown in `{s}` is {to_sympy(risk)}, not known to lie in [0, 1]"
                )
        for s, odds in zip(d.states, d.proposer, strict=True):
            for p, a in zip(d.players, odds, strict=True):
                self._require(a, NONNEGATIVE, f"the probability that `{p}` proposes in `{s}` may be negative")
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

    def _delay_costs(self, d: _Data) -> None:
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


def _put(value: Any, put: Mapping[str, RationalFunction]) -> Any:
    """Substitute in nested tuples of rational functions and rows."""
    if isinstance(value, RationalFunction):
        return value.substitute(put)
    if isinstance(value, Row):
        return Row(value.state, value.event, value.target, value.probability.substitute(put))
    if isinstance(value, tuple):
        return tuple(_put(v, put) for v in value)
    return value


def _substituted(game: Bargaining, values: Mapping[str, Any]) -> Bargaining:
    from gametheory.algebra.conditions import substitute_cell
    from gametheory.errors import ParameterError

    for name in values:
        if name not in game.parameters:
            known = ", ".join(game.parameters) or "none"
            raise ParameterError(f"at(): `{name}` is not a parameter; the parameters are {known}")
    put = {name: read_exact(read_value(value)) for name, value in values.items()}
    given = substitute_cell(game.given, put)
    if given is None or satisfiable(given) is Answer.NO:
        shown = ", ".join(f"{name} = {value}" for name, value in values.items())
        raise ParameterError(f"at(): {shown} lies outside what is assumed")
    data = {k: _put(v, put) for k, v in vars(game.data).items()}
    data["table"] = tuple(row for row in data["table"] if not row.probability.is_zero())
    return _made(game, _Data(**data), given, put)


def _made(game: Bargaining, data: _Data, given: Cell, put: Mapping[str, Any]) -> Bargaining:
    made = object.__new__(Bargaining)
    made.data = data
    made.name = game.name
    made.floats = game.floats
    made.given = given
    new = sorted({n for value in put.values() for n in value.variables})
    made.parameters = tuple(dict.fromkeys(n for n in (*game.parameters, *new) if n not in put or n in new))
    return made


def _reached(d: _Data, periods: int) -> set[tuple[str, int]]:
    """Return the states that can occur at each date, starting from the first state."""
    now, seen = {d.states[0]}, set()
    for t in range(1, periods + 1):
        seen |= {(s, t) for s in now}
        now = {row.target for row in d.table if row.state in now and row.event == "reject"} & set(d.states)
    return seen


def _unrolled(game: Bargaining, periods: int, disagreement: Mapping[str, Any]) -> Bargaining:
    if periods < 1:
        raise InvalidGameError(f"with_horizon(): {periods} periods; there must be one at least")
    d = game.data
    labels = [(s, t) for t in range(1, periods + 1) for s in d.states]
    reader = _Reader(d.players, d.states)
    last = reader.by_player(disagreement, "disagreement")
    if reader.problems:
        raise InvalidGameError("with_horizon(): " + "\n".join(reader.problems))

    def name(s: str, t: int) -> str:
        return f"{s}, t={t}"

    labels = [(s, t) for s, t in labels if (s, t) in _reached(d, periods)]
    rows = []
    for s, t in labels:
        for row in d.table:
            if row.state == s:
                inner = row.target in d.states
                target = (
                    name(row.target, t + 1) if inner and t < periods else BREAKDOWN if inner else row.target
                )
                rows.append(Row(name(s, t), row.event, target, row.probability))
    if any(not p.is_zero() for p in d.breakdown):
        raise InvalidGameError(
            "with_horizon(): a game that can break down keeps its own payoffs; set the horizon instead"
        )
    many = [d.states.index(s) for s, _ in labels]
    data = _Data(
        players=d.players,
        count=d.count,
        consents=d.consents,
        states=tuple(name(s, t) for s, t in labels),
        surplus=tuple(d.surplus[i] for i in many),
        discount=d.discount,
        proposer=tuple(d.proposer[i] for i in many),
        flow=tuple(d.flow[i] for i in many),
        breakdown=tuple(ONE_ if t == periods else ZERO_ for _, t in labels),
        breakdown_payoff=last,
        option=None if d.option is None else tuple(d.option[i] for i in many),
        floor=d.floor,
        table=tuple(rows),
    )
    return _made(game, data, game.given, {})
