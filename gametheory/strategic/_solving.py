"""Which of several integer equations pin down which unknowns."""

from __future__ import annotations

from typing import Any

_PRIME = (1 << 61) - 1
"""Ranks are taken modulo this; whoever uses them verifies what comes out."""


def independent(rows: list[list[int]], count: int) -> tuple[list[int], list[int]]:
    """Return independent rows, as many as the rank, and columns in which they are independent."""
    import flint

    if not rows:
        return [], []
    matrix = flint.nmod_mat(len(rows), count, [x % _PRIME for row in rows for x in row], _PRIME)
    pivots = _pivots(matrix)
    inner = flint.nmod_mat(
        len(pivots), len(rows), [rows[i][j] % _PRIME for j in pivots for i in range(len(rows))], _PRIME
    )
    return _pivots(inner), pivots


def _pivots(matrix: Any) -> list[int]:
    reduced, rank = matrix.rref()
    result, j = [], 0
    for i in range(rank):
        while int(reduced[i, j]) == 0:
            j += 1
        result.append(j)
    return result
