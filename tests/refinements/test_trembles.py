"""Perfection in the extensive form and properness: what trembles show, and what none can."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings

import gametheory as gt
from gametheory.algebra.decide import Answer
from gametheory.errors import InvalidProfileError, ParameterError
from gametheory.refinements.perfection import perfect
from tests.strategies import beer_quiche, bimatrices


def outcome(game):
    """What the two-player criterion says of every extreme equilibrium: perfect iff undominated (van Damme, theorem 3.2.2)."""
    found = gt.nash(game)
    bad = {e.profile for e in perfect(found).removed}
    return [(profile, profile not in bad) for e in found for profile in e.extreme]


@settings(max_examples=25, deadline=None)
@given(bimatrices(most=3))
def test_two_player_verdicts_agree_with_weak_dominance(tables):
    """In a simultaneous game agents are players: whatever is decided agrees with the criterion that is exact for two."""
    game = gt.NormalForm(*tables)
    tree = game.to_game()
    for profile, is_perfect in outcome(game):
        told = {
            p: dict(zip(a, own, strict=True))
            for p, a, own in zip(game.players, game.actions, profile, strict=True)
        }
        verdict = gt.extensive_form_perfect(tree, told, budget=gt.Budget(seconds=3)).status
        assert verdict in ("unknown", "proved" if is_perfect else "refuted")
        if gt.proper(game, profile, budget=gt.Budget(seconds=3)).status == "proved":
            assert is_perfect


def test_proper_excludes_what_a_worthless_action_made_perfect():
    """As in Myerson (1978): a third action that is worse than both lets (2, 2) withstand some trembles, but not ordered ones."""
    table = [[1, 0, -1], [0, 0, 0], [-1, 0, -2]]
    game = gt.NormalForm(table, table)
    good, bad = [(1, 0, 0)] * 2, [(0, 1, 0)] * 2
    assert gt.proper(game, good).status == "proved"
    assert gt.proper(game, bad).status == "refuted"
    told = {p: dict(zip(a, (0, 1, 0), strict=True)) for p, a in zip(game.players, game.actions, strict=True)}
    assert gt.extensive_form_perfect(game.to_game(), told).status == "proved"


def test_seltens_horse_keeps_exactly_what_selten_says():
    """Perfect iff the third player chooses R with probability 3/4 at least: the set of sequential equilibria, and none of the other kind."""
    horse = gt.examples.selten_horse()
    for chance, status in ((0, "proved"), (Fraction(1, 2), "refuted"), (1, "refuted")):
        profile = {"1": "C", "2": "c", "3": {"L": chance, "R": 1 - chance}}
        assert gt.extensive_form_perfect(horse, profile).status == status
    assert gt.extensive_form_perfect(horse, {"1": "D", "2": "c", "3": "L"}).status == "refuted"


def test_what_is_perfect_is_sequential():
    """Of both kinds of equilibria of beer and quiche, every one shown to be perfect is sequential (and the generic ones are shown)."""
    game = beer_quiche(Fraction(9, 10), 2, 1, 1)
    found = gt.sequential(game)
    verdicts = [gt.extensive_form_perfect(e, budget=gt.Budget(seconds=5)) for e in found]
    assert "proved" in {v.status for v in verdicts}
    for e in gt.nash(game):
        sample = e.sample()
        if gt.extensive_form_perfect(sample, budget=gt.Budget(seconds=5)).status == "proved":
            assert any(s.contains(sample.strategy) is Answer.YES for s in found)


def test_the_trembles_that_are_shown_do_it():
    """The mistakes returned, put in as numbers at a small e, leave the equilibrium a best reply to them."""
    game = gt.NormalForm([[1, 0, -9], [0, 0, -7], [-9, -7, -7]], [[1, 0, -9], [0, 0, -7], [-9, -7, -7]])
    shown = gt.proper(game, [(1, 0, 0), (1, 0, 0)]).probabilities
    e = Fraction(1, 100)
    row = {a: c * e**n for a, (c, n) in next(iter(shown["row"].values())).items()}
    mixture = [1 - sum(row.values()), *row.values()]
    earned = [
        sum(Fraction(u) * q for u, q in zip(own, mixture, strict=True))
        for own in ((1, 0, -9), (0, 0, -7), (-9, -7, -7))
    ]
    assert earned[0] > earned[1] > earned[2]
    assert mixture[2] <= e * mixture[1]


def test_bad_input():
    """Parameters, profiles that do not fit, and what is no normal form are refused."""
    x = gt.parameters("x")
    game = gt.NormalForm([[x, 0], [0, 1]], [[1, 0], [0, 1]])
    with pytest.raises(ParameterError, match="parameters"):
        gt.extensive_form_perfect(game.to_game(), {})
    with pytest.raises(ParameterError, match="normal form of numbers"):
        gt.proper(game, [(1, 0), (1, 0)])
    with pytest.raises(InvalidProfileError):
        gt.extensive_form_perfect(gt.examples.selten_horse(), {"1": "C"})
