"""Equilibria in closed form that were derived by hand, for games that no solver here takes (continuous time, types).

They carry less than what a solver returns, and say so: the derivation is a theorem's business, and `complete` is `some`
unless that theorem shows that there are no others.  Regions, covers and questions work as for solved games.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, overload

from gametheory.algebra.notation import text
from gametheory.algebra.region import Region, read_assumption, region
from gametheory.errors import ParameterError, Undecided

if TYPE_CHECKING:
    from gametheory.algebra.proof import Proof


@dataclass(frozen=True, eq=False)
class DerivedEquilibrium:
    """One equilibrium in closed form.

    Parameters
    ----------
    name : str
        What kind of equilibrium it is.
    when : condition or Region
        Where it exists.
    values : mapping of str to SymPy expression
        What it determines: payoffs, hazards, probabilities, dates.
    """

    name: str
    when: Any
    values: Mapping[str, Any]

    def __str__(self) -> str:
        shown = "\n".join(f"    {name}: {text(value)}" for name, value in self.values.items())
        return f"{self.name}, when {region(self.when)}\n{shown}"


@dataclass(frozen=True, eq=False)
class Derived(Sequence[DerivedEquilibrium]):
    """A list of equilibria in closed form, with what is assumed and how complete the list is.

    Parameters
    ----------
    concept : str
        The solution concept.
    sets : sequence of DerivedEquilibrium
        The equilibria.
    assuming : condition
        What holds of the parameters.
    complete : {"all", "some"}
        `all` only if the theorem of the model excludes others.
    reason : str
        Why the list is, or is not, complete.

    Examples
    --------
    >>> import gametheory as gt
    >>> c, v = gt.parameters("c v")
    >>> war = Derived("mixed", [DerivedEquilibrium("symmetric", True, {"hazard": c / v})], assuming=[c > 0, v > 0],
    ...               reason="asymmetric equilibria exist")
    >>> war.when(lambda e: e["hazard"] < 1)
    Region: 0 < c < v
    """

    concept: str
    sets: Sequence[DerivedEquilibrium]
    assuming: Any = ()
    complete: str = "some"
    reason: str = ""
    parameters: Sequence[Any] = field(default=())

    @overload
    def __getitem__(self, index: int) -> DerivedEquilibrium: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[DerivedEquilibrium]: ...
    def __getitem__(self, index: int | slice) -> DerivedEquilibrium | Sequence[DerivedEquilibrium]:
        return self.sets[index]

    def __len__(self) -> int:
        return len(self.sets)

    def __iter__(self) -> Iterator[DerivedEquilibrium]:
        return iter(self.sets)

    def _region(self, conditions: object) -> Region:
        return region(conditions, assuming=self.assuming, parameters=self.parameters)

    def exists(self) -> Region:
        """Return where some equilibrium of the list exists."""
        cells = [c for e in self.sets for c in self._region(e.when).cells]
        whole = self._region(True)
        return Region(cells, parameters=whole.parameters, assuming=read_assumption(self.assuming))

    def covers(self) -> Proof:
        """Prove that one exists everywhere in what is assumed, or name a point where none does."""
        from gametheory.algebra.proof import prove

        return prove(self.exists())

    def when(self, event: Callable[[Mapping[str, Any]], Any], quantifier: str = "some") -> Region:
        """Return where a condition on the values holds in some (or every) equilibrium of the list.

        Parameters
        ----------
        event : callable
            Takes the values of an equilibrium and returns a condition.
        quantifier : {"some", "every"}
            In at least one equilibrium, or in all of them.
        """
        if quantifier not in ("some", "every"):
            raise ParameterError(f"when(): the quantifier is {quantifier!r}; it must be 'some' or 'every'")
        if quantifier == "every" and self.complete != "all":
            raise Undecided(
                f"when(): the list is not known to be complete ({self.reason}), so `every` would claim too much"
            )
        result = self._region(False)
        for e in self.sets:
            happens = self._region(event(e.values))
            result = result | (self._region(e.when) & (~happens if quantifier == "every" else happens))
        return ~result if quantifier == "every" else result

    def to_dict(self) -> dict[str, Any]:
        """Return the list as plain data."""
        return {
            "concept": self.concept,
            "field": "symbolic",
            "complete": self.complete,
            "reason": self.reason,
            "equilibria": [
                {
                    "name": e.name,
                    "when": str(self._region(e.when)),
                    "values": {n: text(v) for n, v in e.values.items()},
                }
                for e in self.sets
            ],
        }

    def __str__(self) -> str:
        heading = f"{len(self)} equilibria in closed form ({self.concept}); complete: {self.complete}. {self.reason}"
        return "\n".join([heading, *(f"[{i}] {e}" for i, e in enumerate(self.sets, start=1))])

    def __repr__(self) -> str:
        return f"<{len(self)} derived equilibria, complete: {self.complete}>"
