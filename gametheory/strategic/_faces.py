"""Faces of a best-response polytope {z >= 0 : M z <= 1}, M > 0, in integers: tighten a label, list the vertices.

A face keeps a feasible basis as a condensed tableau (basic + T nonbasic = right side, all over one denominator), updated by
integer-preserving pivots (Edmonds 1967; Bareiss 1968).  Variables that are zero on the whole face have no column.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random

Row = tuple[int, ...]
Basis = tuple[tuple[int, ...], tuple[int, ...], tuple[Row, ...], int]
"""Nonbasic and basic labels, tableau (right side and its growth last), denominator."""


@dataclass(frozen=True, slots=True)
class Face:
    """A non-empty face, with one of its vertices as the current basis.

    Attributes
    ----------
    columns, basis : tuple of int
        Labels of the nonbasic variables that are free, and of the basic ones.
    rows : tuple of tuple of int
        The tableau, right side last, times `denominator`.
    tight : int
        Bit mask of the labels known to be tight on the whole face.
    """

    columns: tuple[int, ...]
    basis: tuple[int, ...]
    rows: tuple[Row, ...]
    denominator: int
    tight: int = 0

    @staticmethod
    def whole(matrix: list[list[int]], own: list[int], slacks: list[int]) -> Face:
        """Return the polytope itself; `own` labels the variables and `slacks` the rows of the matrix."""
        return Face(tuple(own), tuple(slacks), tuple((*row, 1) for row in matrix), 1)

    def values(self) -> dict[int, float]:
        """Return the basic variables at the current vertex, rounded (they only steer a search)."""
        return {label: row[-1] / self.denominator for label, row in zip(self.basis, self.rows, strict=True)}

    # -- pivots -------------------------------------------------------------------------------------------
    def _pivoted(self, row: int, column: int) -> Face:
        columns, basis = list(self.columns), list(self.basis)
        columns[column], basis[row] = basis[row], columns[column]
        rows = pivoted(self.rows, self.denominator, row, column)
        return Face(tuple(columns), tuple(basis), rows, self.rows[row][column], self.tight)

    def _leaving(self, column: int, favourite: int = -1) -> int:
        """Return the row that blocks an entering column first; of several the favourite, else the least label."""
        best, chosen = (0, 0), -1
        for i, line in enumerate(self.rows):
            if line[column] > 0:
                if chosen >= 0:
                    order = line[-1] * best[1] - best[0] * line[column]
                    if order > 0 or (order == 0 and self._before(chosen, i, favourite)):
                        continue
                best, chosen = (line[-1], line[column]), i
        return chosen

    def _before(self, one: int, other: int, favourite: int) -> bool:
        return one == favourite or (other != favourite and self.basis[one] < self.basis[other])

    def restricted(self, labels: list[int]) -> Face | None:
        """Return the face on which all given labels are tight; `None` if it is empty."""
        # Those without a row go first: they cost no pivot, and make the tableau smaller.
        columns = {label: j for j, label in enumerate(self.columns)}
        face: Face | None = self._without({columns[label] for label in labels if label in columns})
        for label in labels:
            if face is not None and label not in columns:
                face = face.tightened(label)
        return face

    def _without(self, zero: set[int]) -> Face:
        """Fix nonbasic columns at zero; rows that vanish with them are zero as well and go."""
        kept = [j for j in range(len(self.columns)) if j not in zero]
        tight = self.tight
        for j in zero:
            tight |= 1 << self.columns[j]
        basis, rows = [], []
        for label, line in zip(self.basis, self.rows, strict=True):
            short = (*(line[j] for j in kept), line[-1])
            if any(short):
                basis.append(label)
                rows.append(short)
            else:
                tight |= 1 << label
        columns = tuple(self.columns[j] for j in kept)
        return Face(columns, tuple(basis), tuple(rows), self.denominator, tight)

    # -- faces of the face --------------------------------------------------------------------------------
    def tightened(self, label: int) -> Face | None:
        """Return the face on which a label is tight as well; `None` if it is empty.

        The label's variable is minimised by Bland's rule, which ends in degenerate polytopes too.
        """
        if self.tight >> label & 1:
            return self
        face = self
        while True:
            if label in face.columns:
                return face._without({face.columns.index(label)})
            row = face.basis.index(label)
            line = face.rows[row]
            entering = (
                min((other, j) for j, other in enumerate(face.columns) if line[j] > 0)
                if any(u > 0 for u in line[:-1])
                else None
            )
            if entering is None:
                if line[-1] > 0:
                    return None
                # The variable is a nonnegative combination of others: it vanishes where these do.
                return face._without({j for j, u in enumerate(line[:-1]) if u})
            column = entering[1]
            face = face._pivoted(face._leaving(column, row), column)

    def vertices(self, labels: range) -> Iterator[tuple[int, tuple[Fraction, ...]]]:
        """Yield every vertex once: the mask of the labels that are tight there, and the variables with given labels."""
        seen: set[int] = set()
        for columns, basis, rows, denominator in self._bases():
            zero = [label for label, line in zip(basis, rows, strict=True) if not line[-2]]
            mask = self.tight
            for label in (*columns, *zero):
                mask |= 1 << label
            # Two vertices of a polytope never have the same tight constraints.
            if mask in seen:
                continue
            seen.add(mask)
            found = {label: line[-2] for label, line in zip(basis, rows, strict=True)}
            yield mask, tuple(Fraction(found.get(label, 0), denominator) for label in labels)

    def _bases(self) -> Iterator[Basis]:
        """Yield bases that reach every vertex: those that stay feasible when the right sides grow a little.

        The growth is an infinitesimal times a fixed positive vector, kept as a last column; it breaks ties, so that a
        degenerate vertex is not visited once for each of its many bases.  Ties that remain are followed both ways.
        """
        growth = Random(0)
        rows = tuple((*line, self.denominator * growth.randrange(1, 1 << 31)) for line in self.rows)
        seen = {frozenset(self.basis)}
        todo: list[Basis] = [(self.columns, self.basis, rows, self.denominator)]
        while todo:
            columns, basis, rows, denominator = todo.pop()
            yield columns, basis, rows, denominator
            for column, entering in enumerate(columns):
                for row in _blocking(rows, column):
                    after = (*basis[:row], entering, *basis[row + 1 :])
                    if (key := frozenset(after)) not in seen:
                        seen.add(key)
                        nonbasic = (*columns[:column], basis[row], *columns[column + 1 :])
                        next_rows = pivoted(rows, denominator, row, column)
                        todo.append((nonbasic, after, next_rows, rows[row][column]))


def pivoted(rows: tuple[Row, ...], denominator: int, row: int, column: int) -> tuple[Row, ...]:
    """Exchange a basic and a nonbasic variable; the entry at the crossing is the new denominator."""
    source = rows[row]
    pivot = source[column]
    result: list[Row] = []
    for i, line in enumerate(rows):
        factor = line[column]
        if i == row:
            result.append((*line[:column], denominator, *line[column + 1 :]))
        elif factor:
            changed = [(u * pivot - factor * v) // denominator for u, v in zip(line, source, strict=True)]
            changed[column] = -factor
            result.append(tuple(changed))
        elif pivot == denominator:
            result.append(line)
        else:
            result.append(tuple([u * pivot // denominator for u in line]))
    return tuple(result)


def _blocking(rows: tuple[Row, ...], column: int) -> list[int]:
    """Return the rows that block an entering column first, with right sides that grow by their last column."""
    chosen: list[int] = []
    top = below = grown = 0
    for i, line in enumerate(rows):
        entry = line[column]
        if entry <= 0:
            continue
        order = -1
        if chosen:
            order = line[-2] * below - top * entry
            if not order:
                order = line[-1] * below - grown * entry
        if order < 0:
            chosen, top, below, grown = [i], line[-2], entry, line[-1]
        elif not order:
            chosen.append(i)
    return chosen
