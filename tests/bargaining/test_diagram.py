"""The picture of a protocol shows every row of the table."""

from __future__ import annotations

from fractions import Fraction

from gametheory.bargaining import Rubinstein, draw


def test_every_row_has_its_arrow_and_its_label():
    """States, ends and events are written; a probability where it is not 1."""
    game = Rubinstein(
        Fraction(9, 10),
        Fraction(9, 10),
        breakdown=Fraction(1, 20),
        option={"1 proposes": {"2": Fraction(1, 2)}},
    )
    texts = [t.get_text() for t in draw(game).axes[0].texts]
    for row in game.table:
        odds = "" if row.probability == 1 else f" ({row.probability.constant_value()})"
        assert row.event + odds in texts
        assert any(t.startswith(row.state) for t in texts)
        assert any(t.startswith(row.target) for t in texts)
    assert texts.count("accept") == 2
    assert texts.count("leave") == 1
