"""Refinements of signalling games: published answers, order of strength, regions against numbers."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings

import gametheory as gt
from gametheory import examples
from gametheory.errors import InvalidGameError, ParameterError, Undecided
from gametheory.refinements.signalling import best_reply_cells
from tests.strategies import signalling_games

CRITERIA = (gt.intuitive_criterion, gt.d1, gt.d2, gt.universal_divinity)


@cache
def quiche():
    """Beer and quiche (Cho and Kreps 1987), solved."""
    return gt.sequential(examples.beer_quiche())


@cache
def market():
    """Three productivities, two levels of education, wages in competition: Spence with three types."""

    def worker(kind):
        value = int(kind[1])

        def firm(level):
            school = int(level[1])
            wages = {
                f"w{w}": gt.end(worker=w - Fraction(3 * school, 2 * value), firm=-((w - value) ** 2))
                for w in (1, 2, 3)
            }
            return gt.move("firm", knows=level, actions=wages)

        return gt.move("worker", knows=kind, actions={level: firm(level) for level in ("e0", "e1")})

    return gt.Game(gt.chance({f"t{v}": Fraction(1, 3) for v in (1, 2, 3)}, worker))


# -- published answers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("criterion", CRITERIA)
def test_beer_and_quiche(criterion):
    """Cho and Kreps (1987): quiche for both fails, for a weak type would never want beer; beer for both stays."""
    found = criterion(quiche())
    assert {gt.classify(e) for e in found.kept} == {"pooling on beer"}
    assert {gt.classify(r.equilibrium) for r in found.removed} == {"pooling on quiche"}
    for r in found.removed:
        assert r.message == "beer" and set(r.excluded) == {"weak"} and r.deviators == ("strong",)
    assert "weak would not send it" in str(found)


def test_three_types_need_d1():
    """With three types of workers the intuitive criterion removes no pooling, and D1 all of it (Cho and Kreps 1987, section V)."""
    equilibria = gt.sequential(market())
    pooling = [e for e in equilibria if gt.classify(e) == "pooling on e0"]
    assert pooling and not gt.intuitive_criterion(pooling).removed
    assert len(gt.d1(pooling).removed) == len(pooling)
    assert {gt.classify(e) for e in gt.d1(equilibria).kept} == {"semi-separating (t1: e0; t2: e1; t3: e1)"}


def test_best_replies_to_beliefs():
    """Wages that are best to some belief: neighbours together, the lowest and the highest never (squared losses)."""
    view = gt.signalling_game(market())
    assert sorted(best_reply_cells(view, "e0", view.types)) == [("w1", "w2"), ("w2", "w3")]
    assert best_reply_cells(view, "e0", ("t3",)) == [("w3",)]
    assert sorted(best_reply_cells(view, "e0", ("t1", "t2"))) == [("w1", "w2")]


def test_names():
    """Separating, pooling, semi-separating and babbling, with the messages."""
    games = {
        "separating (strong: beer; weak: quiche)": examples.beer_quiche(duel=Fraction(1, 2)),
        "semi-separating (strong: beer; weak: beer, quiche)": examples.beer_quiche(strong=Fraction(1, 4)),
    }
    for name, game in games.items():
        assert name in {gt.classify(e) for e in gt.sequential(game)}
    talk = gt.Game(
        gt.chance(
            {"x": Fraction(1, 2), "y": Fraction(1, 2)},
            lambda t: gt.move(
                "s",
                knows=t,
                actions={
                    m: gt.move(
                        "r", knows=m, actions={a: gt.end(s=int(a != t), r=int(a == t)) for a in ("x", "y")}
                    )
                    for m in ("ha", "hm")
                },
            ),
        )
    )
    names = {gt.classify(e) for e in gt.sequential(talk)}
    assert "pooling on ha" in names and "pooling on hm" in names


# -- properties -------------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(signalling_games())
def test_stronger_criteria_keep_less(game):
    """What D2 keeps D1 keeps, what D1 keeps the intuitive criterion keeps (Cho and Kreps 1987, section IV)."""
    equilibria = gt.sequential(game)
    kept = [set(map(id, criterion(equilibria).kept)) for criterion in CRITERIA]
    assert kept[3] <= kept[2] <= kept[1] <= kept[0]
    for criterion in CRITERIA:
        found = criterion(equilibria)
        assert len(found.kept) + len(found.removed) + len(found.undecided) == len(equilibria)


@pytest.mark.parametrize("point", [(1, 3), (3, 1), (2, 2), (1, 2)])
def test_regions_agree_with_numbers(point):
    """At points of the parameters the region says what the filter of the numeric game says."""
    d, b = gt.parameters("d b")
    symbolic = examples.beer_quiche(Fraction(9, 10), d, b, assuming=[d > 0, b > 0])
    values = {"d": Fraction(point[0]), "b": Fraction(point[1])}
    for e in gt.sequential(symbolic):
        here = e.at(**values)
        try:
            region = gt.survives_intuitive_criterion(e)
        except Undecided:
            continue
        if here is None:
            assert not region.contains(values)
        else:
            assert region.contains(values) == bool(gt.intuitive_criterion([here]).kept)


# -- bad input --------------------------------------------------------------------------------------------------


def test_what_is_no_signalling_game():
    """The message says where the tree differs."""
    with pytest.raises(InvalidGameError, match="does not begin with a move of nature"):
        gt.signalling_game(examples.centipede(2))
    with pytest.raises(
        InvalidGameError, match=r"the sender moves here|two players|game ends here|replies here"
    ):
        gt.signalling_game(examples.kuhn())
    d = gt.parameters("d")
    with pytest.raises(ParameterError, match="survives_intuitive_criterion"):
        gt.d1(gt.sequential(examples.beer_quiche(duel=d, assuming=[d > 0])))
