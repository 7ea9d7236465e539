"""Events in equilibria and the regions in which they happen, against regions found by hand."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import pytest
import sympy
from hypothesis import example, given, settings

import gametheory as gt
from gametheory.algebra.decide import Answer
from gametheory.errors import ExpressionError, ParameterError, Undecided
from tests.strategies import HALF, entry, rationals

c, h, k, x = gt.parameters("c h k x")
OPEN = [c > -2]


@cache
def fights():
    """Nash equilibria of entry deterrence in which a fight costs the incumbent c (so sharing is worth 1 + c more)."""
    return gt.nash(entry(-c, OPEN))


@cache
def perfect():
    return gt.subgame_perfect(entry(-c, OPEN))


def same(found, by_hand, assumed=OPEN):
    return found.equivalent(gt.region(by_hand, assuming=assumed)) is Answer.YES


@pytest.mark.parametrize(
    ("event", "quantifier", "by_hand"),
    [
        # Subgame perfect: the incumbent shares iff 1 > -c, mixes at c = -1, fights iff c < -1; entering pays iff sharing.
        (gt.probability("duopoly") == 1, "some", c >= -1),
        (gt.probability("duopoly") == 1, "every", c > -1),
        (gt.possible("monopoly"), "some", c <= -1),
        (gt.possible("monopoly"), "every", c < -1),
        (gt.certain("monopoly"), "some", c <= -1),
        (gt.payoff("entrant") > 0, "every", c > -1),
        (gt.payoff("incumbent") == 2, "some", c <= -1),
        (gt.payoff("incumbent") - gt.payoff("entrant") <= 0, "some", c >= -1),
        (gt.plays("incumbent", "fight") == 1, "some", c <= -1),
        (gt.plays("incumbent", "fight", knows="in") > 0, "every", c < -1),
        (gt.plays("entrant", "in") >= HALF, "every", c > -1),
        (gt.probability("war") * 2 + gt.probability("duopoly") > 0, "every", c > -1),
        # At c = -1 all three can be mixed, with any probability of a fight.
        (gt.plays("incumbent", "fight") == Fraction(1, 3), "some", sympy.Eq(c, -1)),
        (gt.probability("monopoly") + gt.probability("war") + gt.probability("duopoly") == 1, "every", True),
        (gt.payoff("entrant") < 0, "some", False),
    ],
    ids=str,
)
def test_subgame_perfect_entry(event, quantifier, by_hand):
    """Where an event happens in some or every subgame-perfect equilibrium of entry, by backward induction."""
    assert same(perfect().when(event, quantifier), by_hand)


@pytest.mark.parametrize(
    ("event", "quantifier", "by_hand"),
    [
        # Staying out is Nash for every c, by a threat with P(fight) >= 1/2; entering and sharing iff c >= -1.
        (gt.certain("monopoly"), "some", True),
        (gt.certain("monopoly"), "every", c < -1),
        (gt.certain("duopoly"), "some", c >= -1),
        (gt.plays("incumbent", "fight") == HALF, "some", True),
        (gt.plays("incumbent", "fight") < HALF, "some", c >= -1),
        (gt.plays("incumbent", "fight") <= Fraction(2, 3), "every", False),
    ],
    ids=str,
)
def test_nash_entry(event, quantifier, by_hand):
    """Free unknowns (the probability of a threat) are eliminated: some value, or every value, of them."""
    assert same(fights().when(event, quantifier), by_hand)


@settings(max_examples=20)
@given(rationals())
@example(Fraction(-1))
def test_when_agrees_with_solving_at_the_point(value):
    """At any c, boundary included, the region holds iff the equilibria of the game at c say so."""
    if value > -2:
        there = gt.subgame_perfect(entry(-value))
        for quantifier, holds in (("some", any), ("every", all)):
            at_point = holds(e.outcomes["duopoly"] == 1 for e in (s.sample() for s in there))
            assert perfect().when(gt.certain("duopoly"), quantifier).contains(c=value) == at_point


def test_events_combine_like_conditions():
    """And, or and not of events are intersection, union and complement in every single equilibrium."""
    deal, fought = gt.certain("duopoly"), gt.plays("incumbent", "fight") > 0
    assert same(perfect().when(gt.possible("duopoly") & fought, "some"), sympy.Eq(c, -1))
    assert same(perfect().when(deal & fought, "some"), False)
    assert same(perfect().when(deal | fought, "every"), True)
    assert same(perfect().when(~deal, "some"), c <= -1)
    assert same(perfect().when(~deal, "every"), c < -1)
    assert same(perfect().when(~(deal | fought), "some"), False)


def test_every_is_not_some_of_the_opposite():
    """`every E` is the complement of `some not E`."""
    for event in (gt.certain("duopoly"), gt.payoff("incumbent") > 1, gt.plays("entrant", "in") == HALF):
        assert perfect().when(event, "every").equivalent(~perfect().when(~event, "some")) is Answer.YES


def test_a_threshold_comes_out_of_an_event():
    """The region of an event is solved for the parameter."""
    assert str(perfect().when(gt.certain("duopoly"), "every").solve_for(c)) == "c > -1"


def offer(value, cost, parameters):
    """A buyer who may pay a cost for something of some value, alone."""
    buy = gt.end(buyer=value - cost, outcome="deal")
    return gt.subgame_perfect(
        gt.Game(
            gt.move("buyer", actions={"buy": buy, "leave": gt.end(buyer=0, outcome="none")}),
            assuming=parameters,
        )
    )


def test_two_games_are_compared():
    """With a mediator the deal costs k and otherwise h: payoffs of both games in one event, parameters of both."""
    alone = offer(1, h, [h > 0])
    helped = offer(1, k, [k > 0])
    better = helped.when(gt.payoff("buyer") > gt.payoff("buyer", among=alone), "every")
    # max(1 - k, 0) > max(1 - h, 0) iff k < 1 and k < h.
    assert same(better, [k < 1, k < h], [h > 0, k > 0])
    only_helped = helped.when(gt.certain("deal") & gt.certain("none", among=alone), "every")
    assert same(only_helped, [k < 1, h > 1], [h > 0, k > 0])


def test_free_unknowns_of_two_games_do_not_meet():
    """The same unknown in two copies of a game takes two values: one threat may differ from the other."""
    one, two = gt.nash(entry(-c, OPEN)), gt.nash(entry(-c, OPEN))
    differ = gt.plays("incumbent", "fight") > gt.plays("incumbent", "fight", among=two)
    stay = gt.certain("monopoly") & gt.certain("monopoly", among=two)
    assert same(one.when(differ & stay, "some"), True)


def test_games_without_parameters_give_everything_or_nothing():
    """Without parameters an event happens everywhere or nowhere."""
    found = gt.nash(entry())
    assert found.when(gt.certain("monopoly"), "some").is_everything() is Answer.YES
    assert found.when(gt.certain("monopoly"), "every").is_empty() is Answer.YES


@pytest.mark.parametrize(
    ("event", "complaint"),
    [
        (gt.payoff("nobody") > 0, "no player `nobody`; the players are entrant, incumbent"),
        (
            gt.probability("peace") > 0,
            "no end carries the outcome `peace`; the labels are `monopoly`, `war`, `duopoly`",
        ),
        (gt.plays("entrant", "dance") > 0, "0 information sets with the action `dance`"),
        (gt.plays("entrant", "in", knows="nonsense") > 0, "0 information sets"),
    ],
    ids=["player", "outcome", "action", "knowledge"],
)
def test_unknown_names_are_refused(event, complaint):
    """A player, an outcome, an action and knowledge that do not exist are named, with what does exist."""
    with pytest.raises(ParameterError, match=complaint):
        perfect().when(event)


def test_an_ambiguous_information_set_is_refused():
    """An action that a player has at two sets needs `knows=`."""
    later = gt.move("a", knows="later", actions={"go": gt.end(a=1), "stop": gt.end(a=0)})
    found = gt.nash(gt.Game(gt.move("a", knows="now", actions={"go": later, "stop": gt.end(a=0)})))
    with pytest.raises(ParameterError, match="2 information sets"):
        found.when(gt.plays("a", "go") == 1)
    assert found.when(gt.plays("a", "go", knows="now") == 1, "every").is_everything() is Answer.YES


def test_unlabelled_games_have_no_outcomes_to_ask_for():
    """Asking for an outcome of a game without labels says that there are none."""
    with pytest.raises(ParameterError, match="the labels are none"):
        gt.nash(gt.NormalForm([[1, 0]], [[1, 0]])).when(gt.certain("deal"))


def test_misuse_is_refused():
    """A wrong quantifier, an incomplete list, a truth value of an event and a float are refused."""
    with pytest.raises(ParameterError, match="'most'"):
        perfect().when(gt.certain("duopoly"), "most")
    part = gt.nash(entry(), budget=gt.Budget(cases=1))
    with pytest.raises(Undecided, match="not complete"):
        part.when(gt.certain("duopoly"))
    with pytest.raises(Undecided, match="not complete"):
        perfect().when(gt.payoff("entrant") > gt.payoff("entrant", among=part))
    with pytest.raises(TypeError, match="no truth value"):
        bool(gt.certain("duopoly"))
    with pytest.raises(ExpressionError, match="float"):
        gt.payoff("entrant") > 0.5  # noqa: B015


def test_events_are_written_out():
    """Quantities and events read as what they say."""
    event = (gt.payoff("a") + gt.payoff("b") >= c) & ~gt.possible("war")
    assert repr(event) == "Event: (payoff of a + payoff of b >= c) & (not (probability of war > 0))"
    assert repr(gt.plays("a", "go") * 2) == "Quantity: probability that a plays go * 2"
