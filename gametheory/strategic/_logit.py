"""The logit response and its path, in floats: plain functions on arrays, with log probabilities as coordinates.

A point of the path is x = (log p of all players, one after the other; rationality).  It solves, for every player k,

    log p(a) - log p(first) - log q(a) + log q(first) = rationality (u(a) - u(first)),    sum of p = 1,

where q is the prior from which the path starts.  Logs keep every probability positive and near-zero ones accurate.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float64]]

CLOSE = 1e-11
"""How far a corrected point may be off."""
_FIRST, _LARGEST = 0.02, 0.5
_TALLEST = 3.0
"""Logs of probabilities are not positive; a Newton step that goes far beyond is lost."""
_TURN = 0.9
"""The least cosine between the directions of neighbouring points."""


@dataclass(frozen=True, eq=False)
class LogitSystem:
    """The equations of the logit response of one game.

    Attributes
    ----------
    tables : tuple of arrays
        Payoffs of every player, with one axis for each player.
    prior : array
        The mixtures at rationality 0, one after the other.
    """

    tables: tuple[Floats, ...]
    prior: Floats

    @property
    def shape(self) -> tuple[int, ...]:
        """The numbers of actions."""
        return tuple(map(int, self.tables[0].shape))

    @cached_property
    def starts(self) -> list[int]:
        """Where each player's actions begin."""
        return [0, *map(int, np.cumsum(self.shape))]

    def split(self, flat: Floats) -> list[Floats]:
        """Return the parts of all players."""
        return [flat[low:high] for low, high in zip(self.starts, self.starts[1:], strict=False)]

    def averaged(self, k: int, mixtures: Sequence[Floats], kept: tuple[int, ...]) -> Floats:
        """Return k's payoffs, averaged over the mixtures of all players who are not kept."""
        table = self.tables[k]
        for j in range(len(mixtures) - 1, -1, -1):
            if j not in kept:
                table = np.tensordot(table, mixtures[j], axes=([j], [0]))
        return table

    def earned(self, mixtures: Sequence[Floats]) -> Floats:
        """Return what every action earns against the others' mixtures."""
        return np.concatenate([self.averaged(k, mixtures, (k,)) for k in range(len(mixtures))])

    def regret(self, flat: Floats) -> float:
        """Return the largest gain from a deviation."""
        mixtures = self.split(flat)
        earned = self.split(self.earned(mixtures))
        return max(float(u.max() - p @ u) for p, u in zip(mixtures, earned, strict=True))

    def response(self, flat: Floats, rationality: float) -> Floats:
        """Return the logit response to a profile."""
        earned = self.earned(self.split(flat))
        parts = []
        for q, u in zip(self.split(np.log(self.prior)), self.split(earned), strict=True):
            weights = q + rationality * u
            weights = np.exp(weights - weights.max())
            parts.append(weights / weights.sum())
        return np.concatenate(parts)

    def values(self, x: Floats) -> Floats:
        """Return how far the equations are from zero."""
        logs, rationality = x[:-1], float(x[-1])
        lift = logs - np.log(self.prior) - rationality * self.earned(self.split(np.exp(logs)))
        out = lift.copy()
        for low, high in zip(self.starts, self.starts[1:], strict=False):
            out[low:high] -= lift[low]
            out[low] = np.exp(logs[low:high]).sum() - 1.0
        return out

    def slopes(self, x: Floats) -> Floats:
        """Return their derivatives, one column for each coordinate of x."""
        logs, rationality = x[:-1], float(x[-1])
        flat, size = np.exp(logs), len(logs)
        mixtures = self.split(flat)
        matrix = np.zeros((size, size + 1))
        for k, low in enumerate(self.starts[:-1]):
            high = self.starts[k + 1]
            earned = self.averaged(k, mixtures, (k,))
            matrix[low:high, size] = -(earned - earned[0])
            matrix[low:high, low:high] = np.eye(high - low)
            matrix[low:high, low] -= 1.0
            for j, left in enumerate(self.starts[:-1]):
                if j != k:
                    pair = self.averaged(k, mixtures, (k, j))
                    pair = pair if k < j else pair.T
                    right = self.starts[j + 1]
                    matrix[low:high, left:right] = -rationality * (pair - pair[0]) * mixtures[j]
            matrix[low] = 0.0
            matrix[low, low:high] = mixtures[k]
        return matrix

    def corrected(
        self, x: Floats, rows: Callable[[Floats], tuple[Floats, float]], rounds: int
    ) -> Floats | None:
        """Take Newton steps, with one more equation (its row, and its value); `None` if they do not settle."""
        for _ in range(rounds):
            row, value = rows(x)
            matrix = np.vstack([self.slopes(x), row])
            try:
                step = np.linalg.solve(matrix, np.append(self.values(x), value))
            except np.linalg.LinAlgError:
                return None
            x = x - step
            if x[:-1].max() > _TALLEST:
                return None
            if np.abs(step).max() <= CLOSE * (1.0 + np.abs(x).max()):
                return x
        return None

    def at(self, logs: Floats, rationality: float, rounds: int = 40) -> Floats | None:
        """Solve at one rationality, from given logs of probabilities."""
        row = np.append(np.zeros(len(logs)), 1.0)
        found = self.corrected(
            np.append(logs, rationality), lambda x: (row, float(x[-1] - rationality)), rounds
        )
        return None if found is None else found[:-1]


def uniform(shape: Sequence[int]) -> Floats:
    """Return the mixtures that use every action alike."""
    return np.concatenate([np.full(m, 1.0 / m) for m in shape])


def follow(system: LogitSystem, ended: Callable[[Floats, int], bool]) -> tuple[list[Floats], str]:
    """Follow the path from rationality 0 until a condition on (point, number of points) holds.

    Returns
    -------
    points, reason
        The points, and why the path was left before its end; nothing if it was not.
    """
    x = np.append(np.log(system.prior), 0.0)
    points = [x]
    way = _direction(system, x, np.append(np.zeros(len(x) - 1), 1.0))
    step = _FIRST
    while way is not None and not ended(x, len(points)):
        tangent = way
        guess = x + step * _scale(x) * tangent
        nearer = system.corrected(guess, lambda y, g=guess, t=tangent: (t, float(t @ (y - g))), 5)  # type: ignore[misc]
        turned = None if nearer is None else _direction(system, nearer, tangent)
        if nearer is None or turned is None or float(turned @ tangent) < _TURN:
            step /= 2
            if step < 1e-9:
                return points, "the path could not be followed any further in floats"
            continue
        x, way = nearer, turned
        points.append(x)
        step = min(step * 1.4, _LARGEST)
    return points, "" if way is not None else "the direction of the path was lost"


def _scale(x: Floats) -> float:
    """Return a length for steps: far out, where all coordinates grow with the rationality, steps may be longer."""
    return 1.0 + 0.1 * float(np.abs(x).max())


def _direction(system: LogitSystem, x: Floats, before: Floats) -> Floats | None:
    """Return the unit tangent that does not turn back."""
    matrix = np.vstack([system.slopes(x), before])
    try:
        way = np.linalg.solve(matrix, np.append(np.zeros(len(x) - 1), 1.0))
    except np.linalg.LinAlgError:
        return None
    length = float(np.linalg.norm(way))
    return way / length if length > 0 else None


def tip(system: LogitSystem, low: Floats, high: Floats) -> Floats | None:
    """Return the point between two neighbours at which the path turns in rationality, by bisection; `None` if it does not.

    Between neighbours the path is a curve over their chord, so that points on it are found in planes across the chord.
    """
    chord = (high - low) / np.linalg.norm(high - low)
    ends = [_direction(system, x, chord) for x in (low, high)]
    if ends[0] is None or ends[1] is None or ends[0][-1] * ends[1][-1] >= 0:
        return None
    rising, found = ends[0][-1] > 0, None
    for _ in range(50):
        guess = (low + high) / 2
        here = system.corrected(guess, lambda y, g=guess: (chord, float(chord @ (y - g))), 8)  # type: ignore[misc]
        way = None if here is None else _direction(system, here, chord)
        if here is None or way is None:
            break
        found = here
        low, high = (here, high) if (way[-1] > 0) == rising else (low, here)
    return found
