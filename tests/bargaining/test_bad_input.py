"""What is wrong is said in sentences, all of it at once."""

from __future__ import annotations

import pytest

import gametheory as gt
from gametheory.bargaining.classics import (
    BaronFerejohn,
    BinmoreRubinsteinWolinsky,
    MerloWilson,
    Rubinstein,
    Stahl,
    Unanimity,
)
from gametheory.bargaining.protocol import Bargaining
from gametheory.errors import InvalidGameError, ParameterError

d1, d2, z = gt.parameters("d1 d2 z")
TURNS = {"L": "1", "H": "2"}


def refused(sentence, make, error=InvalidGameError):
    """Whether making something is refused with a sentence like this, which is returned."""
    with pytest.raises(error) as caught:
        make()
    assert sentence in str(caught.value)
    return str(caught.value)


def test_nothing_makes_delay_costly():
    """Discount factors of 1, no breakdown, no cost: every division is an equilibrium."""
    for make in (
        lambda: Rubinstein(1, 1),
        lambda: Rubinstein(1, 1, option={"1": "1/10"}),
        lambda: Unanimity(1, ["1", "2", "3"]),
    ):
        said = refused("every division is an equilibrium", make)
        assert "give a discount factor below 1, a `breakdown` risk or a negative `flow`" in said
    assert len(Rubinstein(1, 1, breakdown="1/10").equilibria()) == 1


def test_transition_rows_that_do_not_sum_to_one():
    """The row and its sum are named."""
    moves = {"L": {"L": "1/2", "H": "2/5"}, "H": "H"}
    refused(
        "transition of `L`: the probabilities sum to 9/10; they must sum to 1",
        lambda: MerloWilson({"L": 1, "H": 2}, "9/10", moves, TURNS),
    )
    refused(
        "proposer in `L`: the probabilities sum to 4/3; they must sum to 1",
        lambda: MerloWilson({"L": 1}, "9/10", {}, {"L": {"1": 1, "2": "1/3"}}),
    )
    refused(
        "transition of `L`: the probabilities sum to z; they must sum to 1",
        lambda: MerloWilson({"L": 1, "H": 1}, "9/10", {"L": {"H": z}}, TURNS, assuming=[0 <= z, z <= 1]),
    )


def test_negative_numbers():
    """Surplus, probabilities and discount factors out of range, in numbers and in symbols."""
    refused(
        "the surplus in `L` is -1, not known to be at least 0",
        lambda: MerloWilson({"L": -1, "H": 2}, "9/10", {}, TURNS),
    )
    refused(
        "the surplus in `L` is z, not known to be at least 0",
        lambda: MerloWilson({"L": z, "H": 2}, "9/10", {}, TURNS, assuming=[z > -1]),
    )
    refused(
        "the move from `L` to `H` may be negative",
        lambda: MerloWilson({"L": 1, "H": 2}, "9/10", {"L": {"L": "3/2", "H": "-1/2"}}, TURNS),
    )
    refused(
        "the probability that `2` proposes in `L` may be negative",
        lambda: MerloWilson({"L": 1}, "9/10", {}, {"L": {"1": "3/2", "2": "-1/2"}}),
    )
    refused("the discount factor of `1` is 3/2, not known to lie in [0, 1]", lambda: Rubinstein("3/2", "1/2"))
    refused(
        "the discount factor of `2` is d2, not known to lie in [0, 1]; assume it",
        lambda: Rubinstein("1/2", d2),
    )
    refused(
        "breakdown in `1 proposes` is 2, not known to lie in [0, 1]", lambda: BinmoreRubinsteinWolinsky(2)
    )


def test_a_proposer_who_does_not_exist():
    """The name is repeated, with those that exist."""

    def game(proposer):
        return Bargaining(surplus={"L": 1}, discount={"1": "1/2", "2": "1/2"}, proposer=proposer)

    refused("proposer in `L`: there is no `zed`; there are 1, 2", lambda: game({"L": "zed"}))
    refused(
        "proposer in `L`: there is no `zed`; there are 1, 2", lambda: game({"L": {"1": "1/2", "zed": "1/2"}})
    )
    refused("proposer in `L` is not given; name one of 1, 2, or give probabilities", lambda: game({}))
    refused("proposer: there is no `M`; there are L", lambda: game({"L": "1", "M": "2"}))


@pytest.mark.parametrize("argument", ["flow", "breakdown_payoff", "option", "floor", "count"])
def test_a_player_who_does_not_exist(argument):
    """Every mapping by player is checked."""
    refused("there is no `zed`; there are 1, 2", lambda: Rubinstein("1/2", "1/2", **{argument: {"zed": 1}}))


def test_a_state_that_does_not_exist():
    """In transitions, and in flows by state."""
    refused("there is no `M`; there are L", lambda: MerloWilson({"L": 1, "H": 1}, "1/2", {"L": "M"}, TURNS))
    refused(
        "flow: there is no `M`; there are L, H",
        lambda: MerloWilson({"L": 1, "H": 1}, "1/2", {}, TURNS, flow={"M": {"1": 1}}),
    )


def test_counts_and_consents():
    """Consents above the number of members, counts below one."""
    refused("`member` must give 4 consents but counts 3", lambda: BaronFerejohn(3, 4, "9/10"))
    refused("`1` must give 2 consents but counts 1", lambda: Rubinstein("1/2", "1/2", consents={"1": 2}))
    refused("the count of `member` is 0; it must be at least 1", lambda: BaronFerejohn(0, 0, "9/10"))
    q, n = gt.parameters("q n")
    refused(
        "`member` must give q consents but counts n",
        lambda: BaronFerejohn(n, q, "9/10", assuming=[n >= 1, q >= 1]),
    )
    refused(
        "bargaining needs two players at least",
        lambda: Bargaining(surplus={"L": 1}, discount={"1": "1/2"}, proposer={"L": "1"}),
    )


def test_outside_options_are_for_two():
    """With three players who leaves whom is not defined."""
    for make in (
        lambda: Unanimity("9/10", ["1", "2", "3"], option={"1": "1/10"}),
        lambda: BaronFerejohn(3, 2, "9/10", option={"member": "1/10"}),
    ):
        refused("outside options are for two single players; with more, who leaves whom is not defined", make)


def test_numbers_that_are_none():
    """Text that is no number, NaN and infinity."""
    refused("discount of `2`", lambda: Rubinstein("1/2", "x"))
    refused(
        "surplus in `L` is nan; it must be a finite number",
        lambda: MerloWilson({"L": float("nan"), "H": 1}, 0.5, {}, TURNS),
    )
    refused("discount of `1` is inf; it must be a finite number", lambda: Rubinstein(float("inf"), 0.5))


def test_horizons():
    """A horizon has a period at least, names known players, and is not combined with breakdown."""
    refused("with_horizon(): 0 periods; there must be one at least", lambda: Stahl("1/2", "1/2", 0))
    refused("with_horizon(): -3 periods", lambda: Rubinstein("1/2", "1/2").with_horizon(-3))
    refused(
        "with_horizon(): disagreement: there is no `3`; there are 1, 2",
        lambda: Rubinstein("1/2", "1/2").with_horizon(2, disagreement={"3": 1}),
    )
    refused("a game that can break down", lambda: BinmoreRubinsteinWolinsky("1/2").with_horizon(2))


def test_all_problems_are_listed_at_once():
    """One sentence a line, each problem once."""
    with pytest.raises(InvalidGameError) as caught:
        Bargaining(
            surplus={"L": -1, "H": 1},
            discount={"1": "3/2", "2": "x"},
            proposer={"L": "zed"},
            transition={"L": {"L": "1/2"}, "M": "L"},
            consents={"1": 2},
            breakdown=2,
        )
    lines = str(caught.value).splitlines()
    assert lines[0].startswith("Bargaining(): ")
    assert len(lines) == len(set(lines))
    for sentence in (
        "transition of `L`: the probabilities sum to 1/2; they must sum to 1",
        "transition: there is no `M`; there are L, H",
        "discount of `2`",
        "proposer in `L`: there is no `zed`; there are 1, 2",
        "proposer in `H` is not given",
        "the surplus in `L` is -1",
        "breakdown in `L` is 2",
        "the discount factor of `1` is 3/2",
        "`1` must give 2 consents but counts 1",
    ):
        assert sum(sentence in line for line in lines) == 1, sentence


def test_points_outside_what_is_assumed():
    """`at` refuses a point outside, and a name that is no parameter."""
    game = Rubinstein(d1, d2, assuming=[0 < d1, d1 < 1, 0 < d2, d2 < 1])
    refused("at(): d1 = 2 lies outside what is assumed", lambda: game.at(d1=2), ParameterError)
    refused("at(): `z` is not a parameter; the parameters are d1, d2", lambda: game.at(z=1), ParameterError)
    refused("the parameters are none", lambda: game.at(d1="1/2", d2="1/2").at(d1=0), ParameterError)


def test_questions_about_what_does_not_exist():
    """Unknown players, states and proposers; shares where nothing is agreed, or several may propose."""
    (e,) = Rubinstein("9/10", "9/10").equilibria()
    states = "there are 1 proposes, 2 proposes"
    refused("there is no player `3`; there are 1, 2", lambda: e.value("3"), ParameterError)
    for ask in (
        lambda: e.value("1", "M"),
        lambda: e.share("1", "M"),
        lambda: e.agrees("M"),
        lambda: e.agreement_date("M"),
        lambda: e.agreement_dates(2, "M"),
        lambda: e.loss("M"),
    ):
        refused(f"there is no state `M`; {states}", ask, ParameterError)
    refused("there is no proposer `2`; there are 1", lambda: e.share("1", proposer="2"), ParameterError)
    found = Rubinstein("9/10", "9/10").equilibria()
    refused("there is no state `M`", lambda: found.delay("M"), ParameterError)
    refused("there is no state `M`", lambda: found.agreement("M"), ParameterError)
    (e,) = MerloWilson({"L": 0, "H": 2}, "9/10", {"L": "H"}, TURNS).equilibria()
    refused(
        "share(): there is no agreement in `L` when 1 proposes", lambda: e.share("1", "L"), ParameterError
    )
    (e,) = MerloWilson({"L": 1}, "9/10", {}, {"L": {"1": "1/2", "2": "1/2"}}).equilibria()
    refused(
        "share(): 1 and 2 may propose in `L`; name one with `proposer=`", lambda: e.share("1"), ParameterError
    )
