"""What `manage.py check` says about this machine."""

import ctypes

from django.core import checks

# Debian and Ubuntu, macOS, Windows: the names under which WeasyPrint itself looks for them.
PDF_LIBRARIES = {
    "Pango": ["libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"],
    "PangoFT2": ["libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"],
}


def can_load(names: list[str]) -> bool:
    """Say whether one of these shared libraries is on this machine."""
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


def pdf_libraries(**kwargs):
    """Warn when no PDF can be made; importing WeasyPrint to find out would cost a second at every start."""
    missing = [library for library, names in PDF_LIBRARIES.items() if not can_load(names)]
    if not missing:
        return []
    return [
        checks.Warning(
            f"Aucun PDF ne peut être produit : il manque {' et '.join(missing)}.",
            hint="Lancez : sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core",
            id="services.W001",
        )
    ]
