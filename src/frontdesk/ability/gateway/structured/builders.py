"""What is known of a wish turned into the answer that no model was needed for, as the JSON asked for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import orjson

from frontdesk.ability.gateway.nouns import Schema
from frontdesk.ground.words.problems import BadInput

LONGEST_FIELD = 120
EMAIL = Schema(
    "email_draft",
    {
        "type": "object",
        "properties": {
            "subject": {"type": "string", "minLength": 1},
            "body": {"type": "string", "minLength": 1},
        },
        "required": ["subject", "body"],
        "additionalProperties": False,
    },
)
_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "someone": "there",
        "matter": "your course",
        "from": "Your front desk",
        "subject": "About {topic}",
        "body": "Hi {name},\n\nthank you for your interest in {topic}. Would you like to talk it "
        "through? Answer this e-mail with a time that suits you.\n\nKind regards,\n{signed}",
    },
    "es": {
        "someone": "",
        "matter": "su curso",
        "from": "Recepción",
        "subject": "Sobre {topic}",
        "body": "Hola {name}:\n\ngracias por su interés en {topic}. ¿Quiere que lo hablemos? Responda "
        "a este correo con la hora que le venga bien.\n\nSaludos cordiales,\n{signed}",
    },
}


@dataclass(frozen=True, slots=True)
class EmailDraft:
    """What an e-mail draft is made from; what is absent has a default."""

    name: str = ""
    topic: str = ""
    signed: str = ""
    language: Literal["en", "es"] = "en"


def build_email(draft: EmailDraft) -> str:
    """A draft that meets EMAIL, as JSON text, the same for the same wish: `Call.local` of a wish for a
    draft is `functools.partial(build_email, EmailDraft(...))`. Each field is one line in it; one
    that is too long to be a name or a topic is refused as BadInput `gateway.bad_draft`."""
    words = _WORDS[draft.language]
    known = {
        "name": _line("name", draft.name) or words["someone"],
        "topic": _line("topic", draft.topic) or words["matter"],
        "signed": _line("signed", draft.signed) or words["from"],
    }
    body = words["body"].format(**known).replace("Hola :", "Hola:")
    return orjson.dumps({"subject": words["subject"].format(**known), "body": body}).decode()


def _line(field: str, text: str) -> str:
    line = _BLANK.sub(" ", text).strip().encode(errors="ignore").decode()
    if len(line) > LONGEST_FIELD:
        raise BadInput(
            "gateway.bad_draft",
            f"{field} has {len(line)} characters",
            field=field,
            fix=f"give at most {LONGEST_FIELD}",
        )
    return line
