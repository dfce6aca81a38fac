"""Time the leading peer and ourselves on the same pools, in the same run: ``make bench-peers``.

The first argument is the Python of an environment outside the repository that has the peer and its optional solvers.
The peer's leximin is timed; where it cannot do it, as without a licence of its solver for pools of that size, its
maximin, which is less work. Whatever has not finished after ten minutes counts as 600 s. ``--only 70/24`` runs some.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2]))
from tests.bench.selecting import pools

LIMIT = 600
PROGRAM = Path(__file__).parent / "peer_program.py"


def seconds(command: Sequence[str], folder: Path) -> float | None:
    """Return how long a command takes, at most LIMIT; None: it failed."""
    begun = time.perf_counter()
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=LIMIT, check=False)
    except subprocess.TimeoutExpired:
        return float(LIMIT)
    return None if done.returncode else time.perf_counter() - begun


def peer(python: str, files: tuple[str, str], seats: str, folder: Path) -> tuple[str, float]:
    """Return which objective the peer could do, and how long it took."""
    for objective in ("leximin", "maximin"):
        taken = seconds((python, str(PROGRAM), files[1], files[0], seats, objective), folder)
        if taken is not None:
            return objective, taken
    return "failed", float(LIMIT)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("python", help="of the environment that has the peer")
    parser.add_argument("--only", default="", help="a word in the name of the pools to run")
    wish = parser.parse_args()
    python = str(Path(wish.python).absolute())
    ratios = []
    print(f"{'':34} {'peer':>9} {'objective':>9} {'ours':>9} {'ratio':>7}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for label, _aim, files, seats, _runs in pools(folder):
            if wish.only not in label or label.startswith("scaling"):
                continue
            objective, theirs = peer(python, files, seats, folder)
            given = (
                "--pool",
                files[0],
                "--quotas",
                files[1],
                "--seats",
                seats,
                "--number",
                "187",
                "--out",
                f"{files[0]}.out",
            )
            ours = seconds((sys.executable, "-m", "buergerforum", "select", *given), folder)
            if ours is None:
                print(f"{label:34} ours failed")
                continue
            ratios.append(theirs / ours)
            print(f"{label:34} {theirs:7.1f} s {objective:>9} {ours:7.2f} s {ratios[-1]:6.0f} x", flush=True)
    if ratios:
        print(f"{'median':34} {statistics.median(ratios):35.0f} x, smallest {min(ratios):.0f} x")


if __name__ == "__main__":
    main()
