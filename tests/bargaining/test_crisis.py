"""Crisis bargaining: risk and return, power and benefits, commitment problems, audience costs."""

from __future__ import annotations

import re
from fractions import Fraction as F

import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.bargaining._numerics import floats
from gametheory.bargaining.audience import AudienceCosts
from gametheory.bargaining.commitment import PowerShift, PreventiveWar, inefficiency_gap
from gametheory.bargaining.crisis import RiskReturn, RiskReturnTwoTypes
from gametheory.bargaining.power_gap import PowerAndBenefits
from gametheory.errors import InvalidGameError

chances = st.fractions(F(1, 20), F(19, 20), max_denominator=20)
costs = st.fractions(0, 1, max_denominator=20)

# -- section 3: risk and return ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("game", "demand", "war"),
    [
        (RiskReturn("1/2", "1/10", 0, "2/5"), F(13, 20), F(3, 8)),
        (RiskReturn("2/5", "1/5", "1/10", "3/5"), F(3, 5), F(1, 5)),
        (RiskReturn("1/2", "3/10", "1/10", "1/5"), F(3, 5), 0),
    ],
)
def test_published_offers(game, demand, war):
    assert (game.demand, game.war_probability) == (demand, war)
    found = game.numerically()
    assert found["demand"] == pytest.approx(float(demand), abs=5e-4)
    assert found["war_probability"] == pytest.approx(float(war), abs=1e-3)


@pytest.mark.parametrize(
    ("cost", "war"),
    [(0, 0.5), ("1/20", 0.4375), ("1/10", 0.375), ("1/5", 0.25), ("3/10", 0.125), ("2/5", 0)],
)
def test_figure_of_war_probabilities(cost, war):
    assert RiskReturn("1/2", cost, 0, "2/5").war_probability == sympy.Rational(war)


def test_the_usual_formula_overstates_war_where_the_whole_pie_is_demanded():
    game = RiskReturn("9/10", "1/10", 0, "2/5")
    assert game.demand == 1 and game.war_probability == F(1, 4)  # the formula says 3/8
    assert game.numerically()["war_probability"] == pytest.approx(0.25, abs=1e-4)


def test_peace_region_over_parameters():
    p, c, lo, hi = gt.parameters("p c lo hi")
    game = RiskReturn(p, c, lo, hi)
    assert gt.prove(game.peace, assuming=[*game.assuming, c >= hi])
    assert game.peace.contains(p="1/2", c="3/10", lo="1/10", hi="1/5")
    assert not game.peace.contains(p="1/2", c="1/10", lo=0, hi="2/5")


@given(chances, costs, costs, st.fractions(F(1, 20), 1, max_denominator=20))
@settings(max_examples=25)
def test_demand_agrees_with_the_grid(power, cost, lowest, width):
    game = RiskReturn(power, cost, lowest, lowest + width)
    found = game.numerically(grid=50_001)
    assert found["payoff"] == pytest.approx(float(game.payoff), abs=1e-4)
    assert found["demand"] == pytest.approx(float(game.demand), abs=5e-3)


def test_published_two_type_threshold():
    q = gt.parameters("q")
    game = RiskReturnTwoTypes("1/2", "1/10", "1/20", "3/10", q)
    assert game.threshold == F(5, 8)
    assert game.at(q="1/2").numerically()["threshold"] == pytest.approx(0.625, abs=1e-9)
    assert game.at(q="1/2").war_probability == F(1, 2) and game.at(q="3/4").war_probability == 0


@given(st.fractions(F(1, 20), F(1, 2), max_denominator=20), costs, st.fractions(0, F(1, 5)), chances)
def test_two_types_agree_with_bisection(power, cost, low, more):
    high = low + more * F(1, 4)
    game = RiskReturnTwoTypes(power, cost, low, high, "1/2")
    assert game.numerically()["threshold"] == pytest.approx(float(game.threshold), abs=1e-7)


@pytest.mark.parametrize(
    ("power", "quo", "war"), [("3/5", "1/2", F(1, 4)), ("9/10", "1/5", F(3, 8)), ("2/5", "1/2", 0)]
)
def test_published_power_and_benefits(power, quo, war):
    game = PowerAndBenefits(power, quo, "1/10", "2/5")
    assert game.war_probability == war
    assert game.numerically()["war_probability"] == pytest.approx(float(war), abs=1e-4)


@given(chances, chances, costs, st.fractions(F(1, 20), 1, max_denominator=20))
@settings(max_examples=25)
def test_power_and_benefits_agree_with_the_grid(power, quo, cost, highest):
    game = PowerAndBenefits(power, quo, cost, highest)
    found = game.numerically(grid=50_001)
    assert found["offer"] == pytest.approx(float(game.offer), abs=5e-3)


# -- section 3: commitment problems ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "cost", "d", "published"), [("3/10", "1/2", "9/10", 0.33888889), ("1/2", 1, "4/5", 0.675)]
)
def test_published_preventive_war(now, cost, d, published):
    p = gt.parameters("p")
    game = PreventiveWar(now, p, cost, d)
    assert float(game.threshold) == pytest.approx(published, abs=1e-8)
    assert game.at(p=now).numerically()["threshold"] == pytest.approx(published, abs=1e-8)


def test_a_war_payoff_below_what_costs_nothing_starts_no_war():
    """The published condition alone errs: at cost 10 it holds, yet the decliner's war is worth -1, and peace 0 at least."""
    game = PreventiveWar("1/10", 1, 10, "9/10")
    assert game.discount * game.later - game.now > game.cost * (1 - game.discount) ** 2
    assert game.war.is_empty() and game.numerically() == {"war": False, "threshold": None}


@pytest.mark.parametrize(
    ("p", "k", "d", "published"),
    [("3/10", "1/10", "9/10", 0.15679012), ("1/5", "1/5", "19/20", 0.27368421)],
)
def test_published_power_shift(p, k, d, published):
    x = gt.parameters("x")
    game = PowerShift(p, x, k, d)
    assert float(game.threshold) == pytest.approx(published, abs=1e-8)
    assert game.at(x=0).numerically()["threshold"] == pytest.approx(published, abs=1e-8)


def test_if_the_riser_proposes_smaller_shifts_start_a_war():
    """Model 4: .0457 instead of .1568."""
    game = PowerShift("3/10", "1/10", "1/10", "9/10", "riser")
    assert float(game.threshold) == pytest.approx(0.0457, abs=5e-5)
    assert game.numerically()["threshold"] == pytest.approx(float(game.threshold), abs=1e-8)
    p, x, k, d = gt.parameters("p x k d")
    one, two = PowerShift(p, x, k, d), PowerShift(p, x, k, d, "riser")
    assert gt.prove(one.threshold > two.threshold, assuming=one.assuming)


def test_published_surplus_gap_and_where_it_is_exact():
    game = PowerShift("3/10", "3/10", "1/10", "9/10")
    assert game.gap == F(116, 1000)
    assert inefficiency_gap(F(27, 100), F(54, 100), F(63, 100), 1, F(9, 10)) == F(116, 1000)
    p, x, k, d = gt.parameters("p x k d")
    symbolic = PowerShift(p, x, k, d)
    assert gt.prove(symbolic.gap > 0, assuming=symbolic.war)
    assert gt.prove(symbolic.war, assuming=[*symbolic.assuming, symbolic.gap > 0])


def test_war_is_possible_only_if_the_shift_leaves_power_below_one():
    """Model 4, completeness: if the decliner proposes, `k/(1 - k) < d - p`."""
    p, x, k, d = gt.parameters("p x k d")
    war = PowerShift(p, x, k, d).war
    assert gt.prove(k / (1 - k) < d - p, assuming=war)


@given(
    now=chances,
    later=chances,
    cost=st.fractions(0, 12, max_denominator=4),
    d=st.fractions(F(1, 5), F(9, 10), max_denominator=20),
)
@settings(max_examples=25)
def test_preventive_war_agrees_with_backward_induction(now, later, cost, d):
    assume(later >= now)
    game = PreventiveWar(now, later, cost, d)
    borders = (d * later - now - cost * (1 - d) ** 2, d - now - cost * (1 - d))
    assume(all(abs(b) > F(1, 10**6) for b in borders))
    assert game.numerically()["war"] == all(b > 0 for b in borders) == (not game.war.is_empty())


@given(
    p=chances,
    shift=chances,
    k=st.fractions(F(1, 20), F(1, 2), max_denominator=20),
    d=st.fractions(F(1, 5), F(9, 10), max_denominator=20),
    proposer=st.sampled_from(["riser", "decliner"]),
)
@settings(max_examples=25)
def test_power_shift_agrees_with_backward_induction(p, shift, k, d, proposer):
    assume(p + shift <= 1)
    game = PowerShift(p, shift, k, d, proposer)
    assume(abs(game.threshold - shift) > F(1, 10**6))
    assert game.numerically()["war"] == bool(shift > game.threshold)


# -- section 4: audience costs -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("game", "horizon", "war", "atoms"),
    [
        (AudienceCosts((1, 1), (2, 2)), 1, 0.25, (0, 0)),
        (AudienceCosts((2, 1), (2, 2)), 0.61803399, 0.19098301, (0, 0.30901699)),
        (AudienceCosts((1, "1/2"), (1, 3)), 0.73205081, 0.089316397, (0, 0.78867513)),
    ],
)
def test_published_audience_costs(game, horizon, war, atoms):
    assert float(game.horizon) == pytest.approx(horizon, abs=1e-8)
    assert float(game.war_probability) == pytest.approx(war, abs=1e-8)
    assert floats(game.atoms) == pytest.approx(atoms, abs=1e-8)
    found = game.numerically()
    assert found["horizon"] == pytest.approx(horizon, abs=1e-5)
    assert found["war_probability"] == pytest.approx(war, abs=1e-5)
    assert found["atoms"] == pytest.approx(atoms, abs=2e-5)
    for answer, published in (("horizon", horizon), ("war_probability", war)):
        enclosed = game.enclosure(answer, bits=150)
        assert enclosed.rel_accuracy_bits() >= 150
        assert float(enclosed.mid()) == pytest.approx(published, abs=1e-8)


def test_quitting_at_any_date_pays_the_same():
    """Payoff of quitting at t by quadrature over the other's quitting time: constant, the other's atom."""
    from gametheory.bargaining._numerics import quadrature

    game = AudienceCosts((2, 1), (2, 2))
    (a1, _), mu = floats(game.costs), float(game.atoms[1])
    for t in (0.05, 0.3, 0.6):
        wins = quadrature(lambda s: (1 - mu) * a1 / (1 + a1 * s) ** 2, 0, t)  # player 2's density of quitting
        assert mu + wins - (1 - mu) / (1 + a1 * t) * a1 * t == pytest.approx(mu, abs=1e-12)


def test_symbolic_horizon_solves_its_equation():
    a1, a2, m1, m2 = gt.parameters("a1 a2 m1 m2")
    t = AudienceCosts((a1, a2), (m1, m2)).exhaustion[0]
    assert sympy.simplify(a1 * t * (1 + a2 * t) - m1) == 0


positive = st.fractions(F(1, 5), 3, max_denominator=10)


@given(st.tuples(positive, positive), st.tuples(positive, positive))
@settings(max_examples=20)
def test_audience_costs_agree_with_the_forward_walk(audience, spreads):
    game = AudienceCosts(audience, spreads)
    found = game.numerically(period=1e-5)
    for answer in ("horizon", "war_probability", "atoms", "payoffs"):
        assert found[answer] == pytest.approx(floats(getattr(game, answer)), rel=1e-3, abs=1e-3), answer


# -- bad input ---------------------------------------------------------------------------------------------------

BAD = [
    (lambda: RiskReturn(2, 0, 0, 1), "`power` is 2; give a probability of winning between 0 and 1"),
    (lambda: RiskReturn("1/2", -1, 0, 1), "`cost` is -1; a cost of war is not negative"),
    (lambda: RiskReturn("1/2", 0, 1, 1), "`highest` is 1, not above `lowest` (1)"),
    (lambda: RiskReturnTwoTypes("1/2", 0, 0, "3/5", "1/2"), "`power + high` is 11/10"),
    (lambda: RiskReturnTwoTypes("1/2", 0, 0, "1/5", 2), "`prior` is 2; give a probability between 0 and 1"),
    (lambda: PowerAndBenefits("1/2", -1, 0, 1), "`status_quo` is -1; give a share between 0 and 1"),
    (lambda: PowerAndBenefits("1/2", 0, 0, 0), "`highest` is 0"),
    (
        lambda: PreventiveWar("1/2", "1/4", 0, "1/2"),
        "`later` is 1/4, below `now` (1/2); exchange the two sides",
    ),
    (
        lambda: PreventiveWar("1/2", "3/4", 0, 1),
        "`discount` is 1; give a discount factor strictly between 0 and 1",
    ),
    (lambda: PowerShift("1/2", "3/4", "1/2", "1/2"), "`power + shift` is 5/4"),
    (lambda: PowerShift("1/2", 0, "1/2", "1/2", "third"), "`proposer` is 'third'"),
    (lambda: AudienceCosts((0, 1), (1, 1)), "the audience cost of player 1 is 0"),
    (lambda: AudienceCosts((1, 1), (1, -2)), "the spread of player 2 is -2"),
]


@pytest.mark.parametrize(("build", "sentence"), BAD)
def test_bad_input_is_refused(build, sentence):
    with pytest.raises(InvalidGameError, match=re.escape(sentence)):
        build()
