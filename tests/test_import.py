"""What importing costs, and that every public name is there."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import gametheory as gt

HEAVY = ("sympy", "cvxpy", "matplotlib", "numba", "z3")


def loaded_after(code):
    """The heavy packages that a fresh process has loaded after some code."""
    report = f"import sys; print(*(name for name in {HEAVY!r} if name in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{report}"], capture_output=True, text=True, check=True, timeout=120
    )
    return set(done.stdout.splitlines()[-1].split())


def test_importing_loads_nothing_heavy():
    """`import gametheory` stays light."""
    assert loaded_after("import gametheory") == set()


def test_an_exact_game_is_solved_and_printed_without_sympy():
    """Solving a 3 × 3 game of integers and printing the result needs no symbols."""
    code = """
import gametheory as gt
found = gt.nash(gt.NormalForm([[0, -1, 1], [1, 0, -1], [-1, 1, 0]]))
assert len(found) == 1
text = str(found)
assert "1 1/3, 2 1/3, 3 1/3" in text, text
"""
    assert loaded_after(code) <= {"z3"}


def test_parameters_load_sympy_only():
    """Symbols load SymPy and nothing else heavy."""
    assert loaded_after("import gametheory as gt; gt.parameters('q')") == {"sympy"}


@pytest.mark.parametrize("name", gt.__all__)
def test_every_public_name_resolves(name):
    """Every name in `__all__` is there, is listed by `dir`, and is documented."""
    value = getattr(gt, name)
    assert name in dir(gt)
    if name != "__version__":
        assert value.__doc__


def test_an_unknown_name_is_an_attribute_error():
    """A name that does not exist raises AttributeError, so that `hasattr` works."""
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = gt.nonsense
    assert not hasattr(gt, "solve_everything")


@pytest.mark.parametrize("module", ["gametheory", "gametheory.bargaining"])
def test_type_checkers_see_the_names_that_are_loaded_lazily(module):
    """What stands under TYPE_CHECKING is what `__getattr__` serves."""
    package = importlib.import_module(module)
    tree = ast.parse(Path(package.__file__).read_text(encoding="utf-8"))
    guarded = next(n for n in tree.body if isinstance(n, ast.If))
    declared = {alias.name for n in guarded.body if isinstance(n, ast.ImportFrom) for alias in n.names}
    assert declared == set(package.__all__) - {"__version__"}
