"""``python -m tests.bench [NAME…]``: runs the named benchmarks, or all; tables on stdout, progress on stderr."""

import asyncio
import importlib
import logging
import sys
import time

from tests.bench import table
from tests.bench.ground import ground

NAMES = (
    "sending",
    "pacing",
    "inbound",
    "fanout",
    "leasing",
    "tagging",
    "grouping",
    "parsing",
    "outline",
    "digest",
    "reviewing",
    "startup",
    "recovery",
)


def main(names: list[str]) -> int:
    """Runs ``names`` in the order given; 2 for a name that is none."""
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        sys.stderr.write(f"no benchmark is called {', '.join(unknown)}; there are: {', '.join(NAMES)}\n")
        return 2
    logging.disable(logging.WARNING)
    started = time.perf_counter()
    with ground() as place:
        for name in names or NAMES:
            sys.stderr.write(f"{name} (at {time.perf_counter() - started:.0f} s)\n")
            benchmark = importlib.import_module(f"tests.bench.{name}")
            table.frozen()
            rows = asyncio.run(benchmark.run(place))
            sys.stdout.write(f"{table.show(benchmark.TITLE, rows)}\n")
            sys.stdout.flush()
    sys.stderr.write(f"all in {time.perf_counter() - started:.0f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
