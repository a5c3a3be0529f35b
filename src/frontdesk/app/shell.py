"""The program `frontdesk`: from the shell's first line to the command that was asked for."""

import gc
from importlib import import_module

# Next to nothing of what loads is garbage: looking for it doubles what a start waits for.
WHILE_LOADING = 1_000_000
LOADED = 100_000


def run() -> None:
    """Load the commands, then do the one that was asked for."""
    gc.set_threshold(WHILE_LOADING)
    import_module("frontdesk.app.cli").main()


def keep_loaded() -> None:
    """What was loaded lives as long as the process: leave it out of every later collection, and
    collect again. Only where `run` began the process, which else is somebody else's."""
    if gc.get_threshold()[0] == WHILE_LOADING:
        gc.freeze()
        gc.set_threshold(LOADED)
