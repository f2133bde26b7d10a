#!/usr/bin/env python3
"""Build the site: data/ and content/ → site/. `uv run build.py --help` says what else it can do."""

import gc
import sys

from microsite.desk.command_line import main

if __name__ == "__main__":
    gc.disable()  # a command is over before cycles weigh anything; the collector would go through all again and again
    code = main(sys.argv[1:])
    gc.freeze()  # the interpreter, as it ends, would go through all once more
    sys.exit(code)
