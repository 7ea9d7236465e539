"""Saving face with a mediator: the cited limit, the same by persuasion, and the least delay beyond it."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import pytest

import gametheory as gt
from gametheory.algebra.decide import Answer
from models.essays.face_saving_mediated import MODEL, w

F = Fraction


@cache
def solved():
    return MODEL.solve()


def test_the_cited_limit():
    """tau = .2 and G/K = .5 give w* = 1/3."""
    region = solved().region("no delay for some rule").substitute(tau=F(1, 5), G=1, K=2)
    assert region.solve_for(w).value == F(1, 3)


@pytest.mark.parametrize("prior", [F(1, 4), F(1, 3), F(1, 2), F(4, 5)])
def test_the_rule_that_names_least_is_the_best_experiment(prior):
    """A mediator who wants no challenge persuades an observer: the weak are named with the theorem's probability."""
    tau = F(1, 5)
    kinds = {"weak": 1 - tau, "strong": -tau}
    best = gt.persuasion(
        {"weak": prior, "strong": 1 - prior},
        {kind: {"challenge": 0, "refrain": 1} for kind in kinds},
        {kind: {"challenge": gain, "refrain": 0} for kind, gain in kinds.items()},
    )
    assert best.value == 1 - prior * max(F(0), (prior - tau) / (prior * (1 - tau)))


def test_beyond_the_limit_the_solver_finds_the_least_delay():
    """At tau = 1/5, G/K = 1/2, w = 1/2 and the rule nu = 1/2: (1/2 - 1/3)/(2/3) = 1/4 hold out, and no equilibrium has less delay."""
    point = {"w": F(1, 2), "tau": F(1, 5), "G": 1, "K": 2, "s": 1, "k": F(1, 2), "nu": F(1, 2)}
    here = solved().equilibria["mediated"].at(**point)
    delay = gt.probability("delay")
    assert here.when(delay < F(1, 4)).is_empty() is Answer.YES
    assert any(e.sample().outcomes["delay"] == F(1, 4) for e in here)
