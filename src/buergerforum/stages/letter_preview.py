"""``forum letters … --preview``, and the sheets that are alike for all: one document, nothing recorded."""

from pathlib import Path

from buergerforum.core.letters.kinds import LETTERS
from buergerforum.errors import UsageError
from buergerforum.io.files import write_bytes
from buergerforum.io.procedure import Procedure
from buergerforum.io.settings import read_settings
from buergerforum.io.staging import make_folder
from buergerforum.io.typesetting import first_page, typeset
from buergerforum.model import places
from buergerforum.model.letters import Kind
from buergerforum.stages.composing import stationery
from buergerforum.stages.letter_values import sample_answers
from buergerforum.stages.samples import SAMPLE, sample_code, sample_composer
from buergerforum.texts import _


def preview_letter(
    home: Procedure | None, kind: Kind, settings_file: Path | None, out: Path | None
) -> tuple[Path, Path]:
    """Write one letter to an invented person as PDF, and its first page as PNG; a sheet for all under its own name.

    Parameters
    ----------
    home
        The procedure, or None.
    kind
        Which letter.
    settings_file
        ``forum.yaml``; None: that of the procedure.
    out
        Folder for the files; None: the private folder of the procedure.

    Returns
    -------
    tuple of Path
        The PDF, the PNG.

    Raises
    ------
    UsageError
        If there are no settings.
    InputError
        If the template or the settings cannot be used.
    """
    file = settings_file or (home.settings_path if home else None)
    folder = out or (home.path(places.PRIVATE) if home else None)
    if file is None or folder is None:
        raise UsageError(
            _("A preview needs settings."),
            hint=_("Run it inside a procedure folder, or add --settings FILE and --out FOLDER."),
        )
    settings = read_settings(file)[0]
    composer = sample_composer(kind, settings, file)
    letter = composer.letter(SAMPLE, sample_code(kind), sample_answers(settings, composer.labels))
    paper = stationery(kind, settings, file)
    (document,) = typeset([[letter]], paper, composer.template.pages)
    make_folder(folder)
    pdf = folder / (f"{kind.value}.pdf" if LETTERS[kind].enclosed else f"preview-{kind.value}.pdf")
    png = pdf.with_suffix(".png")
    write_bytes(pdf, document)
    write_bytes(png, first_page(letter, paper))
    return pdf, png
