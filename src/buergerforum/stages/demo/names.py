"""Invented names and streets that nobody can mistake for real ones.

They are put together from words for “example”, “sample”, “made up” in several languages, with the letters of
DIN 91379 that a register must be able to hold: Turkish, Polish, Romanian, Azerbaijani, Vietnamese ones, and sequences
with combining marks that have no letter of their own.
"""

import unicodedata
from collections.abc import Iterable

import numpy as np

from buergerforum.stages.demo.dice import Texts

_STEMS = (
    "Beispiel Muster Probe Fantasie Erfunden Erdacht Vorlage Schablone Attrappe Modell Schein Kulisse Platzhalter "
    "Formular Entwurf Skizze Traum Luftschloss Nirgend Niemand Irgend Sonstwie Dingens Soundso Blanko Papier Testfall "
    "Simulier Pseudo Quasi"
)
_FAMILY_ENDINGS = (
    "mann berg feld hausen kamp hoff meier schmidt müller bach wald stein hagen rath egger bauer huber ski sen sohn "
    "brink loh horst weiler born dorf linger vogt köster grün schäfer weiß förster krüger jäger"
)
_OTHER_STEMS = (
    "Örnek Hayalî Przykład Wymyśl Primer Izmišljen Exempl Închipuit Ejempl Fictíc Mẫu Nümunə Ņemtparaug Pavyzdž Vzorň "
    "Példa Esemp Þykjast Näidis Dæmi"
)
_OTHER_ENDINGS = "oğlu owski ović escu ez ini yan ışık ąk ņš ūnas ő ëvić əv ßen øy ås ț ş łło"
_MARKED = (
    "K̂eispil N̂ustamä Z̆xempel Beim̂spiel Prön̂be Fãntasỹ Ẽrdacht Mu’ster Bẹispiel Ọrnek Ǧedacht Ḫayal Ṭasavvur "
    "Ẓann S̱ample Ȟempel Ǫxempla"
)
"""Letters with dots and hooks below and sequences with combining marks."""
_FIRST_STEMS = (
    "Muster Beispiel Probe Fanta Erdach Schein Modell Test Skizze Traum Niemand Irgend Ding Blanko Pseudo Quasi Örnek "
    "Exempl Prim Vzor"
)
_FEMALE_ENDINGS = "a ine hilde lind gard rike ïs etta"
_MALE_ENDINGS = "o bert win mar fried rich ïl hold"
_STREET_STEMS = (
    "Muster Beispiel Probe Fantasie Erfunden Erdacht Vorlage Schablonen Modell Schein Kulissen Platzhalter Entwurf "
    "Skizzen Traum Luftschloss Nirgend Niemands Irgend Dingens Soundso Blanko Papier Testfall Pseudo Quasi Märchen "
    "Wolken Nebel Schatten Spiegel Rätsel Zauber Kobold Elfen Riesen Zwergen Drachen Einhorn Phönix"
)
_STREET_MIDDLES = ("", "bach", "berg", "wald", "feld", "brunnen")
_STREET_ENDINGS = "weg straße allee gasse platz ring pfad ufer hof steig damm stieg grund winkel"
TITLES = ("Dr.", "Dr. Dr.", "Dr. med.")


def family_names() -> Texts:
    """Return invented German family names."""
    return _texts(stem + ending for ending in _FAMILY_ENDINGS.split() for stem in _STEMS.split())


def other_family_names() -> Texts:
    """Return invented family names with letters that German does not have."""
    return _texts(stem + ending for ending in _OTHER_ENDINGS.split() for stem in _OTHER_STEMS.split())


def marked_family_names() -> Texts:
    """Return invented family names with letters that are hard to write and to print."""
    return _texts(_MARKED.split())


def decomposed_family_names() -> Texts:
    """Return invented family names in the form that no register should hold: letters and their marks apart (NFD)."""
    apart = ((name, unicodedata.normalize("NFD", name)) for name in other_family_names())
    return _texts(written for name, written in apart if written != name)


def first_names(*, female: bool) -> Texts:
    """Return invented first names."""
    endings = _FEMALE_ENDINGS if female else _MALE_ENDINGS
    return _texts(stem + ending for ending in endings.split() for stem in _FIRST_STEMS.split())


def streets() -> Texts:
    """Return invented streets, all different."""
    return _texts(
        stem + middle + ending
        for middle in _STREET_MIDDLES
        for ending in _STREET_ENDINGS.split()
        for stem in _STREET_STEMS.split()
    )


def _texts(words: Iterable[str]) -> Texts:
    return np.array(list(words), dtype=object)
