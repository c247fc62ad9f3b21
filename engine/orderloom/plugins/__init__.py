"""What installed packages offer; one that is broken is named, and harms no other."""

from orderloom.plugins.guarding import GuardedConnector
from orderloom.plugins.loading import GROUP, LoadedPlugins, load_connectors, load_sandbox

__all__ = ["GROUP", "GuardedConnector", "LoadedPlugins", "load_connectors", "load_sandbox"]
