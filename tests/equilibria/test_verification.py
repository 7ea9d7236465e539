"""Checking a profile that somebody supplies."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.algebra.decide import Answer
from gametheory.errors import ImperfectRecallError, InvalidProfileError, ParameterError
from tests.strategies import beer_quiche, signalling_games, trees

HALF = Fraction(1, 2)
SELTEN = gt.Game(
    gt.move(
        "1",
        actions={
            "C": gt.move(
                "2",
                actions={
                    "c": gt.end(payoffs={"1": 1, "2": 1, "3": 1}),
                    "d": gt.move(
                        "3",
                        knows="?",
                        actions={
                            "L": gt.end(payoffs={"1": 4, "2": 4, "3": 0}),
                            "R": gt.end(payoffs={"1": 0, "2": 0, "3": 1}),
                        },
                    ),
                },
            ),
            "D": gt.move(
                "3",
                knows="?",
                actions={
                    "L": gt.end(payoffs={"1": 3, "2": 3, "3": 2}),
                    "R": gt.end(payoffs={"1": 0, "2": 0, "3": 0}),
                },
            ),
        },
    ),
    name="Selten's horse",
)


@settings(max_examples=15, deadline=None)
@given(signalling_games())
def test_what_the_solver_finds_is_right(game):
    """A point of every set of sequential equilibria is one, with its beliefs; the same without beliefs is Nash at least."""
    for e in gt.sequential(game):
        point = e.sample()
        if point is None:
            continue
        found = gt.verify(game, point.strategy, point.beliefs)
        assert found.is_nash and found.is_sequential is Answer.YES and found.consistent is Answer.YES
        assert found.payoffs == point.payoffs
        assert gt.verify(game, point.strategy).is_sequential is not Answer.NO


def _profiles(draw, game):
    return {
        player: {
            s.knows: dict(zip(s.actions, _weights(draw, len(s.actions)), strict=True))
            for s in game.information_sets
            if s.player == player
        }
        for player in game.players
    }


def _weights(draw, count):
    numbers = draw(st.lists(st.integers(0, 3), min_size=count, max_size=count).filter(any))
    return [Fraction(k, sum(numbers)) for k in numbers]


@settings(max_examples=40, deadline=None)
@given(trees(), st.data())
def test_gains_by_brute_force(game, data):
    """The largest gain is that of the best pure strategy, every one of them tried."""
    if not game.perfect_recall():
        return
    profile = _profiles(data.draw, game)
    found = gt.verify(game, profile)
    for player in game.players:
        own = [s for s in game.information_sets if s.player == player]
        tried = [
            game.payoffs({**profile, player: dict(zip((s.knows for s in own), plan, strict=True))})[player]
            for plan in product(*(s.actions for s in own))
        ]
        assert found.gains[player] == max(tried) - found.payoffs[player] >= 0


def test_the_horse():
    """Selten (1975): (C, c, R) with P(L) <= 1/4 is sequential with belief 1/3 in the left node; (D, c, L) is Nash and no more."""
    good = {"1": "C", "2": "c", "3": {"L": Fraction(1, 5), "R": Fraction(4, 5)}}
    belief = {"3": {"?": {"C,d": Fraction(2, 3), "D": Fraction(1, 3)}}}
    assert gt.verify(SELTEN, good, belief).is_sequential is Answer.YES
    wrong = {"3": {"?": {"C,d": HALF, "D": HALF}}}
    assert gt.verify(SELTEN, good, wrong).is_sequential is Answer.NO
    bad = gt.verify(SELTEN, {"1": "D", "2": "c", "3": "L"})
    assert bad.is_nash and bad.is_sequential is Answer.NO
    assert [(s.player, s.better, s.gain) for s in bad.sets if s.gain] == [("2", "d", 3)]


def test_beliefs_against_bayes():
    """A supplied belief on the path that is not Bayes' rule is named."""
    game = beer_quiche(Fraction(9, 10), 1, HALF, 1)
    profile = {
        "sender": {"strong": "beer", "weak": "beer"},
        "receiver": {"beer": "retreat", "quiche": "fight"},
    }
    sets = {s.label: s for s in game.information_sets}
    names = {label: [game.nodes[x].path[0] for x in sets[label].nodes] for label in ("beer", "quiche")}
    beliefs = {"receiver": {label: dict(zip(names[label], (HALF, HALF), strict=True)) for label in names}}
    found = gt.verify(game, profile, beliefs)
    assert found.consistent is Answer.NO and "Bayes" in str(found)


def test_normal_forms_and_floats():
    """Regrets of normal forms; floats have a tolerance."""
    dilemma = gt.NormalForm([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    assert gt.verify(dilemma, [[1, 0], [1, 0]]).gains == {"row": 2, "column": 2}
    assert gt.verify(dilemma, [[0, 1], [0, 1]])
    floats = gt.NormalForm([[0.1, 0.7], [0.8, 0.0]], [[0.3, 0.2], [0.1, 0.9]])
    (e,) = [e for e in gt.nash(floats) if not e.is_pure] or gt.nash(floats)[:1]
    assert gt.verify(floats, e.strategy).is_nash


def test_bad_input():
    """Profiles, beliefs and games that do not fit."""
    c = gt.parameters("c")
    with pytest.raises(ParameterError, match="set the parameters"):
        gt.verify(gt.NormalForm([[c]], [[1]]), [[1], [1]])
    with pytest.raises(InvalidProfileError, match="not a player"):
        gt.verify(SELTEN, {"1": "C", "2": "c", "3": "R"}, {"4": {}})
    with pytest.raises(InvalidProfileError, match="not an information set"):
        gt.verify(SELTEN, {"1": "C", "2": "c", "3": "R"}, {"3": {"!": {}}})
    with pytest.raises(InvalidProfileError, match="sum to"):
        gt.verify(SELTEN, {"1": "C", "2": "c", "3": "R"}, {"3": {"?": {"D": HALF}}})
    with pytest.raises(InvalidProfileError, match="no beliefs"):
        gt.verify(gt.NormalForm([[1]], [[1]]), [[1], [1]], {})
    forgetful = gt.Game(
        gt.move("a", actions={k: gt.move("a", knows="?", actions={"x": gt.end(a=0)}) for k in "lr"})
    )
    with pytest.raises(ImperfectRecallError):
        gt.verify(forgetful, {"a": {"start": "l", "?": "x"}})
