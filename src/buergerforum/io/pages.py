"""Self-contained pages: templates, styles and programs lie in ``data/pages``; values never become markup."""

import json
from collections.abc import Mapping
from pathlib import Path

import jinja2
from markupsafe import Markup

_PAGES = Path(__file__).parents[1] / "data" / "pages"


def embedded(value: object) -> Markup:
    """Return a value as JSON that may stand inside a script element."""
    written = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Markup(written.replace("<", "\\u003c"))  # noqa: S704 - no markup is left in it


def drawing(svg: str) -> Markup:
    """Return a drawing that this toolkit made, to stand in a page as it is."""
    return Markup(svg)  # noqa: S704 - our own writer escapes every text


def page(template: str, values: Mapping[str, object]) -> bytes:
    """Return a page with everything it needs inside.

    Parameters
    ----------
    template
        Name of the template in ``data/pages``.
    values
        By the names that the template uses; every program ``NAME.js`` is added as ``NAME``, every
        style ``NAME.css`` as ``NAME_style``, the common one as ``style``.
    """
    loader = jinja2.FileSystemLoader(_PAGES)
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, keep_trailing_newline=True
    )
    programs = {path.stem: Markup(path.read_text("utf-8")) for path in sorted(_PAGES.glob("*.js"))}  # noqa: S704
    styles = {
        "style" if path.stem == "style" else f"{path.stem}_style": Markup(path.read_text("utf-8"))  # noqa: S704
        for path in sorted(_PAGES.glob("*.css"))
    }
    return environment.get_template(template).render(programs | styles | dict(values)).encode()
