"""Published results on alternating offers: closed form, solver over symbols, solver over numbers, and the table.

The numbers are the tables of the literature notes, sections 1, 2 and 16.  Not here: curved utilities (a frontier, not
this object) and a continuum of cakes (compared with a fine discretisation only).
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import combinations
from math import comb, exp, isclose, sqrt

import pytest
import sympy as sp

import gametheory as gt
from gametheory.algebra.conditions import ZERO, cell, compare
from gametheory.algebra.eliminate import project
from gametheory.algebra.expressions import read_exact
from gametheory.algebra.region import Region
from gametheory.bargaining.classics import (
    BaronFerejohn,
    BinmoreRubinsteinWolinsky,
    FixedCosts,
    MerloWilson,
    Rubinstein,
    Stahl,
    Unanimity,
)
from gametheory.bargaining.protocol import Bargaining

d1, d2, d, w1, w2, p, b1, b2, f1, f2 = gt.parameters("d1 d2 d w1 w2 p b1 b2 f1 f2")
n, m, q, c1, c2 = gt.parameters("n m q c1 c2")
cL, cH, beta, pi, rho, a1 = gt.parameters("cL cH beta pi rho a1")
PATIENCE = [0 < d1, d1 < 1, 0 < d2, d2 < 1]
RUBINSTEIN = (1 - d2) / (1 - d1 * d2)


def same(one, other):
    """Whether two expressions are the same rational function."""
    return sp.simplify(sp.sympify(one) - sp.sympify(other)) == 0


def printed(value, text):
    """Whether a number rounds to what the table prints (eight significant digits)."""
    return isclose(float(value), float(text), rel_tol=6e-8)


def exact(**values):
    """Read decimals exactly."""
    return {name: Fraction(text) for name, text in values.items()}


def only(game):
    """The one equilibrium of a game, certified, in a list that is complete."""
    found = game.equilibria()
    assert found.complete == "all"
    (e,) = found
    assert e.certificate.status == "proved"
    return e


def everywhere(game):
    """The one equilibrium of a symbolic game, which exists wherever the parameters may lie."""
    e = only(game)
    assert str(e.when.is_everything()) == "yes"
    return e


def pieces(found, point):
    """The equilibria whose region contains a point."""
    return [e for e in found if e.when.contains(point)]


def check(symbolic, closed, values, text, numeric, player="1", state=None):
    """Compare closed form, symbolic solver, exact solver and float solver with the table."""
    point = exact(**values)
    at = {s: point[s.name] for s in sp.sympify(closed).free_symbols}
    assert same(symbolic, closed)
    assert printed(sp.sympify(closed).subs(at), text)
    assert printed(only(numeric(**point)).value(player, state), text)
    rough = only(numeric(**{k: float(v) for k, v in point.items()})).value(player, state)
    assert isinstance(rough, float)
    assert printed(rough, text)


# -- section 1: two players, one pie ----------------------------------------------------------------------------


@cache
def rubinstein():
    return everywhere(Rubinstein(d1, d2, assuming=PATIENCE))


@pytest.mark.parametrize(
    ("delta1", "delta2", "text"),
    [("0.9", "0.9", "0.52631579"), ("0.9", "0.8", "0.71428571"), ("0.95", "0.6", "0.93023256")],
)
def test_rubinstein(delta1, delta2, text):
    """The share (1 - d2)/(1 - d1 d2), derived."""
    e = rubinstein()
    check(e.share("1"), RUBINSTEIN, {"d1": delta1, "d2": delta2}, text, lambda d1, d2: Rubinstein(d1, d2))
    assert same(e.share("2"), d2 * (1 - d1) / (1 - d1 * d2))
    assert same(e.share("1").subs({d1: d, d2: d}), 1 / (1 + d))
    assert e.agreement_date() == 0


def test_rubinstein_as_offers_become_frequent():
    """With d_i = exp(-r_i dt) the share tends to r2/(r1 + r2)."""
    step, r1, r2 = 1e-6, 0.1, 0.05
    share = only(Rubinstein(exp(-r1 * step), exp(-r2 * step))).share("1")
    assert share == pytest.approx(r2 / (r1 + r2), abs=1e-6)


@pytest.mark.parametrize(("periods", "text"), [(1, "1"), (2, "0.1"), (5, "0.8371")])
def test_stahl(periods, text):
    """The first of T proposers gets (1 - (-d)^T)/(1 + d)."""
    e = everywhere(Stahl(d, d, periods, assuming=[0 < d, d < 1]))
    closed = (1 - (-d) ** periods) / (1 + d)
    check(e.share("1"), closed, {"d": "0.9"}, text, lambda d: Stahl(d, d, periods))


@pytest.mark.parametrize(("cost1", "cost2", "text"), [("0.1", "0.2", "1"), ("0.2", "0.1", "0.1")])
def test_unequal_fixed_costs(cost1, cost2, text):
    """The cheaper bargainer gets all if he proposes first, and all but the other's cost if he does not."""
    assert printed(only(FixedCosts(cost1, cost2)).share("1"), text)
    assert printed(only(FixedCosts(float(cost1), float(cost2))).share("1"), text)


def test_fixed_costs_over_symbols():
    """Three regimes: c1 < c2 gives 1, c1 > c2 gives c2, and a continuum between them."""
    found = FixedCosts(c1, c2, assuming=[c1 > 0, c2 > 0, c1 < 1, c2 < 1]).equilibria()
    assert found.complete == "all"
    assert found.covers().status == "proved"
    first, second = Fraction(1, 5), Fraction(1, 10)
    (dear,) = pieces(found, {"c1": first, "c2": second})
    (cheap,) = pieces(found, {"c1": second, "c2": first})
    (equal,) = pieces(found, {"c1": first, "c2": first})
    assert same(cheap.share("1"), 1)
    assert same(dear.share("1"), c2)
    assert equal.free
    assert not cheap.free and not dear.free


@pytest.mark.parametrize("cost", ["1/5", "1/10", "1/2"])
def test_equal_fixed_costs_are_a_continuum_from_the_cost_to_one(cost):
    """The set of the proposer's shares is exactly [c, 1]."""
    e = only(FixedCosts(cost, cost))
    assert len(e.free) == 1
    x = gt.parameters("x")
    tied = cell(compare(e.shares_exact["1 proposes", "1"][0] - read_exact(x), ZERO))
    shares = Region(project(e.conditions | tied, e.free, frozenset()), parameters=["x"])
    assert str(shares.equivalent(gt.region([x >= sp.Rational(cost), x <= 1]))) == "yes"


@pytest.mark.parametrize(
    ("risk", "payoff1", "payoff2", "text"),
    [
        ("0.1", "0.2", "0.1", "0.56842105"),
        ("0.5", "0", "0.3", "0.46666667"),
        ("0.01", "0.2", "0.1", "0.55175879"),
    ],
)
def test_breakdown(risk, payoff1, payoff2, text):
    """Binmore, Rubinstein and Wolinsky: (1 - b2 + (1-p) b1)/(2 - p), the Nash solution in the limit."""
    assuming = [0 < p, p <= 1, b1 >= 0, b2 >= 0, b1 + b2 < 1]
    e = everywhere(BinmoreRubinsteinWolinsky(p, b1, b2, assuming=assuming))
    closed = (1 - b2 + (1 - p) * b1) / (2 - p)
    check(
        e.share("1"),
        closed,
        {"p": risk, "b1": payoff1, "b2": payoff2},
        text,
        lambda p, b1, b2: BinmoreRubinsteinWolinsky(p, b1, b2),
    )
    assert same(e.share("1").subs(p, 0), (1 + b1 - b2) / 2)


@cache
def outside_options():
    assuming = [*PATIENCE, w1 >= 0, w2 >= 0, w1 + w2 <= 1]
    return Rubinstein(d1, d2, option={"1": w1, "2": w2}, assuming=assuming).equilibria()


def _option_share(x1, x2, y1, y2):
    """The closed form with its four regimes."""
    m1, m2 = (1 - x2) / (1 - x1 * x2), (1 - x1) / (1 - x1 * x2)
    if y1 <= x1 * m1 and y2 <= x2 * m2:
        return m1
    if y2 > x2 * m2 and y1 <= x1 * (1 - y2):
        return 1 - y2
    if y1 > x1 * m1 and y2 <= x2 * (1 - y1):
        return 1 - x2 * (1 - y1)
    return 1 - y2


@pytest.mark.parametrize(
    ("delta1", "delta2", "out1", "out2", "text"),
    [
        ("0.9", "0.9", "0", "0.4", "0.52631579"),
        ("0.9", "0.9", "0", "0.6", "0.4"),
        ("0.9", "0.9", "0.7", "0", "0.73"),
        ("0.9", "0.9", "0.5", "0.5", "0.5"),
    ],
)
def test_outside_options(delta1, delta2, out1, out2, text):
    """A responder's option matters only if it beats what the other's patience already gives her."""
    numbers = tuple(map(Fraction, (delta1, delta2, out1, out2)))
    point = dict(zip(("d1", "d2", "w1", "w2"), numbers, strict=True))
    closed = _option_share(*numbers)
    assert printed(closed, text)
    game = Rubinstein(delta1, delta2, option={"1": out1, "2": out2})
    assert only(game).share("1") == closed
    (e,) = pieces(outside_options(), point)
    assert e.share("1").subs({s: point[s.name] for s in (d1, d2, w1, w2)}) == closed


def test_outside_options_have_four_regimes_over_symbols():
    """The regions of the four patterns are exactly the published ones."""
    found = outside_options()
    assert found.complete == "all"
    assert len(found) == 4
    assert found.covers().status == "proved"
    assuming = [*PATIENCE, w1 >= 0, w2 >= 0, w1 + w2 <= 1]
    m1, m2 = RUBINSTEIN, (1 - d1) / (1 - d1 * d2)
    irrelevant = gt.region([w1 <= d1 * m1, w2 <= d2 * m2], assuming=assuming)
    second = gt.region([w2 > d2 * m2, w1 <= d1 * (1 - w2)], assuming=assuming)
    first = gt.region([w1 > d1 * m1, w2 <= d2 * (1 - w1)], assuming=assuming)
    both = gt.region([w1 > d1 * (1 - w2), w2 > d2 * (1 - w1)], assuming=assuming)
    for region, share in ((irrelevant, m1), (second, 1 - w2), (first, 1 - d2 * (1 - w1)), (both, 1 - w2)):
        (e,) = (e for e in found if str(e.when.equivalent(region)) == "yes")
        assert same(e.share("1"), share)


@pytest.mark.parametrize(
    ("delta1", "delta2", "flow1", "flow2", "text"),
    [("0.9", "0.9", "0.2", "0.1", "0.56842105"), ("0.9", "0.8", "0", "0.3", "0.5")],
)
def test_inside_options(delta1, delta2, flow1, flow2, text):
    """A flow of (1 - d_i) f_i while talks last always moves the split."""
    e = everywhere(_inside(d1, d2, f1, f2, assuming=[*PATIENCE, f1 >= 0, f2 >= 0, f1 + f2 < 1]))
    closed = ((1 - d2) * (1 - f2) + d2 * (1 - d1) * f1) / (1 - d1 * d2)
    values = {"d1": delta1, "d2": delta2, "f1": flow1, "f2": flow2}
    check(e.share("1"), closed, values, text, lambda d1, d2, f1, f2: _inside(d1, d2, f1, f2))


def _inside(x1, x2, y1, y2, **more):
    return Rubinstein(x1, x2, flow={"1": (1 - x1) * y1, "2": (1 - x2) * y2}, **more)


def test_inside_options_as_offers_become_frequent():
    """Split the difference over what the flows give: f1 + r2/(r1 + r2) (1 - f1 - f2)."""
    step, r1, r2 = 1e-6, 0.1, 0.05
    share = only(_inside(exp(-r1 * step), exp(-r2 * step), 0.2, 0.1)).share("1")
    assert share == pytest.approx(0.43333333, abs=1e-6)
    assert printed(0.2 + r2 / (r1 + r2) * (1 - 0.2 - 0.1), "0.43333333")


# -- section 2: a cake that changes -----------------------------------------------------------------------------


TWO_STATES = [0 < cL, cL <= cH, 0 < beta, beta < 1, 0 < pi, pi <= 1, 0 <= rho, rho <= 1, 0 <= a1, a1 <= 1]


@cache
def two_states():
    """L until H comes with probability pi; from H back with rho; player 1 proposes with probability a1."""
    proposer = {"1": a1, "2": 1 - a1}
    moves = {"L": {"L": 1 - pi, "H": pi}, "H": {"H": 1 - rho, "L": rho}}
    return MerloWilson(
        {"L": cL, "H": cH}, beta, moves, {"L": proposer, "H": proposer}, assuming=TWO_STATES
    ).equilibria()


THRESHOLD = beta * pi * cH / (1 - beta * (1 - pi))


def test_two_states_over_symbols():
    """Delay exactly if cL < beta pi cH/(1 - beta (1 - pi)), whatever rho and a1 are."""
    found = two_states()
    assert found.complete == "all"
    assert len(found) == 2
    assert found.covers().status == "proved"
    delay = found.delay("L")
    assert str(delay.equivalent(gt.region(cL < THRESHOLD, assuming=TWO_STATES))) == "yes"
    (piece,) = delay.solve_for(cL).pieces
    assert any(same(u.value, THRESHOLD) and not u.closed for u in piece.upper)
    assert str(found.agreement("L").equivalent(~delay)) == "yes"
    assert str(delay.eliminate("cL", "cH", "beta", "pi").is_everything()) == "yes"


@pytest.mark.parametrize(
    ("low", "high", "discount", "arrival", "total"),
    [("1", "2", "0.9", "0.2", "1.2857143"), ("1", "1.5", "0.9", "0.1", "1")],
)
def test_two_state_totals(low, high, discount, arrival, total):
    """The sum of values is that of optimal stopping: delay is efficient."""
    point = exact(cL=low, cH=high, beta=discount, pi=arrival, rho="0", a1="0.3")
    (e,) = pieces(two_states(), point)
    at = {s: point[s.name] for s in (cL, cH, beta, pi, rho, a1)}
    value = sp.sympify(e.value("1", "L") + e.value("2", "L")).subs(at)
    closed = max(point["cL"], sp.sympify(THRESHOLD).subs(at))
    assert value == closed
    assert printed(value, total)
    number = only(two_states().game.at(**point))
    assert printed(number.value("1", "L") + number.value("2", "L"), total)
    assert number.loss("L") == point["cL"] - closed


def test_two_state_value_of_player_1():
    """A responder is paid what she gets by waiting, so the value is a1 times the total."""
    point = exact(cL="1", cH="2", beta="0.9", pi="0.2", rho="0", a1="0.3")
    (e,) = pieces(two_states(), point)
    assert same(e.value("1", "L"), a1 * THRESHOLD)
    assert printed(only(two_states().game.at(**point)).value("1", "L"), "0.38571429")
    proposer = {"1": 0.3, "2": 0.7}
    moves = {"L": {"L": 0.8, "H": 0.2}, "H": "H"}
    rough = MerloWilson({"L": 1.0, "H": 2.0}, 0.9, moves, {"L": proposer, "H": proposer})
    assert printed(only(rough).value("1", "L"), "0.38571429")


@pytest.mark.parametrize(
    ("high", "discount", "arrival", "back", "text"),
    [
        ("2", "0.9", "0.2", "0", "1.2857143"),
        ("1", "0.95", "0.1", "0", "0.65517241"),
        ("2", "0.9", "0.2", "0.3", "1.2857143"),
    ],
)
def test_delay_threshold(high, discount, arrival, back, text):
    """The threshold of the table, and delay just below it but not at it."""
    point = exact(cH=high, beta=discount, pi=arrival, rho=back, a1="1/2")
    closed = sp.sympify(THRESHOLD).subs({s: point[s.name] for s in (cH, beta, pi)})
    assert printed(closed, text)
    edge = Fraction(int(closed.p), int(closed.q))
    assert two_states().delay("L").contains(**point, cL=edge - Fraction(1, 10**9))
    assert not two_states().delay("L").contains(**point, cL=edge)
    assert not only(two_states().game.at(**point, cL=edge - Fraction(1, 10**9))).agrees("L")
    assert only(two_states().game.at(**point, cL=edge)).agrees("L")


@pytest.mark.parametrize(("discount", "text"), [(0.9, "0.62678901"), (0.8, "0.5")])
def test_reservation_cake_of_a_uniform_draw(discount, text):
    """Agreement exactly above a cake that tends to (1 - sqrt(1 - beta^2))/beta as the grid of cakes gets finer."""
    closed = (1 - sqrt(1 - discount**2)) / discount
    assert printed(closed, text)
    size = 10
    cakes = {f"{i}": Fraction(2 * i + 1, 2 * size) for i in range(size)}
    odds = dict.fromkeys(cakes, Fraction(1, size))
    proposer = {s: {"1": "1/2", "2": "1/2"} for s in cakes}
    e = only(MerloWilson(cakes, str(discount), dict.fromkeys(cakes, odds), proposer))
    lowest = min(cake for s, cake in cakes.items() if e.agrees(s))
    assert abs(lowest - closed) <= 1 / size
    assert all(e.agrees(s) == (cake >= lowest) for s, cake in cakes.items())


@pytest.mark.parametrize(("change", "text"), [("1", "0.52631579"), ("0.5", "0.55"), ("0.2", "0.60869565")])
def test_proposer_who_may_keep_the_floor(change, text):
    """The share (1 - d(1-rho))/(1 + d rho - d(1-rho)) of a proposer who loses the floor with probability rho."""
    closed = (1 - d * (1 - rho)) / (1 + d * rho - d * (1 - rho))
    e = everywhere(_keeping(d, rho, assuming=[0 < d, d < 1, 0 <= rho, rho <= 1]))
    check(e.share("1"), closed, {"d": "0.9", "rho": change}, text, lambda d, rho: _keeping(d, rho))
    assert same(closed.subs(rho, 1), 1 / (1 + d))
    assert same(closed.subs(rho, sp.Rational(1, 2)), 1 - d / 2)


def _keeping(discount, change, **more):
    turns = {"1 in": {"1 in": 1 - change, "2 in": change}, "2 in": {"2 in": 1 - change, "1 in": change}}
    return MerloWilson({"1 in": 1, "2 in": 1}, discount, turns, {"1 in": "1", "2 in": "2"}, **more)


# -- section 16: several players --------------------------------------------------------------------------------


def majority(members, needed, discount, veto=0):
    """Values by iteration, member by member: (veto player, member); the proposer buys the cheapest consents."""
    people = [*range(veto), *range(veto, veto + members)]
    value = [0.5 / len(people)] * len(people)
    for _ in range(2000):
        after = [discount * v for v in value]
        new = [0.0] * len(people)
        for proposer in people:
            others = [i for i in people if i != proposer and i >= veto]
            count = needed - (proposer >= veto)
            must = [i for i in range(veto) if i != proposer]
            total = 0.0
            for partners in combinations(others, count):
                for i in (*partners, *must):
                    new[i] += after[i] / comb(len(others), count) / len(people)
                    total += after[i] / comb(len(others), count)
            new[proposer] += (1 - total) / len(people)
        value = new
    return value[0], value[-1]


@pytest.mark.parametrize(
    ("members", "quota", "discount", "text"), [(3, 2, "1", "0.66666667"), (5, 3, "0.9", "0.64")]
)
def test_baron_ferejohn(members, quota, discount, text):
    """The proposer keeps 1 - d (q-1)/n, over symbols; each partner gets d/n."""
    assuming = [0 < d, d < 1, n >= 1, q >= 1, q <= n]
    share = everywhere(BaronFerejohn(n, q, d, assuming=assuming)).share("member")
    closed = 1 - d * (q - 1) / n
    assert same(share, closed)
    point = {n: members, q: quota, d: sp.Rational(discount)}
    assert printed(share.subs(point), text)
    _, member = majority(members, quota, float(Fraction(discount)))
    assert printed(1 - float(Fraction(discount)) * (quota - 1) * member, text)
    # At d = 1 the solver is asked just below it.
    below = min(Fraction(discount), 1 - Fraction(1, 10**9))
    assert printed(only(BaronFerejohn(members, quota, below)).share("member"), text)


@pytest.mark.parametrize("size", [2, 3, 4])
def test_rotating_unanimity(size):
    """Shares 1, d, d^2, ... over their sum, in the order in which players will propose."""
    players = [str(i) for i in range(1, size + 1)]
    e = everywhere(Unanimity(d, players, assuming=[0 < d, d < 1]))
    for i, player in enumerate(players):
        assert same(e.share(player), d**i * (1 - d) / (1 - d**size))


def test_rotating_unanimity_in_numbers():
    """Three players, d = 0.9."""
    assert printed(only(Unanimity("9/10", ["1", "2", "3"])).share("1"), "0.36900369")
    assert printed(only(Unanimity(0.9, ["1", "2", "3"])).share("1"), "0.36900369")


def veto(size, needed, discount, **more):
    """Target T with a veto against a bloc, everyone recognised with the same probability."""
    one = 1 / (size + sp.Integer(1))
    return Bargaining(
        surplus={"talks": 1},
        discount={"T": discount, "B": discount},
        proposer={"talks": {"T": one, "B": size * one}},
        count={"B": size},
        consents={"B": needed},
        **more,
    )


VETO_ASSUMES = [0 < d, d < 1, n >= 2, m >= 1, m <= n]


@cache
def veto_over_symbols():
    return everywhere(veto(n, m, d, assuming=VETO_ASSUMES))


@pytest.mark.parametrize(("size", "needed", "text"), [(3, 2, "0.57142857"), (3, 3, "0.25")])
def test_veto_player(size, needed, text):
    """v_T = (n - m d)/(n(n+1) - n^2 d - m d); with everyone's consent needed 1/(n+1)."""
    closed = (n - m * d) / (n * (n + 1) - n**2 * d - m * d)
    value = veto_over_symbols().value("T")
    assert same(value, closed)
    assert same(closed.subs(m, n), 1 / (n + 1))
    assert printed(closed.subs({n: size, m: needed, d: sp.Rational(9, 10)}), text)
    assert printed(only(veto(size, needed, Fraction(9, 10))).value("T"), text)
    assert printed(majority(size, needed, 0.9, veto=1)[0], text)


@pytest.mark.parametrize(("size", "discount", "text"), [(3, "0.9", "2.3333333"), (5, "0.95", "3.9473684")])
def test_a_rift_pays_below_m_star(size, discount, text):
    """T gets more than against one voice (1/2) exactly if m < n (1 - n (1 - d))/d."""
    star = n * (1 - n * (1 - d)) / d
    better = gt.region(veto_over_symbols().value("T") > sp.Rational(1, 2), assuming=VETO_ASSUMES)
    assert str(better.equivalent(gt.region(m < star, assuming=VETO_ASSUMES))) == "yes"
    (piece,) = better.solve_for(m).pieces
    assert any(same(u.value, star) and not u.closed for u in piece.upper)
    number = star.subs({n: size, d: sp.Rational(discount)})
    assert printed(number, text)
    for needed in range(1, size + 1):
        value = only(veto(size, needed, Fraction(discount))).value("T")
        assert (value > Fraction(1, 2)) == (needed < number)
