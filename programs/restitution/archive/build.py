"""Make the whole file: gather each item in a folder, then pack them with the list of what is there, fingerprinted.

The same contents give the same bytes: fixed hours, a fixed order.
"""

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from dla_collectif.services import clock, exports
from dla_collectif.services.files import MEGABYTE
from dla_collectif.services.office.parts import EPOCH
from dla_collectif.services.pdf import PdfError

from .contents import Item, items
from .workbook import COLUMNS

HEAD = ("Fichier", "Titre", "Date", "Taille en octets", "SHA-256")
MANIFEST, README = "manifeste.csv", "LISEZ-MOI.txt"
PACKED_ALREADY = (".pdf", ".png", ".jpg", ".jpeg", ".docx", ".odt", ".xlsx", ".zip")


def build(journey, path: Path, progress: Callable[[int, int], None] | None = None) -> str:
    """Write the whole file of a programme at `path`, telling `progress(done, total)`; returns its SHA-256."""
    told = items(journey)
    with tempfile.TemporaryDirectory(prefix="dla-archive-", dir=path.parent) as folder:
        for place, item in enumerate(told):
            gather(item, Path(folder), place)
            if progress:
                progress(place + 1, len(told))
        return pack(journey.program, told, Path(folder), path)


def gather(item: Item, folder: Path, place: int) -> None:
    """Put the bytes of an item in the folder; a paper that cannot be printed leaves the reason in its stead."""
    try:
        content, ending = item.content(), "content"
    except (PdfError, FileNotFoundError) as problem:
        content, ending = str(getattr(problem, "sentence", "Ce fichier manque sur le serveur.")).encode(), "missing"
    half = folder / f"{place:05}.part"
    half.write_bytes(content)
    half.rename(folder / f"{place:05}.{ending}")


def pack(program, told: Sequence[Item], folder: Path, path: Path) -> str:
    """The zip of what was gathered, its list first; returns its SHA-256."""
    lines, missing, found = [], [], []
    for place, item in enumerate(told):
        source = folder / f"{place:05}.content"
        if source.exists():
            size, digest = source.stat().st_size, sha256(source)
            lines.append([item.path, item.title, f"{item.day:%d/%m/%Y}", size, digest])
            found.append((item.path, source))
        else:
            missing.append((item, (folder / f"{place:05}.missing").read_text()))
    half = path.with_suffix(".half")
    with zipfile.ZipFile(half, "w") as archive:
        add(archive, README, readme(program, lines, missing).encode())
        add(archive, MANIFEST, "".join(exports.lines(HEAD, lines)).encode())
        for name, source in sorted(found):
            add(archive, name, source)
    os.chmod(half, 0o600)
    os.replace(half, path)
    return sha256(path)


def add(archive, name: str, content: bytes | Path) -> None:
    """One file of the zip; a large one is never whole in memory."""
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.external_attr = 0o600 << 16
    entry.compress_type = zipfile.ZIP_STORED if name.lower().endswith(PACKED_ALREADY) else zipfile.ZIP_DEFLATED
    if isinstance(content, bytes):
        archive.writestr(entry, content)
        return
    entry.file_size = content.stat().st_size
    with content.open("rb") as source, archive.open(entry, "w") as target:
        for chunk in iter(lambda: source.read(MEGABYTE), b""):
            target.write(chunk)


def sha256(path: Path) -> str:
    """The fingerprint of a file."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def readme(program, lines, missing) -> str:
    """What this is, how to check it, what the columns of the workbook are."""
    told = [
        f"Dossier complet de l’accompagnement collectif « {program.title} »",
        f"Porté par : {', '.join(program.carrier_names)}." if program.carrier_names else "",
        f"Réuni le {clock.today():%d/%m/%Y}. {len(lines)} fichiers, sans compter celui-ci ni la liste.",
        "Démonstration : les personnes nommées ici sont inventées." if program.demonstration else "",
        "",
        "documents/ : les documents imprimés, tels qu’ils sont ce jour ; ceux qui ont été figés, tels qu’ils étaient.",
        "fichiers/ : les fichiers reçus. Une proposition scellée n’y est pas tant qu’elle n’est pas ouverte.",
        "journal.csv : le journal de bord. journal-verification.txt : ce que dit la vérification de sa chaîne.",
        "donnees.xlsx : les données, une feuille par sujet ; les colonnes ne changent ni de nom ni d’ordre.",
        f"{MANIFEST} : chaque fichier avec son titre, sa date, sa taille et son empreinte SHA-256.",
        "",
        "Ce dossier contient des données personnelles : gardez-le comme le registre des traitements le prévoit.",
        "Pour vérifier un fichier : son empreinte, calculée par sha256sum (Linux), shasum -a 256 (Mac) ou",
        "certutil -hashfile FICHIER SHA256 (Windows), doit être celle de la liste. L’empreinte du dossier entier est",
        "au journal de bord de l’accompagnement.",
        "",
        "Les colonnes du classeur :",
        *(f"- {title} : {columns.replace(';', ', ')}." for title, columns in COLUMNS.items()),
    ]
    if missing:
        told += ["", "Ce qui n’a pas pu être joint :", *(f"- {item.title} : {reason}" for item, reason in missing)]
    return "\ufeff" + "\r\n".join(told) + "\r\n"
