"""Compiled inner loops over plain NumPy arrays: they import nothing of ours, and nothing but the solvers imports them.

Numba compiles a kernel on its first call and keeps the code on disk; `announce` says so before the wait.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

_announced = False


def announce(*kernels: Any) -> None:
    """Say on standard error, once a process, that kernels which are in no cache yet are about to be compiled.

    Parameters
    ----------
    *kernels : Numba dispatchers
        Functions made by ``@njit(cache=True)`` that will be called next.
    """
    global _announced
    if not _announced and any(_is_missing(kernel) for kernel in kernels):
        _announced = True
        sys.stderr.write("gametheory: compiling loops for this machine, once (up to a minute)\n")
        sys.stderr.flush()


def _is_missing(kernel: Any) -> bool:
    """Whether neither this process nor the cache on disk has compiled code for the kernel."""
    if kernel.signatures:
        return False
    function = kernel.py_func
    name = f"{Path(function.__code__.co_filename).stem}.{function.__qualname__}-"
    return not any(Path(kernel.stats.cache_path).glob(f"{name}*.nbi"))
