"""Runs a command in a terminal of its own: what is typed comes on stdin, what is shown goes to stdout.

in-terminal.py COMMAND [ARGUMENT…]
"""

import os
import pty
import sys

wide = 'stty cols 160 rows 50; exec "$0" "$@"'
status = pty.spawn(["sh", "-c", wide, *sys.argv[1:]])
sys.exit(os.waitstatus_to_exitcode(status) & 0xFF)
