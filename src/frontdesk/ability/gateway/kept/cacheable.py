"""A call turned into the reason why its answer must not be kept, if there is one.

Personal and time-dependent questions stay out whatever the caller allows. The patterns are wide on
purpose: a question that is taken for personal costs one model call, the other mistake costs trust.
"""

import re
from typing import Literal

from frontdesk.ability.gateway.calls import Answer, Call

Reason = Literal["not_allowed", "no_text", "tools", "images", "personal", "time"]

LONGEST_ANSWER = 8_000  # characters; what is longer is not held in the memory of every process
_EMAIL = r"[^\s@]{1,64}@[^\s@]{1,255}\.\w"
_DIGITS = r"(?:\+?\d[\s().\-/]{0,3}){7,}"
_STREET = (
    r"\b\d{1,6}\s+(?:\w+\s+){1,3}(?:st|street|ave|avenue|rd|road|dr|drive|ln|lane|blvd|way|ct|court)\b"
    r"|\b(?:calle|avenida|av|carrera|paseo)\.?\s+(?:\w+\s+){1,4}\d{1,5}\b"
)
_OWN = (
    r"\b(?:my|our)\s+(?:\w+\s+){0,2}(?:name|address|number|phone|e-?mail|account|password|order|booking"
    r"|appointment|visit|reservation|application|case|file|claim|bill|invoice|balance|payment|refund"
    r"|offer|contract|lease|birthday|social|card|technician|agent|message)s?\b"
    r"|\b(?:mis?|nuestr[oa]s?)\s+(?:\w+\s+){0,2}(?:nombre|dirección|direccion|número|numero|teléfono"
    r"|telefono|correo|cuenta|contraseña|pedido|cita|visita|reserva|solicitud|caso|factura|saldo|pago"
    r"|reembolso|oferta|contrato|cumpleaños|tarjeta|técnico|tecnico|agente|mensaje)s?\b"
    r"|\b(?:i am|i'm|this is|my name is|soy|me llamo)\s+(?-i:[A-ZÁÉÍÓÚÑ]\w+)"
)
_PERSONAL = re.compile(f"{_EMAIL}|{_DIGITS}|(?i:{_STREET})|(?i:{_OWN})")
_TIME = re.compile(
    r"\b(?:today|tonight|tomorrow|tmrw|yesterday|now|currently|current|nowadays|already|still|yet|soon"
    r"|asap|latest|recent(?:ly)?|immediately|ago|at the moment|right away|so far|until when"
    r"|(?:this|next|last|coming|past)\s+(?:second|minute|hour|morning|afternoon|evening|night|day|week"
    r"|weekend|month|quarter|year|spring|summer|autumn|fall|winter|\w+day)"
    r"|in (?:a|an|one|two|three|four|five|\d+)\s+(?:minute|hour|day|week|month)s?"
    r"|how (?:much longer|soon|long until)|what(?:'s| is) the time|what time is it"
    r"|hoy|ahora|ahorita|mañana|ayer|anoche|actualmente|todavía|todavia|aún|aun|pronto|último|ultimo"
    r"|reciente(?:mente)?|en este momento|enseguida|esta (?:mañana|tarde|noche|semana)|este (?:mes|año"
    r"|fin de semana|lunes|martes|miércoles|jueves|viernes|sábado|domingo)|hace (?:un|una|\d+)"
    r"|(?:próxim|proxim|pasad|que viene)\w*|qué hora es|que hora es)\b",
    re.I,
)


def decide_cacheable(call: Call) -> Reason | None:
    """Why an answer to this call may not be kept or looked up; None: it may. Names of people are the
    caller's to flag; phone numbers, e-mails, cards, addresses and own matters are seen here."""
    if not call.caching.allowed:
        return "not_allowed"
    if call.tools:
        return "tools"
    if any(message.images for message in call.messages):
        return "images"
    asked = call.caching.question or "\n".join(
        message.text for message in call.messages if message.role == "user"
    )
    if not asked.strip():
        return "no_text"
    if _PERSONAL.search(asked):
        return "personal"
    return "time" if _TIME.search(asked) else None


def keepable(answer: Answer) -> bool:
    """Whether an answer is a whole one of a model: nothing cut, refused, local, or kept already."""
    whole = answer.finish == "stop" and not answer.refusal and not answer.tool_calls
    fits = bool(answer.text.strip()) and len(answer.text) <= LONGEST_ANSWER
    return answer.via == "model" and whole and fits
