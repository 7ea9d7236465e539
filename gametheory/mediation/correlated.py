"""Correlated and coarse correlated equilibrium: what a mediator who only talks can bring about, and which disobedience stands in the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import lcm, prod
from typing import Any

from gametheory._text import Printed, lottery_tex, shown
from gametheory.algebra.decide import Budget
from gametheory.equilibria.certificate import TOLERANCE, Certificate
from gametheory.errors import ParameterError
from gametheory.games.normal import NormalForm
from gametheory.mediation._linear import Row
from gametheory.mediation._program import Solution, solve_exactly, solve_in_floats
from gametheory.strategic._integers import integer_tables
from gametheory.strategic._search import BudgetSpent

_EXACT_UP_TO = 1000
"""Profiles up to which an exact game is solved exactly by default."""


@dataclass(frozen=True)
class Disobedience:
    """A deviation that binds: the one who is told this would as soon do that.

    Attributes
    ----------
    player, told, instead : str
        Who, what she is told (empty if she decides before she is told anything), and what she would do.
    price : Fraction or float
        How much better the optimum would be for each unit that this deviation is made less attractive.
    """

    player: str
    told: str
    instead: str
    price: Any

    def __str__(self) -> str:
        when = f"told {self.told}" if self.told else "before being told"
        return f"{self.player}, {when}, would as soon play {self.instead}; relaxing that by 1 is worth {shown(self.price)}"


@dataclass(frozen=True, eq=False, repr=False)
class MediatedOutcome(Printed):
    """An optimal correlated equilibrium.

    Attributes
    ----------
    game : NormalForm
        The game.
    concept : str
        `correlated` or `coarse correlated`.
    distribution : tuple of number
        The probability of each profile of actions, the last player's action running fastest.
    value : number or None
        What was maximised.
    payoffs : dict
        Expected payoffs by player.
    binding : tuple of Disobedience
        The deviations whose prices are positive, the dearest first.
    certificate : Certificate
        The largest gain from any deviation, recomputed from the payoffs.
    complete : {"some", "unknown"}
        `unknown` if the budget ended.
    reason : str
        Why.
    """

    game: NormalForm
    concept: str
    distribution: tuple[Any, ...]
    value: Any
    payoffs: dict[str, Any]
    binding: tuple[Disobedience, ...]
    certificate: Certificate
    complete: str = "some"
    reason: str = ""

    @property
    def probabilities(self) -> dict[tuple[str, ...], Any]:
        """The profiles that are drawn, with their probabilities."""
        return {
            profile: p for profile, p in zip(product(*self.game.actions), self.distribution, strict=True) if p
        }

    def __str__(self) -> str:
        if self.complete == "unknown":
            return f"No optimum found: {self.reason}."
        lines = [f"optimal {self.concept} equilibrium: value {shown(self.value)}"]
        lines += [f"  {', '.join(profile)}: {shown(p)}" for profile, p in self.probabilities.items()]
        lines.append("payoffs " + ", ".join(f"{player} {shown(u)}" for player, u in self.payoffs.items()))
        lines += [str(d) for d in self.binding]
        lines.append(f"largest gain from a deviation: {self.certificate}")
        return "\n".join(lines)

    def latex(self) -> str:
        """Return the distribution as LaTeX."""
        return lottery_tex((", ".join(profile), p) for profile, p in self.probabilities.items())


def correlated(
    game: NormalForm,
    maximize: str | Mapping[Any, Any] = "welfare",
    *,
    coarse: bool = False,
    exact: bool | None = None,
    budget: Budget | None = None,
) -> MediatedOutcome:
    """Find the correlated equilibrium that is best for an objective.

    A mediator draws a profile of actions and tells every player her part; nobody gains by doing something else than she is told.

    Parameters
    ----------
    game : NormalForm
        Any number of players; payoffs must be numbers.
    maximize : str or mapping
        `"welfare"` (the sum of payoffs), a player, weights of players, or weights of profiles of actions.
    coarse : bool
        Whether players decide before they are told anything whether they will obey (Moulin and Vial 1978).
    exact : bool, optional
        Whether to answer in rationals with a dual proof; by default for exact games of at most 1000 profiles.
    budget : Budget, optional
        When to stop (exact).

    Returns
    -------
    MediatedOutcome
        The distribution, its payoffs, and which disobedience binds at which price.

    Raises
    ------
    ParameterError
        If the game has parameters, or the objective names a player or an action that the game does not have.

    References
    ----------
    Aumann, R. (1974), Subjectivity and correlation in randomized strategies, Journal of Mathematical Economics 1, 67-96.
    Moulin, H. and Vial, J.-P. (1978), Strategically zero-sum games, International Journal of Game Theory 7, 201-221.

    Examples
    --------
    >>> chicken = NormalForm([[6, 2], [7, 0]], [[6, 7], [2, 0]], actions=[("yield", "dare")] * 2)
    >>> print(correlated(chicken))
    optimal correlated equilibrium: value 21/2
      yield, yield: 1/2
      yield, dare: 1/4
      dare, yield: 1/4
    payoffs row 21/4, column 21/4
    row, told yield, would as soon play dare; relaxing that by 1 is worth 3/4
    column, told yield, would as soon play dare; relaxing that by 1 is worth 3/4
    largest gain from a deviation: 0 (proved, 4 deviations)
    """
    if not isinstance(game, NormalForm) or game.parameters:
        raise ParameterError(f"correlated(): {game!r} is not a normal form whose payoffs are numbers")
    size = prod(game.shape)
    wanted = exact if exact is not None else game.field.name == "exact" and size <= _EXACT_UP_TO
    weights, common = _objective(game, maximize, wanted)
    names = list(_deviations(game, coarse))
    concept = "coarse correlated" if coarse else "correlated"
    if wanted:
        try:
            solution = _exactly(game, weights, common, coarse, (budget or Budget()).started())
        except BudgetSpent as spent:
            nothing = Certificate(None, "unknown", 0, f"the budget of {spent} was spent")
            return MediatedOutcome(game, concept, (), None, {}, (), nothing, "unknown", nothing.reason)
    else:
        floats = _in_floats(game, [w / common for w in weights], coarse)
        if floats is None:
            nothing = Certificate(None, "unknown", 0, "HiGHS found no optimum")
            return MediatedOutcome(game, concept, (), None, {}, (), nothing, "unknown", nothing.reason)
        solution = floats
    paid = _payoffs(game, solution.x) if wanted else _float_payoffs(game, solution.x)
    value = sum(w * p for w, p in zip(weights, solution.x, strict=True) if p) / common
    binding = [
        Disobedience(*name, price)
        for name, price in zip(names, solution.prices, strict=True)
        if price > (0 if wanted else 1e-9)
    ]
    binding.sort(key=lambda d: -d.price)
    certificate = check_correlated(game, solution.x, coarse=coarse)
    return MediatedOutcome(
        game, concept, solution.x, value if wanted else float(value), paid, tuple(binding), certificate
    )


def _objective(game: NormalForm, maximize: str | Mapping[Any, Any], exact: bool) -> tuple[list[Any], int]:
    """Return what each profile is worth, in integers over a common denominator if it is to be exact."""
    if isinstance(maximize, Mapping) and all(key in game.players for key in maximize):
        of_players = {key: weight_of(w, "maximize") for key, w in maximize.items()}
    elif isinstance(maximize, Mapping):
        return _of_profiles(game, maximize)
    elif maximize == "welfare":
        of_players = dict.fromkeys(game.players, Fraction(1))
    elif maximize in game.players:
        of_players = {maximize: Fraction(1)}
    else:
        raise ParameterError(
            f"maximize: {maximize!r} is neither 'welfare' nor a player; the players are {', '.join(game.players)}"
        )
    if not exact:
        arrays = game.arrays()
        total = sum(float(w) * arrays[game.players.index(player)] for player, w in of_players.items())
        return (total.ravel().tolist() if of_players else [0.0] * prod(game.shape)), 1
    tables = {player: integer_tables(game)[game.players.index(player)] for player in of_players}
    common = lcm(*(own * of_players[player].denominator for player, (_, own) in tables.items()))
    whole = [0] * prod(game.shape)
    for player, (table, own) in tables.items():
        factor = int(of_players[player] * common / own)
        for place, u in enumerate(table):
            whole[place] += factor * u
    return whole, common


def _of_profiles(game: NormalForm, maximize: Mapping[Any, Any]) -> tuple[list[Any], int]:
    place = {profile: k for k, profile in enumerate(product(*game.actions))}
    worth: list[Any] = [Fraction(0)] * len(place)
    for profile, weight in maximize.items():
        if profile not in place:
            raise ParameterError(
                f"maximize: {profile!r} is neither a player ({', '.join(game.players)}) nor a profile with one action for each"
            )
        worth[place[profile]] = weight_of(weight, "maximize")
    common = lcm(*(w.denominator for w in worth))
    return [int(w * common) for w in worth], common


def weight_of(value: Any, what: str) -> Fraction:
    from gametheory.games._numbers import decimal

    try:
        return decimal(value) if isinstance(value, float) else Fraction(value)
    except (TypeError, ValueError, OverflowError):
        raise ParameterError(f"{what}: the weight {value!r} is not a number") from None


def _deviations(game: NormalForm, coarse: bool) -> Iterator[tuple[str, str, str]]:
    for player, actions in zip(game.players, game.actions, strict=True):
        for told in ("",) if coarse else actions:
            for instead in actions:
                if instead != told:
                    yield player, told, instead


def _rows(game: NormalForm, coarse: bool) -> list[Row]:
    """Return, for each deviation, what it gains at each profile, in integers of the player's own scale."""
    rows: list[Row] = []
    cells = list(product(*map(range, game.shape)))
    strides = [prod(game.shape[k + 1 :]) for k in range(len(game.shape))]
    for k, (table, _) in enumerate(integer_tables(game)):
        for told in (None,) if coarse else range(game.shape[k]):
            for instead in range(game.shape[k]):
                if instead == told:
                    continue
                row: Row = {}
                for place, cell in enumerate(cells):
                    if told is None or cell[k] == told:
                        gain = table[place + (instead - cell[k]) * strides[k]] - table[place]
                        if gain:
                            row[place] = gain
                rows.append(row)
    return rows


def _exactly(game: NormalForm, weights: list[int], common: int, coarse: bool, budget: Budget) -> Solution:
    rows = _rows(game, coarse)
    found = solve_exactly(weights, rows, budget)
    # Prices are per unit of the row's scale and of the objective's.
    scales = [
        common_k
        for k, (_, common_k) in enumerate(integer_tables(game))
        for _ in range(_count(game, k, coarse))
    ]
    prices = tuple(price * scale / common for price, scale in zip(found.prices, scales, strict=True))
    return Solution(found.x, prices)


def _count(game: NormalForm, k: int, coarse: bool) -> int:
    m = game.shape[k]
    return m if coarse else m * (m - 1)


def _in_floats(game: NormalForm, weights: list[Any], coarse: bool) -> Solution | None:
    import numpy as np

    size, places = prod(game.shape), np.arange(prod(game.shape)).reshape(game.shape)
    columns, values, lengths = [], [], [np.zeros(1, np.int64)]
    for k, (m, table) in enumerate(zip(game.shape, game.arrays(), strict=True)):
        own, where = (np.moveaxis(t, k, 0).reshape(m, -1) for t in (table, places))
        if coarse:
            gains, at = own[:, None] - own, np.broadcast_to(where, (m, *where.shape))
        else:
            others = ~np.eye(m, dtype=bool)
            gains = (own[None] - own[:, None])[others]
            at = np.broadcast_to(where[:, None], (m, *where.shape))[others]
        columns.append(at.ravel())
        values.append(gains.ravel())
        lengths.append(np.full(len(gains), size if coarse else size // m))
    starts = np.cumsum(np.concatenate(lengths))
    return solve_in_floats(
        np.array(weights, float), (starts, np.concatenate(columns), np.concatenate(values))
    )


def _payoffs(game: NormalForm, distribution: tuple[Any, ...]) -> dict[str, Any]:
    result = {}
    for player, (table, common) in zip(game.players, integer_tables(game), strict=True):
        total = sum(p * u for p, u in zip(distribution, table, strict=True) if p)
        result[player] = total / common
    return result


def check_correlated(game: NormalForm, distribution: tuple[Any, ...], *, coarse: bool = False) -> Certificate:
    """Check a distribution over profiles against every disobedience, one by one, from the payoffs of the game itself.

    Parameters
    ----------
    game : NormalForm
        Payoffs must be numbers.
    distribution : sequence of number
        One probability for each profile, the last player's action running fastest.
    coarse : bool
        Whether players decide before they are told.
    """
    exact = not any(isinstance(p, float) for p in distribution)
    if (
        min(distribution) < -1e-9
        or abs(float(sum(distribution)) - 1) > 1e-9
        or (exact and sum(distribution) != 1)
    ):
        return Certificate(None, "failed", 0, "the probabilities are not a distribution")
    if not exact:
        return _float_certificate(game, distribution, coarse)
    drawn = [(cell, p) for cell, p in zip(product(*map(range, game.shape)), distribution, strict=True) if p]
    count, worst = 0, Fraction(0)
    for k, size in enumerate(game.shape):
        for told in (None,) if coarse else range(size):
            heard = [(cell, p) for cell, p in drawn if told is None or cell[k] == told]
            obeyed = sum([p * _element(game.payoff_element(k, cell)) for cell, p in heard])
            for instead in range(size):
                if instead == told:
                    continue
                count += 1
                other = [((*cell[:k], instead, *cell[k + 1 :]), p) for cell, p in heard]
                earned = sum([p * _element(game.payoff_element(k, cell)) for cell, p in other])
                worst = max(worst, earned - obeyed)
    if worst <= 0:
        return Certificate(0, "proved", count)
    return Certificate(worst, "failed", count, f"a deviation gains {worst}")


def _float_certificate(game: NormalForm, distribution: tuple[Any, ...], coarse: bool) -> Certificate:
    """Check every disobedience in floats: what each player earns, told one action and playing another."""
    import numpy as np

    drawn = np.array(distribution, float).reshape(game.shape)
    arrays = game.arrays()
    count, worst = 0, 0.0
    for k, (size, table) in enumerate(zip(game.shape, arrays, strict=True)):
        told, own = (np.moveaxis(t, k, 0).reshape(size, -1) for t in (drawn, table))
        earned = told @ own.T
        obeyed = np.diag(earned)
        gains = earned.sum(axis=0) - obeyed.sum() if coarse else earned - obeyed[:, None]
        worst = max(worst, float(gains.max()))
        count += size if coarse else size * (size - 1)
    scale = max(1.0, *(float(abs(table).max()) for table in arrays))
    good = worst <= TOLERANCE * scale
    return Certificate(
        worst, "within tolerance" if good else "failed", count, "" if good else f"a deviation gains {worst:g}"
    )


def _float_payoffs(game: NormalForm, distribution: tuple[Any, ...]) -> dict[str, float]:
    import numpy as np

    drawn = np.array(distribution, float)
    return {p: float(table.ravel() @ drawn) for p, table in zip(game.players, game.arrays(), strict=True)}


def _element(element: Any) -> Fraction:
    from gametheory.games._numbers import as_number, decimal

    number = as_number(element)
    return decimal(number) if isinstance(number, float) else Fraction(number)  # type: ignore[arg-type]
