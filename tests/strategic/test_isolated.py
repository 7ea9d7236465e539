"""Three and more players: all isolated equilibria, with algebraic numbers where these are irrational."""

from __future__ import annotations

import json
import pickle
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.algebra.decide import Answer
from gametheory.algebra.roots import Algebraic, isolate, terms_of
from gametheory.equilibria.subgame_perfect import nash_of_tree
from gametheory.errors import InvalidGameError, Undecided
from gametheory.strategic._check_points import point_certificate
from gametheory.strategic.isolated import isolated_equilibria, root_bound
from gametheory.strategic.result import NashEquilibria

# Nau, Gomez Canovas and Hansen (2004), section 4.
NAU = gt.NormalForm(
    [[[3, 1], [0, 0]], [[0, 0], [1, 2]]],
    [[[0, 0], [2, 1]], [[1, 3], [0, 0]]],
    [[[2, 0], [0, 0]], [[0, 0], [0, 3]]],
)

# McKelvey and McLennan (1997): nine equilibria, two of them totally mixed.
NINE = gt.NormalForm(
    [[[9, 0], [0, 3]], [[0, 3], [9, 0]]],
    [[[8, 0], [0, 4]], [[0, 4], [8, 0]]],
    [[[12, 0], [0, 6]], [[0, 6], [2, 0]]],
)

# Gambit's example of three players with five equilibria, two of them pure (payoffs times 1000, player 1's action fastest).
FIVE = """
1131 1210 2426 1358 2234 2238 1655 1347 2747 1576 5634 5675 1478 2544 1973 1436 4864 5267 1735 4043 7247 3830 1335 1734
1428 1521 4248 2429 2326 2422 5255 5334 2643 2243 3518 3062 2455 6523 4225 7486 4483 5764 7566 4655 7076 4943 7362 4382
4434 4271 4120 4533 5231 5458 3222 3024 1223 2873 4452 4549 4564 4326 1762 5277 4837 5645 4995 5754 4383 4423 1759 2705
4642 1897 4042 4976 7324 7723 4486 4882 2537
"""


def _listed(text, shape):
    """Read payoffs that are listed with the first player's action running fastest."""
    numbers = np.array(text.split(), int).reshape(-1, len(shape))
    turned = [numbers[:, k].reshape(shape[::-1]).transpose() for k in range(len(shape))]
    return gt.NormalForm(*(table.tolist() for table in turned))


def _random(rng, shape, most=10**6):
    return gt.NormalForm(*(rng.integers(0, most, shape).tolist() for _ in shape))


# -- published games --------------------------------------------------------------------------------------------


def test_the_irrational_equilibrium_is_an_algebraic_number():
    """By hand: q (3 + r) = 2 - r and p (4 - r) = 3 - 2 r make the first two indifferent, 2 p q = 3 (1 - p)(1 - q) the third.

    Hence 2 r^2 + 23 r - 9 = 0, and p = (3 - 2 r) / (4 - r) solves 23 p^2 - 53 p + 24 = 0.
    """
    (e,) = gt.nash(NAU)
    p, q, r = (m[0] for m in e.mixtures)
    assert r.minimal_polynomial() == (-9, 23, 2) and q * (3 + r) == 2 - r and p * (4 - r) == 3 - 2 * r
    assert isinstance(p, Algebraic) and p.minimal_polynomial() == (24, -53, 23)
    assert abs(float(p) - 0.6192325794725537) < 1e-15
    assert 23 * p * p - 53 * p + 24 == 0
    low, high = p.interval(200)
    assert low < p < high and high - low < Fraction(1, 2**190)
    assert str(p) == "(53 - sqrt(601))/46" and r"\sqrt{601}" in e.latex()
    assert e.certificate.status == "proved" and gt.nash(NAU).is_unique
    assert json.loads(gt.nash(NAU).to_json())["equilibria"][0]["extreme"][0][0][0] == str(p)


def test_a_profile_next_to_it_is_no_equilibrium():
    """The checker refuses the same profile rounded to fractions."""
    (e,) = gt.nash(NAU)
    rounded = []
    for first, _ in e.mixtures:
        p = Fraction(float(first))
        rounded.append((p, 1 - p))
    assert point_certificate(NAU, tuple(rounded)).status == "failed"
    assert point_certificate(NAU, e.mixtures).status == "proved"


def test_irrational_points_have_no_rational_conditions():
    """What needs polynomial conditions over the rationals says so."""
    (e,) = gt.nash(NAU)
    with pytest.raises(Undecided, match="irrational"):
        _ = e.explicit


def test_nine_equilibria():
    """All nine, two totally mixed, from exact payoffs and from floats."""
    found = gt.nash(NINE)
    assert found.complete == "all" and len(found) == 9
    assert sum(all(len(s) == 2 for s in e.supports) for e in found) == 2
    floats = gt.NormalForm(*(np.array(table, float).reshape(2, 2, 2) / 2 for table in NINE.arrays()))
    assert len(gt.nash(floats)) == 9 and all(
        e.certificate.status == "within tolerance" for e in gt.nash(floats)
    )


def test_five_equilibria():
    """Gambit's 3 × 3 × 3 example has five equilibria, two of them pure."""
    found = gt.nash(_listed(FIVE, (3, 3, 3)))
    assert found.complete == "all" and len(found) == 5 and sum(e.is_pure for e in found) == 2
    assert {e.certificate.status for e in found} == {"proved"}


def test_the_most_totally_mixed_equilibria():
    """The bounds of McKelvey and McLennan (1997): derangements for two actions each, and 10 for three players with three."""
    assert [root_bound([1] * n) for n in range(2, 7)] == [1, 2, 9, 44, 265]
    assert root_bound([2, 2, 2]) == 10 and root_bound([1, 1, 2]) == 2


# -- properties -------------------------------------------------------------------------------------------------


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32))
def test_two_methods_agree(seed):
    """Cells and a walk through the supports with a decision procedure find the same equilibria of 2 × 2 × 2 games."""
    game = _random(np.random.default_rng(seed), (2, 2, 2))
    found = gt.nash(game)
    assert isinstance(found, NashEquilibria) and found.complete == "all" and len(found) % 2 == 1
    listed = nash_of_tree(game.to_game())
    # The walk gives one set for each support; two totally mixed equilibria are one set there.
    assert listed.complete == "all" and len(listed) <= len(found)
    assert {e.supports for e in found} == {e.family.supports for e in listed}
    for e in found:
        if any(isinstance(p, Algebraic) for m in e.mixtures for p in m):
            continue
        profile = {k: {"start": e.strategy[k]} for k in game.players}
        assert sum(other.contains(profile) is Answer.YES for other in listed) == 1


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([(2, 2, 2), (3, 2, 2), (2, 2, 2, 2), (3, 3, 2)]))
def test_regular_equilibria_are_odd_in_number_and_proved(seed, shape):
    """Wilson (1971): almost every game has an odd number; each has no gain from a deviation, proved."""
    found = gt.nash(_random(np.random.default_rng(seed), shape))
    assert found.complete == "all" and len(found) % 2 == 1
    assert {e.certificate.status for e in found} == {"proved"}
    assert len({tuple(round(float(p), 9) for m in e.mixtures for p in m) for e in found}) == len(found)


def test_every_equilibrium_of_a_peer_is_found():
    """Whatever pygambit's polynomial solver returns is in our list (it loses some)."""
    pygambit = pytest.importorskip("pygambit")
    rng = np.random.default_rng(3)
    ours, theirs = 0, 0
    for shape in [(2, 2, 2)] * 20 + [(3, 3, 3)] * 3 + [(2, 2, 2, 2)] * 5:
        game = _random(rng, shape)
        points = [np.array([float(p) for m in e.mixtures for p in m]) for e in gt.nash(game)]
        other = pygambit.Game.from_arrays(*(table.astype(int) for table in game.arrays()))
        for e in pygambit.nash.enumpoly_solve(other).equilibria:
            theirs += 1
            point = np.array([float(e[s]) for player in other.players for s in player.strategies])
            assert min(np.abs(point - known).max() for known in points) < 1e-4
        ours += len(points)
    assert ours >= theirs


def test_ties_are_left_to_the_supports():
    """Where equilibria may not be isolated nothing is guessed: the sets come from the search of the supports."""
    table = [[[0, 0], [0, 0]], [[0, 0], [0, 0]]]
    game = gt.NormalForm(table, table, table)
    alone = isolated_equilibria(game)
    assert alone.degenerate and not alone.finished and alone.reason
    found = gt.nash(game)
    assert found.complete == "all" and len(found) == 27


def test_a_budget_ends_a_large_game():
    """A game of 5 × 5 × 5 × 5 cannot be finished in a moment, and says so."""
    found = gt.nash(_random(np.random.default_rng(0), (5, 5, 5, 5)), budget=gt.Budget(seconds=0.2))
    assert found.complete in ("some", "unknown") and "budget" in found.reason


# -- batches ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(2, 2, 2), (3, 2, 2), (2, 2, 2, 2)])
def test_a_batch_finds_the_same(shape):
    """Many games in one call, on one thread or two, have the equilibria that each has alone."""
    rng = np.random.default_rng(8)
    tables = [rng.integers(0, 1000, (70, *shape)) for _ in shape]
    one, two = (gt.nash_batch(*tables, threads=k) for k in (1, 2))
    assert one.complete == "all" or "isolated" in one.reason
    assert all(np.array_equal(a, b) for a, b in zip(one.mixtures, two.mixtures, strict=True))
    for g in range(0, 70, 7):
        if one.degenerate[g]:
            continue
        alone = gt.nash(gt.NormalForm(*(t[g].tolist() for t in tables)))
        points = sorted(tuple(float(p) for m in e.mixtures for p in m) for e in alone)
        batch = sorted(tuple(np.concatenate(profile)) for profile in one[g])
        assert len(points) == len(batch) and np.allclose(points, batch, atol=1e-9)
    payoffs = one.payoffs
    assert payoffs.shape == (len(one.rows), len(shape)) and payoffs.min() >= 0


def test_batches_of_bad_input():
    """Shapes that do not fit the number of arrays, and arrays that differ."""
    with pytest.raises(InvalidGameError, match="array 1 has 3 axes"):
        gt.nash_batch(*[np.zeros((4, 2, 2))] * 3)
    with pytest.raises(InvalidGameError, match="one shape"):
        gt.nash_batch(np.zeros((4, 2, 2, 2)), np.zeros((4, 2, 2, 2)), np.zeros((4, 2, 2, 3)))
    with pytest.raises(InvalidGameError, match="one for each player"):
        gt.nash_batch(np.zeros((4, 2)))


# -- algebraic numbers ------------------------------------------------------------------------------------------


def _square_root(n):
    return Algebraic.coordinate(isolate([terms_of({(2,): 1, (0,): -n})], [n**0.5], 2), 0)


def test_algebraic_numbers_are_numbers():
    """Sums, products, order and equality are exact, also between different roots."""
    two, eight = _square_root(2), _square_root(8)
    assert two * two == 2 and two + two == eight and hash(two + two) == hash(eight)
    assert Fraction(7, 5) < two < Fraction(3, 2) and two != Fraction(7, 5) and -two < 0
    assert str(two) == "sqrt(2)" and str(1 - two) == "1 - sqrt(2)" and str(-two / 2) == "-sqrt(2)/2"
    assert (two * two).as_fraction() == 2 and two.as_fraction() is None
    assert pickle.loads(pickle.dumps(two)) == two
    assert two - two == 0 and not (two * two - 2)


def test_numbers_of_higher_degree_have_minimal_polynomials():
    """The number field is found by lattice reduction, and verified: x^5 = x + 1, and y = x^2."""
    system = [terms_of({(5, 0): 1, (1, 0): -1, (0, 0): -1}), terms_of({(0, 1): 1, (2, 0): -1})]
    root = isolate(system, [1.17, 1.36], 5)
    x, y = Algebraic.coordinate(root, 0), Algebraic.coordinate(root, 1)
    assert x.minimal_polynomial() == (-1, -1, 0, 0, 0, 1)
    # y satisfies y (y^2 - 1)^2 = 1, by squaring x (x^4 - 1) = 1.
    assert y.minimal_polynomial() == (-1, 1, 0, -2, 0, 1)
    assert x * x == y and x * y != y and str(x).startswith("1.16730397826142")


def test_a_double_root_is_not_proved():
    """No interval Newton step proves a root that is not simple."""
    assert isolate([terms_of({(2,): 1, (1,): -2, (0,): 1})], [1.0000001], 2) is None
