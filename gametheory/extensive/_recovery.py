"""From an equilibrium in floats to an exact one: which sequences are used and which replies are best is read off, the rest is solved.

Given the used sequences, every weight is a linear form in the weights that stay free, one fewer at each information set than it has used
actions.  That the opponent's best replies are equally good is a linear equation in these for each but one at each of his sets.  The
system is solved in integers; where it leaves something free, that is put to a fraction near the float.  Nothing here is trusted: the
caller verifies what comes out.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import flint

from gametheory.extensive.sequence_form import Plan, SequenceForm, Sequences
from gametheory.strategic._solving import independent

Form = dict[int, int]
"""A linear form: the coefficient of each free weight, and the constant at -1."""

TOLERANCES = (1e-9, 1e-7, 1e-11)
"""What counts as unused, and as equally good, in turn."""


def recovered(form: SequenceForm, plans: tuple[Any, Any]) -> Iterator[tuple[Plan, Plan]]:
    """Yield candidates for an exact pair of plans that are best replies to each other, near plans in floats."""
    by_one: list[list[tuple[int, int]]] = [[] for _ in range(form.own[0].size)]
    by_two: list[list[tuple[int, int]]] = [[] for _ in range(form.own[1].size)]
    for (i, j), u in form.integers(0).items():
        by_one[i].append((j, u))
    for (i, j), v in form.integers(1).items():
        by_two[j].append((i, v))
    for nicely in (True, False):
        for tolerance in TOLERANCES:
            x = _side(form.own[0], form.own[1], by_two, plans[0], tolerance, nicely)
            y = None if x is None else _side(form.own[1], form.own[0], by_one, plans[1], tolerance, nicely)
            if x is not None and y is not None:
                yield x, y


def _side(
    own: Sequences,
    other: Sequences,
    paid: list[list[tuple[int, int]]],
    plan: Any,
    tolerance: float,
    nicely: bool,
) -> Plan | None:
    """Return an exact plan that makes the same replies of the other best as the plan in floats does.

    `paid` lists for each sequence of the other what it earns him against each of the own sequences.
    """
    weights, free = _forms(own, plan, tolerance)
    floats = [_value(w, [float(plan[s]) for s in free]) for w in weights]
    tight = _best(other, paid, floats, tolerance)
    equations = list(_equations(other, paid, weights, tight))
    solved = _solve(equations, [float(plan[s]) for s in free], nicely)
    if solved is None:
        return None
    exact = [Fraction(_value(w, solved)) for w in weights]
    if min(exact) < 0:
        return None
    return own.plan(own.behaviour(exact))


def _forms(own: Sequences, plan: Any, tolerance: float) -> tuple[list[Form], list[int]]:
    """Return the weight of each sequence as a linear form, and which sequences are the free weights."""
    weights: list[Form] = [{} for _ in range(own.size)]
    weights[0] = {-1: 1}
    free: list[int] = []
    for before, first, count in zip(own.before, own.first, own.count, strict=True):
        if not weights[before]:
            continue
        used = [s for s in range(first, first + count) if plan[s] > tolerance]
        if not used:
            used = [max(range(first, first + count), key=lambda s: plan[s])]
        # The heaviest is what the others leave: it is the least likely to come out negative.
        last = max(used, key=lambda s: plan[s])
        rest = dict(weights[before])
        for s in used:
            if s != last:
                weights[s] = {len(free): 1}
                rest[len(free)] = -1
                free.append(s)
        weights[last] = rest
    return weights, free


def _value(form: Form, free: list[Any]) -> Any:
    total: Any = form.get(-1, 0)
    for place, coefficient in form.items():
        if place >= 0:
            total = total + coefficient * free[place]
    return total


def _best(
    other: Sequences, paid: list[list[tuple[int, int]]], weights: list[float], tolerance: float
) -> list[list[int]]:
    """Return for each set of the other the sequences that are equally good for him, up to the tolerance."""
    earned = [sum(u * weights[i] for i, u in entries) for entries in paid]
    size = max((abs(u) for entries in paid for _, u in entries), default=1)
    tight: list[list[int]] = []
    for before, first, count in zip(
        reversed(other.before), reversed(other.first), reversed(other.count), strict=True
    ):
        best = max(earned[first : first + count])
        tight.append([s for s in range(first, first + count) if earned[s] >= best - tolerance * size])
        earned[before] += best
    return tight[::-1]


def _equations(
    other: Sequences, paid: list[list[tuple[int, int]]], weights: list[Form], tight: list[list[int]]
) -> Iterator[Form]:
    """Yield linear forms that must vanish: what a best reply earns more than another one of the same set."""
    after: list[list[int]] = [[] for _ in range(other.size)]
    for place, before in enumerate(other.before):
        after[before].append(place)
    worth: list[Form] = [{} for _ in other.sets]  # what each set earns
    for place in range(len(other.sets) - 1, -1, -1):
        forms = []
        for s in tight[place]:
            total: Form = {}
            for i, u in paid[s]:
                _add(total, weights[i], u)
            for behind in after[s]:
                _add(total, worth[behind], 1)
            forms.append(total)
        worth[place] = forms[0]
        for total in forms[1:]:
            _add(total, forms[0], -1)
            if any(total.values()):
                yield total


def _add(total: Form, form: Form, factor: int) -> None:
    for place, coefficient in form.items():
        total[place] = total.get(place, 0) + factor * coefficient


def _solve(equations: list[Form], near: list[float], nicely: bool) -> list[Fraction] | None:
    """Solve the equations; what they leave free is put to fractions near the floats."""
    count = len(near)
    rows = [[form.get(j, 0) for j in range(count)] for form in equations]
    if not count:
        return []
    chosen, pivots = independent(rows, count)
    if nicely:
        values = [Fraction(x).limit_denominator(64) for x in near]
    else:
        values = [Fraction(round(x * 2**44), 2**44) for x in near]
    if not pivots:
        return values
    fixed = [j for j in range(count) if j not in set(pivots)]
    common = 1 << 44 if not nicely else _common([values[j] for j in fixed])
    matrix = flint.fmpz_mat([[rows[i][j] for j in pivots] for i in chosen])
    right = [
        -equations[i].get(-1, 0) * common
        - sum(rows[i][j] * int(values[j] * common) for j in fixed if rows[i][j])
        for i in chosen
    ]
    try:
        solution: Any = matrix.solve(flint.fmpz_mat(len(chosen), 1, right))
    except ZeroDivisionError:
        return None
    for j, number in zip(pivots, solution.entries(), strict=True):
        values[j] = Fraction(int(number.p), int(number.q)) / common
    return values


def _common(numbers: list[Fraction]) -> int:
    from math import lcm

    return lcm(*(x.denominator for x in numbers))
