"""Static files that live in installed packages: a few files named one by one, never a whole package."""

from importlib import util
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core import checks
from django.core.files.storage import FileSystemStorage


class PackageFinder(BaseFinder):
    """Publish the files of settings.PACKAGE_FILES: address under static/ -> (package, path inside it)."""

    def __init__(self, app_names=None, *args, **kwargs):
        self.sources = {
            address: source
            for address, (package, path) in settings.PACKAGE_FILES.items()
            # Collecting keeps a file's own name, so an address may choose the folder only.
            if (source := locate(package, path)) and source.name == PurePosixPath(address).name
        }

    def check(self, **kwargs):
        return [
            checks.Error(
                f"PACKAGE_FILES: “{address}” is not “{path}” of the installed package “{package}”.",
                hint="Lancez script/setup ; sinon, vérifiez que l’adresse finit par le nom du fichier.",
                id="services.E001",
            )
            for address, (package, path) in settings.PACKAGE_FILES.items()
            if address not in self.sources
        ]

    def find(self, path, find_all=False, **kwargs):
        source = self.sources.get(PurePosixPath(path).as_posix())
        if source is None:
            return []
        return [str(source)] if find_all else str(source)

    def list(self, ignore_patterns):
        for address, source in self.sources.items():
            storage = FileSystemStorage(location=source.parent)
            storage.prefix = PurePosixPath(address).parent.as_posix()
            yield source.name, storage


def locate(package: str, path: str) -> Path | None:
    """Find a file of an installed package, without importing the package."""
    spec = util.find_spec(package)
    folders = (spec and spec.submodule_search_locations) or []
    return next((Path(folder) / path for folder in folders if (Path(folder) / path).is_file()), None)
