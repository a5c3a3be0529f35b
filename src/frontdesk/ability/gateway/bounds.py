"""The live switches that bound model calls: how many at once, breakers, what is kept, what may be spent."""

from collections.abc import Mapping

from frontdesk.ability.controls import Control

max_concurrent: Control[float] = Control(
    name="admission.max_concurrent",
    kind="number",
    default=50,
    doc="Calls that one process has running at one provider.",
    least=1,
    most=10_000,
    variables=("MAX_CONCURRENT_REQUESTS",),
    house=True,
)
queue_on: Control[bool] = Control(
    name="admission.queue",
    kind="flag",
    default=True,
    doc="Whether calls over the limit wait their turn, tenant by tenant; off: they are refused.",
    variables=("ENABLE_QUEUE",),
    house=True,
)
breaker_on: Control[bool] = Control(
    name="breaker.on",
    kind="flag",
    default=True,
    doc="Whether a model that keeps failing is left alone for a while.",
    variables=("AI_CIRCUIT_BREAKER_ENABLED",),
    house=True,
)
breaker_failures: Control[float] = Control(
    name="breaker.failures",
    kind="number",
    default=5,
    doc="Failures within the window that open a model's breaker.",
    least=1,
    most=1000,
    variables=("CIRCUIT_BREAKER_ERROR_THRESHOLD",),
    house=True,
)
breaker_window_s: Control[float] = Control(
    name="breaker.window_s",
    kind="number",
    default=30,
    doc="The window those failures are counted in, in seconds.",
    least=1,
    most=3600,
    variables=("CIRCUIT_BREAKER_TIME_WINDOW",),
    house=True,
)
breaker_share: Control[float] = Control(
    name="breaker.least_share",
    kind="number",
    default=0,
    doc="The share of a process's calls that must fail for its failures to count; for houses where "
    "a few failures among very many calls are usual.",
    least=0,
    most=1,
    house=True,
)
breaker_open_s: Control[float] = Control(
    name="breaker.open_s",
    kind="number",
    default=120,
    doc="How long an open breaker keeps calls away before probes, in seconds.",
    least=1,
    most=86_400,
    variables=("CIRCUIT_BREAKER_RECOVERY_TIME",),
    house=True,
)
breaker_probes: Control[float] = Control(
    name="breaker.probes",
    kind="number",
    default=2,
    doc="Probes that must answer before a half-open breaker closes.",
    least=1,
    most=100,
    house=True,
)
breaker_slow_ms: Control[float] = Control(
    name="breaker.slow_ms",
    kind="number",
    default=20_000,
    doc="An answer slower than this counts as a failure of its model.",
    least=50,
    most=600_000,
    house=True,
)
breakers_held: Control[Mapping[str, str]] = Control(
    name="breaker.held",
    kind="words_by_name",
    default={},
    doc='Breakers held by hand: {"openai/gpt-4o": "open"} keeps calls away, "closed" lets them pass.',
    house=True,
)
cache_on: Control[bool] = Control(
    name="cache.on",
    kind="flag",
    default=True,
    doc="Whether answers that may be kept are given again.",
    variables=("ENABLE_RESPONSE_CACHE",),
    per_bot=True,
)
cache_only: Control[bool] = Control(
    name="cache.only",
    kind="flag",
    default=False,
    doc="Whether only kept answers are used and no model is asked.",
    variables=("USE_CACHED_ONLY",),
    per_bot=True,
)
cache_similar: Control[float] = Control(
    name="cache.similar_threshold",
    kind="number",
    default=0.85,
    doc="How similar two questions must be (cosine) to share an answer; 1: only the same question.",
    least=0.5,
    most=1,
    variables=("CACHE_SIMILAR_THRESHOLD",),
    per_bot=True,
)
cache_ttl_s: Control[float] = Control(
    name="cache.ttl_s",
    kind="number",
    default=86_400,
    doc="How long an answer is kept, in seconds.",
    least=1,
    most=31_536_000,
    variables=("CACHE_TTL",),
    per_bot=True,
)
daily_limit: Control[float] = Control(
    name="spend.daily_limit",
    kind="number",
    default=100,
    doc="US dollars that models may cost a tenant in one UTC day; 0: no limit.",
    least=0,
    most=1_000_000,
    variables=("DAILY_SPEND_LIMIT",),
)
hourly_limit: Control[float] = Control(
    name="spend.hourly_limit",
    kind="number",
    default=10,
    doc="US dollars that models may cost a tenant in one UTC hour; 0: no limit.",
    least=0,
    most=1_000_000,
    variables=("HOURLY_SPEND_LIMIT",),
)
soft_share: Control[float] = Control(
    name="spend.soft_share",
    kind="number",
    default=0.8,
    doc="The share of a limit from which the economy model is used.",
    least=0,
    most=1,
)
bot_limits: Control[Mapping[str, float]] = Control(
    name="spend.bot_daily_limits",
    kind="numbers_by_name",
    default={},
    doc="US dollars a UTC day for single bots, inside the tenant's; 0: nothing.",
    least=0,
)
key_limits: Control[Mapping[str, float]] = Control(
    name="spend.key_daily_limits",
    kind="numbers_by_name",
    default={},
    doc="US dollars a UTC day for single keys, by name, inside the tenant's; 0: nothing.",
    least=0,
)
unknown_price: Control[float] = Control(
    name="spend.unknown_price",
    kind="number",
    default=10,
    doc="US dollars for a million tokens that budgets count for a model whose price is unknown.",
    least=0,
    most=10_000,
)
prices: Control[Mapping[str, float]] = Control(
    name="spend.prices",
    kind="numbers_by_name",
    default={},
    doc='Prices of your own in US dollars for a million tokens: {"openai/gpt-4o:in": 2.5, '
    '"openai/gpt-4o:out": 10}; `:cached` for input read from the vendor\'s cache.',
    least=0,
    house=True,
)
token_quotas: Control[Mapping[str, float]] = Control(
    name="quota.daily_tokens",
    kind="numbers_by_name",
    default={},
    doc='Tokens a tenant may use at a provider in one UTC day: {"openai": 2000000}; 0: none.',
    least=0,
)
BOUNDS = (
    max_concurrent,
    queue_on,
    breaker_on,
    breaker_failures,
    breaker_window_s,
    breaker_share,
    breaker_open_s,
    breaker_probes,
    breaker_slow_ms,
    breakers_held,
    cache_on,
    cache_only,
    cache_similar,
    cache_ttl_s,
    daily_limit,
    hourly_limit,
    soft_share,
    bot_limits,
    key_limits,
    unknown_price,
    prices,
    token_quotas,
)
