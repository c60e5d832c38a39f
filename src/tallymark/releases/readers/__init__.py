"""Readers of release files: in comes a source file of any format; out come sheets whose cells are text with row numbers.

Exported here and nowhere deeper: ``open_source``, ``Workbook``, ``Sheet``, ``RaggedRow``, ``Findings``.
"""

from tallymark.releases.readers.opening import open_source
from tallymark.releases.readers.workbook import Findings, RaggedRow, Sheet, Workbook

__all__ = ["Findings", "RaggedRow", "Sheet", "Workbook", "open_source"]
