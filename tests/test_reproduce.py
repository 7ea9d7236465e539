"""The main job: what it writes, byte for byte the same twice; what it says of a false theorem; how it ends."""

from __future__ import annotations

import importlib
import io
import json
import os
import re
import subprocess
import sys
from fractions import Fraction
from itertools import count
from pathlib import Path

import pytest
from rich.console import Console

from gametheory.modelling import CatalogueError, catalogue, theorems
from gametheory.reproduce import check, main, reproduce

ROOT = Path(__file__).resolve().parents[1]
SLUGS = list(catalogue())[:3]
numbers = count()


def files(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Some models reproduced once: the folder, the results, and what was shown."""
    out, shown = tmp_path_factory.mktemp("out"), io.StringIO()
    results = reproduce(SLUGS, out=out, quick=True, console=Console(file=shown, width=200))
    return out, results, shown.getvalue()


def test_results_are_complete_and_plain_data(run):
    out, results, _ = run
    written = json.loads((out / "results.json").read_text(encoding="utf-8"))
    assert [entry["slug"] for entry in written] == SLUGS == [r.slug for r in results]
    models = catalogue()
    for entry in written:
        model = models[entry["slug"]]
        for key in ("title", "claim", "source", "message"):
            assert entry[key] == getattr(model, key)
        assert list(entry["games"]) == list(model.games)
        assert list(entry["questions"]) == list(model.questions)
        for name, game in entry["games"].items():
            assert game["complete"] == "all" and game["equilibria"]
            assert entry["covers"][name].startswith("proved")
        for question in entry["questions"].values():
            assert all(question[key] for key in ("text", "region", "threshold", "latex"))
        assert entry["theorem"] and {step["status"] for step in entry["theorem"]} == {"proved"}
    assert all(r.proved and r.status == "proved" for r in results)


def test_the_thresholds_are_a_latex_table(run):
    out, results, _ = run
    text = (out / "thresholds.tex").read_text(encoding="utf-8")
    assert text.startswith(r"\begin{tabular}{lll}") and text.endswith("\\end{tabular}\n")
    assert text.count("\\\\\n") == 1 + sum(len(r.solved.model.questions) for r in results)
    for r in results:
        assert r.solved.model.title in text


def test_every_model_has_its_figure_twice(run):
    out, _, _ = run
    names = {p.name for p in (out / "figures").iterdir()}
    assert names == {f"{slug}.{kind}" for slug in SLUGS for kind in ("svg", "png")}
    for slug in SLUGS:
        assert (out / "figures" / f"{slug}.svg").read_text(encoding="utf-8").lstrip().startswith("<?xml")
        assert (out / "figures" / f"{slug}.png").read_bytes().startswith(b"\x89PNG")


def test_what_is_shown_names_every_claim_and_answer(run):
    _, results, shown = run
    plain = " ".join(shown.split())
    for r in results:
        assert r.solved.model.title in plain
        assert f"Claim. {r.solved.model.claim}" in plain
    assert f"{len(SLUGS)} of {len(SLUGS)} theorems proved" in plain


def test_another_process_writes_the_same_bytes(run, tmp_path):
    """Another process has other hashes and no answer remembered; the whole folder is the same all the same."""
    out, _, _ = run
    again = tmp_path / "again"
    command = [sys.executable, "-m", "models", "reproduce", *SLUGS, "--quick", "--out", str(again)]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "7"}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert files(again) == files(out)


def test_a_second_run_into_the_same_folder_changes_nothing(tmp_path):
    slug = SLUGS[0]
    reproduce([slug], out=tmp_path, quick=True, console=Console(file=io.StringIO()))
    before = files(tmp_path)
    reproduce([slug], out=tmp_path, quick=True, console=Console(file=io.StringIO()))
    assert files(tmp_path) == before
    assert {name.rpartition(".")[2] for name in before} == {"json", "tex", "svg", "png"}


# -- the command line -------------------------------------------------------------------------------------------


def test_main_ends_with_success(tmp_path, capsys):
    slug = SLUGS[0]
    assert main(["reproduce", slug, "--quick", "--out", str(tmp_path / "out")]) == 0
    assert "1 of 1 theorems proved" in " ".join(capsys.readouterr().out.split())


def test_main_without_a_command_lists_the_models(capsys):
    assert main([]) == 0
    out = capsys.readouterr().out
    for slug, model in catalogue().items():
        assert slug in out and model.message in out


def test_an_unknown_slug_is_one_sentence(tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["reproduce", "no_such_model", "--out", str(out)]) == 2
    shown = capsys.readouterr()
    assert shown.out == "" and not out.exists()
    (line,) = shown.err.splitlines()
    assert "there is no model `no_such_model`" in line
    assert all(slug in line for slug in catalogue())


def test_check_shows_every_step(capsys):
    slug = SLUGS[-1]
    assert check(["check", slug]) == 0
    out = capsys.readouterr().out
    stated = theorems()[slug]()
    assert stated.statement in out and out.rstrip().endswith("all proved")
    assert out.count("[proved]") == len(stated.steps) + len(stated.conclusions)


def test_check_of_an_unknown_theorem_is_one_sentence(capsys):
    assert check(["check", "no_such_theorem"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "there is no theorem `no_such_theorem`" in line


# -- a package of one's own -------------------------------------------------------------------------------------

MODEL = '''
"""A buyer accepts a price or walks away."""

import gametheory as gt

v, p = gt.parameters("v p")


def game():
    return gt.Game(
        gt.move("buyer", actions={
            "accept": gt.end(buyer=v - p, outcome="deal"),
            "walk": gt.end(buyer=0, outcome="no deal")}),
        assuming=[v > 0, p > 0])


def data(*, quick=False):
    return [0, 1]


def draw(values):
    figure = gt.plot.new_figure()
    axes = figure.add_subplot()
    axes.plot(values, values)
    axes.set(xlabel="value", ylabel="highest price")
    return figure


MODEL = gt.Model(
    title="Take it or leave it",
    claim="Every price is accepted.",
    source="A test",
    games={"game": game},
    concept=gt.sequential,
    questions={"deal": gt.Question("Can there be a deal?", lambda e: e["game"].when(gt.certain("deal")), p)},
    message="A price is accepted if it is at most the value; the claim fails above.",
    data=data,
    draw=draw,
)
'''

THEOREM = """
import gametheory as gt
from {models}.offer import MODEL, p, v


def theorem():
    solved = MODEL.solve()
    return gt.Theorem(
        name="offer",
        statement="A price is accepted iff it is at most the value.",
        assuming=[v > 0, p > 0],
        steps=[gt.Step("The buyer gains v - p.", {step})],
        conclusions=[("a deal", {derived}, lambda: solved.region("deal"))],
    )
"""


@pytest.fixture
def packages(tmp_path, monkeypatch):
    """Write a package of one model, and one of its theorem with a given step and end; remove them afterwards."""

    def write(step="v - p > 0", derived="p <= v", helper=None):
        number = next(numbers)
        models, proofs = f"mymodels{number}", f"myproofs{number}"
        theorem = THEOREM.format(models=models, step=step, derived=derived)
        for package, text in ((models, MODEL), (proofs, theorem)):
            folder = tmp_path / package
            folder.mkdir()
            (folder / "__init__.py").touch()
            (folder / "offer.py").write_text(text, encoding="utf-8")
        if helper is not None:
            (tmp_path / models / helper).write_text("X = 1\n", encoding="utf-8")
        importlib.invalidate_caches()
        return {"models": models, "proofs": proofs}

    monkeypatch.syspath_prepend(tmp_path)
    yield write
    for name in [n for n in sys.modules if n.startswith(("mymodels", "myproofs"))]:
        del sys.modules[name]


def plain(text):
    return " ".join(text.split())


def test_a_package_of_ones_own_is_reproduced(packages, tmp_path, capsys):
    names = packages(step="(v - p) + p > 0")
    assert list(catalogue(names["models"])) == ["offer"]
    assert main(["reproduce", "--out", str(tmp_path / "out")], **names) == 0
    assert "1 of 1 theorems proved" in plain(capsys.readouterr().out)
    (entry,) = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    assert entry["questions"]["deal"]["threshold"] == "p <= v"


def test_a_false_step_is_refuted_with_a_counterexample(packages, tmp_path, capsys):
    names = packages(step="v - p > 0")
    assert main(["reproduce", "--out", str(tmp_path / "out")], **names) == 1
    out = plain(capsys.readouterr().out)
    assert "Theorem: refuted" in out and "0 of 1 theorems proved" in out
    assert "refuted: The buyer gains v - p. it fails at " in out
    p, v = (re.search(rf"{name} = ([0-9/]+)", out.partition("it fails at ")[2])[1] for name in "pv")
    assert Fraction(v) <= Fraction(p)
    (entry,) = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    step, end = entry["theorem"]
    assert step["status"] == "refuted" and step["reason"].startswith("it fails at")
    assert end["status"] == "proved"


def test_a_derivation_that_ends_elsewhere_than_the_solver_is_refuted(packages, tmp_path, capsys):
    names = packages(step="(v - p) + p > 0", derived="p < v")
    assert main(["reproduce", "--out", str(tmp_path / "out")], **names) == 1
    out = plain(capsys.readouterr().out)
    assert "refuted: The solver's region: a deal" in out
    assert "a point of the solver's region only" in out
    assert check(["check"], proofs=names["proofs"]) == 1
    assert "1 not proved" in capsys.readouterr().out


def test_a_missing_package_is_one_sentence(tmp_path, capsys):
    with pytest.raises(CatalogueError, match="there is no package `nothere`"):
        catalogue("nothere")
    assert main(["reproduce", "--out", str(tmp_path / "out")], models="nothere") == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "there is no package `nothere`" in line


def test_a_module_without_a_model_is_named(packages):
    names = packages(helper="helper.py")
    with pytest.raises(CatalogueError, match=rf"`{names['models']}\.helper` defines no `MODEL`"):
        catalogue(names["models"])


def test_a_helper_with_a_leading_underscore_is_left_out(packages):
    names = packages(helper="_helper.py")
    assert list(catalogue(names["models"])) == ["offer"]
