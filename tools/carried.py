# @title The course, carried along: this notebook needs no network and no other file
import base64
import io
import lzma
import sys
import tempfile
import zipfile

# What this notebook uses of the course, its modules and data: a zip, pressed by xz, in base 85.
COURSE = "@COURSE@"

if "carried" not in globals():
    carried = tempfile.TemporaryDirectory(prefix="mlp-course-")  # gone when the kernel ends
    with zipfile.ZipFile(io.BytesIO(lzma.decompress(base64.b85decode(COURSE)))) as archive:
        archive.extractall(carried.name)
    sys.path.insert(0, carried.name)
