"""Reading text from left to right, and the one sentence that refuses it: file, line, column, expected, found.

Words are found on demand, so that a long file costs no more memory than its text.  The limits keep a small file
from asking for a large computation; they are far above what a game that can be solved needs.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import NoReturn

from gametheory.errors import FileError

TEXT = 64_000_000
"""The most characters of a text."""
PLAYERS = 100
"""The most players."""
DIGITS = 3_900
"""The most digits of an integer in a file."""
EXPONENT = 1_000
"""The largest exponent of ten."""
BITS = 13_000
"""The most bits of a numerator or denominator, also of sums (Python prints no integer of more than 4 300 digits)."""
_NUMBER = re.compile(r"([+-]?)(?:(\d+)/(\d+)|(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d{1,9}))?)", re.ASCII)


def bits(number: Fraction) -> int:
    """Return the bits of the longer one of numerator and denominator."""
    return max(number.numerator.bit_length(), number.denominator.bit_length())


def exact_number(word: str) -> Fraction | None:
    """Read an integer, a decimal or a fraction exactly; `None` if it is none, divides by zero or is too long."""
    return _short_number(word) if len(word) < 40 else _number(word)


def _number(word: str) -> Fraction | None:
    match = _NUMBER.fullmatch(word)
    if match is None or any(len(part) > DIGITS for part in match.groups("")):
        return None
    sign, top, bottom, decimal, exponent = match.groups()
    if decimal is None:
        if not int(bottom):
            return None
        number = Fraction(int(top), int(bottom))
    else:
        power = int(exponent or 0)
        if abs(power) > EXPONENT:
            return None
        whole, _, rest = decimal.partition(".")
        power -= len(rest)
        digits = int(whole + rest)
        number = Fraction(digits * 10**power) if power >= 0 else Fraction(digits, 10**-power)
    if bits(number) > BITS:
        return None
    return -number if sign == "-" else number


# A game repeats few numbers many times.
_short_number = lru_cache(maxsize=4096)(_number)


def brief(word: str) -> str:
    """Return a word of a file as a message shows it: one short line."""
    shown = word if len(word) <= 40 else word[:40] + "..."
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in shown)


class Scanner:
    """A text, and how far it is read.

    Parameters
    ----------
    text : str
        What is read.
    file : str
        What messages call it.
    words : pattern
        What a word is; space before one is skipped, and whatever does not match is a word of one character.
    """

    def __init__(self, text: str, file: str, words: re.Pattern[str]) -> None:
        self.text = text
        self.file = file
        self._words = words
        self.start = 0
        """Where the last word that was taken begins."""
        self._end = 0
        self._next: tuple[str, int] | None = None

    def peek(self) -> str:
        """Return the next word; an empty one at the end."""
        if self._next is None:
            self._next = self._scan()
        return self._next[0]

    def _scan(self) -> tuple[str, int]:
        space = _SPACE.match(self.text, self._end)
        start = space.end() if space else self._end
        if start >= len(self.text):
            return "", len(self.text)
        match = self._words.match(self.text, start)
        return (match.group() if match else self.text[start]), start

    def take(self) -> str:
        """Return the next word, and go on."""
        word = self.peek()
        assert self._next is not None
        self.start = self._next[1]
        self._end = self.start + len(word)
        self._next = None
        return word

    def left(self) -> int:
        """Return how many characters are left."""
        return len(self.text) - self._end

    def fail(self, expected: str, found: str | None = None, *, at: int | None = None) -> NoReturn:
        """Raise the error that says what was expected, instead of the word just taken or at another place."""
        place = self.start if at is None else at
        if found is None:
            word = self.text[self.start : self._end]
            found = f"there is `{brief(word)}`" if word else "the text ends"
        raise FileError.at(self.file, self.text, place, expected, found)

    def word(self, expected: str) -> None:
        """Read one word that must be there."""
        if self.take() != expected:
            self.fail(f"`{expected}`")

    def integer(self, expected: str) -> int:
        """Read a number without a sign, of at most 9 digits."""
        word = self.take()
        if not (0 < len(word) < 10 and word.isascii() and word.isdigit()):
            self.fail(expected)
        return int(word)

    def number(self, expected: str) -> Fraction:
        """Read an integer, a decimal or a fraction, exactly."""
        number = exact_number(self.take())
        if number is None:
            self.fail(f"{expected}: an integer, decimal or fraction of at most {DIGITS} digits")
        return number


_SPACE = re.compile(r"\s*")


def checked(text: str, file: str) -> str:
    """Return a text if it can be read at all: not too long, and every character whole."""
    if not isinstance(text, str):
        raise TypeError(f"{file}: the text is a {type(text).__name__}, not a str")
    if len(text) > TEXT:
        raise FileError.at(file, text, 0, f"at most {TEXT} characters", f"there are {len(text)}")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        found = f"there is half a character, {text[error.start]!r}"
        raise FileError.at(file, text, error.start, "text", found) from None
    return text
