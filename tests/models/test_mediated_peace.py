"""Mediation and peace: the table of values, the programs at many points and in pies that a war shrinks, what the figure shows."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from sympy import sympify

import gametheory as gt
from models.essays import mediated_peace as model
from tests.mediation.disputes import direct, dispute, mediated
from tests.mediation.disputes import peace as both_name_it


@cache
def solved():
    return model.MODEL.solve()


def _value(found, lam, gam):
    """The closed form at a point; all cases that hold there must agree."""
    (value,) = {
        Fraction(str(sympify(e.values["peace"]).subs({model.lam: lam, model.gam: gam})))
        for e in found
        if gt.region(e.when).contains(lam=lam, gam=gam)
    }
    return value


POINTS = [
    ("2/5", 2),
    ("3/2", 2),
    ("9/10", "6/5"),
    ("3/20", "1/2"),
    ("7/20", "1/2"),
    ("9/20", "1/2"),
    ("7/10", "4/5"),
    (3, 2),
]


@pytest.mark.parametrize(("lam", "gam"), POINTS)
def test_the_closed_forms_are_those_of_the_table(lam, gam):
    lam, gam = Fraction(lam), Fraction(gam)
    assert _value(model.mediated(), lam, gam) == mediated(lam, gam)
    assert lam >= gam or _value(model.direct(), lam, gam) == direct(lam, gam)


@pytest.mark.parametrize("seed", range(8))
def test_a_sample_of_the_thousand_points(seed):
    """The model's own game, in units of the loss from war: the exact programs and the closed forms agree."""
    generator = np.random.default_rng(seed)
    gam = Fraction(int(generator.integers(1, 120)), 40)
    lam = gam * Fraction(int(generator.integers(1, 96)), 96)
    game = model.dispute(lam, gam)
    best = _value(model.mediated(), lam, gam)
    assert gt.communication_equilibrium(game, model.peace).value == best
    assert gt.arbitration(game, model.peace, outside=model.fighting(game)).value == best
    assert gt.public_talk(game, model.peace).value == _value(model.direct(), lam, gam)


@pytest.mark.parametrize("theta", ["7/10", "4/5", "19/20"])
def test_only_lam_and_gam_matter(theta):
    """Different pies and odds of winning with the same gam = 1/2 have the same value as the game in units of the loss."""
    theta, gam, lam = Fraction(theta), Fraction(1, 2), Fraction(7, 20)
    unit = (1 - theta) / 2
    strong = Fraction(1, 2) + gam * unit
    war = {("H", "H"): theta / 2, ("L", "L"): theta / 2, ("H", "L"): strong, ("L", "H"): theta - strong}
    assert strong <= theta
    odds = {"H": lam / (1 + lam), "L": 1 / (1 + lam)}
    actions = ("war", Fraction(1, 2), strong, 1 - strong)
    game = gt.BayesianGame(
        types={"A": "HL", "B": "HL"},
        actions={"A": actions, "B": actions},
        prior={"A": odds, "B": odds},
        payoffs=lambda t, a: (a[0], 1 - a[0]) if both_name_it(t, a) else (war[t], war[t[1], t[0]]),
    )
    assert gt.communication_equilibrium(game, both_name_it).value == Fraction(200, 207)


@pytest.mark.parametrize(("lam", "gam"), POINTS)
def test_the_stated_devices_are_equilibria_by_the_independent_checker(lam, gam):
    """The model's devices as numbers, put to the checker that enumerates all double deviations."""
    lam, gam = Fraction(lam), Fraction(gam)
    game = model.dispute(lam, gam)
    for e in model.mediated():
        if not gt.region(e.when).contains(lam=lam, gam=gam):
            continue
        v = {
            n: Fraction(str(x.subs({model.lam: lam, model.gam: gam}) if not isinstance(x, int) else x))
            for n, x in e.values.items()
        }
        war, even = ("war", "war"), (Fraction(0), Fraction(0))
        to_1, to_2 = (gam, gam), (-gam, -gam)
        unequal = 1 - v["tilted"] - v["even"]
        device = {
            ("H", "H"): {even: v["strong"], war: 1 - v["strong"]},
            ("H", "L"): {to_1: v["tilted"], even: v["even"], war: unequal},
            ("L", "H"): {to_2: v["tilted"], even: v["even"], war: unequal},
            ("L", "L"): {even: 1 - 2 * v["feint"], to_1: v["feint"], to_2: v["feint"]},
        }
        assert gt.check_mediation(game, device).status == "proved"
        if v["feint"]:
            # Without the feint a strong side passes for weak.
            honest = {**device, ("L", "L"): {even: 1}}
            assert gt.check_mediation(game, honest).status == "failed"
        return
    raise AssertionError("no case holds")


def test_the_small_set_of_splits_is_enough_for_a_mediator():
    game, _ = dispute("7/20", "1/2")
    small, _ = dispute("7/20", "1/2", all_splits=False)
    assert (
        gt.communication_equilibrium(game, both_name_it).value
        == gt.communication_equilibrium(small, both_name_it).value
    )


def test_where_the_mediator_pays():
    pays = solved().region("pays")
    for lam, gam, answer in (
        (1, 2, False),
        ("5/4", 2, True),
        ("1/10", "1/2", True),
        (2, 2, False),
        ("1/2", "1/2", False),
    ):
        assert ({"lam": Fraction(lam), "gam": Fraction(gam)} in pays) is answer
    assert str(solved().threshold("certain")) == "lam >= gam"


def test_the_figure_shows_the_optima_and_the_jump():
    d = model.MODEL.data(quick=True)
    for gain, grid in d.strong.items():
        for name, formula in (("mediated", mediated), ("direct", direct)):
            at = [formula(Fraction(float(x)), gain) if x < float(Fraction(gain)) else 1 for x in grid]
            assert np.allclose(d.curves[gain][name], np.array(at, float))
            assert np.allclose(
                d.optima[gain][name], np.interp(d.points[gain], grid, d.curves[gain][name]), atol=2e-3
            )
        before = grid < float(Fraction(gain))
        gap = (d.curves[gain]["mediated"] - d.curves[gain]["direct"])[before]
        assert gap[-1] > 0.05 and gap.min() > -1e-12
