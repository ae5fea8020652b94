"""Static files under names that change with what they hold, also where one script imports another."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """What WhiteNoise serves: a script's `import … from "./other.js"` names the hashed file too."""

    support_js_module_import_aggregation = True
