"""One equilibrium of a tree of two players, exactly: Lemke's algorithm on the sequence form."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from gametheory.algebra.decide import Budget
from gametheory.equilibria.verification import Verification, verify
from gametheory.extensive._path import follow, in_floats
from gametheory.extensive._recovery import recovered
from gametheory.extensive.sequence_form import Plan, SequenceForm, best_reply, earned, sequence_form
from gametheory.games._profile import read_profile
from gametheory.games.game import Game

_INTEGERS_UP_TO = 150
"""Sequences of both players up to which the path is followed in integers at once."""


def one_equilibrium_of_tree(
    game: Game | SequenceForm, *, prior: Mapping[str, Any] | None = None, budget: Budget | None = None
) -> tuple[dict[str, dict[Any, dict[str, Any]]], Verification]:
    """Find one Nash equilibrium of a tree of two players with perfect recall, exactly.

    Parameters
    ----------
    game : Game or SequenceForm
        Payoffs must be numbers (floats are read as the decimals that they print as).
    prior : mapping, optional
        Behaviour strategies, as `game.payoffs` takes them, from which the players start: they reply to a mixture of these and of what is
        played, whose weight falls to zero.  By default all actions are equally likely.
    budget : Budget, optional
        When to stop; `cases` counts pivots.

    Returns
    -------
    strategy, verification
        Behaviour strategies with rational probabilities, as `game.payoffs` takes them, and what `verify` says of them in the exact game.

    Raises
    ------
    Undecided
        If the budget ended.
    InvalidGameError, ImperfectRecallError, ParameterError
        As `sequence_form`.
    InvalidProfileError
        If the prior does not fit the game.

    Notes
    -----
    Up to 150 sequences the path is followed in integers.  If the prior leaves no action out, its end is normal-form perfect, and so uses
    no weakly dominated strategy (von Stengel, van den Elzen and Talman 2002).  Beyond that it is followed in floats; what its end uses, and which replies are
    equally good there, is solved in rationals and verified, and if that fails, the integers do it all.  At information sets that the
    own strategy excludes, the first action is given.

    References
    ----------
    Koller, D., Megiddo, N. and von Stengel, B. (1996), Efficient computation of equilibria for extensive two-person games, Games and
    Economic Behavior 14, 247-259, section 4.
    von Stengel, B., van den Elzen, A. and Talman, D. (2002), Computing normal form perfect equilibria for extensive two-person
    games, Econometrica 70, 693-715.

    Examples
    --------
    >>> import gametheory as gt
    >>> entry = gt.Game(gt.move("entrant", actions={
    ...     "out": gt.end(entrant=0, incumbent=2),
    ...     "in": gt.move("incumbent", actions={
    ...         "fight": gt.end(entrant=-1, incumbent=-1),
    ...         "share": gt.end(entrant=1, incumbent=1)})}))
    >>> strategy, found = one_equilibrium_of_tree(entry)
    >>> found.is_nash, strategy["incumbent"]["in"]["share"]
    (True, Fraction(1, 1))
    """
    form = (game if isinstance(game, SequenceForm) else sequence_form(game)).exact()
    start, spending = _prior(form, prior), (budget or Budget()).started()
    if sum(own.size for own in form.own) > _INTEGERS_UP_TO:
        floats = in_floats(form, start, spending)
        for plans in () if floats is None else recovered(form, floats):
            if all(best_reply(form, k, plans[1 - k]) == earned(form, k, plans) for k in (0, 1)):
                return _verified(form, plans)
    weights = follow(form, start, spending)
    one, two = (own.plan(own.behaviour(plan)) for own, plan in zip(form.own, weights, strict=True))
    return _verified(form, (one, two))


def _verified(
    form: SequenceForm, plans: tuple[Plan, Plan]
) -> tuple[dict[str, dict[Any, dict[str, Any]]], Verification]:
    strategy = form.profile(plans)
    found = verify(form.game, strategy)
    if not found.is_nash:
        raise AssertionError("the end of Lemke's path failed its verification")
    return strategy, found


def _prior(form: SequenceForm, prior: Mapping[str, Any] | None) -> tuple[Plan, Plan]:
    """Return the realization plans of the prior."""
    if prior is None:
        even = [own.plan([[Fraction(1, n)] * n for n in own.count]) for own in form.own]
        return even[0], even[1]
    read = read_profile(form.game, prior)
    behaviours = [[[form.game.field.present(p) for p in read[h]] for h in own.sets] for own in form.own]
    one, two = (own.plan(b) for own, b in zip(form.own, behaviours, strict=True))
    return one, two
