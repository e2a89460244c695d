"""`python -m wordify`: the command of the package."""

import sys

from ._command import main

sys.exit(main())
