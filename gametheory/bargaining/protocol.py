"""Stochastic alternating offers as one value: who may do what in which state, and what follows.

In a state a proposer is drawn and offers a division of the state's surplus.  If everybody whose consent is needed
accepts, the game ends.  After a rejection a responder may leave for an outside option, or everyone collects the flow
payoffs, the talks may break down, and otherwise the next state is drawn.  `table` holds that protocol as rows
(state, event, target); the solver, the validation and the diagram all read the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gametheory.algebra.conditions import Cell
from gametheory.algebra.decide import Answer, Budget, satisfiable
from gametheory.algebra.expressions import names_of, read_exact, read_value, to_sympy
from gametheory.algebra.notation import text
from gametheory.algebra.polynomials import RationalFunction
from gametheory.algebra.region import read_assumption
from gametheory.bargaining._inputs import (
    AGREEMENT,
    BREAKDOWN,
    LEFT,
    ONE_,
    ZERO_,
    Checks,
    Data,
    Edge,
    Reader,
    Row,
)
from gametheory.errors import InvalidGameError, MixedFieldError

if TYPE_CHECKING:
    from gametheory.bargaining.result import BargainingEquilibria

__all__ = ["AGREEMENT", "BREAKDOWN", "LEFT", "Bargaining", "Row", "leaving_payoffs"]


class Bargaining:
    """Alternating offers in a Markov environment, over a transferable surplus or a payoff frontier.

    Parameters
    ----------
    surplus : mapping of state to (number or list of edges)
        What can be divided in each state; its keys are the states.  Where utility is not transferable, a concave payoff
        frontier as a list of edges ``(weights, limit)``: payoffs, weighted by player, sum to at most the limit.
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
        Outside options that the *responder* may take instead of continuing (two players only).  A player who is not
        named has none in that state, and gets 0 if the other leaves.
    floor : mapping of player to number, optional
        A share below which a player's consent is not valid (a veto at home, or no negative shares).
    count : mapping of player to number, optional
        How many identical members a role has (1).
    consents : mapping of player to number, optional
        How many members of a role must agree, the proposer included (all).
    beliefs : mapping of player to mapping of state to distribution, optional
        What a player believes of who proposes, where it differs from `proposer` (priors are known, and not common:
        Yildiz 2003).  Values are each player's own expectations.
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
    Solved for *stationary* subgame-perfect equilibrium, symmetric among the members of a role: all of them, those
    included in which an indifferent proposer agrees, or an indifferent responder leaves, only sometimes (these matter
    with outside options, floors and majority rule).  Under unanimity without options and floors, with two players or a
    common discount factor, the equations are a contraction and payoffs are unique (Merlo and Wilson 1995).
    Non-stationary equilibria exist with three or more players (and under majority rule nearly any division is one):
    they are not listed.

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
        beliefs: Mapping[str, Mapping[str, Any]] | None = None,
        assuming: object = (),
        name: str | None = None,
    ) -> None:
        reader = Reader(tuple(discount), tuple(surplus))
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
        recognition = tuple(
            reader.distribution(proposer.get(s), players, f"proposer in `{s}`") for s in states
        )
        self.data = Data(
            players=players,
            count=many,
            consents=tuple(
                reader.number((consents or {}).get(p, n), f"consents of `{p}`")
                for p, n in zip(players, many, strict=True)
            ),
            states=states,
            frontier=tuple(reader.frontier(surplus[s], f"surplus in `{s}`") for s in states),
            discount=reader.by_player(discount, "discount"),
            proposer=recognition,
            flow=reader.by_state(flow or {}, "flow"),
            breakdown=risk,
            breakdown_payoff=reader.by_player(breakdown_payoff or {}, "breakdown_payoff", default=0),
            option=None if option is None else reader.options(option),
            beliefs=reader.beliefs(beliefs or {}, recognition),
            floor=None if floor is None else reader.by_player(floor, "floor", default=0),
            table=tuple(_rows(states, moves, risk, reader.leaving(option or {}))),
        )
        self.name = name
        self.floats = reader.floats
        self.given: Cell = read_assumption(assuming)
        occurring = sorted({n for value in reader.read for n in value.variables})
        if reader.floats and occurring:
            raise MixedFieldError(
                f"Bargaining(): a float stands beside the parameter `{occurring[0]}`; write every number exactly, "
                "as a `Fraction` or as text such as '9/10'"
            )
        self.parameters: tuple[str, ...] = tuple(dict.fromkeys([*names_of(assuming), *occurring]))
        Checks(self.data, self.given, reader.problems).raise_all()
        self._sealed = True

    def __setattr__(self, name: str, value: object) -> None:
        if hasattr(self, "_sealed"):
            raise AttributeError(f"a Bargaining game is a value: make a new one instead of setting `{name}`")
        object.__setattr__(self, name, value)

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
        """Return the protocol as text, from the same table that the solver reads (`bargaining.draw` makes a picture)."""
        lines = []
        for s in self.states:
            pie = " and ".join(map(self._edge, self.data.frontier[self.states.index(s)]))
            lines.append(f"[{s}]  {pie}, offered by {self._proposers(s)}")
            for row in self.table:
                if row.state == s:
                    odds = "" if row.probability == 1 else f" ({to_sympy(row.probability)})"
                    lines.append(f"    {row.event}{odds} -> {row.target}")
        return "\n".join(lines)

    def _edge(self, edge: Edge) -> str:
        if edge.transferable:
            return f"surplus {text(to_sympy(edge.limit))}"
        terms = zip(self.players, edge.weights, strict=True)
        return (
            " + ".join(f"u({p})" if w == 1 else f"({text(to_sympy(w))})*u({p})" for p, w in terms)
            + f" <= {text(to_sympy(edge.limit))}"
        )

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
    leaving: frozenset[str],
) -> Iterator[Row]:
    for s, odds, p in zip(states, moves, risk, strict=True):
        yield Row(s, "accept", AGREEMENT, ONE_)
        if s in leaving:
            yield Row(s, "leave", LEFT, ONE_)
        if not p.is_zero():
            yield Row(s, "reject", BREAKDOWN, p)
        for target, q in zip(states, odds, strict=True):
            if not (q * (1 - p)).is_zero():
                yield Row(s, "reject", target, q * (1 - p))


def leaving_payoffs(
    option: Sequence[Sequence[RationalFunction | None]] | None, state: int, proposer: int
) -> tuple[RationalFunction, ...] | None:
    """Return what both get if the responder leaves in a state; `None` if she cannot."""
    if option is None or option[state][1 - proposer] is None:
        return None
    return tuple(ZERO_ if w is None else w for w in option[state])


def _put(value: Any, put: Mapping[str, RationalFunction]) -> Any:
    """Substitute in nested tuples of rational functions and rows."""
    if isinstance(value, RationalFunction):
        return value.substitute(put)
    if isinstance(value, Edge):
        return Edge(_put(value.weights, put), value.limit.substitute(put))
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
    return _made(game, Data(**data), given, put)


def _made(game: Bargaining, data: Data, given: Cell, put: Mapping[str, Any]) -> Bargaining:
    made = object.__new__(Bargaining)
    made.data = data
    made.name = game.name
    made.floats = game.floats
    made.given = given
    new = sorted({n for value in put.values() for n in value.variables})
    made.parameters = tuple(dict.fromkeys(n for n in (*game.parameters, *new) if n not in put or n in new))
    made._sealed = True
    return made


def _reached(d: Data, periods: int) -> set[tuple[str, int]]:
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
    reader = Reader(d.players, d.states)
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
    data = Data(
        players=d.players,
        count=d.count,
        consents=d.consents,
        states=tuple(name(s, t) for s, t in labels),
        frontier=tuple(d.frontier[i] for i in many),
        discount=d.discount,
        proposer=tuple(d.proposer[i] for i in many),
        flow=tuple(d.flow[i] for i in many),
        breakdown=tuple(ONE_ if t == periods else ZERO_ for _, t in labels),
        breakdown_payoff=last,
        option=None if d.option is None else tuple(d.option[i] for i in many),
        beliefs=tuple(tuple(own[i] for i in many) for own in d.beliefs),
        floor=d.floor,
        table=tuple(rows),
    )
    return _made(game, data, game.given, {})
