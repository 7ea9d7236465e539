"""Perfect equilibria of two-player normal forms: those in strategies that are not weakly dominated."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

from gametheory._text import Printed
from gametheory.algebra.decide import Budget
from gametheory.errors import InvalidGameError
from gametheory.strategic._domination import dominating
from gametheory.strategic._integers import bimatrix

if TYPE_CHECKING:
    from gametheory.strategic.result import Mixture, NashEquilibria, NashSet, Profile


@dataclass(frozen=True, eq=False)
class Imperfect:
    """An extreme equilibrium that is not perfect, and why.

    Attributes
    ----------
    profile : tuple of mixtures
        The equilibrium.
    player : str
        Whose strategy is weakly dominated.
    by : dict of {action: Fraction}
        A mixture that is never worse, and better against some action.
    """

    profile: Profile
    player: str
    by: dict[str, Fraction]

    def __str__(self) -> str:
        mixture = ", ".join(f"{a} {p}" if p != 1 else a for a, p in self.by.items())
        return f"the strategy of {self.player} is weakly dominated by {mixture}"


@dataclass(frozen=True, eq=False, repr=False)
class Perfect(Printed):
    """What perfection leaves of the Nash equilibria of a two-player normal form.

    Attributes
    ----------
    kept : tuple of NashSet
        Maximal sets all of whose points are perfect.
    partly : tuple of (NashSet, tuple of extreme equilibria)
        Sets with points of both kinds, and the extreme equilibria in them that are perfect.
    removed : tuple of Imperfect
        The extreme equilibria that are not, each once.
    complete : str
        As of the Nash equilibria given.
    """

    kept: tuple[NashSet, ...]
    partly: tuple[tuple[NashSet, tuple[Profile, ...]], ...]
    removed: tuple[Imperfect, ...]
    complete: str

    def __str__(self) -> str:
        lines = [
            f"perfect equilibria: {len(self.kept)} whole sets, parts of {len(self.partly)}; "
            f"{len(self.removed)} extreme equilibria removed"
        ]
        for e in self.kept:
            lines.append(f"  kept: {e}")
        for r in self.removed:
            shown = "; ".join("(" + ", ".join(map(str, mixture)) + ")" for mixture in r.profile)
            lines.append(f"  removed: {shown}: {r}")
        return "\n".join(lines)


def perfect(found: NashEquilibria, *, budget: Budget | None = None) -> Perfect:
    """Keep the normal-form perfect equilibria of a game of two players.

    With two players an equilibrium is perfect if and only if neither strategy is weakly dominated.  If the mean of the extreme points of a
    set is undominated, so is every point of it.

    Parameters
    ----------
    found : NashEquilibria
        As `nash` returns them for a normal form of numbers.
    budget : Budget, optional
        For the linear programs.

    Raises
    ------
    InvalidGameError
        If there are not two players.

    References
    ----------
    Selten, R. (1975), Reexamination of the perfectness concept for equilibrium points in extensive games, International Journal of Game
    Theory 4, 25-55; van Damme, E. (1991), Stability and Perfection of Nash Equilibria, theorem 3.2.2.

    Examples
    --------
    Both weak equilibria but one use a weakly dominated action:

    >>> import gametheory as gt
    >>> game = gt.NormalForm([[1, 0], [0, 0]], [[1, 0], [0, 0]])
    >>> print(perfect(gt.nash(game)).removed[0])
    the strategy of row is weakly dominated by 1
    """
    if len(found.game.shape) != 2:
        raise InvalidGameError(
            "perfect(): with three and more players undominated strategies need not be perfect; give a game of two"
        )
    checker = _Checker(found, (budget or Budget()).started())
    kept, partly = [], []
    removed: dict[Profile, Imperfect] = {}
    for e in found.sets:
        if checker.reason(e.mixtures) is None:
            kept.append(e)
            continue
        good = []
        for profile in e.extreme:
            reason = checker.reason(profile)
            if reason is None:
                good.append(profile)
            else:
                removed.setdefault(profile, reason)
        if good:
            partly.append((e, tuple(good)))
    return Perfect(tuple(kept), tuple(partly), tuple(removed.values()), found.complete)


class _Checker:
    """Looks for weakly dominating mixtures in one game, each strategy once."""

    def __init__(self, found: NashEquilibria, budget: Budget) -> None:
        self.game = found.game
        a, b = bimatrix(found.game)
        self.own = (a, [list(column) for column in zip(*b, strict=True)])
        self.budget = budget
        self.known: dict[tuple[int, Mixture], dict[str, Fraction] | None] = {}

    def reason(self, profile: Profile) -> Imperfect | None:
        """Return why an equilibrium is not perfect; `None` if it is."""
        for k, mixture in enumerate(profile):
            by = self._dominating(k, mixture)
            if by is not None:
                return Imperfect(profile, self.game.players[k], by)
        return None

    def _dominating(self, k: int, mixture: Mixture) -> dict[str, Fraction] | None:
        key = (k, mixture)
        if key not in self.known:
            rows = self.own[k]
            common = lcm(*(p.denominator for p in mixture))
            weights = [int(p * common) for p in mixture]
            now = [sum(w * row[j] for w, row in zip(weights, rows, strict=True)) for j in range(len(rows[0]))]
            gains = [[common * u - v for u, v in zip(row, now, strict=True)] for row in rows]
            found: Any = dominating(gains, "weak", True, self.budget)
            names = self.game.actions[k]
            self.known[key] = (
                None if found is None else {a: p for a, p in zip(names, found, strict=True) if p}
            )
        return self.known[key]
