"""Our JSON keeps all that a game has; expressions are read by a parser that computes, and what is wrong has a place."""

from __future__ import annotations

import json
import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gametheory as gt
from gametheory.algebra.decide import Budget
from gametheory.algebra.polynomials import Polynomial, RationalFunction
from gametheory.errors import FileError, InvalidGameError
from gametheory.files._document import Document
from gametheory.files._expressions import Reader
from gametheory.files._writing import written
from gametheory.files.json_text import from_json, to_json
from gametheory.files.schema import SCHEMA
from tests.files.corpus import crisis, games
from tests.files.test_efg import trees
from tests.strategies import NAMES, points, polynomial, rationals, terms, value

# -- the way there and back -------------------------------------------------------------------------------------


@pytest.mark.parametrize("game", games(), ids=repr)
def test_every_kind_of_game_survives(game):
    """Fields, parameters with their order, assumptions, knowledge with its types, labels, times, floats to the last bit."""
    again = from_json(to_json(game))
    assert again == game and hash(again) == hash(game)
    assert again.parameters == game.parameters and again.given == game.given
    assert again.field == game.field and again.name == game.name
    assert to_json(again) == to_json(game)
    if isinstance(game, gt.Game):
        assert [typed(s.knows) for s in again.information_sets] == [
            typed(s.knows) for s in game.information_sets
        ]


def typed(knows: object) -> object:
    """Knowledge with its types: `True == 1 == 1.0`, but they print differently."""
    parts = map(typed, knows) if isinstance(knows, tuple | frozenset) else [repr(knows)]
    return type(knows), sorted(parts, key=repr) if isinstance(knows, frozenset) else list(parts)


@given(trees())
def test_every_tree_survives(game):
    """Exact and as floats."""
    assert from_json(to_json(game)) == game
    assert from_json(to_json(game.float())) == game.float()


def test_the_text_is_json_for_everybody():
    """Other readers of JSON see the schema's keys, and may lay it out as they like."""
    text = to_json(crisis())
    data = json.loads(text)
    assert data["version"] == 1 and data["parameters"] == list(crisis().parameters)
    assert from_json(json.dumps(data, indent=8)) == crisis() == from_json(json.dumps(data, ensure_ascii=True))
    assert set(data) <= set(SCHEMA["oneOf"][1]["properties"])


def test_what_is_written_follows_the_schema():
    """By a validator that is not ours."""
    jsonschema = pytest.importorskip("jsonschema")
    for game in games():
        jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(to_json(game)))


def test_the_order_of_nodes_is_free_below_their_parents():
    """Breadth first is read like preorder."""
    text = """{"format": "gametheory", "version": 1, "kind": "extensive", "players": ["a"], "field": "exact",
    "information_sets": [{"player": "a", "knows": 2, "actions": ["x", "y"]}, {"player": "a", "knows": 1, "actions": ["l", "r"]}],
    "nodes": [{"kind": "move", "set": 1, "then": [2, 1]}, {"kind": "end", "payoffs": [1.25]},
      {"kind": "move", "set": 0, "then": [4, 3]}, {"kind": "end", "payoffs": ["1/3"]}, {"kind": "end", "payoffs": ["2^3 - 1"]}]}"""
    left = gt.move("a", knows=2, actions={"x": gt.end(a=7), "y": gt.end(a=Fraction(1, 3))})
    assert from_json(text) == gt.Game(
        gt.move("a", knows=1, actions={"l": left, "r": gt.end(a=Fraction(5, 4))})
    )


def test_what_cannot_be_kept_is_refused():
    """Knowledge of other types, huge numbers, things that are no games."""
    strange = gt.Game(gt.move("a", knows=range(3), actions={"x": gt.end(a=1)}))
    with pytest.raises(InvalidGameError, match="what a player knows is range"):
        to_json(strange)
    with pytest.raises(InvalidGameError, match="too large to be read again"):
        to_json(gt.Game(gt.end(a=7**10_000)))
    with pytest.raises(InvalidGameError, match="neither"):
        to_json("game")


# -- expressions ------------------------------------------------------------------------------------------------


def parsed(text: str) -> object:
    """The value of an expression in x, y and z."""
    document = Document(json.dumps(text), "test")
    return Reader(document, NAMES).number(text, 1, True)


@given(terms(), terms(), points())
def test_what_is_written_is_read_as_the_same_number(top, bottom, point):
    """A quotient of polynomials, by identity and by its value at a point."""
    numerator, denominator = polynomial(top), polynomial(bottom)
    if denominator.is_zero():
        denominator = Polynomial.constant(3)
        bottom = {(0, 0, 0): 3}
    number = RationalFunction(numerator, denominator)
    again = parsed(written(number))
    assert again == number
    if value(bottom, point) and isinstance(again, RationalFunction) and again.denominator.evaluate(point):
        assert again.evaluate(point) == value(top, point) / value(bottom, point)


@st.composite
def formulas(draw: st.DrawFn, depth: int = 4) -> str:
    """Text that Python and this parser understand alike."""
    kind = (
        draw(st.sampled_from(["number", "name", "sum", "product", "power", "minus"])) if depth else "number"
    )
    if kind == "number":
        return draw(st.sampled_from(["0", "1", "2", "7", "10"]))
    if kind == "name":
        return draw(st.sampled_from(NAMES))
    left = draw(formulas(depth=depth - 1))
    if kind == "minus":
        return f"-{left}"
    if kind == "power":
        return f"({left})**{draw(st.integers(0, 3))}"
    right = draw(formulas(depth=depth - 1))
    brackets = draw(st.sampled_from(["{} {} {}", "({} {} {})", "{}{}({})", "({}) {} {}"]))
    operator = draw(st.sampled_from(["+", "-"] if kind == "sum" else ["*", "/"]))
    return brackets.format(left, operator, right)


@given(formulas(), st.fixed_dictionaries({n: rationals() for n in NAMES}))
def test_precedence_is_pythons(formula, point):
    """Python's own evaluation, over exact rationals, is the oracle; it is not used to read files."""
    exact = re.sub(r"(?<!\*\*)\b(\d+)\b", r"Fraction(\1)", formula)
    symbols = {name: RationalFunction.variable(name) for name in NAMES}
    try:
        expected = eval(exact, {"Fraction": Fraction, **symbols})
    except ZeroDivisionError:
        with pytest.raises(FileError, match="divides by zero"):
            parsed(formula)
        return
    assert parsed(formula) == expected
    assert parsed(formula.replace("**", "^")) == expected


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        (
            "",
            2,
            "a parameter .`x`, `y`, `z`., a number of at most 3900 digits, or `.`, but the expression ends",
        ),
        ("x +", 5, "the expression ends"),
        ("x y", 4, "an operator, or the end of the expression, but there is `y`"),
        ("2x", 3, "an operator"),
        ("(x", 4, "an operator or `.`, but the expression ends"),
        ("x)", 3, "an operator"),
        ("w + x", 2, "there is `w`"),
        ("x.real", 3, "there is `.`"),
        ("__import__('os')", 2, "there is `__import__`"),
        ("x(1)", 3, "an operator"),
        ("lambda: 1", 2, "there is `lambda`"),
        ("1 if x else 2", 4, "there is `if`"),
        ("x < 1", 4, "an operator, or the end"),
        ("x^y", 4, "an integer exponent"),
        ("x^1.5", 4, "an integer exponent"),
        ("x^2^2", 5, "parentheses around a power of a power"),
        ("1/(x - x)", 10, "divides by zero"),
        ("0^-1", 5, "divides by zero"),
        ("(x + y)^999999999", 10, "at most 2000 terms"),
        ("2^999999999", 4, "at most 2000 terms"),
        ("(x + y + z + 1)^40", 18, "at most 2000 terms"),
        ("1e999999999", 2, "a number of at most 3900 digits"),
        ("9" * 5000, 2, "a number of at most 3900 digits"),
    ],
)
def test_expressions_that_are_wrong(text, column, message):
    """One error with the place in the document, and what was expected there."""
    with pytest.raises(FileError, match=message) as caught:
        parsed(text)
    assert (caught.value.line, caught.value.column) == (1, column)


def test_expressions_do_not_recurse():
    """A hundred thousand parentheses and signs."""
    assert parsed("(" * 100_000 + "x" + ")" * 100_000) == RationalFunction.variable("x")
    assert parsed("-" * 100_000 + "3") == 3
    with pytest.raises(FileError, match="the expression ends"):
        parsed("(" * 100_000)


# -- documents that are wrong -----------------------------------------------------------------------------------

TREE = """{"format": "gametheory", "version": 1, "kind": "extensive", "name": "g",
"players": ["a", "b"], "field": "symbolic", "parameters": ["q", "r"], "assuming": ["0 < q < 1"],
"information_sets": [{"player": "a", "knows": ["saw", 1], "actions": ["l", "r"]}],
"nodes": [{"kind": "chance", "labels": ["h", "t"], "probabilities": ["q", "1 - q"], "then": [1, 2]},
{"kind": "end", "payoffs": ["q/2", "r"]},
{"kind": "move", "set": 0, "then": [3, 4]},
{"kind": "end", "payoffs": [1, 0]},
{"kind": "end", "payoffs": [0, 1], "outcome": "deal", "time": 2}]}"""

NORMAL = """{"format": "gametheory", "version": 1, "kind": "normal", "players": ["a", "b"], "field": "exact",
"actions": [["u", "d"], ["l"]],
"payoffs": [[1, 2], [3, "1/3"]]}"""


def test_the_documents_below_are_right_before_they_are_changed():
    """So that each refusal has one reason."""
    assert len(from_json(TREE).nodes) == 5 and from_json(NORMAL).shape == (2, 1)


@pytest.mark.parametrize(
    ("document", "old", "new", "line", "message"),
    [
        (TREE, '"version": 1', '"version": 2', 1, "version 1, which is the only one so far, but there is 2"),
        (TREE, '"version": 1, ', "", 1, "version 1, .*but there is none"),
        (TREE, '"gametheory"', '"chess"', 1, 'an object with `"format": "gametheory"`'),
        (TREE, '"kind": "extensive"', '"kind": "epic"', 1, 'one of "normal", "extensive", but there is "epic"'),
        (TREE, '"name": "g"', '"name": "g", "colour": 3', 1, "only the keys .*there is `colour`"),
        (TREE, '"name": "g"', '"name": "g", "name": "h"', 1, "a key that is not there yet"),
        (TREE, '"name": "g"', '"name": 3', 1, "a text in quotes or `null`, but there is \"3\""),
        (TREE, '"field": "symbolic", ', "", 1, "the key `field` in this object, but it is missing"),
        (TREE, '"symbolic"', '"real"', 2, '"exact" or "float64" or "symbolic"'),
        (TREE, '"symbolic"', '"exact"', 2, "no parameters beside exact numbers"),
        (TREE, '"a", "b"', '"a", "a"', 2, "players with different names"),
        (TREE, '"q", "r"', '"q", "2r"', 2, "a name of letters, digits and underscores"),
        (TREE, '"q", "r"', '"q"', 5, "there is `r`"),
        (TREE, "0 < q < 1", "0 < q <", 2, "the expression ends"),
        (TREE, "0 < q < 1", "q", 2, "a comparison"),
        (TREE, "0 < q < 1", "0 < q < 0", 1, "contradict each other"),
        (TREE, "0 < q < 1", "1 < 0", 2, "a condition that can hold"),
        (TREE, "0 < q < 1", "0 < q < 1/2 + r", 1, "not provably positive"),
        (TREE, '"player": "a"', '"player": "c"', 3, "one of the players, but there is `c`"),
        (TREE, '["saw", 1]', '{"set": [1], "fraction": "1"}', 3, "an object with one key"),
        (TREE, '["saw", 1]', '{"fraction": "1/0"}', 3, "a fraction such as"),
        (TREE, '"actions": ["l", "r"]', '"actions": ["l", "l"]', 3, "actions with different names"),
        (TREE, '"actions": ["l", "r"]', '"actions": ["l"]', 6, "1 nodes, one for each label, but there are 2"),
        (TREE, '"then": [1, 2]', '"then": [1, 1]', 4, "a node without a parent, but node 1 has one already"),
        (TREE, '"then": [3, 4]', '"then": [0, 4]', 6, "a later node, from 3 to 4, but there is 0"),
        (TREE, '"then": [3, 4]', '"then": [3, 99999999]', 6, "a later node, from 3 to 4"),
        (TREE, '"then": [3, 4]', '"then": [3, 1e99]', 6, "an integer"),
        (TREE, '"set": 0', '"set": 1', 6, "the number of an information set, from 0 to 0"),
        (TREE, '"1 - q"', '"q"', 4, "probabilities that sum to 1"),
        (TREE, '"q", "1 - q"', '"3/2", "-1/2"', 4, "a positive probability"),
        (TREE, '["q/2", "r"]', '["q/2"]', 5, "2 payoffs, one for each player"),
        (TREE, '"q/2"', '"q/r"', 1, "may be zero under the assumptions"),
        (TREE, '"q/2"', '"1/0"', 5, "divides by zero"),
        (TREE, '"q/2"', "nan", 5, "a value: "),
        (TREE, '"q/2"', "01", 5, "a value: "),
        (TREE, '"time": 2}', '"time": "soon"}', 8, "there is `soon`"),
        (TREE, '"time": 2}]}', '"time": 2}]', 8, "`,` or `}`, but the text ends"),
        (TREE, '"time": 2}]}', '"time": 2}]}]', 8, "the end of the text"),
        (TREE, '"deal"', r'"\ud800"', 8, "whole characters"),
        (TREE, '{"kind": "end", "payoffs": [1, 0]}', '{"kind": "move", "set": 0, "then": []}', 7, "at least one value"),
        (NORMAL, "[[1, 2], ", "[[1, 2, 3], ", 3, "2 payoffs, one for each profile, but there are 3"),
        (NORMAL, '["l"]', '["l"], ["x"]', 2, "2 lists of actions, one for each player, but there are 3"),
        (NORMAL, '"exact"', '"float64"', None, ""),
        (NORMAL, "3,", "1e400,", None, ""),
        (NORMAL.replace('"exact"', '"float64"'), "3,", "1e400,", 3, "within the range of floats"),
        (NORMAL, "3,", "1e4000,", 3, "a number of at most 3900 digits"),
        (NORMAL, '"exact"', '"symbolic"', 1, "numbers that are symbolic, but the numbers are exact"),
    ],
)  # fmt: skip
def test_documents_that_are_wrong(document, old, new, line, message):
    """One change, one error, at its line (two of them are no errors, for contrast)."""
    assert document.count(old) >= 1
    changed = document.replace(old, new, 1)
    if line is None:
        assert from_json(changed).shape == (2, 1)
        return
    with pytest.raises(FileError, match=message) as caught:
        from_json(changed)
    assert caught.value.line == line


def test_information_sets_must_differ_and_be_used():
    """Sets that know the same would be one; a set without nodes would vanish."""
    again = '{"player": "a", "knows": ["saw", 1], "actions": ["l", "r"]}'
    with pytest.raises(FileError, match="know different things"):
        from_json(TREE.replace(again, f"{again}, {again}"))
    other = again.replace("1", "2")
    with pytest.raises(FileError, match="an information set with nodes"):
        from_json(TREE.replace(again, f"{again}, {other}"))


@pytest.mark.parametrize("text", ["[" * 10**6, '{"a":' * 10**6, '{"' + "x" * 10**6, "9" * 10**6, ""])
def test_hostile_json(text):
    """Deep nesting, unfinished texts, long numbers."""
    with pytest.raises(FileError):
        from_json(text)


def test_a_budget_bounds_what_is_proved():
    """Without time nothing is proved, and the error says what is missing; with time, `1 + q*r + r^2` has no root for q < 1."""
    text = TREE.replace('"q/2"', '"1/(1 + q*r + r^2)"')
    with pytest.raises(FileError, match="may be zero under the assumptions"):
        from_json(text, budget=Budget(seconds=0, query_seconds=0.001))
    assert from_json(text).parameters == ("q", "r")
