"""commsaudit: from exported communication logs to a scored, explained audit."""


def __getattr__(name: str) -> str:
    """``__version__``, looked up when somebody asks: reading the package's metadata takes as long as all of ``--help``."""
    if name != "__version__":
        raise AttributeError(name)
    from importlib.metadata import version

    return version("commsaudit")
