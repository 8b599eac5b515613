"""Measuring time and memory so that two figures of one run may be compared."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from pathlib import Path


def once(work: Callable[[], object]) -> float:
    """Seconds that one call takes."""
    gc.collect()
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def median(work: Callable[[], object], runs: int) -> float:
    """Seconds that the middle one of `runs` calls takes."""
    return statistics.median(once(work) for _ in range(runs))


def memory(field: str = "VmRSS") -> float:
    """Memory of this process in MB; "VmHWM" = the most it ever had. 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    for line in status.read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) / 1024
    return 0.0
