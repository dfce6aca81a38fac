import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import Field, field_validator

from buergerforum.errors import InputError
from buergerforum.io.strict import Strict
from buergerforum.io.yaml_files import read_yaml


class Inner(Strict):
    """A block."""

    number: int = 0
    """A number."""
    names: tuple[str, ...] = ()
    """Some names."""


class Outer(Strict):
    """A file with every kind of setting."""

    text: str = ""
    """A text."""
    whole: Annotated[int, Field(ge=1, le=9)] = 1
    """A whole number."""
    over: Annotated[int, Field(gt=1, lt=9)] = 2
    """Another."""
    share: Annotated[Decimal, Field(ge=0)] = Decimal(0)
    """A share."""
    part: float = 0
    """A part."""
    switch: bool = False
    """A switch."""
    day: dt.date = dt.date(2024, 4, 9)
    """A day."""
    choice: Literal["exact", "largest-remainder", "simple"] = "exact"
    """A choice."""
    form: Literal[1] = 1
    """A number of a form."""
    code: Annotated[str, Field(pattern=r"^\d{5}$")] = "00000"
    """A postcode."""
    short: Annotated[str, Field(min_length=1, max_length=5)] = "x"
    """A short text."""
    few: Annotated[tuple[int, ...], Field(min_length=1, max_length=2)] = (1,)
    """A few numbers."""
    either: str | tuple[str, ...] = ""
    """A text or several."""
    table: dict[str, Inner] = Field(default_factory=dict)
    """Blocks by name."""
    inner: Inner = Inner()
    """A block."""

    @field_validator("text")
    @classmethod
    def _own_rule(cls, text: str) -> str:
        if text == "wrong":
            raise ValueError("this is never right.")
        return text


class Needy(Strict):
    """A file with settings that must be there."""

    name: str
    """A name."""
    inner: Inner
    """A block."""


def read(tmp_path: Path, text: str) -> Outer:
    (tmp_path / "f.yaml").write_text(text, encoding="utf-8")
    return read_yaml(tmp_path / "f.yaml", Outer)[0]


def said(tmp_path: Path, text: str) -> str:
    with pytest.raises(InputError) as refused:
        read(tmp_path, text)
    assert refused.value.exit_code == 3
    return refused.value.message


def test_a_file_is_read_with_its_digest(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_bytes(b"text: a\n")
    settings, digest = read_yaml(tmp_path / "f.yaml", Outer)
    assert (settings, digest.name, digest.size) == (Outer(text="a"), "f.yaml", 8)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "no",
            "yes",
            "on",
            "off",
            "y",
            "n",
            "No",
            "01067",
            "0123",
            "00",
            "18:30",
            "12:30:15",
            "1_000",
            "1e3",
        ),
        *(
            "2024-04-09",
            "2024-02-30",
            "0x1F",
            "0b1",
            "0o7",
            ".inf",
            ".nan",
            "=",
            "<<",
            "+",
            "1.2.3",
            "5 %",
            "ä – “x”",
        ),
    ],
)
def test_what_looks_like_a_text_is_a_text(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, f"text: {text}\n").text == text
    assert read(tmp_path, f"table: {{{text}: {{number: 1}}}}\n").table == {text: Inner(number=1)}


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("whole: 7", 7),
        ("whole: 07", 7),
        ("whole: '7'", 7),
        ("whole: +7", 7),
        ("share: 50.8", Decimal("50.8")),
        ("share: 50", Decimal(50)),
        ("share: .5", Decimal("0.5")),
        ("part: 0.5", 0.5),
        ("switch: true", True),
        ("switch: TRUE", True),
        ("switch: yes", True),
        ("switch: 'no'", False),
        ("day: 2024-02-29", dt.date(2024, 2, 29)),
        ("day: '2024-02-29'", dt.date(2024, 2, 29)),
        ("either: a", "a"),
        ("either: [a, b]", ("a", "b")),
        ("text: ' a '", "a"),
    ],
)
def test_values_of_every_kind(tmp_path: Path, line: str, value: object) -> None:
    assert getattr(read(tmp_path, line), line.partition(":")[0]) == value


FITS_NOT = "The value does not fit."


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("whole: seven", f"“whole”: {FITS_NOT} Found: “seven”. Expected: a whole number."),
        ("whole: 7.5", f"“whole”: {FITS_NOT} Found: 7.5. Expected: a whole number."),
        ("whole: ~", f"“whole”: {FITS_NOT} Found: nothing. Expected: a whole number."),
        ("whole:", f"“whole”: {FITS_NOT} Found: nothing. Expected: a whole number."),
        ("whole: ''", f"“whole”: {FITS_NOT} Found: nothing. Expected: a whole number."),
        ("whole: [7]", f"“whole”: {FITS_NOT} Found: a list. Expected: a whole number."),
        ("whole: {a: 7}", f"“whole”: {FITS_NOT} Found: a block of settings. Expected: a whole number."),
        ("whole: 1_0", f"“whole”: {FITS_NOT} Found: “1_0”. Expected: 9 or less."),
        ("whole: 0", f"“whole”: {FITS_NOT} Found: 0. Expected: 1 or more."),
        ("whole: 10", f"“whole”: {FITS_NOT} Found: 10. Expected: 9 or less."),
        ("over: 1", f"“over”: {FITS_NOT} Found: 1. Expected: more than 1."),
        ("over: 9", f"“over”: {FITS_NOT} Found: 9. Expected: less than 9."),
        ("whole: 0x7", f"“whole”: {FITS_NOT} Found: “0x7”. Expected: a whole number."),
        ("whole: 18:30", f"“whole”: {FITS_NOT} Found: “18:30”. Expected: a whole number."),
        (f"whole: {'9' * 4000}", f"“whole”: {FITS_NOT} Found: {'9' * 60}…. Expected: 9 or less."),
        ("share: 50,8", f"“share”: {FITS_NOT} Found: “50,8”. Expected: a number such as 50.8."),
        ("share: .nan", f"“share”: {FITS_NOT} Found: “.nan”. Expected: a number such as 50.8."),
        ("share: [1]", f"“share”: {FITS_NOT} Found: a list. Expected: a number such as 50.8."),
        ("share: -1", f"“share”: {FITS_NOT} Found: -1. Expected: 0 or more."),
        ("part: half", f"“part”: {FITS_NOT} Found: “half”. Expected: a number such as 50.8."),
        ("switch: ja", f"“switch”: {FITS_NOT} Found: “ja”. Expected: true or false."),
        ("switch: 7", f"“switch”: {FITS_NOT} Found: 7. Expected: true or false."),
        ("day: 09.04.2024", f"“day”: {FITS_NOT} Found: “09.04.2024”. Expected: a date such as 2024-04-09."),
        ("day: 2024-02-30", f"“day”: {FITS_NOT} Found: “2024-02-30”. Expected: a date such as 2024-04-09."),
        ("day: 20240409", f"“day”: {FITS_NOT} Found: 20240409. Expected: a date such as 2024-04-09."),
        ("day: true", f"“day”: {FITS_NOT} Found: true. Expected: a date such as 2024-04-09."),
        ("text: 7", f"“text”: {FITS_NOT} Found: 7. Expected: a text. Put it in quotation marks."),
        ("text: true", f"“text”: {FITS_NOT} Found: true. Expected: a text. Put it in quotation marks."),
        ("text: [a]", f"“text”: {FITS_NOT} Found: a list. Expected: a text."),
        ("text:", f"“text”: {FITS_NOT} Found: nothing. Expected: a text."),
        ("choice: equal", f"“choice”: {FITS_NOT} Found: “equal”. Expected: exact, largest-remainder, simple."),
        ("form: 2", f"“form”: {FITS_NOT} Found: 2. Expected: 1."),
        (
            "code: 4413",
            f"“code”: {FITS_NOT} Found: 4413. Expected: a text. Put it in quotation marks.",
        ),
        (
            "code: '4413'",
            f"“code”: {FITS_NOT} Found: “4413”. Expected: a text of the form that the comments in the file show.",
        ),
        ("short: ''", f"“short”: {FITS_NOT} Found: nothing. Expected: a text of 1 or more characters."),
        ("short: abcdef", f"“short”: {FITS_NOT} Found: “abcdef”. Expected: a text of 5 or fewer characters."),
        ("few: []", f"“few”: {FITS_NOT} Found: a list. Expected: entries, 1 or more."),
        ("few: [1, 2, 3]", f"“few”: {FITS_NOT} Found: a list. Expected: entries, 2 or fewer."),
        ("few: 7", f"“few”: {FITS_NOT} Found: 7. Expected: a list."),
        ("few: [1, x]", f"“few.1”: {FITS_NOT} Found: “x”. Expected: a whole number."),
        ("either: 7", f"“either”: {FITS_NOT} Found: 7. Expected: a text / a list."),
        ("either: [7]", f"“either.0”: {FITS_NOT} Found: 7. Expected: a text. Put it in quotation marks."),
        ("inner: 7", f"“inner”: {FITS_NOT} Found: 7. Expected: a block of settings."),
        ("inner: [a]", f"“inner”: {FITS_NOT} Found: a list. Expected: a block of settings."),
        ("table: [a]", f"“table”: {FITS_NOT} Found: a list. Expected: a block of settings."),
        ("table: {a: 7}", f"“table.a”: {FITS_NOT} Found: 7. Expected: a block of settings."),
        ("table: {a: {number: x}}", f"“table.a.number”: {FITS_NOT} Found: “x”. Expected: a whole number."),
        ("table: {7: {}}", f"“table.7”: {FITS_NOT} Found: 7. Expected: a text. Put it in quotation marks."),
        (
            "inner: {names: [a, 7]}",
            f"“inner.names.1”: {FITS_NOT} Found: 7. Expected: a text. Put it in quotation marks.",
        ),
        ("text: wrong", "“text”: The value does not fit: this is never right. Found: “wrong”."),
        ("wohle: 7", "“wohle”: There is no such setting. Did you mean “whole”?"),
        ("xyz: 7", "“xyz”: There is no such setting. Remove it."),
        ("inner: {nubmer: 7}", "“inner.nubmer”: There is no such setting. Did you mean “number”?"),
        ("table: {a: {nubmer: 7}}", "“table.a.nubmer”: There is no such setting. Did you mean “number”?"),
        ("7: 7", "“7”: There is no such setting. Remove it."),
    ],
)
def test_a_value_of_the_wrong_kind_is_named_with_what_was_expected(tmp_path: Path, line: str, message: str) -> None:
    assert said(tmp_path, f"# a comment\n{line}\n") == f"f.yaml, column {message}"


def test_all_problems_are_listed_at_once(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text("nmae: x\ninner:\n  number: many\n  names: 7\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_yaml(tmp_path / "f.yaml", Needy)
    assert refused.value.message.split("\n") == [
        "f.yaml, column “name”: This setting is missing. Add it.",
        "f.yaml, column “inner.number”: The value does not fit. Found: “many”. Expected: a whole number.",
        "f.yaml, column “inner.names”: The value does not fit. Found: 7. Expected: a list.",
        "f.yaml, column “nmae”: There is no such setting. Did you mean “name”?",
    ]


LOOK = "Look at indents, colons and quotation marks near this line."


@pytest.mark.parametrize(
    ("text", "row", "reason"),
    [
        ("text: a\nwhole: 1\ntext: b\n", 3, "“text” stands in lines 1 and 3"),
        ("inner:\n  number: 1\n  number: 2\n", 3, "“number” stands in lines 2 and 3"),
        ("table:\n  no: {}\n  'no': {}\n", 3, "“no” stands in lines 2 and 3"),
        ("text: a\n? [b]\n: c\n", 2, "the name of a setting must be a text"),
        ("text: a\n\twhole: 1\n", 2, "a tab stands where only blanks are allowed"),
        ("text: @here\n", 1, "a text that begins with @ needs quotation marks"),
        ("text: `x`\n", 1, "a text that begins with ` needs quotation marks"),
        ("text: 5\nwhole: %x\n", 2, "a text that begins with % needs quotation marks"),
        ("text: *x\n", 1, "a text that begins with * or & needs quotation marks"),
        ("text: - a\n", 1, "a text that begins with - needs quotation marks"),
        ("text: a: b\n", 1, "a colon stands where none is allowed; such a text needs quotation marks"),
        ("text: a\nwhole\nshare: 1\n", 3, "a colon is missing"),
        ("inner:\n    number: 1\n  names: []\n", 3, "a line is not indented like those around it"),
        ("whole: 1\ntext: 'a\nshare: 1\n\n\n", 2, "a quotation mark is not closed"),
        ("few: [1, 2\nwhole: 1\n", 2, "a bracket is not closed, or a comma is missing"),
        ("text: a\n---\ntext: b\n", 2, "it is not in the form of YAML"),
        ("text: !!python/object:os.system x\n", 1, "it is not in the form of YAML"),
    ],
)
def test_what_is_no_yaml_is_named_with_its_row(tmp_path: Path, text: str, row: int, reason: str) -> None:
    assert said(tmp_path, text) == f"f.yaml, row {row}: The settings cannot be read: {reason}. {LOOK}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("text: \x07\n", f"The settings cannot be read: it holds a character that is no text. {LOOK}"),
        ("text: !!int x\n", "The settings cannot be read: it is not in the form of YAML."),
        ("text: !!timestamp x\n", "The settings cannot be read: it is not in the form of YAML."),
        (f"text: {'[' * 5000}\n", "The settings cannot be read: it is not in the form of YAML."),
        (f"whole: {'9' * 5000}\n", "The settings cannot be read: it is not in the form of YAML."),
        ("# nothing\n", "The file holds no settings. Expected: lines such as “name: value”."),
        ("- text\n", "The file holds no settings. Expected: lines such as “name: value”."),
        ("text\n", "The file holds no settings. Expected: lines such as “name: value”."),
        ("\n \n", "The file is empty. Export or copy it again."),
    ],
    ids=["bell", "int", "timestamp", "deep", "long", "comment", "list", "word", "blank"],
)
def test_what_is_no_settings_file_at_all(tmp_path: Path, text: str, message: str) -> None:
    assert said(tmp_path, text) == f"f.yaml: {message}"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^f\.yaml: The file is not there\. Check the name and the folder\.$"):
        read_yaml(tmp_path / "f.yaml", Outer)


def test_windows_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_bytes("\ufefftext: Süd\r\nwhole: 7\r\n".encode("utf-8"))
    assert read_yaml(tmp_path / "f.yaml", Outer)[0] == Outer(text="Süd", whole=7)
    (tmp_path / "f.yaml").write_bytes("text: Süd\r\n".encode("cp1252"))
    assert read_yaml(tmp_path / "f.yaml", Outer)[0].text == "Süd"
