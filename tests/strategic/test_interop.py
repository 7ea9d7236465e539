"""Games to and from other packages keep their payoffs, names and conventions."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gametheory as gt
from gametheory.errors import InvalidGameError, ParameterError
from gametheory.strategic.interop import (
    from_nashpy,
    from_nfg,
    from_quantecon,
    quantecon_arrays,
    to_nashpy,
    to_nfg,
)
from tests.strategies import bimatrices, three_player_tables


@given(bimatrices())
def test_nashpy_and_back(tables):
    """A bimatrix game survives the way to nashpy and back, as floats."""
    game = gt.NormalForm(*tables)
    there = to_nashpy(game)
    assert np.array_equal(there.payoff_matrices[0], tables[0])
    assert np.array_equal(there.payoff_matrices[1], tables[1])
    assert from_nashpy(there).exact().tables == game.tables


def test_quantecon_arrays_begin_with_the_own_action():
    """Player k's payoff to her action and the next players' in turn, as QuantEcon's documentation defines it; and back."""
    tables = np.arange(72).reshape(3, 2, 3, 4)
    game = gt.NormalForm(*tables.tolist())
    arrays = quantecon_arrays(game)
    assert [table.shape for table in arrays] == [(2, 3, 4), (3, 4, 2), (4, 2, 3)]
    assert arrays[1][2, 3, 1] == tables[1][1, 2, 3] and arrays[2][3, 1, 2] == tables[2][1, 2, 3]
    theirs = SimpleNamespace(players=[SimpleNamespace(payoff_array=table) for table in arrays])
    assert from_quantecon(theirs).exact().tables == game.tables


def test_nfg_text_runs_through_the_first_player_first():
    """The payoff version of Gambit's format: all players' payoffs by cell, fractions kept, quotes escaped."""
    game = gt.NormalForm(
        [[1, Fraction(1, 3)], [2, 0]],
        [[0, 1], [5, 3]],
        players=["weak", 'the "strong"'],
        actions=[("a", "b"), ("c", "d")],
    )
    text = to_nfg(game)
    assert text.startswith('NFG 1 R "" { "weak" "the \\"strong\\"" }')
    assert text.endswith("1 0 2 5 1/3 1 0 3")
    floats = gt.NormalForm([[0.1]], [[0.2]])
    assert to_nfg(floats).endswith("0.1 0.2")


names = st.text(st.sampled_from('ab"\\ {},'), min_size=1, max_size=4)


@given(st.one_of(bimatrices(), three_player_tables()), st.data())
def test_nfg_and_back(tables, data):
    """Payoffs, names and title survive, whatever quotes, braces and backslashes the names have."""
    shape = gt.NormalForm(*tables).shape
    actions = [data.draw(st.lists(names, min_size=n, max_size=n, unique=True)) for n in shape]
    players = data.draw(st.lists(names, min_size=len(shape), max_size=len(shape), unique=True))
    try:
        game = gt.NormalForm(*tables, players=players, actions=actions, name="a game")
    except InvalidGameError:  # names that no game has, such as blank ones
        return
    assert from_nfg(to_nfg(game)) == game


def test_floats_are_written_as_the_decimals_that_they_print_as():
    """Gambit refuses `1e+22`; without exponents every float is read back exactly."""
    game = gt.NormalForm([[1e22, 1e-7, 0.1]], [[-2.5, 1 / 3, 3e300]])
    assert "e" not in to_nfg(game).split('""')[-1]
    assert from_nfg(to_nfg(game)).tables == game.exact().tables


def test_the_outcome_version_of_nfg():
    """Outcomes by name and an index for each profile, the first player's action fastest; outcome 0 pays nothing; commas are optional."""
    text = """NFG 1 R "A game with outcomes"
    { "Player 1" "Player 2" } { 3 2 }
    {
    { "" 1, 1 }
    { "" 0, 2 }
    { "" 0 2 }
    { "" 1.5, 1/3 }
    }
    1 2 3
    4 0 1
    """
    game = from_nfg(text)
    assert game.name == "A game with outcomes" and game.players == ("Player 1", "Player 2")
    assert game.actions == (("1", "2", "3"), ("1", "2"))
    assert game.payoffs(["1", "2"]) == {"Player 1": Fraction(3, 2), "Player 2": Fraction(1, 3)}
    assert game.payoffs(["2", "2"]) == {"Player 1": 0, "Player 2": 0}
    assert game.payoffs(["3", "1"]) == {"Player 1": 0, "Player 2": 2}
    assert game.field.name == "exact"


def test_names_that_are_missing_in_nfg_are_numbers():
    """Sizes alone, and empty names."""
    game = from_nfg('NFG 1 D "" { "" "Bob" } { 1 { "" "b" } } "comment" .5 1. 2e1 -3')
    assert game.players == ("player 1", "Bob") and game.actions == (("1",), ("1", "b"))
    assert game.payoffs(["1", "b"]) == {"player 1": 20, "Bob": -3} and game.name is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"line 1: expected `NFG`, but the text ends"),
        ("EFG 2 R", r"line 1: expected `NFG`, but there is `EFG`"),
        ("NFG 1 X", r"expected `R` or `D`"),
        ("NFG 1 R title", r"the title in quotes"),
        ('NFG 1 R "t"\n{ }', r"line 2: expected the names of the players"),
        ('NFG 1 R "t\n{ "p" }', r"line 2: expected `{`, but there is `p`"),
        ('NFG 1 R "t" { "p" "q" } { 2 } 1 2', r"actions of 2 players, not of 1"),
        ('NFG 1 R "t" { "p" } { 0 } 1', r"a number of actions, at least 1"),
        ('NFG 1 R "t" { "p" "q" } { 99999999 99999999 } 1', r"no more than there are payoffs"),
        ('NFG 1 R "t" { "p" } { 2 }\n\n1', r"line 3: expected 2 payoffs.*the text ends"),
        ('NFG 1 R "t" { "p" } { 2 }\n1 2\n3', r"line 3: expected the end.*there is `3`"),
        ('NFG 1 R "t" { "p" } { 1 } 1/0', r"divide by zero"),
        ('NFG 1 R "t" { "p" } { 1 } nan', r"there is `nan`"),
        ('NFG 1 R "t" { "p" } { 1 } 1e99999', r"there is `1e99999`"),
        ('NFG 1 R "t" { "p" } { 1 } __import__', r"expected 1 payoffs"),
        ('NFG 1 R "t" { "p" } { 1 } { { "" 3 } } 2', r"the number of an outcome, from 0 to 1"),
        ('NFG 1 R "t" { "p" } { 1 } { { "" 3 4 } } 1', r"expected `}`, but there is `4`"),
        ('NFG 1 R "t" { "p" } { 1 } { { "" } } 1', r"1 payoffs of an outcome"),
    ],
)
def test_nfg_text_that_is_wrong(text, message):
    """The line, what was expected, and what is there."""
    with pytest.raises(InvalidGameError, match=message):
        from_nfg(text)


def test_what_does_not_fit_is_refused():
    """Three players do not go to nashpy; parameters go nowhere."""
    table = [[[0, 1]]]
    with pytest.raises(InvalidGameError, match="3 players"):
        to_nashpy(gt.NormalForm(table, table, table))
    symbolic = gt.NormalForm([[gt.parameters("x")]])
    for function in (to_nashpy, to_nfg, quantecon_arrays):
        with pytest.raises(ParameterError, match="set"):
            function(symbolic)
