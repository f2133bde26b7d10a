"""Two folders → the same two in each other's places, at once, where the system can do that."""

from __future__ import annotations

import ctypes
import os
import sys
from errno import EINVAL, ENOSYS, ENOTSUP
from os import strerror
from pathlib import Path


def exchange(new: Path, folder: Path) -> bool:
    """Let two folders change places, at once; return False where the system can't. Raises OSError."""
    names = os.fsencode(new), os.fsencode(folder)
    try:
        system = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            failed = system.renamex_np(*names, ctypes.c_uint(2))
        else:
            here = ctypes.c_int(-100)  # AT_FDCWD; the flag 2 is RENAME_EXCHANGE
            failed = system.renameat2(here, names[0], here, names[1], ctypes.c_uint(2))
    except (AttributeError, TypeError, OSError):  # no such call, or no such library
        return False
    if not failed:
        return True
    code = ctypes.get_errno()
    if code in (EINVAL, ENOSYS, ENOTSUP):
        return False
    raise OSError(code, strerror(code), str(folder))
