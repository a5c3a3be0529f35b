"""Room: the classes for operators' programs on this machine's installation: `PerformanceTracker()` and more.
Comes from: programs of operators: `from frontdesk.app.sdk import PerformanceTracker`.
Goes to: edge.sdk, with the database, rules and notifiers of the live installation.
Never: starts a server, or a second installation.
"""

from frontdesk.app.sdk.classes import AlertingService, BotMetricsCollector, PerformanceTracker
from frontdesk.app.sdk.live import connect, find_access

__all__ = [
    "AlertingService",
    "BotMetricsCollector",
    "PerformanceTracker",
    "connect",
    "find_access",
]
