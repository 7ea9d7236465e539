"""Solving a region for one parameter: closed-form pieces, their side conditions, and comparative statics.

A piece says `lower < parameter < upper` with the conditions on the *other* parameters under which it is not empty.
A boundary of degree one is a rational function, one of degree two a root written with `sqrt`; beyond that the boundary
stays a polynomial equation, and the piece says so.  Comparative statics are proved by implicit differentiation of the
boundary polynomial, so they hold for every degree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gametheory.algebra.conditions import NONNEGATIVE, NONZERO, POSITIVE, ZERO, Atom, Cell, atom
from gametheory.algebra.decide import Answer, conjunction, find_point, satisfiable, sign
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
        return sympy.lambdify(symbols, self.value, "numpy")(*(values[s.name] for s in symbols))


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

    def _range(self, write: Any, less: str, less_equal: str, maximum: str, minimum: str) -> str:
        import sympy

        symbol: str = write(sympy.Symbol(self.parameter, real=True))
        if self.lower and self.upper and self.lower[0].polynomial == self.upper[0].polynomial:
            if self.lower[0].value == self.upper[0].value:
                return f"{symbol} = {write(self.lower[0].value)}"
        line = symbol
        if self.lower:
            left = _extreme([write(b.value) for b in self.lower], maximum)
            mark = less_equal if all(b.closed for b in self.lower) else less
            if not self.upper:
                flipped = {less: ">", less_equal: ">=" if less_equal == "<=" else r"\ge"}[mark]
                return f"{symbol} {flipped} {left}"
            line = f"{left} {mark} {line}"
        if self.upper:
            right = _extreme([write(b.value) for b in self.upper], minimum)
            mark = less_equal if all(b.closed for b in self.upper) else less
            line = f"{line} {mark} {right}"
        return line

    def __str__(self) -> str:
        parts = [self._range(text, "<", "<=", "max", "min")] if self.lower or self.upper else []
        parts += [text(relation_to_sympy(a)) for a in self.implicit]
        line = " and ".join(parts) or f"every {self.parameter}"
        side = str(self.when)
        return line if side == "everywhere" else f"{line}  if {side}"

    def latex(self) -> str:
        """Return the piece as LaTeX (without dollar signs)."""
        parts = [self._range(latex, "<", r"\le", r"\max", r"\min")] if self.lower or self.upper else []
        parts += [latex(relation_to_sympy(a)) for a in self.implicit]
        line = r" \wedge ".join(parts) or r"\text{always}"
        side = self.when.latex()
        return line if "everywhere" in side else rf"{line} \quad\text{{if }} {side}"


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
        boundary, piece = self.boundaries[0]
        return {
            n: _statics(self.region, piece, boundary, n) for n in piece.when.parameters if n != self.parameter
        }


def _statics(region: Region, piece: Piece, boundary: Boundary, name: str) -> Statics:
    """Prove the sign of dx*/dp = -F_p / F_x on the boundary F = 0."""
    f = boundary.polynomial
    slope = -(f.derivative(name) * f.derivative(piece.parameter))
    on_boundary = [
        c
        for side in piece.when.cells
        if (c := conjunction(side, region.assuming, boundary.branch, [atom(f, ZERO)])) is not None
    ]
    possible: dict[str, Any] = {}
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
    if unknown:
        return Statics("?")
    if len(possible) == 1:
        return Statics(next(iter(possible)))
    if "+" in possible and "-" in possible:
        points = (find_point(possible[mark])[1] for mark in "+-")
        return Statics("+/-", tuple(p for p in points if p is not None))
    # A sign that is zero only at isolated places is still a sign, in the weak sense.
    return Statics(next((f"{m} (weakly)" for m in "+-" if m in possible), "?"))


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
    from gametheory.algebra.region import Region

    mine = sorted((a for a in c if x in a.polynomial.variables), key=repr)
    for a in mine:
        # An undecided leading coefficient splits the piece in two.
        leading = a.polynomial.coefficients(x)[-1]
        if sign(leading, assuming | (c - {a})) is None:
            for part in (atom(leading, POSITIVE), atom(-leading, POSITIVE), atom(leading, ZERO)):
                case = conjunction(c, [part])
                if case is not None and satisfiable(case | assuming) is not Answer.NO:
                    yield from _pieces(_drop_leading(case, a, part, x), assuming, x, names)
            return
        if a.relation == NONZERO:
            for side in (a.polynomial, -a.polynomial):
                case = (c - {a}) | {Atom(side, POSITIVE)}
                if satisfiable(case | assuming) is not Answer.NO:
                    yield from _pieces(case, assuming, x, names)
            return
    lower: list[Boundary] = []
    upper: list[Boundary] = []
    implicit = []
    for a in mine:
        ends = _ends(a, x, assuming | (c - {a}))
        if ends is None:
            implicit.append(a)
        else:
            lower += ends[0]
            upper += ends[1]
    whole = Region([c], parameters=names, assuming=assuming)
    rest = Region([c - set(mine)], parameters=names, assuming=assuming) if implicit else whole.eliminate(x)
    yield Piece(x, tuple(lower), tuple(upper), rest.irredundant, tuple(implicit))


def _drop_leading(case: Cell, a: Atom, part: Atom | bool, x: str) -> Cell:
    if isinstance(part, Atom) and part.relation == ZERO:
        power = a.polynomial.degree(x)
        leading = a.polynomial.coefficients(x)[-1]
        lowered = atom(a.polynomial - leading * Polynomial.variable(x) ** power, a.relation)
        return conjunction(case - {a}, [lowered]) or case
    return case


def _ends(a: Atom, x: str, given: Cell) -> tuple[list[Boundary], list[Boundary]] | None:
    """Return the lower and upper boundaries that a condition means for `x`; `None` if it has no closed form."""
    coefficients = a.polynomial.coefficients(x)
    s = sign(coefficients[-1], given)
    closed = a.relation in (NONNEGATIVE, ZERO)
    if len(coefficients) == 2:
        value = to_sympy(RationalFunction(-coefficients[0], coefficients[1]))
        boundary = Boundary(value, closed, a.polynomial)
        if a.relation == ZERO:
            return [boundary], [boundary]
        return ([boundary], []) if s == 1 else ([], [boundary])
    if len(coefficients) == 3 and s is not None:
        return _quadratic_ends(a, x, given, s, closed)
    return None


def _quadratic_ends(
    a: Atom, x: str, given: Cell, s: int, closed: bool
) -> tuple[list[Boundary], list[Boundary]] | None:
    """Use the roots of a quadratic that are compatible with what is assumed."""
    slope = a.polynomial.derivative(x)
    roots = []
    for which in (-1, 1):
        # At the larger root the slope has the sign of the leading coefficient, at the smaller one the other.
        branch = conjunction([atom(slope if which * s > 0 else -slope, POSITIVE)], [])
        on_root = conjunction(given, branch or frozenset(), [atom(a.polynomial, ZERO)])
        if on_root is not None and satisfiable(on_root) is not Answer.NO:
            roots.append((which, branch or frozenset()))
    if not roots or (a.relation != ZERO and len(roots) == 2 and s > 0):
        return None
    boundaries = [
        (which, Boundary(_root(a, x, which, s), closed, a.polynomial, branch)) for which, branch in roots
    ]
    if a.relation == ZERO:
        return ([b for _, b in boundaries], [b for _, b in boundaries]) if len(roots) == 1 else None
    lower = [b for which, b in boundaries if which * s > 0]
    upper = [b for which, b in boundaries if which * s < 0]
    return lower, upper


def _root(a: Atom, x: str, which: int, s: int) -> Any:
    import sympy

    c0, c1, c2 = (to_sympy(c) for c in a.polynomial.coefficients(x))
    return sympy.simplify((-c1 + which * s * sympy.sqrt(sympy.expand(c1**2 - 4 * c2 * c0))) / (2 * c2))
