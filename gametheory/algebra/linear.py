"""Deciding small systems of linear conditions exactly, in integers, without a solver's start-up cost, and refuting others.

Gaussian substitution for the equations, then Fourier-Motzkin for the inequalities (strict and weak).  Most questions
that equilibrium conditions raise are of this kind; a system that grows too much is left to the general procedure.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import gcd

from gametheory.algebra.conditions import NONZERO, POSITIVE, ZERO, Atom

Row = tuple[int, ...]
"""Coefficients, the constant last."""

_MOST_ROWS = 64


def linear_satisfiable(atoms: Iterable[Atom]) -> bool | None:
    """Decide whether linear conditions have a real solution; `None` if they are not linear, or too many."""
    listed = list(atoms)
    names: dict[str, int] = {}
    for a in listed:
        if a.polynomial.total_degree() > 1:
            return None
        for name in a.polynomial.variables:
            names.setdefault(name, len(names))
    equations: list[Row] = []
    inequalities: list[tuple[Row, bool]] = []
    unequal: list[Row] = []
    for a in listed:
        row = _row(a, names)
        if a.relation == ZERO:
            equations.append(row)
        elif a.relation == NONZERO:
            unequal.append(row)
        else:
            inequalities.append((row, a.relation == POSITIVE))
    if len(unequal) > 3:
        return None
    return _branch(equations, inequalities, unequal)


def linear_refutes(atoms: Iterable[Atom]) -> bool:
    """Prove that conditions exclude each other by looking at them as linear in their monomials; `False` proves nothing.

    What is kept of the monomials is their sign: positive where all variables are, not negative where all powers are even.
    """
    listed = list(atoms)
    positive: set[str] = set()
    columns: dict[tuple[tuple[str, int], ...], int] = {}
    for p, relation in listed:
        for monomial, _ in p.key:
            if monomial:
                columns.setdefault(monomial, len(columns))
        if relation == POSITIVE and len(p.key) == 1 and p.total_degree() == 1 and p.key[0][1] > 0:
            positive.add(p.key[0][0][0][0])
    equations: list[Row] = []
    inequalities: list[tuple[Row, bool]] = []
    for p, relation in listed:
        if relation != NONZERO:
            row = [0] * (len(columns) + 1)
            for monomial, coefficient in p.key:
                row[columns[monomial] if monomial else -1] = coefficient
            if relation == ZERO:
                equations.append(tuple(row))
            else:
                inequalities.append((tuple(row), relation == POSITIVE))
    for monomial, place in columns.items():
        # That single variables are positive is among the conditions already.
        strict = all(name in positive for name, _ in monomial)
        if (len(monomial) > 1 or monomial[0][1] > 1) and all(
            name in positive or power % 2 == 0 for name, power in monomial
        ):
            inequalities.append((tuple(int(i == place) for i in range(len(columns) + 1)), strict))
    return _decide(equations, inequalities) is False


def _row(a: Atom, names: dict[str, int]) -> Row:
    row = [0] * (len(names) + 1)
    for monomial, coefficient in a.polynomial.key:
        row[names[monomial[0][0]] if monomial else -1] = coefficient
    return tuple(row)


def _branch(equations: list[Row], inequalities: list[tuple[Row, bool]], unequal: list[Row]) -> bool | None:
    """Try both sides of every `!=`."""
    if not unequal:
        return _decide(equations, inequalities)
    first, *rest = unequal
    sides = [
        _branch(equations, [*inequalities, (side, True)], rest) for side in (first, tuple(-c for c in first))
    ]
    return True if True in sides else None if None in sides else False


def _decide(equations: list[Row], inequalities: list[tuple[Row, bool]]) -> bool | None:
    equations, rows = list(equations), dict(_strictest(inequalities))
    while equations:
        pivot = equations.pop()
        place = next((i for i, c in enumerate(pivot[:-1]) if c), None)
        if place is None:
            if pivot[-1]:
                return False
            continue
        if pivot[place] < 0:
            pivot = tuple(-c for c in pivot)
        equations = [_cancel(row, pivot, place) for row in equations]
        rows = dict(_strictest((_cancel(row, pivot, place), strict) for row, strict in rows.items()))
    while True:
        for row, strict in rows.items():
            if not any(row[:-1]) and (row[-1] < 0 or (strict and row[-1] == 0)):
                return False
        rows = {row: strict for row, strict in rows.items() if any(row[:-1])}
        if not rows:
            return True
        if len(rows) > _MOST_ROWS:
            return None
        rows = _eliminate(rows)


def _eliminate(rows: dict[Row, bool]) -> dict[Row, bool]:
    """Remove the variable that makes the fewest new rows."""
    width = len(next(iter(rows))) - 1
    up, down = [0] * width, [0] * width
    for row in rows:
        for i in range(width):
            if row[i] > 0:
                up[i] += 1
            elif row[i] < 0:
                down[i] += 1
    costs = [u * d - u - d if u + d else len(rows) ** 2 for u, d in zip(up, down, strict=True)]
    place = costs.index(min(costs))
    lower = [(row, strict) for row, strict in rows.items() if row[place] > 0]
    upper = [(row, strict) for row, strict in rows.items() if row[place] < 0]
    joined = [(_cancel(up, low, place), s or t) for low, s in lower for up, t in upper]
    return dict(_strictest([(row, strict) for row, strict in rows.items() if not row[place]] + joined))


def _cancel(row: Row, pivot: Row, place: int) -> Row:
    """Remove the variable at `place` from `row` by adding a multiple of `pivot`, whose entry there is positive."""
    if not row[place]:
        return row
    a, b = pivot[place], row[place]
    made = [a * r - b * p for r, p in zip(row, pivot, strict=True)]
    divisor = gcd(*made)
    return tuple(c // divisor for c in made) if divisor > 1 else tuple(made)


def _strictest(rows: Iterable[tuple[Row, bool]]) -> Iterable[tuple[Row, bool]]:
    """Keep one row of each, strict if any copy is."""
    kept: dict[Row, bool] = {}
    for row, strict in rows:
        kept[row] = kept.get(row, False) or strict
    return kept.items()
