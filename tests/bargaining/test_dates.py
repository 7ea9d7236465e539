"""When agreement comes, and what waiting for it costs: the chain that an equilibrium leaves running."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.bargaining.classics import MerloWilson, Rubinstein
from gametheory.bargaining.protocol import Bargaining

HALF = {"1": "1/2", "2": "1/2"}
beta, pi, cL, cH = gt.parameters("beta pi cL cH")


def growing(low, high, discount, arrival, **more):
    """The cake grows from low to high with a probability, and stays."""
    return MerloWilson(
        {"L": low, "H": high},
        discount,
        {"L": {"L": 1 - arrival, "H": arrival}, "H": "H"},
        {"L": HALF, "H": HALF},
        **more,
    )


def chain(e, state, periods):
    """Agreement by period, by pushing a distribution through the game's own numbers (all exact)."""
    data = e.game.data
    here, result = {state: Fraction(1)}, []
    for _ in range(periods):
        agreed, after = Fraction(0), {}
        for s, p in here.items():
            row = data.states.index(s)
            for by, share in zip(data.players, data.proposer[row], strict=True):
                odds = share.constant_value()
                if not odds:
                    continue
                if e.agrees(s, by):
                    agreed += p * odds
                    continue
                for move in data.table:
                    if (move.state, move.event) == (s, "reject") and move.target in data.states:
                        step = p * odds * move.probability.constant_value()
                        after[move.target] = after.get(move.target, Fraction(0)) + step
        result.append(agreed)
        here = after
    return result


def test_agreement_at_once():
    """Rubinstein's players never wait, and lose nothing."""
    (e,) = Rubinstein("9/10", "4/5").equilibria()
    assert e.agreement_date() == 0
    assert e.agreement_dates(3) == [1, 0, 0]
    assert e.loss() == 0


def test_the_date_is_geometric_over_symbols():
    """Where talks wait for the larger cake, agreement comes with probability pi in each later period."""
    assuming = [0 < cL, cL < cH, 0 < beta, beta < 1, 0 < pi, pi <= 1]
    found = growing(cL, cH, beta, pi, assuming=assuming).equilibria()
    (at_once,) = (e for e in found if e.agrees("L"))
    (waiting,) = (e for e in found if not e.agrees("L"))
    assert at_once.agreement_date("L") == 0
    assert at_once.loss("L") == 0
    assert sp.simplify(waiting.agreement_date("L") - 1 / pi) == 0
    expected = [0, pi, pi * (1 - pi), pi * (1 - pi) ** 2]
    assert all(
        sp.simplify(x - y) == 0 for x, y in zip(waiting.agreement_dates(4, "L"), expected, strict=True)
    )
    total = beta * pi * cH / (1 - beta * (1 - pi))
    assert sp.simplify(waiting.loss("L") - (cL - total)) == 0
    assert waiting.agreement_date("H") == 0
    # Waiting is chosen only where it is worth more than the cake on the table.
    assert str(waiting.when.implies(gt.region(waiting.loss("L") < 0, assuming=assuming))) == "yes"


@pytest.mark.parametrize("arrival", ["1/5", "1/2", "1"])
def test_the_date_is_geometric_in_numbers(arrival):
    """The same in exact numbers and in floats."""
    (e,) = growing("1/10", 1, "9/10", Fraction(arrival)).equilibria()
    odds = Fraction(arrival)
    assert e.agreement_date("L") == 1 / odds
    assert e.agreement_dates(4, "L") == [0] + [odds * (1 - odds) ** k for k in range(3)]
    (rough,) = growing(0.1, 1.0, 0.9, float(odds)).equilibria()
    assert rough.agreement_date("L") == pytest.approx(float(1 / odds))
    assert sum(rough.agreement_dates(200, "L")) == pytest.approx(1)


def test_breakdown_ends_talks_too():
    """With a risk r of breakdown after each rejection, talks that wait end at rate 1 - (1-r)(1-pi)."""
    risk, arrival = Fraction(1, 10), Fraction(1, 4)
    (e,) = growing(0, 1, "9/10", arrival, breakdown=risk).equilibria()
    # The number of rejected offers in L is geometric: each of them ends the wait with that probability.
    assert e.agreement_date("L") == 1 / (1 - (1 - risk) * (1 - arrival))
    stays = (1 - risk) * (1 - arrival)
    moves = (1 - risk) * arrival
    assert e.agreement_dates(4, "L") == [0] + [moves * stays**k for k in range(3)]
    # Agreement is then not certain: it comes before breakdown only sometimes.
    assert sum(e.agreement_dates(60, "L")) == pytest.approx(float(moves / (1 - stays)))
    assert e.loss("L") == -(e.value("1", "L") + e.value("2", "L"))


def test_talks_that_never_end():
    """If the flow is worth more than the cake, nobody ever agrees."""
    game = Bargaining(
        surplus={"talks": 1},
        discount={"1": "9/10", "2": "9/10"},
        proposer={"talks": "1"},
        flow={"1": "1/5", "2": "1/5"},
    )
    (e,) = game.equilibria()
    assert not e.agrees("talks")
    assert e.agreement_date() == sp.oo
    assert e.agreement_dates(5) == [0, 0, 0, 0, 0]
    assert e.value("1") == 2
    assert e.loss() == 1 - 4


def test_talks_that_may_never_end():
    """From a state that leads to a trap with positive probability the expected date is infinite."""
    game = Bargaining(
        surplus={"fork": 0, "deal": 10, "trap": 0},
        discount={"1": "9/10", "2": "9/10"},
        proposer={"fork": "1", "deal": "1", "trap": "1"},
        transition={"fork": {"deal": "1/2", "trap": "1/2"}},
        flow={"trap": {"1": 1, "2": 1}, "deal": {}, "fork": {}},
    )
    (e,) = game.equilibria()
    assert e.agreement_date("deal") == 0
    assert e.agreement_date("trap") == sp.oo
    assert e.agreement_date("fork") == sp.oo
    assert e.agreement_dates(3, "fork") == [0, Fraction(1, 2), 0]


def test_leaving_ends_talks():
    """If options are worth more together than the cake, the responder leaves at once and nothing is agreed."""
    (e,) = Rubinstein("9/10", "9/10", option={"1": "3/5", "2": "3/5"}).equilibria()
    assert not e.agrees("1 proposes")
    assert e.agreement_dates(3) == [0, 0, 0]
    assert e.agreement_date() == 0
    assert e.loss() == 1 - Fraction(6, 5)


@settings(max_examples=25)
@given(st.data())
def test_dates_follow_the_chain(data):
    """Random three-state games: the distribution is the chain's, and its mean solves the linear system."""
    states = "abc"
    move = st.lists(st.sampled_from(states), min_size=2, max_size=2)
    moves = {s: data.draw(move) for s in states}
    game = Bargaining(
        surplus={s: data.draw(st.integers(0, 4)) for s in states},
        discount={"1": "4/5", "2": "1/2"},
        proposer=dict.fromkeys(states, "1") | {"b": HALF},
        transition={s: {t: Fraction(to.count(t), 2) for t in states} for s, to in moves.items()},
        breakdown="1/10",
    )
    (e,) = game.equilibria()
    date = {s: e.agreement_date(s) for s in states}
    for s in states:
        assert e.agreement_dates(6, s) == chain(e, s, 6)
        on = 0 if e.agrees(s) else 1
        reached = sum(Fraction(1, 2) * date[t] for t in moves[s])
        assert date[s] == on * (1 + Fraction(9, 10) * reached)
