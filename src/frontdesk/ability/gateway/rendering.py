"""A prompt and its typed inputs turned into the messages of a call.

Templates are sandboxed and strict: what is not an input is an error that names it. Every value that
is put in loses what could be taken for a delimiter or a role; the filter `quoted` sets a stranger's
words apart besides, and the system message then says what that means.
"""

import dataclasses
from functools import lru_cache
from typing import cast

from jinja2 import Template, TemplateError, nodes
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.runtime import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from frontdesk.ability.gateway import quoting
from frontdesk.ability.gateway.nouns import Message
from frontdesk.ability.gateway.prompt import AnyPrompt
from frontdesk.ground.words.problems import Broken

_KEPT_PROMPTS = 512


class _Quoted(str):
    """Words that stand between delimiters already."""

    __slots__ = ()


class _Sandbox(ImmutableSandboxedEnvironment):
    """No name that begins with an underscore, no globals, no loading of other templates."""

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        return not attr.startswith("_") and super().is_safe_attribute(obj, attr, value)


@dataclasses.dataclass(frozen=True, slots=True)
class _Compiled:
    system: Template
    user: Template
    quotes: bool


def render(prompt: AnyPrompt, inputs: object) -> tuple[Message, ...]:
    """One system and one user message (no system message where there is nothing to say).

    Raises Broken `gateway.wrong_inputs` for anything but an instance of the prompt's own inputs, and
    `gateway.bad_prompt` for a template that cannot be rendered, naming the field.
    """
    if type(inputs) is not prompt.inputs:
        raise Broken(
            "gateway.wrong_inputs",
            f"the prompt {prompt.mark} was given a {type(inputs).__name__}",
            fix=f"give it a {prompt.inputs.__name__}",
        )
    given = {
        field.name: getattr(inputs, field.name)
        for field in dataclasses.fields(cast("type[_Compiled]", prompt.inputs))
    }
    try:
        compiled = _compile(prompt.system, prompt.user)
        system, user = compiled.system.render(given), compiled.user.render(given)
    except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
        raise _bad(prompt, error) from error
    rules = (system.strip(), quoting.RULE if compiled.quotes else "")
    told = "\n\n".join(rule for rule in rules if rule)
    before = (Message("system", told),) if told else ()
    return (*before, Message("user", user.strip()))


@lru_cache(maxsize=_KEPT_PROMPTS)
def _compile(system: str, user: str) -> _Compiled:
    quotes = any(
        found.name == "quoted"
        for source in (system, user)
        for found in _SANDBOX.parse(source).find_all(nodes.Filter)
    )
    return _Compiled(_SANDBOX.from_string(system), _SANDBOX.from_string(user), quotes)


def _bad(prompt: AnyPrompt, error: Exception) -> Broken:
    fixes: dict[type[Exception], str] = {
        UndefinedError: f"name only fields of {prompt.inputs.__name__}, or guard with `is defined`",
        SecurityError: "use plain fields and filters only",
    }
    return Broken(
        "gateway.bad_prompt",
        f"the prompt {prompt.mark} cannot be rendered: {error}",
        fix=fixes.get(type(error), "mend the template"),
    )


def _quoted(value: object) -> _Quoted:
    return _Quoted(quoting.quote(_text(value)))


def _put_in(value: object) -> str:
    """How a value enters the text. Only whole words are put in: None is a mistake."""
    return value if isinstance(value, _Quoted) else quoting.plain_words(_text(value))


def _text(value: object) -> str:
    if isinstance(value, StrictUndefined):
        return str(value)  # raises, with the name
    if value is None:
        raise TypeError("a value is None; guard it with `{% if %}`")
    return str(value)


def _build_sandbox() -> _Sandbox:
    sandbox = _Sandbox(
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_put_in,
    )
    sandbox.globals.clear()
    sandbox.filters["quoted"] = _quoted
    return sandbox


_SANDBOX = _build_sandbox()
