"""The mediator as a trap: cited values, what the figure shows, and the contest solved by other means."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
import pytest

import gametheory as gt
from gametheory.algebra.decide import Answer
from models.essays._war_of_attrition import concedes, h, some, stationary
from models.essays.mediator_reliance_trap import BOTH_MIX_OR_WAIT, MODEL, c, g, m

POINT = {"c": Fraction(1, 5), "g": Fraction(3, 5), "v": 1}


@cache
def solved():
    return MODEL.solve()


@cache
def ending():
    """The solver's chance that the stalemate ends in a period, as a region in that chance `h`."""
    lasts = gt.probability("stalemate") == 1 - h
    return some(solved().equilibria["mediated"], BOTH_MIX_OR_WAIT & lasts)


def test_concessions_stop_at_one_third():
    """m* = c/g = 1/3 at c = 1/5, g = 3/5."""
    assert solved().threshold("no concessions").value == c / g
    assert solved().region("no concessions").substitute(**POINT).solve_for(m).value == Fraction(1, 3)


@pytest.mark.parametrize(
    ("arrival", "rate"),
    [
        (Fraction(1, 1000), Fraction(4, 10) - Fraction(1, 5000)),
        (Fraction(1, 6), Fraction(11, 30)),
        (Fraction(1, 3), Fraction(1, 3)),
        (Fraction(2, 5), Fraction(2, 5)),
    ],
)
def test_the_settlement_rate_falls_to_one_third_and_is_back_at_two_fifths_only_at_two_fifths(arrival, rate):
    here = ending().substitute(**POINT, m=arrival)
    assert {"h": rate} in here
    assert {"h": rate + Fraction(1, 1000)} not in here and {"h": rate - Fraction(1, 1000)} not in here


def test_the_stalemate_is_longer_exactly_between_nothing_and_two_fifths():
    longer, shorter = (solved().region(q).substitute(**POINT) for q in ("longer", "shorter"))
    for x in (Fraction(1, 100), Fraction(1, 3), Fraction(39, 100)):
        assert {"m": x} in longer and {"m": x} not in shorter
    assert {"m": Fraction(2, 5)} not in longer and {"m": Fraction(2, 5)} not in shorter
    assert {"m": Fraction(41, 100)} in shorter


def test_a_settlement_of_half_the_prize_changes_nothing_until_concessions_stop():
    """Crowding out one for one: with g = v/2 the length is that of the plain contest."""
    even = ending().substitute(c=Fraction(1, 5), g=Fraction(1, 2), v=1)
    for arrival in (Fraction(1, 100), Fraction(1, 5), Fraction(2, 5)):
        assert {"h": Fraction(2, 5), "m": arrival} in even
    for q in ("longer", "shorter"):
        assert {"m": Fraction(1, 5)} not in solved().region(q).substitute(
            c=Fraction(1, 5), g=Fraction(1, 2), v=1
        )


def test_statics():
    assert {n: str(s) for n, s in solved().threshold("no concessions").statics().items()} == {
        "c": "+",
        "g": "-",
        "v": "0",
    }


def test_a_settlement_worth_waiting_for_to_one_side_only_makes_the_other_give_in():
    """c/g_S < m < c/g_W at c = 1/5, g_W = 1/2, g_S = 4/5; and some stationary equilibrium exists everywhere."""
    here = (
        solved()
        .region("W must give in")
        .substitute(c=Fraction(1, 5), g_W=Fraction(1, 2), g_S=Fraction(4, 5), v=1)
    )
    assert str(here.solve_for(m)) == "1/4 < m < 2/5"
    assert some(solved().equilibria["unequal"], stationary()).is_everything() is Answer.YES


def _best_reply(cost, prize, gain, arrival, chance):
    """Return the value of a best reply to a side that concedes at its turn with a given chance (value iteration)."""
    value = 0.0
    for _ in range(1500):
        concede_or_wait = max(0.0, value)
        other = chance * prize + (1 - chance) * value
        value = -cost + arrival * gain + (1 - arrival) / 2 * (concede_or_wait + other)
    return value


def test_value_iteration_finds_indifference_at_the_mixing_chance():
    generator = np.random.default_rng(9)
    for _ in range(12):
        arrival, gain, prize = (
            generator.uniform(0.05, 0.4),
            generator.uniform(0.2, 1),
            generator.uniform(0.5, 2),
        )
        cost = generator.uniform(arrival * gain, arrival * gain + 0.2)
        if 2 * cost >= (1 - arrival) * prize:
            continue
        chance = 2 * (cost - arrival * gain) / ((1 - arrival) * prize)
        assert abs(_best_reply(cost, prize, gain, arrival, chance)) < 1e-9
        assert _best_reply(cost, prize, gain, arrival, chance + 0.01) > 1e-4
        assert _best_reply(cost, prize, gain, arrival, chance - 0.01) < -1e-4


def test_simultaneous_moves_in_short_periods_give_the_same_rates():
    """The classical discrete contest, in which both may concede at once, tends to the same hazards and lengths."""
    cost, prize, gain, period = 0.2, 1.0, 0.6, 1e-5
    for arrival in (0.0, 0.1, 0.25, 0.32):
        below, above = 0.0, 0.5
        for _ in range(200):
            p = (below + above) / 2
            wait = p * prize + (1 - p) * period * (arrival * gain - cost)
            below, above = (p, above) if wait < 0 else (below, p)
        hazard = p / period
        assert hazard == pytest.approx((cost - arrival * gain) / prize, abs=1e-4)
        ends = 1 - (1 - p) ** 2 * (1 - arrival * period)
        assert ends / period == pytest.approx(2 * cost / prize + arrival * (1 - 2 * gain / prize), abs=1e-3)


def test_no_profile_on_a_grid_is_an_equilibrium_but_the_listed_ones():
    """All pairs of concession chances on a grid that contains the mixing chance, at exact numbers."""
    cost, prize, gain, arrival = Fraction(1, 5), Fraction(1), Fraction(3, 5), Fraction(1, 6)
    chances = [Fraction(i, 25) for i in range(26)]
    turn = (1 - arrival) / 2
    found = set()

    def value(own, other):
        flow = -cost + arrival * gain + turn * other * prize
        return flow / (1 - turn * (1 - own) - turn * (1 - other))

    for one in chances:
        for two in chances:
            values = value(one, two), value(two, one)
            if all(
                (x == 0 or v <= 0) and (x == 1 or v >= 0) for x, v in zip((one, two), values, strict=True)
            ):
                found.add((one, two))
    mixing = 2 * (cost - arrival * gain) / ((1 - arrival) * prize)
    assert found == {(mixing, mixing), (0, 1), (1, 0)}
    listed = some(
        solved().equilibria["mediated"],
        BOTH_MIX_OR_WAIT & (concedes("W") == h),
    )
    assert {"h": mixing, "m": arrival} in listed.substitute(**POINT)


def test_the_figure_shows_the_closed_forms():
    d = MODEL.data(quick=True)
    for size, rate in d.ends.items():
        worth = float(Fraction(size))
        closed = np.where(d.arrival <= d.trap[size], 0.4 + d.arrival * (1 - 2 * worth), d.arrival)
        assert np.allclose(rate, closed, rtol=0, atol=1e-12)
        assert d.trap[size] == pytest.approx(0.2 / worth)
