"""`payoff_set`: everything that two players can earn in subgame-perfect equilibria of the infinitely repeated game."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gametheory.algebra.decide import Budget
from gametheory.equilibria.certificate import TOLERANCE, Certificate
from gametheory.games.normal import NormalForm
from gametheory.repeated._check import generated_by
from gametheory.repeated._polygon import Point, Polygon, contains, edges
from gametheory.repeated._solve import Found, search, verified
from gametheory.repeated._stage import Stage, exact_stage, float_stage, read_discount, two_players
from gametheory.repeated.result import PayoffSet, Regime

if TYPE_CHECKING:
    from gametheory.repeated._floats import FloatLimit


def payoff_set(game: NormalForm, discount: Any, *, budget: Budget | None = None) -> PayoffSet:
    """Find all subgame-perfect equilibrium payoffs in pure strategies, with public randomization.

    In every period both players see a public random number and all earlier actions, and choose actions; payoffs are
    discounted averages.  The set is a convex polygon with at most three vertices for each action profile.

    Parameters
    ----------
    game : NormalForm
        The stage game: two players, payoffs that are numbers.
    discount : number
        The common discount factor, strictly between 0 and 1.
    budget : Budget, optional
        When to stop (default: a minute).

    Returns
    -------
    PayoffSet
        If payoffs and discount factor are exact, exact vertices where these are rational, otherwise polygons on both
        sides that are closer than any float; all of it verified.  If one is a float, an outer approximation in floats.

    Raises
    ------
    InvalidGameError
        If the game does not have two players.
    ParameterError
        If the payoffs depend on parameters, or the discount factor is no number between 0 and 1.

    References
    ----------
    Abreu, D. and Sannikov, Y. (2014), An algorithm for two-player repeated games with perfect monitoring, Theoretical
    Economics 9, 313-338.
    Abreu, D., Pearce, D. and Stacchetti, E. (1990), Toward a theory of discounted repeated games with imperfect monitoring,
    Econometrica 58, 1041-1063.

    Examples
    --------
    >>> dilemma = NormalForm([[2, -1], [3, 0]], [[2, 3], [-1, 0]], actions=[("C", "D")] * 2)
    >>> print(payoff_set(dilemma, Fraction(1, 3)))
    Equilibrium payoffs of the repeated game, discount factor 1/3: 4 vertices; the set is complete.
    Found by the operator, 1 iterations, then equations for its limit.
    <BLANKLINE>
    [1] (0, 0)    D, D for ever
    [2] (8/3, 0)  D, C, then (2, 2); column just willing
    [3] (2, 2)    C, C for ever
    [4] (0, 8/3)  C, D, then (2, 2); row just willing
    worst payoffs: row 0, column 0
    largest gain from a deviation: 0 (proved, 8 deviations)
    >>> payoff_set(dilemma, Fraction(1, 4)).vertices
    ((Fraction(0, 1), Fraction(0, 1)),)
    """
    stage_game = two_players(game, "payoff_set()")
    factor = read_discount(discount, "payoff_set()")
    running = (budget or Budget(seconds=60)).started()
    if isinstance(factor, float) or stage_game.field.name == "float64":
        return _in_floats(stage_game, float(factor), running)
    stage = exact_stage(stage_game, factor)
    found = search(stage, running)
    good, bounded = verified(stage, found)
    if not (good and bounded):
        raise AssertionError("a set of equilibrium payoffs failed its verification")
    return _exact_result(stage_game, factor, stage, found)


def _exact_result(game: NormalForm, discount: Fraction, stage: Stage, found: Found) -> PayoffSet:
    if found.inner == found.outer:
        complete = "all" if found.inner else "none"
    else:
        complete = "some" if found.inner else "unknown"
    # Just inside an irrational polygon, a constraint that binds in the limit has a tiny slack.
    slack = Fraction(0) if found.inner == found.outer else Fraction(1, 1 << 60)
    regimes = tuple(_regime(game, stage, found.inner, v, slack) for v in found.inner)
    low = tuple(min(p[i] for p in found.inner) for i in (0, 1)) if found.inner else ()
    return PayoffSet(
        game=game,
        discount=discount,
        vertices=tuple(map(_fractions, found.inner)),
        regimes=regimes,
        threats=_fractions(low),
        outer=tuple(map(_fractions, found.outer)),
        complete=complete,
        reason=found.reason,
        certificate=Certificate(Fraction(0), "proved", len(found.inner) * _deviations(game)),
        method=found.method,
    )


def _deviations(game: NormalForm) -> int:
    return sum(game.shape) - 2


def _fraction(x: Any) -> Fraction:
    return Fraction(int(x.p), int(x.q))


def _fractions(point: Any) -> Any:
    return tuple(map(_fraction, point))


def _regime(game: NormalForm, stage: Stage, polygon: Polygon, v: Point, slack: Fraction) -> Regime:
    """Say how a vertex is made: for ever if possible, otherwise with as many binding constraints as possible."""
    made = [
        (k, w, [_fraction(x) <= slack for x in losses]) for k, w, losses in generated_by(stage, polygon, v)
    ]
    k, w, tight = max(made, key=lambda way: (way[1] == v, sum(way[2])))
    return Regime(
        profile=tuple(game.actions[i][a] for i, a in enumerate(stage.profiles[k])),
        continuation=_fractions(w),
        lottery=tuple((place, _fraction(weight)) for place, weight in _lottery(polygon, w)),
        binding=tuple(p for p, binds in zip(game.players, tight, strict=True) if binds),
        forever=w == v,
    )


def _lottery(polygon: Polygon, w: Point) -> list[tuple[int, Any]]:
    """Write a point of a polygon as a lottery over at most three of its vertices: the first, and an edge."""
    count = len(polygon)
    for k, p in enumerate(polygon):
        if p == w:
            return [(k, w[0] * 0 + 1)]
    for k, (p, q) in enumerate(edges(polygon)):
        if contains(tuple(sorted((p, q))), w):
            i = 0 if p[0] != q[0] else 1
            t = (w[i] - p[i]) / (q[i] - p[i])
            return [(k, 1 - t), ((k + 1) % count, t)]
    o = polygon[0]
    for k in range(1, count - 1):
        p, q = polygon[k], polygon[k + 1]
        area = (p[0] - o[0]) * (q[1] - o[1]) - (p[1] - o[1]) * (q[0] - o[0])
        s = ((w[0] - o[0]) * (q[1] - o[1]) - (w[1] - o[1]) * (q[0] - o[0])) / area
        t = ((p[0] - o[0]) * (w[1] - o[1]) - (p[1] - o[1]) * (w[0] - o[0])) / area
        if s >= 0 and t >= 0 and s + t <= 1:
            return [(place, weight) for place, weight in ((0, 1 - s - t), (k, s), (k + 1, t)) if weight]
    raise AssertionError("a continuation lies outside the polygon")


# -- floats -----------------------------------------------------------------------------------------------------


def _in_floats(game: NormalForm, discount: float, budget: Budget) -> PayoffSet:
    from gametheory.repeated._floats import STATIONARY, iterate

    stage = float_stage(game, discount)
    limit = iterate(stage, budget)
    points = tuple(v.point for v in limit.vertices)
    size = max(abs(x) for g in stage.payoffs for x in g) or 1.0
    regimes = []
    for v in limit.vertices:
        w = v.point if v.kind == STATIONARY else stage.later(v.profile, v.point)
        c = stage.required(v.profile, limit.threats)
        regimes.append(
            Regime(
                profile=tuple(game.actions[i][a] for i, a in enumerate(stage.profiles[v.profile])),
                continuation=w,
                lottery=(),
                binding=tuple(p for i, p in enumerate(game.players) if abs(w[i] - c[i]) <= TOLERANCE * size),
                forever=v.kind == STATIONARY,
            )
        )
    gain = _violation(stage, limit)
    converged = limit.change <= TOLERANCE and not budget.spent()
    status = "within tolerance" if gain <= TOLERANCE * size else "failed"
    reason = "computed in floats: an outer approximation that no longer moves"
    if not converged:
        reason = f"computed in floats: an outer approximation that had not settled after {limit.iterations} iterations"
    return PayoffSet(
        game=game,
        discount=discount,
        vertices=points,
        regimes=tuple(regimes),
        threats=limit.threats if points else (),
        outer=points,
        complete="some" if converged and status != "failed" else "unknown",
        reason=reason,
        certificate=Certificate(gain, status, len(points) * _deviations(game), "" if gain < size else reason),
        method=f"the operator in floats, {limit.iterations} iterations",
    )


def _violation(stage: Stage, limit: FloatLimit) -> float:
    """Return by how much some vertex fails to be generated from the polygon: incentives, or distance from the polygon."""
    points = [v.point for v in limit.vertices]
    worst = 0.0
    for v in limit.vertices:
        w = stage.later(v.profile, v.point) if v.kind != "stationary" else v.point
        c = stage.required(v.profile, limit.threats)
        worst = max(worst, stage.discount * (c[0] - w[0]), stage.discount * (c[1] - w[1]))
        for p, q in zip(points, [*points[1:], points[0]], strict=True):
            length = ((q[0] - p[0]) ** 2 + (q[1] - p[1]) ** 2) ** 0.5
            if length and len(points) > 2:
                area = (q[0] - p[0]) * (w[1] - p[1]) - (q[1] - p[1]) * (w[0] - p[0])
                worst = max(worst, -stage.discount * area / length)
    return worst
