"""Trees as figures and as TikZ."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given, settings

import gametheory as gt
from gametheory.errors import InvalidGameError
from gametheory.pictures._layout import lay_out, number_as_text
from tests.strategies import trees


def signalling():
    """Two types, two messages, two replies, types worth telling apart."""

    def sender(kind):
        def receiver(message):
            good = {"high": "up", "low": "down"}[kind]
            replies = {r: gt.end(sender=int(r == "up"), receiver=int(r == good)) for r in ("up", "down")}
            return gt.move("receiver", knows=message, actions=replies)

        return gt.move("sender", knows=kind, actions={m: receiver(m) for m in ("loud", "quiet")})

    return gt.Game(gt.chance({"high": Fraction(3, 4), "low": Fraction(1, 4)}, sender), name="talk_100%")


@settings(max_examples=30, deadline=None)
@given(trees())
def test_every_node_has_its_place(game):
    """Children lie below their parents, ends beside each other, and no two nodes at one place."""
    drawing = lay_out(game, number_as_text)
    assert len(drawing.spots) == len(game.nodes) and len(drawing.edges) == len(game.nodes) - 1
    assert len({spot.at for spot in drawing.spots}) == len(game.nodes)
    assert all(edge.end[1] < edge.start[1] for edge in drawing.edges)
    ends = [spot.at[0] for spot in drawing.spots if spot.kind == "end"]
    assert ends == [float(k) for k in range(len(ends))]
    assert len(drawing.ovals) == sum(len(s.nodes) > 1 for s in game.information_sets)


def test_information_sets_are_level():
    """Nodes of one set at different depths are put on one level."""
    hidden = gt.move("b", knows="?", actions={"l": gt.end(a=0, b=0), "r": gt.end(a=1, b=1)})
    game = gt.Game(
        gt.move(
            "a", actions={"in": hidden, "on": gt.move("a", actions={"go": hidden, "no": gt.end(a=0, b=0)})}
        )
    )
    drawing = lay_out(game, number_as_text)
    (oval,) = drawing.ovals
    assert len({y for _, y in oval.points}) == 1 and not oval.between


def test_sets_that_cross_are_drawn_all_the_same():
    """If two sets come before each other on different paths they cannot both be level."""

    def then(first, second):
        last = gt.move(second, knows="?", actions={"l": gt.end(a=0, b=0, c=0), "r": gt.end(a=1, b=1, c=1)})
        return gt.move(first, knows="?", actions={"l": last, "r": gt.end(a=0, b=0, c=0)})

    game = gt.Game(gt.move("c", actions={"x": then("a", "b"), "y": then("b", "a")}))
    assert [oval.between for oval in lay_out(game, number_as_text).ovals] == [True, True]


def test_an_equilibrium_is_marked():
    """Taken branches, reached ends, probabilities and beliefs; unknowns get short names and their conditions."""
    e = next(e for e in gt.sequential(signalling()) if e.free)
    figure = gt.draw(e)
    texts = [t.get_text() for t in figure.axes[0].texts]
    assert "high (3/4)" in texts and any(t.startswith("[") for t in texts)
    assert any(t.startswith("where ") for t in texts) and not any("mu(" in t for t in texts)
    drawing = lay_out(e, number_as_text)
    assert all(edge.taken for edge in drawing.edges if edge.reached)
    assert any(spot.reached for spot in drawing.spots if spot.kind == "end")


def test_figures_do_not_depend_on_the_day(tmp_path):
    """The same tree gives the same bytes."""
    from gametheory import plot

    with plot.style():
        one, two = (
            plot.save(gt.draw(signalling()), tmp_path / name, "tree")[0].read_bytes() for name in "ab"
        )
    assert one == two


def test_tikz_is_balanced_and_escaped():
    """Braces match, special letters are escaped, fractions are set as fractions."""
    text = gt.tikz(gt.sequential(signalling())[0])
    assert text.startswith("% payoffs: sender, receiver\n\\begin{tikzpicture}")
    assert text.rstrip().endswith(r"\end{tikzpicture}")
    plain = re.sub(r"\\[{}]", "", text)
    assert plain.count("{") == plain.count("}") and text.count("$") % 2 == 0
    assert r"\frac{3}{4}" in text
    odd = gt.tikz(gt.Game(gt.move("a_1", actions={"50%": gt.end(a_1=1), "r&d": gt.end(a_1=2)})))
    assert r"a\_1" in odd and r"50\%" in odd and r"r\&d" in odd


def test_what_cannot_be_drawn():
    """Normal forms are no trees, and very large trees cannot be read."""
    with pytest.raises(InvalidGameError, match="only trees"):
        gt.draw(gt.NormalForm([[1]], [[1]]))
    node = gt.end(a=0)
    for _ in range(300):
        node = gt.move("a", actions={"on": node, "off": gt.end(a=1)})
    with pytest.raises(InvalidGameError, match="601 nodes"):
        gt.tikz(gt.Game(node))
