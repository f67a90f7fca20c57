"""commsaudit: from exported communication logs to a scored, explained audit."""

from importlib.metadata import version

__version__ = version("commsaudit")
