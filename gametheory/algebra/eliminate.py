"""Solving for unknowns and projecting them away: what turns conditions on a profile into a region of parameters.

Two steps.  `solve` uses equations that are linear in some unknown to express it by the rest; `project` removes the
unknowns that are left from inequalities by Fourier-Motzkin elimination.  Where the sign of a symbolic pivot is not
decided, the case is split, so the result is exact everywhere, pivots that vanish included.  An unknown that occurs
only nonlinearly is not eliminated: `CannotEliminate` says so, and nothing is approximated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gametheory.algebra.conditions import (
    NONNEGATIVE,
    NONZERO,
    POSITIVE,
    ZERO,
    Atom,
    Cell,
    atom,
    cell,
    split,
    substitute_cell,
    written,
)
from gametheory.algebra.decide import Answer, conjunction, implies, satisfiable, sign
from gametheory.algebra.polynomials import Polynomial, RationalFunction
from gametheory.errors import Undecided


class CannotEliminate(Undecided):
    """An unknown occurs only in conditions that are not linear in it."""


@dataclass(frozen=True)
class Solution:
    """One branch of `solve`: unknowns that are pinned down, and the conditions on everything else."""

    values: dict[str, RationalFunction]
    where: Cell


def simplest(condition: Atom, given: Cell) -> Atom | bool:
    """Drop the factors whose sign is decided by `given`."""
    unit, factors = condition.polynomial.factors()
    if len(factors) == 1 and not given:
        return condition
    kept = Polynomial.constant(1 if unit > 0 else -1)
    for factor, multiplicity in factors:
        s = sign(factor, given)
        if s == 0:
            return condition.relation in (NONNEGATIVE, ZERO)
        if s is None:
            kept = kept * factor**multiplicity
        elif s < 0 and multiplicity % 2:
            kept = -kept
    return atom(kept, condition.relation)


def simplify_cell(atoms: Cell, given: Cell) -> Cell | None:
    """Return an equivalent cell, inside `given`, without redundant conditions; `None` if it is empty."""
    reduced = cell(simplest(a, given) for a in atoms)
    if reduced is None or satisfiable(reduced | given) is Answer.NO:
        return None
    return drop_implied(merge(reduced), given)


def merge(atoms: Cell) -> Cell:
    """Join conditions on one polynomial: `p >= 0` and `p <= 0` to `p = 0`, `p >= 0` and `p != 0` to `p > 0`."""
    kept = set(atoms)
    for a in sorted(atoms, key=written):
        if a.relation != NONNEGATIVE or a not in kept:
            continue
        opposite = Atom(-a.polynomial, NONNEGATIVE)
        different = atom(a.polynomial, NONZERO)
        if opposite in kept:
            joined = atom(a.polynomial, ZERO)
            kept -= {a, opposite}
        elif different in kept:
            joined = atom(a.polynomial, POSITIVE)
            kept -= {a, different}
        else:
            continue
        assert isinstance(joined, Atom)
        kept.add(joined)
    return frozenset(kept)


def drop_implied(atoms: Cell, given: Cell) -> Cell:
    """Drop, the most complicated first, conditions that follow from the others."""
    kept = set(atoms)
    for a in sorted(atoms, key=_complexity, reverse=True):
        if implies(frozenset(kept - {a}) | given, a) is Answer.YES:
            kept.remove(a)
    return frozenset(kept)


def _complexity(a: Atom) -> tuple[int, int, int, str]:
    # An equation says more than an inequality, so it is the last to go.
    return (a.relation != ZERO, len(a.polynomial.key), a.polynomial.total_degree(), written(a))


# -- equations --------------------------------------------------------------------------------------------------


def solve(atoms: Cell, unknowns: Sequence[str], given: Cell) -> Iterator[Solution]:
    """Use the equations to express unknowns by the rest, splitting cases on pivots of undecided sign.

    Parameters
    ----------
    atoms : Cell
        Conditions on unknowns and parameters.
    unknowns : sequence of str
        In order of preference: earlier ones are solved for first.
    given : Cell
        What is assumed of the parameters.

    Yields
    ------
    Solution
        Disjoint branches whose union is the given conjunction.
    """
    yield from _solve(atoms, tuple(unknowns), given, {})


def _solve(
    atoms: Cell, unknowns: tuple[str, ...], given: Cell, values: dict[str, RationalFunction]
) -> Iterator[Solution]:
    reduced = cell(simplest(a, given) if a.relation == ZERO else a for a in atoms)
    if reduced is None:
        return
    for equation in sorted((a for a in reduced if a.relation == ZERO), key=_complexity):
        if equation.polynomial.variables & set(unknowns):
            branches = split(equation)
            if len(branches) > 1:
                if satisfiable(reduced | given) is Answer.NO:
                    return
                yield from _each_root(reduced - {equation}, branches, unknowns, given, values)
                return
    pivot = _pivot(reduced, unknowns, given)
    if pivot is None:
        merged = merge(reduced)
        if merged != reduced:
            yield from _solve(merged, unknowns, given, values)
            return
        if satisfiable(reduced | given) is not Answer.NO:
            yield Solution(values, reduced)
        return
    equation, name = pivot
    constant, coefficient = equation.polynomial.coefficients(name)
    if not coefficient.is_constant() and satisfiable(reduced | given) is Answer.NO:
        return
    rest = reduced - {equation}
    nonzero = atom(coefficient, NONZERO)
    if nonzero is not False:
        value = RationalFunction(-constant, coefficient)
        put = {name: value}
        replaced = substitute_cell(rest, put)
        if replaced is not None:
            replaced = conjunction(replaced, [nonzero])
        if replaced is not None:
            earlier = {other: old.substitute(put) for other, old in values.items()}
            left = tuple(u for u in unknowns if u != name)
            yield from _solve(replaced, left, given, {**earlier, name: value})
    vanishing = conjunction(rest, [atom(coefficient, ZERO), atom(constant, ZERO)])
    if vanishing is not None:
        yield from _solve(vanishing, unknowns, given, values)


def _each_root(
    rest: Cell,
    branches: list[Cell],
    unknowns: tuple[str, ...],
    given: Cell,
    values: dict[str, RationalFunction],
) -> Iterator[Solution]:
    """Go through the factors of an equation, keeping the branches disjoint."""
    excluded: Cell = frozenset()
    for branch in branches:
        (root,) = branch
        yield from _solve(rest | excluded | branch, unknowns, given, values)
        excluded = excluded | {Atom(root.polynomial, NONZERO)}


def _pivot(atoms: Cell, unknowns: tuple[str, ...], given: Cell) -> tuple[Atom, str] | None:
    """Choose an equation and an unknown in which it is linear; decided pivots first."""
    best: tuple[tuple[int, int, int, str], Atom, str] | None = None
    for equation in atoms:
        if equation.relation != ZERO:
            continue
        for place, name in enumerate(unknowns):
            if equation.polynomial.degree(name) != 1:
                continue
            coefficient = equation.polynomial.coefficients(name)[1]
            decided = coefficient.is_constant() or sign(coefficient, given) is not None
            rank = (not decided, len(coefficient.key), place, repr(equation))
            if best is None or rank < best[0]:
                best = (rank, equation, name)
    return (best[1], best[2]) if best else None


# -- inequalities -----------------------------------------------------------------------------------------------


def project(atoms: Cell, unknowns: Iterable[str], given: Cell) -> list[Cell]:
    """Return the conditions on what remains under which some values of the unknowns satisfy `atoms`.

    Raises
    ------
    CannotEliminate
        If an unknown occurs only nonlinearly.
    """
    result: list[Cell] = [frozenset()]
    for block, names in _blocks(atoms, frozenset(unknowns)):
        projected = _project_block(block, names, given)
        result = [
            joined
            for old in result
            for new in projected
            if satisfiable((joined := old | new) | given) is not Answer.NO
        ]
    return list(dict.fromkeys(result))


def _blocks(atoms: Cell, unknowns: frozenset[str]) -> list[tuple[Cell, tuple[str, ...]]]:
    """Split conditions into groups that share no unknown, so that each is projected (and remembered) by itself."""
    groups: list[tuple[set[Atom], set[str]]] = []
    for a in sorted(atoms, key=written):
        mine, names = {a}, set(a.polynomial.variables & unknowns)
        apart = []
        for group in groups:
            if names & group[1]:
                mine, names = mine | group[0], names | group[1]
            else:
                apart.append(group)
        groups = [*apart, (mine, names)]
    return [(frozenset(g), tuple(sorted(names))) for g, names in groups]


@lru_cache(maxsize=65536)
def _project_block(atoms: Cell, unknowns: tuple[str, ...], given: Cell) -> tuple[Cell, ...]:
    result: dict[Cell, None] = {}
    for solution in solve(atoms, unknowns, given):
        left = [u for u in unknowns if u not in solution.values]
        for projected in _project(solution.where, left, given):
            result.setdefault(projected)
    return tuple(result)


def _project(atoms: Cell, unknowns: list[str], given: Cell) -> Iterator[Cell]:
    reduced = cell(simplest(a, given) for a in atoms)
    if reduced is None or satisfiable(reduced | given) is Answer.NO:
        return
    present = [u for u in unknowns if any(u in a.polynomial.variables for a in reduced)]
    if not present:
        yield drop_implied(reduced, given)
        return
    # A product of factors is split before it is called nonlinear.
    for a in sorted(reduced, key=_complexity):
        if a.polynomial.variables & set(present) and len(split(a)) > 1 and not _all_linear(reduced, present):
            for alternative in split(a):
                yield from _project((reduced - {a}) | alternative, present, given)
            return
    name = min(
        (u for u in present if _linear(reduced, u)), key=lambda u: (_pairs(reduced, u), u), default=None
    )
    if name is None:
        raise CannotEliminate(
            f"`{present[0]}` occurs only in conditions that are not linear in it: "
            + ", ".join(sorted(repr(a) for a in reduced if present[0] in a.polynomial.variables))
        )
    yield from _eliminate_one(reduced, name, present, given)


def _linear(atoms: Cell, name: str) -> bool:
    return all(a.polynomial.degree(name) <= 1 for a in atoms)


def _all_linear(atoms: Cell, names: list[str]) -> bool:
    return any(_linear(atoms, name) for name in names)


def _pairs(atoms: Cell, name: str) -> int:
    count = sum(name in a.polynomial.variables for a in atoms)
    return count * count


def sign_cases(polynomial: Polynomial, given: Cell) -> list[Atom | bool]:
    """Return conditions (positive, zero, negative) on the first factor whose sign is not decided.

    On a factor, not on the product: signs are asked factor by factor, so that the case makes progress.
    """
    factor = next(f for f, _ in polynomial.factors()[1] if sign(f, given) is None)
    return [atom(factor, POSITIVE), atom(factor, ZERO), atom(-factor, POSITIVE)]


def _eliminate_one(atoms: Cell, name: str, unknowns: list[str], given: Cell) -> Iterator[Cell]:
    mine = sorted((a for a in atoms if name in a.polynomial.variables), key=written)
    rest = atoms - set(mine)
    for a in mine:
        _, coefficient = a.polynomial.coefficients(name)
        if a.relation == NONZERO:
            for side in (a.polynomial, -a.polynomial):
                yield from _project((atoms - {a}) | {Atom(side, POSITIVE)}, unknowns, given)
            return
        decided = sign(coefficient, rest | given)
        if decided == 0:
            case = conjunction(atoms - {a}, [atom(a.polynomial.coefficients(name)[0], a.relation)])
            if case is not None:
                yield from _project(case, unknowns, given)
            return
        if decided is None:
            for part in sign_cases(coefficient, rest | given):
                case = conjunction(atoms, [part])
                if case is not None:
                    yield from _project(case, unknowns, given)
            return
    lower: list[tuple[Polynomial, Polynomial, str]] = []
    upper: list[tuple[Polynomial, Polynomial, str]] = []
    for a in mine:
        constant, coefficient = a.polynomial.coefficients(name)
        up = sign(coefficient, rest | given) == 1
        if a.relation == ZERO:
            # An equation bounds from both sides.
            (upper if up else lower).append((-constant, -coefficient, NONNEGATIVE))
        relation = POSITIVE if a.relation == POSITIVE else NONNEGATIVE
        (lower if up else upper).append((constant, coefficient, relation))
    pairs = (
        atom(b2 * a1 - b1 * a2, POSITIVE if POSITIVE in (r1, r2) else NONNEGATIVE)
        for b1, a1, r1 in lower
        for b2, a2, r2 in upper
    )
    joined = conjunction(rest, pairs)
    if joined is not None:
        yield from _project(joined, [u for u in unknowns if u != name], given)
