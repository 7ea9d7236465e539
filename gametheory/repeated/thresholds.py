"""How patient players must be: closed forms for trigger strategies, over parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gametheory.algebra.decide import Answer, Budget
from gametheory.algebra.expressions import to_sympy
from gametheory.algebra.region import Region
from gametheory.errors import InvalidGameError, InvalidProfileError, ParameterError, Undecided
from gametheory.games.normal import NormalForm
from gametheory.repeated.automaton import Automaton, when_subgame_perfect
from gametheory.strategic.pure import pure_equilibria


def trigger(game: NormalForm, cooperate: Any, punish: Any = None, punish_for: int | None = None) -> Automaton:
    """Return the automaton that plays one profile until somebody leaves it, and then another.

    Parameters
    ----------
    game : NormalForm
        The stage game.
    cooperate, punish : mapping of player to action, or sequence of actions
        The two profiles; `punish` may be left out if the stage game has a single pure equilibrium.
    punish_for : int, optional
        After how many periods to forgive; by default never.  Deviations during punishment change nothing.

    Raises
    ------
    InvalidProfileError
        If a profile does not fit the game.
    ParameterError
        If `punish_for` is not positive, or `punish` is missing and not clear.
    """
    if not isinstance(game, NormalForm):
        raise InvalidGameError(f"the stage game {game!r} is not a NormalForm")
    if punish_for is not None and (
        isinstance(punish_for, bool) or not isinstance(punish_for, int) or punish_for < 1
    ):
        raise ParameterError(
            f"punish_for is {punish_for!r}; give a number of periods from 1, or leave it out"
        )
    together, against = _profile(game, cooperate), _punishment(game, punish)
    if punish_for is None:
        after: dict[Any, Any] = {"punish": "punish"}
    else:
        after = {f"punish {k}": f"punish {k - 1}" if k > 1 else "cooperate" for k in range(punish_for, 0, -1)}
    first = next(iter(after))
    return Automaton(
        plays={"cooperate": together, **dict.fromkeys(after, against)},
        moves={"cooperate": {together: "cooperate", "otherwise": first}, **after},
    )


def _profile(game: NormalForm, profile: Any) -> tuple[str, ...]:
    if isinstance(profile, Mapping):
        missing = [p for p in game.players if p not in profile]
        if missing or len(profile) != len(game.players):
            raise InvalidProfileError(
                f"{profile!r} does not give one action for each of {', '.join(game.players)}"
            )
        return tuple(profile[p] for p in game.players)
    if isinstance(profile, str) or not isinstance(profile, Sequence):
        raise InvalidProfileError(
            f"{profile!r} is not a profile; give one action for each of {', '.join(game.players)}"
        )
    return tuple(profile)


def _punishment(game: NormalForm, punish: Any) -> tuple[str, ...]:
    if punish is not None:
        return _profile(game, punish)
    if game.parameters:
        raise ParameterError(
            "punish= is missing; with parameters, say which equilibrium of the stage game punishes"
        )
    found = pure_equilibria(game)
    if len(found) != 1:
        raise ParameterError(
            f"punish= is missing, and the stage game has {len(found)} pure equilibria; name one"
        )
    return _profile(game, found[0].profile)


def grim_trigger(
    game: NormalForm,
    cooperate: Any,
    punish: Any = None,
    *,
    discount: Any,
    punish_for: int | None = None,
    assuming: object = (),
    budget: Budget | None = None,
) -> Region:
    """Return where playing a profile until somebody leaves it, and punishing then, is subgame perfect.

    Parameters
    ----------
    game : NormalForm
        The stage game, of any number of players; payoffs may depend on parameters.
    cooperate : mapping of player to action, or sequence of actions
        What is played as long as nobody deviates.
    punish : likewise, optional
        What is played afterwards: it has to be an equilibrium of the stage game, and the region says where it is.  May be
        left out if the stage game has a single pure equilibrium.
    discount : number, expression, or mapping of player to these
        The discount factor.
    punish_for : int, optional
        After how many periods to forgive; by default never.
    assuming : conditions, optional
        What else holds of the parameters.
    budget : Budget, optional
        When the simplification gives up.

    Returns
    -------
    Region
        Solve it for the discount factor by `.solve_for(delta)`.

    Raises
    ------
    InvalidProfileError
        If a profile does not fit the game.
    ParameterError
        If `punish` is missing and not clear, or a number is out of range.

    References
    ----------
    Friedman, J. W. (1971), A non-cooperative equilibrium for supergames, Review of Economic Studies 38, 1-12.

    Examples
    --------
    >>> import gametheory as gt
    >>> t, r, p, s, delta = gt.parameters("t r p s delta")
    >>> dilemma = NormalForm([[r, s], [t, p]], [[r, t], [s, p]], actions=[("C", "D")] * 2,
    ...                      assuming=[t > r, r > p, p > s])
    >>> grim_trigger(dilemma, ("C", "C"), ("D", "D"), discount=delta).solve_for(delta)
    Threshold: delta >= (t - r)/(t - p)
    >>> grim_trigger(dilemma, ("C", "C"), ("D", "D"), discount=delta, punish_for=1).solve_for(delta)
    Threshold: delta >= (t - r)/(r - p)  if r > p/2 + t/2
    """
    automaton = trigger(game, cooperate, punish, punish_for)
    return when_subgame_perfect(automaton, game, discount, assuming=assuming, budget=budget)


def critical_discount(
    game: NormalForm,
    cooperate: Any,
    punish: Any = None,
    *,
    punish_for: int | None = None,
    assuming: object = (),
    budget: Budget | None = None,
) -> Any:
    """Return the least common discount factor at which a trigger strategy is subgame perfect.

    Parameters
    ----------
    game, cooperate, punish, punish_for, assuming, budget
        As for `grim_trigger`.

    Returns
    -------
    SymPy expression or None
        Closed form in the parameters, `Max(...)` over the players where they differ; if there are no parameters, a SymPy
        number (a `CRootOf` where there are no radicals).  0 if every discount factor will do, `None` if none will.

    Raises
    ------
    Undecided
        If there is no single closed form: its shape depends on the parameters, or it solves an equation of degree three
        or more with parameters.  `grim_trigger(...).solve_for(...)` shows the pieces.

    Examples
    --------
    >>> import gametheory as gt
    >>> dilemma = NormalForm([[2, -1], [3, 0]], [[2, 3], [-1, 0]])
    >>> critical_discount(dilemma, ("1", "1"))
    1/3
    >>> critical_discount(dilemma, ("1", "1"), punish_for=2)
    -1/2 + sqrt(3)/2
    """
    import sympy

    name = "delta"
    while name in game.parameters:
        name += "_"
    symbol = sympy.Symbol(name, real=True)
    region = grim_trigger(
        game, cooperate, punish, discount=symbol, punish_for=punish_for, assuming=assuming, budget=budget
    )
    if region.is_empty() is Answer.YES:
        return None
    if region.is_everything() is Answer.YES:
        return sympy.Integer(0)
    if set(region.parameters) == {name}:
        return _largest_root(region, symbol)
    solved = region.solve_for(symbol)
    if (
        len(solved.pieces) != 1
        or solved.pieces[0].implicit
        or solved.pieces[0].upper
        or not solved.pieces[0].lower
    ):
        raise Undecided(f"critical_discount(): there is no single closed form: {solved}")
    values = list(dict.fromkeys(b.value for b in solved.pieces[0].lower))
    return values[0] if len(values) == 1 else sympy.Max(*values)


def _largest_root(region: Region, symbol: Any) -> Any:
    """Return the least number of a region of one unknown that reaches up to 1."""
    import sympy

    if len(region.cells) == 1:
        roots = []
        for condition in region.cells[0]:
            polynomial = sympy.Poly(to_sympy(condition.polynomial), symbol)
            inside = [root for root in polynomial.real_roots() if 0 < root < 1]
            if len(inside) != 1 or not polynomial.eval(1) > 0:
                break
            roots += inside
        else:
            return max(roots)
    raise Undecided(f"critical_discount(): the discount factors that do are no interval up to 1: {region}")
