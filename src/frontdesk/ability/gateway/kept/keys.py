"""A call turned into the keys its answer is kept by: who may share it, where, and for which request."""

import hashlib
from dataclasses import dataclass

import orjson

from frontdesk.ability.gateway import quoting
from frontdesk.ability.gateway.calls import Call
from frontdesk.ability.gateway.kept.essence import even

LONGEST_QUESTION = 400  # what is longer is hardly asked twice in other words
_PLACE = "\x00question\x00"


@dataclass(frozen=True, slots=True)
class Keys:
    """`partition` parts tenants, bots, prompt versions and permissions and stands in every other key;
    `setting` is all that an answer rests on besides the question; `exact` the whole request.
    `question` is empty where nothing but the same request may share the answer."""

    partition: bytes
    setting: bytes
    exact: bytes
    question: str


def find_keys(call: Call) -> Keys:
    """The keys of a call that may be kept. The model is no part of them unless the call names one."""
    scope = call.scope
    partition = _hash(scope.tenant, scope.bot, call.prompt, scope.permissions)
    question = call.caching.question.strip()
    question = question if len(question) <= LONGEST_QUESTION else ""
    rest: object = call.caching.rests_on
    if not question or rest is None:
        rest, question = _without_question(call, question)
    setting = _hash(
        partition.hex(),
        call.purpose,
        call.model,
        rest,
        _schema(call),
        [
            getattr(call.sampling, name)
            for name in ("temperature", "top_p", "max_tokens", "stop", "seed")
        ],
    )
    return Keys(partition, setting, _hash(setting.hex(), even(question)), question)


def _without_question(call: Call, question: str) -> tuple[object, str]:
    """The messages with a mark in the place of the question, which is empty where it was not found.

    It is looked for from the end, as it was put in: quoted, or as it is.
    """
    messages = [[message.role, message.text, message.answers] for message in call.messages]
    for message in reversed(messages if question else []):
        bare = quoting.without_marks(message[1])
        for words in dict.fromkeys((quoting.plain_words(question).strip(), question)):
            before, found, after = bare.rpartition(words)
            if words and found and message[0] == "user":
                message[1] = f"{before.rstrip()}{_PLACE}{after.lstrip()}"
                return messages, question
    return messages, ""


def _schema(call: Call) -> object:
    named = call.schema
    if named is None:
        return call.any_json
    return [named.name, orjson.dumps(named.schema, option=orjson.OPT_SORT_KEYS, default=dict).hex()]


def _hash(*parts: object) -> bytes:
    """32 bytes over the parts as Python writes them, so that no two lists of parts read alike."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=32).digest()
