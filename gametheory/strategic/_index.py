"""The index of a regular equilibrium of two players."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flint

from gametheory.strategic._integers import bimatrix, expected
from gametheory.strategic._search import Mixture, positive

if TYPE_CHECKING:
    from gametheory.games.normal import NormalForm


def index(game: NormalForm, profile: tuple[Mixture, ...]) -> int | None:
    """Return the index, +1 or -1, of an equilibrium at which all unused actions are worse; `None` for any other.

    With supports of size k it is (-1)**(k + 1) times the sign of det A_ST det B_ST, for payoffs shifted to be positive.
    Over all equilibria of a game in which all are regular, the indices sum to +1.

    References
    ----------
    Shapley, L. S. (1974), A note on the Lemke-Howson algorithm, Mathematical Programming Study 1, 175-189.
    von Stengel, B. (2021), Finding Nash equilibria of two-player games, arXiv 2102.04580, section 4.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from gametheory import NormalForm
    >>> half = (Fraction(1, 2), Fraction(1, 2))
    >>> index(NormalForm([[1, 0], [0, 1]], [[1, 0], [0, 1]]), (half, half))
    -1
    """
    a, b = bimatrix(game)
    x, y = profile
    rows = [i for i, p in enumerate(x) if p]
    columns = [j for j, q in enumerate(y) if q]
    transposed = [list(column) for column in zip(*b, strict=True)]
    if _ties(a, y) != len(rows) or _ties(transposed, x) != len(columns) or len(rows) != len(columns):
        return None
    sign = 1 if len(rows) % 2 else -1
    for matrix in (positive(a), positive(b)):
        value = flint.fmpz_mat([[matrix[i][j] for j in columns] for i in rows]).det()
        if not value:
            return None
        sign = sign if value > 0 else -sign
    return sign


def _ties(matrix: list[list[int]], mixture: Mixture) -> int:
    """Count the best replies to a mixture."""
    earned = expected(matrix, mixture)
    return earned.count(max(earned))
