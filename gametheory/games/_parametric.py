"""What trees and normal forms have in common: players, parameters, a field, and moving between fields.

The base class knows numbers only as a whole (`_numbers`) and asks the subclass to carry a change through
(`_rebuilt`).  Instances are immutable values.  A substitution inside what is assumed keeps a valid game valid, so
`at`, `exact` and `float` do not validate again.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Self

from gametheory.algebra.conditions import Cell, substitute_cell
from gametheory.algebra.decide import Answer, satisfiable
from gametheory.algebra.expressions import read_value, relation_to_sympy
from gametheory.algebra.fields import Element, Field, Float64, RationalFunctions, Rationals
from gametheory.algebra.polynomials import RationalFunction
from gametheory.errors import ExpressionError, MixedFieldError, ParameterError
from gametheory.games._numbers import Number, Setting, as_number, decimal, setting_of, show

if TYPE_CHECKING:
    from gametheory.algebra.region import Region


class AbstractGame(ABC):
    """A finite game as an immutable value over one number field.

    Attributes
    ----------
    players : tuple of str
        The players in order.
    parameters : tuple of str
        The names that occur in numbers or assumptions, assumptions first.
    field : Field
        `Float64`, `Rationals` or `RationalFunctions`.
    name : str or None
        What the game is called.
    """

    players: tuple[str, ...]
    parameters: tuple[str, ...]
    field: Field
    name: str | None

    # -- for subclasses -----------------------------------------------------------------------------------
    @abstractmethod
    def _numbers(self) -> Iterable[Element]:
        """All elements that occur."""

    @abstractmethod
    def _rebuilt(self, change: Callable[[Element], Element], setting: Setting) -> Self:
        """The same game with every element changed."""

    @abstractmethod
    def _key(self) -> tuple[Any, ...]:
        """What makes two games equal."""

    def _set(self, **attributes: Any) -> None:
        self.__dict__.update(attributes)

    def _mapped(self, read: Callable[[Element], Number], given: Cell, names: Iterable[str]) -> Self:
        # Equal elements are read once: a tree repeats few numbers many times.
        read_once = {element: read(element) for element in self._numbers()}
        setting = setting_of(read_once.values(), given, tuple(names))
        converted = {element: setting.field.convert(number) for element, number in read_once.items()}
        return self._rebuilt(converted.__getitem__, setting)

    # -- value semantics ----------------------------------------------------------------------------------
    def __setattr__(self, attribute: str, value: object) -> None:
        raise AttributeError(
            f"a {type(self).__name__} is immutable: `{attribute}` cannot be set; build a new one, or use `.at(...)`"
        )

    def __delattr__(self, attribute: str) -> None:
        raise AttributeError(f"a {type(self).__name__} is immutable: `{attribute}` cannot be deleted")

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        assert isinstance(other, AbstractGame)
        return self is other or (hash(self) == hash(other) and self._key() == other._key())

    def __hash__(self) -> int:
        known: int | None = self.__dict__.get("_hash")
        if known is None:
            known = hash(self._key())
            self._set(_hash=known)
        return known

    def __getstate__(self) -> dict[str, Any]:
        # Hashes of text differ between processes, so the remembered one must not travel; arrays are made again.
        return {key: value for key, value in self.__dict__.items() if key not in ("_hash", "_arrays")}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        self._set(**state)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    # -- parameters and fields ----------------------------------------------------------------------------
    @property
    def given(self) -> Cell:
        """The assumed conditions, as a conjunction of atoms."""
        return self.field.given if isinstance(self.field, RationalFunctions) else frozenset()

    @property
    def assuming(self) -> Region:
        """The region of parameters that is assumed."""
        from gametheory.algebra.region import Region

        return Region([self.given], parameters=self.parameters)

    def at(self, **values: Any) -> Self:
        """Set parameters to exact numbers, or to expressions in parameters.

        Parameters
        ----------
        **values : number or expression
            A value for each parameter to be set; the others stay.  Floats are welcome only if they leave no
            parameter: the game then is a float64 game.

        Raises
        ------
        ParameterError
            If a name is not a parameter of the game, or a value lies outside what is assumed.
        MixedFieldError
            If a float would stand beside a parameter.
        """
        if not values:
            return self
        known = ", ".join(f"`{p}`" for p in self.parameters) or "none"
        for name in values:
            if name not in self.parameters:
                raise ParameterError(
                    f"at(): `{name}` is not a parameter of the game; its parameters are: {known}"
                )
        numbers = {name: _read_value(name, value) for name, value in values.items()}
        exact = _exact_values(numbers, self.parameters)
        given = self._given_at(exact)
        rounding = any(isinstance(number, float) for number in numbers.values())

        def read(element: RationalFunction) -> Number:
            value = element.substitute(exact)
            if not value.is_constant():
                return value
            return float(value.constant_value()) if rounding else value.constant_value()

        return self._mapped(read, given, self.parameters)

    def _given_at(self, values: Mapping[str, RationalFunction]) -> Cell:
        at = ", ".join(f"{name} = {show(_plain(value))}" for name, value in values.items())
        for condition in sorted(self.given, key=repr):
            if substitute_cell([condition], values) is None:
                raise ParameterError(
                    f"at({at}): the game assumes `{relation_to_sympy(condition)}`, which fails there; "
                    "choose values inside what is assumed"
                )
        given = substitute_cell(self.given, values)
        assert given is not None
        if given and satisfiable(given) is Answer.NO:
            raise ParameterError(
                f"at({at}): no value of the other parameters satisfies what the game assumes; "
                "choose values inside what is assumed"
            )
        return given

    def exact(self) -> Self:
        """Return the game with exact numbers, each float read as the shortest decimal that prints as it.

        The probabilities of each chance node are scaled to sum to exactly 1.  An exact game is returned as it is.

        Raises
        ------
        ParameterError
            If the game has parameters.
        """
        self._refuse_parameters("exact")
        if isinstance(self.field, Rationals):
            return self
        return self._mapped(decimal, frozenset(), ())

    def float(self) -> Self:
        """Return the game with float64 numbers.

        Raises
        ------
        ParameterError
            If the game has parameters.
        """
        self._refuse_parameters("float")
        if isinstance(self.field, Float64):
            return self
        field = Float64()
        return self._rebuilt(lambda element: field.convert(as_number(element)), Setting(field, ()))

    def _refuse_parameters(self, method: str) -> None:
        if self.parameters:
            listed = ", ".join(self.parameters)
            values = ", ".join(f"{name}=..." for name in self.parameters)
            raise ParameterError(
                f"{method}(): the game has the parameters {listed}; set them first with `.at({values})`"
            )


def _read_value(name: str, value: object) -> Number:
    try:
        number = read_value(value)
    except ExpressionError as error:
        raise ParameterError(f"at(): the value of `{name}`: {error}") from None
    if isinstance(number, float) and not math.isfinite(number):
        raise ParameterError(f"at(): the value of `{name}` is {number}; give a finite number")
    return number


def _exact_values(numbers: Mapping[str, Number], parameters: tuple[str, ...]) -> dict[str, RationalFunction]:
    """Read every value exactly, after making sure that no float meets a parameter."""
    floats = [(name, number) for name, number in numbers.items() if isinstance(number, float)]
    left = [name for name in parameters if name not in numbers]
    left += sorted(
        {n for number in numbers.values() if isinstance(number, RationalFunction) for n in number.variables}
    )
    if floats and left:
        name, number = floats[0]
        raise MixedFieldError(
            f"at(): the float {name}={number!r} would stand beside the parameter `{left[0]}`; "
            f"write it exactly, as `{name}={decimal(number)!r}`, or set all parameters"
        )
    return {
        name: number
        if isinstance(number, RationalFunction)
        else RationalFunction.constant(decimal(number) if isinstance(number, float) else number)
        for name, number in numbers.items()
    }


def _plain(value: RationalFunction) -> RationalFunction | Fraction:
    return value.constant_value() if value.is_constant() else value
