"""Which catalogues have changed since they were compiled. The .mo files are not kept in the repository."""

from pathlib import Path


def stale(locale: Path) -> list[Path]:
    """The .po files whose .mo is missing or older."""
    return [
        source for source in sorted(locale.glob("*/LC_MESSAGES/*.po")) if _is_stale(source, source.with_suffix(".mo"))
    ]


def _is_stale(source: Path, target: Path) -> bool:
    return not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns
