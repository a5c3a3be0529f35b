"""What every registered tool must hold to, whoever wrote it."""

import dataclasses
import inspect
import types
import typing
from collections.abc import Mapping
from typing import Any

import pytest

from frontdesk.app import registry
from frontdesk.flow.conversation.contracts.tool import Tool, ToolContext
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.decision import Finding, Request
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import NotNow, Refused
from frontdesk.ground.words.settings import Setting, SettingValue

FOUND = registry.scan()
ALL = sorted(FOUND.tools.values(), key=lambda tool: tool.name)
TOOLS = [pytest.param(tool, id=tool.name) for tool in ALL]
NAMES_A_SECRET = ("TOKEN", "SECRET", "KEY", "PASSWORD")
LONGEST_S = 15.0  # a customer waits for it


def example(kind: type[Request], word: str) -> Request:
    """A request of that kind, every field filled with something made of `word`."""
    fields = dataclasses.fields(typing.cast(Any, kind))
    return kind(**{field.name: _value(field.type, word) for field in fields})


def _value(hint: Any, word: str) -> object:
    origin = typing.get_origin(hint) or hint
    if origin in (types.UnionType, typing.Union):
        return _value(typing.get_args(hint)[0], word)
    if origin in (int, float):
        return origin(len(word))
    if origin is bool:
        return True
    if origin in (tuple, list):
        return origin()
    return {} if inspect.isclass(origin) and issubclass(origin, Mapping | dict) else word


@pytest.mark.parametrize("tool", TOOLS)
def test_its_request_is_a_frozen_value(tool: Tool[Request]) -> None:
    assert issubclass(tool.fulfils, Request)
    assert dataclasses.is_dataclass(tool.fulfils)
    request = example(tool.fulfils, "a")
    assert request == example(tool.fulfils, "a")
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(request, dataclasses.fields(tool.fulfils)[0].name, "b")


@pytest.mark.parametrize("tool", TOOLS)
def test_its_key_names_the_effect(tool: Tool[Request]) -> None:
    assert example(tool.fulfils, "a").key == example(tool.fulfils, "a").key
    assert example(tool.fulfils, "a").key != example(tool.fulfils, "bb").key


@pytest.mark.parametrize("tool", TOOLS)
def test_it_lets_no_customer_wait_long(tool: Tool[Request]) -> None:
    assert 0 < tool.timeout_s <= LONGEST_S
    assert inspect.iscoroutinefunction(tool.run)


@pytest.mark.parametrize("tool", TOOLS)
def test_its_settings_are_told_and_kept(tool: Tool[Request]) -> None:
    for setting in tool.settings:
        assert setting.doc.endswith(".")
        assert setting.secret or not setting.name.endswith(NAMES_A_SECRET), setting.name


def test_each_request_has_one_tool() -> None:
    assert len({tool.fulfils for tool in ALL}) == len(ALL)


async def run(tool: Tool[Request], **given: SettingValue) -> Finding | NotNow | Refused:
    """What comes of an example, with these settings and the defaults of all others."""

    def read(setting: Setting) -> SettingValue:
        return given.get(setting.name, setting.default)

    async with HttpClient() as http:
        context = ToolContext(http, TenantId("harbor"), read, deadline_s=2.0, now_s=1_772_000_000)
        try:
            return await tool.run(example(tool.fulfils, "a"), context)
        except (NotNow, Refused) as problem:
            return problem


@pytest.mark.parametrize("tool", TOOLS)
async def test_without_settings_it_says_so(tool: Tool[Request]) -> None:
    found = await run(tool)
    assert isinstance(found, Finding)
    assert found.request == tool.fulfils.__name__
    assert found.outcome


@pytest.mark.parametrize("tool", TOOLS)
async def test_an_unreachable_vendor_is_no_crash(tool: Tool[Request]) -> None:
    nowhere = {one.name: "http://127.0.0.1:9" for one in tool.settings if one.kind == "url"}
    if nowhere:
        assert isinstance(await run(tool, **nowhere), NotNow)
