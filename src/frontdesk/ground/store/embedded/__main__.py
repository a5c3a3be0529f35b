"""Turns the command `upgrade HOME` into a data directory of a later PostgreSQL major."""

import argparse
import sys
from pathlib import Path

from frontdesk.ground.store.embedded import binaries, upgrade
from frontdesk.ground.words import problems


def main(arguments: list[str]) -> int:
    """Run one command; 0 when it worked, 1 with the reason on standard error."""
    parser = argparse.ArgumentParser(prog="python -m frontdesk.ground.store.embedded")
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("upgrade", help="bring the data to a later PostgreSQL major")
    command.add_argument("home", type=Path, help="the folder FRONTDESK_HOME names")
    command.add_argument("--to", type=int, default=binaries.MAJOR, help="the later major")
    asked = parser.parse_args(arguments)
    try:
        before = upgrade.run_upgrade(asked.home, to=asked.to, progress=print)
    except problems.Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"Done. The former data are kept in {before}; remove them when all is well.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
