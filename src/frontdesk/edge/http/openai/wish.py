"""The body of `POST /v1/chat/completions` turned into a Wish: each parameter honoured, or refused by name."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import orjson

from frontdesk.ability.gateway import Message, Sampling, Schema, Tool
from frontdesk.edge.http.openai import fields, messages, tools
from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.reading import Json

HONOURED = frozenset(
    (
        *("model", "messages", "stream", "stream_options"),
        *("max_tokens", "max_completion_tokens", "temperature", "top_p", "stop", "seed"),
        *("tools", "tool_choice", "parallel_tool_calls", "response_format"),
    )
)
# They change nothing in the answer: hints for OpenAI's own caches, bills and records.
IGNORED = frozenset(
    (
        *("user", "store", "metadata", "service_tier", "prediction"),
        *("prompt_cache_key", "prompt_cache_retention", "safety_identifier"),
    )
)
# What asks for nothing is let through; anything else is refused, because it would be ignored.
NEUTRAL: Mapping[str, tuple[Json, ...]] = {
    "n": (1,),
    "logprobs": (False,),
    "top_logprobs": (0,),
    "frequency_penalty": (0,),
    "presence_penalty": (0,),
    "logit_bias": ({},),
    "modalities": (["text"],),
    "functions": ([],),
    "function_call": ("none",),
    "audio": (),
    "web_search_options": (),
    "reasoning_effort": (),
    "verbosity": ("medium",),
}
KNOWN = HONOURED | IGNORED | NEUTRAL.keys()
FIXES = {
    "n": "ask as often as you want answers",
    "functions": "use tools",
    "function_call": "use tool_choice",
}
LARGEST_SEED = 2**63
MOST_TOKENS = 10_000_000


@dataclass(frozen=True, slots=True)
class Wish:
    """What a program asks for, checked. `include_usage` is for streams: a last chunk with counts."""

    model: str
    messages: tuple[Message, ...]
    sampling: Sampling = field(default_factory=Sampling)
    schema: Schema | None = None
    any_json: bool = False
    tools: tuple[Tool, ...] = ()
    tool_choice: str = "auto"
    parallel_tools: bool | None = None
    stream: bool = False
    include_usage: bool = False


def parse_json(raw: bytes) -> Json:
    """The body as JSON; BadInput for anything else."""
    try:
        parsed: Json = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise BadInput(
            "openai.invalid_json", "the body is no JSON in UTF-8", field="body"
        ) from error
    return parsed


def parse_wish(raw: bytes) -> Wish:
    """Raises BadInput that names the first wrong field. null stands for a parameter left out."""
    body = fields.check_body(parse_json(raw))
    if None in body.values():
        body = {name: value for name, value in body.items() if value is not None}
    if not body.keys() <= HONOURED:
        _check_others(body)
    stream = "stream" in body and fields.read_flag(body["stream"], "stream")
    offered = tools.parse_tools(body["tools"]) if "tools" in body else ()
    schema, any_json = None, False
    if "response_format" in body:
        schema, any_json = tools.parse_format(body["response_format"])
    return Wish(
        model=parse_model(body),
        messages=messages.parse_messages(
            fields.read_required(body, "messages", "send the conversation")
        ),
        sampling=_parse_sampling(body),
        schema=schema,
        any_json=any_json,
        tools=offered,
        tool_choice=tools.parse_choice(body, offered),
        parallel_tools=tools.parse_parallel(body, offered),
        stream=stream,
        include_usage=_parse_include_usage(body, stream=stream),
    )


def parse_model(body: Mapping[str, Json]) -> str:
    """The model asked for: a name, an alias, or `provider/name`."""
    asked = fields.read_required(body, "model", "name one of GET /v1/models")
    model = fields.read_text(asked, "model").strip()
    if not model or len(model) > 200 or not model.isprintable():
        raise fields.wrong_value("model", "a name of 1 to 200 printable characters", model)
    return model


def _check_others(body: Mapping[str, Json]) -> None:
    fields.check_known(body, KNOWN)
    for name, neutral in NEUTRAL.items():
        if name in body and not any(_same(body[name], value) for value in neutral):
            fix = FIXES.get(name, "leave it out")
            raise BadInput(
                "openai.unsupported_parameter",
                f"{name} is not supported: not every model behind this door could honour it",
                field=name,
                fix=fix,
            )


def _same(given: Json, neutral: Json) -> bool:
    return given == neutral and isinstance(given, bool) == isinstance(neutral, bool)


def _parse_sampling(body: Mapping[str, Json]) -> Sampling:
    names = ("temperature", "top_p", "max_tokens", "max_completion_tokens", "stop", "seed")
    if not any(name in body for name in names):
        return Sampling()
    return Sampling(
        temperature=_number(body, "temperature", most=2.0),
        top_p=_number(body, "top_p", most=1.0),
        max_tokens=_parse_most(body),
        stop=_parse_stop(body["stop"]) if "stop" in body else (),
        seed=_parse_seed(body),
    )


def _number(body: Mapping[str, Json], name: str, *, most: float) -> float | None:
    return fields.read_number(body[name], name, least=0.0, most=most) if name in body else None


def _parse_seed(body: Mapping[str, Json]) -> int | None:
    if "seed" not in body:
        return None
    return fields.read_whole(body["seed"], "seed", least=-LARGEST_SEED, most=LARGEST_SEED - 1)


def _parse_most(body: Mapping[str, Json]) -> int | None:
    if "max_tokens" in body and "max_completion_tokens" in body:
        raise BadInput(
            "openai.invalid_parameter_combination",
            "max_tokens and max_completion_tokens say the same thing",
            field="max_tokens",
            fix="send one of them",
        )
    for name in ("max_tokens", "max_completion_tokens"):
        if name in body:
            return fields.read_whole(body[name], name, least=1, most=MOST_TOKENS)
    return None


def _parse_stop(value: Json) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    found = fields.read_list(value, "stop", most=4)
    return tuple(fields.read_text(one, f"stop.[{at}]") for at, one in enumerate(found))


def _parse_include_usage(body: Mapping[str, Json], *, stream: bool) -> bool:
    if "stream_options" not in body:
        return False
    if not stream:
        raise BadInput(
            "openai.invalid_parameter_combination",
            "stream_options means nothing without stream",
            field="stream_options",
            fix="send stream: true, or leave it out",
        )
    options = fields.read_object(body["stream_options"], "stream_options")
    fields.check_known(options, ("include_usage", "include_obfuscation"))
    return fields.read_optional_flag(options.get("include_usage"), "stream_options.include_usage")
