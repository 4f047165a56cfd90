"""What a report is, and how a library of reports is kept on disk.

The lowest floor: knows no file format, no model and no question. Whatever imports a package that brings ONNX Runtime
has imported this one before, worker processes too: so its telemetry is turned off here.
"""

import os

# Read when ONNX Runtime is imported, and inherited by child processes. No value of the user's own is kept: "no
# telemetry" is promised without conditions, and a "0" meant for another program is none of ours.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
