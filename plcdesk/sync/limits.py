"""The limits of a bundle. They are the same for everybody and fixed per major format, so that all laptops agree."""

FORMAT = (1, 0)
"""Major and minor of the format written here. A higher major is refused, a higher minor is read."""

FILE = 2_000_000_000
"""Bytes of a bundle; below what FAT32 and 31-bit offsets hold."""
README = 64 * 1024
MANIFEST = 16 * 1024 * 1024
SIGNATURE = 64
RECORDS_RAW = 256 * 1024 * 1024
"""Bytes of all commit lines unpacked."""
RECORDS_FREE = 16 * 1024 * 1024
"""Unpacked bytes up to which any ratio is allowed; repetitive text packs well."""
RATIO = 200
"""Unpacked to packed bytes above that."""
WINDOW = 8 * 1024 * 1024
"""Memory a packed stream may ask of its reader."""
LINE = 4 * 1024 * 1024
BLOBS = 20_000
BLOB = 25 * 1024 * 1024
SPACES = 2_000
FEEDS = 50_000
TIPS = 100_000
NAME = 200
"""Characters of a label in a manifest."""
COMMENT = 4_000
PHOTO_CAP = 200 * 1024 * 1024
"""Bytes of photos sent in one bundle unless another cap is chosen."""
EXTENSION = ".plcb"
