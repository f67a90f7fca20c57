"""``python -m commsaudit`` is the command ``commsaudit``."""

from commsaudit.cli.entry import run

if __name__ == "__main__":
    run()
