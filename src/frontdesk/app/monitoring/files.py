"""Dashboards and rules turned into the files of `deploy/`, with what provisions them."""

from collections.abc import Mapping

import orjson

from frontdesk.app.monitoring import dashboards, rules
from frontdesk.app.monitoring.grafana import render_dashboard
from frontdesk.app.registry import Registry
from frontdesk.ground.kit import yaml_text
from frontdesk.ground.words.reading import Json

MADE = "# Made by `make docs`: change the declarations, not this file.\n"
SCRAPE_S = 15
SCRAPING: Json = {
    "global": {"scrape_interval": f"{SCRAPE_S}s", "evaluation_interval": f"{SCRAPE_S}s"},
    "rule_files": ["rules.yml"],
    "scrape_configs": [
        {"job_name": "frontdesk", "static_configs": [{"targets": ["127.0.0.1:8000"]}]}
    ],
}
DATASOURCES: Json = {
    "apiVersion": 1,
    "datasources": [
        {
            "name": "frontdesk",
            "uid": "frontdesk",
            "type": "prometheus",
            "access": "proxy",
            "url": "http://127.0.0.1:9090",
            "jsonData": {"timeInterval": f"{SCRAPE_S}s"},
        }
    ],
}
PROVIDERS: Json = {
    "apiVersion": 1,
    "providers": [
        {
            "name": "frontdesk",
            "folder": "frontdesk",
            "type": "file",
            "options": {"path": "/etc/grafana/dashboards/frontdesk"},
        }
    ],
}


def render_all(registry: Registry) -> Mapping[str, str]:
    """Every file by its path in the project."""
    pages = {
        f"deploy/grafana/dashboards/{one.slug}.json": orjson.dumps(
            render_dashboard(one), option=orjson.OPT_INDENT_2
        ).decode()
        + "\n"
        for one in dashboards.list_dashboards()
    }
    return {
        **pages,
        "deploy/grafana/provisioning/datasources/frontdesk.yml": _yaml(DATASOURCES),
        "deploy/grafana/provisioning/dashboards/frontdesk.yml": _yaml(PROVIDERS),
        "deploy/prometheus/prometheus.yml": _yaml(SCRAPING),
        "deploy/prometheus/rules.yml": _yaml(rules.render_rules(registry.rules)),
    }


def _yaml(value: Json) -> str:
    return MADE + yaml_text.render_yaml(value)
