"""Lengths and figures turned into small SVG bars that need no script and no inline style."""

from markupsafe import Markup

from frontdesk.ability.telemetry import Sketch

BANDS = 24


def render_bar(start: float, length: float, total: float, *, kind: str = "step") -> Markup:
    """One bar of a waterfall: `start` and `length` in the unit of `total`, across the whole width.

    `kind` becomes its class, for the page's colours. What is too short to be seen is drawn as a
    hairline; the figure stands beside it in any case.
    """
    scale = 100 / total if total > 0 else 0
    width = min(100.0, max(0.6, length * scale))
    left = min(max(0.0, start * scale), 100 - width)
    return Markup(
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="{kind}" x="{left:.2f}" width="{width:.2f}" y="0" height="10" rx="1"/></svg>'
    )


def render_stack(parts: tuple[tuple[str, float], ...]) -> Markup:
    """Named lengths side by side as one bar; each name becomes a class."""
    total = sum(length for _, length in parts) or 1.0
    drawn, left = [], 0.0
    for kind, length in parts:
        width = length / total * 100
        drawn.append(f'<rect class="{kind}" x="{left:.2f}" width="{width:.2f}" y="0" height="10"/>')
        left += width
    return Markup(
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        + "".join(drawn)
        + "</svg>"
    )


def render_shape(sketch: Sketch, *, least: float = 10.0, most: float = 100_000.0) -> Markup:
    """How many of a sketch's figures lie where, on a logarithmic scale from `least` to `most`."""
    step = (most / least) ** (1 / BANDS)
    below = [sketch.share_below(least * step**band) or 0.0 for band in range(1, BANDS + 1)]
    shares = [high - low for low, high in zip([0.0, *below], below, strict=False)]
    shares[-1] += 1.0 - below[-1]
    tallest = max(shares) or 1.0
    drawn = [
        f'<rect x="{band * 10 + 1}" width="8" y="{40 - 38 * share / tallest:.1f}" '
        f'height="{max(38 * share / tallest, 0.6):.1f}"/>'
        for band, share in enumerate(shares)
        if share > 0
    ]
    return Markup(
        f'<svg viewBox="0 0 {BANDS * 10} 41" preserveAspectRatio="none" aria-hidden="true">'
        + "".join(drawn)
        + "</svg>"
    )
