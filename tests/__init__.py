"""Tests. What is compiled for them is kept, whatever the surroundings say: their processes are a hundred and more."""

import os
import sys

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
