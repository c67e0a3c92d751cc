"""Placeholders for what differs from run to run: ids, tokens, moments, accounts, places of files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from steploom.jsontext import Json, parse

__all__ = ["Normal"]

_UUID: Final = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", re.IGNORECASE)
#: AWS's task tokens: long, and all begin alike.
_TOKEN: Final = re.compile(r"\bA[AQ][A-Za-z0-9+/=]{80,}")
_MOMENT: Final = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)")
_ARN: Final = re.compile(r"\barn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):(\d{12}):")
_QUEUE: Final = re.compile(r"\bhttps://sqs\.[a-z0-9-]+\.amazonaws\.com/\d{12}/")
_FRAME: Final = re.compile(r'File "([^"]*[\\/])?([^"\\/]+)", line \d+')
#: What a service's HTTP response looked like: dates, lengths, request ids.
_NOISE: Final = frozenset({"SdkHttpMetadata", "SdkResponseMetadata", "ResponseMetadata"})
_AROUND = 3600.0
_MILLIS = 1000


@dataclass(slots=True)
class Normal:
    """Makes values normal; the same id or moment becomes the same placeholder everywhere.

    Attributes:
        begin: The first moment of the execution, in epoch seconds; moments far from it are data, and stay.
        end: Its last moment.
    """

    begin: float
    end: float
    _known: dict[tuple[str, str], str] = field(default_factory=dict)

    def value(self, value: Json) -> Json:
        """Return a JSON value with placeholders; texts that hold JSON objects are read, so that their order is none."""
        match value:
            case dict():
                return {self.text(key): self.value(each) for key, each in value.items() if key not in _NOISE}
            case list():
                return [self.value(each) for each in value]
            case str():
                return self._string(value)
            case bool() | None:
                return value
            case int() | float() if self._now(value / _MILLIS) and value > _MILLIS:
                return self._placeholder("millis", str(value))
            case _:
                return value

    def text(self, text: str) -> str:
        """Return a text with placeholders."""
        made = _MOMENT.sub(self._moment, text)
        made = _UUID.sub(self._numbered("uuid"), made)
        made = _TOKEN.sub(self._numbered("token"), made)
        made = _ARN.sub(r"arn:\1:\2:<region>:<account>:", made)
        made = _QUEUE.sub("https://sqs.<region>.amazonaws.com/<account>/", made)
        return _FRAME.sub(r'File "\2", line <n>', made)

    def _string(self, text: str) -> Json:
        if text.startswith(("{", "[")):
            try:
                inner = parse(text)
            except ValueError:
                return self.text(text)
            return json.dumps(self.value(inner), ensure_ascii=False, sort_keys=True, separators=(", ", ": "))
        return self.text(text)

    def _moment(self, found: re.Match[str]) -> str:
        text = found.group()
        try:
            seconds = datetime.fromisoformat(text).timestamp()
        except ValueError:
            return text
        return self._placeholder("time", text) if self._now(seconds) else text

    def _now(self, seconds: float) -> bool:
        return self.begin - _AROUND <= seconds <= self.end + _AROUND

    def _numbered(self, kind: str) -> Callable[[re.Match[str]], str]:
        return lambda found: self._placeholder(kind, found.group())

    def _placeholder(self, kind: str, text: str) -> str:
        known = self._known.get((kind, text))
        if known is None:
            number = sum(each == kind for each, _ in self._known) + 1
            known = self._known[kind, text] = f"<{kind}:{number}>"
        return known
