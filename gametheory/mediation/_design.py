"""The linear programs of mediators in games of incomplete information: unknowns, honesty, obedience, participation.

Unknowns are the probabilities of profiles of actions after each profile of reports.  What a type earns that misreports and then
disobeys as it likes best is convex in them: one more unknown for each recommendation bounds it from above.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from gametheory.mediation._linear import Program, Row
from gametheory.mediation.bayesian import BayesianGame

Label = tuple[Any, ...]
"""What a row is about: `("honest", player, type, report)`, `("obey", player, type, told, instead)`, `("join", player, type)`, or a
part of a lie, `("lie", player, type, report, told, instead)`."""


@dataclass(frozen=True)
class Rules:
    """What a mediator knows and can do.

    Attributes
    ----------
    concept : str
        What an optimum is called.
    honesty : bool
        Whether types must be asked (or the mediator knows them).
    obedience : bool
        Whether players may disobey.
    public : bool
        Whether reports and recommendations are heard by all.
    """

    concept: str
    honesty: bool = True
    obedience: bool = True
    public: bool = False


class Design:
    """A program under construction, with the meaning of its unknowns and rows."""

    def __init__(
        self,
        game: BayesianGame,
        worth: list[list[Any]],
        rules: Rules,
        reports: dict[str, dict[Any, tuple[Any, ...]]],
        outside: dict[str, dict[Any, Any]],
    ) -> None:
        self.game, self.rules, self.reports = game, rules, reports
        self.types, self.acts = game.type_profiles, game.action_profiles
        self.odds = [game.prior[t] for t in self.types]
        self.place = {a: j for j, a in enumerate(self.acts)}
        self.row_of = {t: i for i, t in enumerate(self.types)}
        # By player: the profiles in which she has a type, and may meet the others, and those in which she has an action.
        self.met = [
            {t: [i for i, types in enumerate(self.types) if types[k] == t and self.odds[i]] for t in own}
            for k, own in enumerate(game.types.values())
        ]
        self.taken = [
            {a: [j for j, act in enumerate(self.acts) if act[k] == a] for a in own}
            for k, own in enumerate(game.actions.values())
        ]
        # Payoffs from 0 to 1, so that bounds on them are not negative, and floats see all players alike.
        self.paid = []
        self.lowest = []
        self.span: list[Any] = []
        for table in game._tables:
            low, high = min(map(min, table)), max(map(max, table))
            span = high - low or Fraction(1)
            self.lowest.append(low)
            self.span.append(span)
            self.paid.append([[(u - low) / span for u in row] for row in table])
        self.program = Program([])
        self.labels: list[Label] = []
        self.cells: dict[tuple[int, int], int] = {}
        for i in range(len(self.types)):
            if not rules.honesty and not self.odds[i]:
                continue
            for j in range(len(self.acts)):
                if not rules.public or self._stable(i, j):
                    self.cells[i, j] = self.program.unknown(self.odds[i] * worth[i][j])
        for i in range(len(self.types)):
            row = {x: Fraction(1) for j in range(len(self.acts)) if (x := self.cells.get((i, j))) is not None}
            if rules.honesty or self.odds[i]:
                self.program.equal.append((row, Fraction(1)))
        for k, player in enumerate(game.players):
            for t in game.types[player]:
                if rules.obedience and not rules.public:
                    self._obedience(k, player, t)
                if rules.honesty:
                    for r in reports[player][t]:
                        if r != t:
                            self._honesty(k, player, t, r)
                if player in outside:
                    row = {x: -c for x, c in self._truth(k, t).items()}
                    chance = sum(self.odds[i] for i in self.met[k][t])
                    self._at_most(
                        row,
                        -chance * (outside[player][t] - self.lowest[k]) / self.span[k],
                        ("join", player, t),
                    )

    def _at_most(self, row: Row, right: Any, label: Label) -> None:
        self.program.at_most.append(({j: a for j, a in row.items() if a}, right))
        self.labels.append(label)

    def _stable(self, i: int, j: int) -> bool:
        """Whether nobody who knows all types and recommendations would do something else."""
        for k, player in enumerate(self.game.players):
            own, act = self.paid[k][i], self.acts[j]
            if any(
                own[self.place[(*act[:k], other, *act[k + 1 :])]] > own[j]
                for other in self.game.actions[player]
            ):
                return False
        return True

    def _truth(self, k: int, t: Any) -> Row:
        """Return what type t of player k earns by being honest and obedient, times its probability."""
        row: Row = {}
        for i in self.met[k][t]:
            for j in range(len(self.acts)):
                if (x := self.cells.get((i, j))) is not None:
                    row[x] = self.odds[i] * self.paid[k][i][j]
        return row

    def _told(self, k: int, t: Any, r: Any, told: Any, instead: Any) -> Row:
        """Return what type t earns, having reported r, in the event that it is told an action and takes another."""
        row: Row = {}
        # Profiles with this action and with that one stand in the same order of the others' actions.
        pairs = list(zip(self.taken[k][told], self.taken[k][instead], strict=True))
        for i in self.met[k][t]:
            types, own = self.types[i], self.paid[k][i]
            lied = self.row_of[(*types[:k], r, *types[k + 1 :])]
            for j, taken in pairs:
                if (x := self.cells.get((lied, j))) is not None:
                    row[x] = self.odds[i] * own[taken]
        return row

    def _obedience(self, k: int, player: str, t: Any) -> None:
        for told, instead in product(self.game.actions[player], repeat=2):
            if told != instead:
                obeyed = self._told(k, t, t, told, told)
                row = self._told(k, t, t, told, instead)
                row = {x: row[x] - obeyed[x] for x in row}
                self._at_most(row, Fraction(0), ("obey", player, t, told, instead))

    def _honesty(self, k: int, player: str, t: Any, r: Any) -> None:
        row = {x: -c for x, c in self._truth(k, t).items()}
        actions = self.game.actions[player]
        if self.rules.public:
            for x, c in self._heard(k, player, t, r).items():
                row[x] = row.get(x, 0) + c
        elif len(actions) == 1 or not self.rules.obedience:
            for told in actions:
                for x, c in self._told(k, t, r, told, told).items():
                    row[x] = row.get(x, 0) + c
        else:
            for told in actions:
                best = self.program.unknown()
                row[best] = Fraction(1)
                for instead in actions:
                    bound = {**self._told(k, t, r, told, instead), best: Fraction(-1)}
                    self._at_most(bound, Fraction(0), ("lie", player, t, r, told, instead))
        self._at_most(row, Fraction(0), ("honest", player, t, r))

    def _heard(self, k: int, player: str, t: Any, r: Any) -> Row:
        """Return what type t earns, having reported r, if it then does what is best against the others' known types and actions."""
        row: Row = {}
        for i in self.met[k][t]:
            types, own = self.types[i], self.paid[k][i]
            lied = self.row_of[(*types[:k], r, *types[k + 1 :])]
            for j, act in enumerate(self.acts):
                if (x := self.cells.get((lied, j))) is not None:
                    row[x] = self.odds[i] * max(
                        own[self.place[(*act[:k], a, *act[k + 1 :])]] for a in self.game.actions[player]
                    )
        return row
