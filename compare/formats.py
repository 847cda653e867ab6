"""What the analysis is exported as, by the name of the format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from claims.models import Analysis
from compare.export import write_csv, write_json
from compare.interchange import write_linked_data

WRITERS: Mapping[str, Callable[[Analysis, Path, str], None]] = {
    "json": write_json,
    "csv": write_csv,
    "jsonld": write_linked_data,
}
