"""How large a game may be that a file describes, so that a small file cannot ask for a large computation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from gametheory.files._scan import Scanner, bits

NUMBERS = 5_000_000
"""The most payoffs and probabilities of a game."""
STEPS = 20_000_000
"""The most steps on the paths to all nodes of a tree together: `Game` keeps the path to every node."""
LETTERS = 200_000_000
"""The most characters in the places of all numbers together: a problem names the place."""
LONG = 50_000_000
"""The most bits, those beyond 64 of each number, of all numbers of a game together."""


def long_bits(numbers: Iterable[object]) -> int:
    """Return how many bits exact numbers have beyond 64 each, which is what makes arithmetic slow."""
    return sum(max(0, bits(number) - 64) for number in numbers if isinstance(number, Fraction))


@dataclass(slots=True)
class Size:
    """How large a game is by now; `add` refuses what is too large before it is built."""

    words: Scanner
    numbers: int = 0
    steps: int = 0
    letters: int = 0
    long: int = 0

    def add(self, at: int, *, numbers: int = 0, steps: int = 0, letters: int = 0, long: int = 0) -> None:
        """Count something that stands at a place in the text."""
        self.numbers += numbers
        self.steps += steps
        self.letters += letters
        self.long += long
        for size, most, what in (
            (self.numbers, NUMBERS, "payoffs and probabilities"),
            (self.steps, STEPS, "steps on the paths to all nodes together"),
            (self.letters, LETTERS, "letters in the places of all numbers together"),
            (self.long, LONG, "bits beyond 64 in each of the numbers together"),
        ):
            if size > most:
                self.words.fail(f"at most {most} {what}", "there are more", at=at)
