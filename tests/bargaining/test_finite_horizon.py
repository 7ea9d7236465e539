"""A finite number of offers: the tree with a grid of offers brackets Stahl, and Stahl closes in on Rubinstein."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.bargaining.classics import MerloWilson, Rubinstein, Stahl

LAST = Fraction(-1, 1000)
"""What a rejected last offer costs both, so that the last responder is not indifferent to an offer of nothing."""


def round_of_offers(step, names, pays, otherwise, before=""):
    """A round: multiples of the step are offered; `pays(share)` if accepted, `otherwise(label)` if not."""
    proposer, responder = names

    def answer(k):
        label = f"{before}/{k}"
        actions = {"accept": gt.end(payoffs=pays(k * step)), "reject": otherwise(label)}
        return gt.move(responder, knows=label, actions=actions)

    count = int(1 / step)
    return gt.move(proposer, knows=f"{before} offers", actions={str(k): answer(k) for k in range(count + 1)})


def two_rounds(discount, step):
    """The whole tree of two rounds, in which everybody knows everything."""
    last = gt.end(payoffs={"1": discount * LAST, "2": discount * LAST})

    def second(label):
        pays = lambda x: {"2": discount * (1 - x), "1": discount * x}  # noqa: E731
        return round_of_offers(step, ("2", "1"), pays, lambda _: last, label)

    return gt.Game(
        round_of_offers(step, ("1", "2"), lambda x: {"1": 1 - x, "2": x}, second), players=("1", "2")
    )


def one_round(step, after):
    """One round whose rejection pays `after` (proposer, responder)."""
    names = ("proposer", "responder")
    end = gt.end(payoffs=dict(zip(names, after, strict=True)))
    pays = lambda x: {"proposer": 1 - x, "responder": x}  # noqa: E731
    return gt.Game(round_of_offers(step, names, pays, lambda _: end), players=names)


def stahl(discount, periods):
    return (1 - (-discount) ** periods) / (1 + discount)


def paid(found):
    """What the first player and the second get in a sample of every set of equilibria."""
    assert found.complete == "all"
    assert all(e.certificate.status == "proved" for e in found)
    return {tuple(e.sample().payoffs.values()) for e in found}


@settings(max_examples=4)
@given(
    st.integers(1, 19).filter(lambda k: k != 10).map(lambda k: Fraction(k, 20)),
    st.sampled_from([Fraction(1, 2), Fraction(1, 3)]),
)
def test_the_tree_of_two_rounds_brackets_stahl(discount, step):
    """All subgame-perfect equilibria of the tree lie within a grid step a round of 1 - d."""
    found = gt.subgame_perfect(two_rounds(discount, step))
    payoffs = paid(found)
    assert payoffs
    for mine, other in payoffs:
        assert abs(mine - stahl(discount, 2)) <= 2 * step
        assert abs(other - discount) <= 2 * step


@settings(max_examples=4)
@given(st.integers(1, 19).map(lambda k: Fraction(k, 20)), st.sampled_from([Fraction(1, 3), Fraction(1, 4)]))
def test_round_by_round_the_grid_brackets_stahl(discount, step):
    """Each round is a tree of its own, solved for all its equilibria and for each way to go on after it.

    Ties are kept: the last responder may refuse nothing, and every equilibrium of that is followed up.
    """
    after = {(Fraction(0), Fraction(0))}
    for periods in (1, 2, 3):
        shares = set()
        for proposer, responder in after:
            shares |= paid(gt.subgame_perfect(one_round(step, (proposer, responder))))
        for mine, other in shares:
            assert abs(mine - stahl(discount, periods)) <= periods * step
            assert abs(other - (1 - stahl(discount, periods))) <= periods * step
        # The responder proposes next; of the ways to go on only the extreme ones matter to the bracket.
        extremes = {min(shares), max(shares)}
        after = {(discount * other, discount * mine) for mine, other in extremes}


@pytest.mark.parametrize("step", [Fraction(1, 4), Fraction(1, 5), Fraction(1, 6)])
def test_a_finer_grid_brackets_more_closely(step):
    """The last two rounds at d = 7/10, with offers in multiples of the step."""
    discount = Fraction(7, 10)
    ((mine, other),) = paid(gt.subgame_perfect(one_round(step, (LAST, LAST))))
    assert (mine, other) == (1, 0)
    ((mine, other),) = paid(gt.subgame_perfect(one_round(step, (discount * other, discount * mine))))
    assert stahl(discount, 2) - step <= mine <= stahl(discount, 2)
    assert mine + other == 1


@settings(max_examples=20)
@given(st.integers(1, 19).map(lambda k: Fraction(k, 20)), st.integers(1, 7))
def test_stahl_closes_in_on_rubinstein_from_both_sides(discount, periods):
    """The distance is d^T/(1 + d) and its sign alternates."""
    (finite,) = Stahl(discount, discount, periods).equilibria()
    (infinite,) = Rubinstein(discount, discount).equilibria()
    assert finite.share("1") == stahl(discount, periods)
    gap = finite.share("1") - infinite.share("1")
    assert gap == (-1) ** (periods + 1) * discount**periods / (1 + discount)
    assert finite.agreement_date() == 0


@settings(max_examples=20)
@given(
    st.integers(1, 9).map(lambda k: Fraction(k, 10)),
    st.integers(1, 9).map(lambda k: Fraction(k, 10)),
    st.integers(1, 6),
    st.integers(0, 3).map(lambda k: Fraction(k, 10)),
)
def test_backward_induction_gives_the_same_shares(first, second, periods, disagreement):
    """Own discount factors and a disagreement payoff, against three lines of backward induction."""
    game = Rubinstein(first, second).with_horizon(
        periods, disagreement={"1": disagreement, "2": disagreement}
    )
    (e,) = game.equilibria()
    waiting = {"1": disagreement, "2": disagreement}
    for t in range(periods, 0, -1):
        proposer, responder = ("1", "2") if t % 2 else ("2", "1")
        value = {proposer: 1 - waiting[responder], responder: waiting[responder]}
        if t > 1:
            waiting = {"1": first * value["1"], "2": second * value["2"]}
    assert e.share("1") == value["1"]
    assert e.share("2") == value["2"]


def test_a_last_chance_shortens_the_wait():
    """A cake that may grow is not waited for in the last period, and the states of the chain are dated."""
    game = MerloWilson(
        {"L": 1, "H": 2}, "9/10", {"L": {"L": "4/5", "H": "1/5"}, "H": "H"}, {"L": "1", "H": "2"}
    )
    (e,) = game.equilibria()
    assert not e.agrees("L")
    (finite,) = game.with_horizon(3).equilibria()
    assert "H, t=1" not in finite.game.states
    assert finite.agrees("L, t=3")
    worth = {3: Fraction(1)}
    for t in (2, 1):
        worth[t] = max(Fraction(1), Fraction(9, 10) * (Fraction(4, 5) * worth[t + 1] + Fraction(1, 5) * 2))
        assert finite.value("1", f"L, t={t}") + finite.value("2", f"L, t={t}") == worth[t]
        assert finite.agrees(f"L, t={t}") == (worth[t] == 1)
