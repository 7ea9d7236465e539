"""The core of a coalitional game: is it empty, a point of it, and who blocks an allocation.

Emptiness is decided, not approximated.  Over numbers it is a system of linear inequalities; over parameters the
allocation is eliminated from "no coalition has less than its worth", which leaves the Bondareva-Shapley inequalities
as a region.  Elimination is quick for three and four parties and grows steeply: with more and with parameters in all
worths, set some of them first.

References
----------
Gillies, D. (1959); Bondareva, O. (1963); Shapley, L. (1967), Naval Research Logistics Quarterly 14.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, final

from gametheory.algebra.conditions import NONNEGATIVE, POSITIVE, ZERO, Atom, Cell, cell, compare
from gametheory.algebra.decide import Answer, find_point, satisfiable
from gametheory.algebra.eliminate import project
from gametheory.algebra.polynomials import RationalFunction
from gametheory.algebra.region import Point, Region
from gametheory.bargaining._reading import Reading
from gametheory.bargaining.coalitions import CharacteristicFunction, Player, named
from gametheory.errors import InvalidGameError, ParameterError, Undecided

_ZERO = RationalFunction.constant(0)


@final
@dataclass(frozen=True)
class Core:
    """The core of a game.

    Attributes
    ----------
    game : CharacteristicFunction
        Whose core it is.
    when : Region
        The parameters for which it is not empty (everything or nothing, if there are none).
    """

    game: CharacteristicFunction
    when: Region

    def is_empty(self) -> Answer:
        """Decide whether the core is empty, for all parameters that are assumed."""
        return self.when.is_empty()

    @property
    def point(self) -> dict[Player, Any] | None:
        """One allocation in the core, or `None` if it is empty; the game must have no parameters.

        Raises
        ------
        ParameterError
            If it has some: set them with ``game.at(...)`` first.
        """
        if self.game.parameters:
            raise ParameterError(
                f"Core.point: the game has parameters {', '.join(self.game.parameters)}; set them with `game.at(...)`"
            )
        names = {p: f"allocation {i}" for i, p in enumerate(self.game.players)}
        stable = _stable(self.game, {p: RationalFunction.variable(n) for p, n in names.items()})
        answer, found = find_point(stable) if stable is not None else (Answer.NO, None)
        if answer is Answer.UNKNOWN:
            raise Undecided("Core.point: the linear system was not decided within the budget")
        if answer is Answer.NO:
            return None
        if found is None:
            raise Undecided("Core.point: the core is not empty, but no rational point of it was found")
        return {p: self.game.reading.face(found.get(n, Fraction(0))) for p, n in names.items()}

    def __str__(self) -> str:
        if self.game.parameters:
            return f"the core is not empty when {self.when}"
        point = self.point
        if point is None:
            return "the core is empty"
        return f"the core contains ({', '.join(f'{p}: {x}' for p, x in point.items())})"


@final
@dataclass(frozen=True)
class CoreCheck:
    """Whether an allocation is in the core.

    Attributes
    ----------
    answer : Answer
        Whether it is, for all parameters that are assumed.
    when : Region
        The parameters for which it is.
    blocking : tuple of players, or None
        A coalition that can do better by itself; without parameters the one with the largest excess.
    excess : number, expression or None
        How much more that coalition can get.
    at : dict or None
        Parameters at which it blocks.
    reason : str
        The answer as a sentence.
    """

    answer: Answer
    when: Region
    blocking: tuple[Player, ...] | None
    excess: Any
    at: Point | None
    reason: str

    def __bool__(self) -> bool:
        return bool(self.answer)

    def __str__(self) -> str:
        return f"{self.answer}: {self.reason}"


def core(game: CharacteristicFunction) -> Core:
    """Return the core of a game."""
    names = [f"allocation {i}" for i in range(len(game.players))]
    stable = _stable(game, dict(zip(game.players, map(RationalFunction.variable, names), strict=True)))
    if stable is None:
        return Core(game, _region(game, []))
    if game.parameters:
        return Core(game, _region(game, project(stable, names, game.given)))
    answer = satisfiable(stable)
    if answer is Answer.UNKNOWN:
        raise Undecided("core(): the linear system was not decided within the budget")
    return Core(game, _region(game, [frozenset()] if answer is Answer.YES else []))


def is_in_core(game: CharacteristicFunction, allocation: Mapping[Player, Any] | Sequence[Any]) -> CoreCheck:
    """Decide whether an allocation is in the core, and name a coalition that blocks it."""
    x, reading = _allocation(game, allocation)
    stable = _stable(game, x)
    when = _region(game, [] if stable is None else [stable], x.values())
    answer = when.is_everything()
    if answer is Answer.YES:
        return CoreCheck(
            answer, when, None, None, None, "it divides the worth of all, and no coalition can do better"
        )
    excess = {c: game.values[c] - sum((x[p] for p in c), _ZERO) for c in game.coalitions()}
    if all(e.is_constant() for e in excess.values()):
        # Small coalitions come first, and win ties.
        excess = dict(sorted(excess.items(), key=lambda item: -item[1].constant_value()))
    for c, gain in excess.items():
        there = _where_positive(game, gain)
        if there is not None:
            shown, members = reading.face(gain), tuple(p for p in game.players if p in c)
            reason = f"{named(c, game.players)} can get {shown} more than its members have" + _place(there)
            return CoreCheck(answer, when, members, shown, there, reason)
    over = -excess[frozenset(game.players)]
    there = _where_positive(game, over)
    if there is not None:
        reason = f"it gives away {reading.face(over)} more than everybody together can get" + _place(there)
        return CoreCheck(answer, when, None, None, there, reason)
    return CoreCheck(answer, when, None, None, None, "no rational point was found at which it fails")


def _stable(game: CharacteristicFunction, x: Mapping[Player, RationalFunction]) -> Cell | None:
    """Return "efficient, and no coalition has less than its worth" as conditions; `None` if plainly false."""
    conditions: list[Atom | bool] = []
    for c in game.coalitions():
        slack = sum((x[p] for p in c), _ZERO) - game.values[c]
        conditions += compare(slack, ZERO if len(c) == len(game.players) else NONNEGATIVE)
    return cell(conditions)


def _region(
    game: CharacteristicFunction, cells: Sequence[Cell], values: Sequence[RationalFunction] | Any = ()
) -> Region:
    names = [*game.parameters, *sorted({n for v in values for n in v.variables})]
    return Region(cells, parameters=dict.fromkeys(names), assuming=game.given).irredundant


def _where_positive(game: CharacteristicFunction, value: RationalFunction) -> Point | None:
    positive = cell(compare(value, POSITIVE))
    if positive is None:
        return None
    return Region([positive], parameters=game.parameters, assuming=game.given).sample()


def _place(point: Point) -> str:
    return f" at {', '.join(f'{n} = {v}' for n, v in point.items())}" if point else ""


def _allocation(
    game: CharacteristicFunction, allocation: Mapping[Player, Any] | Sequence[Any]
) -> tuple[dict[Player, RationalFunction], Reading]:
    if not isinstance(allocation, Mapping):
        if len(allocation) != len(game.players):
            raise InvalidGameError(
                f"is_in_core(): {len(allocation)} numbers; give one for each of {len(game.players)} players"
            )
        allocation = dict(zip(game.players, allocation, strict=True))
    if set(allocation) != set(game.players):
        raise InvalidGameError(
            f"is_in_core(): the allocation is for {list(allocation)}, the players are {list(game.players)}"
        )
    reading = Reading("is_in_core()")
    reading.float = game.reading.float
    reading.symbol = next((v for v in game.values.values() if not v.is_constant()), None)
    return {p: reading.number(allocation[p], f"the allocation of {p}") for p in game.players}, reading
