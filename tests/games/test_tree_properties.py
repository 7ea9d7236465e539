"""What holds of every small random tree: fields, normal form and pickling agree."""

from __future__ import annotations

import pickle
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.games.game import Game
from gametheory.games.tree import chance, end, move

fractions = st.fractions(min_value=-5, max_value=5, max_denominator=12)


@st.composite
def trees(draw, depth=3):
    """Nodes of two players; every move is a set of its own, or one of a few shared ones at the same depth."""
    kind = draw(st.sampled_from(["end", "chance", "move", "move"])) if depth else "end"
    if kind == "end":
        return end(a=draw(fractions), b=draw(fractions), outcome=draw(st.sampled_from([None, "x", "y"])))
    children = {label: draw(trees(depth=depth - 1)) for label in ("l", "r")}
    if kind == "chance":
        p = draw(st.fractions(min_value=Fraction(1, 10), max_value=Fraction(9, 10), max_denominator=10))
        return chance({"l": p, "r": 1 - p}, children)
    return move(draw(st.sampled_from("ab")), knows=f"depth {depth}", actions=children)


@st.composite
def played_games(draw):
    game = Game(draw(trees()), players=["a", "b"])
    profile: dict[str, dict[object, dict[str, Fraction]]] = {"a": {}, "b": {}}
    for s in game.information_sets:
        p = draw(st.fractions(min_value=0, max_value=1, max_denominator=8))
        profile[s.player][s.knows] = {"l": p, "r": 1 - p}
    return game, profile


@settings(deadline=None, max_examples=60)
@given(played_games())
def test_float_payoffs_agree_with_exact_ones(played):
    game, profile = played
    exact, rounded = game.payoffs(profile), game.float().payoffs(profile)
    for player in game.players:
        assert rounded[player] == pytest.approx(float(exact[player]), abs=1e-9)
    assert sum(game.outcomes(profile).values()) == 1


@settings(deadline=None, max_examples=60)
@given(played_games(), st.data())
def test_the_normal_form_pays_what_the_tree_pays(played, data):
    game, _ = played
    normal = game.normal_form()
    picks = [data.draw(st.integers(0, size - 1)) for size in normal.shape]
    profile = {}
    for k, player in enumerate(game.players):
        own = [s for s in game.information_sets if s.player == player]
        strategy = game.strategies(player)[picks[k]]
        profile[player] = {s.knows: action or s.actions[0] for s, action in zip(own, strategy, strict=True)}
    paid = game.payoffs(profile)
    for k, player in enumerate(game.players):
        assert normal.field.present(normal.payoff_element(k, picks)) == paid[player]


@settings(deadline=None, max_examples=40)
@given(played_games())
def test_a_game_survives_pickling_and_rebuilding(played):
    game, _ = played
    assert pickle.loads(pickle.dumps(game)) == game == Game(game.root, players=game.players)
