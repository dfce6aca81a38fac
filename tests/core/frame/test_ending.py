import pytest

from buergerforum.core.frame.ending import Ending, read_ending


@pytest.mark.parametrize(
    ("cells", "counted"),
    [
        (["Ende der Liste", "", ""], None),
        (["", "Anzahl der Datensätze: 612.065", ""], 612065),
        (["Summe", "", "1234"], 1234),
        (["Gesamt: 12 von 13", "", ""], None),
        (["*** Ende ***", "", ""], None),
        (["Beispielmann", "Summe", "x", "y"], "record"),
        (["Summenbach", "", ""], "record"),
        (["Endemann", "", ""], "record"),
        (["", "", ""], "record"),
    ],
)
def test_last_lines(cells: list[str], counted: int | str | None) -> None:
    assert read_ending(cells) == (None if counted == "record" else Ending(counted))  # type: ignore[arg-type]
