"""Perfection in the extensive form and properness, decided where that can be: trembles found, or none possible nearby.

An equilibrium is shown to be perfect or proper by trembles `c e^n`: with the exponents n chosen, what every action earns is a polynomial in e
whose leading coefficients decide all comparisons for small e.  It is shown not to be by one number: if no completely mixed profile within e
of it satisfies the definition for that e, then none does for a smaller one, and the decision procedure can prove that there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

from gametheory._text import Printed
from gametheory.algebra.conditions import NONNEGATIVE, POSITIVE, ZERO, Atom, Cell, atom, cell
from gametheory.algebra.decide import Answer, Budget, Clauses, find_point, satisfiable, spending
from gametheory.algebra.polynomials import Polynomial, RationalFunction
from gametheory.equilibria._tree import Plan, Tree, mixture
from gametheory.equilibria.result import Equilibrium
from gametheory.errors import ImperfectRecallError, ParameterError

if TYPE_CHECKING:
    from gametheory.games.game import Game
    from gametheory.games.normal import NormalForm

_MOST_EXPONENT = 3
_NEAR = (Fraction(1, 50), Fraction(1, 1000))
"""Distances within which profiles are excluded."""
_EPSILON = "e"

Pairs = list[tuple[int, int, int]]
"""An information set and two of its actions, of which the first must earn no less for small trembles."""


@dataclass(frozen=True, eq=False, repr=False)
class Trembles(Printed):
    """Whether an equilibrium withstands trembles.

    Attributes
    ----------
    concept : str
        "perfect in the extensive form" or "proper".
    status : {"proved", "refuted", "unknown"}
        `proved`: the trembles show it.  `refuted`: no completely mixed profile nearby satisfies the definition.  `unknown`: neither
        was shown within the budget (deciding is hard, and trembles that are no powers of `e` are not looked for).
    probabilities : dict
        By player, by what she knows, by action: the tremble as a coefficient and an exponent of `e`; what is used is left out, and loses in
        proportion.
    reason : str
        What was shown, in words.
    """

    concept: str
    status: str
    probabilities: Mapping[str, Mapping[Any, Mapping[str, tuple[Fraction, int]]]] = field(
        default_factory=dict
    )
    reason: str = ""

    def __str__(self) -> str:
        head = {"proved": "yes (proved)", "refuted": "no (proved)", "unknown": "unknown"}[self.status]
        lines = [f"{self.concept}: {head}; {self.reason}"]
        for player, sets in self.probabilities.items():
            for knows, actions in sets.items():
                shown = ", ".join(f"{a} {_power(c, n)}" for a, (c, n) in actions.items())
                where = "" if self.concept == "proper" else f" at {knows}"
                lines.append(f"  {player}{where}: {shown}")
        return "\n".join(lines)


def _power(c: Fraction, n: int) -> str:
    power = _EPSILON if n == 1 else f"{_EPSILON}^{n}"
    return power if c == 1 else f"{c} {power}"


def extensive_form_perfect(
    game: Game | Equilibrium, profile: Mapping[str, Any] | None = None, *, budget: Budget | None = None
) -> Trembles:
    """Decide whether an equilibrium of a tree is perfect in the extensive form.

    Parameters
    ----------
    game : Game or Equilibrium
        A game of numbers with perfect recall, or an equilibrium of one (of a set with free probabilities a sample is taken).
    profile : mapping, optional
        The strategies, as `gt.verify` takes them; not with an `Equilibrium`.
    budget : Budget, optional
        When to stop.

    Raises
    ------
    ParameterError
        If the game has parameters.
    ImperfectRecallError
        If a player forgets something.
    InvalidProfileError
        If the profile does not fit the game.

    References
    ----------
    Selten, R. (1975), Reexamination of the perfectness concept for equilibrium points in extensive games, International Journal of Game
    Theory 4, 25-55.  Hansen, K., Miltersen, P. and Sorensen, T. (2010), SAGT, LNCS 6386, 198-209 (deciding it is hard).

    Examples
    --------
    In Selten's horse the equilibrium in which the second player would miss a gain is not perfect:

    >>> from gametheory.examples import selten_horse
    >>> profiles = {"1": "D", "2": "c", "3": "L"}, {"1": "C", "2": "c", "3": "R"}
    >>> for profile in profiles:
    ...     print(extensive_form_perfect(selten_horse(), profile))
    perfect in the extensive form: no (proved); no completely mixed profile within 1/50 of it is perfect in the extensive form up to 1/50
    perfect in the extensive form: yes (proved); with these probabilities of mistakes
      1 at start: D 1/2 e
      2 at C: d 2 e
      3 at ?: L 1/2 e
    """
    tree, strategies = _read(game, profile, "extensive_form_perfect")
    reason = tree.game.forgetful_player()
    if reason is not None:
        raise ImperfectRecallError(f"extensive_form_perfect(): {reason}; the concept needs perfect recall")
    return _judge(tree, strategies, "perfect in the extensive form", False, budget)


def proper(game: NormalForm | Equilibrium, profile: Any = None, *, budget: Budget | None = None) -> Trembles:
    """Decide whether an equilibrium of a normal form is proper: costlier mistakes are of a higher order.

    Parameters
    ----------
    game : NormalForm
        Numbers, any number of players.
    profile : tuple of mixtures
        One for each player, as in `NashSet.mixtures`.
    budget : Budget, optional
        When to stop.

    Raises
    ------
    ParameterError
        If the game has parameters, or is no normal form.
    InvalidProfileError
        If the profile does not fit the game.

    References
    ----------
    Myerson, R. (1978), Refinements of the Nash equilibrium concept, International Journal of Game Theory 7, 73-80.
    Hansen, K. and Lund, T. (2018), Computational complexity of proper equilibrium, EC '18, 113-130 (deciding it is hard).

    Examples
    --------
    Myerson's example: the equilibrium in the second actions is perfect, but not proper.

    >>> import gametheory as gt
    >>> table = [[1, 0, -9], [0, 0, -7], [-9, -7, -7]]
    >>> game = gt.NormalForm(table, table)
    >>> print(proper(game, [(1, 0, 0), (1, 0, 0)]))
    proper: yes (proved); with these probabilities of mistakes
      row: 2 e, 3 e^2
      column: 2 e, 3 e^2
    >>> proper(game, [(0, 1, 0), (0, 1, 0)]).status
    'refuted'
    """
    from gametheory.games.normal import NormalForm

    if isinstance(game, NormalForm) and not game.parameters and profile is not None:
        given = {
            player: dict(zip(actions, own, strict=False))
            for player, actions, own in zip(game.players, game.actions, profile, strict=False)
        }
        tree, strategies = _read(game.to_game(), given, "proper")
        return _judge(tree, strategies, "proper", True, budget)
    raise ParameterError(
        "proper(): give a normal form of numbers and a profile of mixtures; a tree has `normal_form()`"
    )


def _read(game: Game | Equilibrium, profile: Any, name: str) -> tuple[Tree, list[tuple[Fraction, ...]]]:
    """Return the game over exact numbers, and the probabilities of all actions."""
    from gametheory.algebra.expressions import read_exact
    from gametheory.games.game import read_profile

    if isinstance(game, Equilibrium):
        point = game if not game.free else game.sample()
        if point is None or game.game.parameters:
            raise ParameterError(f"{name}(): the equilibrium has parameters; set them first, with `.at(...)`")
        game, profile = point.game, point.strategy
    if game.parameters:
        raise ParameterError(f"{name}(): the game has parameters; set them first, with `.at(...)`")
    exact = game.exact() if game.field.name == "float64" else game
    read = read_profile(exact, profile or {})
    return Tree(exact), [tuple(read_exact(p).constant_value() for p in own) for own in read]


def _judge(
    tree: Tree, strategies: list[tuple[Fraction, ...]], concept: str, orders: bool, budget: Budget | None
) -> Trembles:
    with spending(budget or Budget(seconds=20)) as running:
        found = _trembles(tree, strategies, orders, running)
        if found is not None:
            return Trembles(
                concept,
                "proved",
                found,
                "with these probabilities of mistakes" if found else "nothing is left unused",
            )
        for distance in _NEAR:
            if not running.spent() and _excluded(tree, strategies, orders, distance) is Answer.NO:
                what = f"no completely mixed profile within {distance} of it is {concept} up to {distance}"
                return Trembles(concept, "refuted", {}, what)
    return Trembles(concept, "unknown", {}, "neither trembles nor a proof that there are none were found")


# -- trembles that show it ---------------------------------------------------------------------------------------


def _trembles(tree: Tree, strategies: list[tuple[Fraction, ...]], orders: bool, budget: Budget) -> Any:
    """Search exponents, small ones first; return the probabilities of mistakes, or `None`."""
    unused = [(h, a) for h, own in enumerate(strategies) for a, p in enumerate(own) if not p]
    for most in range(1, _MOST_EXPONENT + 1):
        for exponents in product(range(1, most + 1), repeat=len(unused)):
            if budget.spent():
                return None
            if most > 1 and max(exponents) < most:
                continue
            order = dict(zip(unused, exponents, strict=True))
            coefficients = _coefficients(tree, strategies, order, orders)
            if coefficients is not None:
                return _named(tree, order, coefficients)
            if not unused:
                return None
    return None


def _coefficients(
    tree: Tree, strategies: list[tuple[Fraction, ...]], order: dict[tuple[int, int], int], orders: bool
) -> dict[tuple[int, int], Fraction] | None:
    """Find coefficients of mistakes of these orders with which all comparisons come out right for small e."""
    epsilon = Polynomial.variable(_EPSILON)
    names = {place: f"c{place[0]}_{place[1]}" for place in order}
    plan: Plan = {}
    for h, own in enumerate(strategies):
        mistakes = {
            a: Polynomial.variable(names[h, a]) * epsilon ** order[h, a] for a, p in enumerate(own) if not p
        }
        left = RationalFunction(Polynomial.constant(1) - sum(mistakes.values(), Polynomial.constant(0)))
        plan[h] = tuple(
            RationalFunction(mistakes[a]) if a in mistakes else left * p for a, p in enumerate(own)
        )
    asked = []
    for h, own in enumerate(strategies):
        level = [order.get((h, a), 0) for a in range(len(own))]
        earned = _earned(tree, plan, h)
        for s, t in product(range(len(own)), repeat=2):
            # What is not of a higher order than another earns no less; for perfection only what is used counts.
            if s != t and level[s] <= level[t] and (orders or not level[s]):
                asked.append(_not_negative(earned[s] - earned[t]))
    positive: Cell = frozenset(Atom(Polynomial.variable(n), POSITIVE) for n in names.values())
    plain = dict.fromkeys(names.values(), Fraction(1))
    for found in _compatible(sorted(asked, key=len), positive):
        if all(a.holds_at(plain) for a in found):
            return dict.fromkeys(names, Fraction(1))
        answer, point = find_point(found, names=names.values())
        if answer is Answer.YES and point is not None:
            return {place: point[n] for place, n in names.items()}
    return None


def _earned(tree: Tree, plan: Plan, h: int) -> list[RationalFunction]:
    """Return what each action at an information set earns, where everything else is played as planned."""
    own = tree.sets[h]
    reached = [tree.reach(x, plan) for x in own.nodes]
    return [
        sum(
            (
                w * tree.value(tree.game.nodes[x].children[a], plan, own.player_index)
                for x, w in zip(own.nodes, reached, strict=True)
            ),
            RationalFunction.constant(0),
        )
        for a in range(len(own.actions))
    ]


def _not_negative(gain: RationalFunction) -> list[list[Atom]]:
    """Return the ways in which a polynomial in e is not negative for small e: by its first coefficient that is not zero."""
    ways: list[list[Atom]] = []
    zeros: list[Atom] = []
    for coefficient in gain.numerator.coefficients(_EPSILON):
        first = atom(coefficient, POSITIVE)
        if first is True:
            return [*ways, zeros]
        if isinstance(first, Atom):
            ways.append([*zeros, first])
        vanishes = atom(coefficient, ZERO)
        if vanishes is False:
            return ways
        if isinstance(vanishes, Atom):
            zeros = [*zeros, vanishes]
    return [*ways, zeros]


def _compatible(asked: list[list[list[Atom]]], known: Cell) -> Iterator[Cell]:
    """Yield combinations of ways, one of each list, that do not exclude each other."""
    if not asked:
        yield known
        return
    for way in asked[0]:
        joined = known | frozenset(way)
        if not way or satisfiable(joined) is Answer.YES:
            yield from _compatible(asked[1:], joined)


def _named(
    tree: Tree, order: dict[tuple[int, int], int], coefficients: dict[tuple[int, int], Fraction]
) -> dict[str, dict[Any, dict[str, tuple[Fraction, int]]]]:
    named: dict[str, dict[Any, dict[str, tuple[Fraction, int]]]] = {}
    for (h, a), n in order.items():
        own = tree.sets[h]
        named.setdefault(own.player, {}).setdefault(own.knows, {})[own.actions[a]] = coefficients[h, a], n
    return named


# -- a proof that there are none ---------------------------------------------------------------------------------


def _excluded(tree: Tree, strategies: list[tuple[Fraction, ...]], orders: bool, near: Fraction) -> Answer:
    """Ask for a completely mixed profile near the equilibrium that satisfies the definition for e = `near`."""
    plan: Plan = {}
    atoms: list[Atom | bool] = []
    clauses: list[frozenset[Atom]] = []
    for h, own in enumerate(strategies):
        chances, simplex = mixture(tree.action_names[h], tuple(range(len(own))))
        plan[h] = chances
        atoms += simplex
        for p, now in zip(chances, own, strict=True):
            atoms += [_at_least_zero(p - now + near), _at_least_zero(now + near - p)]
    for h, own in enumerate(strategies):
        earned = _earned(tree, plan, h)
        for s, t in product(range(len(own)), repeat=2):
            if s == t:
                continue
            # If s earns less than t, it is a mistake: rare, or (for properness) rare beside t.
            rare = plan[h][t] * near - plan[h][s] if orders else RationalFunction.constant(near) - plan[h][s]
            either = [_at_least_zero(earned[s] - earned[t]), _at_least_zero(rare)]
            if True not in either:
                clauses.append(frozenset(a for a in either if isinstance(a, Atom)))
    joined = cell(atoms)
    if joined is None or frozenset() in clauses:
        return Answer.NO
    questions: Clauses = frozenset(clauses)
    return satisfiable(joined, questions)


def _at_least_zero(value: RationalFunction) -> Atom | bool:
    """Return the condition that a polynomial (its denominator is a positive number) is not negative."""
    return atom(value.numerator, NONNEGATIVE)
