"""Forward induction in signalling games: the intuitive criterion, D1, D2 and universal divinity, with their reasons.

An equilibrium outcome is tested at each message that nobody sends.  Types for which the message makes no sense are crossed out; the
outcome fails if no best reply to beliefs about the others keeps all types from sending it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from gametheory._text import Printed
from gametheory.errors import ParameterError
from gametheory.refinements.signalling import (
    Outcome,
    SignallingGame,
    best_reply_cells,
    outcome,
    signalling_game,
    value_of,
)

if TYPE_CHECKING:
    from gametheory.equilibria.result import Equilibria, Equilibrium


@dataclass(frozen=True, eq=False)
class Removed:
    """An equilibrium that a criterion removes, and why.

    Attributes
    ----------
    equilibrium : Equilibrium
        A set of equilibria with one outcome.
    message : str
        The message that nobody sends, at which it fails.
    excluded : dict of {type: str}
        The types that cannot be meant to send it, and why.
    deviators : tuple of str
        Types that gain by sending it, whatever best reply follows beliefs about the others (with the intuitive criterion), or of
        which one gains for each such reply.
    """

    equilibrium: Equilibrium
    message: str
    excluded: dict[str, str]
    deviators: tuple[str, ...]

    def __str__(self) -> str:
        crossed = "; ".join(f"{t} would not send it: {why}" for t, why in self.excluded.items())
        who = " or ".join(self.deviators)
        return f"`{self.message}`: {crossed}; then {who} gains by sending it, whatever best reply follows"


@dataclass(frozen=True, eq=False, repr=False)
class Refined(Printed):
    """What a criterion leaves.

    Attributes
    ----------
    criterion : str
        Its name.
    kept : tuple of Equilibrium
        The equilibria that pass.
    removed : tuple of Removed
        Those that fail, with reasons.
    undecided : tuple of (Equilibrium, str)
        Sets in which types earn different payoffs at different points: take a point with `.sample()`.
    """

    criterion: str
    kept: tuple[Equilibrium, ...]
    removed: tuple[Removed, ...]
    undecided: tuple[tuple[Equilibrium, str], ...]

    def __str__(self) -> str:
        from gametheory.refinements.signalling import classify

        lines = [
            f"{self.criterion}: {len(self.kept)} kept, {len(self.removed)} removed, {len(self.undecided)} undecided"
        ]
        lines += [f"  kept: {classify(e)}" for e in self.kept]
        lines += [f"  removed: {classify(r.equilibrium)} fails at {r}" for r in self.removed]
        lines += [f"  undecided: {classify(e)}: {why}" for e, why in self.undecided]
        return "\n".join(lines)


Crossing = Callable[[SignallingGame, str, dict[str, Fraction], tuple[str, ...]], dict[str, str]]
"""Which of some types are crossed out at a message, given what types earn, and why."""


def intuitive_criterion(equilibria: Equilibria | Iterable[Equilibrium]) -> Refined:
    """Apply the intuitive criterion.

    A type is crossed out at a message if she earns more in equilibrium than with any best reply to any belief.  The outcome fails if
    some other type earns less in equilibrium than with every best reply to beliefs about the types that are left.

    Parameters
    ----------
    equilibria : Equilibria, or several Equilibrium
        Sequential equilibria of a signalling game of numbers.

    Returns
    -------
    Refined
        What is kept, and what is removed with which reason.

    Raises
    ------
    InvalidGameError
        If the game is no signalling game.
    ParameterError
        If it has parameters (see `survives_intuitive_criterion`).

    References
    ----------
    Cho, I.-K. and Kreps, D. (1987), Signaling games and stable equilibria, Quarterly Journal of Economics 102, 179-221, section IV.

    Examples
    --------
    >>> import gametheory as gt
    >>> from gametheory.examples import beer_quiche
    >>> pure = [e for e in gt.sequential(beer_quiche()) if e.is_pure]
    >>> print(intuitive_criterion(pure))
    intuitive criterion: 1 kept, 1 removed, 0 undecided
      kept: pooling on beer
      removed: pooling on quiche fails at `beer`: weak would not send it: she earns 0, and at most -1 with it; then strong gains by sending it, whatever best reply follows
    """
    return _refined("intuitive criterion", equilibria, _dominated, rounds=1, each=True)


def d1(equilibria: Equilibria | Iterable[Equilibrium]) -> Refined:
    """Apply criterion D1.

    A type is crossed out at a message if another one gains from every best reply from which she does not lose.

    Parameters, returns and errors as for `intuitive_criterion`.

    References
    ----------
    Cho, I.-K. and Kreps, D. (1987), section IV; Banks, J. and Sobel, J. (1987), Equilibrium selection in signaling games,
    Econometrica 55, 647-661.
    """
    return _refined("D1", equilibria, _beaten_by_one, rounds=1, each=False)


def d2(equilibria: Equilibria | Iterable[Equilibrium]) -> Refined:
    """Apply criterion D2.

    A type is crossed out at a message if from every best reply from which she does not lose some other type gains.

    Parameters, returns and errors as for `intuitive_criterion`; source as for `d1`.
    """
    return _refined("D2", equilibria, _beaten_by_some, rounds=1, each=False)


def universal_divinity(equilibria: Equilibria | Iterable[Equilibrium]) -> Refined:
    """Apply universal divinity: D2, repeated with best replies to beliefs about the types that are left.

    Parameters, returns and errors as for `intuitive_criterion`.

    References
    ----------
    Banks, J. and Sobel, J. (1987), Equilibrium selection in signaling games, Econometrica 55, 647-661, section 3.
    """
    return _refined("universal divinity", equilibria, _beaten_by_some, rounds=0, each=False)


def _refined(
    criterion: str,
    equilibria: Equilibria | Iterable[Equilibrium],
    crossing: Crossing,
    *,
    rounds: int,
    each: bool,
) -> Refined:
    kept, removed, undecided = [], [], []
    view: SignallingGame | None = None
    for e in equilibria:
        if e.game.parameters:
            raise ParameterError(
                f"{criterion}: the game depends on {', '.join(e.game.parameters)}; set them with `.at(...)`, or ask "
                "`survives_intuitive_criterion` for a region"
            )
        view = view if view is not None and view.game == e.game else signalling_game(e.game)
        found = outcome(e, view)
        varying = [t for t, u in found.earns.items() if not u.is_constant()]
        if varying:
            undecided.append((e, f"what {', '.join(varying)} earns varies in this set"))
            continue
        failure = _failure(e, found, crossing, rounds, each)
        if failure is None:
            kept.append(e)
        else:
            removed.append(failure)
    return Refined(criterion, tuple(kept), tuple(removed), tuple(undecided))


def _failure(e: Equilibrium, found: Outcome, crossing: Crossing, rounds: int, each: bool) -> Removed | None:
    earns = {t: u.constant_value() for t, u in found.earns.items()}
    view = found.view
    for message in found.unsent:
        left, excluded = view.can_send(message), dict[str, str]()
        number = 0
        while rounds == 0 or number < rounds:
            number += 1
            crossed = crossing(view, message, earns, left)
            # If nobody is left, the message tells nothing about types.
            if not crossed or len(crossed) == len(left):
                break
            excluded |= crossed
            left = tuple(t for t in left if t not in crossed)
        if not excluded:
            continue
        deviators = _deviators(view, message, earns, left, each)
        if deviators:
            return Removed(e, message, excluded, deviators)
    return None


def _deviators(
    view: SignallingGame, message: str, earns: dict[str, Fraction], left: tuple[str, ...], each: bool
) -> tuple[str, ...]:
    """Return the types that deviate if beliefs are about the types that are left; none if some best reply keeps all from it."""
    cells = best_reply_cells(view, message, left)
    if each:
        sure = [t for t in left if all(_pays(view, t, message, r) > earns[t] for cell in cells for r in cell)]
        return tuple(sure)
    senders = view.can_send(message)
    for cell in cells:
        # Rows are replies, columns types: what each loses by the message.  A mixture with no negative column keeps all from it.
        if value_of([[earns[t] - _pays(view, t, message, r) for t in senders] for r in cell]) >= 0:
            return ()
    return tuple(
        t for t in senders if any(_pays(view, t, message, r) > earns[t] for cell in cells for r in cell)
    )


def _pays(view: SignallingGame, kind: str, message: str, reply: str) -> Fraction:
    return view.pays_sender[kind, message, reply].constant_value()


# -- who is crossed out -----------------------------------------------------------------------------------------


def _dominated(
    view: SignallingGame, message: str, earns: dict[str, Fraction], types: tuple[str, ...]
) -> dict[str, str]:
    cells = best_reply_cells(view, message, types)
    crossed = {}
    for t in types:
        most = max(_pays(view, t, message, r) for cell in cells for r in cell)
        if most < earns[t]:
            crossed[t] = f"she earns {earns[t]}, and at most {most} with it"
    return crossed


def _beaten_by_one(
    view: SignallingGame, message: str, earns: dict[str, Fraction], types: tuple[str, ...]
) -> dict[str, str]:
    cells = best_reply_cells(view, message, types)
    crossed: dict[str, str] = {}
    for t in types:
        for other in types:
            if other == t or not _gains(view, message, earns, other, cells):
                continue
            if not _escapes(view, message, earns, t, (other,), cells):
                crossed[t] = f"{other} gains from every reply from which {t} does not lose"
                break
    return crossed


def _beaten_by_some(
    view: SignallingGame, message: str, earns: dict[str, Fraction], types: tuple[str, ...]
) -> dict[str, str]:
    cells = best_reply_cells(view, message, types)
    crossed = {}
    for t in types:
        others = tuple(o for o in types if o != t and _gains(view, message, earns, o, cells))
        if others and not _escapes(view, message, earns, t, others, cells):
            who = others[0] if len(others) == 1 else f"one of {', '.join(others)}"
            crossed[t] = f"{who} gains from every reply from which {t} does not lose"
    return crossed


def _gains(
    view: SignallingGame, message: str, earns: dict[str, Fraction], t: str, cells: list[tuple[str, ...]]
) -> bool:
    """Whether some best reply makes a type gain by the message."""
    return any(_pays(view, t, message, r) > earns[t] for cell in cells for r in cell)


def _escapes(
    view: SignallingGame,
    message: str,
    earns: dict[str, Fraction],
    t: str,
    others: tuple[str, ...],
    cells: list[tuple[str, ...]],
) -> bool:
    """Whether some best reply does not make a type lose, and makes none of the others gain."""
    for cell in cells:
        rows = [
            [_pays(view, t, message, r) - earns[t], *(earns[o] - _pays(view, o, message, r) for o in others)]
            for r in cell
        ]
        if value_of(rows) >= 0:
            return True
    return False
