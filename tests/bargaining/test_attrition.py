"""Wars of attrition: the published values, the closed forms and the independent solutions say the same."""

from __future__ import annotations

import re
from fractions import Fraction as F

import flint
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.bargaining._numerics import floats
from gametheory.bargaining.attrition import WarOfAttrition
from gametheory.bargaining.attrition_discounting import DiscountedAttrition
from gametheory.bargaining.attrition_private import PrivateAttrition
from gametheory.bargaining.balls import ball
from gametheory.bargaining.chicken import Chicken
from gametheory.errors import (
    ExpressionError,
    InvalidGameError,
    MixedFieldError,
    ParameterError,
    Undecided,
)

positive = st.fractions(F(1, 10), 3, max_denominator=20)


def agree(game, found, rel=1e-3, absolute=1e-4):
    for name, value in found.items():
        assert floats(getattr(game, name)) == pytest.approx(value, rel=rel, abs=absolute), name


# -- literature, section 12 --------------------------------------------------------------------------------------


def test_published_win_probabilities_and_lengths():
    uneven = WarOfAttrition((1, 1), ("1/10", "1/5"))
    assert uneven.win_probabilities == (sympy.Rational(1, 3), sympy.Rational(2, 3))
    assert uneven.length == sympy.Rational(10, 3)
    assert WarOfAttrition((1, 1), ("1/10", "1/10")).length == 5
    found = uneven.numerically()
    assert found["win_probabilities"] == pytest.approx((0.33333333, 0.66666667), abs=1e-4)
    assert found["length"] == pytest.approx(3.3333333, rel=1e-4)


def test_the_side_with_the_higher_cost_wins_more_often():
    """Its cost is what the *other's* hazard must pay for."""
    c1, c2, v1, v2 = gt.parameters("c1 c2 v1 v2")
    game = WarOfAttrition((v1, v2), (c1, c2))
    assert gt.prove(sympy.diff(game.win_probabilities[0], c1) > 0, assuming=[*game.assuming, c2 > 0, c1 > 0])
    assert sympy.simplify(game.win_probabilities[0] - c1 * v2 / (c1 * v2 + c2 * v1)) == 0


def test_published_discounted_rate():
    game = DiscountedAttrition(("1/10", "1/10"), ("3/10", "3/10"), ("7/10", "7/10"))
    assert game.hazards[0] == sympy.Rational(3, 40)
    agree(game, game.numerically(), rel=1e-4)


@pytest.mark.parametrize(
    ("game", "value", "time"),
    [
        (PrivateAttrition.uniform(), "1/2", 0.19314718),
        (PrivateAttrition.uniform(), "4/5", 0.80943791),
        (PrivateAttrition.exponential(), 1, 0.5),
        (PrivateAttrition.exponential(), 2, 2.0),
    ],
)
def test_published_stopping_times(game, value, time):
    assert float(game.time(value)) == pytest.approx(time, abs=1e-8)
    found = game.numerically(value)
    assert found["time"] == pytest.approx(time, abs=1e-6)
    assert found["best_reply"] == pytest.approx(time, abs=2e-3)
    assert found["payoff"] == pytest.approx(float(game.payoff(value)), abs=1e-6)
    exact = game.enclosure("time", value, bits=150)
    assert exact.rel_accuracy_bits() >= 150
    assert abs(float(exact.mid()) - time) < 1e-8


# -- section 13, and models 9 and 30 -----------------------------------------------------------------------------


def test_published_chicken():
    game, riskier = Chicken(1, "1/2", 0, -2), Chicken(1, "1/2", 0, -4)
    assert game.firm_probability == F(1, 5) and riskier.critical_risk == F(1, 5)
    agree(game, game.numerically(), rel=1e-9)
    agree(riskier, riskier.numerically(), rel=1e-9)


def test_chicken_has_three_equilibria_over_all_parameters():
    game = Chicken(*gt.parameters("T R S D"))
    found = gt.nash(game.normal_form())
    mixed = [e for e in found if 0 not in e.strategy["row"].values()]
    assert len(found) == 3 and found.complete == "all" and len(mixed) == 1
    assert sympy.simplify(mixed[0].strategy["row"]["firm"] - game.firm_probability) == 0


@pytest.mark.parametrize(("cost", "published"), [("1/10", F(1, 6)), (0, F(1, 5))])
def test_published_disaster_probabilities(cost, published):
    game = WarOfAttrition((1, 1), (cost, cost), "1/5", (2, 2))
    assert game.disaster_probability == published
    agree(game, game.numerically())


@pytest.mark.parametrize(
    ("eta", "row"),
    [
        ("1/100", (0.2, 0.04, 0.015385)),
        ("1/20", (0.2, 0.11111, 0.058824)),
        ("1/10", (0.2, 0.14286, 0.090909)),
        ("1/5", (0.2, 0.16667, 0.125)),
        ("1/2", (0.2, 0.18519, 0.16129)),
        (1, (0.2, 0.19231, 0.17857)),
    ],
)
def test_figure_of_brinkmanship(eta, row):
    for cost, published in zip((0, "1/10", "3/10"), row, strict=True):
        game = WarOfAttrition((1, 1), (cost, cost), eta, (2, 2))
        assert float(game.disaster_probability) == pytest.approx(published, abs=6e-6)


def test_without_a_cost_of_waiting_the_accident_rate_does_not_matter():
    eta, v, loss, c = gt.parameters("eta v D c")
    free = WarOfAttrition((v, v), (0, 0), eta, (loss, loss))
    assert sympy.simplify(free.disaster_probability - v / (v + 2 * loss)) == 0
    costly = WarOfAttrition((v, v), (c, c), eta, (loss, loss))
    rises = sympy.diff(sympy.cancel(costly.disaster_probability), eta) > 0
    assert gt.prove(rises, assuming=[c > 0, v > 0, loss > 0, eta > 0])


@pytest.mark.parametrize(
    ("m", "row"),
    [
        (0, (0.4, 0.4, 0.4)),
        ("1/10", (0.44, 0.4, 0.38)),
        ("1/5", (0.48, 0.4, 0.36)),
        ("3/10", (0.52, 0.4, 0.34)),
        ("17/50", (0.536, 0.4, 0.34)),
        ("2/5", (0.56, 0.4, 0.4)),
        ("1/2", (0.6, 0.5, 0.5)),
        ("7/10", (0.7, 0.7, 0.7)),
    ],
)
def test_figure_of_the_mediator_reliance_trap(m, row):
    for gain, published in zip(("3/10", "1/2", "3/5"), row, strict=True):
        game = WarOfAttrition((1, 1), ("1/5", "1/5"), arrival=m, gains=(gain, gain))
        assert float(game.settlement_rate) == pytest.approx(published, abs=1e-12)
        if float(m if not isinstance(m, str) else F(m)) > 0:
            agree(game, game.numerically())


def test_a_generous_mediator_lengthens_the_stalemate():
    c, v, m, g = gt.parameters("c v m g")
    game = WarOfAttrition((v, v), (c, c), arrival=m, gains=(g, g))
    assert game.arrival_thresholds == (c / g, c / g)
    below = game.settlement_rate.args[0].expr
    assert sympy.simplify(below - (2 * c / v + m * (1 - 2 * g / v))) == 0
    assert gt.prove(below < game.speeding_arrival, assuming=[*game.assuming, m > 0, g > v / 2])


def test_an_uneven_settlement_makes_one_side_concede_at_once():
    game = WarOfAttrition((1, 1), (1, 1), arrival="3/4", gains=(2, 1))
    assert [e.name for e in game.equilibria()] == ["2 concedes at once"]
    assert game.payoffs == (1, 0) and game.length == 0
    agree(game, game.numerically())
    m = gt.parameters("m")
    found = WarOfAttrition((1, 1), (1, 1), arrival=m, gains=(2, 1)).equilibria()
    assert str(found[2].when.solve_for(m)) == "1/2 < m < 1"
    assert gt.prove((found[0].when | found[2].when) | found[3].when, assuming=[m >= 0])


def test_where_waiting_pays_for_both_nobody_concedes():
    game = WarOfAttrition((1, 2), (1, 1), "1/10", (1, 3), 2, (3, 1))
    assert [e.name for e in game.equilibria()] == ["both wait"]
    assert game.payoffs == (sympy.Rational(49, 21), sympy.Rational(1, 3))
    assert game.disaster_probability == sympy.Rational(1, 21)
    agree(game, game.numerically())


def test_equilibria_are_a_continuum_with_atoms():
    first, second = WarOfAttrition((2, 3), (1, 1)).equilibria()
    mu = sympy.Symbol("mu", real=True)
    assert first.atoms == (mu, 0) and first.payoffs == (0, 3 * mu)
    assert second.atoms == (0, mu) and second.payoffs == (2 * mu, 0)


@given(values=st.tuples(positive, positive), costs=st.tuples(positive, positive), data=st.data())
@settings(max_examples=30)
def test_closed_form_and_discrete_game_agree(values, costs, data):
    extra = st.fractions(0, 2, max_denominator=10)
    eta, losses, m, gains = (
        data.draw(extra),
        data.draw(st.tuples(extra, extra)),
        data.draw(extra),
        data.draw(st.tuples(extra, extra)),
    )
    game = WarOfAttrition(values, costs, eta, losses, m, gains)
    if any(abs(float(w)) < 0.02 for w in game.waiting_losses):
        return  # near a border the discrete game is on either side
    found = game.numerically(period=1e-5)
    agree(game, found, rel=2e-3, absolute=1e-3)


@given(rate=positive, low=positive, more=positive, other=positive)
def test_discounted_closed_form_and_discrete_game_agree(rate, low, more, other):
    game = DiscountedAttrition((rate, 1), (low, other), (low + more, other + 1))
    agree(game, game.numerically())


@given(share=st.fractions(F(1, 20), F(9, 10), max_denominator=50), top=positive, cost=positive)
@settings(max_examples=25)
def test_uniform_closed_form_and_finite_types_agree(share, top, cost):
    game = PrivateAttrition.uniform(top, cost)
    found = game.numerically(share * top, types=2000)
    assert found["time"] == pytest.approx(float(game.time(share * top)), rel=1e-4, abs=1e-6)
    assert found["payoff"] == pytest.approx(float(game.payoff(share * top)), rel=1e-4, abs=1e-6)


x = sympy.Symbol("x", real=True)
DENSITIES = [
    (6 * x * (1 - x), 1, "1/2"),
    (sympy.sqrt(2 / sympy.pi) * sympy.exp(-(x**2) / 2), sympy.oo, 1),
    (2 * x, 1, "3/4"),
]


@pytest.mark.parametrize(("density", "top", "value"), DENSITIES)
def test_any_density_by_rigorous_quadrature_and_by_finite_types(density, top, value):
    game = PrivateAttrition(density, x, 0, top)
    found = game.numerically(value)
    for answer in ("time", "payoff"):
        enclosed = game.enclosure(answer, value, bits=80)
        assert float(enclosed.mid()) == pytest.approx(found[answer], abs=2e-6)
        assert enclosed.rel_accuracy_bits() >= 80


def test_the_quadrature_of_a_known_case_encloses_its_closed_form():
    known = PrivateAttrition.uniform().enclosure("time", "1/2")
    integral = sympy.Integral(x / (1 - x), (x, 0, sympy.Rational(1, 2)))
    assert ball(integral, 128).overlaps(known)


# -- floats, exact numbers, parameters ---------------------------------------------------------------------------


def test_floats_stay_floats_and_enclosures_take_them_as_the_binary_fractions_they_are():
    game = PrivateAttrition.uniform(1.0, 0.1)
    assert isinstance(game.time(0.5), sympy.Float)
    with flint.ctx.workprec(200):
        exact = -(flint.arb("0.5") + (flint.arb(1) / 2).log()) / flint.arb(
            flint.fmpq(*(0.1).as_integer_ratio())
        )
        assert exact.overlaps(game.enclosure("time", 0.5))


def test_values_are_given_to_parameters():
    c, v = gt.parameters("c v")
    game = WarOfAttrition((v, v), (c, c))
    assert game.parameters == ("c", "v")
    assert game.at(c=1, v=4).length == 2
    with pytest.raises(ParameterError, match="`w` is not a parameter"):
        game.at(w=1)
    with pytest.raises(InvalidGameError, match="the cost of player 1 is -1"):
        game.at(c=-1)
    with pytest.raises(ParameterError, match="parameter `c` has no value"):
        game.numerically()
    with pytest.raises(ParameterError, match="parameter `c` has no value"):
        game.enclosure("length")


@pytest.mark.parametrize(
    "expression",
    [
        sympy.Min(sympy.log(2), sympy.sqrt(2), evaluate=False),
        sympy.Max(sympy.log(2), sympy.sqrt(2), evaluate=False),
        sympy.ceiling(sympy.exp(3)) + sympy.floor(sympy.pi * 100) / 7,
        sympy.erf(sympy.Rational(1, 3)) * sympy.erfc(2) - sympy.Rational(1, 7) ** sympy.Rational(2, 3),
        sympy.Float(0.1) + sympy.exp(-sympy.sqrt(3)),
    ],
)
def test_balls_agree_with_another_arithmetic(expression):
    """mpmath, through SymPy, to 60 digits."""
    exact = expression.xreplace({f: sympy.Rational(F(float(f))) for f in expression.atoms(sympy.Float)})
    with flint.ctx.workprec(300):
        found, digits = ball(expression, 128), flint.arb(str(sympy.N(exact, 60)))
        assert abs(found.mid() - digits) <= found.rad() + flint.arb(10) ** -55
    assert found.rel_accuracy_bits() >= 128


def test_balls_decide_comparisons_that_are_left_open():
    for relation, holds in ((sympy.Gt, False), (sympy.Le, True), (sympy.Ne, True), (sympy.Eq, False)):
        opened = relation(sympy.log(2), sympy.sqrt(2), evaluate=False)
        cases = sympy.Piecewise((sympy.pi, opened), (sympy.E, True), evaluate=False)
        assert ball(cases).overlaps(ball(sympy.pi if holds else sympy.E)), relation


def test_balls_refuse_what_they_cannot_decide():
    with pytest.raises(Undecided):
        ball(sympy.floor(sympy.Add(sympy.log(4), -2 * sympy.log(2), evaluate=False), evaluate=False))
    with pytest.raises(ExpressionError, match="not a real number"):
        ball(sympy.Pow(-2, sympy.Rational(1, 2), evaluate=False))
    with pytest.raises(ExpressionError, match="no enclosure"):
        ball(sympy.Symbol("y"))


# -- bad input ---------------------------------------------------------------------------------------------------

c = sympy.Symbol("c", real=True)
BAD = [
    (lambda: Chicken(1, 2, 0, -1), "`temptation` is 1, not above `reward` (2); in chicken it is"),
    (lambda: WarOfAttrition((1, 1), (-1, 1)), "the cost of player 1 is -1; a cost is not negative"),
    (lambda: WarOfAttrition((0, 1), (1, 1)), "the value of player 1 is 0; give a positive one"),
    (lambda: WarOfAttrition((1, 1), (0, 1)), "waiting costs player 1 nothing"),
    (lambda: WarOfAttrition((1, 1), (1, 1), -1), "the accident rate is -1"),
    (lambda: WarOfAttrition((1, 1), (1, 1), 1, (-1, 0)), "the loss of player 1 is -1"),
    (lambda: WarOfAttrition((1, 1), (1, 1), arrival=-1), "the arrival rate is -1"),
    (lambda: WarOfAttrition((1, 1), (1, 1), gains=(0, -2)), "the gain of player 2 is -2"),
    (lambda: WarOfAttrition(1, (1, 1)), "`values` is 1; give two numbers"),
    (lambda: WarOfAttrition((1, "x"), (1, 1)), "player 2 is 'x', which is not a number"),
    (lambda: WarOfAttrition((1, float("nan")), (1, 1)), "player 2 is nan; give a finite number"),
    (lambda: WarOfAttrition((1, sympy.oo), (1, 1)), "player 2 is oo; give a finite"),
    (lambda: WarOfAttrition((1, True), (1, 1)), "a truth value"),
    (lambda: WarOfAttrition((1, None), (1, 1)), "None (NoneType), not a number"),
    (lambda: DiscountedAttrition((0, 1), (1, 1), (2, 2)), "the discount rate of player 1 is 0"),
    (
        lambda: DiscountedAttrition((1, 1), (1, 1), (2, 1)),
        "winning gives player 2 1, not more than conceding (1)",
    ),
    (lambda: DiscountedAttrition((1, 1), (0, 1), (2, 2)), "conceding gives player 1 0"),
    (lambda: PrivateAttrition.uniform(-1), "`highest` is -1, not above `lowest` (0)"),
    (lambda: PrivateAttrition.uniform(1, 0), "`cost` is 0; give a positive flow cost"),
    (lambda: PrivateAttrition(x, x), "the density integrates to 0.5"),
    (lambda: PrivateAttrition(2 * x, 1), "give the symbol in which the density is written"),
]


@pytest.mark.parametrize(("build", "sentence"), BAD)
def test_bad_input_is_refused_with_place_value_and_remedy(build, sentence):
    with pytest.raises(InvalidGameError, match=re.escape(sentence)):
        build()


def test_a_float_beside_a_parameter_and_a_value_outside_the_support_are_refused():
    with pytest.raises(MixedFieldError, match=re.escape("`Fraction(1, 2)`")):
        WarOfAttrition((1, 0.5), (c, c))
    with pytest.raises(ParameterError, match=re.escape("2 lies outside the support [0, 1]")):
        PrivateAttrition.uniform().time(2)
