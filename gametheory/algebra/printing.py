"""Writing regions as a person would: `0 < q < c/(c + L)`, one variable isolated per condition.

A condition that is linear in some parameter, with a coefficient of decided sign, is solved for the first such
parameter in the declared order; bounds on one parameter are joined into a chain, together with a constant bound that
is assumed on the other side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gametheory.algebra.conditions import NONNEGATIVE, NONZERO, POSITIVE, ZERO, Atom, Cell
from gametheory.algebra.decide import sign
from gametheory.algebra.expressions import relation_to_sympy, to_sympy
from gametheory.algebra.notation import latex, text
from gametheory.algebra.polynomials import RationalFunction

if TYPE_CHECKING:
    from gametheory.algebra.region import Region


@dataclass(frozen=True)
class Bound:
    """The condition `name relation value`."""

    name: str
    relation: str
    value: RationalFunction


def isolate(a: Atom, name: str, given: Cell) -> Bound | None:
    """Solve a condition for one variable; `None` if it is not linear in it or the coefficient's sign is open."""
    if a.polynomial.degree(name) != 1:
        return None
    constant, coefficient = a.polynomial.coefficients(name)
    if name in constant.variables:
        return None
    s = sign(coefficient, given)
    if s is None or s == 0:
        return None
    value = RationalFunction(-constant, coefficient)
    if a.relation in (ZERO, NONZERO):
        return Bound(name, a.relation, value)
    strict = a.relation == POSITIVE
    return Bound(name, (">" if strict else ">=") if s > 0 else ("<" if strict else "<="), value)


@dataclass
class _Chain:
    lower: list[Bound] = field(default_factory=list)
    upper: list[Bound] = field(default_factory=list)
    other: list[Bound] = field(default_factory=list)

    def add(self, bound: Bound) -> None:
        kind = {">": self.lower, ">=": self.lower, "<": self.upper, "<=": self.upper}
        kind.get(bound.relation, self.other).append(bound)


Write = Callable[[Any], str]
_TEXT = {"<": "<", "<=": "<=", ZERO: "=", NONZERO: "!=", POSITIVE: ">", NONNEGATIVE: ">="}
_LATEX = {"<": "<", "<=": r"\le", ZERO: "=", NONZERO: r"\ne", POSITIVE: ">", NONNEGATIVE: r"\ge"}


def cell_to_parts(
    atoms: Cell, given: Cell, names: Sequence[str], write: Write, signs: dict[str, str]
) -> list[str]:
    """Return the conditions of a cell, each written out, in the order of `names`."""
    chains: dict[str, _Chain] = {}
    raw = []
    for a in sorted(atoms, key=repr):
        context = given | (atoms - {a})
        bound = next((b for n in names if (b := isolate(a, n, context)) is not None), None)
        if bound is None:
            raw.append(_write_relation(a, write, signs))
        else:
            chains.setdefault(bound.name, _Chain()).add(bound)
    written = []
    for name in names:
        if name in chains:
            written += _write_chain(name, chains[name], given, write, signs)
    return written + raw


def _write_relation(a: Atom, write: Write, signs: dict[str, str]) -> str:
    relation = relation_to_sympy(a)
    return f"{write(relation.lhs)} {signs[a.relation]} 0"


def _write_chain(name: str, chain: _Chain, given: Cell, write: Write, signs: dict[str, str]) -> list[str]:
    import sympy

    symbol = write(sympy.Symbol(name, real=True))
    lower = list(chain.lower)
    upper = list(chain.upper)
    if bool(lower) != bool(upper):
        for bound in _constant_bounds(name, given):
            if bound.relation in (">", ">=") and not lower:
                lower.append(bound)
            elif bound.relation in ("<", "<=") and not upper:
                upper.append(bound)
    parts = []
    while lower or upper:
        left = lower.pop(0) if lower else None
        right = upper.pop(0) if upper else None
        line = symbol
        if left is not None and right is not None:
            mark = {">": "<", ">=": "<="}[left.relation]
            line = f"{write(to_sympy(left.value))} {signs[mark]} {line}"
        elif left is not None:
            line = f"{line} {signs[left.relation]} {write(to_sympy(left.value))}"
        if right is not None:
            line = f"{line} {signs[right.relation]} {write(to_sympy(right.value))}"
        parts.append(line)
    parts += [f"{symbol} {signs[b.relation]} {write(to_sympy(b.value))}" for b in chain.other]
    return parts


def _constant_bounds(name: str, given: Iterable[Atom]) -> list[Bound]:
    bounds = []
    for a in given:
        if a.polynomial.variables == {name}:
            bound = isolate(a, name, frozenset())
            if bound is not None:
                bounds.append(bound)
    return sorted(bounds, key=lambda b: (b.relation, str(b.value)))


def region_to_text(region: Region) -> str:
    """Write a region as plain text."""
    return _region(region, text, _TEXT, " and ", " or ", "everywhere", "nowhere")


def region_to_latex(region: Region) -> str:
    """Write a region as LaTeX."""
    return _region(
        region, latex, _LATEX, r" \,\wedge\, ", r" \;\vee\; ", r"\text{everywhere}", r"\text{nowhere}"
    )


def _region(
    region: Region, write: Write, signs: dict[str, str], join: str, either: str, everywhere: str, nowhere: str
) -> str:
    cells = region.irredundant.cells
    if not cells:
        return nowhere
    if frozenset() in cells:
        return everywhere
    texts = []
    for c in cells:
        parts = cell_to_parts(c, region.assuming, region.parameters, write, signs)
        line = join.join(parts)
        texts.append(f"({line})" if len(cells) > 1 and len(parts) > 1 else line)
    return either.join(texts)


def assumptions_to_text(given: Cell, names: Sequence[str]) -> str:
    """Write what is assumed as plain text."""
    return ", ".join(cell_to_parts(given, frozenset(), names, text, _TEXT)) or "nothing"
