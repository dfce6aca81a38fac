"""Print pip constraints for the oldest version of everything that ``pyproject.toml`` promises to run with."""

import re
import tomllib
from pathlib import Path


def main() -> None:
    """Read the lower bounds and print one ``name==version`` a line."""
    pyproject = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    for requirement in pyproject["project"]["dependencies"]:
        print(re.sub(r">=([\w.]+),.*", r"==\1", requirement))


if __name__ == "__main__":
    main()
