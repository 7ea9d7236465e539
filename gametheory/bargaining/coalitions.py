"""Bargaining among several parties who can form coalitions: characteristic functions, Shapley value, core.

Utility is transferable.  Worths are floats, exact numbers or expressions in parameters, and everything is worked out
exactly: a float means the decimal that it prints as, and only the results are rounded.

References
----------
Shapley, L. (1953), "A value for n-person games"; Shapley, L. (1971), International Journal of Game Theory 1 (convex
games).
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import factorial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, final

from gametheory.algebra.conditions import NONNEGATIVE, Cell, cell, compare
from gametheory.algebra.decide import Answer
from gametheory.algebra.expressions import names_of, read_exact, to_sympy
from gametheory.algebra.polynomials import RationalFunction
from gametheory.algebra.region import Region, everything, read_assumption
from gametheory.bargaining._reading import Reading
from gametheory.errors import InvalidGameError, ParameterError

if TYPE_CHECKING:
    from gametheory.bargaining.core import Core, CoreCheck

Player = Hashable
Coalition = frozenset[Player]


@final
class CharacteristicFunction:
    """What every coalition can get by itself (immutable).

    Parameters
    ----------
    worth : mapping of coalition to number
        Coalitions are frozensets or tuples of players; all must be there, the empty one may be left out (0).
    players : sequence of players
        In the order in which results are shown.
    assuming : conditions, optional
        What holds of the parameters.

    Raises
    ------
    InvalidGameError
        If a coalition is missing, unknown or given twice, the empty one is worth something, or a worth is no number.
    MixedFieldError
        If a float stands beside a parameter.

    Examples
    --------
    >>> gloves = CharacteristicFunction(
    ...     {("L",): 0, ("R",): 0, ("r",): 0, ("L", "R"): 1, ("L", "r"): 1, ("R", "r"): 0, ("L", "R", "r"): 1},
    ...     players=["L", "R", "r"])
    >>> gloves.shapley()
    {'L': Fraction(2, 3), 'R': Fraction(1, 6), 'r': Fraction(1, 6)}
    >>> gloves.core().point
    {'L': Fraction(1, 1), 'R': Fraction(0, 1), 'r': Fraction(0, 1)}
    """

    players: tuple[Player, ...]
    values: Mapping[Coalition, RationalFunction]
    given: Cell
    parameters: tuple[str, ...]
    reading: Reading

    def __init__(self, worth: Mapping[Any, Any], players: Sequence[Player], *, assuming: object = ()) -> None:
        order = tuple(players)
        reading = Reading("CharacteristicFunction()")
        read = {c: reading.number(v, f"the worth of {named(c, order)}") for c, v in _coalitions(worth, order)}
        values = _completed(read, order)
        names = [*names_of(assuming), *sorted({n for v in values.values() for n in v.variables})]
        self._set(order, values, read_assumption(assuming), tuple(dict.fromkeys(names)), reading.float)

    def _set(
        self,
        players: tuple[Player, ...],
        values: Mapping[Coalition, RationalFunction],
        given: Cell,
        parameters: tuple[str, ...],
        some_float: float | None,
    ) -> None:
        reading = Reading("CharacteristicFunction()")
        reading.float = some_float
        vars(self).update(
            players=players,
            values=MappingProxyType(dict(values)),
            given=given,
            parameters=parameters,
            reading=reading,
        )

    # -- as a value ---------------------------------------------------------------------------------------
    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"CharacteristicFunction is immutable; build a new one to change `{name}`")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"CharacteristicFunction is immutable; `{name}` stays")

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (self.players, dict(self.values), self.given, self.parameters, self.reading.float)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CharacteristicFunction):
            return NotImplemented
        return (self.players, self.values, self.given) == (other.players, other.values, other.given)

    def __hash__(self) -> int:
        return hash((self.players, frozenset(self.values.items()), self.given))

    def __repr__(self) -> str:
        shown = ", ".join(f"{named(c, self.players)}: {self.worth(c)}" for c in self.coalitions())
        return f"CharacteristicFunction({shown})"

    def coalitions(self) -> Iterator[Coalition]:
        """Yield the coalitions that are not empty, small ones first."""
        for size in range(1, len(self.players) + 1):
            yield from map(frozenset, combinations(self.players, size))

    def worth(self, coalition: Collection[Player]) -> Any:
        """Return what a coalition can get by itself: a float, a `Fraction` or a SymPy expression."""
        members = frozenset(coalition)
        if members not in self.values:
            raise InvalidGameError(
                f"worth(): {coalition!r} is not a coalition of the players {list(self.players)}"
            )
        return self.reading.face(self.values[members])

    def at(self, **values: Any) -> CharacteristicFunction:
        """Set parameters to exact numbers or expressions.

        Raises
        ------
        ParameterError
            If a name is not a parameter, or the point lies outside what is assumed.
        """
        unknown = [name for name in values if name not in self.parameters]
        if unknown:
            known = ", ".join(self.parameters) or "none"
            raise ParameterError(f"at(): `{unknown[0]}` is not a parameter; the parameters are {known}")
        put = {n: read_exact(Fraction(v) if isinstance(v, str) else v) for n, v in values.items()}
        given = everything(assuming=self.given).substitute(**put).assuming
        new = {c: v.substitute(put) for c, v in self.values.items()}
        occurring = sorted({n for v in put.values() for n in v.variables})
        left = dict.fromkeys([*(n for n in self.parameters if n not in put), *occurring])
        return _rebuilt(self.players, new, given, tuple(left), None)

    # -- solutions ----------------------------------------------------------------------------------------
    def shapley(self) -> dict[Player, Any]:
        """Return the Shapley value: the expected marginal contribution in a random order of arrival.

        Exact over numbers and parameters; floats are rounded once, at the end.
        """
        n = len(self.players)
        total = dict.fromkeys(self.players, RationalFunction.constant(0))
        for c in self.coalitions():
            odds = Fraction(factorial(len(c) - 1) * factorial(n - len(c)), factorial(n))
            for p in c:
                total[p] = total[p] + (self.values[c] - self.values[c - {p}]) * odds
        return {p: self.reading.face(v) for p, v in total.items()}

    def core(self) -> Core:
        """Return the core: divisions of the grand coalition's worth that no coalition can improve on."""
        from gametheory.bargaining.core import core

        return core(self)

    def is_in_core(self, allocation: Mapping[Player, Any] | Sequence[Any]) -> CoreCheck:
        """Decide whether an allocation is in the core, and name a coalition that blocks it.

        Parameters
        ----------
        allocation : mapping of player to number, or sequence in the order of the players
            What everybody gets.

        Examples
        --------
        >>> majority = CharacteristicFunction(
        ...     {("a",): 0, ("b",): 0, ("c",): 0, ("a", "b"): 1, ("a", "c"): 1, ("b", "c"): 1, ("a", "b", "c"): 1},
        ...     players="abc")
        >>> print(majority.is_in_core([1, 0, 0]))
        no: (b, c) can get 1 more than its members have
        """
        from gametheory.bargaining.core import is_in_core

        return is_in_core(self, allocation)

    def convex_when(self) -> Region:
        """Return the parameters for which marginal contributions grow with the coalition (supermodularity)."""
        v = self.values
        rows = [
            v[c | {p, q}] - v[c | {p}] - v[c | {q}] + v[c]
            for c in (frozenset(), *self.coalitions())
            for p, q in combinations([p for p in self.players if p not in c], 2)
        ]
        convex = cell(condition for row in rows for condition in compare(row, NONNEGATIVE))
        cells = [] if convex is None else [convex]
        return Region(cells, parameters=self.parameters, assuming=self.given).irredundant

    def is_convex(self) -> Answer:
        """Decide whether the game is convex, wherever what is assumed holds.

        Convex games have a core, and the Shapley value lies in it.
        """
        return self.convex_when().is_everything()


def _rebuilt(
    players: tuple[Player, ...],
    values: Mapping[Coalition, RationalFunction],
    given: Cell,
    parameters: tuple[str, ...],
    some_float: float | None,
) -> CharacteristicFunction:
    made = object.__new__(CharacteristicFunction)
    made._set(players, values, given, parameters, some_float)
    return made


def _coalitions(worth: Mapping[Any, Any], players: tuple[Player, ...]) -> Iterator[tuple[Coalition, Any]]:
    """Read the keys, refusing what is not a coalition of these players."""
    if len(set(players)) < len(players) or not players:
        raise InvalidGameError(
            f"CharacteristicFunction(): players {list(players)}; name each once, and one at least"
        )
    seen = set()
    for key, value in worth.items():
        if not isinstance(key, frozenset | tuple):
            raise InvalidGameError(
                f"CharacteristicFunction(): {key!r} is not a coalition; write a tuple such as ({key!r},)"
            )
        coalition = frozenset(key)
        strangers = [p for p in key if p not in players]
        if strangers:
            raise InvalidGameError(
                f"CharacteristicFunction(): {strangers[0]!r} is not a player; the players are {list(players)}"
            )
        if coalition in seen or len(coalition) < len(key):
            raise InvalidGameError(
                f"CharacteristicFunction(): {key!r} gives a coalition, or a member of it, twice"
            )
        seen.add(coalition)
        yield coalition, value


def _completed(
    worth: Mapping[Coalition, RationalFunction], players: tuple[Player, ...]
) -> dict[Coalition, RationalFunction]:
    """Add the empty coalition and refuse gaps."""
    empty = worth.get(frozenset(), RationalFunction.constant(0))
    if not empty.is_zero():
        raise InvalidGameError(
            f"CharacteristicFunction(): nobody is worth {to_sympy(empty)}; the empty coalition gets 0"
        )
    every = [frozenset(c) for size in range(1, len(players) + 1) for c in combinations(players, size)]
    missing = [named(c, players) for c in every if c not in worth]
    if missing:
        listed = ", ".join(missing[:4]) + (", ..." if len(missing) > 4 else "")
        raise InvalidGameError(f"CharacteristicFunction(): no worth for {listed}; every coalition needs one")
    return {frozenset(): empty, **{c: worth[c] for c in every}}


def named(coalition: Collection[Player], players: Sequence[Player]) -> str:
    """Return a coalition as text, its members in the players' order."""
    return "(" + ", ".join(str(p) for p in players if p in coalition) + ")"
