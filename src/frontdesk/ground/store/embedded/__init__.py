"""Room: the PostgreSQL that comes with the installation: made once, started, joined, stopped.
Comes from: the roof, tests, and pass-through commands when no DATABASE_URL is set.
Goes to: the server binaries of the installed wheel, and ground.words for problems.
Never: changes rights of a folder it did not make, opens a TCP port, or runs a query of the product.
"""

from frontdesk.ground.store.embedded.binaries import binary
from frontdesk.ground.store.embedded.launcher import Embedded
from frontdesk.ground.store.embedded.postmaster import Patience, Status

__all__ = ["Embedded", "Patience", "Status", "binary"]
