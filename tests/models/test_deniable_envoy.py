"""A deniable envoy: the cited value, its statics, and the variant in which only S knows its envoy."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from models.essays.deniable_envoy import MODEL, kappa

F = Fraction


@cache
def solved():
    return MODEL.solve()


def test_the_cited_value():
    """r = .1, o = .1, b = 1 give .55 where W risks little."""
    region = solved().region("envoy").substitute(r=F(1, 10), o=F(1, 10), b=1, c=1, v=10)
    assert region.solve_for(kappa).value == F(11, 20)


def test_below_either_threshold_no_envoy_goes():
    """At c/v = 2/3 the other side's risk binds; the solver's game at points on both sides."""
    point = {"r": F(1, 10), "o": F(1, 10), "b": 1, "c": 2, "v": 3}
    for word, goes in ((F(3, 5), False), (F(7, 10), True)):
        (outcome,) = {
            max(e.outcomes, key=e.outcomes.get) for e in solved().equilibria["known"].at(**point, kappa=word)
        }
        assert (outcome == "deal by envoy") is goes


def test_sending_an_envoy_can_be_a_credential():
    """Where an unreliable envoy brings little, W believes any envoy although hardly any is reliable."""
    point = {"r": F(1, 10), "o": F(1, 2), "b": 1, "c": 2, "v": 3, "rho": F(1, 100), "g": F(1, 10)}
    here = solved().equilibria["private"].at(**point)
    assert any(
        e.strategy["S"]["reliable"]["envoy"] == 1 and e.strategy["S"]["unreliable"]["envoy"] == 0
        and e.strategy["W"]["envoy"]["act"] == 1 for e in here
    )  # fmt: skip


def test_statics():
    signs = {n: str(s) for n, s in solved().threshold("only the reliable").statics().items()}
    assert (signs["o"], signs["b"], signs["r"]) == ("+", "-", "-")
