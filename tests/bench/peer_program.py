"""Select with the package ``sortition-algorithms``: run by the interpreter of an environment that has it.

Arguments: quotas, pool, seats, ``leximin`` or ``maximin``. Ends with 0 if a panel was found.
"""

import sys
from pathlib import Path


def main() -> int:
    """Select once."""
    from sortition_algorithms import adapters, core, settings  # type: ignore[import-not-found]

    quotas, pool, seats, algorithm = sys.argv[1:]
    nowhere = Path("unused.csv")
    source = adapters.CSVFileDataSource(
        features_file=Path(quotas),
        people_file=Path(pool),
        already_selected_file=None,
        selected_file=nowhere,
        remaining_file=nowhere,
    )
    chosen = settings.Settings(
        id_column="id", columns_to_keep=[], selection_algorithm=algorithm, solver_backend="highspy"
    )
    data = adapters.SelectionData(source)
    features, _told = data.load_features(int(seats))
    people, _told = data.load_people(chosen, features)
    found, _panels, _report = core.run_stratification(features, people, int(seats), chosen, max_seconds=600)
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
