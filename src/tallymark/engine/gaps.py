"""Known gaps between engines: in comes a parsed query; out comes the first construct in it on which engines differ.

Each function looks for one gap of ``data/operations.yaml`` at one node and says whether it is there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from sqlglot import exp

EXTRACTED = ("YEAR", "QUARTER", "MONTH", "DAY", "HOUR", "MINUTE")
DATE_DIFF_UNITS = ("DAY", "HOUR", "MINUTE", "SECOND")
FLOATS = (exp.DataType.Type.FLOAT, exp.DataType.Type.DOUBLE)
INTEGERS = exp.DataType.INTEGER_TYPES
WHOLE = (
    exp.Floor, exp.Ceil, exp.Count, exp.Sum, exp.DateDiff, exp.Predicate, exp.Connector, exp.Not, exp.Boolean,
    exp.RowNumber, exp.Year, exp.Month, exp.Day, exp.Quarter, exp.Extract, exp.Length, exp.Placeholder,
)  # fmt: skip
UNSETTLED = (exp.AnyValue, exp.First, exp.Last, exp.ArgMin, exp.ArgMax, exp.Mode)
AVERAGES = (exp.Avg, exp.Median, exp.PercentileCont, exp.PercentileDisc, exp.Quantile, exp.Stddev, exp.Variance)
LISTS = (exp.ArrayAgg, exp.GroupConcat)
WEEKDAYS = (exp.DayOfWeek, exp.DayOfWeekIso, exp.WeekOfYear, exp.DayOfYear)
REGEXES = (exp.RegexpLike, exp.RegexpExtract, exp.RegexpReplace, exp.RegexpILike, exp.SimilarTo, exp.RegexpFullMatch)
VOLATILE = (exp.Rand, exp.CurrentDate, exp.CurrentTimestamp, exp.CurrentTime, exp.Uuid)
ARITHMETIC = (exp.Add, exp.Sub, exp.Mul, exp.IntDiv, exp.Mod)


def _kind(node: exp.Expr, kinds: tuple[type[exp.Expr], ...]) -> bool:
    return isinstance(node, kinds)


def _is_integer_cast(node: exp.Expr) -> bool:
    """A cast to a whole number of something that need not be one."""
    if not isinstance(node, exp.Cast) or node.to.this not in INTEGERS:
        return False
    inside = node.this.unnest()
    if isinstance(inside, exp.Window | exp.Filter):
        inside = inside.this
    if isinstance(inside, exp.Literal):
        return not inside.is_int
    return not isinstance(inside, WHOLE)


def _is_date_diff(node: exp.Expr) -> bool:
    """date_diff in a unit counted differently, or in days between anything but two dates by cast or literal."""
    if not isinstance(node, exp.DateDiff):
        return False
    unit = (node.text("unit") or "DAY").upper()
    if unit == "DAY":
        return not all(_is_date(side) for side in (node.this, node.expression))
    return unit not in DATE_DIFF_UNITS[1:]


def _is_date(side: exp.Expr | None) -> bool:
    return isinstance(side, exp.Cast) and side.to.this == exp.DataType.Type.DATE


def _is_zero_divisor(node: exp.Expr) -> bool:
    if not isinstance(node, exp.IntDiv | exp.Mod):
        return False
    divisor = node.expression.unnest()
    return not (isinstance(divisor, exp.Literal) and divisor.is_int and int(divisor.name) > 0)


def _is_like_escape(node: exp.Expr) -> bool:
    if isinstance(node, exp.Escape | exp.ILike):
        return True
    pattern = node.expression if isinstance(node, exp.Like) else None
    return pattern is not None and not (isinstance(pattern, exp.Literal) and "\\" not in pattern.name)


def _is_table_function(node: exp.Expr) -> bool:
    return isinstance(node, exp.Table) and not isinstance(node.this, exp.Identifier)


def _is_loose_date_trunc(node: exp.Expr) -> bool:
    if not isinstance(node, exp.TimestampTrunc | exp.DateTrunc):
        return False
    return not _is_date(node.parent)


def _is_weekday(node: exp.Expr) -> bool:
    return isinstance(node, WEEKDAYS) or (isinstance(node, exp.Extract) and node.name.upper() not in EXTRACTED)


def _is_all(node: exp.Expr) -> bool:
    """GROUP BY ALL, or ORDER BY ALL."""
    if isinstance(node, exp.Group):
        return bool(node.args.get("all"))
    return isinstance(node, exp.Ordered) and isinstance(node.this, exp.Var)


FINDERS: Mapping[str, Callable[[exp.Expr], bool]] = MappingProxyType(
    {
        "group_by_all": _is_all,
        "qualify": lambda node: isinstance(node, exp.Qualify),
        "try_cast": lambda node: isinstance(node, exp.TryCast),
        "integer_cast": _is_integer_cast,
        "division": lambda node: isinstance(node, exp.Div),
        "zero_divisor": _is_zero_divisor,
        "nan": lambda node: isinstance(node, exp.IsNan | exp.IsInf),
        "float": lambda node: isinstance(node, exp.DataType) and node.this in FLOATS,
        "average": lambda node: _kind(node, AVERAGES),
        "any_row": lambda node: _kind(node, UNSETTLED),
        "list_aggregate": lambda node: _kind(node, LISTS),
        "date_diff_unit": _is_date_diff,
        "date_trunc_type": _is_loose_date_trunc,
        "weekday": _is_weekday,
        "regex": lambda node: _kind(node, REGEXES),
        "like_escape": _is_like_escape,
        "concat": lambda node: isinstance(node, exp.Concat) and not isinstance(node, exp.ConcatWs),
        "using": lambda node: isinstance(node, exp.Join) and bool(node.args.get("using")),
        "distinct_on": lambda node: isinstance(node, exp.Distinct) and bool(node.args.get("on")),
        "tuple_count": lambda node: isinstance(node, exp.Tuple) and isinstance(node.parent, exp.Distinct),
        "window_filter": lambda node: isinstance(node, exp.Window) and isinstance(node.this, exp.Filter),
        "null_skipping": lambda node: isinstance(node, exp.IgnoreNulls | exp.RespectNulls),
        "star_changes": lambda node: isinstance(node, exp.Star) and any(node.args.values()),
        "random": lambda node: _kind(node, VOLATILE),
        "table_function": _is_table_function,
    }
)


def find_gap(node: exp.Expr) -> str | None:
    """The name of the gap that this node alone is, None when it is none."""
    return next((name for name, finds in FINDERS.items() if finds(node)), None)
