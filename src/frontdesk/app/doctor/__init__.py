"""Room: the examination of an installation: each part asked how it is, with what to do where it ails.
Comes from: `frontdesk doctor`.
Goes to: the live database, the serving process, vendors by harmless calls, the registry, the disk.
Never: changes anything, or prints a secret.
"""

from frontdesk.app.doctor.examine import run_examination, run_providers
from frontdesk.app.doctor.finding import Finding

__all__ = ["Finding", "run_examination", "run_providers"]
