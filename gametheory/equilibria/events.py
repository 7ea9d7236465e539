"""Events in equilibria, and the region of parameters in which they happen: from equilibria to thresholds.

A `Quantity` is something that an equilibrium determines (a payoff, the probability of an outcome or of an action);
comparing quantities makes an `Event`; `when(equilibria, event)` eliminates whatever an equilibrium leaves free and
returns the exact region; `Region.solve_for` turns that into closed-form pieces.  A quantity may be read in the
equilibria of *another* game (`among=`), so that two games, with and without a mediator say, can be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Protocol

from gametheory.algebra.conditions import (
    NONNEGATIVE,
    NONZERO,
    POSITIVE,
    ZERO,
    Cell,
    cell,
    compare,
    substitute_cell,
)
from gametheory.algebra.eliminate import project
from gametheory.algebra.expressions import read_exact, read_value
from gametheory.algebra.polynomials import RationalFunction
from gametheory.algebra.region import Region
from gametheory.errors import ParameterError, Undecided


class Solutions(Protocol):
    """A list of equilibria that events can be read in: `Equilibria`, or those of a bargaining game."""

    @property
    def game(self) -> Any: ...
    @property
    def sets(self) -> Sequence[Any]: ...
    @property
    def concept(self) -> str: ...
    @property
    def complete(self) -> str: ...
    @property
    def reason(self) -> str: ...


_HERE = 0
"""Stands for the equilibria that `when` is asked about."""


@dataclass(frozen=True)
class _Bound:
    """An equilibrium, with its free unknowns renamed so that those of two games cannot meet."""

    equilibrium: Any
    renamed: Mapping[str, RationalFunction]

    def put(self, value: RationalFunction) -> RationalFunction:
        return value.substitute(self.renamed)


_Bindings = Mapping[int, _Bound]


@dataclass(frozen=True, eq=False)
class Quantity:
    """Something that an equilibrium determines: add, subtract, multiply and compare it.

    Comparing gives an `Event`.

    Examples
    --------
    >>> payoff("weak") - payoff("strong") > 0
    Event: payoff of weak - payoff of strong > 0
    """

    read: Callable[[_Bindings], RationalFunction]
    sources: tuple[Solutions, ...]
    text: str

    def __repr__(self) -> str:
        return f"Quantity: {self.text}"

    def _combine(self, other: object, how: Callable[[Any, Any], Any], sign: str) -> Quantity:
        right = _quantity(other)
        return Quantity(
            lambda bindings: how(self.read(bindings), right.read(bindings)),
            (*self.sources, *right.sources),
            f"{self.text} {sign} {right.text}",
        )

    def __add__(self, other: object) -> Quantity:
        return self._combine(other, lambda a, b: a + b, "+")

    def __sub__(self, other: object) -> Quantity:
        return self._combine(other, lambda a, b: a - b, "-")

    def __mul__(self, other: object) -> Quantity:
        return self._combine(other, lambda a, b: a * b, "*")

    def __radd__(self, other: object) -> Quantity:
        return _quantity(other) + self

    def __rsub__(self, other: object) -> Quantity:
        return _quantity(other) - self

    def __rmul__(self, other: object) -> Quantity:
        return _quantity(other) * self

    def _event(self, other: object, relation: str, sign: str, *, flip: bool = False) -> Event:
        right = _quantity(other)

        def cells(bindings: _Bindings) -> Region:
            difference = self.read(bindings) - right.read(bindings)
            made = cell(compare(-difference if flip else difference, relation))
            return Region([] if made is None else [made])

        return Event(cells, (*self.sources, *right.sources), f"{self.text} {sign} {right.text}")

    def __gt__(self, other: object) -> Event:
        return self._event(other, POSITIVE, ">")

    def __ge__(self, other: object) -> Event:
        return self._event(other, NONNEGATIVE, ">=")

    def __lt__(self, other: object) -> Event:
        return self._event(other, POSITIVE, "<", flip=True)

    def __le__(self, other: object) -> Event:
        return self._event(other, NONNEGATIVE, "<=", flip=True)

    def __eq__(self, other: object) -> Event:  # type: ignore[override]
        return self._event(other, ZERO, "==")

    def __ne__(self, other: object) -> Event:  # type: ignore[override]
        return self._event(other, NONZERO, "!=")

    __hash__ = object.__hash__


@dataclass(frozen=True, eq=False)
class Event:
    """A condition on equilibria; combine events with `&`, `|` and `~`."""

    region: Callable[[_Bindings], Region]
    sources: tuple[Solutions, ...]
    text: str

    def __repr__(self) -> str:
        return f"Event: {self.text}"

    def __and__(self, other: Event) -> Event:
        return Event(
            lambda b: self.region(b) & other.region(b),
            (*self.sources, *other.sources),
            f"({self.text}) & ({other.text})",
        )

    def __or__(self, other: Event) -> Event:
        return Event(
            lambda b: self.region(b) | other.region(b),
            (*self.sources, *other.sources),
            f"({self.text}) | ({other.text})",
        )

    def __invert__(self) -> Event:
        return Event(lambda b: ~self.region(b), self.sources, f"not ({self.text})")

    def __bool__(self) -> bool:
        raise TypeError(
            f"the event `{self.text}` has no truth value by itself; combine events with `&`, `|` and `~`, and ask `equilibria.when(event)`"
        )


def _quantity(value: object) -> Quantity:
    if isinstance(value, Quantity):
        return value
    number = read_exact(read_value(value))
    return Quantity(lambda _: number, (), str(value))


def _source(among: Solutions | None) -> tuple[Solutions, ...]:
    return () if among is None else (among,)


def _find(bindings: _Bindings, among: Solutions | None) -> _Bound:
    return bindings[_HERE if among is None else id(among)]


def payoff(player: str, *, among: Solutions | None = None) -> Quantity:
    """Return a player's expected payoff, as a quantity.

    Parameters
    ----------
    player : str
        A player of the game.
    among : Equilibria, optional
        Read it in these equilibria (of another game) instead.
    """

    def read(bindings: _Bindings) -> RationalFunction:
        bound = _find(bindings, among)
        players = bound.equilibrium.game.players
        if not hasattr(bound.equilibrium, "exact_payoffs"):
            raise ParameterError(
                "payoff(): a bargaining game has a value in every state; ask for `gametheory.value`"
            )
        if player not in players:
            raise ParameterError(
                f"payoff(): there is no player `{player}`; the players are {', '.join(players)}"
            )
        return bound.put(bound.equilibrium.exact_payoffs[players.index(player)])

    return Quantity(read, _source(among), f"payoff of {player}")


def probability(outcome: str, *, among: Solutions | None = None) -> Quantity:
    """Return the probability of an outcome label, as a quantity.

    Parameters
    ----------
    outcome : str
        A label that some end of the game carries.
    among : Equilibria, optional
        Read it in these equilibria (of another game) instead.
    """

    def read(bindings: _Bindings) -> RationalFunction:
        bound = _find(bindings, among)
        known = bound.equilibrium.exact_outcomes
        if outcome not in known:
            labels = ", ".join(f"`{label}`" for label in known if label is not None) or "none"
            raise ParameterError(
                f"probability(): no end carries the outcome `{outcome}`; the labels are {labels}"
            )
        return bound.put(known[outcome])

    return Quantity(read, _source(among), f"probability of {outcome}")


def plays(player: str, action: str, *, knows: object = None, among: Solutions | None = None) -> Quantity:
    """Return the probability with which a player takes an action at an information set, as a quantity.

    Parameters
    ----------
    player, action : str
        Who, and what.
    knows : hashable, optional
        Where; may be left out if the player has only one information set with that action.
    among : Equilibria, optional
        Read it in these equilibria (of another game) instead.
    """

    def read(bindings: _Bindings) -> RationalFunction:
        bound = _find(bindings, among)
        sets = [
            h for h in bound.equilibrium.game.information_sets if h.player == player and action in h.actions
        ]
        if knows is not None:
            sets = [h for h in sets if h.knows == knows]
        if len(sets) != 1:
            raise ParameterError(
                f"plays(): `{player}` has {len(sets)} information sets with the action `{action}`"
                + ("" if knows is None else f" and the knowledge {knows!r}")
                + "; name one with `knows=`"
            )
        (h,) = sets
        return bound.put(bound.equilibrium.family.strategies[h.index][h.actions.index(action)])

    return Quantity(read, _source(among), f"probability that {player} plays {action}")


def value(player: str, state: str | None = None, *, among: Solutions | None = None) -> Quantity:
    """Return a player's value at the start of a state of a bargaining game, as a quantity.

    Parameters
    ----------
    player : str
        A player (or role) of the game.
    state : str, optional
        A state; the first, if none is named.
    among : BargainingEquilibria, optional
        Read it in these equilibria (of another game) instead.
    """

    def read(bindings: _Bindings) -> RationalFunction:
        bound = _find(bindings, among)
        return bound.put(bound.equilibrium.exact_value(player, state))

    return Quantity(read, _source(among), f"value of {player}" + (f" in {state}" if state else ""))


def possible(outcome: str, *, among: Solutions | None = None) -> Event:
    """Return the event that an outcome has positive probability."""
    return probability(outcome, among=among) > 0


def certain(outcome: str, *, among: Solutions | None = None) -> Event:
    """Return the event that an outcome has probability 1."""
    return probability(outcome, among=among) == 1


def when(equilibria: Solutions, event: Event, quantifier: str = "some") -> Region:
    """Return the region in which an event happens (see `Equilibria.when`)."""
    if quantifier not in ("some", "every"):
        raise ParameterError(f"when(): the quantifier is {quantifier!r}; it must be 'some' or 'every'")
    sources = {_HERE: equilibria, **{id(s): s for s in event.sources}}
    for s in sources.values():
        if s.complete not in ("all", "none"):
            raise Undecided(
                f"when(): the list of {s.concept} equilibria is not complete ({s.reason}), so no region is exact"
            )
    given: Cell = frozenset(a for s in sources.values() for a in s.game.given)
    names = tuple(dict.fromkeys(n for s in sources.values() for n in s.game.parameters))
    cells: list[Cell] = []
    for chosen in product(*(s.sets for s in sources.values())):
        cells += _cells(dict(zip(sources, chosen, strict=True)), event, given, negated=quantifier == "every")
    region = Region(dict.fromkeys(cells), parameters=names, assuming=given)
    return ~region if quantifier == "every" else region


def _cells(chosen: Mapping[int, Any], event: Event, given: Cell, *, negated: bool) -> Sequence[Cell]:
    """Return where the chosen equilibria exist together and the event happens (or does not)."""
    bindings = {}
    where: Cell = frozenset()
    free: list[str] = []
    for place, (key, listed) in enumerate(chosen.items()):
        e = getattr(listed, "explicit", listed)
        renamed = {f: RationalFunction.variable(f + "'" * place) for f in e.free}
        bindings[key] = _Bound(e, renamed)
        moved = substitute_cell(e.conditions, renamed)
        assert moved is not None
        where = where | moved
        free += [f + "'" * place for f in e.free]
    happens = event.region(bindings)
    result: list[Cell] = []
    for c in (~happens if negated else happens).cells:
        result += project(where | c, free, given)
    return result
