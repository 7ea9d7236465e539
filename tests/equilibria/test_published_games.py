"""The games of Gambit's catalogue: solved, and compared with what pygambit finds."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import pytest

import gametheory as gt
from gametheory.algebra.decide import Answer
from tests.files.corpus import catalogue

SLOW = {
    # Ten information sets, all of two actions: the Nash equilibria of the tree are many, and the budget ends first.
    "books/shohamleytonbrown2008/fig6_2.efg",
    # 193 sets of Nash and 729 of sequential equilibria: they take seconds.
    "journals/mor/vonstengelforges2008/fig6.efg",
}
TREES = sorted(name for name in catalogue() if name.endswith(".efg") and name not in SLOW)


@cache
def _read(name):
    game = gt.read(catalogue()[name])
    return game if game.perfect_recall() else None


@pytest.mark.parametrize("name", TREES)
def test_solved_wholly(name):
    """All sequential and all Nash equilibria, each with a proof; forgetful players have Nash equilibria of the normal form."""
    pytest.importorskip("pygambit")
    game = _read(name)
    if game is None:
        found = gt.nash(gt.read(catalogue()[name]).normal_form())
        assert found.complete == "all"
        return
    for found in (gt.nash(game), gt.sequential(game)):
        assert found.complete == "all" and len(found) > 0
        assert {e.certificate.status for e in found} == {"proved"}


@pytest.mark.parametrize("name", TREES)
def test_what_pygambit_finds_is_ours(name):
    """Every profile of its exact solvers for two players lies in one of our sets; at sets that a player excludes, any action will do."""
    gambit = pytest.importorskip("pygambit")
    game = _read(name)
    if game is None or len(game.players) != 2:
        return
    import io

    other = gambit.read_efg(io.StringIO(catalogue()[name]))
    ours = gt.nash(game)
    theirs = [
        *gambit.nash.lcp_solve(other, use_strategic=False, rational=True).equilibria,
        *(e.as_behavior() for e in gambit.nash.enummixed_solve(other, rational=True).equilibria),
    ]
    for e in theirs:
        profile = _profile(game, other, e)
        assert any(own.contains(profile) is Answer.YES for own in ours)


def _profile(game, other, behaviour):
    """Return a profile of pygambit's in our form; information sets are matched by their nodes."""
    by_nodes = {frozenset(game.nodes[x].path for x in s.nodes): s for s in game.information_sets}
    profile = {player: {} for player in game.players}
    for player in other.players:
        for h in player.infosets:
            s = by_nodes[frozenset(_path(node) for node in h.members)]
            weights = [Fraction(str(behaviour[a])) for a in h.actions]
            if not any(weights):
                weights[0] = Fraction(1)
            profile[s.player][s.knows] = dict(zip(s.actions, weights, strict=True))
    return profile


def _path(node):
    labels = []
    while node.parent is not None:
        labels.append(node.prior_action.label)
        node = node.parent
    return tuple(reversed(labels))
