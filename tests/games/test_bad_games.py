"""Trees that are refused: every sentence names the place, the value and the remedy."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
import sympy

from gametheory.algebra.expressions import parameters
from gametheory.errors import InvalidGameError, MixedFieldError
from gametheory.games.game import Game
from gametheory.games.tree import chance, end, move

HALF = Fraction(1, 2)
q, b, k = parameters("q b k")


# -- bad input: combinators -------------------------------------------------------------------------------------

BAD_NODES = [
    (lambda: end(a=float("nan")), "end(): the payoff of `a` is nan; give a finite number"),
    (lambda: end(a=float("inf")), "end(): the payoff of `a` is inf; give a finite number"),
    (lambda: end(a=sympy.nan), "end(): the payoff of `a` is nan; give a finite number"),
    (lambda: end(a=sympy.oo), "end(): the payoff of `a` is oo; give a finite number"),
    (lambda: end(a="1"), "end(): the payoff of `a`: '1' (str) is not a number"),
    (lambda: end(a=True), "end(): the payoff of `a`: True is a truth value"),
    (lambda: end(a=sympy.sqrt(q)), "end(): the payoff of `a`: `sqrt(q)` is not a rational function"),
    (lambda: end(a=0.5 * q), "write it exactly, as `Fraction(1, 2)`"),
    (lambda: end(payoffs={"a": 1}, a=2), "end(): the payoff of `a` is given twice; keep one"),
    (lambda: end(a=1, outcome=3), "end(): the outcome is 3; give a label"),
    (lambda: end(a=1, time=float("nan")), "end(): the time is nan"),
    (lambda: move("a", actions={}), "move('a'): no action is given; a node needs at least one"),
    (lambda: move("a", actions={"x": 3}), "move('a'): the action `x` leads to 3 (int), which is not a node"),
    (lambda: move("a", actions={1: end(a=1)}), "move('a'): the label 1 of a action is not text; write `'1'`"),
    (lambda: move("", actions={"x": end(a=1)}), "move(): the player is ''; give a name"),
    (lambda: move("a", actions=[end(a=1)]), "move('a'): the actions are ["),
    (lambda: move("a", knows=["x"], actions={"x": end(a=1)}), "move('a'): `knows` is ['x']"),
    (lambda: chance({}, {}), "chance(): no branch is given; a node needs at least one"),
    (lambda: chance({"x": 1}, {"y": end(a=1)}), "chance(): the probabilities name `x`, but `then` names `y`"),
    (lambda: chance({"x": 1}, lambda _: None), "chance(): the branch `x` leads to None (NoneType)"),
    (lambda: chance({"x": 1}, 5), "chance(): `then` is 5; write a mapping"),
    (lambda: chance([1], {}), "chance(): the probabilities are [1]; write a mapping"),
    (lambda: chance({"x": "1"}, lambda _: end(a=1)), "chance(): the probability of `x`: '1' (str)"),
]


@pytest.mark.parametrize(("build", "sentence"), BAD_NODES)
def test_bad_nodes_are_refused_in_one_sentence(build, sentence):
    with pytest.raises(InvalidGameError, match=re.escape(sentence)) as caught:
        build()
    assert "\n" not in str(caught.value)


# -- bad input: games -------------------------------------------------------------------------------------------


def draw_lots(p, r):
    return chance({"x": p, "y": r}, lambda _: end(a=1))


def pair(left, right):
    return move("b", actions={"l": left, "r": right})


BAD_GAMES = [
    (
        lambda: Game(draw_lots(HALF, Fraction(2, 5))),
        "Game(): the probabilities at the chance node `start` sum to 9/10, not to 1; correct one, or add the "
        "branch that is missing",
    ),
    (lambda: Game(draw_lots(0.5, 0.4)), "sum to 0.9, not to 1"),
    (lambda: Game(draw_lots(0.5, 0.5 + 2e-9)), "not to 1"),
    (lambda: Game(draw_lots(q, 1 - 2 * q), assuming=[q > 0, q < HALF]), "sum to 1 - q, not to 1"),
    (
        lambda: Game(draw_lots(q, 1 - q), assuming=[q > 0]),
        "Game(): the probability `1 - q` of `y` at the chance node `start` is not provably positive; assume what "
        "makes it so, for example `assuming=[0 < q, q < 1]`",
    ),
    (
        lambda: Game(draw_lots(1, 0)),
        "probability of `y` at the chance node `start` is 0; leave the branch out",
    ),
    (lambda: Game(draw_lots(2, -1)), "`y` at the chance node `start` is -1; a probability must be positive"),
    (
        lambda: Game(pair(end(a=1, b=1), end(b=1))),
        "Game(): no payoff for `a` at the end `start/r`; give every player a payoff at every end",
    ),
    (
        lambda: Game(pair(end(a=1, b=1), end(a=1, b=1)), players=["b"]),
        "Game(): the end `start/l` gives a payoff to `a`, who is not among the players `b`",
    ),
    (
        lambda: Game(pair(end(a=1), end(a=1)), players=["a"]),
        "Game(): `b`, who moves at `start`, is not among the players `a`; add the name to `players`",
    ),
    (
        lambda: Game(end(a=1 / (b - k)), assuming=[b > 0, k > 0]),
        "which may be zero under the assumptions; assume its sign",
    ),
    (
        lambda: Game(
            pair(
                move("a", knows="i", actions={"x": end(a=1, b=1), "z": end(a=1, b=1)}),
                move("a", knows="i", actions={"x": end(a=1, b=1), "y": end(a=1, b=1)}),
            )
        ),
        "Game(): the nodes `start/l` and `start/r` are one information set of `a` (knows='i'), but offer different "
        "actions (x, z) and (x, y); offer the same ones, or give them a different `knows`",
    ),
    (
        lambda: Game(move("a", knows="x", actions={"x": move("a", actions={"u": end(a=1)}), "y": end(a=1)})),
        "Game(): `a` knows 'x' at both `start` and `start/x`, and at one of them only because `knows` is left out",
    ),
    (lambda: Game(end(a=q), assuming=[q > 0, q < 0]), "Game(): the assumptions contradict each other"),
    (lambda: Game(end(a=q), assuming=[q * q < 0]), "Game(): the assumptions contradict each other"),
    (lambda: Game(end(a=q), assuming=(q > 1) | (q < 0)), "Game(): the assumptions contain an alternative"),
    (lambda: Game(end(a=q), assuming=["q > 0"]), "Game(): assuming: 'q > 0' is not a condition"),
    (lambda: Game(end(a=q), assuming=[q > 0.5]), "Game(): assuming: 0.5 is a float"),
    (lambda: Game(end()), "Game(): the game has no players; give payoffs at its ends"),
    (lambda: Game(3), "Game(): the root is 3, which is not a node"),
    (lambda: Game(end(a=1), players="a"), "Game(): players is the text 'a'; give a list of names"),
    (lambda: Game(end(a=1), players=["a", "a"]), "Game(): a player occurs twice"),
]


@pytest.mark.parametrize(("build", "sentence"), BAD_GAMES)
def test_bad_games_are_refused_and_the_sentence_names_place_and_remedy(build, sentence):
    with pytest.raises(InvalidGameError, match=re.escape(sentence)):
        build()


def test_all_problems_are_reported_at_once_one_a_line():
    with pytest.raises(InvalidGameError) as caught:
        Game(pair(draw_lots(HALF, HALF * HALF), end(b=1)))
    lines = str(caught.value).splitlines()
    assert len(lines) == 3
    assert [("no payoff" in line, "sum to 3/4" in line) for line in lines].count((True, False)) == 2
    assert all(line.startswith("Game(): ") for line in lines)


def test_a_long_list_of_problems_is_cut():
    with pytest.raises(InvalidGameError) as caught:
        Game(chance({str(i): 0 for i in range(40)}, lambda _: end(a=1)))
    lines = str(caught.value).splitlines()
    assert len(lines) == 13
    assert lines[-1] == "... and 29 more problems"


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (
            lambda: Game(pair(end(a=0.5, b=1), end(a=q, b=1))),
            "Game(): the float 0.5 (payoff of `a` at `start/l`) stands beside `q` (payoff of `a` at `start/r`); "
            "write it exactly, as `Fraction(1, 2)`",
        ),
        (
            lambda: Game(end(a=0.5), assuming=[q > 0]),
            "Game(): the float 0.5 (payoff of `a` at `start`) stands beside the assumed parameter `q`",
        ),
    ],
)
def test_a_float_beside_a_parameter_is_refused(build, sentence):
    with pytest.raises(MixedFieldError, match=re.escape(sentence)):
        build()


def test_a_denominator_of_known_sign_or_known_not_to_vanish_is_accepted():
    assert Game(end(a=1 / (b + k)), assuming=[b > 0, k > 0]).parameters == ("b", "k")
    assert Game(end(a=1 / b), assuming=[sympy.Ne(b, 0)]).parameters == ("b",)
    assert Game(end(a=1 / (b * b + 1))).parameters == ("b",)
