"""The classes of edge.sdk with a constructor that needs nothing: they find the installation themselves."""

from frontdesk.app.sdk.live import find_access
from frontdesk.edge.sdk import alerting_service, bot_metrics_collector, performance_tracker
from frontdesk.edge.sdk.access import Access


class PerformanceTracker(performance_tracker.PerformanceTracker):
    """On the installation of FRONTDESK_HOME or DATABASE_URL, or on what `connect` gave."""

    def __init__(self, access: Access | None = None) -> None:
        super().__init__(access or find_access())


class BotMetricsCollector(bot_metrics_collector.BotMetricsCollector):
    """On the installation of FRONTDESK_HOME or DATABASE_URL, or on what `connect` gave."""

    def __init__(self, access: Access | None = None) -> None:
        super().__init__(access or find_access())


class AlertingService(alerting_service.AlertingService):
    """On the installation of FRONTDESK_HOME or DATABASE_URL, or on what `connect` gave."""

    def __init__(self, access: Access | None = None) -> None:
        super().__init__(access or find_access())
