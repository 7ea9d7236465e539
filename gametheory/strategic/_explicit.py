"""A set of equilibria given by extreme points, rewritten in free probabilities with conditions, for questions about it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from gametheory.algebra.conditions import NONNEGATIVE, ZERO, Atom, cell, compare
from gametheory.algebra.region import Region
from gametheory.equilibria._families import Candidate, Family, families
from gametheory.equilibria._tree import ONE, Mixture, Plan, Tree, mixture
from gametheory.equilibria._tree import ZERO as NIL
from gametheory.equilibria.result import Equilibrium
from gametheory.errors import Undecided

if TYPE_CHECKING:
    from gametheory.strategic.result import NashSet


def explicit(e: NashSet) -> Equilibrium:
    """Return the set as strategies in free unknowns, with exact conditions on these.

    Raises
    ------
    Undecided
        If a probability is irrational: conditions are made of rational numbers.
    """
    if any(not isinstance(p, int | Fraction) for points in e.vertices for point in points for p in point):
        raise Undecided(
            "an equilibrium with irrational probabilities has no rational conditions; use its `mixtures`, which are exact"
        )
    tree_game = e.game.to_game()
    tree = Tree(tree_game.exact() if tree_game.field.name == "float64" else tree_game)
    family = _family(e, tree)
    plan = dict(enumerate(family.strategies))
    return Equilibrium(
        game=tree_game,
        concept="nash",
        family=family,
        when=Region([frozenset()]),
        certificate=e.certificate,
        exact_payoffs=tuple(tree.value(0, plan, i) for i in range(len(e.game.players))),
        exact_outcomes={},
        table=e.game,
    )


def _family(e: NashSet, tree: Tree) -> Family:
    """Return the product of faces: closed conditions on the supports, ties where all of the set ties."""
    plan: Plan = {}
    conditions: list[Atom | bool] = []
    for k, support in enumerate(e.supports):
        plan[k], simplex = mixture(tree.action_names[k], support, closed=True)
        conditions += simplex
    for k, player_support in enumerate(e.supports):
        values = [tree.value(0, {**plan, k: pure}, k) for pure in _pures(e.game.shape[k])]
        reference = values[player_support[0]]
        for i, value in enumerate(values):
            relation = ZERO if i in player_support else NONNEGATIVE
            conditions += compare(reference - value, relation)
    joined = cell(conditions)
    assert joined is not None
    candidate = Candidate(tuple(e.supports), plan, {}, joined)
    (family,) = families(candidate, frozenset(), tree.unknowns)
    return family


def _pures(size: int) -> list[Mixture]:
    return [tuple(ONE if i == a else NIL for i in range(size)) for a in range(size)]
