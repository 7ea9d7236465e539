"""Alternating offers over a grid of parameters: one compiled call, no Python loop over games.

For maps and phase diagrams.  The answer is in floats, by policy iteration on agreement patterns; a point where that
does not settle is marked, not filled in.  Exact boundaries come from `Bargaining.equilibria()`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gametheory.algebra.expressions import to_sympy
from gametheory.algebra.polynomials import RationalFunction
from gametheory.bargaining.protocol import BREAKDOWN, Bargaining
from gametheory.errors import GameTheoryError, ParameterError

if TYPE_CHECKING:
    import numpy as np

_MOST_PATTERNS = 64
_CHUNK = 1024


@dataclass(frozen=True, eq=False)
class Sweep:
    """The stationary equilibria of a game over a grid.

    Attributes
    ----------
    values : array, shape (*grid, states, players)
        Expected payoffs at the start of each state; NaN where the iteration did not settle.
    agree : bool array, shape (*grid, states, players)
        Whether the offer of that proposer is accepted in that state.
    settled : bool array, shape (*grid,)
        Whether an equilibrium was found.
    """

    game: Bargaining
    values: np.ndarray[Any, Any]
    agree: np.ndarray[Any, Any]
    settled: np.ndarray[Any, Any]

    def agreement(self, state: str) -> np.ndarray[Any, Any]:
        """Return where everybody who may propose in a state is accepted."""
        import numpy as np

        i = self.game.states.index(state)
        may = [k for k, a in enumerate(self.game.data.proposer[i]) if not a.is_zero()]
        return np.asarray(self.agree[..., i, may].all(axis=-1))


def sweep(game: Bargaining, **values: Any) -> Sweep:
    """Solve a parametric game on a grid.

    Parameters
    ----------
    game : Bargaining
        Without outside options and floors.
    **values : float or array
        Every parameter; arrays broadcast against each other and make the grid.

    Returns
    -------
    Sweep

    Raises
    ------
    ParameterError
        If a parameter is unknown or has no value, or a point of the grid lies outside what is assumed.
    GameTheoryError
        If the game has outside options or floors.

    Examples
    --------
    >>> import gametheory as gt, numpy as np
    >>> from gametheory.bargaining.classics import Rubinstein
    >>> d = gt.parameters("d")
    >>> found = sweep(Rubinstein(d, d, assuming=[0 < d, d < 1]), d=np.array([0.5, 0.9]))
    >>> found.values[:, 0, 0].round(4)
    array([0.6667, 0.5263])
    """
    import numpy as np

    if any(own != game.data.proposer for own in game.data.beliefs):
        raise GameTheoryError(
            "sweep(): beliefs of one's own are not in the compiled kernel; use `.equilibria()`"
        )
    if any(len(edges) > 1 or not edges[0].transferable for edges in game.data.frontier):
        raise GameTheoryError("sweep(): payoff frontiers are not in the compiled kernel; use `.equilibria()`")
    if game.data.option is not None or game.data.floor is not None:
        raise GameTheoryError(
            "sweep(): outside options and floors are not in the compiled kernel; use `.equilibria()`"
        )
    for name in (*values, *game.parameters):
        if name not in game.parameters:
            raise ParameterError(
                f"sweep(): `{name}` is not a parameter; they are {', '.join(game.parameters) or 'none'}"
            )
        if name not in values:
            raise ParameterError(f"sweep(): parameter `{name}` has no value")
    grids = dict(
        zip(values, np.broadcast_arrays(*(np.asarray(v, dtype=float) for v in values.values())), strict=True)
    )
    shape = next(iter(grids.values())).shape if grids else ()
    flat = {name: grid.ravel() for name, grid in grids.items()}
    points = int(np.prod(shape, dtype=int))
    _check(game, flat)
    d = game.data
    reads = _Reads(flat, points)
    arrays = (
        reads.array(tuple(edges[0].limit for edges in d.frontier)),
        reads.array(d.discount),
        reads.array(d.proposer),
        reads.array(d.flow),
        reads.array(_moves(game)),
        reads.array(_lost(game)),
        reads.array(d.count),
        reads.array(d.consents),
    )
    states, players = len(d.states), len(d.players)
    found = np.empty((points, states, players))
    agree = np.empty((points, states, players), dtype=bool)
    settled = np.empty(points, dtype=bool)
    _kernel()(*arrays, points, _CHUNK, _MOST_PATTERNS, found, agree, settled)
    return Sweep(
        game,
        found.reshape(*shape, states, players),
        agree.reshape(*shape, states, players),
        settled.reshape(shape),
    )


def _kernel() -> Any:
    from gametheory.bargaining._kernels import policy_iteration

    return policy_iteration


def _moves(game: Bargaining) -> tuple[tuple[RationalFunction, ...], ...]:
    """Return the probabilities of going on to each state after a rejection."""
    zero = RationalFunction.constant(0)
    odds = {(row.state, row.target): row.probability for row in game.table if row.event == "reject"}
    return tuple(tuple(odds.get((s, t), zero) for t in game.states) for s in game.states)


def _lost(game: Bargaining) -> tuple[tuple[RationalFunction, ...], ...]:
    """Return the expected breakdown payoffs after a rejection."""
    zero = RationalFunction.constant(0)
    odds = {row.state: row.probability for row in game.table if row.target == BREAKDOWN}
    return tuple(tuple(odds.get(s, zero) * b for b in game.data.breakdown_payoff) for s in game.states)


class _Reads:
    """Evaluates rational functions over the grid; what does not vary keeps a first axis of length 1."""

    def __init__(self, flat: dict[str, Any], points: int) -> None:
        self.flat = flat
        self.points = points

    def array(self, numbers: Sequence[Any]) -> Any:
        import numpy as np

        shape = np.array(numbers, dtype=object).shape
        listed = np.array(numbers, dtype=object).ravel()
        columns = [self._column(x) for x in listed]
        length = max(len(c) for c in columns)
        stacked = np.stack([np.broadcast_to(c, length) for c in columns], axis=-1)
        return np.ascontiguousarray(stacked.reshape(length, *shape))

    def _column(self, number: RationalFunction) -> Any:
        import numpy as np
        import sympy

        if number.is_constant():
            return np.array([float(number.constant_value())])
        expression = to_sympy(number)
        symbols = sorted(expression.free_symbols, key=lambda s: s.name)
        made = sympy.lambdify(symbols, expression, "numpy")(*(self.flat[s.name] for s in symbols))
        return np.asarray(made, dtype=float)


def _check(game: Bargaining, flat: dict[str, Any]) -> None:
    import numpy as np
    import sympy

    from gametheory.algebra.expressions import relation_to_sympy

    for condition in sorted(game.given, key=repr):
        relation = relation_to_sympy(condition)
        symbols = sorted(relation.free_symbols, key=lambda s: s.name)
        holds: Any = np.asarray(sympy.lambdify(symbols, relation, "numpy")(*(flat[s.name] for s in symbols)))
        if not holds.all():
            where = int(np.argmin(holds))
            point = ", ".join(f"{s.name} = {flat[s.name][where]:g}" for s in symbols)
            raise ParameterError(f"sweep(): the grid leaves what is assumed, {relation}, at {point}")
