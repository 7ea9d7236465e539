"""What the closed-form games have in common: their parameters are read and checked here, in one way for all.

A parameter is a float, an exact rational or an expression in named parameters, and is kept as a SymPy number or
expression.  Nothing goes silently from exact to float, and a float never stands beside a parameter.  What numbers do
not decide is assumed: `assuming` lists it, for `gt.region` and `gt.prove`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from fractions import Fraction
from numbers import Rational, Real
from typing import TYPE_CHECKING, Any, TypeVar

import flint

from gametheory.algebra.expressions import is_symbolic
from gametheory.errors import InvalidGameError, MixedFieldError, ParameterError

if TYPE_CHECKING:
    from gametheory.algebra.region import Region

Game = TypeVar("Game", bound="Parametric")


def read_parameter(place: str, value: object, *, infinite: bool = False) -> Any:
    """Return a number or an expression in parameters as SymPy.

    Parameters
    ----------
    place : str
        What the value is, for the error message.
    value : object
        An int, Fraction, Decimal, float, text such as ``"9/10"``, or a real SymPy expression.
    infinite : bool, optional
        Whether infinity may be given.

    Raises
    ------
    InvalidGameError
        If it is none of these, or not finite.

    Examples
    --------
    >>> read_parameter("delta", "9/10"), read_parameter("delta", 0.5)
    (9/10, 0.500000000000000)
    """
    import sympy

    if isinstance(value, str):
        try:
            value = Fraction(value)
        except (ValueError, ZeroDivisionError):
            raise InvalidGameError(
                f'{place} is {value!r}, which is not a number; write, for example, "9/10"'
            ) from None
    if isinstance(value, bool):
        raise InvalidGameError(f"{place} is {value}, a truth value; write 1 or 0")
    if isinstance(value, flint.fmpq | flint.fmpz):
        value = Fraction(str(value))
    if isinstance(value, Decimal) and value.is_finite():
        value = Fraction(value)
    if is_symbolic(value) and isinstance(value, sympy.Expr):
        if value is sympy.oo and infinite:
            return value
        if value.is_finite is False or value.is_real is False or value.has(sympy.nan, sympy.oo, sympy.zoo):
            raise InvalidGameError(f"{place} is {value}; give a finite real number or expression")
        return value
    if isinstance(value, Rational):
        return sympy.Rational(int(value.numerator), int(value.denominator))
    if isinstance(value, Real):
        number = float(value)
        if infinite and number == math.inf:
            return sympy.oo
        if not math.isfinite(number):
            raise InvalidGameError(f"{place} is {number}; give a finite number")
        return sympy.Float(number)
    raise InvalidGameError(
        f"{place} is {value!r} ({type(value).__name__}), not a number; use an int, a Fraction, a float or an expression"
    )


@dataclass(frozen=True)
class Parametric:
    """A small frozen game given by its parameters.

    Subclasses are frozen dataclasses whose fields are parameters, or pairs and lists of them; `_requirements` says
    what must hold, each with the sentence that a user reads where it does not.
    """

    def __post_init__(self) -> None:
        for field in fields(self):
            place = f"{type(self).__name__}: `{field.name}`"
            object.__setattr__(self, field.name, self._read(field.name, place, getattr(self, field.name)))
        found = list(self._values())
        if self.parameters and any(_floats(value) for value in found):
            number = next(x for value in found for x in _floats(value))
            raise MixedFieldError(
                f"{type(self).__name__}: the float {float(number)!r} stands beside a parameter; "
                f"write it exactly, as `{Fraction(repr(float(number)))!r}`"
            )
        problems = [
            f"{type(self).__name__}: {text}" for relation, text in self._requirements() if _fails(relation)
        ]
        if problems:
            raise InvalidGameError("\n".join(problems))

    def _read(self, name: str, place: str, value: Any) -> Any:
        """Read one field; a pair is read part by part."""
        if name in self._labels():
            return value
        if name in self._pairs():
            if not isinstance(value, list | tuple) or len(value) != 2:
                raise InvalidGameError(f"{place} is {value!r}; give two numbers, one for each player")
            return tuple(read_parameter(f"{place} of player {i + 1}", part) for i, part in enumerate(value))
        return read_parameter(place, value)

    def _pairs(self) -> tuple[str, ...]:
        """Name the fields that hold one number for each of the two players."""
        return ()

    def _labels(self) -> tuple[str, ...]:
        """Name the fields that are words, not numbers."""
        return ()

    def _values(self) -> Iterator[Any]:
        for field in fields(self):
            if field.name not in self._labels():
                yield from _leaves(getattr(self, field.name))

    def _requirements(self) -> Iterator[tuple[Any, str]]:
        """Yield what must hold of the parameters, each with the sentence for the case that it does not."""
        return iter(())

    # -- parameters ---------------------------------------------------------------------------------------------
    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the free parameters, sorted."""
        return tuple(sorted({symbol.name for value in self._values() for symbol in value.free_symbols}))

    @property
    def assuming(self) -> tuple[Any, ...]:
        """What is assumed of the parameters: the requirements that numbers do not decide."""
        import sympy

        undecided = (r for r, _ in self._requirements() if r not in (True, False, sympy.true, sympy.false))
        return tuple(dict.fromkeys(undecided))

    def at(self: Game, **values: Any) -> Game:
        """Return the game at given values of (some of) its parameters.

        Raises
        ------
        ParameterError
            If a name is not a parameter of the game.
        InvalidGameError
            If the values do not make a game.
        """
        import sympy

        for name in values:
            if name not in self.parameters:
                known = ", ".join(self.parameters) or "none"
                raise ParameterError(f"at(): `{name}` is not a parameter; they are {known}")
        point = {
            sympy.Symbol(n, real=True): read_parameter(f"at(): `{n}`", v, infinite=True)
            for n, v in values.items()
        }
        return self._map(lambda value: value.subs(point))

    def exact(self: Game) -> Game:
        """Return the game with every float replaced by the rational number that it is in binary."""
        return self._map(_exactly)

    def _map(self: Game, change: Any) -> Game:
        names = (f.name for f in fields(self) if f.name not in self._labels())
        return replace(self, **{name: _apply(change, getattr(self, name)) for name in names})

    # -- answers ------------------------------------------------------------------------------------------------
    def enclosure(self, answer: str, *arguments: Any, bits: int = 128) -> Any:
        """Return a rigorous ball around an answer, or a pair of balls around a pair.

        Parameters
        ----------
        answer : str
            Name of a property of the game, or of a method, whose arguments follow.
        bits : int, optional
            Relative accuracy asked for.

        Notes
        -----
        The closed form of the *exact* game is evaluated in python-flint's ball arithmetic (a float parameter counts
        as the binary fraction that it is), so the ball contains the answer whatever rounding does.
        """
        from gametheory.bargaining.balls import ball

        if self.parameters:
            raise ParameterError(
                f"enclosure(): parameter `{self.parameters[0]}` has no value; give all of them with `at(...)`"
            )
        found = getattr(self.exact(), answer, None)
        if found is None or answer.startswith("_"):
            raise ParameterError(f"enclosure(): `{answer}` is not an answer of {type(self).__name__}")
        if callable(found):
            found = found(*(_exactly(a) for a in arguments))
        return _apply(lambda value: ball(value, bits), found)

    def _floats(self, place: str) -> dict[str, Any]:
        """Return the fields in floats; a parameter without a value is refused."""
        if self.parameters:
            raise ParameterError(
                f"{place}: parameter `{self.parameters[0]}` has no value; give all of them with `at(...)`"
            )
        named = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in self._labels()}
        return {name: _apply(float, value) for name, value in named.items()}

    def region(self, *conditions: Any) -> Region:
        """Return the region of parameters where (rational) conditions hold, inside what is assumed."""
        from gametheory.algebra.region import region

        return region(list(conditions), assuming=list(self.assuming))


def _exactly(value: Any) -> Any:
    """Return a number, or an expression with its floats replaced by the rationals that they are."""
    import sympy

    if isinstance(value, int):
        return value
    value = read_parameter("the argument", value, infinite=True)
    return value.xreplace({x: sympy.Rational(Fraction(float(x))) for x in _floats(value)})


def _apply(change: Any, value: Any) -> Any:
    return tuple(_apply(change, part) for part in value) if isinstance(value, tuple) else change(value)


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, tuple):
        for part in value:
            yield from _leaves(part)
    else:
        yield value


def _floats(value: Any) -> set[Any]:
    import sympy

    return set(value.atoms(sympy.Float))


def _fails(relation: Any) -> bool:
    """Whether a requirement is false as it stands (undecided ones are assumed)."""
    import sympy

    return relation is False or relation is sympy.false
