"""The border between what people write (SymPy, fractions, floats) and what is computed with.

SymPy is the notation at the face; it is imported only when a parameter appears.  Expressions are walked, never
evaluated as text, and only rational functions of parameters pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Rational, Real
from typing import TYPE_CHECKING, Any

import flint

from gametheory.algebra.conditions import NONNEGATIVE, NONZERO, POSITIVE, ZERO, Atom, Cell, cell, compare
from gametheory.algebra.polynomials import Polynomial, RationalFunction
from gametheory.errors import ExpressionError, ParameterError

if TYPE_CHECKING:
    import sympy


def parameters(names: str | Iterable[str]) -> Any:
    """Make named real parameters.

    Parameters
    ----------
    names : str or iterable of str
        Names separated by spaces or commas, for example ``"delta c"``.

    Returns
    -------
    sympy.Symbol or tuple of sympy.Symbol
        One symbol for one name, otherwise a tuple.  What is assumed of a parameter belongs to the game
        (`assuming=`), not to the symbol.

    Raises
    ------
    ParameterError
        If a name is not an identifier, or occurs twice.

    Examples
    --------
    >>> delta, c = parameters("delta c")
    >>> delta / (1 + c)
    delta/(c + 1)
    """
    import sympy

    listed = names.replace(",", " ").split() if isinstance(names, str) else list(names)
    for name in listed:
        if not name.isidentifier():
            raise ParameterError(f"parameters(): `{name}` is not a name; use letters, digits and underscores")
    if len(set(listed)) < len(listed):
        raise ParameterError(
            f"parameters(): a name occurs twice in {listed}; every parameter needs its own name"
        )
    if not listed:
        raise ParameterError('parameters(): no name given; write, for example, `parameters("delta c")`')
    symbols = tuple(sympy.Symbol(name, real=True) for name in listed)
    return symbols if len(symbols) > 1 else symbols[0]


def is_symbolic(value: object) -> bool:
    """Whether a value is a SymPy object (without importing SymPy to find out)."""
    return type(value).__module__.partition(".")[0] == "sympy" or (
        any(base.__module__.partition(".")[0] == "sympy" for base in type(value).__mro__)
    )


def read_number(value: object) -> float | Fraction | RationalFunction:
    """Read a number as people write it: a float, an exact rational, or a rational function of parameters.

    Raises
    ------
    ExpressionError
        If it is none of these (text, a truth value, a root or an exponential of a parameter, ...).
    """
    if isinstance(value, bool):
        raise ExpressionError(f"{value} is a truth value, not a number; write 1 or 0")
    if isinstance(value, RationalFunction | Fraction):
        return value
    if isinstance(value, Integral | Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    if isinstance(value, flint.fmpq | flint.fmpz):
        return Fraction(str(value))
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ExpressionError(f"{value} is not a finite number")
        return Fraction(value)
    if isinstance(value, Real):
        return float(value)
    if is_symbolic(value):
        return _read_sympy(value)
    raise ExpressionError(
        f"{value!r} ({type(value).__name__}) is not a number; use an int, a Fraction, a float "
        "or an expression in `gametheory.parameters`"
    )


def _read_sympy(expression: Any) -> float | Fraction | RationalFunction:
    import sympy

    if isinstance(expression, sympy.Float):
        return float(expression)
    if isinstance(expression, sympy.Rational):
        return Fraction(int(expression.p), int(expression.q))
    if isinstance(expression, sympy.Expr):
        return _walk(expression)
    raise ExpressionError(f"`{expression}` is not a number; a payoff or probability is an expression")


def _walk(expression: Any) -> RationalFunction:
    import sympy

    if isinstance(expression, sympy.Symbol):
        return RationalFunction.variable(expression.name)
    if isinstance(expression, sympy.Rational):
        return RationalFunction.constant(Fraction(int(expression.p), int(expression.q)))
    if isinstance(expression, sympy.Float):
        raise ExpressionError(
            f"the float {expression} stands beside a parameter; write it exactly, "
            f"as `Fraction({str(Fraction(repr(float(expression)))).replace('/', ', ')})`"
        )
    if isinstance(expression, sympy.Add):
        total = RationalFunction.constant(0)
        for term in expression.args:
            total = total + _walk(term)
        return total
    if isinstance(expression, sympy.Mul):
        result = RationalFunction.constant(1)
        for factor in expression.args:
            result = result * _walk(factor)
        return result
    if isinstance(expression, sympy.Pow) and isinstance(expression.exp, sympy.Integer):
        base, power = _walk(expression.base), int(expression.exp)
        if power < 0 and base.is_zero():
            raise ExpressionError(f"`{expression}` divides by zero")
        return base**power
    raise ExpressionError(
        f"`{expression}` is not a rational function of parameters; give it a name of its own "
        "with `parameters` and say what is assumed of it"
    )


def read_value(value: object) -> float | Fraction | RationalFunction:
    """Read a value that a parameter is set to: as `read_number`, and text such as "1/3" or "0.25" besides."""
    if isinstance(value, str):
        try:
            return Fraction(value)
        except (ValueError, ZeroDivisionError):
            raise ExpressionError(f"{value!r} is not a number; write text such as '1/3' or '0.25'") from None
    return read_number(value)


def read_exact(value: object) -> RationalFunction:
    """Read an exact number or a rational function; a float is refused."""
    number = read_number(value)
    if isinstance(number, float):
        raise ExpressionError(f"{number!r} is a float; write `{Fraction(repr(number))!r}` to mean it exactly")
    return number if isinstance(number, RationalFunction) else RationalFunction.constant(number)


# -- conditions -------------------------------------------------------------------------------------------------


def read_conditions(conditions: object) -> list[Cell]:
    """Read conditions as people write them (SymPy relations, `And`, `Or`, `Not`, lists meaning "and").

    Returns
    -------
    list of Cell
        A disjunction of conjunctions; `[]` is never true, `[frozenset()]` always.
    """
    if conditions is True or conditions is None:
        return [frozenset()]
    if conditions is False:
        return []
    if is_symbolic(conditions):
        return list(_read_boolean(conditions, positive=True))
    if isinstance(conditions, Iterable) and not isinstance(conditions, str | bytes):
        result: list[Cell] = [frozenset()]
        for condition in conditions:
            result = [a | b for a in result for b in read_conditions(condition)]
        return result
    raise ExpressionError(
        f"{conditions!r} is not a condition; write an inequality between expressions in parameters, such as `0 < q`"
    )


def _read_boolean(condition: Any, *, positive: bool) -> Iterator[Cell]:
    import sympy

    if condition in (sympy.true, sympy.false):
        if (condition is sympy.true) == positive:
            yield frozenset()
        return
    if isinstance(condition, sympy.Not):
        yield from _read_boolean(condition.args[0], positive=not positive)
        return
    if isinstance(condition, sympy.And | sympy.Or):
        parts = [list(_read_boolean(part, positive=positive)) for part in condition.args]
        if isinstance(condition, sympy.Or) == positive:
            for part in parts:
                yield from part
            return
        result: list[Cell] = [frozenset()]
        for part in parts:
            result = [a | b for a in result for b in part]
        yield from result
        return
    if isinstance(condition, sympy.Implies):
        premise, conclusion = condition.args
        yield from _read_boolean(sympy.Or(sympy.Not(premise), conclusion), positive=positive)
        return
    if isinstance(condition, sympy.Equivalent):
        first, *rest = condition.args
        same = sympy.And(
            *(sympy.Or(sympy.And(first, o), sympy.And(sympy.Not(first), sympy.Not(o))) for o in rest)
        )
        yield from _read_boolean(same, positive=positive)
        return
    relation = _relations().get(type(condition))
    if relation is None:
        raise ExpressionError(
            f"`{condition}` is not a condition; write an inequality between expressions in parameters, such as `0 < q`"
        )
    flip, sense = relation
    difference = read_exact(condition.lhs) - read_exact(condition.rhs)
    if flip:
        difference = -difference
    if not positive:
        if sense in (ZERO, NONZERO):
            sense = NONZERO if sense == ZERO else ZERO
        else:
            difference, sense = -difference, NONNEGATIVE if sense == POSITIVE else POSITIVE
    made = cell(compare(difference, sense))
    if made is not None:
        yield made


def _relations() -> dict[type, tuple[bool, str]]:
    import sympy

    return {
        sympy.StrictGreaterThan: (False, POSITIVE),
        sympy.GreaterThan: (False, NONNEGATIVE),
        sympy.StrictLessThan: (True, POSITIVE),
        sympy.LessThan: (True, NONNEGATIVE),
        sympy.Equality: (False, ZERO),
        sympy.Unequality: (False, NONZERO),
    }


# -- back to SymPy ----------------------------------------------------------------------------------------------


def to_sympy(value: RationalFunction | Polynomial) -> sympy.Expr:
    """Return the SymPy expression of a polynomial or rational function, factored."""
    import sympy

    if isinstance(value, Polynomial):
        value = RationalFunction(value)
    if value.is_zero():
        return sympy.Integer(0)
    top_unit, top = _oriented(value.numerator)
    bottom_unit, bottom = _oriented(value.denominator)
    unit = sympy.Rational(top_unit, bottom_unit)
    if unit < 0:
        # Show `(c - q)/d`, not `-(q - c)/d`: let a factor without a natural sign absorb the minus.
        for natural in (False, True):
            for parts in (top, bottom):
                for i, (factor, multiplicity) in enumerate(parts):
                    if (
                        unit < 0
                        and multiplicity % 2
                        and len(factor.key) > 1
                        and (_weight(factor)[0] > 0) == natural
                    ):
                        parts[i] = (-factor, multiplicity)
                        unit = -unit
    if len(top) == 1 and not bottom and top[0][1] == 1:
        return sympy.Add(*(unit * term for term in sympy.Add.make_args(_expanded(top[0][0]))))
    numerator = [_expanded(f) ** m for f, m in top]
    denominator = [_expanded(f) ** -m for f, m in bottom]
    return sympy.Mul(unit, *numerator, *denominator)


def _oriented(polynomial: Polynomial) -> tuple[int, list[tuple[Polynomial, int]]]:
    """Return the constant and the factors, each with the sign in which it reads best."""
    unit, factors = polynomial.factors()
    result = []
    for factor, multiplicity in factors:
        if _weight(factor) < (0, 0):
            factor, unit = -factor, unit * (-1) ** multiplicity
        result.append((factor, multiplicity))
    return unit, result


def _weight(factor: Polynomial) -> tuple[int, int]:
    """Rank the signs of a polynomial: a positive constant term first (`1 - q`), then more positive terms."""
    constant = next((c for monomial, c in factor.key if not monomial), 0)
    return (constant > 0) - (constant < 0), sum(1 if c > 0 else -1 for _, c in factor.key)


def _expanded(polynomial: Polynomial) -> Any:
    """Return a sum of terms; `L - Delta*L + Delta*c` becomes `L*(1 - Delta) + Delta*c`, which shows its sign."""
    import sympy

    if len(polynomial.key) > 2 and any(c < 0 for _, c in polynomial.key):
        for name in sorted(polynomial.variables):
            parts = polynomial.coefficients(name)
            if len(parts) == 2 and all(len(p.key) == 1 or _weight(p) != (0, 0) for p in parts):
                constant, linear = (_oriented(p) for p in parts)
                if constant[0] > 0 and all(_shorter(factors) for _, factors in (constant, linear)):
                    return _product(*constant) + _product(*linear, sympy.Symbol(name, real=True))
    return sympy.Add(
        *(
            sympy.Mul(coefficient, *(sympy.Symbol(name, real=True) ** power for name, power in monomial))
            for monomial, coefficient in polynomial.key
        )
    )


def _shorter(factors: list[tuple[Polynomial, int]]) -> bool:
    """Whether every factor is a monomial or a plain difference or sum with a natural sign."""
    return all(len(f.key) <= 2 and (len(f.key) == 1 or _weight(f) > (0, 0)) for f, _ in factors)


def _product(unit: int, factors: list[tuple[Polynomial, int]], *more: Any) -> Any:
    import sympy

    # One product, so that SymPy does not multiply a minus sign into a sum.
    return sympy.Mul(unit, *more, *(_expanded(f) ** m for f, m in factors))


def relation_to_sympy(condition: Atom) -> Any:
    """Return a condition as a SymPy relation `polynomial relation 0`."""
    import sympy

    left = _expanded(condition.polynomial)
    make = {POSITIVE: sympy.Gt, NONNEGATIVE: sympy.Ge, ZERO: sympy.Eq, NONZERO: sympy.Ne}[condition.relation]
    return make(left, 0)


def names_of(value: object) -> list[str]:
    """Return the parameter names in SymPy objects, or nested lists of them, in order of first appearance."""
    if is_symbolic(value):
        return sorted(symbol.name for symbol in value.free_symbols)  # type: ignore[attr-defined]
    if isinstance(value, list | tuple):
        return list(dict.fromkeys(name for part in value for name in names_of(part)))
    return []
