"""What the readers of lists promise."""

import os

# As in mailbot's reader child: threads that wait for one another cost more than they bring.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
