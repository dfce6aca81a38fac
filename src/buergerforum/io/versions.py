"""Versions of everything that a result may depend on."""

import importlib.metadata
import platform

import buergerforum


def versions(*packages: str) -> dict[str, str]:
    """Return the versions of Python, this toolkit and the packages named, for a receipt.

    Parameters
    ----------
    packages
        Such as ``highspy``.
    """
    found = {package: importlib.metadata.version(package) for package in packages}
    return {"python": platform.python_version(), "buergerforum": buergerforum.__version__} | found
