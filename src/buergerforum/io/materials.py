"""What travels with the toolkit: quota files, letter templates, the sample ``forum.yaml``.

In the repository quotas and letters lie at the top level; in an installed package, inside it.
"""

from pathlib import Path

_PACKAGE = Path(__file__).parent.parent
_INSIDE = _PACKAGE / "data"
_TOP = _PACKAGE.parent.parent


def material(name: str) -> Path:
    """Return where a file or folder of the toolkit lies.

    Parameters
    ----------
    name
        ``quotas``, ``letters``, or something below ``data``.
    """
    inside = _INSIDE / name
    return inside if inside.exists() else _TOP / name
