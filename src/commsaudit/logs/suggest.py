"""A proposal for the table ``[logs.<name>]`` of an export that was not made for commsaudit."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from commsaudit.logs.careful import records
from commsaudit.logs.discover import natural_key
from commsaudit.logs.facts import sniff
from commsaudit.logs.headers import clean, fold
from commsaudit.logs.records import Fault
from commsaudit.logs.refusals import refusal
from commsaudit.logs.sheets import cell_text, read_sheet
from commsaudit.logs.table import DEFAULT_LIMITS
from commsaudit.model.options import LogOptions
from commsaudit.model.schema import Column, Log, enumerations, logs

__all__ = ["Suggestion", "natural_key", "read_sample", "suggest"]
