"""What Gambit's two formats have in common: words, quoted texts, lists in braces, names that must differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from gametheory.errors import InvalidGameError
from gametheory.files._scan import BITS, DIGITS, PLAYERS, Scanner, bits, checked
from gametheory.games._numbers import Number

# An unterminated quote is a word of its own, which nothing expects.
_WORDS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{},"]|[^\s{},"]+', re.DOTALL)


def quoted(text: str) -> str:
    """Write a text in quotes."""
    # Gambit's reader knows the escape of a quote only; a backslash is doubled just where it would be misread.
    return '"' + re.sub(r'\\(?=["\\]|\Z)', r"\\\\", text).replace('"', '\\"') + '"'


def written(number: Number, call: str) -> str:
    """Write a number as a fraction, or a float as a plain decimal: Gambit does not read every exponent."""
    if isinstance(number, float):
        return format(Decimal(repr(number)), "f")
    assert isinstance(number, Fraction)
    if bits(number) > BITS:
        raise InvalidGameError(
            f"{call}: a number has more than {DIGITS} digits, which is too large to be read again"
        )
    return str(number)


def distinct(labels: Sequence[str], missing: Sequence[str]) -> list[str]:
    """Name what has no name, and number names that occur twice: `x`, `x` become `x_1`, `x_2`, as in Gambit.

    >>> distinct(["x", "", "x", "x_1"], ["1", "2", "3", "4"])
    ['x_2', '2', 'x_3', 'x_1']
    """
    named = [label or other for label, other in zip(labels, missing, strict=True)]
    count = Counter(named)
    taken = set(named)
    last: Counter[str] = Counter()
    result = []
    for name in named:
        if count[name] > 1:
            base = name
            while name in taken:
                last[base] += 1
                name = f"{base}_{last[base]}"
            taken.add(name)
        result.append(name)
    return result


class GambitScanner(Scanner):
    """The words of a Gambit file."""

    def __init__(self, text: str, file: str) -> None:
        super().__init__(checked(text, file), file, _WORDS)

    def at_string(self) -> bool:
        """Whether a text in quotes comes next."""
        return self.peek().startswith('"')

    def string(self, expected: str) -> str:
        """Read a text in quotes."""
        word = self.take()
        if len(word) < 2 or not word.startswith('"'):
            self.fail(expected)
        return re.sub(r'\\(["\\])', r"\1", word[1:-1]) if "\\" in word else word[1:-1]

    def strings(self, what: str) -> list[str]:
        """Read texts in braces, at least one."""
        self.word("{")
        found = [self.string(f"the names of {what} in quotes, in braces")]
        while self.peek() != "}":
            found.append(self.string(f"`}}`, or one more of the names of {what} in quotes"))
        self.word("}")
        return found

    def payoffs(self, count: int, *, opened: bool = False) -> tuple[Fraction, ...]:
        """Read the payoffs of all players and the brace behind them, with or without commas."""
        if not opened:
            self.word("{")
        found = []
        for k in range(count):
            if k and self.peek() == ",":
                self.take()
            found.append(self.number(f"{count} payoffs, one for each player"))
        if self.peek() == ",":
            self.take()
        self.word("}")
        return tuple(found)

    def header(self, kind: str, version: str) -> tuple[str, list[str]]:
        """Read the title and the players; whether numbers are `R` or `D` makes no difference."""
        self.word(kind)
        self.word(version)
        if self.take() not in ("R", "D"):
            self.fail("`R` or `D`, the type of the numbers")
        title = self.string("the title in quotes")
        names = self.strings("the players")
        if len(names) > PLAYERS:
            self.fail(f"at most {PLAYERS} players", f"there are {len(names)}")
        return title, distinct(names, [f"player {k + 1}" for k in range(len(names))])
