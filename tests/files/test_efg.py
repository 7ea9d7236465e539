"""Trees as `.efg`: all that the format allows is read exactly, and what is written says the same to Gambit."""

from __future__ import annotations

import io
import re
from fractions import Fraction
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gametheory as gt
from gametheory.errors import FileError, InvalidGameError, ParameterError
from gametheory.files.efg import from_efg, to_efg
from tests.files.corpus import SIGNALS, STAGES, catalogue, crisis
from tests.strategies import rationals

EFG = sorted(name for name in catalogue() if name.endswith(".efg"))


# -- what the format allows -------------------------------------------------------------------------------------


def test_everything_that_the_format_allows():
    """Accumulated and null outcomes, repeated and missing names, numbers of all forms, omitted descriptions, a time."""
    game = from_efg(STAGES)
    assert game.name == 'Two "stages", payments on the way'
    assert game.players == ("Ann_1", "player 2", "Ann_2")
    root = game.nodes[0]
    assert root.labels == ("high_1", "high_2", "3", "low")
    assert [game.field.present(p) for p in root.probabilities][:3] == [
        Fraction(1, 3),
        Fraction(1, 2),
        Fraction("0.1666666666666666666666"),
    ]
    assert [(s.player, s.knows, s.actions) for s in game.information_sets] == [
        ("Ann_1", "talk_1", ("x_1", "x_2", "3")),
        ("player 2", "5_1", ("l", "r")),
        ("player 2", "5_2", ("l", "r")),
        ("Ann_1", "talk_2", ("x",)),
    ]
    paid = [tuple(map(game.field.present, v.payoffs)) for v in game.nodes if v.kind == "end"]
    fee, quarter = Fraction(1, 3), Fraction(1, 4)
    assert paid[:4] == [
        (-1, fee, quarter),
        (-1 + 10, fee - quarter, quarter + 3),
        (-1 + 10, fee - quarter, quarter + 3),
        (-1, fee, quarter + Fraction(7, 3)),
    ]
    ends = [v for v in game.nodes if v.kind == "end"]
    assert [v.outcome for v in ends[:4]] == ["fee", "deal", "deal", "fee"]
    assert [game.field.present(v.time) for v in ends if v.time is not None] == [Fraction(5, 2)]
    assert [v.place for v in ends][:2] == ["start/high_1/x_1", "start/high_1/x_2"]


def test_the_sample_file_of_the_documentation():
    """Information sets join nodes, and second descriptions may be left out; the payoffs of a stage add up."""
    game = from_efg(SIGNALS)
    assert [(s.knows, len(s.nodes)) for s in game.information_sets] == [
        ("(1,1)", 2),
        ("(2,1)", 2),
        ("(2,2)", 2),
        ("(1,2)", 1),
    ]
    last = [tuple(map(game.field.present, v.payoffs)) for v in game.nodes if v.kind == "end"][-2:]
    assert last == [(10, 2), (14, 2)]


def test_space_and_byte_order_do_not_matter():
    """Everything on one line, with tabs and Windows line ends."""
    assert from_efg(re.sub(r"\n", "\r\n\t", SIGNALS)) == from_efg(SIGNALS)
    assert from_efg(SIGNALS.replace("\n", " ")) == from_efg(SIGNALS)


# -- writing and reading again ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [STAGES, SIGNALS])
def test_reading_what_was_written_gives_the_same_game(text):
    """And it is written the same again."""
    game = from_efg(text)
    assert from_efg(to_efg(game)) == game
    assert to_efg(from_efg(to_efg(game))) == to_efg(game)


labels = st.text(st.sampled_from('ab"\\ {},\n_1é'), min_size=1, max_size=4)
plain_labels = st.from_regex(r'[ab"{},_1]( ?[ab"{},_1]){0,2}', fullmatch=True)
"""What Gambit 16.7 takes as a label: ASCII, single spaces inside, and no backslash before a quote."""


@st.composite
def trees(draw: st.DrawFn, labels: st.SearchStrategy[str] = labels, depth: int = 3) -> gt.Game:
    """Small trees with awkward names, shared information sets, labels and times."""
    players = draw(st.lists(labels, min_size=1, max_size=3, unique=True))
    actions = draw(st.lists(labels, min_size=1, max_size=3, unique=True))

    def node(left: int) -> object:
        kind = draw(st.sampled_from(["move", "move", "chance", "end"])) if left else "end"
        if kind == "end":
            outcome = draw(st.none() | labels)
            time = draw(st.none() | rationals())
            return gt.end(payoffs={p: draw(rationals()) for p in players}, outcome=outcome, time=time)
        if kind == "move":
            # The depth is part of what is known: nobody is absent-minded.
            knows = f"{left} {draw(labels)}"
            return gt.move(
                draw(st.sampled_from(players)), knows=knows, actions={a: node(left - 1) for a in actions}
            )
        weights = draw(st.lists(st.integers(1, 5), min_size=len(actions), max_size=len(actions)))
        total = sum(weights)
        return gt.chance(
            {a: Fraction(w, total) for a, w in zip(actions, weights, strict=True)}, lambda _: node(left - 1)
        )

    return gt.Game(node(depth), players=players, name=draw(st.none() | labels))


@given(trees())
def test_every_tree_survives(game):
    """Whatever quotes, braces, backslashes and line breaks its names have."""
    assert from_efg(to_efg(game)) == game


def test_floats_are_written_as_decimals_and_other_knowledge_as_text():
    """What the format does not have is read back as what it looks like."""
    third = 1 / 3
    game = gt.Game(
        gt.chance(
            {"l": third, "m": third, "r": third},
            lambda side: gt.move("a", knows=("saw", side), actions={"stop": gt.end(a=0.1)}),
        )
    )
    again = from_efg(to_efg(game))
    assert [s.knows for s in again.information_sets] == ["saw, l", "saw, m", "saw, r"]
    assert [v.payoffs for v in again.nodes] == [v.payoffs for v in game.exact().nodes]
    assert [v.probabilities for v in again.nodes] == [v.probabilities for v in game.exact().nodes]


def test_what_the_format_has_not_is_refused():
    """Parameters, normal forms, numbers that no reader takes."""
    with pytest.raises(ParameterError, match=r"set the parameters .* first"):
        to_efg(crisis())
    with pytest.raises(InvalidGameError, match="to_game"):
        to_efg(gt.NormalForm([[1]], [[1]]))
    with pytest.raises(InvalidGameError, match="more than 3900 digits"):
        to_efg(gt.Game(gt.end(a=7**10_000)))


# -- Gambit as the oracle ---------------------------------------------------------------------------------------


def gambit_tree(game) -> list[object]:
    """A pygambit tree in preorder: who moves at which set with which actions; probabilities; accumulated payoffs."""
    rows: list[object] = []
    sets: dict[object, int] = {}
    waiting = [(game.root, (Fraction(0),) * len(game.players))]
    while waiting:
        node, paid = waiting.pop()
        if node.outcome:
            paid = tuple(
                p + Fraction(node.outcome[player]) for p, player in zip(paid, game.players, strict=True)
            )
        if node.is_terminal:
            rows.append(paid)
            continue
        actions = list(node.infoset.actions)
        if node.player.is_chance:
            rows.append([Fraction(action.prob) for action in actions])
        else:
            number = sets.setdefault(node.infoset, len(sets))
            rows.append((node.player.number, number, [action.label for action in actions]))
        waiting.extend((child, paid) for child in reversed(list(node.children)))
    return rows


def our_tree(game: gt.Game) -> list[object]:
    """The same of a game of ours."""
    rows: list[object] = []
    for vertex in game.nodes:
        if vertex.kind == "end":
            rows.append(tuple(map(game.field.present, vertex.payoffs)))
        elif vertex.kind == "chance":
            rows.append(list(map(game.field.present, vertex.probabilities)))
        else:
            s = game.information_sets[vertex.information_set]
            rows.append((s.player_index, s.index, list(s.actions)))
    return rows


@given(trees(plain_labels))
def test_gambit_reads_what_we_write(game):
    """The same moves, information sets, names, probabilities and payoffs."""
    gambit = pytest.importorskip("pygambit")
    theirs = gambit.read_efg(io.StringIO(to_efg(game)))
    assert gambit_tree(theirs) == our_tree(game)
    assert [player.label for player in theirs.players] == list(game.players)
    assert theirs.title == (game.name or "")


@pytest.mark.parametrize("name", EFG)
def test_catalogue(name):
    """Gambit reads from our text what it reads from its own; we read what it reads; and so on the way back."""
    gambit = pytest.importorskip("pygambit")
    game = from_efg(catalogue()[name])
    if game is None:
        return
    theirs = gambit.read_efg(io.StringIO(catalogue()[name]))
    through = gambit.read_efg(io.StringIO(to_efg(game)))
    assert gambit_tree(theirs) == gambit_tree(through) == our_tree(game)
    assert [p.label for p in theirs.players] == [p.label for p in through.players] == list(game.players)
    assert from_efg(to_efg(game)) == game


@pytest.mark.parametrize("name", EFG)
def test_catalogue_normal_forms(name):
    """The reduced normal form of the game that we read has the payoffs of Gambit's, at every profile."""
    gambit = pytest.importorskip("pygambit")
    game = from_efg(catalogue()[name])
    if game is None or len(game.nodes) > 120:
        return
    theirs = gambit.read_efg(io.StringIO(catalogue()[name]))
    mine = game.normal_form()
    assert mine.shape == tuple(len(player.strategies) for player in theirs.players)
    # Both orders list strategies by information sets in order of appearance; compared as multisets of payoff profiles.
    tables = zip(*mine.tables, strict=True)
    ours = sorted(tuple(map(mine.field.present, cell)) for cell in tables)
    arrays = [array.flatten() for array in theirs.to_arrays()]
    cells = zip(*arrays, strict=True)
    assert ours == sorted(tuple(Fraction(u) for u in cell) for cell in cells)


def test_the_whole_catalogue_is_read():
    """Every tree, those of imperfect recall and absent-minded ones included, and again after it is written."""
    pytest.importorskip("pygambit")
    assert len(EFG) >= 30
    forgetful = 0
    for name in EFG:
        game = from_efg(catalogue()[name])
        assert from_efg(to_efg(game)) == game
        forgetful += not game.perfect_recall()
    assert forgetful >= 5


# -- what is refused --------------------------------------------------------------------------------------------

HEAD = 'EFG 2 R "" { "a" "b" }\n'
MOVE = HEAD + 'p "" 1 1 "s" { "l" "r" } 0\n'


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("", 1, 1, "expected `EFG`, but the text ends"),
        ("NFG 1 R", 1, 1, "expected `EFG`, but there is `NFG`"),
        ("EFG 3 R", 1, 5, "expected `2`"),
        ("EFG 2 Q", 1, 7, "`R` or `D`"),
        ('EFG 2 R "t" { }', 1, 15, "the names of the players"),
        (HEAD, 2, 1, "a node, which begins with `c`, `p` or `t`, but the text ends"),
        (HEAD + 'q "" 0', 2, 1, "a node, which begins with"),
        (HEAD + "t 0", 2, 3, "the name of the node in quotes"),
        (HEAD + 't "" 1', 2, 6, "an outcome that is described before"),
        (HEAD + 't "" 0 "" { 1 2 }', 2, 8, "no name and payoffs after the outcome 0"),
        (HEAD + 't "" 1 "" { 1 }', 2, 15, "2 payoffs, one for each player"),
        (HEAD + 't "" 1 "" { 1 2 3 }', 2, 17, "expected `}`"),
        (HEAD + 't "" 1 "" { 1 1/0 }', 2, 15, "an integer, decimal or fraction"),
        (HEAD + 't "" 1 "" { 1 1e999999999 }', 2, 15, "an integer, decimal or fraction"),
        (HEAD + 't "" 1 "" { 1 nan }', 2, 15, "there is `nan`"),
        (HEAD + 't "" -1', 2, 6, "the number of an outcome"),
        (HEAD + 't "" 0\nt "" 0', 3, 1, "the end, after the last node"),
        (HEAD + 'p "" 3 1 "s" { "l" } 0', 2, 6, "the number of a player, from 1 to 2"),
        (HEAD + 'p "" 1 1 0', 2, 8, "set 1 is new here"),
        (HEAD + 'p "" 1 1 "s" { } 0', 2, 16, "the names of the actions"),
        (MOVE + 't "" 0', 3, 7, "a node, which begins with .*the text ends"),
        (
            MOVE + 't "" 0\np "" 1 2 "s" { "l" } 1 "o" { 1 2 }\nt "" 1 "o" { 1 3 }',
            5,
            8,
            "what line 4 says of outcome 1",
        ),
        (
            HEAD + 'c "" 1 "" { "l" 1/2 "r" 1/2 } 0\np "" 1 1 "s" { "l" } 0\nt "" 0\np "" 1 1 "s" { "r" } 0',
            5,
            10,
            "what line 3 says of information set 1",
        ),
        (HEAD + 'c "" 1 "" { "l" 1/3 "r" 1/3 } 0', 2, 11, "sum to exactly 1, but they sum to 2/3"),
        (HEAD + 'c "" 1 "" { "l" -1 "r" 2 } 0', 2, 17, "a positive probability"),
        (HEAD + 'c "" 1 "" { "l" 0 "r" 1 } 0', 2, 17, "drop_impossible=True"),
    ],
)
def test_text_that_is_wrong(text, line, column, message):
    """One error with line, column, what was expected and what there is."""
    with pytest.raises(FileError, match=message) as caught:
        from_efg(text)
    error = caught.value
    assert (error.line, error.column) == (line, column)
    assert (
        str(error)
        == f"from_efg(): line {line}, column {column}: expected {error.expected}, but {error.found}"
    )


def test_impossible_branches_may_be_dropped():
    """With their subtrees, if one says so."""
    text = (
        HEAD + 'c "" 1 "" { "l" 0 "r" 1 } 0 p "" 1 1 "never" { "x" } 0 t "" 0 p "" 2 1 "s" { "x" } 0 t "" 0'
    )
    game = from_efg(text, drop_impossible=True)
    assert game.nodes[0].labels == ("r",) and [s.knows for s in game.information_sets] == ["s"]


def deep(length: int) -> str:
    """A centipede: a path of information sets, with an end at each."""
    moves = (f'p "" 1 {i + 1} "" {{ "l" "r" }} 0\nt "" 0\n' for i in range(length))
    return HEAD + "".join(moves) + 't "" 0'


def test_deep_trees():
    """A path of thousands of moves is read and written; a hundred thousand would need more memory than a game may take."""
    game = from_efg(deep(1500))
    assert len(game.nodes) == 3001 and from_efg(to_efg(game)) == game
    with pytest.raises(FileError, match="steps on the paths to all nodes together"):
        from_efg(deep(100_000))
    with pytest.raises(FileError, match="the text ends"):
        from_efg("\n".join(islice(deep(1500).split("\n"), 2000)))


long = "7" * 3900


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD + 't "" 1 "" { ' + "9" * 10**6 + " 1 }", "at most 3900 digits"),
        (
            HEAD + f'c "" 1 "" {{ "a" 1/2 "b" 1/2 }} 1 "" {{ 1/{long} 1 }} ' + 't "" 1 c "" 1 1 ' * 9000 + 't "" 1',
            "bits beyond 64",
        ),
        (
            HEAD + f'p "" 1 1 "" {{ "{"x" * 10**6}" "r" }} 0 '
            + "".join(f'p "" 2 {i} "" {{ "l" "r" }} 0 t "" 0 ' for i in range(1, 900)),
            "letters in the places",
        ),
        ('EFG 2 R "" { ' + '"a" ' * 10**5 + '} t "" 0', "at most 100 players"),
        (HEAD + 't "' + "x" * 10**6, "the name of the node in quotes"),
        (HEAD + 't "\ud800" 0', "half a character"),
    ],
)  # fmt: skip
def test_small_files_cannot_ask_for_large_computations(text, message):
    """Long numbers, sums of long numbers, long names, many players."""
    with pytest.raises(FileError, match=message):
        from_efg(text)
