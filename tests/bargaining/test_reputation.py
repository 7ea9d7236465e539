"""Reputation: Abreu and Gul's game in closed form, in discrete time, in balls, and in the published numbers."""

from __future__ import annotations

import re
from fractions import Fraction as F

import flint
import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.bargaining._numerics import floats
from gametheory.bargaining.reputation import AbreuGul
from gametheory.errors import InvalidGameError, ParameterError

FIRST = AbreuGul(("7/10", "3/5"), ("1/10", "1/10"), ("1/10", "1/10"))
SECOND = AbreuGul(("4/5", "3/5"), ("1/20", "1/50"), ("1/5", "1/10"))


@pytest.mark.parametrize(
    ("game", "horizon", "atoms", "payoffs"),
    [
        (FIRST, 17.269388, (0.43765867, 0), (0.4, 0.4312976)),
        (SECOND, 19.560115, (0.8670426, 0), (0.4, 0.54681704)),
    ],
)
def test_published_values(game, horizon, atoms, payoffs):
    assert float(game.horizon) == pytest.approx(horizon, abs=1e-6)
    assert floats(game.atoms) == pytest.approx(atoms, abs=1e-8)
    assert floats(game.payoffs) == pytest.approx(payoffs, abs=1e-8)
    found = game.numerically(period=1e-5)
    assert found["horizon"] == pytest.approx(horizon, rel=1e-4)
    assert found["atoms"] == pytest.approx(atoms, abs=1e-5)
    assert found["payoffs"] == pytest.approx(payoffs, abs=1e-5)
    for answer, published in (("horizon", horizon), ("atoms", atoms), ("payoffs", payoffs)):
        enclosed = game.enclosure(answer, bits=160)
        pairs = (
            zip(enclosed, published, strict=True) if isinstance(enclosed, tuple) else [(enclosed, published)]
        )
        for ball, number in pairs:
            assert float(ball.mid()) == pytest.approx(number, abs=1e-6)
            assert ball.rel_accuracy_bits() >= 160


@pytest.mark.parametrize("game", [FIRST, SECOND])
def test_enclosures_contain_what_another_arithmetic_finds(game):
    """mpmath, through SymPy, to 80 digits, inside the ball of 128 bits; and the ball is as narrow as that."""
    enclosed = (game.enclosure("horizon"), game.enclosure("atoms")[0], *game.enclosure("payoffs"))
    with flint.ctx.workprec(400):
        for found, closed in zip(enclosed, (game.horizon, game.atoms[0], *game.payoffs), strict=True):
            digits = flint.arb(str(sympy.N(closed, 80)))
            assert found.overlaps(digits)
            assert abs(found.mid() - digits) <= found.rad() + flint.arb(10) ** -75
            assert found.rad() < abs(digits) * flint.arb(2) ** -127


@pytest.mark.parametrize(
    ("z", "row"),
    [
        ("3/10", (9.0298, 0.25992, 0.4, 0.37798)),
        ("1/10", (17.269, 0.43766, 0.4, 0.4313)),
        ("3/100", (26.299, 0.58382, 0.4, 0.47515)),
        ("1/100", (34.539, 0.68377, 0.4, 0.50513)),
        ("1/1000", (51.808, 0.82217, 0.4, 0.54665)),
    ],
)
def test_figure_data(z, row):
    game = AbreuGul(("7/10", "3/5"), (z, z), ("1/10", "1/10"))
    found = (game.horizon, game.atoms[0], *game.payoffs)
    assert floats(found) == pytest.approx(row, rel=4e-5)


def test_who_is_strong_is_decided_exactly_on_the_border():
    border = AbreuGul(("1/2", "3/4"), ("1/100", "1/10"), (1, 1))  # hazards 2 : 1, and z1 = z2**2
    assert border.strong == 0 and border.atoms == (0, 0)
    hair = F(1, 10**60)
    above = AbreuGul(("1/2", "3/4"), (F(1, 100) + hair, "1/10"), (1, 1))
    below = AbreuGul(("1/2", "3/4"), (F(1, 100) - hair, "1/10"), (1, 1))
    assert (above.strong, below.strong) == (1, 2)
    assert above.atoms[0] == 0 and 0 < above.enclosure("atoms")[1] < 1e-50


def test_model_22_threshold():
    """A name for toughness: z1* = z2**(r2 (1 - a1)/(r1 (1 - a2)))."""
    assert float(FIRST.commitment_threshold(1)) == pytest.approx(0.1778, abs=1e-4)
    a1, a2, z1, z2, r1, r2 = gt.parameters("a1 a2 z1 z2 r1 r2")
    game = AbreuGul((a1, a2), (z1, z2), (r1, r2))
    star = game.commitment_threshold(1)
    assert star == z2 ** (r2 * (1 - a1) / (r1 * (1 - a2)))
    at = {a1: F(7, 10), a2: F(3, 5), z2: F(1, 10), r1: F(1, 10), r2: F(1, 5)}
    signs = {z2: 1, a1: 1, a2: -1, r1: 1, r2: -1}
    for symbol, sign in signs.items():
        slope = sympy.diff(star, symbol).subs({k: sympy.Rational(v) for k, v in at.items()})
        assert sympy.sign(slope.evalf()) == sign, symbol
    assert set(game.assuming) >= {a1 + a2 > 1, z1 > 0}


def test_symbolic_answers_take_the_values_of_numeric_games():
    names = "a1 a2 z1 z2 r1 r2"
    a1, a2, z1, z2, r1, r2 = gt.parameters(names)
    game = AbreuGul((a1, a2), (z1, z2), (r1, r2))
    point = dict(zip(names.split(), ("4/5", "3/5", "1/20", "1/50", "1/5", "1/10"), strict=True))
    numbers = {sympy.Symbol(k, real=True): sympy.Rational(v) for k, v in point.items()}
    assert game.at(**point) == SECOND
    for answer in ("horizon", "atoms", "payoffs"):
        symbolic, numeric = getattr(game, answer), getattr(SECOND, answer)
        symbolic = symbolic if isinstance(symbolic, tuple) else (symbolic,)
        numeric = numeric if isinstance(numeric, tuple) else (numeric,)
        for one, two in zip(symbolic, numeric, strict=True):
            assert float(one.subs(numbers)) == pytest.approx(float(two), abs=1e-12)


shares = st.fractions(F(1, 5), F(9, 10), max_denominator=20)
chances = st.fractions(F(1, 100), F(4, 5), max_denominator=100)
rates = st.fractions(F(1, 10), 1, max_denominator=10)


@given(st.tuples(shares, shares), st.tuples(chances, chances), st.tuples(rates, rates))
@settings(max_examples=25)
def test_closed_form_and_backward_walk_agree(demands, commitments, speeds):
    assume(sum(demands) > F(21, 20))
    game = AbreuGul(demands, commitments, speeds)
    found = game.numerically(period=1e-4)
    for answer, tolerance in (("horizon", 2e-3), ("atoms", 1e-3), ("payoffs", 1e-3)):
        assert found[answer] == pytest.approx(floats(getattr(game, answer)), rel=tolerance, abs=tolerance)
    assert game.atoms[0] == 0 or game.atoms[1] == 0


@given(st.tuples(shares, shares), st.tuples(chances, chances), st.tuples(rates, rates))
@settings(max_examples=25)
def test_both_are_known_to_be_committed_at_the_horizon(demands, commitments, speeds):
    """Whoever has not conceded by the horizon is committed: the probability of that is the prior's."""
    assume(sum(demands) > 1)
    game = AbreuGul(demands, commitments, speeds)
    for player, z in enumerate(commitments, 1):
        assert 1 - float(game.conceded(player, game.horizon)) == pytest.approx(float(z), abs=1e-9)


def test_exchanging_the_players_exchanges_the_answers():
    mirrored = AbreuGul(SECOND.demands[::-1], SECOND.commitments[::-1], SECOND.rates[::-1])
    assert mirrored.atoms == SECOND.atoms[::-1] and mirrored.payoffs == SECOND.payoffs[::-1]
    assert mirrored.strong == 1 and SECOND.strong == 2


BAD = [
    (
        lambda: AbreuGul(("1/2", "1/2"), ("1/10", "1/10"), (1, 1)),
        "the demands add up to 1; demands that do not conflict",
    ),
    (
        lambda: AbreuGul((1, "1/2"), ("1/10", "1/10"), (1, 1)),
        "the demand of player 1 is 1; give a share between 0 and 1",
    ),
    (lambda: AbreuGul(("3/5", "3/5"), (0, "1/10"), (1, 1)), "the commitment of player 1 is 0"),
    (lambda: AbreuGul(("3/5", "3/5"), ("1/10", 1.5), (1, 1)), "the commitment of player 2 is 1.5"),
    (lambda: AbreuGul(("3/5", "3/5"), ("1/10", "1/10"), (1, -1)), "the discount rate of player 2 is -1"),
]


@pytest.mark.parametrize(("build", "sentence"), BAD)
def test_bad_input_is_refused(build, sentence):
    with pytest.raises(InvalidGameError, match=re.escape(sentence)):
        build()


def test_bad_questions_are_refused():
    z = gt.parameters("z")
    with pytest.raises(ParameterError, match="the players are 1 and 2"):
        FIRST.commitment_threshold(3)
    with pytest.raises(ParameterError, match="parameter `z` has no value"):
        _ = AbreuGul(("3/5", "3/5"), (z, "1/10"), (1, 1)).strong
    with pytest.raises(ParameterError, match="`horizont` is not an answer"):
        FIRST.enclosure("horizont")
