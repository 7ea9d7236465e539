"""Numbers and assumptions as games read them, and the sentences that refuse the wrong ones.

Shared by trees and normal forms.  It decides which field a game lives in; it does no arithmetic of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from gametheory.algebra.conditions import NONZERO, POSITIVE, ZERO, Cell, atom, variables
from gametheory.algebra.decide import Answer, satisfiable, sign
from gametheory.algebra.expressions import is_symbolic, names_of, read_conditions, read_number, to_sympy
from gametheory.algebra.fields import Field, Float64, RationalFunctions, Rationals
from gametheory.algebra.polynomials import Polynomial, RationalFunction
from gametheory.errors import ExpressionError, GameTheoryError, InvalidGameError, MixedFieldError

if TYPE_CHECKING:
    from gametheory.algebra.region import Region

Number: TypeAlias = float | Fraction | RationalFunction

_LISTED = 12
_NO_CONDITIONS: Cell = frozenset()


def read_finite(value: object, what: str) -> Number:
    """Read a finite number; `what` begins the sentence that refuses anything else."""
    if is_symbolic(value) and (getattr(value, "is_finite", None) is False or str(value) == "nan"):
        raise InvalidGameError(f"{what} is {value}; give a finite number or an expression in parameters")
    try:
        number = read_number(value)
    except ExpressionError as error:
        raise InvalidGameError(f"{what}: {error}") from None
    if isinstance(number, float) and not math.isfinite(number):
        raise InvalidGameError(f"{what} is {number}; give a finite number or an expression in parameters")
    # `q - q` written in a roundabout way is a number, not a parameter.
    if isinstance(number, RationalFunction) and number.is_constant():
        return number.constant_value()
    return number


def decimal(number: float) -> Fraction:
    """Return the shortest decimal that prints as this float, exactly."""
    return Fraction(repr(float(number)))


def show(number: Number) -> str:
    """Return a number as people write it."""
    return str(to_sympy(number)) if isinstance(number, RationalFunction) else str(number)


def brief(number: Number) -> str:
    """Return a number for a drawing or a table: floats with six digits."""
    return f"{number:.6g}" if isinstance(number, float) else show(number)


def as_number(element: Any) -> Number:
    """Return an element of any field as a number."""
    if isinstance(element, float | Fraction | RationalFunction):
        return element
    return Fraction(int(element.p), int(element.q))


def refuse(problems: Sequence[str], error: type[GameTheoryError] = InvalidGameError) -> None:
    """Raise one error with all problems, one sentence a line; do nothing if there is none."""
    if problems:
        shown = list(dict.fromkeys(problems))
        if len(shown) > _LISTED:
            shown = [*shown[:_LISTED], f"... and {len(shown) - _LISTED} more problems"]
        raise error("\n".join(shown))


# -- assumptions ------------------------------------------------------------------------------------------------


def read_assumptions(assuming: object, call: str, problems: list[str]) -> tuple[Cell, tuple[str, ...]]:
    """Read what is assumed of the parameters: a conjunction of conditions, and the names in order of appearance."""
    names: Sequence[str]
    region = _as_region(assuming)
    if region is not None:
        cells, names = [c | region.assuming for c in region.cells], region.parameters
    else:
        flat = _flattened(assuming)
        names = names_of(flat)
        try:
            cells = read_conditions(flat)
        except ExpressionError as error:
            problems.append(f"{call}: assuming: {error}")
            return _NO_CONDITIONS, tuple(names)
    if len(cells) > 1:
        problems.append(
            f"{call}: the assumptions contain an alternative (`Or`); assume conditions that hold together, "
            "and build one game for each case"
        )
        return _NO_CONDITIONS, tuple(names)
    if not cells or _contradictory(cells[0]):
        problems.append(
            f"{call}: the assumptions contradict each other: no value of the parameters satisfies them all"
        )
        return _NO_CONDITIONS, tuple(names)
    return cells[0], tuple(names)


def _as_region(assuming: object) -> Region | None:
    if isinstance(assuming, list | tuple | bool) or assuming is None or is_symbolic(assuming):
        return None
    from gametheory.algebra.region import Region

    return assuming if isinstance(assuming, Region) else None


def _flattened(conditions: object) -> list[object]:
    if (
        isinstance(conditions, Iterable)
        and not isinstance(conditions, str | bytes)
        and not is_symbolic(conditions)
    ):
        return [part for condition in conditions for part in _flattened(condition)]
    return [conditions]


def _contradictory(given: Cell) -> bool:
    # A plain point usually settles it, so that building a game need not wake the decision procedure.
    names = variables(given)
    for value in (Fraction(1, 2), Fraction(2)):
        point = dict.fromkeys(names, value)
        if all(condition.holds_at(point) for condition in given):
            return False
    return satisfiable(given) is Answer.NO


def is_positive(number: RationalFunction, given: Cell) -> bool:
    """Whether a rational function is provably positive wherever the conditions hold."""
    product = number.numerator * number.denominator
    known = atom(product, POSITIVE)
    return known is True or known in given or sign(product, given) == 1


def never_zero(polynomial: Polynomial, given: Cell) -> bool:
    """Whether a polynomial provably vanishes nowhere where the conditions hold."""
    for condition in (atom(polynomial, POSITIVE), atom(-polynomial, POSITIVE), atom(polynomial, NONZERO)):
        if condition is True or condition in given:
            return True
    if sign(polynomial, given) in (1, -1):
        return True
    zero = atom(polynomial, ZERO)
    return zero is False or (zero is not True and satisfiable(given | {zero}) is Answer.NO)


# -- the field --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Setting:
    """The field of a game and its parameters in order."""

    field: Field
    parameters: tuple[str, ...]


def setting_of(numbers: Iterable[Number], given: Cell, names: Sequence[str]) -> Setting:
    """Return the field that numbers and assumptions need, with parameters ordered as `names`, then as they occur."""
    some_float = False
    occurring: dict[str, None] = {}
    for number in numbers:
        if isinstance(number, float):
            some_float = True
        elif isinstance(number, RationalFunction):
            occurring.update(dict.fromkeys(sorted(number.variables)))
    everything = {*variables(given), *occurring}
    parameters = tuple(
        dict.fromkeys([n for n in (*names, *sorted(variables(given)), *occurring) if n in everything])
    )
    if parameters:
        assert not some_float
        return Setting(RationalFunctions(given), parameters)
    return Setting(Float64() if some_float else Rationals(), ())


def mixed(placed: Iterable[tuple[Number, str]], names: Sequence[str], call: str) -> None:
    """Raise `MixedFieldError` if a float stands beside a parameter; each number comes with its place."""
    floats: tuple[float, str] | None = None
    symbol = f"the assumed parameter `{names[0]}`" if names else ""
    for number, place in placed:
        if isinstance(number, float):
            floats = floats or (number, place)
        elif isinstance(number, RationalFunction) and not symbol:
            symbol = f"`{show(number)}` ({place})"
    if floats is not None and symbol:
        number, place = floats
        raise MixedFieldError(
            f"{call}: the float {number!r} ({place}) stands beside {symbol}; write it exactly, as `{decimal(number)!r}`"
        )


def denominator_problem(number: Number, place: str, given: Cell) -> str | None:
    """Return a sentence if the number may divide by zero under the assumptions."""
    if not isinstance(number, RationalFunction) or never_zero(number.denominator, given):
        return None
    below = show(RationalFunction(number.denominator))
    return (
        f"{place}: `{show(number)}` divides by `{below}`, which may be zero under the assumptions; "
        f"assume its sign, for example `assuming=[{below} > 0]`"
    )
