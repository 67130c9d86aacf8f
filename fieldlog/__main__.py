"""`python -m fieldlog` is the `fieldlog` command."""

import sys

from fieldlog.cli import main

sys.exit(main())
