import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerforum.errors import InputError
from buergerforum.io.encodings import decode, text_file

TEXT = "id;Straße\n1;Lärchenweg – “Süd”\n"
REMEDY = "Save it again as text in UTF-8; a table as CSV (UTF-8) or as an Excel workbook (.xlsx)."


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF8 * 2 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    ],
    ids=["plain", "mark", "two marks", "utf-16", "utf-16-le", "utf-16-be"],
)
def test_unicode_is_read_without_a_word(raw: bytes) -> None:
    assert decode(raw, "f.csv") == (TEXT, ())


def test_windows_1252_is_read_and_said() -> None:
    assert decode(TEXT.encode("cp1252"), "f.csv") == (
        TEXT,
        ("f.csv: read as Windows-1252 (it is not valid UTF-8).",),
    )


@pytest.mark.parametrize("name", ["Dušanova", "Šimek", "Bœuf", "Zeže", "Käßmannš"])
def test_latin_9_is_told_by_letters_that_only_it_has(name: str) -> None:
    text = f"id;Name\n1;Süd\n2;{name}\n"
    assert decode(text.encode("iso8859-15"), "f.csv") == (
        text,
        ("f.csv: read as ISO-8859-15 (it is not valid UTF-8, and row 3 holds letters that only this encoding has).",),
    )


@pytest.mark.parametrize("cell", ["D´Angelô", "12 ½", "Süd – ¼", "“Süd” ½b", "¼"])
def test_what_windows_1252_explains_is_windows_1252(cell: str) -> None:
    text = f"id;Straße\n1;{cell}\n"
    assert decode(text.encode("cp1252"), "f.csv")[0] == text


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
def test_the_text_of_a_file_can_be_read_little_by_little(mark: bytes) -> None:
    long = TEXT * 100_000
    raw = mark + long.encode("utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-8")
    file, notes = text_file(raw, "f.csv")
    assert "".join(file) == long
    assert notes == ()


def test_damage_far_behind_is_found_before_a_word_is_read() -> None:
    raw = codecs.BOM_UTF8 + (TEXT * 100_000).encode() + b"\xff\n"
    with pytest.raises(InputError, match="row 200001"):
        text_file(raw, "f.csv")
    with pytest.raises(InputError, match="This is not a text file"):
        text_file((TEXT * 100_000).encode() + b"\0", "f.csv")


@pytest.mark.parametrize(
    ("raw", "row", "codec"),
    [
        (b"id\n1\n\x81\n", 3, "UTF-8 / Windows-1252"),
        (codecs.BOM_UTF8 + b"id\n\xe4\n", 2, "UTF-8"),
        (codecs.BOM_UTF16_LE + "id\nä".encode("utf-16-le") + b"x", 2, "UTF-16"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8x\x00", 1, "UTF-16"),
        (b"id\r\n1\r2\n\x81\n", 4, "UTF-8 / Windows-1252"),
        (b"\x81", 1, "UTF-8 / Windows-1252"),
    ],
)
def test_damaged_bytes_are_named_with_their_row(raw: bytes, row: int, codec: str) -> None:
    with pytest.raises(InputError) as refused:
        decode(raw, "f.csv")
    assert refused.value.message == f"f.csv, row {row}: The file holds bytes that are no text in {codec}. {REMEDY}"


@pytest.mark.parametrize(
    "raw",
    [
        b"id\n\0\n",
        codecs.BOM_UTF8 + b"id\n\0\n",
        b"id\n\xe4\0\n",
        "id\n1\n".encode("utf-16-le"),
        codecs.BOM_UTF16_LE + "id\n\0\n".encode("utf-16-le"),
        codecs.BOM_UTF32_LE + "id\n1\n".encode("utf-32-le"),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100),
        b"PK\x05\x06" + bytes(18),
        b"\x89PNG\r\n\x1a\n\0\0\0",
    ],
    ids=["utf-8", "mark", "cp1252", "utf-16 unmarked", "utf-16", "utf-32", "old excel", "empty zip", "picture"],
)
def test_zero_bytes_are_no_text(raw: bytes) -> None:
    with pytest.raises(InputError) as refused:
        decode(raw, "f.csv")
    assert refused.value.message == f"f.csv: This is not a text file. {REMEDY}"


@given(st.binary())
def test_whatever_the_bytes_there_is_a_text_or_a_message(raw: bytes) -> None:
    try:
        text, _notes = decode(raw, "f.csv")
    except InputError:
        return
    assert "\0" not in text
    text.encode()


@given(st.text().filter(lambda text: "\0" not in text and not text.startswith("\ufeff")))
def test_every_text_survives_in_every_unicode_form(text: str) -> None:
    for raw in (codecs.BOM_UTF8 + text.encode(), text.encode("utf-16"), codecs.BOM_UTF16_BE + text.encode("utf-16-be")):
        assert decode(raw, "f.csv") == (text, ())
