"""Room: the command line: one file per group of commands, all under `frontdesk`.
Comes from: a person at a terminal, make, supervisors.
Goes to: app.serve, and the live installation through its database or API.
Never: answers from a fresh, empty process.
"""

from frontdesk.app.cli.main import main

__all__ = ["main"]
