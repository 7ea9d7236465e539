"""Nash equilibria of games of numbers: maximal convex sets of equilibria, each by its extreme points.

For two players every set is a maximal Nash subset: all pairs of a mixture of its row strategies and a mixture of its column
strategies are equilibria, and no larger such product contains it (Millham 1974; Jansen 1981).  Most sets are single points.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

from gametheory._text import Printed
from gametheory.equilibria.listing import AbstractListing

if TYPE_CHECKING:
    from gametheory.algebra.conditions import Cell
    from gametheory.algebra.decide import Answer
    from gametheory.algebra.polynomials import RationalFunction
    from gametheory.algebra.region import Region
    from gametheory.equilibria._families import Family
    from gametheory.equilibria.certificate import Certificate
    from gametheory.equilibria.result import Equilibrium
    from gametheory.games.normal import NormalForm

Mixture = tuple[Any, ...]
Profile = tuple[Mixture, ...]


@dataclass(frozen=True, eq=False, repr=False)
class NashSet:
    """A convex set of Nash equilibria, the product of one polytope for each player; most often a single equilibrium.

    Attributes
    ----------
    game : NormalForm
        The game.
    vertices : tuple of tuple of mixtures
        For each player, the extreme points of her polytope; a mixture holds one exact probability for each action
        (a `Fraction`, or an algebraic number with an isolating interval).
    certificate : Certificate
        The largest gain from a deviation at the extreme points, hence anywhere in the set.
    """

    game: NormalForm
    vertices: tuple[tuple[Mixture, ...], ...]
    certificate: Certificate

    concept = "nash"

    # -- faces --------------------------------------------------------------------------------------------
    @property
    def is_point(self) -> bool:
        """Whether the set is a single equilibrium."""
        return all(len(points) == 1 for points in self.vertices)

    @property
    def is_pure(self) -> bool:
        """Whether it is a single equilibrium in pure strategies."""
        return self.is_point and all(len(support) == 1 for support in self.supports)

    @property
    def is_knife_edge(self) -> bool:
        """Whether it needs an equation among parameters: never, for there are none."""
        return False

    @property
    def supports(self) -> tuple[tuple[int, ...], ...]:
        """For each player, the actions that some equilibrium of the set uses."""
        return tuple(
            tuple(sorted({i for point in points for i, p in enumerate(point) if p}))
            for points in self.vertices
        )

    @property
    def extreme(self) -> Iterator[Profile]:
        """The extreme equilibria: all combinations of extreme points, as exact mixtures."""
        return product(*self.vertices)

    @property
    def mixtures(self) -> Profile:
        """One equilibrium of the set, exactly: the mean of the extreme points."""
        return tuple(points[0] if len(points) == 1 else _mean(points) for points in self.vertices)

    @cached_property
    def strategy(self) -> dict[str, dict[str, Any]]:
        """Probabilities by player and action; in a set that is no point, expressions in its `free` unknowns."""
        if not self.is_point:
            return self.explicit.strategy
        return {
            player: {a: self._face(p) for a, p in zip(actions, points[0], strict=True)}
            for player, actions, points in zip(
                self.game.players, self.game.actions, self.vertices, strict=True
            )
        }

    @cached_property
    def payoffs(self) -> dict[str, Any]:
        """Expected payoffs by player; in a set that is no point, expressions in its `free` unknowns."""
        if not self.is_point:
            return self.explicit.payoffs
        paid = exact_payoffs(self.game, self.mixtures)
        return {player: self._face(u) for player, u in zip(self.game.players, paid, strict=True)}

    def _face(self, number: Any) -> Any:
        return float(number) if self.game.field.name == "float64" else number

    @cached_property
    def index(self) -> int | None:
        """+1 or -1 for a regular equilibrium of two players; `None` for all others (see `strategic.index`)."""
        from gametheory.strategic._index import index

        return index(self.game, self.mixtures) if self.is_point and len(self.game.shape) == 2 else None

    # -- as a region of unknowns --------------------------------------------------------------------------
    @cached_property
    def explicit(self) -> Equilibrium:
        """The same set with its free probabilities as unknowns, and exact conditions on them."""
        from gametheory.strategic._explicit import explicit

        return explicit(self)

    @property
    def family(self) -> Family:
        """Strategies in the free unknowns."""
        return self.explicit.family

    @property
    def free(self) -> tuple[str, ...]:
        """Probabilities `P(action|player:start)` that are not pinned down."""
        return () if self.is_point else self.explicit.free

    @property
    def conditions(self) -> Cell:
        """The conditions on the free unknowns."""
        return frozenset() if self.is_point else self.explicit.conditions

    @property
    def where(self) -> Region:
        """The conditions on the free unknowns, as a region."""
        return self.explicit.where

    @property
    def when(self) -> Region:
        """Everything: the game has no parameters."""
        return self.explicit.when

    @property
    def exact_payoffs(self) -> tuple[RationalFunction, ...]:
        """Payoffs by player, in the free unknowns."""
        return self.explicit.exact_payoffs

    @property
    def exact_outcomes(self) -> Mapping[str | None, RationalFunction]:
        """Nothing: a normal form has no outcome labels."""
        return {}

    def contains(self, profile: Mapping[str, Any]) -> Answer:
        """Decide whether a profile of rational numbers belongs to the set."""
        if any(
            not isinstance(p, int | Fraction) for points in self.vertices for point in points for p in point
        ):
            from gametheory.algebra.decide import Answer
            from gametheory.games.game import read_profile

            read_profile(self.game.to_game(), profile)  # says what does not fit
            return Answer.NO
        return self.explicit.contains(profile)

    def sample(self) -> NashSet:
        """Return one equilibrium of the set."""
        from gametheory.strategic._check import certified

        return self if self.is_point else certified(self.game, tuple((m,) for m in self.mixtures))

    def _at(self, game: NormalForm, values: Mapping[str, Any]) -> NashSet:
        return self

    # -- printing -----------------------------------------------------------------------------------------
    def __str__(self) -> str:
        from gametheory.strategic._printing import set_to_text

        return set_to_text(self)

    def __repr__(self) -> str:
        from gametheory.strategic._printing import one_line

        return f"<nash equilibri{'um' if self.is_point else 'a'}: {one_line(self)}>"

    def latex(self) -> str:
        """Return the set as LaTeX."""
        from gametheory.strategic._printing import set_to_latex

        return set_to_latex(self)

    def _repr_latex_(self) -> str:
        return f"${self.latex()}$"


@dataclass(frozen=True, eq=False, repr=False)
class NashEquilibria(AbstractListing[NashSet], Printed):
    """The Nash equilibria of a game of numbers, with an honest account of whether these are all.

    Attributes
    ----------
    game : NormalForm
        The game solved.
    sets : tuple of NashSet
        Maximal convex sets; together they are all equilibria if `complete` is `all`.
    complete : {"all", "some", "unknown"}
        `all`: every equilibrium lies in one of the sets.  `some`: there may be others.  `unknown`: none was found
        before the budget ended.
    reason : str
        Why it is not `all`.
    method : str
        How they were found, and why so.
    path : object, optional
        What the method went through, if it follows a path.
    """

    game: NormalForm
    sets: tuple[NashSet, ...]
    complete: str
    reason: str = ""
    method: str = ""
    path: Any = None

    concept = "nash"

    @property
    def field(self) -> str:
        """The number field: `float64` or `exact`."""
        return self.game.field.name

    @property
    def generic(self) -> tuple[NashSet, ...]:
        """All of them: none needs an equation among parameters."""
        return self.sets

    @cached_property
    def extreme(self) -> tuple[Profile, ...]:
        """All extreme equilibria, each once, as exact mixtures."""
        return tuple(dict.fromkeys(profile for e in self.sets for profile in e.extreme))

    @cached_property
    def components(self) -> tuple[tuple[NashSet, ...], ...]:
        """The connected components: sets that hang together through shared extreme equilibria."""
        groups: list[tuple[set[Profile], list[int]]] = []
        for k, e in enumerate(self.sets):
            corners, members = set(e.extreme), [k]
            apart = []
            for known, indices in groups:
                if known.isdisjoint(corners):
                    apart.append((known, indices))
                else:
                    corners, members = corners | known, indices + members
            groups = [*apart, (corners, sorted(members))]
        ordered = sorted(members for _, members in groups)
        return tuple(tuple(self.sets[k] for k in members) for members in ordered)

    @property
    def is_unique(self) -> bool:
        """Whether it is proved that the game has exactly one equilibrium."""
        return self.complete == "all" and len(self.sets) == 1 and self.sets[0].is_point

    def at(self, **values: Any) -> NashEquilibria:
        """Return the list itself: there are no parameters to set (naming one is an error)."""
        self.game.at(**values)
        return self

    def __str__(self) -> str:
        from gametheory.strategic._printing import equilibria_to_text

        return equilibria_to_text(self)

    def latex(self) -> str:
        """Return all equilibria as a LaTeX list."""
        items = "\n".join(rf"  \item ${e.latex()}$" for e in self.sets)
        return "\\begin{enumerate}\n" + items + "\n\\end{enumerate}"

    def to_dict(self) -> dict[str, Any]:
        """Return all equilibria as plain data (numbers as text, so that they stay exact)."""
        from gametheory.strategic._printing import equilibria_to_dict

        return equilibria_to_dict(self)

    def to_json(self) -> str:
        """Return the same as JSON."""
        import json

        return json.dumps(self.to_dict(), indent=2)


def _mean(points: tuple[Mixture, ...]) -> Mixture:
    return tuple(sum(column) / len(points) for column in zip(*points, strict=True))


def exact_payoffs(game: NormalForm, profile: Profile) -> tuple[Any, ...]:
    """Return each player's expected payoff at an exact profile (of a float game: at its decimals)."""
    from gametheory.strategic._integers import integer_tables

    used = [[(i, p) for i, p in enumerate(mixture) if p] for mixture in profile]
    totals: list[Any] = [0] * len(profile)
    tables = integer_tables(game)
    for combination in product(*used):
        place, weight = 0, 1
        for size, (i, p) in zip(game.shape, combination, strict=True):
            place, weight = place * size + i, weight * p
        for k, (table, _) in enumerate(tables):
            totals[k] = totals[k] + weight * table[place]
    return tuple(total / common for total, (_, common) in zip(totals, tables, strict=True))
