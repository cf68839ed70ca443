"""Static files under names that change with their content, also inside our ES modules."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = "kinerja/*.js"
IMPORT = (r"""(?P<matched>from "(?P<url>\./[\w-]+\.js)")""", 'from "%(url)s"')


class StaticFiles(CompressedManifestStaticFilesStorage):
    """`import … from "./unsent.js"` follows the file to its new name; only in modules of ours:
    Django's own switch for this reads those of every package, and stumbles over some."""

    patterns = (*CompressedManifestStaticFilesStorage.patterns, (OURS, (IMPORT,)))
