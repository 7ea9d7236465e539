"""Polynomial conditions `p > 0`, `p >= 0`, `p = 0`, `p != 0`, brought to one normal form.

An `Atom` is one such condition, a `Cell` a conjunction of them.  Normalising removes positive constants and
squares and answers constants at once, so that equal conditions are equal values and caches hit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from gametheory.algebra.polynomials import Number, Polynomial, RationalFunction

POSITIVE, NONNEGATIVE, ZERO, NONZERO = ">", ">=", "=", "!="

_NEGATION = {POSITIVE: NONNEGATIVE, NONNEGATIVE: POSITIVE}


class Atom(NamedTuple):
    """The condition `polynomial relation 0`, in normal form (make it with `atom`)."""

    polynomial: Polynomial
    relation: str

    def __repr__(self) -> str:
        return f"{self.polynomial} {self.relation} 0"

    def holds_at(self, point: Mapping[str, Number]) -> bool:
        """Whether the condition holds at a rational point that gives every variable."""
        return _holds(self.polynomial.evaluate(point), self.relation)


Cell = frozenset[Atom]
"""A conjunction of atoms; the empty one holds everywhere."""


def _holds(value: Number, relation: str) -> bool:
    if relation == POSITIVE:
        return value > 0
    if relation == NONNEGATIVE:
        return value >= 0
    return (value == 0) == (relation == ZERO)


def atom(polynomial: Polynomial, relation: str) -> Atom | bool:
    """Return the condition in normal form, or its truth value if it does not depend on any variable."""
    if polynomial.is_constant():
        return _holds(polynomial.constant_value(), relation)
    unit, factors = polynomial.factors()
    if relation in (ZERO, NONZERO):
        return Atom(_multiply(f for f, _ in factors), relation)
    odd = [f for f, multiplicity in factors if multiplicity % 2]
    even = [f for f, multiplicity in factors if not multiplicity % 2]
    if not odd:
        if relation == POSITIVE:
            return Atom(_multiply(even), NONZERO) if unit > 0 else False
        return True if unit > 0 else Atom(_multiply(even), ZERO)
    result = _multiply(odd + even + even)
    return Atom(result if unit > 0 else -result, relation)


def _multiply(factors: Iterable[Polynomial]) -> Polynomial:
    result = Polynomial.constant(1)
    for factor in factors:
        result = result * factor
    return result


def compare(value: RationalFunction, relation: str) -> Iterator[Atom | bool]:
    """Yield the conditions, to hold together, that say `value relation 0` (a pole satisfies nothing)."""
    if relation in (POSITIVE, NONNEGATIVE):
        yield atom(value.numerator * value.denominator, relation)
        if relation == NONNEGATIVE:
            yield atom(value.denominator, NONZERO)
    else:
        yield atom(value.numerator, relation)
        yield atom(value.denominator, NONZERO)


@lru_cache(maxsize=1 << 17)
def negate(condition: Atom) -> Atom:
    """Return the condition that holds exactly where this one fails."""
    p, relation = condition
    if relation in _NEGATION:
        result = atom(-p, _NEGATION[relation])
        assert isinstance(result, Atom)
        return result
    return Atom(p, NONZERO if relation == ZERO else ZERO)


@lru_cache(maxsize=1 << 17)
def written(condition: Atom) -> str:
    """Return a condition as text: what conditions are sorted by, so that results do not depend on hashes."""
    return repr(condition)


def cell(conditions: Iterable[Atom | bool]) -> Cell | None:
    """Collect conditions into a cell; `None` if one of them is plainly false."""
    atoms = set()
    for condition in conditions:
        if condition is False:
            return None
        if condition is not True:
            atoms.add(condition)
    return frozenset(atoms)


def substitute(condition: Atom, values: Mapping[str, RationalFunction]) -> Iterator[Atom | bool]:
    """Yield the conditions, to hold together, after variables are replaced by rational functions."""
    if not condition.polynomial.variables & values.keys():
        yield condition
    else:
        yield from compare(condition.polynomial.substitute(values), condition.relation)


def substitute_cell(atoms: Iterable[Atom], values: Mapping[str, RationalFunction]) -> Cell | None:
    """Replace variables in a conjunction; `None` if it becomes plainly false."""
    return cell(new for old in atoms for new in substitute(old, values))


def split(condition: Atom) -> list[Cell]:
    """Return the same condition as alternatives in which every polynomial is irreducible.

    >>> from gametheory.algebra.polynomials import Polynomial
    >>> a, b = Polynomial.variable("a"), Polynomial.variable("b")
    >>> sorted(sorted(map(repr, alternative)) for alternative in split(Atom(a * b, ">")))
    [['-a > 0', '-b > 0'], ['a > 0', 'b > 0']]
    """
    unit, factors = condition.polynomial.factors()
    sign = 1 if unit > 0 else -1
    relation = condition.relation
    if relation == ZERO:
        return [frozenset({Atom(f, ZERO)}) for f, _ in factors]
    if relation == NONZERO:
        return [frozenset(Atom(f, NONZERO) for f, _ in factors)]
    odd = [f for f, multiplicity in factors if multiplicity % 2]
    even = [f for f, multiplicity in factors if not multiplicity % 2]
    kept = frozenset(Atom(f, NONZERO) for f in even) if relation == POSITIVE else frozenset()
    alternatives = []
    for signs in product((1, -1), repeat=len(odd)):
        if (-1) ** signs.count(-1) == sign:
            parts = (atom(f if s > 0 else -f, relation) for f, s in zip(odd, signs, strict=True))
            alternative = cell(parts)
            assert alternative is not None
            alternatives.append(alternative | kept)
    if relation == NONNEGATIVE:
        alternatives += [frozenset({Atom(f, ZERO)}) for f in even]
    return alternatives


def variables(atoms: Iterable[Atom]) -> frozenset[str]:
    """Return the names that occur in some conditions."""
    return frozenset(name for condition in atoms for name in condition.polynomial.variables)
