"""The independent checker of mediators: every misreport followed by the best disobedience, from the payoffs of the game itself."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, Any

from gametheory.equilibria.certificate import TOLERANCE, Certificate

if TYPE_CHECKING:
    from gametheory.mediation.bayesian import BayesianGame, Profile

Device = Mapping["Profile", Mapping["Profile", Any]]
"""By profile of reports, the probability of each profile of recommendations (those left out have probability 0)."""


def check_mediation(
    game: BayesianGame,
    device: Device,
    *,
    honesty: bool = True,
    obedience: bool = True,
    public: bool = False,
    can_report: Mapping[str, Mapping[Any, Any]] | None = None,
    outside: Mapping[str, Mapping[Any, Any]] | None = None,
) -> Certificate:
    """Check a device against every deviation of every type: misreport, disobey, both, or stay out.

    For each type and each report the best reply to each recommendation is looked for among all actions: that covers every map from
    recommendations to actions.  It shares no code with the linear program.

    Parameters
    ----------
    game : BayesianGame
    device : mapping
        By profile of reports, the probabilities of the profiles of recommendations.
    honesty, obedience : bool
        Whether players may misreport, and whether they may disobey.
    public : bool
        Whether all hear all reports and recommendations (after honest reports all types are then known).
    can_report : mapping, optional
        By player and type, the types that it can claim to be.
    outside : mapping, optional
        By player and type, what staying out earns.

    Returns
    -------
    Certificate
        The largest expected gain of a type, weighted by the type's probability; deviations are counted as plans.

    Examples
    --------
    >>> from gametheory import BayesianGame
    >>> game = BayesianGame(types={"one": ("x", "y"), "two": ("",)}, actions={"one": ("",), "two": ("x", "y")},
    ...                     prior={("x", ""): "1/2", ("y", ""): "1/2"}, payoffs=lambda t, a: (a[1] == "x", t[0] == a[1]))
    >>> check_mediation(game, {("x", ""): {("", "x"): 1}, ("y", ""): {("", "y"): 1}})
    Certificate(gain=Fraction(1, 2), status='failed', deviations=8, reason='one of type y gains 1/2 by reporting x')
    """
    exact = game.exact and not any(isinstance(p, float) for drawn in device.values() for p in drawn.values())
    slack: Any = 0 if exact else TOLERANCE
    likely = [t for t, p in game.prior.items() if p]
    for t in game.type_profiles if honesty else likely:
        drawn = device.get(t, {})
        if any(p < -slack for p in drawn.values()) or abs(sum(drawn.values()) - 1) > slack:
            return Certificate(
                None, "failed", 0, f"after the reports {t!r} the probabilities are not a distribution"
            )
    count, worst, what = 0, Fraction(0) if exact else 0.0, ""
    size = max(
        1.0,
        *(
            abs(float(game.payoff(p, t, a)))
            for p in game.players
            for t in likely
            for a in game.action_profiles
        ),
    )
    payoffs = {
        p: {
            (t, a): table[i][j]
            for i, t in enumerate(game.type_profiles)
            for j, a in enumerate(game.action_profiles)
        }
        for p, table in zip(game.players, game._tables, strict=True)
    }
    for k, player in enumerate(game.players):
        paid, actions = payoffs[player], game.actions[player]
        for own in game.types[player]:
            met = [t for t in likely if t[k] == own]
            truth = sum(game.prior[t] * p * paid[t, a] for t in met for a, p in device[t].items() if p)
            claims = (can_report or {}).get(player, {}).get(own, game.types[player]) if honesty else (own,)
            for report in claims:
                # What is earned in each situation that the player can tell apart, by what it does there.
                earned: dict[Any, dict[Any, Any]] = {}
                for t in met:
                    heard = (*t[:k], report, *t[k + 1 :])
                    for a, p in device[heard].items():
                        if not p:
                            continue
                        knows = (heard, a) if public else a[k]
                        options = earned.setdefault(knows, {})
                        for act in actions if obedience else (a[k],):
                            taken = (*a[:k], act, *a[k + 1 :])
                            options[act] = options.get(act, 0) + game.prior[t] * p * paid[t, taken]
                count += prod(map(len, earned.values()))
                gain = sum(max(options.values()) for options in earned.values()) - truth
                if gain > worst:
                    worst = gain
                    what = f"by reporting {report}" if report != own else "by disobeying"
                    what = f"{player} of type {own} gains {gain} {what}"
            if outside and player in outside:
                count += 1
                gain = sum(game.prior[t] for t in met) * outside[player][own] - truth
                if gain > worst:
                    worst, what = gain, f"{player} of type {own} gains {gain} by staying out"
    if exact:
        return Certificate(0, "proved", count) if worst <= 0 else Certificate(worst, "failed", count, what)
    good = worst <= TOLERANCE * size
    return Certificate(float(worst), "within tolerance" if good else "failed", count, "" if good else what)
