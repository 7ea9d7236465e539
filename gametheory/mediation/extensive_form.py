"""Correlated equilibria of trees: what a mediator can bring about who speaks while the game is played, and when she is disobeyed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

from gametheory.algebra.decide import Budget
from gametheory.equilibria.certificate import Certificate
from gametheory.errors import ParameterError
from gametheory.games.game import Game
from gametheory.mediation._incentives import Deviation, Incentives, deviations, incentives
from gametheory.mediation._plans import Plans
from gametheory.mediation._profiles import Profile, Profiles
from gametheory.mediation._program import Solution, solve_exactly, solve_in_floats
from gametheory.mediation._tree import Tree, tree_of
from gametheory.mediation.correlated import weight_of
from gametheory.mediation.extensive_result import DisobedienceInTree, MediatedPlay
from gametheory.mediation.obedience import CONCEPTS, Advice, check_extensive_correlated
from gametheory.strategic._search import BudgetSpent

_PROFILES = 20_000
"""Profiles of pure strategies up to which they are listed."""

_EXACT_UP_TO = 20_000
"""Unknowns up to which an exact game is solved exactly by default."""


def extensive_correlated(
    game: Game,
    maximize: str | Mapping[str, Any] = "welfare",
    *,
    concept: str = "EFCE",
    exact: bool | None = None,
    method: str | None = None,
    budget: Budget | None = None,
) -> MediatedPlay:
    """Find the correlated equilibrium of a tree that is best for an objective.

    A mediator draws a profile of pure strategies and recommends to each player her part of it.  The concepts differ in when a player
    hears it, and when she may stop listening:

    ``"EFCE"``
        She hears each action on reaching its information set.  Once she disobeys, she hears nothing more.
    ``"AFCE"``
        The same, but the mediator goes on, and she obeys at her other information sets.
    ``"EFCCE"``
        On reaching an information set, before hearing the action, she may leave for good.
    ``"CE"``
        She hears her whole strategy before the game.
    ``"NFCCE"``
        She may leave for good before the game, before hearing anything.

    For two players the program is over correlation plans, which is as large as the square of the tree: if chance moves are absent,
    or public, its solution is always a mixture of profiles; elsewhere this is tried.  Otherwise (also for CE, and for AFCE if someone
    moves twice on a path) it is over all profiles.  Either way the mixture is checked by a walk over the tree.

    Parameters
    ----------
    game : Game
        Payoffs must be numbers; perfect recall; any number of players.
    maximize : str or mapping
        `"welfare"` (the sum of payoffs), a player, weights of players, or weights of outcome labels (their probabilities count).  Negative
        weights minimise.
    concept : {"EFCE", "AFCE", "EFCCE", "CE", "NFCCE"}
        See above.
    exact : bool, optional
        Whether to answer in rationals with a dual proof; by default for exact games with up to 20 000 unknowns.
    method : {"plans", "profiles"}, optional
        Over what to write the program; by default, plans where they are right.
    budget : Budget, optional
        When to stop.  At most 20 000 profiles (or `budget.cases`, if less) are listed.

    Returns
    -------
    MediatedPlay
        What the mediator draws, the payoffs, and which disobedience binds at which price.

    Raises
    ------
    InvalidGameError
        If it is no tree.
    ParameterError
        If the game has parameters, or an argument is none of those above.
    ImperfectRecallError
        If a player forgets something.

    References
    ----------
    von Stengel, B. and Forges, F. (2008), Extensive-form correlated equilibrium: definition and computational complexity, Mathematics of
    Operations Research 33, 1002-1022.
    Farina, G., Bianchi, T. and Sandholm, T. (2020), Coarse correlation in extensive-form games, AAAI 34, 1934-1941.
    Farina, G. and Sandholm, T. (2020), Polynomial-time computation of optimal correlated equilibria in two-player extensive-form games
    with public chance moves and beyond, NeurIPS 33.

    Examples
    --------
    Von Stengel and Forges' signalling game: in every Nash equilibrium the employer rejects.  Told each signal only when his type is known,
    the bad student does not know which signal the good one was told to send.

    >>> import gametheory as gt
    >>> paid = {("good", "hire"): (4, 10), ("bad", "hire"): (6, 0), ("good", "reject"): (0, 6), ("bad", "reject"): (0, 6)}
    >>> game = gt.Game(gt.chance({"good": Fraction(1, 2), "bad": Fraction(1, 2)}, lambda kind: gt.move("student", knows=kind, actions={
    ...     signal: gt.move("employer", knows=signal, actions={
    ...         reply: gt.end(student=paid[kind, reply][0], employer=paid[kind, reply][1]) for reply in ("hire", "reject")})
    ...     for signal in "XY"})))
    >>> extensive_correlated(game, "employer", concept="CE").payoffs
    {'student': Fraction(0, 1), 'employer': Fraction(6, 1)}
    >>> print(extensive_correlated(game, "employer"))
    optimal extensive-form correlated equilibrium (EFCE): value 13/2
      good: X; bad: X | X: hire; Y: reject: 1/6
      good: X; bad: Y | X: hire; Y: reject: 1/3
      good: Y; bad: X | X: reject; Y: hire: 1/6
      good: Y; bad: Y | X: reject; Y: hire: 1/3
    payoffs student 7/2, employer 13/2
    student, knowing bad, told X, would as soon play Y; relaxing that by 1 is worth 1/2
    student, knowing bad, told Y, would as soon play X; relaxing that by 1 is worth 1/2
    largest gain from a disobedience: 0 (proved, 8 deviations)
    """
    if concept not in CONCEPTS:
        raise ParameterError(f"concept: {concept!r} is not known; choose one of {', '.join(CONCEPTS)}")
    if method not in (None, "plans", "profiles"):
        raise ParameterError(
            f"method: {method!r} is not known; choose 'plans' or 'profiles', or leave it out"
        )
    tree = tree_of(game, "extensive_correlated()")
    worth = _objective(tree, maximize)
    spending = (budget or Budget()).started()
    asked = "EFCE" if concept == "AFCE" and tree.moves_once else concept
    planned = len(tree.own) == 2 and asked not in ("CE", "AFCE")
    if method == "plans" and not planned:
        raise ParameterError(
            f"method: correlation plans need two players, and say too little for CE, and for AFCE if somebody moves twice; "
            f"this is {concept} for {len(tree.own)} players"
        )
    search = _Search(tree, game, concept, asked, worth, exact, spending)
    bound = None
    if method == "plans" or (planned and method is None):
        found = search.over_plans()
        if found.complete == "some" or method == "plans":
            return found
        bound = found.bound
    return search.over_profiles(bound)


@dataclass(frozen=True)
class _Search:
    tree: Tree
    game: Game
    concept: str
    asked: str
    worth: list[Fraction]
    exact: bool | None
    budget: Budget

    def over_plans(self) -> MediatedPlay:
        space = Plans(self.tree)
        made, objective, solved = self._solved(space)
        if isinstance(solved, str):
            return self._nothing(solved, "plans", None)
        exactly = not isinstance(solved.x[0], float)
        mixture = space.mixture(solved.x[: space.size], Fraction(0) if exactly else 1e-9)
        if mixture is None:
            value = self._value(solved.x, objective)
            reason = "the best correlation plan could not be written as a mixture of profiles"
            return self._nothing(reason, "plans", value)
        return self._result(mixture, made, solved, self._value(solved.x, objective), "plans")

    def over_profiles(self, bound: Any) -> MediatedPlay:
        slips = 1 if self.asked == "AFCE" else 0
        try:
            space = Profiles(self.tree, slips, min(_PROFILES, self.budget.cases))
        except OverflowError as many:
            return self._nothing(str(many), "profiles", bound)
        made, objective, solved = self._solved(space)
        if isinstance(solved, str):
            return self._nothing(solved, "profiles", bound)
        exactly = not isinstance(solved.x[0], float)
        mixture = [
            (space.profile(j), p)
            for j, p in enumerate(solved.x[: space.size])
            if p > (0 if exactly else 1e-12)
        ]
        return self._result(mixture, made, solved, self._value(solved.x, objective), "profiles")

    def _solved(self, space: Plans | Profiles) -> tuple[Incentives, dict[int, Fraction], Solution | str]:
        """Write the program down and solve it."""
        objective: dict[int, Fraction] = {}
        for end, value in zip(self.tree.ends, self.worth, strict=True):
            if value:
                for column in space.columns(0, space.playing(0, end.sequences[0]), end.sequences):
                    objective[column] = objective.get(column, Fraction(0)) + value
        try:
            made = incentives(self.tree, self.asked, space, self.budget)
        except BudgetSpent as spent:
            return Incentives(space.size), objective, f"the budget of {spent} was spent"
        exactly = self.exact
        if exactly is None:
            exactly = self.game.field.name == "exact" and made.size <= _EXACT_UP_TO
        if not exactly:
            from gametheory._highs import rows_of

            size = made.size
            floats = solve_in_floats(
                [float(objective.get(j, 0)) for j in range(size)],
                rows_of(made.rows),
                equations=rows_of(space.equations),
                among=space.among,
                seconds=self.budget.remaining(),
            )
            return made, objective, floats or "HiGHS found no optimum in time"
        common = lcm(*(c.denominator for c in objective.values()))
        integers = [int(objective.get(j, 0) * common) for j in range(made.size)]
        try:
            found = solve_exactly(
                integers, made.rows, self.budget, equations=space.equations, among=space.among
            )
        except BudgetSpent as spent:
            return made, objective, f"the budget of {spent} was spent"
        return made, objective, Solution(found.x, tuple(p / common for p in found.prices))

    def _value(self, x: tuple[Any, ...], objective: dict[int, Fraction]) -> Any:
        return sum((x[j] * c for j, c in objective.items() if x[j]), Fraction(0))

    def _result(
        self,
        mixture: list[tuple[Profile, Any]],
        made: Incentives,
        solved: Solution,
        optimum: Any,
        method: str,
    ) -> MediatedPlay:
        exactly = not isinstance(solved.x[0], float)
        if not exactly:
            total = sum(p for _, p in mixture)
            mixture = [(profile, p / total) for profile, p in mixture]
        zero = Fraction(0) if exactly else 1e-9
        owed = sorted(
            deviations(self.tree, made, self._per_unit(made, solved.prices), zero), key=lambda d: -d[2]
        )
        told = tuple((self._advice(profile), p) for profile, p in mixture)
        likely = [_likelihood(self.tree, end.sequences, mixture) for end in self.tree.ends]
        value = sum((p * w for p, w in zip(likely, self.worth, strict=True)), Fraction(0))
        payoffs = {
            player: sum(
                (p * end.chance * end.payoffs[k] for p, end in zip(likely, self.tree.ends, strict=True)),
                Fraction(0),
            )
            for k, player in enumerate(self.tree.game.players)
        }
        if not exactly:
            value, payoffs = float(value), {player: float(u) for player, u in payoffs.items()}
        certificate = check_extensive_correlated(self.game, told, self.concept)
        binding = tuple(map(self._named, owed))
        return MediatedPlay(
            self.game, self.concept, told, value, payoffs, binding, certificate, method, bound=value
        )

    def _per_unit(self, made: Incentives, prices: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return prices for each unit of the deviator's payoff; the rows are in integers."""
        scales = [self.tree.integers[made.triggers[number].player][1] for number, _, _ in made.about]
        return tuple(price * scale for price, scale in zip(prices, scales, strict=True))

    def _nothing(self, reason: str, method: str, bound: Any) -> MediatedPlay:
        certificate = Certificate(None, "unknown", 0, reason)
        return MediatedPlay(
            self.game, self.concept, (), None, {}, (), certificate, method, "unknown", reason, bound
        )

    # -- names --------------------------------------------------------------------------------------------
    def _advice(self, profile: Profile) -> Advice:
        return tuple(
            tuple(None if s < 0 else self.tree.action(k, s) for s in strategy)
            for k, strategy in enumerate(profile)
        )

    def _named(self, deviation: Deviation) -> DisobedienceInTree:
        trigger, plan, price = deviation
        k = trigger.player
        at = told = ""
        if self.asked in ("CE", "NFCCE"):
            if trigger.strategy is not None:
                told = self._steps(
                    k, {p: s for p, s in enumerate(trigger.strategy) if s >= 0}, everywhere=True
                )
        else:
            at = self.tree.label(k, trigger.start)
            told = "" if trigger.told < 0 else self.tree.action(k, trigger.told)
        first = trigger.start if at else -1
        return DisobedienceInTree(self.tree.game.players[k], at, told, self._steps(k, plan, first), price)

    def _steps(self, k: int, plan: dict[int, int], first: int = -1, everywhere: bool = False) -> str:
        """Return actions as text; the one at the place where they begin needs no place."""
        if len(self.tree.own[k].sets) == 1:
            first = 0
        return "; ".join(
            self.tree.action(k, s) if p == first else f"{self.tree.label(k, p)}: {self.tree.action(k, s)}"
            for p, s in sorted(plan.items(), key=lambda item: (item[0] != first, item[0]))
        )


def _likelihood(tree: Tree, sequences: tuple[int, ...], mixture: list[tuple[Profile, Any]]) -> Any:
    """Return the probability that everybody is told the whole of her sequence."""
    chains = [tree.chain(k, s) for k, s in enumerate(sequences)]
    total: Any = Fraction(0)
    for profile, p in mixture:
        if all(set(chain) <= set(strategy) for chain, strategy in zip(chains, profile, strict=True)):
            total = total + p
    return total


def _objective(tree: Tree, maximize: str | Mapping[str, Any]) -> list[Fraction]:
    """Return what each end is worth, times how likely chance is."""
    game = tree.game
    labels = set(game.outcome_labels)
    if isinstance(maximize, Mapping):
        given = {key: weight_of(w, "maximize") for key, w in maximize.items()}
        if all(key in game.players for key in given):
            return _paid(tree, given)
        if all(key in labels for key in given):
            return [end.chance * given.get(end.outcome or "", Fraction(0)) for end in tree.ends]
        wrong = next(
            key for key in given if key not in (game.players if set(given) & set(game.players) else labels)
        )
        raise ParameterError(
            f"maximize: {wrong!r} does not fit; give weights of players ({', '.join(game.players)}) or of outcomes "
            f"({', '.join(sorted(labels)) or 'this game labels none'})"
        )
    if maximize == "welfare":
        return _paid(tree, dict.fromkeys(game.players, Fraction(1)))
    if maximize in game.players:
        return _paid(tree, {maximize: Fraction(1)})
    raise ParameterError(
        f"maximize: {maximize!r} is neither 'welfare' nor a player; the players are {', '.join(game.players)}"
    )


def _paid(tree: Tree, weights: Mapping[str, Fraction]) -> list[Fraction]:
    players = tree.game.players
    return [
        end.chance
        * sum((w * end.payoffs[players.index(player)] for player, w in weights.items()), Fraction(0))
        for end in tree.ends
    ]
