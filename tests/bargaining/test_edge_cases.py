"""Ties, mixing, patience without limit and odd input: where a bargaining solver is easily wrong."""

from __future__ import annotations

import pickle
from fractions import Fraction

import pytest

import gametheory as gt
from gametheory.bargaining.classics import BaronFerejohn, MerloWilson, Rubinstein
from gametheory.bargaining.protocol import Bargaining
from gametheory.errors import InvalidGameError, MixedFieldError, ParameterError

d, d1, d2, pi = gt.parameters("d d1 d2 pi")
NINE = Fraction(9, 10)


# -- equilibria that are missed ---------------------------------------------------------------------------------


def only_a_mixed_one():
    """Player 2 leaves if her waiting is worth less than 7/10: 0.47 if she waits, 0.9 if she leaves.

    In `s1` nothing can be divided and 1 collects 1/10 if talks go on, which makes him stronger in `s2`.
    """
    return Bargaining(
        surplus={"s1": 0, "s2": 1},
        discount={"1": NINE, "2": NINE},
        proposer={"s1": "1", "s2": "2"},
        transition={"s1": "s2", "s2": "s1"},
        flow={"s1": {"1": "1/10"}, "s2": {}},
        option={"s1": {"2": "7/10"}, "s2": {}},
    )


def test_a_mixed_equilibrium_that_a_pure_search_cannot_see():
    """With the right odds of leaving, player 2 is indifferent: a stationary equilibrium by hand."""
    wait_value_of_2 = Fraction(7, 10) / NINE  # v2(s2), so that waiting in s1 is worth exactly 7/10
    v1_s1 = (1 - wait_value_of_2) / NINE  # 2 offers 1 his waiting: v2(s2) = 1 - 9/10 v1(s1)
    waiting_1 = Fraction(1, 10) + NINE * (NINE * v1_s1)
    stay = v1_s1 / waiting_1
    assert 0 < stay < 1
    assert 1 - NINE * v1_s1 >= NINE * Fraction(7, 10)


def test_an_indifferent_responder_may_leave_only_sometimes():
    """The only equilibrium is the one found by hand: she stays with probability v1(s1)/waiting."""
    (e,) = only_a_mixed_one().equilibria()
    stay = 1 - e.chances("s1", "1")[1].constant_value()
    assert stay == Fraction(20, 81) / (Fraction(1, 10) + NINE * NINE * Fraction(20, 81))
    assert e.value("2", "s1") == Fraction(7, 10)
    assert "with probability" in str(e)


def test_majority_with_a_flow_has_a_third_equilibrium_that_mixes():
    """Two of three, flow 1/10, d = 9/10: agreement (1/3), none (1), and agreement one time in three (4/9)."""
    waiting = Fraction(1, 2)
    value = (waiting - Fraction(1, 10)) / NINE
    agree = (waiting - value) / (waiting - Fraction(1, 3))
    assert (value, agree) == (Fraction(4, 9), Fraction(1, 3))
    found = BaronFerejohn(3, 2, NINE, flow={"member": "1/10"}).equilibria()
    assert {e.value("member") for e in found} == {Fraction(1, 3), 1, value}
    assert {e.chances("floor", "member")[0].constant_value() for e in found} == {1, 0, agree}


def test_floors_have_a_third_equilibrium_that_mixes():
    """Two pure equilibria, and one in which both states agree sometimes (0.346 and 0.593)."""
    floor1, floor2 = Fraction(39, 100), Fraction(3, 5)
    v1_s2 = (1 - floor2 - Fraction(6, 100)) / NINE
    v2_s1 = (1 - floor1 - Fraction(1, 10)) / NINE
    waits1, waits2 = NINE * (1 - floor2), NINE * (1 - floor1)  # what a responder has if no offer is made
    agree2 = (v1_s2 - waits1) / (floor1 - waits1)
    agree1 = (v2_s1 - waits2) / (floor2 - waits2)
    assert 0 < agree1 < 1
    assert 0 < agree2 < 1
    found = Rubinstein(
        NINE,
        NINE,
        floor={"1": floor1, "2": floor2},
        flow={"1 proposes": {"1": "3/50"}, "2 proposes": {"2": "1/10"}},
    ).equilibria()
    assert len(found) == 3
    mixed = found[2]
    assert mixed.chances("1 proposes", "1")[0].constant_value() == agree1
    assert mixed.chances("2 proposes", "2")[0].constant_value() == agree2
    assert not mixed.agrees("1 proposes")
    assert mixed.certificate.status == "proved"


# -- equilibria that are none -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "game",
    [
        lambda: Rubinstein(1, "9/10"),
        lambda: BaronFerejohn(3, 2, d, assuming=[0 < d, d <= 1]),
        lambda: Rubinstein(d1, d2, assuming=[0 < d1, d1 <= 1, 0 < d2, d2 < 1]),
    ],
)
def test_perpetual_talk_is_worth_nothing_however_patient_one_is(game):
    assert all(e.agrees(s) for e in game().equilibria() for s in e.game.states)


def test_the_floor_protects_members_of_the_proposers_role():
    """Two of three, floor 2/5: the partner must get 2/5, so the proposer keeps 3/5."""
    (e,) = BaronFerejohn(3, 2, NINE, floor={"member": "2/5"}).equilibria()
    assert e.share("member") == Fraction(3, 5)


def test_who_proposes_consents():
    """A player who can propose but whose consent does not count is refused."""
    with pytest.raises(InvalidGameError, match="at least one consent must be its own"):
        Bargaining(
            surplus={"talks": 1},
            discount={"1": NINE, "2": NINE},
            proposer={"talks": {"1": "1/2", "2": "1/2"}},
            consents={"1": 0},
        )


def test_patient_players_who_are_paid_to_wait_are_refused():
    with pytest.raises(InvalidGameError):
        Rubinstein(1, 1, flow={"1": "1/10"})


# -- questions and input ----------------------------------------------------------------------------------------


def test_agrees_refuses_an_unknown_proposer():
    (e,) = Rubinstein(NINE, NINE).equilibria()
    with pytest.raises(ParameterError, match="nobody"):
        e.agrees("1 proposes", "nobody")


def test_share_refuses_an_unknown_player():
    (e,) = Rubinstein(NINE, NINE).equilibria()
    with pytest.raises(ParameterError, match="there is no player `zed`"):
        e.share("zed")


def test_events_work_on_bargaining():
    """A bargaining game has values by state; asking for a payoff says so."""
    found = Rubinstein(d1, d2, assuming=[0 < d1, d1 < 1, 0 < d2, d2 < 1]).equilibria()
    assert found.when(gt.value("1") > Fraction(1, 2)).contains(d1="9/10", d2="4/5")
    with pytest.raises(ParameterError, match="a value in every state"):
        found.when(gt.payoff("1") > 0)


def test_at_refuses_a_point_that_leaves_nothing_of_the_assumption():
    low, high, top = gt.parameters("low high top")
    game = MerloWilson(
        {"L": low, "H": high},
        NINE,
        {"L": "H"},
        {"L": "1", "H": "2"},
        assuming=[0 < low, low < high, high < top],
    )
    with pytest.raises(ParameterError):
        game.at(low=2, top=1)


def test_at_with_an_expression_keeps_its_names():
    game = Rubinstein(d1, d2, assuming=[0 < d1, d1 < 1, 0 < d2, d2 < 1])
    assert set(game.at(d1=d).parameters) == {"d", "d2"}


def test_a_probability_set_to_zero_is_a_row_less():
    def game(arrival, **more):
        return MerloWilson(
            {"L": 1, "H": 2},
            NINE,
            {"L": {"L": 1 - arrival, "H": arrival}, "H": "H"},
            {"L": "1", "H": "2"},
            flow={"L": {"1": 1, "2": 1}, "H": {}},
            **more,
        )

    at_zero = game(pi, assuming=[0 <= pi, pi <= 1]).at(pi=0)
    assert at_zero == game(Fraction(0))
    (e,) = at_zero.equilibria()
    assert str(e.agreement_date("L")) == "oo"


@pytest.mark.parametrize("argument", ["breakdown", "consents"])
def test_unknown_keys_are_refused(argument):
    with pytest.raises(InvalidGameError, match="zed"):
        Rubinstein(NINE, NINE, **{argument: {"zed": Fraction(1, 10)}})


def test_two_and_a_half_members():
    with pytest.raises(InvalidGameError):
        BaronFerejohn("5/2", "3/2", NINE)


def test_thirds_as_floats_are_probabilities():
    third = {"1": 1 / 3, "2": 2 / 3}
    assert len(MerloWilson({"a": 1.0}, 0.9, {}, {"a": third}).equilibria()) == 1


def test_baron_ferejohn_without_discounting():
    (e,) = BaronFerejohn(3, 2, 1).equilibria()
    assert e.share("member") == Fraction(2, 3)


def test_a_bargaining_game_is_a_value():
    """It cannot be changed, equals its copy, and survives pickling."""
    game = Rubinstein(d1, d2, assuming=[0 < d1, d1 < 1, 0 < d2, d2 < 1])
    with pytest.raises(AttributeError, match="is a value"):
        game.name = "other"
    copy = pickle.loads(pickle.dumps(game))
    assert copy == game
    assert hash(copy) == hash(game)


def test_a_float_beside_a_parameter_is_refused():
    """Neither exact nor float arithmetic would be honest."""
    with pytest.raises(MixedFieldError, match="a float stands beside the parameter `d`"):
        Rubinstein(d, 0.9, assuming=[0 < d, d < 1])


def test_the_table_lists_leaving_only_where_one_can():
    """The diagram shows what the solver reads."""
    game = Rubinstein(NINE, NINE, option={"1 proposes": {"2": Fraction(3, 5)}})
    assert [row.state for row in game.table if row.event == "leave"] == ["1 proposes"]
