"""Normal forms as `.nfg`: both versions of the format are read exactly, and what is written says the same to Gambit."""

from __future__ import annotations

import io
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gametheory as gt
from gametheory.errors import FileError, InvalidGameError, ParameterError
from gametheory.files.nfg import from_nfg, to_nfg
from tests.files.corpus import OUTCOMES, TABLE
from tests.strategies import bimatrices, three_player_tables


def test_text_runs_through_the_first_player_first():
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


def test_both_versions_of_the_format():
    """The documentation gives one game in both: Selten (1975), Figure 2."""
    game = from_nfg(TABLE)
    assert from_nfg(OUTCOMES) == game
    assert game.shape == (3, 2)
    assert game.payoffs(["2", "1"]) == {"Player 1": 0, "Player 2": 2}
    assert game.payoffs(["3", "2"]) == {"Player 1": 2, "Player 2": 0}


def test_outcomes_are_shared_and_the_null_outcome_pays_nothing():
    """An index for each profile, the first player's action fastest; commas are optional; decimals are exact."""
    text = """NFG 1 R "A game with outcomes"
    { "Player 1" "Player 2" } { 3 2 }
    { { "" 1, 1 } { "" 0, 2 } { "" 0 2 } { "" 1.5, 1/3 } }
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


def test_names_that_are_missing_or_occur_twice():
    """Sizes alone, empty names, equal names."""
    game = from_nfg(
        'NFG 1 D "" { "" "Bob" "Bob" } { 1 { "" "b" } { "x" "x" } } "comment" 1 2 3 1 2 3 1 2 3 .5 1. -3'
    )
    assert game.players == ("player 1", "Bob_1", "Bob_2")
    assert game.actions == (("1",), ("1", "b"), ("x_1", "x_2"))
    assert game.payoffs(["1", "b", "x_2"]) == {"player 1": Fraction(1, 2), "Bob_1": 1, "Bob_2": -3}
    assert game.name is None


names = st.text(st.sampled_from('ab"\\ {},\n_1'), min_size=1, max_size=4)
plain_names = st.from_regex(r'[ab"{},_1]( ?[ab"{},_1]){0,2}', fullmatch=True)
"""What Gambit 16.7 takes as a label: ASCII, single spaces inside, and no backslash before a quote."""


def named(tables: tuple[object, ...], names: st.SearchStrategy[str], data: st.DataObject) -> gt.NormalForm:
    """The game with drawn names."""
    shape = gt.NormalForm(*tables).shape
    actions = [data.draw(st.lists(names, min_size=n, max_size=n, unique=True)) for n in shape]
    players = data.draw(st.lists(names, min_size=len(shape), max_size=len(shape), unique=True))
    return gt.NormalForm(*tables, players=players, actions=actions, name="a game")


@given(st.one_of(bimatrices(), three_player_tables()), st.data())
def test_every_table_survives(tables, data):
    """Payoffs, names and title survive, whatever quotes, braces, backslashes and line breaks the names have."""
    game = named(tables, names, data)
    assert from_nfg(to_nfg(game)) == game


@given(st.one_of(bimatrices(), three_player_tables()), st.data())
def test_gambit_reads_what_we_write(tables, data):
    """The same names, and the same payoffs at every profile."""
    gambit = pytest.importorskip("pygambit")
    game = named(tables, plain_names, data)
    theirs = gambit.read_nfg(io.StringIO(to_nfg(game)))
    assert [player.label for player in theirs.players] == list(game.players)
    assert [[s.label for s in player.strategies] for player in theirs.players] == list(
        map(list, game.actions)
    )
    for mine, array in zip(game.tables, theirs.to_arrays(), strict=True):
        assert [Fraction(u) for u in array.flatten()] == list(map(game.field.present, mine))


def test_floats_are_written_as_the_decimals_that_they_print_as():
    """Without exponents, so that every reader takes them; they are read back exactly."""
    game = gt.NormalForm([[1e22, 1e-7, 0.1]], [[-2.5, 1 / 3, 3e300]])
    assert "e" not in to_nfg(game).split('""')[-1]
    assert from_nfg(to_nfg(game)).tables == game.exact().tables


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("", 1, 1, "expected `NFG`, but the text ends"),
        ("EFG 2 R", 1, 1, "expected `NFG`, but there is `EFG`"),
        ("NFG 1 X", 1, 7, "expected `R` or `D`"),
        ("NFG 1 R title", 1, 9, "the title in quotes"),
        ('NFG 1 R "t"\n{ }', 2, 3, "expected the names of the players"),
        ('NFG 1 R "t\n{ "p" }', 2, 4, "expected `{`, but there is `p`"),
        ('NFG 1 R "t" { "p" "q" } { 2 } 1 2', 1, 29, "actions of 2 players, not of 1"),
        ('NFG 1 R "t" { "p" } { 2 2 } 1 2', 1, 25, "after the actions of 1 players"),
        ('NFG 1 R "t" { "p" } { 0 } 1', 1, 23, "a number of actions, at least 1"),
        ('NFG 1 R "t" { "p" "q" } { 99999999 99999999 } 1', 1, 27, "no more than there are payoffs"),
        ('NFG 1 R "t" { "p" } { 999999999999999999999 } 1', 1, 23, "a number of actions"),
        ('NFG 1 R "t" { "p" "q" "r" } { 9 9 9 }' + " 1" * 300, 1, 37, "the payoffs of 729 profiles"),
        ('NFG 1 R "t" { "p" } { 2 }\n\n1', 3, 2, "expected 2 payoffs.*the text ends"),
        ('NFG 1 R "t" { "p" } { 2 }\n1 2\n3', 3, 1, "expected the end.*there is `3`"),
        ('NFG 1 R "t" { "p" } { 1 } 1/0', 1, 27, "an integer, decimal or fraction"),
        ('NFG 1 R "t" { "p" } { 1 } nan', 1, 27, "there is `nan`"),
        ('NFG 1 R "t" { "p" } { 1 } 1e99999', 1, 27, "there is `1e99999`"),
        ('NFG 1 R "t" { "p" } { 1 } __import__', 1, 27, "expected 1 payoffs"),
        ('NFG 1 R "t" { "p" } { 1 } { { "" 3 } } 2', 1, 40, "the number of an outcome, from 0 to 1"),
        ('NFG 1 R "t" { "p" } { 1 } { { "" 3 4 } } 1', 1, 36, r"expected `}`, but there is `4`"),
        ('NFG 1 R "t" { "p" } { 1 } { { "" } } 1', 1, 34, "1 payoffs, one for each player"),
    ],
)
def test_text_that_is_wrong(text, line, column, message):
    """One error with line, column, what was expected and what there is."""
    with pytest.raises(FileError, match=message) as caught:
        from_nfg(text)
    assert (caught.value.line, caught.value.column) == (line, column)


def test_small_files_cannot_ask_for_large_computations():
    """Huge declared shapes, many players, long numbers that many profiles share."""
    players = '"a" ' * 60
    with pytest.raises(FileError, match="the payoffs of 1152921504606846976 profiles"):
        from_nfg(f'NFG 1 R "" {{ {players}}} {{ {"2 " * 60}}} 1')
    shared = f'NFG 1 R "" {{ "a" "b" }} {{ 100 100 }} {{ {{ "" 1/{"7" * 3900} 1 }} }} {"1 " * 10_000}'
    with pytest.raises(FileError, match="bits beyond 64"):
        from_nfg(shared)


def test_what_the_format_has_not_is_refused():
    """Parameters, trees, numbers that no reader takes."""
    with pytest.raises(ParameterError, match=r"set the parameters .* first"):
        to_nfg(gt.NormalForm([[gt.parameters("x")]]))
    with pytest.raises(InvalidGameError, match="normal_form"):
        to_nfg(gt.Game(gt.end(a=1)))
    with pytest.raises(InvalidGameError, match="more than 3900 digits"):
        to_nfg(gt.NormalForm([[7**10_000]]))
