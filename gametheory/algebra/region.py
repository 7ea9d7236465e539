"""Regions of parameters: finite unions of conjunctions of polynomial conditions, inside what is assumed.

A region is a value with the algebra of sets.  Every question about it (`is_empty`, `implies`, `equivalent`, ...) is
decided over the reals and answered `yes`, `no` or `unknown`; nothing is sampled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from gametheory.algebra.conditions import (
    NONNEGATIVE,
    POSITIVE,
    ZERO,
    Atom,
    Cell,
    atom,
    negate,
    split,
    substitute_cell,
    variables,
)
from gametheory.algebra.decide import Answer, Clauses, find_point, satisfiable
from gametheory.algebra.eliminate import project, simplest, simplify_cell
from gametheory.algebra.expressions import names_of, read_conditions, read_exact, read_value
from gametheory.errors import ParameterError

if TYPE_CHECKING:
    from gametheory.algebra.boundaries import Threshold

Point = dict[str, Fraction]


class Region:
    """A set of parameter points, given by polynomial conditions, inside what is assumed.

    Parameters
    ----------
    cells : iterable of Cell
        Alternatives, each a conjunction of atoms.
    parameters : iterable of str, optional
        Names in the order in which they are printed; names that occur are added.
    assuming : Cell, optional
        Conditions that hold throughout; the region is a part of them.

    See Also
    --------
    region : make one from conditions written in SymPy.

    Examples
    --------
    >>> from gametheory import parameters, region
    >>> q, c, L = parameters("q c L")
    >>> talk = region(q * (c + L) < c, assuming=[0 < q, q < 1, c > 0, L > 0])
    >>> talk
    Region: 0 < q < c/(L + c)
    >>> talk.contains(q="1/4", c=1, L=2)
    True
    >>> (talk & ~talk).is_empty()
    yes
    """

    def __init__(
        self, cells: Iterable[Cell], *, parameters: Iterable[str] = (), assuming: Cell = frozenset()
    ) -> None:
        self.assuming = assuming
        self.cells: tuple[Cell, ...] = tuple(sorted(set(cells), key=lambda c: (len(c), sorted(map(repr, c)))))
        named = dict.fromkeys(parameters)
        occurring = sorted(variables(a for c in (*self.cells, assuming) for a in c))
        self.parameters: tuple[str, ...] = tuple({**named, **dict.fromkeys(occurring)})

    # -- identity -----------------------------------------------------------------------------------------
    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Region):
            return NotImplemented
        return set(self.cells) == set(other.cells) and self.assuming == other.assuming

    def __hash__(self) -> int:
        return hash((frozenset(self.cells), self.assuming))

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (self.cells, self.parameters, self.assuming)

    def __bool__(self) -> bool:
        raise TypeError("a Region is a set, not a truth value; ask `.is_empty()` or `.is_everything()`")

    def _with(self, cells: Iterable[Cell], other: Region | None = None) -> Region:
        assuming = self.assuming | other.assuming if other is not None else self.assuming
        if other is not None and satisfiable(assuming) is Answer.NO:
            raise ParameterError(
                "these regions assume things that contradict each other, so nothing joins them"
            )
        names = (*self.parameters, *(other.parameters if other is not None else ()))
        kept = [c for c in cells if satisfiable(c | assuming) is not Answer.NO]
        return Region(kept, parameters=names, assuming=assuming)

    # -- algebra of sets ----------------------------------------------------------------------------------
    def __and__(self, other: Region) -> Region:
        return self._with((a | b for a in self.cells for b in other.cells), other)

    def __or__(self, other: Region) -> Region:
        return self._with((*self.cells, *other.cells), other)

    def __invert__(self) -> Region:
        result: list[Cell] = [frozenset()]
        for c in self.cells:
            grown = []
            for done in result:
                passed: Cell = frozenset()
                for a in sorted(c, key=repr):
                    piece = done | passed | {negate(a)}
                    if satisfiable(piece | self.assuming) is not Answer.NO:
                        grown.append(piece)
                    passed = passed | {a}
            result = grown
        return self._with(result)

    def __sub__(self, other: Region) -> Region:
        return self & ~other

    # -- questions ----------------------------------------------------------------------------------------
    def is_empty(self) -> Answer:
        """Decide whether no point lies in the region."""
        answers = [satisfiable(c | self.assuming) for c in self.cells]
        if Answer.YES in answers:
            return Answer.NO
        return Answer.UNKNOWN if Answer.UNKNOWN in answers else Answer.YES

    def implies(self, other: Region) -> Answer:
        """Decide whether every point of this region lies in `other`."""
        answers = [satisfiable(c | self.assuming | other.assuming, other._not()) for c in self.cells]
        if Answer.YES in answers:
            return Answer.NO
        return Answer.UNKNOWN if Answer.UNKNOWN in answers else Answer.YES

    def equivalent(self, other: Region) -> Answer:
        """Decide whether both regions have the same points (inside what both assume)."""
        one, two = self.implies(other), other.implies(self)
        if Answer.NO in (one, two):
            return Answer.NO
        return Answer.UNKNOWN if Answer.UNKNOWN in (one, two) else Answer.YES

    def is_everything(self) -> Answer:
        """Decide whether the region is all that is assumed."""
        return ~satisfiable(self.assuming, self._not())

    def _not(self) -> Clauses:
        """The complement as a conjunction of clauses (an empty clause if the region is everything)."""
        return frozenset(frozenset(negate(a) for a in c) for c in self.cells)

    # -- points -------------------------------------------------------------------------------------------
    def contains(self, point: Mapping[str, Any] | None = None, /, **values: Any) -> bool:
        """Whether an exact point, which gives every parameter, lies in the region.

        Raises
        ------
        ParameterError
            If a parameter has no value.
        """
        exact = read_point({**(point or {}), **values})
        missing = [name for name in self.parameters if name not in exact]
        if missing:
            raise ParameterError(
                f"Region.contains(): parameter `{missing[0]}` has no value; give all of {missing}"
            )
        if not all(a.holds_at(exact) for a in self.assuming):
            return False
        return any(all(a.holds_at(exact) for a in c) for c in self.cells)

    def __contains__(self, point: Mapping[str, Any]) -> bool:
        return self.contains(point)

    def sample(self) -> Point | None:
        """Return an exact rational point of the region, with numbers as plain as possible.

        Returns `None` if the region is empty, or if none of the rational points tried lies in it (a region can
        consist of irrational points alone); `is_empty` tells these apart.
        """
        for c in self.cells:
            _, point = find_point(c | self.assuming, names=self.parameters)
            if point is not None:
                return {name: point[name] for name in self.parameters}
        return None

    def substitute(self, **values: Any) -> Region:
        """Set some parameters to exact numbers or expressions; what is assumed is substituted too.

        Raises
        ------
        ParameterError
            If that contradicts what is assumed.
        """
        exact = {name: read_exact(read_value(value)) for name, value in values.items()}
        assuming = substitute_cell(self.assuming, exact)
        if assuming is None or satisfiable(assuming) is Answer.NO:
            shown = ", ".join(f"{name} = {value}" for name, value in values.items())
            raise ParameterError(f"Region.substitute(): {shown} lies outside what is assumed")
        cells = [new for c in self.cells if (new := substitute_cell(c, exact)) is not None]
        return Region(cells, parameters=[n for n in self.parameters if n not in exact], assuming=assuming)

    def eliminate(self, *parameters: Any) -> Region:
        """Return where *some* value of these parameters puts a point into the region (a projection).

        Raises
        ------
        CannotEliminate
            If one occurs only nonlinearly.
        """
        names = tuple(map(str, parameters))
        assumed = frozenset(a for a in self.assuming if not a.polynomial.variables & set(names))
        cells = [new for c in self.cells for new in project(c | (self.assuming - assumed), names, assumed)]
        kept = [n for n in self.parameters if n not in names]
        return Region(cells, parameters=kept, assuming=assumed)

    # -- normal form --------------------------------------------------------------------------------------
    @cached_property
    def irredundant(self) -> Region:
        """The same region without redundant conditions and alternatives."""
        cells = [c for old in self.cells for c in _irreducible(old, self.assuming)]
        cells = _expand(cells, self.assuming)
        return Region(cells, parameters=self.parameters, assuming=self.assuming)

    def solve_for(self, parameter: Any) -> Threshold:
        """Solve the region's conditions for one parameter: closed-form pieces with their side conditions."""
        from gametheory.algebra.boundaries import solve_for

        return solve_for(self, str(parameter))

    # -- printing -----------------------------------------------------------------------------------------
    def __str__(self) -> str:
        from gametheory.algebra.printing import region_to_text

        return region_to_text(self)

    def __repr__(self) -> str:
        return f"Region: {self}"

    def latex(self) -> str:
        """Return the region as LaTeX (without dollar signs)."""
        from gametheory.algebra.printing import region_to_latex

        return region_to_latex(self)

    def _repr_latex_(self) -> str:
        return f"${self.latex()}$"


def region(conditions: object = True, *, assuming: object = (), parameters: Iterable[object] = ()) -> Region:
    """Make a region from conditions as people write them.

    Parameters
    ----------
    conditions : SymPy relation, `And`, `Or`, `Not`, a list of them (meaning "and"), a bool, or a Region
        The conditions.
    assuming : likewise
        What holds throughout (a conjunction).
    parameters : iterable of SymPy symbols or str, optional
        The order in which parameters are printed.

    Raises
    ------
    ExpressionError
        If something is not a polynomial condition, or the assumption is a disjunction.

    Examples
    --------
    >>> from gametheory import parameters
    >>> x, y = parameters("x y")
    >>> region([x < y, x > 0])
    Region: 0 < x < y
    """
    assumed = read_assumption(assuming)
    if isinstance(conditions, Region):
        return Region(
            conditions.cells,
            parameters=[*map(str, parameters), *conditions.parameters],
            assuming=conditions.assuming | assumed,
        )
    names = [*map(str, parameters), *names_of(assuming), *names_of(conditions)]
    return Region(read_conditions(conditions), parameters=names, assuming=assumed)


def read_assumption(assuming: object) -> Cell:
    """Read what is assumed: one conjunction (a `Region` of one cell passes too)."""
    from gametheory.errors import ExpressionError

    cells = list(assuming.cells) if isinstance(assuming, Region) else read_conditions(assuming)
    extra = assuming.assuming if isinstance(assuming, Region) else frozenset()
    if not cells:
        raise ExpressionError("what is assumed can never hold: the assumptions contradict each other")
    if len(cells) != 1:
        raise ExpressionError(
            f"{assuming!r} is not a conjunction; assume inequalities that hold together, and treat alternatives apart"
        )
    return cells[0] | extra


def read_point(values: Mapping[str, Any]) -> Point:
    """Read a point: numbers (also text such as "1/3"), by parameter name or symbol."""
    point = {}
    for name, value in values.items():
        number = read_value(value)
        if isinstance(number, float):
            # A float means the decimal that it prints as, here as everywhere.
            number = Fraction(repr(number))
        exact = read_exact(number)
        if not exact.is_constant():
            raise ParameterError(f"`{name}` is set to `{exact}`, which is not a number")
        point[str(name)] = exact.constant_value()
    return point


def _rebuild(cells: tuple[Cell, ...], parameters: tuple[str, ...], assuming: Cell) -> Region:
    return Region(cells, parameters=parameters, assuming=assuming)


def _irreducible(old: Cell, assuming: Cell) -> list[Cell]:
    """Split a cell's products, prune what is empty, drop what is implied."""
    cells: list[Cell] = [frozenset()]
    for a in sorted(old, key=repr):
        reduced = simplest(a, assuming)
        if reduced is True:
            continue
        if reduced is False:
            return []
        assert isinstance(reduced, Atom)
        cells = [
            grown
            for c in cells
            for alternative in split(reduced)
            if satisfiable((grown := c | alternative) | assuming) is not Answer.NO
        ]
    return [c for old_cell in cells if (c := simplify_cell(old_cell, assuming)) is not None]


def _expand(cells: list[Cell], assuming: Cell) -> list[Cell]:
    """Weaken every condition that the union lets weaken, then drop alternatives that the others cover."""
    region_cells = list(dict.fromkeys(cells))
    for index, c in enumerate(region_cells):
        for a in sorted(c, key=repr):
            for weaker in _weaker(a):
                grown = c - {a} if weaker is None else (c - {a}) | {weaker}
                if _covered(grown, region_cells, assuming):
                    c = grown
                    break
        region_cells[index] = c
    kept = list(dict.fromkeys(region_cells))
    for c in sorted(kept, key=len, reverse=True):
        others = [o for o in kept if o is not c]
        if others and _covered(c, others, assuming):
            kept = others
    return kept


def _weaker(a: Atom) -> list[Atom | None]:
    options: list[Atom | None] = [None]
    if a.relation == ZERO:
        weak = (atom(a.polynomial, NONNEGATIVE), atom(-a.polynomial, NONNEGATIVE))
        options += [w for w in weak if isinstance(w, Atom)]
    if a.relation == POSITIVE:
        options.append(Atom(a.polynomial, NONNEGATIVE))
    return options


def _covered(c: Cell, cells: list[Cell], assuming: Cell) -> bool:
    clauses = frozenset(frozenset(negate(a) for a in other) for other in cells)
    return satisfiable(c | assuming, clauses) is Answer.NO


def everything(parameters: Iterable[str] = (), assuming: Cell = frozenset()) -> Region:
    """Return the region that is all that is assumed."""
    return Region([frozenset()], parameters=parameters, assuming=assuming)
