"""Repetitions, their median and their spread."""

from __future__ import annotations

import gc
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path


@dataclass(frozen=True)
class Timing:
    """Seconds of several repetitions."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.seconds)

    @property
    def spread(self) -> str:
        """The fastest and the slowest."""
        return f"{show(min(self.seconds))} to {show(max(self.seconds))}"


def show(seconds: float) -> str:
    """Write a time with three digits and a fitting unit."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-6:.3g} µs"


def interleaved(
    actions: dict[str, Callable[[], object]], repetitions: int, each: int = 1
) -> dict[str, Timing]:
    """Time actions in turns, so that a busy moment of the machine hits all of them; seconds are per unit of `each`."""
    seconds: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(repetitions):
        for name, action in actions.items():
            started = time.perf_counter()
            action()
            seconds[name].append((time.perf_counter() - started) / each)
    return {name: Timing(tuple(values)) for name, values in seconds.items()}


def fresh_process(code: str) -> None:
    """Run Python code in a new interpreter."""
    root = Path(__file__).resolve().parents[1]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, cwd=root)


@cache
def _memories() -> tuple[Callable[[], None], ...]:
    """Return what empties each memory of the solver; call it once everything is imported."""
    from gametheory.algebra import decide

    cached = [thing for thing in gc.get_objects() if type(thing).__name__ == "_lru_cache_wrapper"]
    ours = [thing for thing in cached if str(thing.__module__).startswith("gametheory")]
    return (decide._answers.clear, decide._signs.clear, *(thing.cache_clear for thing in ours))


def versions(packages: tuple[str, ...]) -> str:
    """Name the versions measured."""
    listed = []
    for package in packages:
        try:
            listed.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            listed.append(f"{package} (not installed)")
    return f"{platform.python_implementation()} {platform.python_version()}, " + ", ".join(listed)


def forget() -> None:
    """Empty the solver's memories, so that a repetition cannot reuse the answers of the one before."""
    for clear in _memories():
        clear()
