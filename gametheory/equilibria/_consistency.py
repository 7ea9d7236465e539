"""Consistency of beliefs in the full sense of Kreps and Wilson (1982), decided and not approximated.

A pair (action supports, belief supports) is consistent iff some orders of smallness `K(a) > 0` of the unused actions
make exactly the believed nodes of every information set the least unlikely ones.  The beliefs consistent with it are
those whose log ratios lie in the image of the log trembles: binomial equations, one for each vector in the kernel of
the exponents (Kreps and Wilson, Econometrica 50, 1982, appendix; Graf, Engesser and Nebel, AAMAS 2024).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import lcm

import flint

from gametheory.algebra.conditions import NONNEGATIVE, ZERO, Atom, Cell, atom, cell, compare
from gametheory.algebra.decide import Answer, find_point, satisfiable
from gametheory.algebra.polynomials import Polynomial, RationalFunction
from gametheory.equilibria._tree import ONE, Mixture, Plan, Support, Tree, mixture, supports_of
from gametheory.errors import Undecided


@dataclass(frozen=True)
class Basis:
    """Belief supports that some order of trembles explains, with the beliefs as unknowns.

    Parameters
    ----------
    beliefs : dict
        By information set, the belief in each of its nodes.
    conditions : list of Atom
        What makes them probabilities, and consistent.
    orders : dict
        The order of smallness of each unused action, by (information set, action).
    """

    beliefs: dict[int, Mixture]
    conditions: tuple[Atom, ...]
    orders: dict[tuple[int, int], int] = field(default_factory=dict)


def bases(tree: Tree, plan: Plan, supports: Sequence[Support]) -> Iterator[Basis]:
    """Yield the consistent belief supports for given action supports, together covering all consistent beliefs."""
    on_path: dict[int, Mixture] = {}
    off_path = []
    for h in tree.sets:
        weights = [tree.reach(x, plan, without=h.player_index) for x in h.nodes]
        total = sum(weights[1:], weights[0])
        if total.is_zero():
            off_path.append(h.index)
        else:
            on_path[h.index] = tuple(w / total for w in weights)
    covered: list[dict[int, Support]] = []
    for chosen, orders in _belief_supports(tree, supports, off_path):
        if any(all(set(chosen[h]) <= set(whole[h]) for h in off_path) for whole in covered):
            continue
        equations = _ratio_equations(tree, plan, supports, chosen)
        # Without equations the whole closed face is consistent (the consistent assessments are a closed set).
        closed = not equations
        beliefs = dict(on_path)
        conditions: list[Atom] = []
        for place in off_path:
            beliefs[place], simplex = mixture(tree.belief_names[place], chosen[place], closed=closed)
            conditions += simplex
        binomials = _binomials(tree, plan, supports, chosen, beliefs, equations)
        if binomials is None:
            continue
        if closed:
            covered.append(chosen)
        yield Basis(beliefs, (*conditions, *binomials), orders)


def _unused(tree: Tree, supports: Sequence[Support], node: int) -> list[tuple[int, int]]:
    """Return the unused actions on the way to a node."""
    result = []
    for ancestor, taken in tree.steps(node):
        h = tree.game.nodes[ancestor].information_set
        if h >= 0 and taken not in supports[h]:
            result.append((h, taken))
    return result


Ways = tuple[tuple[tuple[Support, ...], tuple[int, ...]], ...]
"""Belief supports of some information sets, each with the orders of the trembles that explain it."""


def _belief_supports(
    tree: Tree, supports: Sequence[Support], off_path: list[int]
) -> Iterator[tuple[dict[int, Support], dict[tuple[int, int], int]]]:
    """Yield belief supports (large ones first) with orders of trembles that explain them.

    Information sets that no unused action links are independent of each other, and alike up to names they are solved once.
    """
    paths = {h: [_unused(tree, supports, x) for x in tree.sets[h].nodes] for h in off_path}
    idle = {(h.index, a): 1 for h in tree.sets for a in range(len(h.actions)) if a not in supports[h.index]}
    parts = []
    for group in _linked(paths):
        names: dict[tuple[int, int], int] = {}
        shape = tuple(
            tuple(tuple(sorted(names.setdefault(key, len(names)) for key in path)) for path in paths[h])
            for h in group
        )
        parts.append((group, list(names), tremble_supports(shape)))
    for chosen in product(*(ways for _, _, ways in parts)):
        believed: dict[int, Support] = {}
        orders = dict(idle)
        for (group, keys, _), (nodes, sizes) in zip(parts, chosen, strict=True):
            believed |= dict(zip(group, nodes, strict=True))
            orders |= dict(zip(keys, sizes, strict=True))
        yield {h: believed[h] for h in off_path}, orders


def _linked(paths: dict[int, list[list[tuple[int, int]]]]) -> list[list[int]]:
    """Group information sets that hang together through unused actions on the way to their nodes."""
    groups: list[tuple[set[tuple[int, int]], list[int]]] = []
    for h, ways in paths.items():
        keys, members = {key for way in ways for key in way}, [h]
        apart = []
        for known, others in groups:
            if known.isdisjoint(keys):
                apart.append((known, others))
            else:
                keys, members = keys | known, others + members
        groups = [*apart, (keys, sorted(members))]
    return sorted(members for _, members in groups)


@lru_cache(maxsize=4096)
def tremble_supports(shape: tuple[tuple[tuple[int, ...], ...], ...]) -> Ways:
    """Return the belief supports that some orders of trembles explain, large ones first, with such orders.

    Parameters
    ----------
    shape : tuple
        For each information set, for each of its nodes, the unused actions on the way to it, as numbers from 0 on.

    Raises
    ------
    Undecided
        If orders could be neither found nor excluded within the budget.

    Examples
    --------
    Two nodes, each behind one tremble: both may be believed, or either alone.

    >>> tremble_supports((((0,), (1,)),))
    ((((0, 1),), (1, 1)), (((1,),), (2, 1)), (((0,),), (1, 2)))
    """
    count = 1 + max((k for nodes in shape for path in nodes for k in path), default=-1)
    names = [f"K{k}" for k in range(count)]
    smallness = [
        [sum((Polynomial.variable(names[k]) for k in path), Polynomial.constant(0)) for path in nodes]
        for nodes in shape
    ]
    found: list[tuple[tuple[Support, ...], tuple[int, ...]]] = []

    def grow(done: tuple[Support, ...], conditions: Cell) -> None:
        if satisfiable(conditions) is Answer.NO:
            return
        if len(done) == len(shape):
            _, point = find_point(conditions, names=names)
            if point is None:
                raise Undecided("no order of trembles could be found or excluded within the budget")
            scale = lcm(*(Fraction(v).denominator for v in point.values())) if point else 1
            found.append((done, tuple(int(point[name] * scale) for name in names)))
            return
        orders = smallness[len(done)]
        for chosen in reversed(supports_of(len(orders))):
            least = orders[chosen[0]]
            extra = [atom(orders[i] - least, ZERO) for i in chosen[1:]]
            extra += [atom(x - least - 1, NONNEGATIVE) for i, x in enumerate(orders) if i not in chosen]
            joined = cell([*conditions, *extra])
            if joined is not None:
                grow((*done, chosen), joined)

    grow((), frozenset(Atom(Polynomial.variable(name) - 1, NONNEGATIVE) for name in names))
    return tuple(found)


def _ratio_equations(
    tree: Tree, plan: Plan, supports: Sequence[Support], chosen: dict[int, Support]
) -> list[list[tuple[int, int, int, int]]]:
    """Return integer relations among log belief ratios: lists of (information set, node, base node, exponent)."""
    rows = [(h, i, support[0]) for h, support in chosen.items() for i in support[1:]]
    columns: dict[tuple[int, int], int] = {}
    entries = []
    for h, i, base in rows:
        row: dict[int, int] = {}
        for node, sign in ((i, 1), (base, -1)):
            for key in _unused(tree, supports, tree.sets[h].nodes[node]):
                column = columns.setdefault(key, len(columns))
                row[column] = row.get(column, 0) + sign
        entries.append(row)
    if not rows:
        return []
    transposed = flint.fmpz_mat(
        max(1, len(columns)),
        len(rows),
        [entries[r].get(c, 0) for c in range(max(1, len(columns))) for r in range(len(rows))],
    )
    basis, nullity = transposed.nullspace()
    relations = []
    for k in range(nullity):
        exponents = [int(basis[r, k]) for r in range(len(rows))]
        relations.append([(*rows[r], e) for r, e in enumerate(exponents) if e])
    return relations


def _binomials(
    tree: Tree,
    plan: Plan,
    supports: Sequence[Support],
    chosen: dict[int, Support],
    beliefs: dict[int, Mixture],
    equations: list[list[tuple[int, int, int, int]]],
) -> list[Atom] | None:
    """Return the binomial equations on the beliefs; `None` if one of them is plainly false."""
    conditions: list[Atom | bool] = []
    for equation in equations:
        ratio = ONE
        for h, i, base, exponent in equation:
            nodes = tree.sets[h].nodes
            belief = beliefs[h][i] / beliefs[h][base]
            used = _used_weight(tree, plan, supports, nodes[i]) / _used_weight(
                tree, plan, supports, nodes[base]
            )
            ratio = ratio * (belief / used) ** exponent
        conditions += compare(ratio - 1, ZERO)
    made = cell(conditions)
    return None if made is None else sorted(made, key=repr)


def _used_weight(tree: Tree, plan: Plan, supports: Sequence[Support], node: int) -> RationalFunction:
    """Return the probability of the chance moves and used actions on the way to a node."""
    weight = ONE
    for ancestor, taken in tree.steps(node):
        h = tree.game.nodes[ancestor].information_set
        if h >= 0 and taken not in supports[h]:
            continue
        branch = tree.branch(ancestor, plan)
        assert branch is not None
        weight = weight * branch[taken]
    return weight
