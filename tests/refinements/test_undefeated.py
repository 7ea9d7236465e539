"""Undefeated equilibria, and replies to beliefs."""

from __future__ import annotations

from fractions import Fraction

import pytest

import gametheory as gt
from gametheory import examples
from gametheory.errors import ParameterError


def school():
    """Two types of workers, mostly good ones, three levels of education; level 1 does not keep the bad ones away, level 2 does."""

    def worker(kind):
        value, cost = {"bad": (1, Fraction(3, 5)), "good": (2, Fraction(1, 5))}[kind]

        def firm(level):
            wages = {
                f"w{w}": gt.end(worker=w - cost * int(level[1]), firm=-((w - value) ** 2)) for w in (1, 2)
            }
            return gt.move("firm", knows=level, actions=wages)

        return gt.move("worker", knows=kind, actions={f"e{e}": firm(f"e{e}") for e in range(3)})

    return gt.Game(gt.chance({"bad": Fraction(1, 10), "good": Fraction(9, 10)}, worker))


def test_separation_is_defeated_by_pooling():
    """If bad workers are few, both types earn more by pooling on level 1 than apart on 0 and 2 (Mailath et al. 1993, section 4).

    Apart: 1, and 2 - 2/5. Together on level 1 the wage is 2: 2 - 3/5 and 2 - 1/5.  Level 1 is not sent apart, and the prior over both
    types pays 2 there; so the belief that holds the separation up is not allowed.
    """
    equilibria = [e for e in gt.sequential(school()) if e.is_pure]
    found = gt.undefeated(equilibria)
    apart = "separating (bad: e0; good: e2)"
    assert apart in {gt.classify(e) for e in equilibria}
    lost = [d for d in found.defeated if gt.classify(d.equilibrium) == apart]
    assert lost and all(d.message in ("e1",) and d.senders == ("bad", "good") for d in lost)
    assert apart not in {gt.classify(e) for e in found.kept}
    assert "is defeated by pooling on e1" in str(found)
    # The intuitive criterion says the opposite.
    assert apart in {gt.classify(e) for e in gt.intuitive_criterion(equilibria).kept}


def test_beer_and_quiche_are_both_undefeated():
    """The weak type loses in one, the strong in the other."""
    found = gt.undefeated(gt.sequential(examples.beer_quiche()))
    assert not found.defeated and {gt.classify(e) for e in found.kept} == {
        "pooling on beer",
        "pooling on quiche",
    }


def test_mixing_senders_are_not_examined():
    """What is not examined is said."""
    found = gt.undefeated(gt.sequential(examples.beer_quiche(strong=Fraction(1, 4))))
    assert found.undecided and "mixes" in str(found)


def test_replies_to_beliefs():
    """The receiver fights if the sender is strong with less than 1/2; three replies have two thresholds."""
    assert gt.best_replies_by_belief(examples.beer_quiche(), "quiche") == (
        (0, Fraction(1, 2), "duel"),
        (Fraction(1, 2), 1, "retreat"),
    )
    figure = gt.draw_replies(examples.beer_quiche(), "beer")
    (axes,) = figure.axes
    assert "1/2" in {t.get_text() for t in axes.texts} and "prior 9/10" in axes.get_xlabel()
    with pytest.raises(ParameterError, match="nobody can send `wine`"):
        gt.draw_replies(examples.beer_quiche(), "wine")
    d = gt.parameters("d")
    with pytest.raises(ParameterError, match="two types"):
        gt.best_replies_by_belief(examples.beer_quiche(duel=d, assuming=[d > 0]), "beer")
    with pytest.raises(ParameterError, match="set them first"):
        gt.undefeated(gt.sequential(examples.beer_quiche(duel=d, assuming=[d > 0])))
