"""From a JSON document that follows the schema to a game; what the schema cannot say is checked here."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import NoReturn, TypeAlias

from gametheory.algebra.conditions import Cell
from gametheory.algebra.decide import Budget, spending
from gametheory.algebra.polynomials import RationalFunction
from gametheory.algebra.region import Region
from gametheory.errors import FileError, GameTheoryError
from gametheory.files._document import Document, Value
from gametheory.files._expressions import FACTORED_DEGREE, FACTORED_TERMS, Reader, is_factorable
from gametheory.files._json_tree import TreeReader
from gametheory.files._scan import DIGITS, PLAYERS, exact_number
from gametheory.files._size import Size, long_bits
from gametheory.files.nfg import nested
from gametheory.files.schema import FORMAT, SCHEMA, VERSION
from gametheory.games.game import Game
from gametheory.games.normal import NormalForm

Number: TypeAlias = float | Fraction | RationalFunction


def read_document(text: str, budget: Budget, source: str) -> Game | NormalForm:
    """Return the game."""
    document = Document(text, source)
    _check_version(document)
    document.check(document.root, SCHEMA, SCHEMA["$defs"])
    reader = _GameReader(document)
    try:
        with spending(budget):
            return reader.read()
    except FileError:
        raise
    except GameTheoryError as error:
        document.fail("a valid game", f"this is none: {error}", at=document.root.at)


def _check_version(document: Document) -> None:
    """Look at the version before anything else: another one may have other rules."""
    root = document.root
    if root.kind != "object" or root.get("format") is None or root["format"].content != FORMAT:
        document.fail(f'an object with `"format": "{FORMAT}"`', "there is another one", at=root.at)
    version = root.get("version")
    if version is None or version.content != str(VERSION):
        found = "there is none" if version is None else f"there is {str(version.content)[:40]}"
        document.fail(f"version {VERSION}, which is the only one so far", found, at=(version or root).at)


class _GameReader:
    """Reads what both kinds of games have; `read` returns the game."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.root = document.root
        self.field: str = self.root["field"].content
        name = self.root.get("name")
        self.name: str | None = None if name is None else name.content
        self.players = self._names(self.root["players"], "players")
        if len(self.players) > PLAYERS:
            self._fail(self.root["players"], f"at most {PLAYERS} players", f"there are {len(self.players)}")
        self.size = Size(document)
        self.parameters = self._parameters()
        self.expressions = Reader(document, dict.fromkeys(self.parameters))
        self.assuming = self._assumptions()

    def read(self) -> Game | NormalForm:
        """Return the game."""
        made = self._table() if self.root["kind"].content == "normal" else self._tree()
        if made.field.name != self.field:
            found = f"the numbers are {made.field.name}"
            self._fail(self.root["field"], f"numbers that are {self.field}", found)
        return made

    def _fail(self, value: Value, expected: str, found: str) -> NoReturn:
        self.document.fail(expected, found, at=value.at)

    def _names(self, value: Value, what: str) -> list[str]:
        seen: set[str] = set()
        for item in value.content:
            if item.content in seen:
                self._fail(item, f"{what} with different names", f"`{item.content[:40]}` occurs twice")
            seen.add(item.content)
        return [item.content for item in value.content]

    # -- parameters and numbers ---------------------------------------------------------------------------
    def _parameters(self) -> list[str]:
        declared = self.root.get("parameters")
        names = [] if declared is None else self._names(declared, "parameters")
        for name, item in zip(names, declared.content if declared else (), strict=True):
            if not name.isidentifier():
                self._fail(item, "a name of letters, digits and underscores", f"there is `{name[:40]}`")
        if names and self.field != "symbolic":
            self._fail(
                self.root["parameters"], f"no parameters beside {self.field} numbers", "there are some"
            )
        return names

    def _assumptions(self) -> Region | tuple[()]:
        given: Cell = frozenset()
        written = self.root.get("assuming")
        for item in written.content if written else ():
            cell = self.expressions.conditions(item.content, item.at + 1, item.exact)
            if cell is None:
                self._fail(item, "a condition that can hold", "this one never does")
            given |= cell
        return Region([given], parameters=self.parameters) if self.parameters else ()

    def _number(self, value: Value, *, factored: bool = False) -> Number:
        number: Number | None
        if value.kind == "number":
            number = exact_number(value.content)
            if number is None:
                self._fail(value, f"a number of at most {DIGITS} digits", "this is longer")
        else:
            number = self.expressions.number(value.content, value.at + 1, value.exact)
        if factored and isinstance(number, RationalFunction) and not is_factorable(number.numerator):
            most = f"at most {FACTORED_TERMS} terms and degree {FACTORED_DEGREE}"
            self._fail(value, f"a probability of {most}", "this one is larger")
        if self.field != "float64":
            return number
        try:
            return float(number)
        except OverflowError:
            self._fail(value, "a number within the range of floats", "this is beyond")

    # -- tables -------------------------------------------------------------------------------------------
    def _table(self) -> NormalForm:
        listed, tables = self.root["actions"], self.root["payoffs"]
        count = len(self.players)
        for value, what in ((listed, "of actions"), (tables, "of payoffs")):
            if len(value.content) != count:
                self._fail(
                    value, f"{count} lists {what}, one for each player", f"there are {len(value.content)}"
                )
        actions = [self._names(own, "actions") for own in listed.content]
        shape = tuple(map(len, actions))
        profiles = math.prod(shape)
        longest = sum(len(name) + max(map(len, own)) for name, own in zip(self.players, actions, strict=True))
        payoffs: list[list[Number]] = []
        for table in tables.content:
            if len(table.content) != profiles:
                found = f"there are {len(table.content)}"
                self._fail(table, f"{profiles} payoffs, one for each profile", found)
            self.size.add(table.at, numbers=profiles, letters=profiles * longest)
            payoffs.append([self._number(item) for item in table.content])
            self.size.add(table.at, long=long_bits(payoffs[-1]))
        return NormalForm(
            *(nested(table, shape) for table in payoffs),
            players=self.players,
            actions=actions,
            assuming=self.assuming,
            name=self.name,
        )

    # -- trees --------------------------------------------------------------------------------------------
    def _tree(self) -> Game:
        reader = TreeReader(self.document, self.players, self._number, self._names, self.expressions)
        root = reader.read(self.root)
        return Game(root, players=self.players, assuming=self.assuming, name=self.name)
