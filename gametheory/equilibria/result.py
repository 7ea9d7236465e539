"""The one result type: `Equilibrium`, a set of equilibria with its region and certificate, and `Equilibria`.

Values shown to people are floats, fractions or SymPy expressions, by the field of the game; inside they stay rational
functions, so that a symbolic result can be set to numbers exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from gametheory._text import Printed
from gametheory.algebra.conditions import ZERO, Cell, cell, compare
from gametheory.algebra.decide import Answer, find_point, satisfiable
from gametheory.algebra.expressions import read_exact, to_sympy
from gametheory.algebra.polynomials import RationalFunction
from gametheory.algebra.region import Region, read_point
from gametheory.equilibria._families import Family
from gametheory.equilibria.certificate import TOLERANCE, Certificate, certify, float_gain
from gametheory.equilibria.listing import AbstractListing
from gametheory.errors import ParameterError

if TYPE_CHECKING:
    from gametheory.equilibria._tree import Mixture, Tree
    from gametheory.games.game import Game
    from gametheory.games.normal import NormalForm

Strategy = dict[str, dict[Any, Any]]


@dataclass(frozen=True, eq=False)
class Equilibrium:
    """A set of equilibria with the same supports (often a single one), and where it exists.

    Attributes
    ----------
    concept : str
        The solution concept it satisfies.
    free : tuple of str
        Unknowns that are not pinned down: probabilities `P(action|player:what she knows)` and off-path beliefs
        `mu(history|player:what she knows)`.
    where : Region
        The exact conditions on them and on the parameters.
    when : Region
        The parameters for which such an equilibrium exists.
    certificate : Certificate
        The largest gain from any deviation, recomputed by an independent checker.
    table : NormalForm or None
        The normal form that was solved; `game` is then its tree, and strategies have no level for what is known.
    """

    game: Game
    concept: str
    family: Family
    when: Region
    certificate: Certificate
    exact_payoffs: tuple[RationalFunction, ...]
    exact_outcomes: Mapping[str | None, RationalFunction]
    table: NormalForm | None = None

    # -- faces --------------------------------------------------------------------------------------------
    @property
    def free(self) -> tuple[str, ...]:
        """Unknowns that are not pinned down."""
        return self.family.free

    @property
    def conditions(self) -> Cell:
        """The conditions on the free unknowns and the parameters, as a cell."""
        return self.family.where

    @cached_property
    def where(self) -> Region:
        """The conditions on the free unknowns and the parameters."""
        names = (*self.free, *self.game.parameters)
        return Region([self.family.where], parameters=names, assuming=self.when.assuming)

    def _face(self, value: RationalFunction) -> Any:
        if not value.is_constant():
            return to_sympy(value)
        exact = value.constant_value()
        if self.game.field.name == "float64":
            return float(exact)
        return to_sympy(value) if self.game.field.name == "symbolic" else exact

    @cached_property
    def strategy(self) -> Strategy:
        """Probabilities by player, by what she knows, by action (in a normal form: by player and action)."""
        result: Strategy = {player: {} for player in self.game.players}
        for h, mixture in zip(self.game.information_sets, self.family.strategies, strict=True):
            chosen = {a: self._face(p) for a, p in zip(h.actions, mixture, strict=True)}
            if self.table is None:
                result[h.player][h.knows] = chosen
            else:
                result[h.player] = chosen
        return result

    @cached_property
    def beliefs(self) -> Strategy:
        """Beliefs by player, by what she knows, by history (sequential equilibria; singletons left out)."""
        from gametheory.equilibria._tree import tell_apart

        result: Strategy = {}
        for h, belief in zip(self.game.information_sets, self.family.beliefs, strict=True):
            if belief is not None and len(h.nodes) > 1:
                labels = tell_apart([self.game.nodes[x].path for x in h.nodes])
                known = {label: self._face(b) for label, b in zip(labels, belief, strict=True)}
                result.setdefault(h.player, {})[h.knows] = known
        return result

    @cached_property
    def payoffs(self) -> dict[str, Any]:
        """Expected payoffs by player."""
        return {p: self._face(u) for p, u in zip(self.game.players, self.exact_payoffs, strict=True)}

    @cached_property
    def outcomes(self) -> dict[str | None, Any]:
        """Probability of each outcome label."""
        return {label: self._face(p) for label, p in self.exact_outcomes.items()}

    @property
    def is_pure(self) -> bool:
        """Whether every pinned-down choice is pure."""
        return all(s is None or len(s) == 1 for s in self.family.supports)

    @cached_property
    def is_knife_edge(self) -> bool:
        """Whether it exists only on a boundary of the parameters (an equation must hold)."""
        cells = self.when.irredundant.cells
        return bool(cells) and all(any(a.relation == ZERO for a in c) for c in cells)

    @property
    def explicit(self) -> Equilibrium:
        """The set in its free unknowns: itself."""
        return self

    # -- numbers ------------------------------------------------------------------------------------------
    def at(self, **values: Any) -> Equilibrium | None:
        """Set all parameters to exact numbers; `None` where it does not exist.

        Raises
        ------
        ParameterError
            If a parameter is unknown or left out, or the point lies outside what is assumed.
        """
        return self._at(self.game.at(**values), values)

    def _at(self, game: Game, values: Mapping[str, Any]) -> Equilibrium | None:
        if game.parameters:
            raise ParameterError(
                f"at(): parameter `{game.parameters[0]}` has no value; give all parameters at once"
            )
        point = read_point(values)
        if not self.when.contains({**dict.fromkeys(self.when.parameters, Fraction(0)), **point}):
            return None
        return self._put(game, {n: RationalFunction.constant(v) for n, v in point.items()})

    def _put(self, game: Game, values: Mapping[str, RationalFunction]) -> Equilibrium | None:
        from gametheory.algebra.conditions import substitute_cell

        def put(mixture: Mixture | None) -> Mixture | None:
            return None if mixture is None else tuple(p.substitute(values) for p in mixture)

        where = substitute_cell(self.family.where, values)
        if where is None:
            return None
        family = replace(
            self.family,
            strategies=tuple(put(m) or () for m in self.family.strategies),
            beliefs=tuple(map(put, self.family.beliefs)),
            free=tuple(f for f in self.free if f not in values),
            where=where,
            when=(frozenset(),),
        )
        return replace(
            self,
            game=game,
            family=family,
            when=Region([frozenset()]) if not game.parameters else self.when,
            exact_payoffs=tuple(u.substitute(values) for u in self.exact_payoffs),
            exact_outcomes={label: p.substitute(values) for label, p in self.exact_outcomes.items()},
        )

    def sample(self) -> Equilibrium | None:
        """Return one equilibrium of the set with everything pinned down, at an exact point with plain numbers.

        `None` if no rational point was found.
        """
        _, point = find_point(
            self.family.where | self.when.assuming, names=(*self.free, *self.game.parameters)
        )
        if point is None:
            return None
        game = (
            self.game.at(**{n: point[n] for n in self.game.parameters}) if self.game.parameters else self.game
        )
        return self._put(game, {n: RationalFunction.constant(v) for n, v in point.items()})

    def contains(self, profile: Mapping[str, Any]) -> Answer:
        """Decide whether a profile (of a game without parameters) belongs to the set."""
        from gametheory.games.game import read_profile

        game = self.game.exact() if self.game.field.name == "float64" else self.game
        conditions: list[Any] = [*self.family.where, *self.when.assuming]
        for mine, given in zip(self.family.strategies, read_profile(game, profile), strict=True):
            for p, value in zip(mine, given, strict=True):
                conditions += compare(p - read_exact(value), ZERO)
        joined = cell(conditions)
        return Answer.NO if joined is None else satisfiable(joined)

    # -- printing -----------------------------------------------------------------------------------------
    def __str__(self) -> str:
        from gametheory.equilibria._printing import equilibrium_to_text

        return equilibrium_to_text(self)

    def __repr__(self) -> str:
        from gametheory.equilibria._printing import one_line

        return f"<{self.concept.replace('_', '-')} equilibrium: {one_line(self)}>"

    def latex(self) -> str:
        """Return the equilibrium as LaTeX."""
        from gametheory.equilibria._printing import equilibrium_to_latex

        return equilibrium_to_latex(self)

    def _repr_latex_(self) -> str:
        return f"${self.latex()}$"


@dataclass(frozen=True, eq=False, repr=False)
class Equilibria(AbstractListing[Equilibrium], Printed):
    """The equilibria of a game, with an honest account of whether these are all.

    Attributes
    ----------
    game : Game
        The game solved.
    concept : str
        The solution concept.
    complete : {"all", "some", "none", "unknown"}
        `all`: every equilibrium lies in one of the sets.  `some`: these are equilibria, and there may be others.
        `none`: it is proved that there is no equilibrium.  `unknown`: none was found before the budget ended.
    reason : str
        Why it is not `all`.
    """

    game: Game
    concept: str
    sets: tuple[Equilibrium, ...]
    complete: str
    reason: str = ""
    _there: tuple[Mapping[str, Fraction], str] | None = None
    """A point at which all were looked for, and how complete the list is there."""

    @property
    def field(self) -> str:
        """The number field: `float64`, `exact` or `symbolic`."""
        return self.game.field.name

    @property
    def generic(self) -> tuple[Equilibrium, ...]:
        """Those that do not need an equation among the parameters."""
        return tuple(e for e in self.sets if not e.is_knife_edge)

    def at(self, **values: Any) -> Equilibria:
        """Set all parameters to exact numbers: the equilibria of the game at that point."""
        game = self.game.at(**values)
        sets = tuple(new for e in self.sets if (new := e._at(game, values)) is not None)
        complete, reason = self.complete, self.reason
        if self._there is not None and read_point(values) == self._there[0]:
            complete, reason = self._there[1], "" if self._there[1] in ("all", "none") else reason
        if not sets and complete == "all":
            complete = "none"
        return Equilibria(game, self.concept, sets, complete, reason)

    def __str__(self) -> str:
        from gametheory.equilibria._printing import equilibria_to_text

        return equilibria_to_text(self)

    def latex(self) -> str:
        """Return all equilibria as a LaTeX list."""
        items = "\n".join(rf"  \item ${e.latex()}$" for e in self.sets)
        return "\\begin{enumerate}\n" + items + "\n\\end{enumerate}"

    def to_dict(self) -> dict[str, Any]:
        """Return all equilibria as plain data (numbers and expressions as text, so that they stay exact)."""
        from gametheory.equilibria._printing import equilibria_to_dict

        return equilibria_to_dict(self)

    def to_json(self) -> str:
        """Return the same as JSON."""
        import json

        return json.dumps(self.to_dict(), indent=2)


def equilibrium(
    game: Game, tree: Tree, concept: str, family: Family, table: NormalForm | None = None
) -> Equilibrium:
    """Make the public result of a solved family, certified."""
    plan = dict(enumerate(family.strategies))
    outcomes: dict[str | None, RationalFunction] = {}
    for v in tree.game.nodes:
        if v.kind == "end":
            before = outcomes.get(v.outcome, RationalFunction.constant(0))
            outcomes[v.outcome] = before + tree.reach(v.index, plan)
    if set(outcomes) == {None}:
        outcomes = {}
    return Equilibrium(
        game=game,
        concept=concept,
        family=family,
        when=Region(family.when, parameters=game.parameters, assuming=tree.given),
        certificate=_certificate(game, tree, concept, family),
        exact_payoffs=tuple(tree.value(0, plan, i) for i in range(len(game.players))),
        exact_outcomes=outcomes,
        table=table,
    )


def _certificate(game: Game, tree: Tree, concept: str, family: Family) -> Certificate:
    where: Cell = family.where | tree.given
    exact = certify(tree.game, concept, family.strategies, family.beliefs, where, family.orders)
    if game.field.name != "float64" or not exact:
        return exact
    _, point = find_point(where, names=family.free)
    if point is None:
        return Certificate(
            None, "unknown", exact.deviations, "no rational point of the set was found to evaluate"
        )
    strategies = [[float(p.evaluate(point)) for p in m] for m in family.strategies]
    beliefs = [None if b is None else [float(p.evaluate(point)) for p in b] for b in family.beliefs]
    gain, count = float_gain(game, concept, strategies, beliefs)
    scale = max((abs(float(u)) for v in game.nodes for u in v.payoffs), default=1.0)
    status = "within tolerance" if gain <= TOLERANCE * max(1.0, scale) else "failed"
    return Certificate(
        max(gain, 0.0), status, count, "" if status != "failed" else f"a deviation gains {gain:g}"
    )
