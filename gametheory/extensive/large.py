"""Large zero-sum trees by counterfactual regret minimisation, in compiled loops over the sequence form."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gametheory.algebra.decide import Budget
from gametheory.equilibria._progress import Progress
from gametheory.errors import InvalidGameError, ParameterError
from gametheory.extensive.sequence_form import SequenceForm, sequence_form
from gametheory.extensive.zero_sum_tree import tree_bounds
from gametheory.games.game import Game

if TYPE_CHECKING:
    import numpy as np

METHODS = {"CFR+": (0, 0.0, 0.0, 1.0), "DCFR": (1, 1.5, 0.0, 2.0), "PCFR+": (2, 0.0, 0.0, 2.0)}
"""By name: the number of the update in the kernel, exponents for positive and negative regrets, and for averages."""

_ROUND = 16
"""Iterations between two looks at the exploitability, at first; later an eighth of those that have been run."""

_SECONDS = 0.5
"""Compiled loops cannot be interrupted, and see no budget, so none is to run longer."""


@dataclass(frozen=True, eq=False, repr=False)
class RegretMinimization:
    """Average strategies of a run, what they are worth, and all that is needed to go on with it.

    Attributes
    ----------
    form : SequenceForm
        The game.
    method : str
        `CFR+`, `DCFR` or `PCFR+`.
    plans : tuple of two float arrays
        The average realization plans.
    lower, upper : float
        The value of the game lies between: what the first player's plan guarantees, and what the second's concedes.
    iterations : int
        How many were run in all.
    history : tuple of (int, float)
        The exploitability after so many iterations, at every look.
    seconds : float
        How long it took in all.
    complete : {"some", "unknown"}
        `some` if the exploitability asked for was reached.
    reason : str
        Why not.
    """

    form: SequenceForm
    method: str
    plans: tuple[np.ndarray, np.ndarray]
    lower: float
    upper: float
    iterations: int
    history: tuple[tuple[int, float], ...]
    seconds: float
    complete: str
    reason: str
    _state: tuple[np.ndarray, ...]
    _sums: tuple[np.ndarray, np.ndarray]

    @property
    def exploitability(self) -> float:
        """Half of what both players together gain by best replies (NashConv / 2, as OpenSpiel's), in the units of the payoffs."""
        return (self.upper - self.lower) / 2

    @property
    def strategy(self) -> dict[str, dict[Any, dict[str, Any]]]:
        """The average behaviour strategies, as `game.payoffs` takes them."""
        plans = [[float(w) for w in plan] for plan in self.plans]
        return self.form.profile(plans)

    def proved_bounds(self) -> tuple[Fraction, Fraction]:
        """Return bounds on the value without rounding: the strategies are read as fractions, their best replies found in the tree.

        Exact arithmetic over the whole tree: some seconds for ten thousand nodes.
        """
        form = self.form.exact()
        plans = tuple(
            own.plan([_fractions(mixture) for mixture in own.behaviour(plan.tolist())])
            for own, plan in zip(form.own, self.plans, strict=True)
        )
        lower, upper = tree_bounds(form, plans)
        return Fraction(lower), Fraction(upper)

    def __repr__(self) -> str:
        return (
            f"<{self.method}, {self.iterations:,} iterations in {self.seconds:.3g} s: value between {self.lower:.6g} and "
            f"{self.upper:.6g}, exploitability {self.exploitability:.2g}>"
        )


def regret_minimization(
    game: Game | SequenceForm | RegretMinimization,
    *,
    method: str | None = None,
    until: float = 1e-3,
    iterations: int = 100_000,
    budget: Budget | None = None,
) -> RegretMinimization:
    """Approximate an equilibrium of a tree of two players whose payoffs have a constant sum.

    Parameters
    ----------
    game : Game, SequenceForm or RegretMinimization
        The tree, or an earlier result to go on from.
    method : {"PCFR+", "CFR+", "DCFR"}
        Predictive CFR+ with quadratic averages (the default), CFR+ with linear ones, or discounted CFR (1.5, 0, 2); the players move
        in turns.  An earlier result goes on with its own.
    until : float
        The exploitability at which to stop: half of what both together gain by best replies.
    iterations : int
        The most iterations, of this call.
    budget : Budget, optional
        When to stop.

    Returns
    -------
    RegretMinimization
        Average strategies with bounds on the value; give it to another call to go on.

    Raises
    ------
    InvalidGameError
        If the sum is not constant, or it is no tree of two players.
    ParameterError
        If the method or a number is out of range.

    References
    ----------
    Tammelin, O. (2014), Solving large imperfect information games using CFR+, arXiv 1407.5042.
    Brown, N. and Sandholm, T. (2019), Solving imperfect-information games via discounted regret minimization, AAAI 2019.
    Farina, G., Kroer, C. and Sandholm, T. (2021), Faster game solving via predictive Blackwell approachability, AAAI 2021.

    Examples
    --------
    >>> from gametheory.examples import kuhn
    >>> found = regret_minimization(kuhn(), until=1e-4)
    >>> found.lower <= -1 / 18 <= found.upper, found.exploitability <= 1e-4
    (True, True)
    """
    from gametheory._kernels import announce
    from gametheory._kernels import regret as kernel

    name = method or (game.method if isinstance(game, RegretMinimization) else "PCFR+")
    if name not in METHODS or (isinstance(game, RegretMinimization) and name != game.method):
        raise ParameterError(
            f"regret_minimization(): method is {method!r}; it must be one of {', '.join(METHODS)}, and that of an earlier result"
        )
    if until < 0 or iterations < 1:
        raise ParameterError("regret_minimization(): give `until` of at least 0 and at least one iteration")
    run = game if isinstance(game, RegretMinimization) else _begin(game, name)
    number, alpha, beta, gamma = METHODS[name]
    sets = _sets(run.form)
    payoffs = _payoffs(run.form)
    state = tuple(array.copy() for array in run._state)
    sums = (run._sums[0].copy(), run._sums[1].copy())
    announce(kernel.iterate)
    spending, started, progress = (budget or Budget()).started(), time.perf_counter(), Progress(name)
    done, lower, upper, plans, history = 0, run.lower, run.upper, run.plans, list(run.history)
    fastest = math.inf  # iterations that fit into one loop
    while done < iterations and (upper - lower) / 2 > until and not spending.spent():
        step = int(min(max(_ROUND, (run.iterations + done) // 8), iterations - done, fastest))
        before = time.perf_counter()
        kernel.iterate(sets, payoffs, state, sums, (number, alpha, beta, gamma), run.iterations + done, step)
        if done:  # the first loop may include the time to compile it
            fastest = max(1, _SECONDS * step / max(time.perf_counter() - before, 1e-9))
        done += step
        plans = (sums[0] / sums[0][0], sums[1] / sums[1][0])
        lower, upper = _bounds(sets, payoffs, plans)
        history.append((run.iterations + done, (upper - lower) / 2))
        progress.show(f"{run.iterations + done:,} iterations, exploitability {(upper - lower) / 2:.2g}")
    progress.clear()
    reached = (upper - lower) / 2 <= until
    reason = "" if reached else "the budget was spent" if spending.spent() else "the iterations were used up"
    return replace(
        run,
        plans=plans,
        lower=lower,
        upper=upper,
        iterations=run.iterations + done,
        history=tuple(history),
        seconds=run.seconds + time.perf_counter() - started,
        complete="some" if reached else "unknown",
        reason=reason,
        _state=state,
        _sums=sums,
    )


def _begin(game: Game | SequenceForm, method: str) -> RegretMinimization:
    import numpy as np

    form = game if isinstance(game, SequenceForm) else sequence_form(game)
    if form.total is None:
        raise InvalidGameError(
            "regret_minimization(): the payoffs have no constant sum, so that the averages would mean nothing"
        )
    state: list[np.ndarray] = []
    for own in form.own:
        even = [[1.0 / n] * n for n in own.count]
        behaviour = np.concatenate([[1.0], *even])
        state += [np.zeros(own.size), behaviour, np.array(own.plan(even), float)]
    plans = (state[2].copy(), state[5].copy())
    lower, upper = _bounds(_sets(form), _payoffs(form), plans)
    sums = (np.zeros(form.own[0].size), np.zeros(form.own[1].size))
    return RegretMinimization(
        form, method, plans, lower, upper, 0, (), 0.0, "unknown", "", tuple(state), sums
    )


def _fractions(mixture: tuple[Any, ...]) -> list[Fraction]:
    """Return probabilities in floats as fractions that sum to 1."""
    exact = [Fraction(p) for p in mixture]
    return [p / sum(exact) for p in exact]


def _sets(form: SequenceForm) -> tuple[np.ndarray, np.ndarray]:
    """Return the information sets of both players as rows: the sequence before, the first one, their number."""
    import numpy as np

    one, two = (np.ascontiguousarray(np.column_stack(own.arrays)) for own in form.own)
    return one, two


def _payoffs(form: SequenceForm) -> tuple[tuple[np.ndarray, ...], tuple[np.ndarray, ...]]:
    """Return both players' payoffs by their own sequences: starts, the other's sequences, numbers."""
    import numpy as np

    one, two, paid, _ = form.arrays
    result = []
    for own, other, numbers, size in (
        (one, two, paid, form.own[0].size),
        (two, one, -paid, form.own[1].size),
    ):
        order = np.argsort(own, kind="stable")
        starts = np.concatenate([[0], np.cumsum(np.bincount(own, minlength=size))])
        result.append((starts, other[order], numbers[order]))
    return result[0], result[1]


def _bounds(sets: Any, payoffs: Any, plans: tuple[Any, Any]) -> tuple[float, float]:
    """Return what the first player's plan guarantees, and what the second's concedes."""
    import numpy as np

    from gametheory._kernels.regret import best_reply

    upper = best_reply(sets[0], payoffs[0], plans[1], np.empty(len(plans[0])))
    lower = -best_reply(sets[1], payoffs[1], plans[0], np.empty(len(plans[1])))
    return float(lower), float(upper)
