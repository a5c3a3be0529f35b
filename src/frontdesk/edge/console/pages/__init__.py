"""Room: the pages of the console, one folder each, found here in the order of their titles.
Comes from: edge.console.door, which mounts them.
Goes to: flow and ability.
Never: knows another page.
"""

import importlib
import pkgutil

from frontdesk.edge.console.page import Page
from frontdesk.ground.words.problems import Broken


def find_pages() -> tuple[Page, ...]:
    """Every PAGE, checked: its type, and that it is named like its folder."""
    found = []
    for info in pkgutil.iter_modules(__path__):
        page = vars(importlib.import_module(f"{__name__}.{info.name}.page")).get("PAGE")
        if not isinstance(page, Page) or page.name != info.name or not page.views:
            raise Broken(
                "console.bad_page",
                f"edge/console/pages/{info.name}/page.py defines no PAGE of that name",
                fix=f"define PAGE = Page(name={info.name!r}, ...) with at least one view",
            )
        found.append(page)
    return tuple(sorted(found, key=lambda page: page.title))
