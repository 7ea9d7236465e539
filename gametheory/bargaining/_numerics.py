"""Plain numerical tools for the independent solutions: bisection and Gauss-Legendre quadrature."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def root(f: Callable[[float], float], low: float, high: float, *, steps: int = 200) -> float:
    """Return where a function changes sign between two points, by bisection.

    Raises
    ------
    ValueError
        If it has the same sign at both.

    Examples
    --------
    >>> round(root(lambda x: x * x - 2, 0, 2), 9)
    1.414213562
    """
    at_low, at_high = f(low), f(high)
    if at_low == 0.0 or at_high == 0.0:
        return low if at_low == 0.0 else high
    if (at_low > 0) == (at_high > 0):
        raise ValueError(f"no change of sign between {low} and {high}")
    for _ in range(steps):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if (f(middle) > 0) == (at_low > 0):
            low = middle
        else:
            high = middle
    return (low + high) / 2


def quadrature(
    f: Callable[[Any], Any], low: float, high: float, *, panels: int = 64, order: int = 20
) -> float:
    """Integrate a function of NumPy arrays by composite Gauss-Legendre quadrature.

    Examples
    --------
    >>> round(quadrature(lambda x: x**3, 0, 2), 12)
    4.0
    """
    import numpy as np

    nodes, weights = np.polynomial.legendre.leggauss(order)
    edges = np.linspace(low, high, panels + 1)
    half = (edges[1:] - edges[:-1]) / 2
    points = (edges[1:] + edges[:-1])[:, None] / 2 + half[:, None] * nodes[None, :]
    values = np.broadcast_to(np.asarray(f(points), dtype=float), points.shape)
    return float((values * weights[None, :] * half[:, None]).sum())


def floats(value: Any) -> Any:
    """Return an answer (an expression, or a pair of them) in floats."""
    return tuple(floats(part) for part in value) if isinstance(value, tuple) else float(value)
