"""Room: traces sent to a collector of OpenTelemetry (OTLP over HTTP, as JSON).
Comes from: ability.telemetry.traces, by a loop of app.
Goes to: the collector of OTEL_EXPORTER_OTLP_ENDPOINT, by ground.kit.http.
Never: makes a turn wait; sends a customer's words unless the operator switched content on.
"""

from frontdesk.edge.vendors.otlp.sending import SEND_S, SETTINGS, Sender, open_sender

__all__ = ["SEND_S", "SETTINGS", "Sender", "open_sender"]
