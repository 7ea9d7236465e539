"""The main job over a catalogue: solve every model, derive its thresholds, prove its theorem, draw its figure.

Works for any package of models and theorems (`catalogue` says what these are); writes `results.json`, `thresholds.tex`
and figures that are byte for byte the same on every run, and shows what it found as a table.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gametheory.modelling import Model, Solved, catalogue, choose, theorems

if TYPE_CHECKING:
    from rich.console import Console

    from gametheory.algebra.proof import Proof


@dataclass(frozen=True)
class Result:
    """What came out for one model."""

    slug: str
    solved: Solved
    checks: list[tuple[str, Proof]]
    seconds: float

    @property
    def proved(self) -> bool:
        """Whether every step and conclusion of the theorem is proved."""
        return bool(self.checks) and all(proof for _, proof in self.checks)

    @property
    def status(self) -> str:
        """`proved`, or the first check that was not."""
        if not self.checks:
            return "no theorem"
        return next((proof.status for _, proof in self.checks if not proof), "proved")

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data; equal on every run."""
        model = self.solved.model
        return {
            "slug": self.slug,
            "title": model.title,
            "claim": model.claim,
            "source": model.source,
            "message": model.message,
            "games": {name: found.to_dict() for name, found in self.solved.equilibria.items()},
            "covers": {name: str(found.covers()) for name, found in self.solved.equilibria.items()},
            "questions": {
                name: {
                    "text": question.text,
                    "region": str(self.solved.region(name)),
                    "threshold": str(self.solved.threshold(name)),
                    "latex": self.solved.threshold(name).latex(),
                    "statics": {p: str(s) for p, s in self.solved.statics.get(name, {}).items()},
                }
                for name, question in model.questions.items()
            },
            "theorem": [
                {"step": text, "status": proof.status, "reason": proof.reason} for text, proof in self.checks
            ],
        }


def reproduce(
    slugs: Sequence[str] = (),
    *,
    out: Path = Path("out"),
    quick: bool = False,
    models: str = "models",
    proofs: str = "proofs",
    console: Console | None = None,
) -> list[Result]:
    """Reproduce models: solve, derive, prove, draw, write.

    Parameters
    ----------
    slugs : sequence of str, optional
        Which models; all if none is named.
    out : Path, optional
        The folder for `results.json`, `thresholds.tex` and `figures/`.
    quick : bool, optional
        Coarser figures.
    models, proofs : str, optional
        The packages that hold the models and their theorems.
    console : rich.console.Console, optional
        Where progress and the table are shown.

    Returns
    -------
    list of Result
        One for each model, in the order of the catalogue.

    Raises
    ------
    CatalogueError
        If a slug is not known.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    known = catalogue(models)
    chosen = choose(known, slugs, "model")
    proved = theorems(proofs)
    console = console or Console()
    results = []
    columns = (TextColumn("{task.description:<40}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=4 * len(chosen))
        for slug in chosen:
            started = time.perf_counter()
            steps = _steps(slug, known[slug], proved.get(slug), out, quick)
            for description in steps:
                if isinstance(description, str):
                    progress.update(task, description=description)
                else:
                    solved, checks = description
                progress.advance(task, 1 if isinstance(description, str) else 0)
            results.append(Result(slug, solved, checks, time.perf_counter() - started))
    out.mkdir(parents=True, exist_ok=True)
    (out / "results.json").write_text(
        json.dumps([r.to_dict() for r in results], indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    (out / "thresholds.tex").write_text(thresholds_table(results), encoding="utf-8")
    _show(results, out, console)
    return results


def _steps(slug: str, model: Model, theorem: Any, out: Path, quick: bool) -> Iterator[Any]:
    """Yield what is being done, and at the end what was found."""
    from gametheory import plot

    yield f"{slug}: equilibria"
    solved = model.solve()
    yield f"{slug}: thresholds"
    for question in model.questions:
        solved.threshold(question)
    _ = solved.statics
    yield f"{slug}: theorem"
    checks = theorem().check() if theorem is not None else []
    yield f"{slug}: figure"
    with plot.style():
        plot.save(model.draw(model.data(quick=quick)), out / "figures", slug)
    yield solved, checks


def thresholds_table(results: Sequence[Result]) -> str:
    """Return the thresholds as a LaTeX table (for `booktabs`)."""
    lines = [r"\begin{tabular}{lll}", r"\toprule", r"Model & Question & Condition \\", r"\midrule"]
    for r in results:
        for number, (name, question) in enumerate(r.solved.model.questions.items()):
            title = _escaped(r.solved.model.title) if number == 0 else ""
            lines.append(rf"{title} & {_escaped(question.text)} & ${r.solved.threshold(name).latex()}$ \\")
    return "\n".join([*lines, r"\bottomrule", r"\end{tabular}", ""])


def _escaped(words: str) -> str:
    """Escape what LaTeX would take for commands."""
    return "".join("\\" + c if c in "&%$#_{}" else c for c in words)


def _show(results: Sequence[Result], out: Path, console: Console) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    for r in results:
        model = r.solved.model
        console.print()
        console.print(Text(model.title, style="bold"), Text(f"({r.slug})", style="dim"))
        console.print(Text(f"Claim. {model.claim}"))
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for heading in ("Question", "Yes if", "Boundary rises (+), falls (-) in"):
            table.add_column(heading, overflow="fold")
        for name, question in model.questions.items():
            statics = r.solved.statics.get(name, {})
            signs = ", ".join(f"{p} {s}" for p, s in statics.items() if str(s) != "0")
            table.add_row(question.text, _yes_if(r.solved, name), signs or "-")
        console.print(table)
        console.print(Text(f"Answer. {model.message}"))
        found = ", ".join(f"{len(e)} in {n} ({e.complete})" for n, e in r.solved.equilibria.items())
        style = "green" if r.proved else "red"
        console.print(
            Text(f"Sets of equilibria: {found}. Theorem: "),
            Text(r.status, style=style),
            Text(f" ({len(r.checks)} checks). {r.seconds:.1f} s."),
            sep="",
        )
        for text, proof in r.checks:
            if not proof:
                console.print(Text(f"  {proof.status}: {text} {proof.reason}", style="red"))
    proved = sum(r.proved for r in results)
    console.print()
    console.print(f"{proved} of {len(results)} theorems proved; results, table and figures are in {out}/")


def _yes_if(solved: Solved, name: str) -> str:
    pieces = [str(piece).replace("  if ", " if ") for piece in solved.threshold(name).pieces]
    always = {f"every {solved.model.questions[name].solve_for}"}
    return "always" if set(pieces) == always else "\nor ".join(pieces) or "never"


def main(arguments: Sequence[str] | None = None, *, models: str = "models", proofs: str = "proofs") -> int:
    """Run the command line of a catalogue: list its models, or reproduce them."""
    import argparse
    import sys

    from gametheory.errors import GameTheoryError

    parser = argparse.ArgumentParser(
        prog=f"python -m {models}", description="List the models, or reproduce them."
    )
    commands = parser.add_subparsers(dest="command")
    job = commands.add_parser("reproduce", help="solve, derive, prove and draw models")
    job.add_argument("slug", nargs="*", help="which models (all if none is named)")
    job.add_argument(
        "--out", type=Path, default=Path("out"), help="folder for results and figures (default: out)"
    )
    job.add_argument("--quick", action="store_true", help="coarser figures")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.command is None:
            for slug, model in catalogue(models).items():
                print(f"{slug}\n    {model.message}")
            return 0
        results = reproduce(chosen.slug, out=chosen.out, quick=chosen.quick, models=models, proofs=proofs)
    except GameTheoryError as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 2
    return 0 if all(r.proved for r in results) else 1


def check(arguments: Sequence[str] | None = None, *, proofs: str = "proofs") -> int:
    """Run the command line of a package of theorems: check them and show every step."""
    import argparse
    import sys

    from gametheory.errors import GameTheoryError

    parser = argparse.ArgumentParser(prog=f"python -m {proofs}", description="Check theorems, step by step.")
    commands = parser.add_subparsers(dest="command", required=True)
    job = commands.add_parser("check", help="check the theorems about some models (all if none is named)")
    job.add_argument("slug", nargs="*")
    chosen = parser.parse_args(arguments)
    failed = 0
    try:
        known = theorems(proofs)
        slugs = choose(known, chosen.slug, "theorem")
    except GameTheoryError as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 2
    for slug in slugs:
        stated = known[slug]()
        print(f"{slug}\n  {stated.statement}")
        for number, (text, proof) in enumerate(stated.check(), start=1):
            failed += not proof
            print(f"  {number:2}. [{proof.status}] {text}" + ("" if proof else f" ({proof.reason})"))
        print()
    print("all proved" if not failed else f"{failed} not proved")
    return 1 if failed else 0
