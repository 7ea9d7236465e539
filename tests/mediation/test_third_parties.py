"""Guarantors, audiences and arbitrators."""

from __future__ import annotations

import pytest

import gametheory as gt
from gametheory.errors import (
    InvalidGameError,
)
from tests.mediation.mediated_games import HALF, stalling


def test_the_guarantors_threshold():
    """A bond on one-sided defection: cooperation lasts iff d >= (T - g - R)/(T - g - P) (`models.md` 43), always if g >= T - R."""
    t, r, p, s, g, d = gt.parameters("T R P S g d")
    given = [t > r, r > p, p > s, g > 0, 0 < d, d < 1]
    stage = gt.NormalForm(
        [[r, s], [t, p]],
        [[r, t], [s, p]],
        actions=[("keep", "defect")] * 2,
        players=("a", "b"),
        assuming=given[:3],
    )
    held = gt.guaranteed(stage, bonds={"a": g}, after={"a": "defect", "b": "keep"}, assuming=[g > 0])
    held = gt.guaranteed(held, bonds={"b": g}, after={"b": "defect", "a": "keep"})
    assert set(held.parameters) == {"T", "R", "P", "S", "g"}
    found = gt.repeated.grim_trigger(
        held.normal_form(), ("keep", "keep"), ("defect", "defect"), discount=d, assuming=[0 < d, d < 1]
    )
    # Mutual defection has to stay an equilibrium of the stage game; with a bond on one-sided defection alone it does.
    assumed = [*given]
    claim = gt.region(d * (t - g - p) >= t - g - r, assuming=assumed)
    assert found.equivalent(claim)


def test_cover_and_premium():
    """A guarantor who covers the loss makes the weak side sign whenever the premium is below the gain."""
    m = gt.parameters("m")
    pact = gt.Game(
        gt.move(
            "weak",
            actions={
                "sign": gt.chance(
                    {"kept": HALF, "broken": HALF},
                    {"kept": gt.end(weak=2, outcome="peace"), "broken": gt.end(weak=-6, outcome="betrayal")},
                ),
                "refuse": gt.end(weak=0, outcome="none"),
            },
        )
    )
    covered = gt.guaranteed(pact, cover={"weak": 6}, outcomes="betrayal")
    priced = gt.friction(covered, costs={"weak": m}, after={"weak": "sign"}, assuming=[m > 0])
    signs = gt.sequential(priced).when(gt.plays("weak", "sign") == 1)
    assert signs.solve_for(m).value == 1
    assert gt.sequential(pact)[0].outcomes["none"] == 1


def test_a_public_channel_ties_hands():
    """The docstring's crisis: in private the strong side backs down whatever the cost, in public iff a < 1."""
    a = gt.parameters("a")
    crisis = gt.Game(
        gt.move(
            "weak",
            actions={
                "yield": gt.end(strong=2, weak=0, outcome="deal"),
                "resist": gt.move(
                    "strong",
                    actions={
                        "fight": gt.end(strong=-1, weak=-1, outcome="war"),
                        "back down": gt.end(strong=0, weak=1, outcome="retreat"),
                    },
                ),
            },
        )
    )
    tied = gt.audience_costs(
        crisis, speaker="strong", costs={"strong": a}, outcomes="retreat", assuming=[a > 0]
    )
    found = gt.subgame_perfect(tied)
    private = found.when(gt.plays("strong", "back down", knows=("resist", "private")) == 1, "every")
    assert private.is_everything()
    public = found.when(gt.plays("strong", "back down", knows=("resist", "public")) == 1, "every")
    assert public.equivalent(gt.region(a < 1, assuming=[a > 0]))


def test_arbitration_stops_play():
    """Where play stops at an information set the award has to name everybody."""
    crisis = stalling()
    bound = gt.arbitrated(crisis, award={"weak": 0, "strong": 0}, reaching={"strong": "stalling"})
    assert bound.outcome_labels == ("deal", "award") and bound.players == crisis.players
    assert [s.player for s in bound.information_sets] == ["weak", "weak"]
    with pytest.raises(InvalidGameError, match="says nothing about strong"):
        gt.arbitrated(crisis, award={"weak": 0}, reaching={"strong": "stalling"})
