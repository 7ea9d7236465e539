"""The war of attrition with private values: everybody waits as long as the prize is worth it to him.

Values are drawn independently from one density; waiting costs a flow until the first concedes.  It is an all-pay
auction in which both pay the lower of the two bids.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from gametheory.bargaining._numerics import quadrature
from gametheory.bargaining.parametric import Parametric, read_parameter
from gametheory.errors import InvalidGameError, ParameterError


@dataclass(frozen=True)
class PrivateAttrition(Parametric):
    """A symmetric war of attrition with independent private values.

    Parameters
    ----------
    density : SymPy expression
        Density of the values in the symbol `value`; `uniform` and `exponential` make the common ones, for which (and
        for their shifted versions) the answers are closed forms; others are integrals.
    value : SymPy symbol
        The symbol in which the density is written.
    lowest, highest : number
        Support of the density; `highest` may be infinite.
    cost : number, optional
        Flow cost of waiting (1).

    Raises
    ------
    InvalidGameError
        If the density does not integrate to one (numbers only), the support is empty or negative, or the cost is not
        positive.

    Notes
    -----
    Concept: the *symmetric* Bayesian Nash equilibrium, `t(v) = (1/c) integral of x f(x)/(1 - F(x))`, which is unique in
    that class.  It is not the only equilibrium: asymmetric ones, in which one side is expected to hold out longer and
    for that reason does, form a continuum (Nalebuff and Riley).

    References
    ----------
    Bishop, D., Cannings, C. and Maynard Smith, J. (1978), Journal of Theoretical Biology 74; Nalebuff, B. and Riley, J.
    (1985), Journal of Theoretical Biology 113.

    Examples
    --------
    >>> import gametheory as gt
    >>> v = gt.parameters("v")
    >>> PrivateAttrition.uniform().time(v)
    -v - log(1 - v)
    >>> PrivateAttrition.exponential().time(2)
    2
    """

    density: Any
    value: Any
    lowest: Any = 0
    highest: Any = 1
    cost: Any = 1

    @classmethod
    def uniform(cls, highest: Any = 1, cost: Any = 1) -> PrivateAttrition:
        """Return the game with values uniform on [0, highest]."""
        import sympy

        top = read_parameter("uniform(): `highest`", highest)
        return cls(1 / top, sympy.Symbol("x", real=True), 0, top, cost)

    @classmethod
    def exponential(cls, rate: Any = 1, cost: Any = 1) -> PrivateAttrition:
        """Return the game with exponentially distributed values."""
        import sympy

        x, rate = sympy.Symbol("x", real=True), read_parameter("exponential(): `rate`", rate)
        return cls(rate * sympy.exp(-rate * x), x, 0, sympy.oo, cost)

    def _read(self, name: str, place: str, value: Any) -> Any:
        import sympy

        if name == "value" and not isinstance(value, sympy.Symbol):
            raise InvalidGameError(f"{place} is {value!r}; give the symbol in which the density is written")
        return read_parameter(place, value, infinite=name == "highest")

    def _requirements(self) -> Iterator[tuple[Any, str]]:
        yield self.lowest >= 0, f"`lowest` is {self.lowest}; a prize is worth 0 or more"
        yield self.highest > self.lowest, f"`highest` is {self.highest}, not above `lowest` ({self.lowest})"
        yield self.cost > 0, f"`cost` is {self.cost}; give a positive flow cost"
        if not self.parameters and bool(self.highest > self.lowest):
            total = quadrature(lambda u: self._density(u)[0], 0.0, 1.0, panels=200)
            yield (
                abs(total - 1) < 1e-6,
                f"the density integrates to {total:.6g} over its support; it must be 1",
            )

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the free parameters, sorted; the symbol of the density is none."""
        return tuple(name for name in super().parameters if name != self.value.name)

    def _density(self, u: Any) -> tuple[Any, Any]:
        """Return the density per unit of u in [0, 1), and the value there; u squeezes an infinite support."""
        import numpy as np
        import sympy

        low, infinite = float(self.lowest), self.highest is sympy.oo
        width = 1.0 if infinite else float(self.highest) - low
        x = low + (u / (1 - u) if infinite else width * u)
        slope = 1 / (1 - u) ** 2 if infinite else width
        with np.errstate(all="ignore"):
            found = sympy.lambdify(self.value, self.density, "numpy")(x) * slope
        return np.nan_to_num(found + 0 * x), x

    # -- closed forms -------------------------------------------------------------------------------------------
    @cached_property
    def _rate(self) -> Any:
        """The constant hazard rate of a (shifted) exponential density; None for others."""
        import sympy

        if self.highest is not sympy.oo:
            return None
        rate = sympy.simplify(-sympy.diff(self.density, self.value) / self.density)
        return None if rate.has(self.value) else rate

    @cached_property
    def _survival(self) -> Any:
        """`1 - F` in the symbol of the density."""
        import sympy

        y = sympy.Dummy("y", real=True)
        return sympy.integrate(self.density.subs(self.value, y), (y, self.value, self.highest))

    def time(self, value: Any) -> Any:
        """Return how long a given value waits.

        Raises
        ------
        ParameterError
            If the value lies outside the support.
        """
        import sympy

        v = self._inside("time()", value)
        low, high = self.lowest, self.highest
        if v == high:
            return sympy.oo
        if not self.density.has(self.value):
            return (-(v - low) - high * sympy.log((high - v) / (high - low))) / self.cost
        if self._rate is not None:
            return self._rate * (v**2 - low**2) / (2 * self.cost)
        return sympy.Integral(self.value * self.density / self._survival, (self.value, low, v)) / self.cost

    def payoff(self, value: Any) -> Any:
        """Return what a given value expects: the integral of F below it (each type's payoff rises at rate F)."""
        import sympy

        v = self._inside("payoff()", value)
        low, high = self.lowest, self.highest
        if not self.density.has(self.value):
            return (v - low) ** 2 / (2 * (high - low))
        if self._rate is not None:
            return v - low - (1 - sympy.exp(-self._rate * (v - low))) / self._rate
        return sympy.Integral(1 - self._survival, (self.value, low, v))

    def _inside(self, place: str, value: Any) -> Any:
        v = read_parameter(f"{place}: the value", value, infinite=True)
        if (v < self.lowest) == True or (v > self.highest) == True:  # noqa: E712 (SymPy's truth)
            raise ParameterError(f"{place}: {v} lies outside the support [{self.lowest}, {self.highest}]")
        return v

    # -- the independent solution -------------------------------------------------------------------------------
    def numerically(self, value: Any, *, types: int = 4000) -> dict[str, float]:
        """Solve the game with finitely many types instead of a density.

        Types drop out one after the other; while type x does, the others' survivors fall at the rate c/x that keeps it
        indifferent, so it takes `(x/c) log(S/S')`.  That is an equilibrium of the finite game, with no integral in it.

        Parameters
        ----------
        value : number
            Whose waiting time is asked.
        types : int, optional
            Number of types below it; the error falls with its square.

        Returns
        -------
        dict
            `time`, `payoff`, and `best_reply`: the stopping time that is best for the value on a grid of the others'.
        """
        import numpy as np
        import sympy

        if self.parameters:
            raise ParameterError(f"numerically(): parameter `{self.parameters[0]}` has no value; give all")
        v, low, cost = float(self._inside("numerically()", value)), float(self.lowest), float(self.cost)
        edges = np.linspace(low, v, types + 1)
        step = (v - low) / types
        beyond = edges[-1] + step * np.arange(1, types // 10) if self.highest is sympy.oo else edges[:0]
        if self.highest is not sympy.oo:
            room = float(self.highest) - v
            beyond = v + room / 2 * np.linspace(0, 1, types // 10)[1:]
        edges = np.concatenate([edges, beyond])
        middles = (edges[1:] + edges[:-1]) / 2
        density = sympy.lambdify(self.value, self.density, "numpy")
        mass = (
            (density(edges[1:]) + density(edges[:-1]) + 4 * density(middles)) / 6 * (edges[1:] - edges[:-1])
        )
        survivors = 1 - np.concatenate([[0.0], np.cumsum(mass)])
        times = np.concatenate([[0.0], np.cumsum(middles / cost * np.log(survivors[:-1] / survivors[1:]))])
        between = (times[1:] + times[:-1]) / 2
        won = np.concatenate([[0.0], np.cumsum(mass * (v - cost * between))])
        payoffs = won - cost * times * survivors
        return {
            "time": float(times[types]),
            "payoff": float(payoffs[types]),
            "best_reply": float(times[int(np.argmax(payoffs))]),
        }
