"""Making a PDF leaves alone how pictures are read elsewhere in the process."""

from __future__ import annotations

import subprocess
import sys

CODE = """
from PIL import ImageFile
from tests.takedown.layout_world import letter
from takedown.pdf import letter_pdf
assert letter_pdf(letter())[0].startswith(b"%PDF")
print(ImageFile.LOAD_TRUNCATED_IMAGES)
"""


def test_a_cut_off_picture_stays_broken_after_a_letter() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
