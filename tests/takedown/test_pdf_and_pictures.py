"""Making a PDF leaves alone how pictures are read elsewhere in the process."""

from __future__ import annotations

import subprocess
import sys

CODE = """
from PIL import ImageFile
from takedown.pdf import _weasyprint
try:
    _weasyprint()
except (ImportError, OSError):
    pass
print(ImageFile.LOAD_TRUNCATED_IMAGES)
"""


def test_a_cut_off_picture_stays_broken_after_a_letter() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
