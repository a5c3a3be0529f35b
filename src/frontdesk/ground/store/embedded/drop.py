"""Turns a root process into one of an ordinary account that becomes the given program.

Run as a script by `account.command`: `drop.py UID GID SEARCH PROGRAM ARGS...`. With SEARCH "1" the
program keeps CAP_DAC_READ_SEARCH and nothing else: it may pass through folders closed to its
account (a home or an installation in a folder only root enters) and still cannot write to any of them.
It is a script and not a function run after a fork, because a fork of a process with threads may
only call exec.
"""

import ctypes
import os
import sys

_CAP_DAC_READ_SEARCH = 2
_CAPABILITY_VERSION_3 = 0x20080522
_PR_SET_SECUREBITS = 28
_NO_SETUID_FIXUP = 1 << 2
_PR_SET_NO_NEW_PRIVS = 38
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_RAISE = 2
REFUSAL = "cannot become account"
_FAILED = 78


def main(arguments: list[str]) -> None:
    """Change account, keep at most the one capability, and become the program; never returns."""
    uid, gid, search, *program = arguments
    keeps = search == "1"
    try:
        if keeps:
            # Keeps capabilities over the change of account, until `_keep_search` takes all but one
            # away; without it access(2), by which initdb looks for `postgres`, ignores that one.
            _prctl(_PR_SET_SECUREBITS, _NO_SETUID_FIXUP)
        os.setgroups([int(gid)])
        os.setgid(int(gid))
        os.setuid(int(uid))
        if keeps:
            _keep_search()
        if sys.platform == "linux":
            _prctl(_PR_SET_NO_NEW_PRIVS, 1)
        os.umask(0o077)
        os.execv(program[0], program)
    except OSError as refusal:
        print(f"{REFUSAL} {uid}: {refusal}", file=sys.stderr)
        sys.exit(_FAILED)


def _prctl(option: int, first: int, second: int = 0) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, ctypes.c_ulong(first), ctypes.c_ulong(second), 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"prctl {option}: {os.strerror(number)}")


def _keep_search() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    bit = 1 << _CAP_DAC_READ_SEARCH
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    # Two sets of effective, permitted, inheritable: capabilities 0-31, then 32-63.
    sets = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)
    if libc.capset(header, sets) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"CAP_DAC_READ_SEARCH: {os.strerror(number)}")
    _prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, _CAP_DAC_READ_SEARCH)


if __name__ == "__main__":
    main(sys.argv[1:])
