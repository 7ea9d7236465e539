"""What the searches for all extreme equilibria of a bimatrix game share: the graph that they fill."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from gametheory.strategic._integers import Matrix

Mixture = tuple[Fraction, ...]


class BudgetSpent(Exception):
    """The budget ended; raised and caught inside a search."""


def positive(matrix: Matrix) -> Matrix:
    """Shift payoffs so that they are positive, with room below so that the best-response polytope is well shaped."""
    low, high = min(map(min, matrix)), max(map(max, matrix))
    shift = max(1, (high - low) // 8) - low
    return [[u + shift for u in row] for row in matrix]


@dataclass(frozen=True)
class Bipartite:
    """Extreme equilibria as the edges of a graph between extreme row strategies and extreme column strategies.

    Attributes
    ----------
    m, n : int
        Numbers of actions.
    rows, columns : dict of int to mixture
        The strategies, by the bit mask of their labels (bit i < m: row i is unused, or a best reply; bit m + j: column j).
    edges : dict of (int, int) to None
        Pairs of masks that are equilibria, in the order in which they were found.
    finished : bool
        Whether the search ended by itself.
    reason : str
        Why not.
    examined, undecided : int
        Cases examined, and how many of them floats did not decide.
    """

    m: int
    n: int
    rows: dict[int, Mixture] = field(default_factory=dict)
    columns: dict[int, Mixture] = field(default_factory=dict)
    edges: dict[tuple[int, int], None] = field(default_factory=dict)
    finished: bool = True
    reason: str = ""
    examined: int = 0
    undecided: int = 0

    def add(self, mask: int, x: Mixture, other: int, y: Mixture) -> None:
        """Add an extreme equilibrium."""
        self.rows[mask], self.columns[other] = x, y
        self.edges[mask, other] = None

    def stopped(self, reason: str) -> Bipartite:
        """Return the same, of a search that did not finish."""
        return replace(self, finished=False, reason=reason)

    def maximal(self) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
        """Yield the maximal Nash subsets: the maximal complete bipartite subgraphs, as masks on either side.

        Every such subgraph is all columns that a set of rows has in common, with all rows that have these: so it is
        enough to intersect the neighbourhoods of rows.

        References
        ----------
        Avis, D., Rosenberg, G., Savani, R. and von Stengel, B. (2010), Enumeration of Nash equilibria for two-player
        games, Economic Theory 42, 9-37, section 5.
        """
        neighbours: dict[int, set[int]] = {}
        for mask, other in self.edges:
            neighbours.setdefault(mask, set()).add(other)
        touching: dict[int, list[int]] = {}
        for mask, others in neighbours.items():
            for other in others:
                touching.setdefault(other, []).append(mask)
        seen: set[frozenset[int]] = set()
        for others in neighbours.values():
            todo = [frozenset(others)]
            while todo:
                common = todo.pop()
                if common in seen:
                    continue
                seen.add(common)
                near = {other for column in common for other in touching[column]}
                span = tuple(sorted(row for row in near if common <= neighbours[row]))
                yield span, tuple(sorted(common))
                todo += [
                    smaller for row in near if (smaller := common & neighbours[row]) and smaller != common
                ]
