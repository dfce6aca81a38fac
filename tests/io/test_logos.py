from pathlib import Path

import pytest

from buergerforum.errors import InputError
from buergerforum.io.logos import LARGEST, read_logo

SVG = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><use href="#a"/></svg>'


def write(folder: Path, raw: bytes) -> Path:
    path = folder / "logo.svg"
    path.write_bytes(raw)
    return path


def test_svg_and_png_are_taken(tmp_path: Path) -> None:
    assert read_logo(write(tmp_path, SVG.encode("utf-8-sig"))) == SVG.encode()
    assert read_logo(write(tmp_path, b"\x89PNG\r\n\x1a\n...")).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"0" * LARGEST, "The logo is too large. Found: 500 kB. Expected: at most 500 kB."),
        (b"GIF89a", "The logo is neither SVG nor PNG."),
        (b"\xff\xd8\xff", "The logo is neither SVG nor PNG."),
        (SVG.replace("#a", "file:///etc/passwd").encode(), "The logo points to something outside itself"),
        (SVG.replace("#a", "https://tracker.example/a").encode(), "The logo points to something outside itself"),
        (SVG.replace("<use", "<script>x</script><use").encode(), "The logo points to something outside itself"),
    ],
)
def test_what_is_no_logo_is_refused(tmp_path: Path, raw: bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_logo(write(tmp_path, raw))
    assert str(caught.value).startswith(f"logo.svg, column “letters.logo”: {said}")
