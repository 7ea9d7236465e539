"""The nodes of an `.efg` file, read one by one in preorder and put together from the last to the first.

Nothing recurses, since a long horizon is a deep tree; a path is the stack of the nodes that still lack children.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from gametheory.files._gambit import GambitScanner, distinct
from gametheory.files._scan import BITS, bits, brief, exact_number
from gametheory.files._size import Size, long_bits
from gametheory.games.tree import Chance, End, Move, Node

Payoffs = tuple[Fraction, ...]

_TIME = re.compile(r"time = (\S+)(?: \(\d+\))?")


@dataclass(slots=True)
class _Set:
    """An information set: of a player, or (without a player) of chance."""

    number: int
    label: str
    written: list[str]
    probabilities: list[Fraction]
    actions: list[str]
    place: int
    letters: int
    knows: str = ""


@dataclass(slots=True)
class _Entry:
    """A node: `player` is -1 for chance; an end has no set."""

    player: int
    set: _Set | None
    payoffs: Payoffs
    label: str
    time: Fraction | None
    left: int
    letters: int


class Reader:
    """An `.efg` file; `read` returns the root."""

    def __init__(self, text: str, file: str, drop_impossible: bool) -> None:
        self.words = GambitScanner(text, file)
        self.drop_impossible = drop_impossible
        self.title, self.players = self.words.header("EFG", "2")
        if self.words.at_string():
            self.words.take()
        self.sets: list[dict[int, _Set]] = [{} for _ in (*self.players, None)]  # the last ones are chance's
        self.outcomes: dict[int, tuple[str, Payoffs, int]] = {}
        self.entries: list[_Entry] = []
        self.path: list[_Entry] = []
        self.size = Size(self.words)
        self.name_letters = sum(map(len, self.players))

    def read(self) -> Node:
        """Return the root of the tree."""
        self._entry()
        while self.path:
            self.path[-1].left -= 1
            self._entry()
            while self.path and not self.path[-1].left:
                self.path.pop()
        if self.words.take():
            self.words.fail("the end, after the last node")
        return self._assembled()

    # -- nodes --------------------------------------------------------------------------------------------
    def _entry(self) -> None:
        kind = self.words.take()
        place = self.words.start
        if kind not in ("c", "p", "t"):
            self.words.fail("a node, which begins with `c`, `p` or `t`")
        name = self.words.string("the name of the node in quotes")
        above = self.path[-1] if self.path else None
        paid = above.payoffs if above else (Fraction(0),) * len(self.players)
        entry = _Entry(-1, None, paid, above.label if above else "", None, 0, 0)
        if above and above.set:
            entry.letters = above.letters + above.set.letters
        if kind == "t":
            entry.time = self._time(name)
        else:
            if kind == "p":
                wanted = f"the number of a player, from 1 to {len(self.players)}"
                entry.player = self.words.integer(wanted) - 1
                if not 0 <= entry.player < len(self.players):
                    self.words.fail(wanted)
            entry.set = self._set(entry.player)
            entry.left = len(entry.set.actions)
        self._outcome(entry)
        self._count(entry, place)
        self.entries.append(entry)
        if entry.set is not None:
            self.path.append(entry)

    def _time(self, name: str) -> Fraction | None:
        match = _TIME.fullmatch(name)
        return exact_number(match.group(1)) if match else None

    def _count(self, entry: _Entry, place: int) -> None:
        """Refuse a game that is too large before it is built."""
        s = entry.set
        count = len(s.probabilities) if s else len(self.players)
        self.size.add(
            place,
            numbers=count,
            steps=len(self.path),
            letters=count * (entry.letters + len(self.path)) + (0 if s else self.name_letters),
            long=long_bits(entry.payoffs) + (long_bits(s.probabilities) if s else 0),
        )

    # -- information sets ---------------------------------------------------------------------------------
    def _set(self, player: int) -> _Set:
        number = self.words.integer("the number of an information set")
        place = self.words.start
        known = self.sets[player].get(number)
        if not self.words.at_string():
            if known is None:
                self.words.fail(
                    "an information set that is described before, or its name in quotes after the number",
                    f"set {number} is new here",
                )
            return known
        label = self.words.string("the name of an information set")
        at = self.words.start
        if player < 0:
            written, probabilities = self._branches()
        else:
            written, probabilities = self.words.strings("the actions"), []
        if known is None:
            actions = distinct(written, [str(i + 1) for i in range(len(written))])
            longest = max(map(len, actions))
            known = _Set(number, label, written, probabilities, actions, place, longest)
            self.sets[player][number] = known
        elif (known.label, known.written, known.probabilities) != (label, written, probabilities):
            line = self.words.text.count("\n", 0, known.place) + 1
            self.words.fail(f"what line {line} says of information set {number}", "this differs", at=at)
        return known

    def _branches(self) -> tuple[list[str], list[Fraction]]:
        self.words.word("{")
        place = self.words.start
        written: list[str] = []
        probabilities: list[Fraction] = []
        total = Fraction(0)
        while not written or self.words.peek() != "}":
            written.append(self.words.string("the name of a branch in quotes, and its probability"))
            probability = self.words.number("the probability of the branch")
            if probability < 0 or not (probability or self.drop_impossible):
                self.words.fail("a positive probability (`drop_impossible=True` leaves out branches with 0)")
            probabilities.append(probability)
            total += probability
            if bits(total) > BITS:
                self.words.fail("probabilities whose sum has no more than 3900 digits")
        self.words.word("}")
        if total != 1:
            self.words.fail(
                "probabilities that sum to exactly 1", f"they sum to {brief(str(total))}", at=place
            )
        return written, probabilities

    # -- outcomes -----------------------------------------------------------------------------------------
    def _outcome(self, entry: _Entry) -> None:
        number = self.words.integer("the number of an outcome (0: none)")
        known = self.outcomes.get(number)
        if number == 0:
            if self.words.at_string():
                self.words.take()
                self.words.fail("no name and payoffs after the outcome 0, which pays nothing")
            return
        if self.words.at_string():
            label = self.words.string("the name of the outcome")
            place = self.words.start
            payoffs = self.words.payoffs(len(self.players))
            if known is None:
                known = self.outcomes[number] = (label, payoffs, place)
            elif known[:2] != (label, payoffs):
                line = self.words.text.count("\n", 0, known[2]) + 1
                self.words.fail(f"what line {line} says of outcome {number}", "this differs", at=place)
        elif known is None:
            self.words.fail(
                "an outcome that is described before, or its name and payoffs after the number",
                f"outcome {number} is new here",
            )
        label, payoffs, _ = known
        entry.label = label or entry.label
        if not any(entry.payoffs):
            entry.payoffs = payoffs
        elif any(payoffs):
            entry.payoffs = tuple(a + b for a, b in zip(entry.payoffs, payoffs, strict=True))
            if max(map(bits, entry.payoffs)) > BITS:
                self.words.fail("payoffs whose sum on a path has no more than 3900 digits")

    # -- the tree -----------------------------------------------------------------------------------------
    def _assembled(self) -> Node:
        for own in self.sets[:-1]:
            names = distinct([s.label for s in own.values()], [str(s.number) for s in own.values()])
            for s, name in zip(own.values(), names, strict=True):
                s.knows = name
        made: list[Node] = []
        while self.entries:
            made.append(self._node(self.entries.pop(), made))
        return made[0]

    def _node(self, entry: _Entry, made: list[Node]) -> Node:
        """Make a node of the last subtrees that were made."""
        s = entry.set
        if s is None:
            return End(tuple(zip(self.players, entry.payoffs, strict=True)), entry.label or None, entry.time)
        children = tuple(made.pop() for _ in s.actions)
        if entry.player >= 0:
            return Move(self.players[entry.player], s.knows, tuple(s.actions), children)
        branches = zip(s.actions, s.probabilities, children, strict=True)
        labels, probabilities, kept = zip(*(b for b in branches if b[1]), strict=True)
        return Chance(labels, probabilities, kept)
