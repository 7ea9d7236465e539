"""The index of a regular equilibrium of two players."""

from __future__ import annotations

import flint

from gametheory.strategic._integers import Matrix
from gametheory.strategic._search import Mixture, positive


def index(a: Matrix, b: Matrix, x: Mixture, y: Mixture) -> int:
    """Return the index, +1 or -1, of an equilibrium with no label twice; over all equilibria they sum to +1.

    With supports of size k it is (-1)**(k + 1) times the sign of det A_ST det B_ST, for payoffs shifted to be positive.

    References
    ----------
    Shapley, L. S. (1974), A note on the Lemke-Howson algorithm, Mathematical Programming Study 1, 175-189.
    von Stengel, B. (2021), Finding Nash equilibria of two-player games, arXiv 2102.04580, section 4.

    Examples
    --------
    >>> from fractions import Fraction
    >>> half = (Fraction(1, 2), Fraction(1, 2))
    >>> index([[1, 0], [0, 1]], [[1, 0], [0, 1]], half, half)
    -1
    """
    rows = [i for i, p in enumerate(x) if p]
    columns = [j for j, q in enumerate(y) if q]
    sign = 1 if len(rows) % 2 else -1
    for matrix in (positive(a), positive(b)):
        value = flint.fmpz_mat([[matrix[i][j] for j in columns] for i in rows]).det()
        sign = sign if value > 0 else -sign
    return sign
