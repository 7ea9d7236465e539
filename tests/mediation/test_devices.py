"""The checker of devices, the prices of temptations, units, budgets, and what people see."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.errors import Undecided
from tests.mediation.disputes import dispute, peace
from tests.mediation.random_games import random_game

seeds = st.integers(0, 2**32)


def test_perturbed_devices_are_rejected():
    """Moving a hundredth of the probability of any recommendation breaks a binding constraint, or loses peace."""
    game, _ = dispute("3/2", 2, all_splits=False)
    best = gt.communication_equilibrium(game, peace)
    lost = 0
    for reports, drawn in best.device.items():
        for told in drawn:
            for instead in game.action_profiles:
                if instead == told:
                    continue
                moved = min(drawn[told], Fraction(1, 100))
                changed = {**drawn, told: drawn[told] - moved, instead: drawn.get(instead, 0) + moved}
                device = {**best.device, reports: changed}
                certificate = gt.check_mediation(game, device)
                total = sum(
                    game.prior[t] * p for t, row in device.items() for a, p in row.items() if peace(t, a)
                )
                assert total <= best.value or certificate.status == "failed"
                lost += certificate.status == "failed" and certificate.gain > 0
    assert lost > 20


def test_the_checker_sees_misreports_that_pay_only_with_disobedience():
    """A strong side that claims to be weak and then fights: without the disobedience the lie would not pay."""
    game, _ = dispute("1/5", "1/2", all_splits=False)
    half = Fraction(1, 2)
    strong = max(a for a in game.actions["A"] if a != "war")
    fair, unfair = (half, half), (strong, strong)
    device = {
        ("H", "H"): {("war", "war"): 1},
        ("H", "L"): {unfair: 1},
        ("L", "H"): {(1 - strong, 1 - strong): 1},
        ("L", "L"): {fair: 1},
    }
    assert gt.check_mediation(game, device).status == "failed"
    gains = [
        gt.check_mediation(game, device, **rules) for rules in ({"obedience": False}, {"honesty": False})
    ]
    both = gt.check_mediation(game, device)
    assert gains[1].status == "proved" and both.gain > 0
    assert gt.check_mediation(game, {**device, ("L", "L"): {fair: half}}).reason.endswith(
        "not a distribution"
    )


@settings(max_examples=25, deadline=None)
@given(seeds, st.sampled_from([((2, 2), (2, 2)), ((2, 1), (2, 3))]), st.booleans(), st.booleans())
def test_the_checker_finds_the_largest_gain_of_any_device(seed, sizes, honesty, obedience):
    """Random devices against every report with every map from recommendations to actions, one by one."""
    game = random_game(seed, *sizes)
    generator = np.random.default_rng(seed)
    device = {}
    for t in game.type_profiles:
        weights = generator.integers(0, 4, len(game.action_profiles)).tolist()
        weights[0] += 1
        device[t] = {
            a: Fraction(w, sum(weights)) for a, w in zip(game.action_profiles, weights, strict=True) if w
        }
    largest, plans = Fraction(0), 0
    for k, player in enumerate(game.players):
        acts = list(game.actions[player])
        for own, report in product(game.types[player], repeat=2):
            if report != own and not honesty:
                continue
            for plan in product(acts, repeat=len(acts)) if obedience else [tuple(acts)]:
                plans += 1
                gain = Fraction(0)
                for t in game.type_profiles:
                    if t[k] != own:
                        continue
                    for a, p in device[(*t[:k], report, *t[k + 1 :])].items():
                        taken = (*a[:k], plan[acts.index(a[k])], *a[k + 1 :])
                        gain += game.prior[t] * p * game.payoff(player, t, taken)
                    gain -= sum(game.prior[t] * p * game.payoff(player, t, a) for a, p in device[t].items())
                largest = max(largest, gain)
    found = gt.check_mediation(game, device, honesty=honesty, obedience=obedience)
    assert found.gain == largest and found.status == ("failed" if largest else "proved")
    assert 0 < found.deviations <= plans


def test_impossible_participation_is_proved():
    game, _ = dispute("3/2", 2, all_splits=False)
    found = gt.communication_equilibrium(game, peace, outside={"A": 1})
    assert found.complete == "none" and found.value is None and "proved" in str(found)
    matching = gt.BayesianGame(
        types={"one": ("",), "two": ("",)},
        actions={"one": (0, 1), "two": (0, 1)},
        prior={("", ""): 1},
        payoffs=lambda t, a: (int(a[0] == a[1]), int(a[0] != a[1])),
    )
    assert gt.public_talk(matching).complete == "none", "no pure equilibrium"
    assert gt.communication_equilibrium(matching).value == 1


def test_the_checker_sees_who_would_stay_out():
    """Peace on even terms for sure is less than a strong side expects from war where few are strong."""
    game, fights = dispute("1/2", 2, all_splits=False)
    even = {t: {(Fraction(1, 2), Fraction(1, 2)): 1} for t in game.type_profiles}
    assert gt.check_mediation(game, even, obedience=False).status == "proved"
    refused = gt.check_mediation(game, even, obedience=False, outside=fights)
    strong = sum(game.prior["H", t] for t in "HL")
    assert refused.gain == strong * (fights["A"]["H"] - Fraction(1, 2)) > 0
    assert "A of type H" in refused.reason and "staying out" in refused.reason


@settings(max_examples=15, deadline=None)
@given(seeds)
def test_units_of_payoffs_do_not_matter(seed):
    """Payoffs of a million and a millionth side by side: the same optimum, and prices per unit of each player's payoff."""
    game = random_game(seed, (3, 2), (2, 3))
    units = {"player 0": Fraction(10**7), "player 1": Fraction(1, 10**4)}
    scaled = gt.BayesianGame(
        game.types,
        game.actions,
        game.prior,
        lambda t, a: [units[p] * game.payoff(p, t, a) for p in game.players],
    )
    for player in game.players:
        plain, large = (
            gt.communication_equilibrium(game, player),
            gt.communication_equilibrium(scaled, player),
        )
        assert large.value == units[player] * plain.value


def test_prices_say_what_relaxing_is_worth():
    """A buyer of value 1 (probability 4/5) who takes part at a loss of up to e lets the seller earn 5/4 (4/5 e) more."""
    sale = gt.BayesianGame(
        types={"buyer": (1, 4)},
        actions={"buyer": ("no", 1, 4)},
        prior={"buyer": {1: "4/5", 4: "1/5"}},
        payoffs=lambda t, a: [0 if a[0] == "no" else 10 * (t[0] - a[0])],
    )

    def revenue(loss):
        return gt.arbitration(
            sale, lambda t, a: 0 if a[0] == "no" else a[0], outside={"buyer": {1: -loss, 4: 0}}
        )

    loss = Fraction(1, 10)
    (price,) = (t.price for t in revenue(Fraction(0)).binding if t.report is None)
    assert (
        revenue(loss).value - revenue(Fraction(0)).value == price * Fraction(4, 5) * loss == Fraction(1, 100)
    )


def test_a_budget_that_is_spent_says_so():
    game, _ = dispute("3/2", 2)
    found = gt.communication_equilibrium(game, peace, budget=gt.Budget(seconds=0))
    assert found.complete == "unknown" and "budget" in found.reason and found.value is None
    with pytest.raises(Undecided, match="budget"):
        gt.bilateral_trade({1: 1}, {0: 1}, budget=gt.Budget(seconds=0))


def test_what_people_see():
    game, fights = dispute("3/2", 2, all_splits=False)
    found = gt.communication_equilibrium(game, peace, outside=fights)
    assert "would as soon report H" in str(found) and "&#x27;" not in found._repr_html_()
    assert found._repr_html_().startswith("<pre>") and r"\begin{tabular}" in found.latex()
    assert set(found.interim) == {"A", "B"} and found.payoffs["A"] == sum(
        p * found.interim["A"][t] for t, p in (("H", Fraction(3, 5)), ("L", Fraction(2, 5)))
    )
