"""Room: text in, its outside out: language, SMS segments, spans that must be redacted.
Comes from: ability.language.read, channels that count segments, and telemetry that redacts.
Goes to: ability.language.values and ground.words only.
Never: says what a text means, or keeps any of it.
"""

from frontdesk.ability.language.surface.languages import decide_language, detect_language
from frontdesk.ability.language.surface.segments import Segments, count_segments
from frontdesk.ability.language.surface.sensitive import find_sensitive

__all__ = ["Segments", "count_segments", "decide_language", "detect_language", "find_sensitive"]
