"""The block ``extract`` of ``forum.yaml``: how to read the extract of the Meldebehörde."""

from typing import Annotated

from pydantic import Field

from buergerforum.io.strict import Strict


class RegisterColumns(Strict):
    """Headings of the extract; not named: found by the usual German headings; blank: there is no such column."""

    person_key: str | None = None
    """Ordnungsmerkmal, only to bring the rows of one person together; never an id, never written."""
    family_name: str | None = None
    """Familienname."""
    first_names: str | None = None
    """Vornamen."""
    called_name: str | None = None
    """Rufname, the first name in use."""
    doctor: str | None = None
    """Doktorgrad."""
    birth_date: str | None = None
    """Geburtsdatum."""
    sex: str | None = None
    """Geschlecht."""
    nationality: str | None = None
    """Staatsangehörigkeit, three-digit codes."""
    street: str | None = None
    """Straße."""
    house_number: str | None = None
    """Hausnummer, with its letter."""
    addition: str | None = None
    """Adresszusatz, a line of its own in the address."""
    postcode: str | None = None
    """PLZ."""
    town: str | None = None
    """Ort."""
    country: str | None = None
    """Staat of the address, where there is such a column."""
    district: str | None = None
    """Statistical sub-district, or the district itself where there is no list of districts."""
    status: str | None = None
    """Main, only or secondary residence."""
    block: str | None = None
    """Auskunftssperre; blank must be said: blocked people were taken out before."""
    conditional_block: str | None = None
    """Bedingter Sperrvermerk, where it has a column of its own."""
    death: str | None = None
    """Sterbedatum; blank must be said: dead people were taken out before."""


class RegisterSettings(Strict):
    """From the raw extract to the frame."""

    occasion: str = ""
    """Why the register is used, for the protocol; blank: the name of the forum."""
    columns: RegisterColumns = RegisterColumns()
    """Where to find what."""
    districts: str = ""
    """List sub-district → district, relative to this file; blank: the column holds the district itself."""
    special_addresses: str = ""
    """List of homes, halls and shelters, relative to this file; blank: none."""
    special_from: Annotated[int, Field(ge=0)] = 100
    """From so many residents on, an address is special without being listed; 0: never."""
    main_words: tuple[str, ...] = ()
    """Further entries that mean the main or only residence."""
    secondary_words: tuple[str, ...] = ()
    """Further entries that mean a secondary residence."""
    block_keys: tuple[str, ...] = ("3", "11", "51", "52")
    """Entries in the block columns that keep a person out; § signs and blanks do not matter."""
    harmless_keys: tuple[str, ...] = ("0",)
    """Entries in the block columns that keep nobody out."""
    birth_years: bool = True
    """Whether the frame says the year of birth beside the age group; applications are compared with it."""
    small_cell: Annotated[int, Field(ge=1)] = 5
    """Numbers below are not published, and a warning is given if so few people in the frame are alike."""
