"""What mediation is worth: the best equilibrium with it, compared with the best one without it.

Both lists of equilibria are sets with conditions.  In a game of numbers the best value of an objective is found by eliminating what
an equilibrium leaves free; over parameters the same elimination gives the region where one best is above the other.  The set
of sequential equilibria is closed and payoffs are continuous, so that the best is attained.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from gametheory._text import Printed
from gametheory.algebra.conditions import (
    NONNEGATIVE,
    POSITIVE,
    ZERO,
    Cell,
    cell,
    compare,
    negate,
    substitute_cell,
)
from gametheory.algebra.decide import Answer, Budget, satisfiable
from gametheory.algebra.eliminate import project
from gametheory.algebra.expressions import read_exact, read_value
from gametheory.algebra.polynomials import RationalFunction
from gametheory.algebra.region import Region
from gametheory.equilibria.events import _HERE, Quantity, _Bound, payoff
from gametheory.errors import ParameterError, Undecided
from gametheory.mediation._rewrite import (
    as_tree,
)

if TYPE_CHECKING:
    from gametheory.equilibria.result import Equilibria, Equilibrium
    from gametheory.games.game import Game

Aim = Callable[[Any], RationalFunction]
"""Reads the objective off an equilibrium."""
_VALUE = "objective'"
"""Stands for a value of the objective (no parameter can have this name)."""


@dataclass(frozen=True, eq=False, repr=False)
class ValueOfMediation(Printed):
    """The best equilibrium value of an objective with mediation and without.

    Attributes
    ----------
    objective : Quantity
        What is compared.
    baseline : str
        What mediation is compared with, in words.
    mediated, direct : Equilibria
        The equilibria with mediation, and without.
    """

    objective: Quantity
    baseline: str
    mediated: Equilibria
    direct: Equilibria

    # -- numbers ------------------------------------------------------------------------------------------
    @cached_property
    def with_mediation(self) -> Any:
        """The best equilibrium value with mediation, in games of numbers.

        Raises
        ------
        ParameterError
            If a game has parameters (set them by `at`, or ask for the regions).
        Undecided
            If the list of equilibria is not complete, or the best is a root of degree above two.
        """
        return self._face(self._best(self.mediated))

    @cached_property
    def without_mediation(self) -> Any:
        """The best equilibrium value without mediation (as `with_mediation`)."""
        return self._face(self._best(self.direct))

    @cached_property
    def difference(self) -> Any:
        """What mediation is worth (as `with_mediation`)."""
        return self._face(self._best(self.mediated) - self._best(self.direct))

    def _face(self, value: Any) -> Any:
        floats = "float64" in (self.mediated.field, self.direct.field)
        return float(value) if floats else value

    def _best(self, listed: Equilibria) -> Any:
        if listed.game.parameters:
            raise ParameterError(
                f"the value of mediation depends on {', '.join(listed.game.parameters)}: set all of them by `.at(...)`, "
                "or ask for the regions `.helps` and `.hurts`"
            )
        if listed.complete != "all":
            known = (
                "none is known"
                if not listed.sets
                else f"the best one known gives {_best_of(listed, self._aim)}"
            )
            raise Undecided(
                f"the list of {listed.concept} equilibria is not complete ({listed.reason or listed.complete}); {known}"
            )
        return _best_of(listed, self._aim)

    def at(self, **values: Any) -> ValueOfMediation:
        """Set parameters to exact numbers in both games (each takes those that it has)."""
        known = (*self.mediated.game.parameters, *self.direct.game.parameters)
        for name in values:
            if name not in known:
                raise ParameterError(
                    f"at(): `{name}` is not a parameter; the parameters are {', '.join(known)}"
                )

        def put(listed: Equilibria) -> Equilibria:
            mine = {n: v for n, v in values.items() if n in listed.game.parameters}
            return listed.at(**mine) if mine else listed

        return ValueOfMediation(self.objective, self.baseline, put(self.mediated), put(self.direct))

    # -- regions ------------------------------------------------------------------------------------------
    @property
    def complete(self) -> bool:
        """Whether both lists of equilibria are complete, so that the regions are exact."""
        return all(listed.complete in ("all", "none") for listed in (self.mediated, self.direct))

    @cached_property
    def helps(self) -> Region:
        """Where the best equilibrium with mediation is proved to be strictly better.

        Exact if `complete`; otherwise `unknown` says where nothing is proved.
        """
        return self.helps_by(0)

    @cached_property
    def hurts(self) -> Region:
        """Where the best equilibrium with mediation is proved to be strictly worse."""
        return self._better(self.direct, self.mediated, RationalFunction.constant(0))

    @cached_property
    def unknown(self) -> Region:
        """Where neither `helps` nor `hurts` is proved although one of them might hold: nowhere, if `complete`."""
        names = self._names
        if self.complete:
            return Region([], parameters=names, assuming=self._given)
        return (~(self.helps | self.hurts)).irredundant

    def helps_by(self, amount: Any) -> Region:
        """Return where mediation is proved to be worth more than an amount (a number or an expression in parameters)."""
        return self._better(self.mediated, self.direct, read_exact(read_value(amount)))

    @cached_property
    def _aim(self) -> Aim:
        return _aim(self.objective, (self.mediated.game, self.direct.game))

    @property
    def _given(self) -> Cell:
        return self.mediated.game.given | self.direct.game.given

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.mediated.game.parameters, *self.direct.game.parameters)))

    def _better(self, one: Equilibria, other: Equilibria, by: RationalFunction) -> Region:
        """Return where some equilibrium of one list is better than all of the other, by more than an amount."""
        given = self._given
        cells: list[Cell] = []
        if other.complete in ("all", "none"):
            as_good = _reaches(other, self._aim, by, given)
            for e in one.sets:
                cells += _above(e.explicit, self._aim(e), as_good, given)
        return Region(dict.fromkeys(cells), parameters=self._names, assuming=given).irredundant

    # -- printing -----------------------------------------------------------------------------------------
    def __str__(self) -> str:
        heading = f"{self.objective.text}, best {self.mediated.concept.replace('_', '-')} equilibrium, against {self.baseline}"
        if not self._names:
            try:
                values = f"with mediation {self.with_mediation}, without {self.without_mediation}, difference {self.difference}"
            except Undecided as reason:
                values = f"unknown: {reason}"
            return f"{heading}\n  {values}"
        lines = [heading, f"  mediation helps: {self.helps}", f"  mediation hurts: {self.hurts}"]
        if not self.complete:
            lines.append(f"  unknown: {self.unknown}")
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"<value of mediation: {self.objective.text}, against {self.baseline}>"


def value_of_mediation(
    game: Game,
    mediated: Game,
    objective: Quantity | Mapping[str, Any],
    *,
    without: str | Game,
    concept: Callable[..., Equilibria] | None = None,
    budget: Budget | None = None,
) -> ValueOfMediation:
    """Compare the best equilibrium of a mediated game with the best one without mediation.

    Parameters
    ----------
    game : Game
        The game without the mediator.
    mediated : Game
        The game with one, such as `with_mediator`, `garble` or `both_or_nothing` make it.
    objective : Quantity, or mapping of player to weight
        What is compared (an outcome that one of the games does not have is impossible there), for example ``gt.probability("deal")``, ``gt.payoff("weak") + gt.payoff("strong")`` or ``{"weak": 1, "strong": 1}``.
    without : "silence" or Game
        What mediation is compared with: the game as it is, or the game with direct talk, such as ``gt.with_talk(game, ...)`` (several
        rounds if it is applied several times).
    concept : callable, optional
        The solution concept for both; by default `sequential`.
    budget : Budget, optional
        When each of the two searches stops.

    Returns
    -------
    ValueOfMediation
        For games of numbers both values and their difference, exact; over parameters the regions where mediation helps and hurts.

    Raises
    ------
    ParameterError
        If the objective names somebody or something that one of the games does not have, or the baseline is neither "silence" nor a game.

    Examples
    --------
    A mediator who knows whether the other side is firm and is bound to tell, against silence: telling helps
    where the strong side would otherwise press, for it fears war little.

    >>> import gametheory as gt
    >>> from fractions import Fraction
    >>> q, c = gt.parameters("q c")
    >>> crisis = gt.Game(gt.chance({"firm": q, "soft": 1 - q}, lambda resolve: gt.move("strong", knows="nothing", actions={
    ...     "press": gt.end(strong=-c, outcome="war") if resolve == "firm" else gt.end(strong=2, outcome="deal"),
    ...     "settle": gt.end(strong=1, outcome="deal")})), assuming=[0 < q, q < 1, c > 0])
    >>> told = gt.with_signal(crisis, of={"firm": "firm", "soft": "soft"})
    >>> value = gt.value_of_mediation(crisis, told, gt.probability("deal"), without="silence")
    >>> value.helps.solve_for(c)
    Threshold: c < (1 - 2*q)/q  if 0 < q < 1/2
    >>> print(value.at(q="1/4", c=1))
    probability of deal, best sequential equilibrium, against silence
      with mediation 1, without 3/4, difference 1/4
    """
    from gametheory.equilibria.sequential import sequential

    call = "value_of_mediation()"
    if isinstance(without, str):
        if without != "silence":
            raise ParameterError(
                f"{call}: the baseline is {without!r}; write 'silence', or give a game, as `gt.with_talk(game, ...)`"
            )
        direct, baseline = as_tree(game, call), "silence"
    else:
        direct, baseline = as_tree(without, call), "direct talk" if without is not game else "silence"
    third = as_tree(mediated, call)
    aim = _objective(objective, call)
    for tree in (third, direct):
        _try(_aim(aim, (third, direct)), tree)
    solve = concept or sequential
    return ValueOfMediation(aim, baseline, solve(third, budget=budget), solve(direct, budget=budget))


def _objective(objective: Any, call: str) -> Quantity:
    if isinstance(objective, Quantity):
        if objective.sources:
            raise ParameterError(f"{call}: the objective is read in both games, so leave out `among`")
        return objective
    if not isinstance(objective, Mapping) or not objective:
        raise ParameterError(
            f"{call}: the objective is {objective!r}; write a quantity, as `gt.probability('deal')`, or weights by player"
        )
    first, *rest = (payoff(p) if w == 1 else w * payoff(p) for p, w in objective.items())
    for term in rest:
        first = first + term
    return first


def _aim(objective: Quantity, games: Sequence[Game]) -> Aim:
    """Return what reads the objective off an equilibrium; an outcome that only the other game has, has probability 0."""
    zero = RationalFunction.constant(0)
    none = {label: zero for game in games for label in game.outcome_labels}

    def read(e: Any) -> RationalFunction:
        seen = SimpleNamespace(
            game=e.game,
            exact_payoffs=e.exact_payoffs,
            exact_outcomes={**none, **e.exact_outcomes},
            family=e.family,
        )
        return objective.read({_HERE: _Bound(seen, {})})

    return read


def _try(aim: Aim, game: Game) -> None:
    """Read the objective once, so that a wrong name is refused before anything is solved."""
    zero = RationalFunction.constant(0)
    aim(
        SimpleNamespace(
            game=game,
            exact_payoffs=(zero,) * len(game.players),
            exact_outcomes={},
            family=SimpleNamespace(strategies=tuple((zero,) * len(s.actions) for s in game.information_sets)),
        )
    )


# -- the best of a list of numbers ----------------------------------------------------------------------------------


def _best_of(listed: Equilibria, aim: Aim) -> Any:
    """Return the largest value that an objective takes in some equilibrium of a game of numbers."""
    if not listed.sets:
        raise ParameterError(f"the game has no {listed.concept} equilibrium, so nothing is best")
    values = [(e.explicit, aim(e)) for e in listed.sets]
    best: Any = max((v.constant_value() for _, v in values if v.is_constant()), default=None)
    for e, value in values:
        if value.is_constant():
            continue
        if isinstance(best, Fraction):
            # Most sets are no better than what is known; that is decided faster than their best is found.
            better = cell([*e.conditions, *compare(value - best, POSITIVE)])
            if better is None or satisfiable(better) is Answer.NO:
                continue
        for top in _tops(e, value):
            best = top if best is None or top > best else best
    return best


def _tops(e: Equilibrium, value: RationalFunction) -> Iterator[Any]:
    """Yield the upper ends of the values that an objective takes in a set of equilibria."""
    here = cell([*e.conditions, *compare(value - RationalFunction.variable(_VALUE), ZERO)])
    cells = [] if here is None else project(here, e.free, frozenset())
    if not cells:
        return
    for piece in Region(cells, parameters=[_VALUE]).solve_for(_VALUE).pieces:
        if piece.implicit or not piece.upper:
            raise Undecided("the best value of the objective is a root of degree above two, or not bounded")
        # Several bounds hold together, so the least of them is the end.
        end = min(b.value for b in piece.upper)
        yield Fraction(int(end.p), int(end.q)) if end.is_Rational else end


# -- regions --------------------------------------------------------------------------------------------------------


def _reaches(listed: Equilibria, aim: Aim, by: RationalFunction, given: Cell) -> list[Cell]:
    """Return where some equilibrium is, with an amount added, at least as good as a value that is left open."""
    value = RationalFunction.variable(_VALUE)
    result: list[Cell] = []
    for e in listed.sets:
        here = cell([*e.explicit.conditions, *compare(aim(e) + by - value, NONNEGATIVE)])
        if here is not None:
            result += project(here, e.explicit.free, given)
    return list(dict.fromkeys(result))


def _above(e: Equilibrium, value: RationalFunction, as_good: list[Cell], given: Cell) -> list[Cell]:
    """Return where an equilibrium exists and none of the other list is as good."""
    left: list[Cell] = [e.conditions]
    for c in as_good:
        bad = substitute_cell(c, {_VALUE: value})
        if bad is None:
            continue
        grown: list[Cell] = []
        for rest in left:
            if satisfiable(rest | bad | given) is Answer.NO:
                grown.append(rest)
                continue
            passed: Cell = frozenset()
            for a in sorted(bad, key=repr):
                piece = rest | passed | {negate(a)}
                if satisfiable(piece | given) is not Answer.NO:
                    grown.append(piece)
                passed = passed | {a}
        left = grown
    return [c for rest in left for c in project(rest, e.free, given)]
