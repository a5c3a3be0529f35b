"""A House turned into its one web application: every door mounted, every answer sealed."""

from fastapi import FastAPI

from frontdesk import __version__
from frontdesk.app.build import House
from frontdesk.edge.http import problems, shell


def build_web(house: House) -> shell.Shell:
    """The ASGI application of this process."""
    app = FastAPI(
        title="frontdesk",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
    )
    problems.mount(app, house.line.meters)
    for door in house.registry.doors:
        if door.routes is not None:
            app.include_router(door.routes(house.line))
    surfaces = [
        door.surface(house.line) for door in house.registry.doors if door.surface is not None
    ]
    largest = {path: most for door in house.registry.doors for path, most in door.largest.items()}
    return shell.Shell(app, house.line.meters, house.line.tally, surfaces, largest=largest)
