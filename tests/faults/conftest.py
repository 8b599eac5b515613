"""What the tests of faults share. Their numbers, F1 to F63, are those of `table.py`."""

from tests.exchange.conftest import stick, three, two

__all__ = ["stick", "three", "two"]
