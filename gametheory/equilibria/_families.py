"""From conditions on a profile to families of equilibria: solve what is pinned down, project the rest.

A `Candidate` is a profile whose probabilities and beliefs are rational functions of unknowns, with the conditions
under which it is an equilibrium.  Solving it gives zero or more `Family` values: explicit strategies and beliefs, the
conditions `where` on the unknowns that remain free, and the cells of parameters `when` some choice of them exists.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gametheory.algebra.conditions import NONNEGATIVE, ZERO, Atom, Cell, cell, compare
from gametheory.algebra.decide import Answer, satisfiable
from gametheory.algebra.eliminate import CannotEliminate, drop_implied, project, simplest, solve
from gametheory.algebra.polynomials import RationalFunction
from gametheory.equilibria._tree import Mixture, Support


@dataclass(frozen=True)
class Candidate:
    """A profile in unknowns, with the conditions under which it is an equilibrium."""

    supports: tuple[Support | None, ...]
    plan: Mapping[int, Mixture]
    beliefs: Mapping[int, Mixture]
    conditions: Cell
    orders: Mapping[tuple[int, int], int] = field(default_factory=dict)


@dataclass(frozen=True)
class Family:
    """A set of equilibria with the same supports.

    Parameters
    ----------
    strategies, beliefs : tuple of (tuple of RationalFunction or None)
        By information set, in parameters and the free unknowns.
    free : tuple of str
        Unknowns that are not pinned down.
    where : Cell
        The exact conditions on them (and on the parameters).
    when : tuple of Cell
        The parameters for which some choice of them satisfies `where`.
    """

    supports: tuple[Support | None, ...]
    strategies: tuple[Mixture, ...]
    beliefs: tuple[Mixture | None, ...]
    free: tuple[str, ...]
    where: Cell
    when: tuple[Cell, ...]
    orders: Mapping[tuple[int, int], int] = field(default_factory=dict)


def optimality(gain: RationalFunction, given: Cell, *, used: bool) -> list[Atom | bool]:
    """Return the conditions that a deviation gains nothing (and, for a used action, loses nothing)."""
    made = compare(-gain, ZERO if used else NONNEGATIVE)
    # Only a product can lose factors (probabilities that are known to be positive, say).
    return [
        simplest(a, given) if isinstance(a, Atom) and len(a.polynomial.factors()[1]) > 1 else a for a in made
    ]


def families(candidate: Candidate, given: Cell, names: frozenset[str]) -> Iterator[Family]:
    """Solve a candidate.

    Parameters
    ----------
    candidate : Candidate
        What to solve.
    given : Cell
        What is assumed of the parameters.
    names : frozenset of str
        The names that stand for unknown probabilities and beliefs; all others are parameters.

    Raises
    ------
    CannotEliminate
        If an unknown that is not pinned down occurs nonlinearly, so that the region cannot be projected.
    """
    mixtures = (*candidate.plan.values(), *candidate.beliefs.values())
    unknowns = sorted({n for m in mixtures for p in m for n in p.variables} & names)
    for solution in solve(candidate.conditions, unknowns, given):
        free = tuple(u for u in unknowns if u not in solution.values)
        where = _tidy(solution.where, given)
        if where is None:
            continue
        when = _when(where, free, given)
        if not when:
            continue
        put = solution.values
        count = len(candidate.supports)
        yield Family(
            candidate.supports,
            tuple(tuple(p.substitute(put) for p in candidate.plan[h]) for h in range(count)),
            tuple(
                tuple(p.substitute(put) for p in candidate.beliefs[h]) if h in candidate.beliefs else None
                for h in range(count)
            ),
            free,
            where,
            when,
            candidate.orders,
        )


def _tidy(where: Cell, given: Cell) -> Cell | None:
    reduced = cell(simplest(a, given) for a in where)
    return None if reduced is None else drop_implied(reduced, given)


def _when(where: Cell, free: tuple[str, ...], given: Cell) -> tuple[Cell, ...]:
    parameters_occur = any(a.polynomial.variables - set(free) for a in where)
    if not parameters_occur:
        # Nothing depends on parameters: existence is one question, and no projection is needed.
        answer = satisfiable(where)
        if answer is Answer.UNKNOWN:
            raise CannotEliminate(
                "whether these conditions can be satisfied was not decided within the budget"
            )
        return (frozenset(),) if answer is Answer.YES else ()
    return tuple(project(where, free, given))
