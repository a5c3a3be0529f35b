"""Room: a model's text turned into JSON that meets its schema, or into what is wrong with it.
Comes from: the gateway, after an attempt has answered; builders give the answer of no model.
Goes to: nobody; text in, values out.
Never: guesses a value, or lets one through that the schema does not know.
"""

from frontdesk.ability.gateway.structured.again import ask_again
from frontdesk.ability.gateway.structured.builders import EMAIL, EmailDraft, build_email
from frontdesk.ability.gateway.structured.parsing import parse_answer
from frontdesk.ability.gateway.structured.schemas import check_schema

__all__ = ["EMAIL", "EmailDraft", "ask_again", "build_email", "check_schema", "parse_answer"]
