"""Patience that trigger strategies need, automata by the one-shot deviation principle, and minmax payoffs."""

from __future__ import annotations

import pickle
from fractions import Fraction
from itertools import product

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.algebra.decide import Answer
from gametheory.errors import InvalidGameError, InvalidProfileError, ParameterError, Undecided
from gametheory.repeated.automaton import Automaton, continuation_values, tit_for_tat, when_subgame_perfect
from gametheory.repeated.guarantees import feasible_set, minmax
from gametheory.repeated.payoffs import payoff_set
from gametheory.repeated.thresholds import critical_discount, grim_trigger, trigger
from tests.strategies import bimatrices

t, r, p, s, delta = gt.parameters("t r p s delta")
CC, DD = ("C", "C"), ("D", "D")


def symbolic() -> gt.NormalForm:
    return gt.NormalForm(
        [[r, s], [t, p]], [[r, t], [s, p]], actions=[("C", "D")] * 2, assuming=[t > r, r > p, p > s]
    )


def numeric() -> gt.NormalForm:
    return gt.NormalForm([[2, -1], [3, 0]], [[2, 3], [-1, 0]], actions=[("C", "D")] * 2)


def bertrand(firms: int) -> gt.NormalForm:
    """Prices: monopoly, just below it, cost.  The lowest price takes the market, ties share it."""
    profit = gt.parameters("profit")

    def paid(i, prices):
        low = max(prices)
        share = Fraction(1, prices.count(low))
        return (profit * share if low < 2 else 0) if prices[i] == low else 0

    def table(i, before=()):
        return paid(i, before) if len(before) == firms else [table(i, (*before, k)) for k in range(3)]

    return gt.NormalForm(
        *(table(i) for i in range(firms)),
        actions=[("monopoly", "below", "cost")] * firms,
        assuming=[profit > 0],
    )


# -- closed forms -------------------------------------------------------------------------------------------------


def test_grim_trigger_in_the_dilemma():
    """delta >= (t - r) / (t - p) (Friedman 1971), falling in what defection costs."""
    threshold = grim_trigger(symbolic(), CC, DD, discount=delta).solve_for(delta)
    assert sympy.simplify(threshold.value - (t - r) / (t - p)) == 0
    signs = {name: str(sign) for name, sign in threshold.statics().items()}
    assert signs["r"] == "-"
    assert signs["p"] == "+"


@pytest.mark.parametrize("firms", [2, 3])
def test_bertrand_competitors_need_one_minus_one_over_n(firms):
    game = bertrand(firms)
    assert critical_discount(game, ["monopoly"] * firms, ["cost"] * firms) == 1 - sympy.Rational(1, firms)


def test_forgiving_after_one_and_two_periods():
    """One period: t - r <= delta (r - p).  Two: t - r <= (delta + delta^2) (r - p)."""
    for length, reward in ((1, delta), (2, delta + delta**2)):
        found = grim_trigger(symbolic(), CC, DD, discount=delta, punish_for=length)
        derived = gt.region(t - r <= reward * (r - p), assuming=[t > r, r > p, p > s, 0 < delta, delta < 1])
        assert found.equivalent(derived) is Answer.YES
    assert critical_discount(numeric(), CC, punish_for=1) == sympy.Rational(1, 2)
    assert critical_discount(numeric(), CC, punish_for=2) == (sympy.sqrt(3) - 1) / 2
    root = critical_discount(numeric(), CC, punish_for=3)
    assert sympy.simplify(2 * (root + root**2 + root**3) - 1) == 0


def test_tit_for_tat_is_an_equilibrium_only_at_a_knife_edge():
    """The four one-shot conditions (Mailath and Samuelson 2006, section 2.2): both ratios equal delta."""
    found = when_subgame_perfect(tit_for_tat(symbolic()), symbolic(), delta)
    derived = gt.region(
        [sympy.Eq(delta * (r - s), t - r), sympy.Eq(delta * (t - p), p - s)],
        assuming=[t > r, r > p, p > s, 0 < delta, delta < 1],
    )
    assert found.equivalent(derived) is Answer.YES
    assert (
        when_subgame_perfect(tit_for_tat(numeric()), numeric(), Fraction(1, 3)).is_everything() is Answer.YES
    )
    assert when_subgame_perfect(tit_for_tat(numeric()), numeric(), Fraction(1, 2)).is_empty() is Answer.YES


def test_win_stay_lose_shift():
    """Cooperate after equal actions, defect otherwise: t - r <= delta (r - p), one period of punishment."""
    pavlov = Automaton(
        plays={"C": CC, "D": DD},
        moves={"C": {CC: "C", DD: "C", "otherwise": "D"}, "D": {CC: "C", DD: "C", "otherwise": "D"}},
    )
    found = when_subgame_perfect(pavlov, symbolic(), delta)
    derived = gt.region(t - r <= delta * (r - p), assuming=[t > r, r > p, p > s, 0 < delta, delta < 1])
    assert found.equivalent(derived) is Answer.YES


def test_everybody_has_a_discount_factor():
    one, two = gt.parameters("d1 d2")
    found = grim_trigger(numeric(), CC, discount={"row": one, "column": two})
    assert found.contains(d1="1/3", d2="1/2")
    assert not found.contains(d1="1/3", d2="1/4")


def test_punishments_that_are_no_equilibrium_do_not_punish():
    assert critical_discount(numeric(), CC, CC) is None
    assert critical_discount(numeric(), DD, DD) == 0
    chicken = gt.NormalForm([[6, 2], [7, 0]], [[6, 7], [2, 0]])
    assert critical_discount(chicken, ("1", "1"), ("1", "2")) is None
    with pytest.raises(ParameterError, match="2 pure equilibria"):
        critical_discount(chicken, ("1", "1"))


def test_different_temptations_make_a_maximum():
    game = gt.NormalForm([[2, -1], [3, 0]], [[2, 5], [-1, 0]])
    assert critical_discount(game, ("1", "1")) == sympy.Rational(3, 5)
    x, y = gt.parameters("x y")
    game = gt.NormalForm([[2, -1], [x, 0]], [[2, y], [-1, 0]], assuming=[x > 2, y > 2])
    value = critical_discount(game, ("1", "1"), ("2", "2"))
    assert value.subs({x: 3, y: 5}) == sympy.Rational(3, 5)


def test_a_shape_that_depends_on_parameters_is_refused():
    with pytest.raises(Undecided, match="closed form"):
        critical_discount(symbolic(), CC, DD, punish_for=3)


# -- laws ---------------------------------------------------------------------------------------------------------


def gains(automaton, game, d, periods=400):
    """Whether some single deviation gains more than rounding, by playing the game out in floats."""
    tables = game.arrays()

    def value(state, i, profile=None):
        total, weight = 0.0, 1 - d
        for _ in range(periods):
            played = profile or automaton.plays[state]
            profile = None
            total += weight * tables[i][tuple(game.actions[k].index(a) for k, a in enumerate(played))]
            state, weight = automaton.next(state, tuple(played)), weight * d
        return total

    worst = float("-inf")
    for state, i in product(automaton.states, (0, 1)):
        follow = automaton.plays[state]
        for action in game.actions[i]:
            other = tuple(action if k == i else a for k, a in enumerate(follow))
            worst = max(worst, value(state, i, other) - value(state, i))
    return worst


@st.composite
def automata(draw):
    """Two or three states over a 2 × 2 game, with random moves."""
    states = range(draw(st.integers(2, 3)))
    profiles = list(product("12", repeat=2))
    plays = {k: draw(st.sampled_from(profiles)) for k in states}
    moves = {k: {a: draw(st.sampled_from(list(states))) for a in profiles} for k in states}
    return Automaton(plays=plays, moves=moves)


@given(automata(), bimatrices(most=2, payoffs=st.integers(-3, 3)), st.integers(1, 9))
@settings(max_examples=60)
def test_regions_agree_with_playing_the_game_out(automaton, tables, tenths):
    a, b = tables
    if (len(a), len(a[0])) != (2, 2):
        return
    game, d = gt.NormalForm(a, b), Fraction(tenths, 10)
    gain = gains(automaton, game, float(d))
    if abs(gain) > 1e-6 or gain == 0:
        everywhere = when_subgame_perfect(automaton, game, delta)
        assert everywhere.contains(delta=d) == (gain <= 0)
        assert bool(when_subgame_perfect(automaton, game, d).is_everything()) == (gain <= 0)


@given(automata(), bimatrices(most=2, payoffs=st.integers(-3, 3)), st.integers(3, 9))
@settings(max_examples=100)
def test_what_an_automaton_pays_is_an_equilibrium_payoff(automaton, tables, tenths):
    a, b = tables
    if (len(a), len(a[0])) != (2, 2):
        return
    game, d = gt.NormalForm(a, b), Fraction(tenths, 10)
    if when_subgame_perfect(automaton, game, d).is_empty() is Answer.YES:
        return
    found = payoff_set(game, d)
    for values in continuation_values(automaton, game, d).values():
        assert found.contains(tuple(values.values())) is not Answer.NO


# -- minmax -------------------------------------------------------------------------------------------------------


def test_minmax_of_matching_pennies():
    pennies = gt.NormalForm([[1, -1], [-1, 1]])
    assert minmax(pennies)["row"].value == 1
    mixed = minmax(pennies, mixed=True)["column"]
    assert mixed.value == 0
    assert mixed.against == {"row": {"1": Fraction(1, 2), "2": Fraction(1, 2)}}


@given(bimatrices(most=3, payoffs=st.integers(-4, 4)))
def test_mixing_holds_a_player_further_down(tables):
    game = gt.NormalForm(*tables)
    pure, mixed = minmax(game), minmax(game, mixed=True)
    for i, player in enumerate(game.players):
        assert mixed[player].value <= pure[player].value
        for action in game.actions[i]:
            profile = {player: action, **mixed[player].against}
            assert game.payoffs(profile)[player] <= mixed[player].value


def test_three_players():
    table = [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]
    found = minmax(gt.NormalForm(table, table, table))
    assert [m.value for m in found.values()] == [5, 3, 2]
    with pytest.raises(InvalidGameError, match="two players"):
        minmax(gt.NormalForm(table, table, table), mixed=True)


def test_feasible_set_of_floats():
    assert feasible_set(numeric().float())[0] == (-1.0, 3.0)


# -- bad input ----------------------------------------------------------------------------------------------------


def test_automata_say_what_is_wrong():
    with pytest.raises(InvalidProfileError, match="no state"):
        Automaton(plays={}, moves={})
    with pytest.raises(InvalidProfileError, match="moves from state 'b'"):
        Automaton(plays={"a": CC, "b": DD}, moves={"a": "b"})
    with pytest.raises(InvalidProfileError, match="plays nothing"):
        Automaton(plays={"a": CC}, moves={"a": "c"})
    silent = Automaton(plays={"a": CC}, moves={"a": {CC: "a"}})
    with pytest.raises(InvalidProfileError, match="otherwise"):
        when_subgame_perfect(silent, numeric(), delta)
    with pytest.raises(InvalidProfileError, match="'X'"):
        when_subgame_perfect(Automaton(plays={"a": ("C", "X")}, moves={"a": "a"}), numeric(), delta)
    with pytest.raises(InvalidProfileError, match="one action for each"):
        when_subgame_perfect(Automaton(plays={"a": ("C",)}, moves={"a": "a"}), numeric(), delta)


def test_other_bad_input():
    with pytest.raises(ParameterError, match="between 0 and 1"):
        grim_trigger(numeric(), CC, discount=1)
    with pytest.raises(ParameterError, match="contradicts"):
        grim_trigger(numeric(), CC, discount=delta, assuming=[delta > 2])
    with pytest.raises(ParameterError, match="punish_for"):
        trigger(numeric(), CC, DD, punish_for=0)
    with pytest.raises(ParameterError, match="punish= is missing"):
        trigger(symbolic(), CC)
    with pytest.raises(InvalidProfileError, match="one action for each"):
        trigger(numeric(), "C", DD)
    with pytest.raises(InvalidProfileError, match="one action for each"):
        trigger(numeric(), {"row": "C"}, DD)
    with pytest.raises(InvalidGameError):
        trigger([[1]], CC)
    with pytest.raises(ParameterError, match="t"):
        minmax(symbolic())


def test_automata_are_values():
    one = trigger(numeric(), {"row": "C", "column": "C"})
    assert one == trigger(numeric(), CC, DD)
    assert hash(one) == hash(pickle.loads(pickle.dumps(one)))
    assert one.states == ("cooperate", "punish")
