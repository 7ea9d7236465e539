"""A sample of the campaign of `tests.files.fuzz`: damaged files are valid games or one error each, quickly."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.files.corpus import texts
from tests.files.fuzz import campaign, trial


def test_every_text_is_read_before_it_is_damaged():
    """Otherwise the campaign would test refusals only."""
    results = Counter(trial(text) for text in texts())
    assert results["refused"] == 0


@pytest.mark.parametrize("seed", range(4))
def test_damaged_files(seed):
    """Both ends are reached: games that are read, and errors."""
    results = Counter(result for _, result in campaign(500, seed))
    assert results["read"] > 20 and results["refused"] > 200
