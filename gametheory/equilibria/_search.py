"""What every search over action supports shares: the exact game, the budget, and an honest account of the result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gametheory.algebra.conditions import substitute_cell
from gametheory.algebra.decide import Answer, Budget, satisfiable, spending
from gametheory.algebra.eliminate import CannotEliminate
from gametheory.algebra.polynomials import RationalFunction
from gametheory.algebra.region import read_point
from gametheory.equilibria._families import Candidate, Family, families
from gametheory.equilibria._progress import Progress
from gametheory.equilibria._tree import Tree
from gametheory.errors import ImperfectRecallError, ParameterError

if TYPE_CHECKING:
    from gametheory.equilibria.result import Equilibria
    from gametheory.games.game import Game
    from gametheory.games.normal import NormalForm


class _BudgetSpent(Exception):
    """The budget ended; raised and caught inside the search."""


class Search:
    """A complete enumeration of supports, cut where the conditions have no solution.

    A float game is solved at the decimals that its floats print as, so that ties are ties; its results are rounded
    once, at the end, and certified against the original floats.
    """

    def __init__(
        self,
        game: Game,
        concept: str,
        budget: Budget | None,
        table: NormalForm | None = None,
        near: Mapping[str, Any] | None = None,
    ) -> None:
        self.original = game
        self.table = table
        self.game = game.exact() if game.field.name == "float64" else game
        self.concept = concept
        self.budget = budget or Budget()
        self.tree = Tree(self.game)
        self.near = None if near is None else _whole_point(game, concept, near)
        self._values = {n: RationalFunction.constant(v) for n, v in (self.near or {}).items()}
        self.unresolved: list[str] = []
        self.cases = self.found = 0

    def prepare(self) -> None:
        """Order the work."""

    def search(self) -> Iterator[Family]:
        """Yield all families."""
        raise AssertionError("a search says what it searches")

    def step(self) -> None:
        """Count one case."""
        self.cases += 1
        if self.cases > self.budget.cases:
            raise _BudgetSpent(f"{self.budget.cases} cases")
        if self.running.spent():
            raise _BudgetSpent(f"{self.budget.seconds:g} seconds")
        self.progress.show(f"{self.cases} combinations of supports, {self.found} sets found")

    def solve(self, candidate: Candidate) -> Iterator[Family]:
        """Solve a candidate; what cannot be projected is recorded, not dropped in silence."""
        if self.near is not None:
            here = substitute_cell(candidate.conditions, self._values)
            if here is None or satisfiable(here) is Answer.NO:
                return
        try:
            for family in list(families(candidate, self.tree.given, self.tree.unknowns)):
                if self.near is None or any(
                    substitute_cell(c, self._values) is not None for c in family.when
                ):
                    yield family
        except CannotEliminate as reason:
            self.unresolved.append(str(reason))

    def run(self) -> Equilibria:
        """Search, certify, and say how complete the answer is."""
        from gametheory.equilibria.result import Equilibria, equilibrium

        reason = self.game.forgetful_player()
        if reason is not None:
            hint = "; for mixed strategies solve `game.normal_form()`" if self.concept == "nash" else ""
            raise ImperfectRecallError(f"{self.concept}(): {reason}; the concept needs perfect recall{hint}")
        self.prepare()
        found = []
        stopped = ""
        self.progress = Progress(self.concept)
        with spending(self.budget) as self.running:
            try:
                for family in self.search():
                    found.append(equilibrium(self.original, self.tree, self.concept, family, self.table))
                    self.found = len(found)
            except _BudgetSpent as limit:
                stopped = f"the budget of {limit} was spent"
            finally:
                self.progress.clear()
        reasons = [stopped] if stopped else []
        if self.unresolved:
            reasons.append(
                f"{len(self.unresolved)} combinations of supports stayed undecided: {self.unresolved[0]}"
            )
        complete = ("some" if found else "unknown") if reasons else ("all" if found else "none")
        if self.near is None:
            return Equilibria(self.original, self.concept, tuple(found), complete, "; ".join(reasons))
        where = ", ".join(f"{n} = {v}" for n, v in self.near.items())
        whole = f"only what exists at {where} was looked for"
        reason = "; ".join([*reasons, whole])
        status = "some" if found else "unknown"
        return Equilibria(self.original, self.concept, tuple(found), status, reason, (self.near, complete))


def _whole_point(game: Game, concept: str, near: Mapping[str, Any]) -> dict[str, Fraction]:
    """Read a point at which a game is to be looked at."""
    game.at(**near)  # says what is wrong with a name or a value
    point = read_point(near)
    missing = [f"`{n}`" for n in game.parameters if n not in point]
    if missing:
        raise ParameterError(f"{concept}(): `near` leaves out {', '.join(missing)}; give all parameters")
    return point
