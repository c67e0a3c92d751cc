"""A function's zip file as a folder."""

from __future__ import annotations

import atexit
import hashlib
import io
import shutil
import tempfile
import zipfile
from functools import cache
from pathlib import Path

__all__ = ["unpacked"]


@cache
def _home() -> Path:
    # Lives as long as the process: unpacking a large bundle again for each test would cost seconds.
    home = tempfile.mkdtemp(prefix="steploom-functions-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return Path(home)


def unpacked(code: bytes) -> Path:
    """Return the folder that holds the files of a zip, unpacked once in this process.

    Raises:
        zipfile.BadZipFile: The bytes are no zip file.
    """
    folder = _home() / hashlib.sha256(code).hexdigest()[:24]
    if not folder.exists():
        with zipfile.ZipFile(io.BytesIO(code)) as archive:
            archive.extractall(folder)
    return folder
