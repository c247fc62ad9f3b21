"""What installed packages offer; one that is broken is named, and harms no other."""

from orderloom.plugins.extending import LoadedExtensions, load_extensions
from orderloom.plugins.guarding import GuardedConnector
from orderloom.plugins.loading import GROUP, LoadedPlugins, load_connectors, load_sandbox

__all__ = [
    "GROUP",
    "GuardedConnector",
    "LoadedExtensions",
    "LoadedPlugins",
    "load_connectors",
    "load_extensions",
    "load_sandbox",
]
