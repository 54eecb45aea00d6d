"""Whether a picture can be shown."""

from __future__ import annotations

import io
import warnings
from typing import Final

from PIL import Image

from licensing.messages import Message
from licensing.policy.documents.kinds import JPEG, PNG, TIFF

# A page of A3 at 600 points per inch has 70 millions; a picture that would fill the memory of its reader is an attack.
MOST_POINTS: Final = 100_000_000
_MOST_FRAMES: Final = 500
_FORMATS: Final = {PNG: "PNG", JPEG: "JPEG", TIFF: "TIFF"}
_BROKEN: Final = Message(
    "This picture cannot be shown: it is damaged or cut short. Save it again, and open it before you attach it."
)
_LARGE: Final = Message(
    "This picture has more than %(most)d million points. Save it with fewer.", most=MOST_POINTS // 1_000_000
)


def find_image_fault(content: bytes, media_type: str) -> Message | None:
    """Why the picture is refused; None for one that decodes to its end."""
    try:
        with warnings.catch_warnings():
            # Pillow only warns of a picture of very many points; ours are counted before anything is decoded.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=[_FORMATS[media_type]]) as picture:
                frames = int(getattr(picture, "n_frames", 1))
                if frames > _MOST_FRAMES or picture.width * picture.height * frames > MOST_POINTS:
                    return _LARGE
                for frame in range(frames):
                    picture.seek(frame)
                    picture.load()
    # Each format has its own ways to be damaged, and Pillow its own error for most of them.
    except Exception:  # noqa: BLE001
        return _BROKEN
    return None
