"""Latency as drawings: for each operation its quantiles on one logarithmic scale."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import ceil, floor, log10

from contracts.report.sheet import Plot

NAME_WIDTH = 420
PLOT_WIDTH = 560
ROW = 22
TOP = 26


def latency(plots: Sequence[Plot]) -> str:
    """From least to most a line, from half to nine in ten a bar, at 99 in 100 a tick."""
    scale = Scale.over(plots)
    height = TOP + ROW * len(plots) + 6
    width = NAME_WIDTH + PLOT_WIDTH + 90
    rows = "".join(_row(plot, TOP + ROW * number, scale) for number, plot in enumerate(plots))
    return (
        "<p>Line: least to most; bar: 50 % to 90 %; tick: 99 %. The scale is logarithmic.</p>"
        f'<div class="scroll"><svg role="img" aria-label="Latency by operation" width="{width}" '
        f'height="{height}" viewBox="0 0 {width} {height}">{_axis(scale, height)}{rows}</svg></div>'
    )


class Scale:
    """Powers of ten of seconds to pixels."""

    def __init__(self, lowest: int, highest: int) -> None:
        self.lowest = lowest
        self.highest = max(highest, lowest + 1)

    @classmethod
    def over(cls, plots: Sequence[Plot]) -> Scale:
        taken = [max(value, 1e-7) for plot in plots for value in plot.quantiles.values()]
        return cls(floor(log10(min(taken))), ceil(log10(max(taken))))

    def at(self, seconds: float) -> float:
        share = (log10(max(seconds, 1e-7)) - self.lowest) / (self.highest - self.lowest)
        return round(NAME_WIDTH + PLOT_WIDTH * min(max(share, 0), 1), 1)


def spoken(seconds: float) -> str:
    if seconds >= 1:
        return f"{seconds:.3g} s"
    return f"{seconds * 1000:.3g} ms" if seconds >= 1e-3 else f"{seconds * 1e6:.3g} us"


def _axis(scale: Scale, height: int) -> str:
    lines = []
    for power in range(scale.lowest, scale.highest + 1):
        x = scale.at(10.0**power)
        lines.append(f'<line class="axis" x1="{x}" x2="{x}" y1="{TOP - 8}" y2="{height}"/>')
        lines.append(f'<text x="{x}" y="12" text-anchor="middle">{spoken(10.0**power)}</text>')
    return "".join(lines)


def _row(plot: Plot, top: int, scale: Scale) -> str:
    least, half, most_of, nearly_all, most = (scale.at(one) for one in plot.quantiles.values())
    middle = top + ROW / 2
    told = ", ".join(f"{name}: {spoken(one)}" for name, one in plot.quantiles.items())
    name = plot.subject if len(plot.subject) <= 62 else plot.subject[:60] + "…"
    return (
        f"<g><title>{escape(plot.subject)}: {plot.count} answers, {escape(told)}</title>"
        f'<text x="0" y="{middle + 4}">{escape(name)}</text>'
        f'<line class="range" x1="{least}" x2="{most}" y1="{middle}" y2="{middle}"/>'
        f'<rect class="middle" x="{half}" y="{top + 5}" width="{round(max(most_of - half, 2), 1)}" '
        f'height="{ROW - 10}"/>'
        f'<line class="range" x1="{nearly_all}" x2="{nearly_all}" y1="{top + 4}" '
        f'y2="{top + ROW - 4}"/>'
        f'<text x="{NAME_WIDTH + PLOT_WIDTH + 8}" y="{middle + 4}">'
        f"{spoken(plot.quantiles['50 %'])}</text></g>"
    )
