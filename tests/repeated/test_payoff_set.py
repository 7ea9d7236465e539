"""Equilibrium payoffs of repeated games: published sets, hand-derived ones, laws, and another package as an oracle."""

from __future__ import annotations

import pickle
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.algebra.decide import Answer, Budget
from gametheory.errors import InvalidGameError, ParameterError
from gametheory.repeated._check import covers, generated_by, generates_itself, is_outer_chain, shrinks
from gametheory.repeated._outer import operator, rounded, threats
from gametheory.repeated._polygon import contains, cut, hull, support
from gametheory.repeated._solve import search, verified
from gametheory.repeated._stage import exact_stage
from gametheory.repeated.payoffs import payoff_set
from tests.strategies import bimatrices

HALF = Fraction(1, 2)


def dilemma(gain: int = 1, loss: int = 1) -> gt.NormalForm:
    """Cooperation pays 1, defection 0; who defects alone gains `gain`, who is deceived loses `loss`."""
    return gt.NormalForm([[1, -loss], [1 + gain, 0]], [[1, 1 + gain], [-loss, 0]], actions=[("C", "D")] * 2)


def published() -> gt.NormalForm:
    """The example of Abreu and Sannikov (2014), with three actions each, as QuantEcon's tests quote it."""
    return gt.NormalForm([[16, 3, 0], [21, 10, -1], [9, 5, -5]], [[9, 13, 3], [1, 4, 0], [0, -4, -15]])


# -- published and hand-derived -----------------------------------------------------------------------------------


def test_the_example_of_abreu_and_sannikov():
    """The six vertices that QuantEcon's tests give for this example, to nine digits."""
    expected = [
        (1.12568240, 2.8),
        (7.33770472, 0.0),
        (7.86308964, 0.0),
        (19.7917977, 2.8),
        (15.5630896, 9.1),
        (7.33770472, 10.9826253),
    ]
    found = payoff_set(published(), Fraction(3, 10))
    assert found.complete == "some"
    assert 0 < found.gap < Fraction(1, 10**25)
    for mine, theirs in zip(found.vertices, expected, strict=True):
        assert tuple(map(float, mine)) == pytest.approx(theirs, abs=1e-7)
    assert found.certificate.status == "proved"
    assert found.contains((16, 9)) is Answer.NO
    assert found.contains((10, 4)) is Answer.YES


def test_the_same_example_with_half_is_rational():
    found = payoff_set(published(), HALF)
    assert found.complete == "all"
    assert (Fraction(455, 244), Fraction(13, 2)) in found.vertices
    assert found.threats == (0, 0)


def test_a_very_patient_dilemma_has_every_rational_payoff():
    """The feasible, individually rational polygon: (0,0), (3/2,0), (1,1), (0,3/2) for gain = loss = 1."""
    found = payoff_set(dilemma(), Fraction(9, 10))
    assert found.complete == "all"
    assert set(found.vertices) == {(0, 0), (Fraction(3, 2), 0), (1, 1), (0, Fraction(3, 2))}


def test_cooperation_appears_exactly_at_the_trigger_threshold():
    """With gain g, cooperating for ever needs delta >= g / (1 + g) (Friedman 1971)."""
    for gain in (1, 2, 3):
        critical = Fraction(gain, 1 + gain)
        at = payoff_set(dilemma(gain), critical)
        below = payoff_set(dilemma(gain, loss=gain), critical - Fraction(1, 1000))
        assert at.contains((1, 1)) is Answer.YES
        assert below.vertices == ((0, 0),)
        assert below.complete == "all"


def test_a_promise_that_just_binds():
    """At delta = 1/3 and gain 1/2: (D, C) and then (C, C) pays the column player 0, her threat."""
    game = gt.NormalForm([[2, -1], [3, 0]], [[2, 3], [-1, 0]], actions=[("C", "D")] * 2)
    found = payoff_set(game, Fraction(1, 3))
    place = found.vertices.index((Fraction(8, 3), 0))
    regime = found.regimes[place]
    assert regime.profile == ("D", "C")
    assert regime.continuation == (2, 2)
    assert regime.binding == ("column",)
    assert not regime.forever
    assert regime.lottery == ((found.vertices.index((2, 2)), 1),)


def test_matching_pennies_has_no_equilibrium_in_pure_strategies():
    found = payoff_set(gt.NormalForm([[1, -1], [-1, 1]]), Fraction(9, 10))
    assert found.complete == "none"
    assert found.vertices == found.outer == ()
    assert found.contains((0, 0)) is Answer.NO
    assert "none in pure strategies" in str(found)


# -- the proof ----------------------------------------------------------------------------------------------------


def test_the_checker_refuses_what_is_wrong():
    stage = exact_stage(published(), HALF)
    found = search(stage, Budget().started())
    proof = found.shrinking
    assert proof is not None
    assert verified(stage, found) == (True, True)
    arguments = (stage, found.around, found.chain[-1])
    assert shrinks(*arguments, proof.planes, proof.widths, proof.least, proof.multipliers)
    key = next(k for k, weights in proof.multipliers.items() if weights)
    without = {k: v for k, v in proof.multipliers.items() if k != key}
    assert not shrinks(*arguments, proof.planes, proof.widths, proof.least, without)
    doubled = {**proof.multipliers, key: tuple((k, 2 * y) for k, y in proof.multipliers[key])}
    assert not shrinks(*arguments, proof.planes, proof.widths, proof.least, doubled)
    flat = tuple(0 * x for x in proof.widths)
    assert not shrinks(*arguments, proof.planes, flat, proof.least, proof.multipliers)
    assert not covers(found.inner[:2], found.chain[-1], [])


def test_a_larger_polygon_does_not_generate_itself():
    stage = exact_stage(dilemma(), Fraction(1, 4))
    assert generates_itself(stage, [(0, 0)])
    assert not generates_itself(stage, stage.feasible)
    assert not is_outer_chain(stage, [stage.feasible, ((0, 0),)][::-1])
    assert not generated_by(stage, [(0, 0)], (1, 1))


@pytest.mark.parametrize("turned", [False, True])
def test_the_checker_asks_both_players(turned):
    """One player needs delta >= 1/3 to cooperate, the other 3/5; at 1/2 only one of them is willing."""
    tables = [[2, -1], [3, 0]], [[2, 5], [-1, 0]]
    if turned:
        tables = tuple([list(column) for column in zip(*table, strict=True)] for table in tables[::-1])
    polygon = ((0, 0), (2, 2))
    assert not generates_itself(exact_stage(gt.NormalForm(*tables), HALF), polygon)
    assert generates_itself(exact_stage(gt.NormalForm(*tables), Fraction(3, 5)), polygon)


@given(bimatrices(most=3, payoffs=st.integers(0, 6)), st.integers(1, 9))
@settings(max_examples=60)
def test_random_games_are_solved_and_verified(tables, tenths):
    """Verified inside and outside; stage equilibria are in; the worst payoffs are above the pure minmax."""
    game = gt.NormalForm(*tables)
    found = payoff_set(game, Fraction(tenths, 10), budget=Budget(seconds=10))
    stage = exact_stage(game, Fraction(tenths, 10))
    for k in stage.nash:
        payoff = tuple(Fraction(str(x)) for x in stage.payoffs[k])
        assert found.contains(payoff) is not Answer.NO
    for i, threat in enumerate(found.threats):
        assert threat >= Fraction(str(stage.floor[i]))
    assert all(contains(found.outer, v) for v in found.vertices)
    assert len(found.vertices) <= 3 * len(stage.profiles) or found.complete != "all"
    if found.complete == "none":
        assert not stage.nash


@given(bimatrices(most=2, payoffs=st.integers(0, 6)), st.integers(1, 9))
@settings(max_examples=25)
def test_positive_affine_changes_and_relabelling_change_nothing(tables, tenths):
    d = Fraction(tenths, 10)
    a, b = tables
    one = payoff_set(gt.NormalForm(a, b), d)
    scaled = payoff_set(
        gt.NormalForm([[3 * u - 7 for u in row] for row in a], [[u + 1 for u in row] for row in b]), d
    )
    turned = payoff_set(gt.NormalForm(*([list(c) for c in zip(*t, strict=True)] for t in (b, a))), d)
    if "all" == one.complete == scaled.complete == turned.complete:
        assert {(3 * x - 7, y + 1) for x, y in one.vertices} == set(scaled.vertices)
        assert {(y, x) for x, y in one.vertices} == set(turned.vertices)


@given(bimatrices(most=3, payoffs=st.integers(0, 6)), st.integers(1, 9))
@settings(max_examples=30)
def test_one_step_of_the_operator_keeps_all_equilibrium_payoffs(tables, tenths):
    stage = exact_stage(gt.NormalForm(*tables), Fraction(tenths, 10))
    found = search(stage, Budget(seconds=10).started())
    outer = stage.feasible
    for _ in range(3):
        if not outer:
            break
        outer = rounded(operator(stage, outer, threats(stage, outer)), 8)
        assert all(contains(outer, v) for v in found.inner)


# -- floats -------------------------------------------------------------------------------------------------------


@given(bimatrices(most=3, payoffs=st.integers(0, 6)), st.integers(1, 9))
@settings(max_examples=30)
def test_floats_agree_with_rationals(tables, tenths):
    game = gt.NormalForm(*tables)
    exact, floats = payoff_set(game, Fraction(tenths, 10)), payoff_set(game.float(), tenths / 10)
    if exact.complete not in ("all", "none"):
        return
    assert bool(exact.vertices) == bool(floats.vertices)
    for n in product((-1, 0, 1), repeat=2):
        if exact.vertices and n != (0, 0):
            assert float(support(exact.vertices, n)) == pytest.approx(support(floats.vertices, n), abs=1e-5)


def test_a_float_set_says_so():
    found = payoff_set(published(), 0.3)
    assert found.field == "float64"
    assert found.complete == "some"
    assert "floats" in found.reason
    assert found.certificate.status == "within tolerance"
    assert found.contains((10, 4)) is Answer.YES
    assert found.contains((16, 9)) is Answer.NO
    assert found.contains(found.vertices[0]) is Answer.UNKNOWN


# -- an oracle ----------------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("game", "discount"),
    [(published(), 0.3), (published(), 0.5), (dilemma(), 0.9), (dilemma(2), 0.8), (dilemma(), 0.6)],
    ids=["published", "patient", "dilemma", "strong temptation", "impatient"],
)
def test_quantecon_finds_the_same(game, discount):
    theory = pytest.importorskip("quantecon.game_theory")
    numpy = pytest.importorskip("numpy")
    a, b = (numpy.array(table) for table in game.arrays())
    theirs = theory.RepeatedGame(
        theory.NormalFormGame((theory.Player(a), theory.Player(numpy.ascontiguousarray(b.T)))), discount
    ).equilibrium_payoffs()
    points = theirs.points[theirs.vertices]
    mine = payoff_set(game, Fraction(str(discount)))
    for n in product((-2, -1, 0, 1, 2), repeat=2):
        if n != (0, 0):
            assert float(support(mine.vertices, n)) == pytest.approx(
                (points @ numpy.array(n)).max(), abs=1e-7
            )


# -- the value ----------------------------------------------------------------------------------------------------


def test_the_result_is_a_value():
    found = payoff_set(dilemma(), HALF)
    assert pickle.loads(pickle.dumps(found)) == found
    assert found.gap == 0
    assert hash(found) == hash(payoff_set(dilemma(), HALF))
    assert found.latex().startswith(r"\operatorname{conv}")
    assert "<pre>" in found._repr_html_()
    assert repr(found) == "<equilibrium payoffs: 4 vertices, complete: all>"


def test_it_can_be_drawn():
    (axes,) = payoff_set(dilemma(), HALF).draw().axes
    assert [text.get_text() for text in axes.get_legend().get_texts()] == [
        "feasible",
        "equilibrium payoffs",
        "pure minmax",
    ]


def test_a_spent_budget_is_said():
    found = payoff_set(published(), Fraction(3, 10), budget=Budget(seconds=0))
    assert found.complete == "some"
    assert "budget" in found.reason
    assert found.vertices == ((10, 4),)
    assert found.gap > 1


@pytest.mark.parametrize("discount", [0, 1, 2, -HALF, "x", float("nan")])
def test_discount_factors_that_are_none(discount):
    with pytest.raises(ValueError):
        payoff_set(dilemma(), discount)


def test_bad_games():
    q = gt.parameters("q")
    with pytest.raises(ParameterError, match="q"):
        payoff_set(gt.NormalForm([[q, 0], [0, 1]], [[1, 0], [0, 1]]), HALF)
    with pytest.raises(ParameterError, match="no number"):
        payoff_set(dilemma(), q)
    with pytest.raises(InvalidGameError, match="two players"):
        payoff_set(gt.NormalForm(*[[[[0, 1], [1, 0]], [[0, 1], [1, 0]]]] * 3), HALF)
    with pytest.raises(InvalidGameError, match="NormalForm"):
        payoff_set([[1]], HALF)


# -- polygons -----------------------------------------------------------------------------------------------------

POINTS = st.tuples(st.integers(-5, 5).map(Fraction), st.integers(-5, 5).map(Fraction))


@given(
    st.lists(POINTS, min_size=1, max_size=8),
    POINTS,
    st.integers(-3, 3),
    st.integers(-3, 3),
    st.integers(-9, 9),
)
def test_hulls_and_cuts(points, x, n0, n1, b):
    polygon = hull(points)
    assert all(contains(polygon, p) for p in points)
    assert set(polygon) <= set(points)
    part = cut(polygon, (n0, n1), Fraction(b))
    assert contains(part, x) == (contains(polygon, x) and n0 * x[0] + n1 * x[1] <= b)
