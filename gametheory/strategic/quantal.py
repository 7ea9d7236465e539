"""Logit quantal response equilibria: at one rationality, and the branch that leads from even mixing to a Nash equilibrium."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from gametheory._text import Printed
from gametheory.algebra.decide import Budget
from gametheory.errors import ParameterError
from gametheory.games.normal import NormalForm

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.figure import Figure

    from gametheory.strategic._logit import Floats, LogitSystem

_SAME = 1e-7
_STEPS = 20_000


@dataclass(frozen=True, eq=False, repr=False)
class QuantalResponse(Printed):
    """A logit quantal response equilibrium.

    Attributes
    ----------
    game : NormalForm
        The game.
    rationality : float
        The weight of payoffs in choices, per unit of payoff: an action is chosen in proportion to exp(rationality × payoff).
    mixtures : tuple of float arrays
        The probabilities of every player's actions.
    residual : float
        How far the profile is from the response to itself, in the largest probability.
    """

    game: NormalForm
    rationality: float
    mixtures: tuple[np.ndarray, ...]
    residual: float

    @property
    def strategy(self) -> dict[str, dict[str, float]]:
        """Probabilities by player and action."""
        return {
            player: dict(zip(actions, map(float, own), strict=True))
            for player, actions, own in zip(self.game.players, self.game.actions, self.mixtures, strict=True)
        }

    @property
    def payoffs(self) -> dict[str, float]:
        """Expected payoffs by player."""
        return {player: float(u) for player, u in _floats(self.game).payoffs(list(self.mixtures)).items()}

    def __str__(self) -> str:
        lines = [f"logit quantal response equilibrium at rationality {self.rationality:g}"]
        for player, actions in self.strategy.items():
            lines.append(f"  {player}: {', '.join(f'{a} {p:.6g}' for a, p in actions.items())}")
        return "\n".join([*lines, f"off its own response by {self.residual:.1e}"])


@dataclass(frozen=True, eq=False, repr=False)
class QuantalResponses(Printed):
    """The logit quantal response equilibria found at one rationality.

    Attributes
    ----------
    found : tuple of QuantalResponse
        In the order of the first player's probabilities, the one on the principal branch among them.
    complete : {"all", "some", "unknown"}
        `all` if it is proved that there is one only.
    reason : str
        The proof, or why there may be more.
    """

    found: tuple[QuantalResponse, ...]
    complete: str
    reason: str

    def __len__(self) -> int:
        return len(self.found)

    def __getitem__(self, k: int) -> QuantalResponse:
        return self.found[k]

    def __iter__(self) -> Iterator[QuantalResponse]:
        return iter(self.found)

    def __str__(self) -> str:
        noun = "equilibrium" if len(self) == 1 else "equilibria"
        head = f"{len(self)} logit quantal response {noun} found; complete: {self.complete} ({self.reason})."
        return "\n\n".join([head, *(f"[{k}] {e}" for k, e in enumerate(self.found, start=1))])


@dataclass(frozen=True, eq=False, repr=False)
class LogitBranch(Printed):
    """The principal branch of logit quantal response equilibria.

    Attributes
    ----------
    game : NormalForm
        The game.
    rationality : float array of shape (points,)
        From 0 on; it falls where the branch turns back.
    profiles : float array of shape (points, all actions)
        Mixtures of all players, one after the other.
    complete : {"some", "unknown"}
        `some`: followed to where it was asked to end.  `unknown`: the budget or the precision ended first.
    reason : str
        Why so.
    """

    game: NormalForm
    rationality: np.ndarray
    profiles: np.ndarray
    complete: str
    reason: str
    _system: LogitSystem
    _points: tuple[Floats, ...]

    @cached_property
    def _tips(self) -> dict[int, Floats]:
        """The points at which the branch turns, each by the number of the point that it follows."""
        from gametheory.strategic._logit import tip

        tips = {}
        for i in range(1, len(self._points) - 1):
            before, here, after = self._points[i - 1 : i + 2]
            if (here[-1] - before[-1]) * (after[-1] - here[-1]) < 0:
                for k, low, high in ((i - 1, before, here), (i, here, after)):
                    found = tip(self._system, low, high)
                    if found is not None:
                        tips[k] = found
        return tips

    @property
    def turns(self) -> tuple[float, ...]:
        """The rationalities at which the branch turns back or forth."""
        return tuple(float(x[-1]) for _, x in sorted(self._tips.items()))

    def at(self, rationality: float) -> tuple[QuantalResponse, ...]:
        """Return the points of the branch at one rationality, corrected to machine precision.

        Raises
        ------
        ParameterError
            If the rationality is negative, or further than the branch was followed.
        """
        import numpy as np

        line: list[Floats] = []
        for i, x in enumerate(self._points):
            line += [x, *([self._tips[i]] if i in self._tips else [])]
        last = max(float(x[-1]) for x in line)
        if not 0 <= rationality <= last:
            raise ParameterError(
                f"at(): the rationality is {rationality:g}; the branch was followed from 0 to {last:g}"
            )
        found: list[Floats] = []
        for one, two in pairwise(line):
            below, beyond = one[-1] - rationality, two[-1] - rationality
            if (below <= 0) == (beyond <= 0):
                continue
            share = below / (below - beyond)
            near = self._system.at((1 - share) * one[:-1] + share * two[:-1], rationality)
            if near is not None and all(np.abs(np.exp(near) - other).max() > _SAME for other in found):
                found.append(np.exp(near))
        if rationality == last and not found:
            found.append(np.exp(max(line, key=lambda x: float(x[-1]))[:-1]))
        return tuple(_response(self.game, self._system, flat, rationality) for flat in found)

    @property
    def limit(self) -> QuantalResponse:
        """The last point: near a Nash equilibrium if the rationality is large."""
        return _response(self.game, self._system, self.profiles[-1], float(self.rationality[-1]))

    @property
    def regret(self) -> float:
        """The largest gain from a deviation at the last point."""
        return self._system.regret(self.profiles[-1])

    def __str__(self) -> str:
        turns = f", turning at {', '.join(f'{t:.4g}' for t in self.turns)}" if self.turns else ""
        return (
            f"<logit branch of {len(self.rationality)} points, rationality 0 to {self.rationality[-1]:.4g}{turns}; "
            f"at its end a deviation gains {self.regret:.1e}>"
        )

    def draw(self) -> Figure:
        """Draw every action's probability against the rationality."""
        from gametheory import plot

        with plot.style():
            players = len(self.game.players)
            figure = plot.new_figure(figsize=(3.2 * players, 2.8))
            panels = figure.subplots(1, players, sharey=True, squeeze=False)[0]
            for axes, player, actions, low in zip(
                panels, self.game.players, self.game.actions, self._system.starts, strict=False
            ):
                for k, action in enumerate(actions):
                    axes.plot(
                        self.rationality,
                        self.profiles[:, low + k],
                        color=plot.LINE[k % len(plot.LINE)],
                        label=action,
                    )
                axes.set_title(player)
                axes.set_xscale("symlog", linthresh=1.0)
                axes.set_xlabel("rationality")
                axes.legend(fontsize=8)
            panels[0].set_ylabel("probability")
            panels[0].set_ylim(-0.02, 1.02)
        return figure


def logit_branch(
    game: NormalForm, *, until: float | None = None, prior: Any = None, budget: Budget | None = None
) -> LogitBranch:
    """Follow the principal branch of logit quantal response equilibria.

    Parameters
    ----------
    game : NormalForm
        Any number of players; payoffs are taken as floats.
    until : float, optional
        The rationality at which to stop; by default where no deviation gains more than 10^-4 of the range of payoffs.
    prior : sequence of mixtures, optional
        Where the path starts; by default every action alike.  Another prior gives the equilibria of a logit choice that is biased
        towards it, with the same limits.
    budget : Budget, optional
        When to stop.

    Raises
    ------
    ParameterError
        If the game has parameters, or the prior is not a full mixture for each player.

    References
    ----------
    McKelvey, R. D. and Palfrey, T. R. (1995), Quantal response equilibria for normal form games, Games and Economic Behavior 10, 6-38.
    Turocy, T. L. (2005), A dynamic homotopy interpretation of the logistic quantal response equilibrium correspondence, Games and
    Economic Behavior 51, 243-263.

    Examples
    --------
    Row's prize for matching on the first action is 9; matching pennies otherwise (McKelvey and Palfrey 1995, section 5):

    >>> branch = logit_branch(NormalForm([[9, 0], [0, 1]], [[0, 1], [1, 0]]), until=10)
    >>> (e,) = branch.at(1)
    >>> [round(float(p), 4) for m in e.mixtures for p in m]
    [0.8936, 0.1064, 0.3128, 0.6872]
    """
    system = _system(game, prior)
    spending = (budget or Budget()).started()
    scale = max(1e-300, *(float(table.max() - table.min()) for table in system.tables))
    return _followed(game, system, until, 1e-4 * scale, spending)


def quantal_response(
    game: NormalForm, rationality: float, *, starts: int = 50, budget: Budget | None = None
) -> QuantalResponses:
    """Find logit quantal response equilibria at one rationality.

    Parameters
    ----------
    game : NormalForm
        Any number of players; payoffs are taken as floats.
    rationality : float
        At least 0, per unit of payoff.
    starts : int
        How many random profiles to start from, beside the principal branch.
    budget : Budget, optional
        When to stop.

    Returns
    -------
    QuantalResponses
        The list is `all` where the response is proved to be a contraction; otherwise there may be more.

    Raises
    ------
    ParameterError
        If the game has parameters, or the rationality is negative or not finite.

    Examples
    --------
    Meeting at one of two places: one equilibrium if choices are noisy, three if they are not.

    >>> meet = NormalForm([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    >>> [len(quantal_response(meet, x)) for x in (1, 4)]
    [1, 3]
    >>> quantal_response(meet, 0.5).complete
    'all'
    """
    import numpy as np

    system = _system(game, None)
    if not (np.isfinite(rationality) and rationality >= 0):
        raise ParameterError(
            f"quantal_response(): the rationality is {rationality}; give a finite number, at least 0"
        )
    spending = (budget or Budget()).started()
    branch = _followed(game, system, float(rationality), 0.0, spending)
    found: list[Floats] = []
    if branch.complete == "some":
        found += [np.concatenate(e.mixtures) for e in branch.at(rationality)]
    rate = contraction(system, rationality)
    if rate < 1 and found:
        whole = (_response(game, system, found[0], rationality),)
        return QuantalResponses(whole, "all", f"the response is a contraction, of rate at most {rate:.3g}")
    draw = np.random.default_rng(0)
    for _ in range(starts):
        if spending.spent():
            break
        start = np.concatenate([draw.dirichlet(np.full(m, 0.5)) for m in system.shape])
        # A few rounds of the response bring the start to where it could lead.
        near = system.response(np.maximum(start, 1e-12), rationality)
        logs = system.at(np.log(np.maximum(near, 1e-300)), rationality)
        if logs is not None:
            flat = np.exp(logs)
            if all(np.abs(flat - other).max() > _SAME for other in found):
                found.append(flat)
    found.sort(key=lambda flat: [-round(float(p), 6) for p in flat])
    responses = tuple(_response(game, system, flat, rationality) for flat in found)
    reason = f"found along the principal branch and from {starts} random profiles"
    return QuantalResponses(responses, "some" if responses else "unknown", reason)


def contraction(system: LogitSystem, rationality: float) -> float:
    """Return a bound on the rate at which the logit response contracts, in the largest over players of the sum of |changes|.

    A softmax moves by at most half the spread of the change of its arguments, and an average over a mixture by at most half its
    spread times the change of the mixture.
    """
    most = 0.0
    for k, table in enumerate(system.tables):
        spread = 0.0
        others = [j for j in range(table.ndim) if j != k]
        first = table.swapaxes(0, k)
        for a in range(len(first)):
            for b in range(a):
                gap = first[a] - first[b]
                # After the swap, k's axis is gone and the others' axes are the rest, in some order.
                spread = max(
                    spread, sum(float((gap.max(axis=j) - gap.min(axis=j)).max()) for j in range(len(others)))
                )
        most = max(most, spread)
    return rationality * most / 4


def _followed(
    game: NormalForm, system: LogitSystem, until: float | None, regret: float, spending: Budget
) -> LogitBranch:
    import numpy as np

    from gametheory.strategic._logit import follow

    def ended(x: Floats, count: int) -> bool:
        if count >= _STEPS or spending.spent():
            return True
        if until is not None:
            return float(x[-1]) >= until
        return system.regret(np.exp(x[:-1])) <= regret

    points, reason = follow(system, ended)
    reached = float(points[-1][-1]) >= until if until is not None else not reason
    if not reached and not reason:
        reason = f"the budget of {spending.seconds:g} seconds, or of {_STEPS:,} points, was spent"
    elif spending.spent() and until is None:
        reason = f"the budget of {spending.seconds:g} seconds was spent"
    xs = np.array(points)
    complete = "unknown" if reason else "some"
    return LogitBranch(game, xs[:, -1], np.exp(xs[:, :-1]), complete, reason, system, tuple(points))


def _response(game: NormalForm, system: LogitSystem, flat: Floats, rationality: float) -> QuantalResponse:
    import numpy as np

    residual = float(np.abs(system.response(flat, rationality) - flat).max())
    return QuantalResponse(game, float(rationality), tuple(system.split(flat)), residual)


def _floats(game: NormalForm) -> NormalForm:
    return NormalForm(*game.arrays(), players=game.players, actions=game.actions)


def _system(game: NormalForm, prior: Any) -> LogitSystem:
    """Check a game and a prior."""
    import numpy as np

    from gametheory.strategic._logit import LogitSystem, uniform

    if not isinstance(game, NormalForm) or game.parameters:
        raise ParameterError(
            f"quantal response needs a normal form whose payoffs are numbers, not {game!r}; "
            "set parameters with `.at(...)`, and give trees by their normal form"
        )
    start = uniform(game.shape)
    if prior is not None:
        parts = [np.asarray(part, float) for part in prior]
        fits = len(parts) == len(game.shape) and all(
            part.shape == (m,) and (part > 0).all() and abs(part.sum() - 1) < 1e-9
            for part, m in zip(parts, game.shape, strict=True)
        )
        if not fits:
            raise ParameterError("prior: give one mixture for each player, with every action in it")
        start = np.concatenate(parts)
    return LogitSystem(tuple(np.asarray(table, float) for table in game.arrays()), start)
