"""A function's zip file as a folder."""

from __future__ import annotations

import hashlib
import io
import tempfile
import zipfile
from functools import cache
from pathlib import Path

__all__ = ["unpacked"]


@cache
def _home() -> tempfile.TemporaryDirectory[str]:
    # Lives as long as the process: unpacking a large bundle again for each test would cost seconds.
    return tempfile.TemporaryDirectory(prefix="steploom-functions-", ignore_cleanup_errors=True)


def unpacked(code: bytes) -> Path:
    """Return the folder that holds the files of a zip, unpacked once in this process.

    Raises:
        zipfile.BadZipFile: The bytes are no zip file.
    """
    folder = Path(_home().name) / hashlib.sha256(code).hexdigest()[:24]
    if not folder.exists():
        with zipfile.ZipFile(io.BytesIO(code)) as archive:
            archive.extractall(folder)
    return folder
