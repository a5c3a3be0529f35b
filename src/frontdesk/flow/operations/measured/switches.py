"""What is measured, how much of it, and for how long it is kept, as controls of the installation."""

from frontdesk.ability.controls import EVERYONE, Control, Controls
from frontdesk.ability.telemetry import Taking

timing_on: Control[bool] = Control(
    name="measures.timing_on",
    kind="flag",
    default=True,
    doc="Whether durations are recorded; without, service levels have no data.",
    variables=("PERFORMANCE_TRACKING_ENABLED",),
    house=True,
)
counting_on: Control[bool] = Control(
    name="measures.counting_on",
    kind="flag",
    default=True,
    doc="Whether outcomes, cache hits and cost are counted; without, rates have no data.",
    variables=("BOT_METRICS_ENABLED",),
    house=True,
)
sample_rate: Control[float] = Control(
    name="measures.sample_rate",
    kind="number",
    default=1.0,
    doc="Share of measurements whose durations are recorded, drawn by chance; all are counted.",
    least=0,
    most=1,
    variables=("PERFORMANCE_TRACKING_SAMPLE_RATE",),
    house=True,
)
window_hours: Control[float] = Control(
    name="measures.window_hours",
    kind="number",
    default=24,
    doc="Hours that figures cover where nobody names a window.",
    least=1,
    most=720,
    variables=("PERFORMANCE_TRACKING_ROLLING_WINDOW_HOURS",),
    house=True,
)
kept_days: Control[float] = Control(
    name="measures.kept_days",
    kind="number",
    default=30,
    doc="Days that hourly measurements, ended alerts and silences are kept; minutes: three hours.",
    least=1,
    most=3650,
    variables=("PERFORMANCE_TRACKING_RETENTION_DAYS",),
    house=True,
)
calls_kept_days: Control[float] = Control(
    name="measures.calls_kept_days",
    kind="number",
    default=400,
    doc="Days that each model call stays in the ledger that usage and cost are reported from.",
    least=2,
    most=3650,
    variables=("MODEL_CALLS_RETENTION_DAYS",),
    house=True,
)
bots_kept_days: Control[float] = Control(
    name="measures.bots_kept_days",
    kind="number",
    default=7,
    doc="Days that figures about bots, as programs gather them, reach back at most.",
    least=1,
    most=3650,
    variables=("BOT_METRICS_RETENTION_DAYS",),
    house=True,
)
gather_every_s: Control[float] = Control(
    name="measures.gather_every_s",
    kind="number",
    default=60,
    doc="Seconds for which gathered metrics are given again before they are gathered anew; alerts "
    "do not wait for it.",
    least=0,
    most=3600,
    variables=("BOT_METRICS_COLLECTION_INTERVAL",),
    house=True,
)
CONTROLS = (
    timing_on, counting_on, sample_rate, window_hours, kept_days, bots_kept_days, gather_every_s,
    calls_kept_days,
)  # fmt: skip


def decide_recording(controls: Controls) -> bool:
    """Whether anything is recorded at all."""
    return controls.value(EVERYONE, timing_on) or controls.value(EVERYONE, counting_on)


def decide_taking(controls: Controls) -> Taking:
    """What is kept of each measurement."""
    return Taking(
        counts=controls.value(EVERYONE, counting_on),
        times=controls.value(EVERYONE, timing_on),
        rate=controls.value(EVERYONE, sample_rate),
    )
