"""The live switches of which model is asked and how, with the variables of their first values."""

from collections.abc import Mapping
from typing import Literal

from frontdesk.ability.controls import Control
from frontdesk.ground.words.decision import Rung

Mode = Literal["model", "rules_based"]
EACH = ("read", "word", "answer", "judge", "embed", "chat")

rung_max: Control[Rung] = Control(
    name="rung.max",
    kind="word",
    default="full",
    doc="The highest rung of the ladder a turn may use; `human` sends every turn to a person.",
    choices=("full", "economy", "cached", "rules", "human"),
    per_bot=True,
)
active_model: Control[str] = Control(
    name="active_model",
    kind="word",
    default="",
    doc="The model that is asked first: `provider/name`, a name, an alias, or a provider alone for "
    "its usual model. Empty: the first configured provider's usual one.",
    variables=("ACTIVE_MODEL",),
    per_bot=True,
)
model_name: Control[str] = Control(
    name="model.name",
    kind="word",
    default="",
    doc="The model's name where active_model names none, or only a provider.",
    variables=("MODEL_NAME",),
    per_bot=True,
)
fallbacks: Control[tuple[str, ...]] = Control(
    name="model.fallback",
    kind="words",
    default=(),
    doc="Models that step in, in order. Empty: every other configured provider's usual one.",
    variables=("FALLBACK_MODEL", "FALLBACK_MODELS"),
    per_bot=True,
)
fallback_on: Control[bool] = Control(
    name="model.fallback_on",
    kind="flag",
    default=True,
    doc="Whether another model steps in when one fails.",
    variables=("ENABLE_FALLBACK",),
    per_bot=True,
)
economy_model: Control[str] = Control(
    name="model.economy",
    kind="word",
    default="",
    doc="The smaller model of the economy rung. Empty: the provider's own.",
    variables=("ECONOMY_MODEL",),
    per_bot=True,
)
embedding_model: Control[str] = Control(
    name="model.embedding",
    kind="word",
    default="",
    doc="The model for embeddings. Empty: the first configured provider that has one.",
    variables=("EMBEDDING_MODEL",),
)
by_purpose: Control[Mapping[str, str]] = Control(
    name="model.by_purpose",
    kind="words_by_name",
    default={},
    doc="A model of its own for a purpose, before active_model.",
    choices=EACH,
    per_bot=True,
)
aliases: Control[Mapping[str, str]] = Control(
    name="model.aliases",
    kind="words_by_name",
    default={},
    doc="Names of your own for models, as programs may ask for them.",
)
purposes: Control[tuple[str, ...]] = Control(
    name="model.purposes",
    kind="words",
    default=EACH,
    doc="What models are used for at all; a purpose left out stays on the rules rung.",
    choices=EACH,
    per_bot=True,
)
temperature: Control[float | None] = Control(
    name="model.temperature",
    kind="number",
    default=None,
    doc="Sampling temperature of every purpose; unset: 0 to read and judge, 0.4 to word, else 0.3.",
    least=0,
    most=2,
    variables=("TEMPERATURE",),
    per_bot=True,
)
top_p: Control[float | None] = Control(
    name="model.top_p",
    kind="number",
    default=None,
    doc="Nucleus sampling of every purpose; unset: the vendor's.",
    least=0,
    most=1,
    variables=("TOP_P",),
    per_bot=True,
)
max_tokens: Control[float] = Control(
    name="model.max_tokens",
    kind="number",
    default=800,
    doc="The longest answer, in tokens.",
    least=1,
    most=100_000,
    variables=("MAX_TOKENS",),
    per_bot=True,
)
deadline_ms: Control[float] = Control(
    name="model.deadline_ms",
    kind="number",
    default=7000,
    doc="The time of a whole call, retries and fallbacks included, in milliseconds.",
    least=50,
    most=600_000,
    variables=("AI_TIMEOUT_MAIN_MS",),
    per_bot=True,
)
helper_deadline_ms: Control[float] = Control(
    name="model.helper_deadline_ms",
    kind="number",
    default=3000,
    doc="The same for reading, wording and judging, which support an answer.",
    least=50,
    most=600_000,
    variables=("AI_TIMEOUT_HELPER_MS",),
    per_bot=True,
)
deadline_by_purpose: Control[Mapping[str, float]] = Control(
    name="model.deadline_by_purpose",
    kind="numbers_by_name",
    default={},
    doc='The time of a whole call for single purposes, in milliseconds: {"chat": 60000} gives programs '
    "a minute.",
    choices=EACH,
    least=50,
    most=600_000,
    per_bot=True,
)
temperature_by_purpose: Control[Mapping[str, float]] = Control(
    name="model.temperature_by_purpose",
    kind="numbers_by_name",
    default={},
    doc="Sampling temperature of single purposes, before model.temperature.",
    choices=EACH,
    least=0,
    most=2,
    per_bot=True,
)
top_p_by_purpose: Control[Mapping[str, float]] = Control(
    name="model.top_p_by_purpose",
    kind="numbers_by_name",
    default={},
    doc="Nucleus sampling of single purposes, before model.top_p.",
    choices=EACH,
    least=0,
    most=1,
    per_bot=True,
)
max_tokens_by_purpose: Control[Mapping[str, float]] = Control(
    name="model.max_tokens_by_purpose",
    kind="numbers_by_name",
    default={},
    doc="The longest answer of single purposes, in tokens, before model.max_tokens.",
    choices=EACH,
    least=1,
    most=100_000,
    per_bot=True,
)
economy_by_purpose: Control[Mapping[str, str]] = Control(
    name="model.economy_by_purpose",
    kind="words_by_name",
    default={},
    doc="The smaller model of single purposes, before model.economy.",
    choices=EACH,
    per_bot=True,
)
attempt_share: Control[float] = Control(
    name="model.attempt_share",
    kind="number",
    default=0.6,
    doc="The share of the remaining time that one attempt may take while another model waits.",
    least=0.1,
    most=1,
)
idle_ms: Control[float] = Control(
    name="model.idle_ms",
    kind="number",
    default=2000,
    doc="The longest silence inside a stream before it counts as stalled, in milliseconds.",
    least=50,
    most=120_000,
)
stream_ms: Control[float] = Control(
    name="model.stream_ms",
    kind="number",
    default=300_000,
    doc="The longest that a stream to a program outside may flow, in milliseconds. Its first words "
    "must come within model.deadline_ms, and the next within model.idle_ms.",
    least=1000,
    most=3_600_000,
    per_bot=True,
)
retries: Control[float] = Control(
    name="model.retries",
    kind="number",
    default=1,
    doc="Second tries on the same model before the next one steps in.",
    least=0,
    most=5,
)
hedge_ms: Control[float] = Control(
    name="model.hedge_ms",
    kind="number",
    default=0,
    doc="After this silence the next model is asked beside the first and the faster answer wins; "
    "0: never.",
    least=0,
    most=60_000,
)
streaming: Control[bool] = Control(
    name="model.streaming",
    kind="flag",
    default=True,
    doc="Whether answers are streamed; off: a caller who asks for a stream gets one whole piece.",
    variables=("ENABLE_STREAMING",),
    per_bot=True,
)
mode: Control[Mode] = Control(
    name="ai.mode",
    kind="word",
    default="model",
    doc="`rules_based` answers without any model.",
    choices=("model", "rules_based"),
    variables=("AI_MODE",),
    per_bot=True,
)
route_to_human: Control[bool] = Control(
    name="human.route",
    kind="flag",
    default=False,
    doc="Whether turns that are read less surely than human.threshold go to a person.",
    variables=("ROUTE_TO_HUMAN",),
    per_bot=True,
)
human_threshold: Control[float] = Control(
    name="human.threshold",
    kind="number",
    default=0.7,
    doc="How sure a reading must be to be answered by a bot while human.route is on.",
    least=0,
    most=1,
    variables=("HUMAN_THRESHOLD",),
    per_bot=True,
)

SWITCHES = (
    rung_max,
    active_model,
    model_name,
    fallbacks,
    fallback_on,
    economy_model,
    embedding_model,
    by_purpose,
    aliases,
    purposes,
    temperature,
    top_p,
    max_tokens,
    deadline_ms,
    helper_deadline_ms,
    deadline_by_purpose,
    temperature_by_purpose,
    top_p_by_purpose,
    max_tokens_by_purpose,
    economy_by_purpose,
    attempt_share,
    idle_ms,
    stream_ms,
    retries,
    hedge_ms,
    streaming,
    mode,
    route_to_human,
    human_threshold,
)
