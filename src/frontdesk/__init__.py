"""frontdesk: bots that answer a business's customers, and the operations around them."""

import os

__version__ = "0.1.0"

# Training multiplies small matrices many times. More threads than one only spin and take the second
# core away from the rest; numpy reads this once, when it is first imported.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
