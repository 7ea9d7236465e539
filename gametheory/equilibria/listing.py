"""What all lists of equilibria have in common: a sequence, the region where one exists, the proof that these cover."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar, overload

if TYPE_CHECKING:
    from gametheory.algebra.proof import Proof
    from gametheory.algebra.region import Region
    from gametheory.equilibria.events import Event

Item = TypeVar("Item")


class AbstractListing(Sequence[Item]):
    """A list of equilibria `sets` of a `game` whose members have a region `when`."""

    game: Any
    concept: Any
    sets: tuple[Item, ...]
    complete: str
    reason: str

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Item]: ...
    def __getitem__(self, index: int | slice) -> Item | Sequence[Item]:
        return self.sets[index]

    def __len__(self) -> int:
        return len(self.sets)

    def exists(self) -> Region:
        """Return the parameters for which some equilibrium of the list exists."""
        return self._union(lambda _: True)

    def _union(self, chosen: Any) -> Region:
        from gametheory.algebra.region import Region

        cells = [c for e in self.sets if chosen(e) for c in e.when.cells]  # type: ignore[attr-defined]
        return Region(cells, parameters=self.game.parameters, assuming=self.game.given)

    def covers(self) -> Proof:
        """Prove that some equilibrium of the list exists everywhere in what is assumed, or name a point where none does."""
        from gametheory.algebra.proof import prove

        return prove(self.exists())

    def when(self, event: Event, quantifier: str = "some") -> Region:
        """Return where an event happens in some (or every) equilibrium.

        Parameters
        ----------
        event : Event
            For example ``gt.probability("delay") == 1`` or ``gt.payoff("weak") > 0``; for bargaining games
            ``gt.value("weak", "talks") > 1``.
        quantifier : {"some", "every"}
            In at least one equilibrium, or in all of them (`every` holds where there is none).

        Returns
        -------
        Region
            In the parameters of the game (and of a game compared with).

        Raises
        ------
        Undecided
            If the list of equilibria is not known to be complete (then no region would be exact).
        """
        from gametheory.equilibria.events import when

        return when(self, event, quantifier)

    def _heading(self) -> str:
        """Return a sentence on how many there are, and whether these are all."""
        name = self.concept.replace("_", "-")
        return {
            "all": f"{len(self)} {name} equilibri{'um' if len(self) == 1 else 'a'}; the list is complete.",
            "some": f"{len(self)} {name} equilibria; there may be others: {self.reason}.",
            "none": f"No {name} equilibrium exists (proved).",
            "unknown": f"No {name} equilibrium found, and none excluded: {self.reason}.",
        }[self.complete]

    def __repr__(self) -> str:
        return f"<{len(self)} {self.concept.replace('_', '-')} equilibria, complete: {self.complete}>"
