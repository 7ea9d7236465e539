"""`read` sees the format from the text, `write` from the name; other packages' games arrive as they are there."""

from __future__ import annotations

import os
import pickle
from fractions import Fraction

import pytest

import gametheory as gt
from gametheory.errors import FileError, GameTheoryError, InvalidGameError, ParameterError
from gametheory.files.efg import from_efg, to_efg
from gametheory.files.packages import from_openspiel, from_pygambit, to_pygambit
from gametheory.files.reading import read, write
from tests.files.corpus import SIGNALS, STAGES, TABLE, catalogue, crisis, games

# -- read and write ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("game", games(), ids=repr)
def test_json_keeps_every_game(game, tmp_path):
    """Written and read by name, as text, and with a byte order mark under another name."""
    write(game, tmp_path / "game.json")
    text = (tmp_path / "game.json").read_text(encoding="utf-8")
    other = tmp_path / "other.txt"
    other.write_text(text, encoding="utf-8-sig")
    assert (
        read(tmp_path / "game.json") == read(str(tmp_path / "game.json")) == read(text) == read(other) == game
    )


def test_gambit_files_by_name(tmp_path):
    """Trees and tables; the contents decide how a file is read."""
    tree, table = read(STAGES), read("\n " + TABLE)
    write(tree, tmp_path / "tree.EFG")
    write(table, tmp_path / "table.nfg")
    assert read(tmp_path / "tree.EFG") == tree and read(tmp_path / "table.nfg") == table
    os.rename(tmp_path / "tree.EFG", tmp_path / "table.nfg")
    assert read(tmp_path / "table.nfg") == tree


def test_names_and_kinds_that_do_not_fit(tmp_path):
    """No format is guessed, and nothing is left out silently."""
    for game, name, error, message in (
        (crisis(), "game.txt", InvalidGameError, "does not end in one of .efg, .nfg, .json"),
        (crisis(), "game.efg", ParameterError, "set the parameters"),
        (read(SIGNALS), "game.nfg", InvalidGameError, "normal_form"),
        (read(TABLE), "game.efg", InvalidGameError, "to_game"),
    ):
        with pytest.raises(error, match=message):
            write(game, tmp_path / name)
        assert not (tmp_path / name).exists()


def test_errors_name_the_file(tmp_path):
    """With line and column; bytes that are no text have a place as well; a missing file is an `OSError`."""
    path = tmp_path / "broken.efg"
    path.write_text(SIGNALS + "t", encoding="utf-8")
    with pytest.raises(FileError, match=r"broken\.efg: line 21, column 1: expected the end") as caught:
        read(path)
    assert caught.value.file == str(path)
    path.write_bytes(b'EFG 2 R "caf\xe9"')
    with pytest.raises(
        FileError, match="line 1, column 13: expected text in UTF-8, but there is the byte 0xe9"
    ):
        read(path)
    path.write_bytes(b"")
    with pytest.raises(FileError, match="the text is empty"):
        read(path)
    with pytest.raises(FileError, match="there is `#AGG`"):
        read("#AGG\n1")
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "nowhere.efg")


def test_errors_are_values():
    """They pickle with their place, and are errors of an invalid game."""
    with pytest.raises(InvalidGameError) as caught:
        read("EFG 2 R 3")
    error = caught.value
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(again, FileError) and str(again) == str(error)
    assert (again.file, again.line, again.column, again.expected, again.found) == (
        "read()",
        1,
        9,
        "the title in quotes",
        "there is `3`",
    )


# -- pygambit ---------------------------------------------------------------------------------------------------


def test_trees_and_tables_go_to_pygambit_and_back():
    """As trees and tables, with names and exact numbers."""
    pytest.importorskip("pygambit")
    tree, table = read(SIGNALS), read(TABLE)
    assert to_pygambit(tree).is_tree and not to_pygambit(table).is_tree
    assert from_pygambit(to_pygambit(table)) == table
    again = from_pygambit(to_pygambit(tree))
    assert isinstance(again, gt.Game)
    assert [v.payoffs for v in again.nodes] == [v.payoffs for v in tree.nodes]
    assert again.information_sets == tree.information_sets


def test_every_catalogue_game_comes_from_pygambit():
    """By Gambit's own text of the games, as from the files."""
    pygambit = pytest.importorskip("pygambit")
    for name, text in catalogue().items():
        theirs = (pygambit.read_efg if name.endswith(".efg") else pygambit.read_nfg)(_stream(text))
        game = from_pygambit(theirs)
        mine = read(text)
        numbers = [v.payoffs for v in game.nodes] if isinstance(game, gt.Game) else game.tables
        assert numbers == ([v.payoffs for v in mine.nodes] if isinstance(mine, gt.Game) else mine.tables)


def _stream(text: str) -> object:
    import io

    return io.StringIO(text)


# -- OpenSpiel --------------------------------------------------------------------------------------------------


def test_kuhn_poker_from_openspiel():
    """Kuhn (1950): three cards, 12 information sets, and the value -1/18 for the first player."""
    pytest.importorskip("pyspiel")
    game = from_openspiel("kuhn_poker")
    assert len(game.information_sets) == 12 and game.perfect_recall()
    exact = from_efg(to_efg(game))
    # Alpha = 0 in Kuhn's family of equilibria.
    first = {"0": "Pass", "0pb": "Pass", "1": "Pass", "1pb": Fraction(1, 3), "2": "Pass", "2pb": "Bet"}
    second = {
        "0p": Fraction(1, 3),
        "0b": "Pass",
        "1p": "Pass",
        "1b": Fraction(1, 3),
        "2p": "Bet",
        "2b": "Bet",
    }
    profile = {
        player: {k: v if isinstance(v, str) else {"Bet": v, "Pass": 1 - v} for k, v in plan.items()}
        for player, plan in zip(exact.players, (first, second), strict=True)
    }
    assert exact.payoffs(profile)["player 0"] == Fraction(-1, 18)


def test_openspiel_games_that_are_not_sequential_or_too_large():
    """They are refused before they are walked through."""
    pytest.importorskip("pyspiel")
    with pytest.raises(InvalidGameError, match="convert_to_turn_based"):
        from_openspiel("matrix_pd")
    with pytest.raises(GameTheoryError, match="more than 1000 nodes"):
        from_openspiel("leduc_poker", nodes=1000)
