"""Metrics as Prometheus reads them: gauges with their samples, in its text format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

Sample = tuple[dict[str, str], float]


@dataclass(frozen=True, slots=True)
class Metric:
    """One gauge with its samples."""

    name: str
    help: str
    samples: tuple[Sample, ...]


def gauge(name: str, told: str, samples: Iterable[Sample]) -> Metric:
    """Return a gauge of ours."""
    return Metric(f"mailbot_{name}", told, tuple(samples))


def exposition(found: Iterable[Metric]) -> str:
    """Return the metrics in Prometheus' text format, version 0.0.4."""
    return "".join(line + "\n" for metric in found for line in _lines(metric))


def _lines(metric: Metric) -> Iterator[str]:
    yield f"# HELP {metric.name} {metric.help}"
    yield f"# TYPE {metric.name} gauge"
    for labels, value in metric.samples:
        told = ",".join(f'{name}="{_escaped(text)}"' for name, text in sorted(labels.items()))
        yield f"{metric.name}{{{told}}} {value:.15g}" if told else f"{metric.name} {value:.15g}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
