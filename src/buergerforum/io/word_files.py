"""Word documents from an office's own Word template, filled in by docxtpl in our sandbox.

docxtpl (LGPL) and lxml are loaded only here. Values are texts and are escaped; templates can call and open nothing.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import jinja2
from docxtpl import DocxTemplate  # type: ignore[import-untyped]

from buergerforum.errors import InputError, Problem
from buergerforum.io.files import digest_of, read_bytes
from buergerforum.io.packing import timeless
from buergerforum.io.sandboxing import sandbox
from buergerforum.model.record import FileDigest
from buergerforum.texts import _

_DEFECTS = (zipfile.BadZipFile, KeyError, ValueError, AttributeError, OSError)
_MISTAKES = (jinja2.TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError)
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Field = str | list[Mapping[str, str]]
"""A text, or rows of texts."""


@dataclass(frozen=True, slots=True)
class WordTemplate:
    """A Word template, read once and filled in often."""

    digest: FileDigest
    """The file."""
    _raw: bytes
    """As it is on the disk: every letter starts from it."""

    def filled(self, fields: Mapping[str, Field]) -> bytes:
        """Return a Word document; the same fields give the same bytes.

        Parameters
        ----------
        fields
            By the names that the template uses.

        Raises
        ------
        InputError
            If the template asks for what there is not.
        """
        document = DocxTemplate(io.BytesIO(self._raw))
        packed = io.BytesIO()
        try:
            document.render({name: _storable(field) for name, field in fields.items()}, sandbox(autoescape=True))
        except _MISTAKES as defect:
            raise InputError([_mistake(defect, self.digest.name)]) from defect
        document.save(packed)
        return timeless(packed.getvalue())


def read_word_template(path: Path) -> WordTemplate:
    """Read a Word template.

    Raises
    ------
    InputError
        If it is no Word document.
    """
    raw = read_bytes(path)
    try:
        DocxTemplate(io.BytesIO(raw)).get_docx()
    except _DEFECTS as defect:
        raise InputError(
            [
                Problem(
                    _("The file is damaged, or it is no Word document."),
                    file=path.name,
                    remedy=_("Save it in Word as a Word document (.docx)."),
                )
            ]
        ) from defect
    return WordTemplate(digest_of(raw, path.name), raw)


def _storable(field: Field) -> Field:
    if isinstance(field, str):
        return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", field)
    return [{name: _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text) for name, text in row.items()} for row in field]


def _mistake(defect: BaseException, name: str) -> Problem:
    if isinstance(defect, jinja2.UndefinedError):
        return Problem(_("There is no value named “{name}”.").format(name=defect.message or ""), file=name)
    return Problem(
        _("This template cannot be carried out: {reason}.").format(reason=str(defect).rstrip(".")),
        file=name,
        remedy=_("Look at the brackets {{ }} and {% %}; type each of them without changing the format inside."),
    )
