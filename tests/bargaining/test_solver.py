"""The stationary solver against itself over other numbers, and against value iteration in plain floats."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.bargaining.classics import MerloWilson, Rubinstein
from gametheory.bargaining.protocol import Bargaining

PLAYERS = ("1", "2")
few = settings(max_examples=20)

d1, d2, w1, w2 = gt.parameters("d1 d2 w1 w2")
cL, cH, beta, pi, a = gt.parameters("cL cH beta pi a")


# -- random games -----------------------------------------------------------------------------------------------


def odds(names):
    """A distribution in quarters, which floats represent exactly."""
    return st.lists(st.sampled_from(names), min_size=4, max_size=4).map(
        lambda drawn: {x: Fraction(drawn.count(x), 4) for x in names}
    )


def tenths(low, high):
    return st.integers(low, high).map(lambda k: Fraction(k, 10))


def quarters(low, high):
    return st.integers(low, high).map(lambda k: Fraction(k, 4))


@st.composite
def environments(draw, sizes=(2, 3)):
    """Two players, a few states, everything random; sums and differences often tie."""
    states = tuple("abc"[: draw(st.sampled_from(sizes))])
    return {
        "surplus": {s: draw(quarters(0, 8)) for s in states},
        "discount": {i: draw(tenths(1, 9)) for i in PLAYERS},
        "proposer": {s: draw(odds(PLAYERS)) for s in states},
        "transition": {s: draw(odds(states)) for s in states},
        "flow": {s: {i: draw(quarters(-1, 1)) for i in PLAYERS} for s in states},
        "breakdown": draw(quarters(0, 2)),
        "breakdown_payoff": {i: draw(quarters(0, 1)) for i in PLAYERS},
    }


def rounded(value):
    return {k: rounded(v) for k, v in value.items()} if isinstance(value, dict) else float(value)


def iterated(data, option=None):
    """Values by iterating the Bellman equations in floats, from zero."""
    states = list(data["surplus"])
    game = rounded(data)
    value = {(i, s): 0.0 for i in PLAYERS for s in states}
    for _ in range(800):
        later, new = {}, {}
        for s in states:
            for i in PLAYERS:
                talks = sum(game["transition"][s][t] * value[i, t] for t in states)
                risk = game["breakdown"]
                later[i, s] = (
                    game["flow"][s][i]
                    + risk * game["breakdown_payoff"][i]
                    + (1 - risk) * game["discount"][i] * talks
                )
        for s in states:
            for i, j in (PLAYERS, PLAYERS[::-1]):
                price = later[j, s] if option is None else max(later[j, s], option[j])
                offering = max(game["surplus"][s] - price, later[i, s])
                answering = later[i, s] if option is None else max(later[i, s], option[i])
                new[i, s] = game["proposer"][s][i] * offering + game["proposer"][s][j] * answering
        value = new
    return value


# -- numbers against numbers ------------------------------------------------------------------------------------


@given(environments())
def test_two_players_have_one_equilibrium_and_value_iteration_finds_it(data):
    """The Bellman operator of two players is a contraction: one stationary equilibrium, its fixed point."""
    found = Bargaining(**data).equilibria()
    assert found.complete == "all"
    (e,) = found
    assert (e.certificate.status, e.certificate.gain) == ("proved", 0)
    for (i, s), value in iterated(data).items():
        assert float(e.value(i, s)) == pytest.approx(value, abs=1e-9)


@given(environments())
def test_agreement_is_where_the_surplus_covers_what_both_get_by_waiting(data):
    """Whether there is agreement does not depend on who proposes, and shares add up to the surplus."""
    (e,) = Bargaining(**data).equilibria()
    value = {(i, s): Fraction(e.value(i, s)) for i in PLAYERS for s in data["surplus"]}
    for s, pie in data["surplus"].items():
        risk = data["breakdown"]
        waiting = {
            i: data["flow"][s][i]
            + risk * data["breakdown_payoff"][i]
            + (1 - risk)
            * data["discount"][i]
            * sum(p * value[i, t] for t, p in data["transition"][s].items())
            for i in PLAYERS
        }
        for i, j in (PLAYERS, PLAYERS[::-1]):
            if data["proposer"][s][i]:
                assert e.agrees(s, i) == (pie >= sum(waiting.values()))
                if e.agrees(s, i):
                    assert e.share(j, s, i) == waiting[j]
                    assert e.share("1", s, i) + e.share("2", s, i) == pie


@given(environments())
def test_floats_are_close_to_exact_numbers(data):
    """The float game has the same pattern of agreement and the same values to nine digits."""
    (exact,) = Bargaining(**data).equilibria()
    (rough,) = Bargaining(**{k: rounded(v) for k, v in data.items()}).equilibria()
    assert rough.patterns == exact.patterns
    for i in PLAYERS:
        for s in data["surplus"]:
            assert isinstance(rough.value(i, s), float)
            assert rough.value(i, s) == pytest.approx(float(exact.value(i, s)), abs=1e-9)


@few
@given(tenths(1, 9), tenths(1, 9), tenths(0, 5), tenths(0, 5))
def test_value_iteration_with_outside_options(x1, x2, y1, y2):
    """Options up to half the pie each: the responder takes the better of waiting and leaving."""
    turns = {"first": "1", "second": "2"}
    (e,) = Rubinstein(x1, x2, option={"1": y1, "2": y2}).equilibria()
    data = {
        "surplus": {"first": 1, "second": 1},
        "discount": {"1": x1, "2": x2},
        "proposer": {s: {i: int(i == by) for i in PLAYERS} for s, by in turns.items()},
        "transition": {"first": {"first": 0, "second": 1}, "second": {"first": 1, "second": 0}},
        "flow": {s: dict.fromkeys(PLAYERS, 0) for s in turns},
        "breakdown": 0,
        "breakdown_payoff": dict.fromkeys(PLAYERS, 0),
    }
    value = iterated(data, {"1": float(y1), "2": float(y2)})
    for i in PLAYERS:
        assert float(e.value(i, "1 proposes")) == pytest.approx(value[i, "first"], abs=1e-9)
        assert float(e.value(i, "2 proposes")) == pytest.approx(value[i, "second"], abs=1e-9)


@few
@given(st.lists(tenths(1, 9), min_size=3, max_size=3), st.lists(tenths(1, 9), min_size=3, max_size=3))
def test_three_players_with_their_own_discount_factors(discounts, sizes):
    """Unanimity of three, rotating: every equilibrium listed satisfies the equations, checked by hand."""
    states, players = ("a", "b", "c"), ("1", "2", "3")
    pie = dict(zip(states, sizes, strict=True))
    found = Bargaining(
        surplus=pie,
        discount=dict(zip(players, discounts, strict=True)),
        proposer=dict(zip(states, players, strict=True)),
        transition=dict(zip(states, "bca", strict=True)),
    ).equilibria()
    assert found.complete == "all"
    assert len(found) >= 1
    for e in found:
        for s, t, by in zip(states, "bca", players, strict=True):
            waiting = {i: x * e.value(i, t) for i, x in zip(players, discounts, strict=True)}
            gain = pie[s] - sum(waiting.values())
            assert e.agrees(s) == (gain >= 0)
            for i in players:
                assert e.value(i, s) == waiting[i] + (max(gain, 0) if i == by else 0)


# -- symbols against numbers ------------------------------------------------------------------------------------


@cache
def with_options():
    assuming = [0 < d1, d1 < 1, 0 < d2, d2 < 1, w1 >= 0, w2 >= 0, w1 + w2 <= 1]
    return Rubinstein(d1, d2, option={"1": w1, "2": w2}, assuming=assuming).equilibria()


@cache
def two_states():
    proposer = {"1": a, "2": 1 - a}
    return MerloWilson(
        {"L": cL, "H": cH},
        beta,
        {"L": {"L": 1 - pi, "H": pi}, "H": "H"},
        {"L": proposer, "H": proposer},
        assuming=[0 < cL, 0 < cH, 0 < beta, beta < 1, 0 < pi, pi <= 1, 0 < a, a < 1],
    ).equilibria()


@cache
def with_own_discounts():
    """Two states that alternate, a small pie first: discounts of their own, a flow, a risk."""
    x1, x2, c, f, r = gt.parameters("x1 x2 c f r")
    return Bargaining(
        surplus={"L": c, "H": 1},
        discount={"1": x1, "2": x2},
        proposer={"L": "1", "H": "2"},
        transition={"L": "H", "H": "L"},
        flow={"1": f},
        breakdown=r,
        assuming=[0 < x1, x1 < 1, 0 < x2, x2 < 1, 0 <= c, c <= 1, 0 <= f, f <= 1, 0 <= r, r < 1],
    ).equilibria()


def agrees_with_numbers(found, point):
    """At a point exactly one pattern holds, and its expressions give what the game solved there gives."""
    listed = [e for e in found if e.when.contains(point)]
    assert len(listed) == 1
    (symbolic,) = listed
    (number,) = found.game.at(**point).equilibria()
    assert number.certificate.status == "proved"
    assert symbolic.patterns == number.patterns
    for i in found.game.players:
        for s in found.game.states:
            value = symbolic.value(i, s)
            put = {x: point[x.name] for x in value.free_symbols}
            assert value.subs(put) == number.value(i, s)
            assert number.value(i, s) == number.exact_value(i, s)


@given(tenths(1, 9), tenths(1, 9), tenths(0, 10), tenths(0, 10))
def test_options_over_symbols_and_over_numbers(x1, x2, y1, y2):
    """Rubinstein with outside options, anywhere in what is assumed."""
    agrees_with_numbers(with_options(), {"d1": x1, "d2": x2, "w1": y1 * (1 - y2), "w2": y2})


@given(quarters(1, 12), quarters(1, 12), tenths(1, 9), tenths(1, 10), tenths(1, 9))
def test_two_states_over_symbols_and_over_numbers(low, high, discount, arrival, chance):
    """Merlo and Wilson's two states, anywhere in what is assumed."""
    agrees_with_numbers(two_states(), {"cL": low, "cH": high, "beta": discount, "pi": arrival, "a": chance})


@given(tenths(1, 9), tenths(1, 9), tenths(0, 10), tenths(0, 10), tenths(0, 9))
def test_own_discounts_over_symbols_and_over_numbers(x1, x2, c, f, r):
    """Individual discount factors, a flow and a risk of breakdown."""
    agrees_with_numbers(with_own_discounts(), {"x1": x1, "x2": x2, "c": c, "f": f, "r": r})


@pytest.mark.parametrize("solved", [with_options, two_states, with_own_discounts])
def test_the_regions_cover_and_do_not_overlap(solved):
    """Some equilibrium exists everywhere (proved), no two patterns share a point (proved)."""
    found = solved()
    assert found.complete == "all"
    assert found.covers().status == "proved"
    assert all(e.certificate.status == "proved" for e in found)
    for k, e in enumerate(found):
        for other in found[k + 1 :]:
            assert str((e.when & other.when).is_empty()) == "yes"


@few
@given(tenths(1, 9), tenths(1, 9), tenths(0, 10))
def test_on_the_boundaries_of_the_options_there_is_one_pattern(x1, x2, part):
    """A point exactly where an option starts to matter belongs to exactly one pattern."""
    m1, m2 = (1 - x2) / (1 - x1 * x2), (1 - x1) / (1 - x1 * x2)
    for point in (
        {"w1": part * x1 * m1, "w2": x2 * m2},
        {"w1": x1 * m1, "w2": part * x2 * m2},
        {"w1": x1 * m1, "w2": x2 * m2},
        {"w1": x1 * (1 - (x2 * m2 + part * (1 - x2 * m2))), "w2": x2 * m2 + part * (1 - x2 * m2)},
    ):
        agrees_with_numbers(with_options(), {"d1": x1, "d2": x2, **point})


@few
@given(quarters(1, 12), tenths(1, 9), tenths(1, 10))
def test_on_the_threshold_of_delay_there_is_agreement(high, discount, arrival):
    """The threshold itself belongs to agreement, and to nothing else."""
    edge = discount * arrival * high / (1 - discount * (1 - arrival))
    point = {"cL": edge, "cH": high, "beta": discount, "pi": arrival, "a": Fraction(1, 2)}
    agrees_with_numbers(two_states(), point)
    assert two_states().agreement("L").contains(point)
    assert not two_states().delay("L").contains(point)


# -- the object as a value --------------------------------------------------------------------------------------


@few
@given(environments(sizes=(2,)), st.randoms(use_true_random=False))
def test_names_and_their_order_do_not_matter(data, random):
    """Listing states or players in another order changes nothing."""
    (e,) = Bargaining(**data).equilibria()
    shuffled = {}
    for key, given_as in data.items():
        items = list(given_as.items()) if isinstance(given_as, dict) else None
        if items is not None:
            random.shuffle(items)
        shuffled[key] = dict(items) if items is not None else given_as
    (other,) = Bargaining(**shuffled).equilibria()
    assert {(i, s): e.value(i, s) for i in PLAYERS for s in data["surplus"]} == {
        (i, s): other.value(i, s) for i in PLAYERS for s in data["surplus"]
    }


def test_two_games_with_the_same_content_are_equal():
    """Equality and hash go by content; the diagram shows the table's rows."""
    one, two = Rubinstein("9/10", "4/5"), Rubinstein(Fraction(9, 10), Fraction(4, 5))
    assert one == two
    assert hash(one) == hash(two)
    assert one != Rubinstein("9/10", "9/10")
    drawn = one.diagram()
    for row in one.table:
        assert f"[{row.state}]" in drawn
        assert f"{row.event} -> {row.target}" in drawn


def test_setting_parameters_one_by_one_or_at_once():
    """`at` in two steps is `at` in one."""
    game = with_options().game
    steps = game.at(d1="9/10", w1=0).at(d2="4/5", w2="1/3")
    assert steps == game.at(d1="9/10", d2="4/5", w1=0, w2="1/3")
    assert steps == Rubinstein("9/10", "4/5", option={"1": 0, "2": "1/3"})
