"""Letters to invented people, for previews and for the check of templates."""

from pathlib import Path

from buergerforum.core.letters.kinds import LETTERS, Code
from buergerforum.io.settings import Settings
from buergerforum.model.letters import Kind, Recipient
from buergerforum.stages.composing import Composer, make_composer
from buergerforum.stages.mailing import seats_in, template_for

SAMPLE = Recipient(
    id="sample",
    first_names="Kim Toni",
    called_name="Kim",
    family_name="Musterperson-Beispiel",
    doctor="Dr.",
    street="Beispielstraße",
    house_number="12a",
    addition="c/o Erfunden",
    postcode="44000",
    town="Musterstadt",
)
"""Nobody; for previews."""
SAMPLES = (
    SAMPLE,
    Recipient(
        id="single-name",
        family_name="Einzelname",
        street="Musterweg",
        house_number="1",
        postcode="44000",
        town="Musterstadt",
    ),
    Recipient(
        id="very-long",
        first_names="Erfundenia Maximiliane",
        family_name="Musterburg-Platzhalterhausen",
        doctor="Dr. Dr. h. c.",
        street="Straße der zwanzigsten Musterversammlung",
        house_number="123b",
        addition="Hinterhaus, 3. Obergeschoss links",
        postcode="44000",
        town="Musterstadt an der Beispielaue",
    ),
    Recipient(
        id="combining",
        first_names="Ța̋nia̱ Şịġ̇rid",
        called_name="Ța̋nia̱",
        family_name="Mu̇şțeřẹ̄m̄",
        street="Čžẹǵstraße",
        house_number="7",
        postcode="44000",
        town="Musterstadt",
    ),
    Recipient(
        id="care-of",
        first_names="Robin",
        family_name="Erfunden",
        street="Beispielallee",
        house_number="5",
        addition="c/o Familie Platzhalter",
        postcode="44000",
        town="Musterstadt",
    ),
    Recipient(
        id="abroad",
        first_names="Sascha",
        family_name="Fernbeispiel",
        street="Rue de l’Exemple",
        house_number="9",
        postcode="L-0000",
        town="Exempleville",
        country="Luxemburg",
    ),
    Recipient(
        id="minor",
        first_names="Jona",
        family_name="Jungmuster",
        street="Schulbeispielweg",
        house_number="2",
        postcode="44000",
        town="Musterstadt",
    ),
)
"""Nobody either: a doctor with an addition, a single name, the longest name and address, marks that only combine,
c/o, abroad, and a minor, whom the letters must not address otherwise than others."""
SAMPLE_CODE = "2222222222"
_SEATS, _APPLICANTS = 50, 200


def sample_composer(kind: Kind, settings: Settings, settings_file: Path, template: Path | None = None) -> Composer:
    """Return the composer of a mailing whose figures are invented where the procedure does not know them yet.

    Parameters
    ----------
    kind
        Which letter.
    settings, settings_file
        Of the procedure.
    template
        The template; None: that of the procedure.

    Raises
    ------
    InputError
        If the template or the settings cannot be used.
    """
    figures = {"seats": _SEATS, "invited": settings.draw.size, "applicants": _APPLICANTS}
    template = template or template_for(settings_file.parent, kind, settings)
    return make_composer(kind, settings, settings_file, template, figures | seats_in(settings, settings_file))


def sample_code(kind: Kind) -> str:
    """Return the code in the letter to an invented person; blank where the letter goes without."""
    return "" if LETTERS[kind].code is Code.NONE else SAMPLE_CODE
