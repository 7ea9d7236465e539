"""Weak perfect Bayesian equilibrium: arbitrary beliefs off the path."""

from __future__ import annotations

from hypothesis import given, settings

import gametheory as gt
from gametheory import examples
from gametheory.algebra.decide import Answer
from tests.strategies import signalling_games


def _entry():
    """Mas-Colell, Whinston and Green (1995), example 9.C.4: an entrant chooses how to enter, the firm does not see it."""

    def firm(fight, share):
        return gt.move(
            "firm",
            knows="entry",
            actions={
                "fight": gt.end(entrant=fight[0], firm=fight[1]),
                "share": gt.end(entrant=share[0], firm=share[1]),
            },
        )

    inside = gt.move(
        "entrant",
        knows="inside",
        actions={"fight": firm((-3, -1), (1, -2)), "share": firm((-2, -1), (3, 1))},
    )
    return gt.Game(gt.move("entrant", actions={"out": gt.end(entrant=0, firm=2), "in": inside}))


def test_it_need_not_be_subgame_perfect():
    """(out, share if in; fight) is supported by a belief that contradicts the entrant's own plan."""
    weak = gt.weak_perfect_bayesian(_entry())
    assert weak.complete == "all"
    out = [e for e in weak if e.strategy["entrant"]["start"]["out"] == 1]
    assert out and all(e.certificate.status == "proved" for e in weak)
    assert not any(e.strategy["entrant"]["start"]["out"] == 1 for e in gt.sequential(_entry()))
    assert not any(e.strategy["entrant"]["start"]["out"] == 1 for e in gt.subgame_perfect(_entry()))


@settings(max_examples=15, deadline=None)
@given(signalling_games())
def test_between_sequential_and_nash(game):
    """Every sequential equilibrium is a weak perfect Bayesian one, and that is a Nash equilibrium."""
    weak, nash = gt.weak_perfect_bayesian(game), gt.nash(game)
    for e in gt.sequential(game):
        point = e.sample()
        assert any(w.contains(point.strategy) is Answer.YES for w in weak)
    for w in weak:
        point = w.sample()
        assert any(e.contains(point.strategy) is Answer.YES for e in nash)


def test_floats():
    """Floats are certified in floats."""
    found = gt.weak_perfect_bayesian(examples.beer_quiche().float())
    assert {e.certificate.status for e in found} == {"within tolerance"}
