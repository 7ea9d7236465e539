"""Normal forms: what is refused and in which words, values, fields, payoffs, and the way to a tree."""

from __future__ import annotations

import copy
import pickle
import re
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.algebra.expressions import parameters
from gametheory.algebra.fields import Float64, RationalFunctions, Rationals
from gametheory.errors import InvalidGameError, InvalidProfileError, MixedFieldError, ParameterError
from gametheory.games.normal import NormalForm

HALF = Fraction(1, 2)
q, b = parameters("q b")
NAN = float("nan")


def dilemma(name="dilemma"):
    return NormalForm([[3, 0], [5, 1]], [[3, 5], [0, 1]], actions=[("c", "d")] * 2, name=name)


def symbolic():
    return NormalForm([[q, 0], [1 / b, 1]], [[1, q], [0, b]], assuming=[0 < q, q < 1, b > 0])


BAD = [
    (lambda: NormalForm(), "NormalForm(): no payoffs are given; give one table for each player"),
    (lambda: NormalForm(3), "NormalForm(): table 1 is 3, not a table; give nested lists or an array"),
    (lambda: NormalForm([[1, 2], [3]]), "NormalForm(): table 1 is ragged"),
    (lambda: NormalForm([[1, [2]]]), "NormalForm(): table 1 is ragged"),
    (
        lambda: NormalForm([[1, 2]], [[1], [2]]),
        "NormalForm(): table 2 has the shape 2 × 1 and table 1 has 1 × 2; give tables of one shape",
    ),
    (lambda: NormalForm([[1]], [[1]], [[1]]), "NormalForm(): 3 tables with 2 axes: there must be one table"),
    (lambda: NormalForm([[[1]]]), "NormalForm(): 1 table with 3 axes"),
    (lambda: NormalForm([]), "NormalForm(): player 1 has no action; give everybody at least one"),
    (lambda: NormalForm([[], []]), "NormalForm(): player 2 has no action"),
    (
        lambda: NormalForm([[1, NAN]]),
        "NormalForm(): the payoff of `row` at (1, 2) is nan; give a finite number",
    ),
    (lambda: NormalForm([["x"]]), "NormalForm(): the payoff of `row` at (1, 1): 'x' (str) is not a number"),
    (lambda: NormalForm(np.array([[1.0, np.inf]])), "NormalForm(): the payoff of `row` at (1, 2) is inf"),
    (
        lambda: NormalForm([[1 / q]]),
        "NormalForm(): payoff of `row` at (1, 1): `1/q` divides by `q`, which may be zero",
    ),
    (
        lambda: NormalForm([[q]], assuming=[q > 1, q < 0]),
        "NormalForm(): the assumptions contradict each other",
    ),
    (
        lambda: NormalForm([[q]], assuming=(q > 1) | (q < 0)),
        "NormalForm(): the assumptions contain an alternative",
    ),
    (
        lambda: NormalForm([[1]], players=["a"]),
        "NormalForm(): players is ['a'], and the tables are for 2 players",
    ),
    (lambda: NormalForm([[1]], players="ab"), "NormalForm(): players is 'ab'"),
    (lambda: NormalForm([[1]], players=["a", "a"]), "NormalForm(): a player occurs twice"),
    (lambda: NormalForm([[1]], actions=[["x"]]), "NormalForm(): actions names 1 lists for 2 players"),
    (
        lambda: NormalForm([[1]], actions=[["x"], ["y", "z"]]),
        "the actions of `column` are ['y', 'z']; give 1 names",
    ),
    (lambda: NormalForm([[1, 2]], actions=[["x"], ["y", "y"]]), "`column` has an action twice in ['y', 'y']"),
]


@pytest.mark.parametrize(("build", "sentence"), BAD)
def test_bad_tables_are_refused_and_the_sentence_names_place_and_remedy(build, sentence):
    with pytest.raises(InvalidGameError, match=re.escape(sentence)):
        build()


def test_all_problems_are_reported_once():
    with pytest.raises(InvalidGameError) as caught:
        NormalForm([[NAN, 1], ["x", 1]])
    assert len(str(caught.value).splitlines()) == 2


def test_a_float_beside_a_parameter_is_refused():
    sentence = "NormalForm(): the float 0.5 (payoff of `row` at (1, 2)) stands beside `q` (payoff of `column` at (1, 1))"
    with pytest.raises(MixedFieldError, match=re.escape(sentence)):
        NormalForm([[1, 0.5]], [[q, 2]])


def test_one_table_is_a_zero_sum_game():
    game = NormalForm([[0, 1], [2, 3]])
    assert game.players == ("row", "column") and game.shape == (2, 2)
    assert game.payoff_element(0, (1, 0)) == 2 and game.payoff_element(1, (1, 0)) == -2
    assert str(NormalForm(np.zeros((1, 1)))).endswith("0, 0")


def test_one_table_with_one_axis_is_a_decision():
    game = NormalForm([1, 5, 2])
    assert game.players == ("player 1",) and game.payoffs({"player 1": "2"}) == {"player 1": 5}


def test_three_players():
    tables = np.arange(24).reshape(3, 2, 2, 2)
    game = NormalForm(*tables)
    assert game.field == Rationals() and game.shape == (2, 2, 2)
    for k, indices in product(range(3), product(range(2), repeat=3)):
        assert game.payoff_element(k, indices) == int(tables[k][indices])
    assert game.payoffs([[HALF, HALF], [1, 0], [0, 1]])["player 1"] == Fraction(1 + 5, 2)
    with pytest.raises(IndexError):
        game.payoff_element(0, (2, 0, 0))


def test_fields_and_arrays():
    assert NormalForm(np.eye(2)).field == Float64()
    assert NormalForm([[1, 0.5]]).field == Float64()
    assert NormalForm(sympy.Matrix([[q, 1]])).field == RationalFunctions()
    assert NormalForm(np.array([[q, 1]], dtype=object), assuming=q > 0).parameters == ("q",)


def test_a_normal_form_is_a_value():
    for make in (dilemma, symbolic, lambda: dilemma().float()):
        game = make()
        assert game == make() and hash(game) == hash(make())
        assert pickle.loads(pickle.dumps(game)) == game == copy.deepcopy(game)
    assert dilemma() != dilemma("other") and dilemma() != dilemma().float()
    with pytest.raises(AttributeError, match="immutable"):
        dilemma().players = ()


def test_at_exact_and_float():
    game = symbolic().at(q=HALF)
    assert game.parameters == ("b",)
    assert game.at(b=2).payoffs([[0, 1], [1, 0]]) == {"row": HALF, "column": 0}
    assert symbolic().at(q=0.5, b=2).field == Float64()
    assert symbolic().at(q=0.5, b=2).exact() == symbolic().at(q=HALF, b=2)
    assert dilemma().float().exact() == dilemma()
    with pytest.raises(ParameterError, match="the game assumes `1 - q > 0`, which fails there"):
        symbolic().at(q=1)
    with pytest.raises(ParameterError, match=re.escape("exact(): the game has the parameters q, b")):
        symbolic().exact()


def test_payoffs_by_hand():
    game = dilemma()
    assert game.payoffs({"row": {"c": HALF, "d": HALF}, "column": "c"}) == {
        "row": 4,
        "column": Fraction(3, 2),
    }
    assert game.payoffs([[HALF, HALF], np.array([1, 0])]) == {"row": 4, "column": Fraction(3, 2)}
    assert game.float().payoffs([[0.5, 0.5], [0.5, 0.5]]) == {"row": 2.25, "column": 2.25}
    value = symbolic().payoffs([[q, 1 - q], [1, 0]])["row"]
    assert sympy.simplify(value - q**2 - (1 - q) / b) == 0


@pytest.mark.parametrize(
    ("profile", "sentence"),
    [
        ({"row": "c"}, "profile: nothing is said about `column`; give every player a strategy"),
        ({"row": "c", "column": "x"}, "profile of `column`: `x` is not an action; the actions are c, d"),
        ({"row": "c", "column": {"c": HALF}}, "profile of `column`: the probabilities sum to 1/2, not to 1"),
        ({"row": "c", "column": {"c": 2, "d": -1}}, "the probability -1 is negative"),
        ({"row": "c", "other": "x"}, "profile: `other` is not a player"),
        ([[1, 0]], "does not give one strategy for each of the players row, column"),
        ([[1, 0], [1]], "profile of `column`: [1] does not give 2 probabilities"),
        ([[1, 0], [0.5, 0.5]], "is the float 0.5 and the game is exact"),
        (3, "does not give one strategy"),
    ],
)
def test_profiles_that_do_not_fit_are_refused(profile, sentence):
    with pytest.raises(InvalidProfileError, match=re.escape(sentence)):
        dilemma().payoffs(profile)


def test_tables_as_text_and_html():
    assert str(dilemma()).splitlines() == ["dilemma", "row \\ column     c     d", "c             3, 3  0, 5", "d             5, 0  1, 1"]  # fmt: skip
    assert repr(symbolic()) == "NormalForm(players=('row', 'column'), 2 × 2 actions, parameters q, b)"
    html = NormalForm([[1]], actions=[["<x>"], ["y"]])._repr_html_()
    assert html.startswith("<table>") and "&lt;x&gt;" in html and "<td>1, -1</td>" in html


def test_more_than_two_players_are_listed_a_profile_a_line():
    game = NormalForm(*[[[[1, 2]]]] * 3)
    assert str(game).splitlines()[-1].split("  ")[-1] == "2, 2, 2"


def test_the_tree_of_simultaneous_moves():
    tree = dilemma().to_game()
    assert [s.knows for s in tree.information_sets] == ["start", "start"]
    assert tree.perfect_recall() and tree.subgames() == (0,)
    assert tree.normal_form() == dilemma()
    assert symbolic().to_game().normal_form() == symbolic()


def tables(players):
    numbers = st.fractions(min_value=-9, max_value=9, max_denominator=9)
    shapes = st.lists(st.integers(1, 3), min_size=players, max_size=players)

    def nested(shape):
        strategy = numbers
        for size in reversed(shape):
            strategy = st.lists(strategy, min_size=size, max_size=size)
        return st.lists(strategy, min_size=players, max_size=players)

    return shapes.flatmap(nested)


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 3).flatmap(tables).filter(bool))
def test_the_way_to_a_tree_and_back_loses_nothing(payoffs):
    game = NormalForm(*payoffs)
    assert game.to_game().normal_form() == game
    assert game.float().exact().shape == game.shape
    uniform = [[Fraction(1, size)] * size for size in game.shape]
    by_tree = {
        p: dict(zip(a, u, strict=True)) for p, a, u in zip(game.players, game.actions, uniform, strict=True)
    }
    assert game.payoffs(uniform) == game.to_game().payoffs(by_tree)
