"""Python runs this first in every program that has this folder on its path.

So the server that a test starts lacks the function as well (see `tools/features.py`).
"""

from importlib import import_module

import_module("tools.disabled")
