"""Every declared setting has a reader, and the doctor finds who it is."""

from pathlib import Path

from frontdesk.app import registry, settings
from frontdesk.app.doctor import installed
from frontdesk.ground.words.settings import Setting


def test_every_declared_setting_has_a_reader() -> None:
    declared = (*settings.HOUSE, *registry.scan().settings())
    findings = list(installed.examine_settings(declared))
    assert [(finding.ok, finding.said) for finding in findings] == [
        (True, "every declared setting has a reader")
    ]


def test_setting_that_nobody_reads_is_named() -> None:
    findings = list(installed.examine_settings([Setting("FRONTDESK_IDLE", "text", "Nothing.")]))
    assert [(finding.ok, finding.said) for finding in findings] == [
        (False, "nothing reads FRONTDESK_IDLE")
    ]


def test_reader_by_constant_is_found() -> None:
    assert "edge/channels/sms/sender.py" not in installed.find_readers("TWILIO_FROM")
    assert "edge/channels/sms/channel.py" in installed.find_readers("TWILIO_FROM")


def test_reader_by_name_is_found() -> None:
    assert "app/serve.py" in installed.find_readers("FRONTDESK_HOST")


def test_disk_is_judged_where_home_will_be(tmp_path: Path) -> None:
    (finding,) = installed.examine_disk(tmp_path / "not" / "made" / "yet")
    assert finding.said.endswith(f"free at {tmp_path}")
