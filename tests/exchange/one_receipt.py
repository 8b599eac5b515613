"""Receives one bundle in a process of its own and says how much memory that took at most (in MB)."""

import json
import sys
from pathlib import Path

from tests.bench.timing import memory
from tests.exchange.laptops import Laptop


def main(folder: Path, bundle: Path) -> None:
    """Preview, merge, and merge again, as a user would."""
    laptop = Laptop(folder, "Laptop B")
    laptop.exchange.preview(bundle, accept_new=True)
    receipt = laptop.merge(bundle)
    laptop.merge(bundle)
    laptop.close()
    print(json.dumps({"commits": receipt.intake.commits, "state": receipt.state.value, "peak": memory("VmHWM"),
                      "reason": receipt.reason.text if receipt.reason else ""}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
