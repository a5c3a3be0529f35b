"""Whether trials run, how contacts are split, and how sure a result must be, as controls."""

from frontdesk.ability.controls import Control

trials_on: Control[bool] = Control(
    name="trials.on",
    kind="flag",
    default=True,
    doc="Whether contacts are assigned to variants; without, everybody meets the first one.",
    variables=("AB_TESTING_ENABLED",),
)
split: Control[float] = Control(
    name="trials.split",
    kind="number",
    default=0.5,
    doc="Share of contacts that meet the first of two variants, where a trial names no split.",
    least=0.01,
    most=0.99,
    variables=("AB_TESTING_DEFAULT_TRAFFIC_SPLIT",),
)
least_contacts: Control[float] = Control(
    name="trials.least_contacts",
    kind="number",
    default=100,
    doc="Contacts per variant before a result is called one.",
    least=1,
    most=10_000_000,
    variables=("AB_TESTING_MIN_SAMPLE_SIZE",),
)
significance: Control[float] = Control(
    name="trials.significance",
    kind="number",
    default=0.05,
    doc="Chance of calling a difference that is none.",
    least=0.0001,
    most=0.5,
    variables=("AB_TESTING_SIGNIFICANCE_LEVEL",),
)
power: Control[float] = Control(
    name="trials.power",
    kind="number",
    default=0.8,
    doc="Chance of seeing the difference a trial was planned for.",
    least=0.5,
    most=0.999,
    variables=("AB_TESTING_STATISTICAL_POWER",),
)
SWITCHES = (trials_on, split, least_contacts, significance, power)
