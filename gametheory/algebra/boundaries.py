"""Solving a region for one parameter: closed-form pieces, their side conditions, and comparative statics.

A piece says `lower < parameter < upper` with the conditions on the *other* parameters under which it is not empty.
A boundary of degree one is a rational function, one of degree two a root written with `sqrt`; beyond that the boundary
stays a polynomial equation, and the piece says so.  Comparative statics are proved by implicit differentiation of the
boundary polynomial, so they hold for every degree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

from gametheory.algebra.conditions import NONNEGATIVE, NONZERO, POSITIVE, ZERO, Atom, Cell, atom
from gametheory.algebra.decide import Answer, conjunction, find_point, implies, satisfiable, sign
from gametheory.algebra.eliminate import CannotEliminate, sign_cases
from gametheory.algebra.expressions import relation_to_sympy, to_sympy
from gametheory.algebra.notation import latex, text
from gametheory.algebra.polynomials import Polynomial, RationalFunction
from gametheory.errors import ParameterError

if TYPE_CHECKING:
    from gametheory.algebra.region import Region


@dataclass(frozen=True)
class Boundary:
    """One end of a piece.

    Parameters
    ----------
    value : SymPy expression
        The closed form, or the polynomial equation that defines it.
    closed : bool
        Whether the end point itself belongs to the piece.
    polynomial : Polynomial
        Vanishes exactly on the boundary (among the roots chosen by `branch`).
    branch : Cell
        Conditions that select the root, where there are several.
    """

    value: Any
    closed: bool
    polynomial: Polynomial
    branch: Cell = frozenset()

    def evaluate(self, **values: Any) -> Any:
        """Return the boundary in floats, at numbers or NumPy arrays that give every other parameter."""
        import sympy

        symbols = sorted(self.value.free_symbols, key=lambda s: s.name)
        missing = [s.name for s in symbols if s.name not in values]
        if missing:
            raise ParameterError(f"evaluate(): parameter `{missing[0]}` has no value; give all of {missing}")
        import numpy as np

        found = sympy.lambdify(symbols, self.value, "numpy")(*(values[s.name] for s in symbols))
        # A boundary that does not depend on an array still has its shape.
        return found + 0.0 * sum(np.asarray(v, dtype=float) for v in values.values()) if values else found


@dataclass(frozen=True)
class Statics:
    """How a boundary moves when another parameter rises.

    Parameters
    ----------
    sign : str
        `"+"`, `"-"`, `"0"`, `"+/-"` (it depends; see `examples`), or `"?"` (not decided within the budget).
    examples : tuple
        For `"+/-"`: one point where the boundary rises and one where it falls.
    """

    sign: str
    examples: tuple[Mapping[str, Fraction], ...] = ()

    def __str__(self) -> str:
        return self.sign


@dataclass(frozen=True)
class Piece:
    """A range of one parameter, with the conditions on the others under which it is not empty."""

    parameter: str
    lower: tuple[Boundary, ...]
    upper: tuple[Boundary, ...]
    when: Region
    implicit: tuple[Atom, ...] = ()

    def _range(self, write: Any, marks: Mapping[str, str], extremes: tuple[str, str]) -> list[str]:
        """Write the range; bounds of different strictness are written apart."""
        import sympy

        x: str = write(sympy.Symbol(self.parameter, real=True))
        equal = [b for b in self.lower if any(b.value == u.value for u in self.upper)]
        if equal:
            return [f"{x} = {write(equal[0].value)}"]
        lower, upper = _grouped(self.lower), _grouped(self.upper)
        lines = []
        while lower or upper:
            line = x
            if lower:
                closed, ends = lower.pop(0)
                left = _extreme([write(b.value) for b in ends], extremes[0])
                if not upper:
                    lines.append(f"{x} {marks['>=' if closed else '>']} {left}")
                    continue
                line = f"{left} {marks['<=' if closed else '<']} {line}"
            closed, ends = upper.pop(0)
            right = _extreme([write(b.value) for b in ends], extremes[1])
            lines.append(f"{line} {marks['<=' if closed else '<']} {right}")
        return lines

    def __str__(self) -> str:
        parts = self._range(text, {m: m for m in ("<", "<=", ">", ">=")}, ("max", "min"))
        parts += [text(relation_to_sympy(a)) for a in self.implicit]
        line = " and ".join(parts) or f"every {self.parameter}"
        side = str(self.when)
        return line if side == "everywhere" else f"{line}  if {side}"

    def latex(self) -> str:
        """Return the piece as LaTeX (without dollar signs)."""
        marks = {"<": "<", "<=": r"\le", ">": ">", ">=": r"\ge"}
        parts = self._range(latex, marks, (r"\max", r"\min"))
        parts += [latex(relation_to_sympy(a)) for a in self.implicit]
        line = r" \wedge ".join(parts) or r"\text{always}"
        side = self.when.latex()
        return line if "everywhere" in side else rf"{line} \quad\text{{if }} {side}"


def _grouped(ends: Sequence[Boundary]) -> list[tuple[bool, list[Boundary]]]:
    """Group boundaries by whether the end point belongs to the piece."""
    groups = [(closed, [b for b in ends if b.closed == closed]) for closed in (False, True)]
    return [(closed, group) for closed, group in groups if group]


def _extreme(values: list[str], name: str) -> str:
    return values[0] if len(values) == 1 else f"{name}({', '.join(values)})"


class Threshold:
    """A region solved for one parameter.

    Examples
    --------
    >>> from gametheory import parameters, region
    >>> q, c, L = parameters("q c L")
    >>> talk = region(q * (c + L) < c, assuming=[0 < q, q < 1, c > 0, L > 0]).solve_for(q)
    >>> talk
    Threshold: q < c/(L + c)
    >>> talk.value
    c/(L + c)
    >>> {name: str(s) for name, s in talk.statics().items()}
    {'c': '+', 'L': '-'}
    """

    def __init__(self, region: Region, parameter: str, pieces: tuple[Piece, ...]) -> None:
        self.region = region
        self.parameter = parameter
        self.pieces = pieces

    def __str__(self) -> str:
        return "; or ".join(map(str, self.pieces)) or "never"

    def __repr__(self) -> str:
        return f"Threshold: {self}"

    def latex(self) -> str:
        """Return the threshold as LaTeX (without dollar signs)."""
        return r" \;\text{or}\; ".join(p.latex() for p in self.pieces) or r"\text{never}"

    def _repr_latex_(self) -> str:
        return f"${self.latex()}$"

    @property
    def boundaries(self) -> tuple[tuple[Boundary, Piece], ...]:
        """All boundaries, each with its piece."""
        return tuple((b, p) for p in self.pieces for b in (*p.lower, *p.upper))

    @property
    def value(self) -> Any:
        """The closed form of the only boundary.

        Raises
        ------
        ValueError
            If there is no boundary, or more than one different one.
        """
        values = list(dict.fromkeys(b.value for b, _ in self.boundaries))
        if len(values) != 1:
            raise ValueError(
                f"Threshold.value: there are {len(values)} boundaries, not one ({self}); look at `.boundaries`"
            )
        return values[0]

    def statics(self) -> dict[str, Statics]:
        """Return the sign of the only boundary's derivative in every other parameter, proved.

        Raises
        ------
        ValueError
            As `value`.
        """
        _ = self.value
        names = dict.fromkeys(n for _, piece in self.boundaries for n in piece.when.parameters)
        return {n: _statics(self.region, self.boundaries, n) for n in names if n != self.parameter}


def _statics(region: Region, boundaries: Sequence[tuple[Boundary, Piece]], name: str) -> Statics:
    """Prove the sign of dx*/dp = -F_p / F_x on the boundary F = 0, wherever it is a boundary."""
    possible: dict[str, Any] = {}
    unknown = False
    for boundary, piece in boundaries:
        unknown |= _slopes(region, boundary, piece, name, possible)
    if unknown:
        return Statics("?")
    if len(possible) == 1:
        return Statics(next(iter(possible)))
    if "+" in possible and "-" in possible:
        points = (find_point(possible[mark])[1] for mark in "+-")
        return Statics("+/-", tuple(p for p in points if p is not None))
    # A sign that is zero only at isolated places is still a sign, in the weak sense.
    return Statics(next((f"{m} (weakly)" for m in "+-" if m in possible), "?"))


def _slopes(region: Region, boundary: Boundary, piece: Piece, name: str, possible: dict[str, Any]) -> bool:
    """Note which signs the slope takes on one boundary; return whether that stayed undecided."""
    f = boundary.polynomial
    slope = -(f.derivative(name) * f.derivative(piece.parameter))
    on_boundary = [
        c
        for side in piece.when.cells
        if (c := conjunction(side, region.assuming, boundary.branch, [atom(f, ZERO)])) is not None
    ]
    unknown = False
    for mark, condition in (
        ("+", atom(slope, POSITIVE)),
        ("-", atom(-slope, POSITIVE)),
        ("0", atom(slope, ZERO)),
    ):
        for c in on_boundary:
            here = conjunction(c, [condition])
            if here is None:
                continue
            answer = satisfiable(here)
            unknown |= answer is Answer.UNKNOWN
            if answer is Answer.YES:
                possible[mark] = here
    return unknown


def solve_for(region: Region, parameter: str) -> Threshold:
    """Solve a region for one parameter (see `Region.solve_for`)."""
    if parameter not in region.parameters:
        raise ParameterError(
            f"solve_for(): `{parameter}` does not occur; the parameters are {', '.join(region.parameters) or 'none'}"
        )
    pieces = [
        piece
        for c in region.irredundant.cells
        for piece in _pieces(c, region.assuming, parameter, region.parameters)
    ]
    return Threshold(region, parameter, tuple(dict.fromkeys(pieces)))


def _pieces(c: Cell, assuming: Cell, x: str, names: tuple[str, ...]) -> Iterator[Piece]:
    """Split a cell until every condition on `x` has a leading coefficient of decided sign; yield its pieces."""
    mine = sorted((a for a in c if x in a.polynomial.variables), key=repr)
    for a in mine:
        leading = a.polynomial.coefficients(x)[-1]
        context = assuming | (c - {a})
        decided = sign(leading, context)
        cases: list[Cell | None] = []
        if decided == 0:
            power = a.polynomial.degree(x)
            lowered = a.polynomial - leading * Polynomial.variable(x) ** power
            cases = [conjunction(c - {a}, [atom(leading, ZERO), atom(lowered, a.relation)])]
        elif decided is None:
            cases = [conjunction(c, [part]) for part in sign_cases(leading, context)]
        elif a.relation == NONZERO:
            cases = [(c - {a}) | {Atom(side, POSITIVE)} for side in (a.polynomial, -a.polynomial)]
        if cases:
            for case in cases:
                if case is not None and satisfiable(case | assuming) is not Answer.NO:
                    yield from _pieces(case, assuming, x, names)
            return
    ways = [_ways(a, x, assuming | (c - {a})) for a in mine]
    implicit = tuple(a for a, way in zip(mine, ways, strict=True) if way is None)
    explicit = [a for a, way in zip(mine, ways, strict=True) if way is not None]
    for chosen in product(*(way for way in ways if way is not None)):
        extra = conjunction(*(way.conditions for way in chosen))
        if extra is None or satisfiable(c | extra | assuming) is Answer.NO:
            continue
        # On one side of a root another boundary may say nothing more.
        left = c | extra | assuming
        kept = []
        for a, way in zip(explicit, chosen, strict=True):
            if extra and not way.conditions and implies(left - {a}, a) is Answer.YES:
                left = left - {a}
            else:
                kept.append(way)
        lower = tuple(b for way in kept for b in way.lower)
        upper = tuple(b for way in kept for b in way.upper)
        yield Piece(x, lower, upper, _side(c, extra, x, names, assuming), implicit)


@dataclass(frozen=True)
class _Way:
    """One way to satisfy a condition on `x`: its boundaries, and the conditions under which they are what they are."""

    lower: tuple[Boundary, ...] = ()
    upper: tuple[Boundary, ...] = ()
    conditions: Cell = frozenset()


def _ways(a: Atom, x: str, given: Cell) -> list[_Way] | None:
    """Return the ways to satisfy a condition, disjoint and together exhaustive; `None` if there is no closed form."""
    coefficients = a.polynomial.coefficients(x)
    s = sign(coefficients[-1], given)
    if len(coefficients) > 3 or s is None:
        return None
    closed = a.relation in (NONNEGATIVE, ZERO)
    if len(coefficients) == 2:
        value = to_sympy(RationalFunction(-coefficients[0], coefficients[1]))
        ends = (Boundary(value, closed, a.polynomial),)
        if a.relation == ZERO:
            return [_Way(ends, ends)]
        return [_Way(lower=ends) if s == 1 else _Way(upper=ends)]
    return _quadratic_ways(a, x, s, closed, given)


def _quadratic_ways(a: Atom, x: str, s: int, closed: bool, given: Cell) -> list[_Way]:
    """Return the ways around the roots of a quadratic, and the way without real roots."""
    c0, c1, c2 = a.polynomial.coefficients(x)
    discriminant = c1 * c1 - 4 * (c2 * c0)
    slope = a.polynomial.derivative(x)

    def root(which: int) -> Boundary | None:
        # At the larger root the slope has the sign of the leading coefficient, at the smaller one the other.
        branch = conjunction([atom(slope if which * s > 0 else -slope, NONNEGATIVE)])
        return None if branch is None else Boundary(_root(a, x, which, s), closed, a.polynomial, branch)

    small, large = root(-1), root(1)
    real = conjunction([atom(discriminant, NONNEGATIVE)])
    two = conjunction([atom(discriminant, POSITIVE)])
    left, right = (conjunction([atom(slope if t * s > 0 else -slope, POSITIVE)]) for t in (-1, 1))
    if a.relation == ZERO:
        return [*_way(small, small, real), *_way(large, large, two)]
    if s < 0:
        # A root that what is given excludes is no boundary.
        lower, upper = (
            ()
            if b is None or satisfiable(given | b.branch | {Atom(a.polynomial, ZERO)}) is Answer.NO
            else (b,)
            for b in (small, large)
        )
        inside = real if closed else two
        return [] if inside is None else [_Way(lower, upper, inside)]
    none = conjunction([atom(-discriminant, NONNEGATIVE if closed else POSITIVE)])
    some = two if closed else real
    ways = [] if none is None else [_Way(conditions=none)]
    if some is not None and left is not None and small is not None:
        ways.append(_Way(upper=(small,), conditions=some | left))
    if some is not None and right is not None and large is not None:
        ways.append(_Way(lower=(large,), conditions=some | right))
    return ways


def _way(lower: Boundary | None, upper: Boundary | None, where: Cell | None) -> list[_Way]:
    """Return the way to be at a root, if there is one."""
    if lower is None or upper is None or where is None:
        return []
    return [_Way((lower,), (upper,), where | lower.branch)]


def _side(c: Cell, extra: Cell, x: str, names: tuple[str, ...], assuming: Cell) -> Region:
    """Return the conditions on the other parameters under which a piece is not empty.

    Where `x` occurs nonlinearly: those under which its boundaries are real, and what the cell says of the others.
    """
    from gametheory.algebra.region import Region

    try:
        return Region([c | extra], parameters=names, assuming=assuming).eliminate(x).irredundant
    except CannotEliminate:
        others = frozenset(a for a in assuming if x not in a.polynomial.variables)
        rest = frozenset(a for a in c | extra if x not in a.polynomial.variables)
        kept = [n for n in names if n != x]
        return Region([rest], parameters=kept, assuming=others).irredundant


def _root(a: Atom, x: str, which: int, s: int) -> Any:
    import sympy

    c0, c1, c2 = (to_sympy(c) for c in a.polynomial.coefficients(x))
    return sympy.simplify((-c1 + which * s * sympy.sqrt(sympy.expand(c1**2 - 4 * c2 * c0))) / (2 * c2))
