"""The parts of a zip container (xlsx, ods), unpacked within bounds and checked to the last byte."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from analytics.errors import DataError
from analytics.ingest.workbook.budget import MB, Budget

CHUNK = 1 << 20
_FEED = 1 << 16
_LOCAL_HEADER = 30
_ENCRYPTED = 0x1
_SMALL_PART = 16 * MB


class Package:
    """A zip container whose directory is within ``budget``.

    The sizes of the directory are the file's own word, and readers differ in whether they trust it:
    a part is therefore inflated here to its real end, and refused where that is not what it declares.

    Raises
    ------
    DataError
        If the container is damaged, encrypted, too large unpacked, or names a part twice (readers
        would not agree on which one counts).
    """

    def __init__(self, file: str, data: bytes, budget: Budget) -> None:
        self.file = file
        self._data = memoryview(data)
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                members = archive.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise self.damaged() from error
        budget.admit_parts(file, len(members))
        budget.admit_package(file, sum(member.file_size for member in members), len(data))
        if any(member.flag_bits & _ENCRYPTED for member in members):
            raise DataError("workbook.encrypted", file=file)
        self._members = {member.filename.casefold(): member for member in members}
        if len(self._members) != len(members):
            raise self.damaged()

    @property
    def parts(self) -> tuple[str, ...]:
        """Names of the parts as written."""
        return tuple(member.filename for member in self._members.values())

    def __contains__(self, part: str) -> bool:
        return part.casefold() in self._members

    def damaged(self) -> DataError:
        """The refusal of a container that is not what it says it is."""
        return DataError("workbook.damaged", file=self.file)

    def chunks(self, part: str) -> Iterator[bytes]:
        """The content of ``part`` in pieces of at most 1 MiB; name compared without case."""
        member = self._members.get(part.casefold())
        if member is None:
            raise self.damaged()
        size = checksum = 0
        try:
            for piece in self._inflate(member):
                size += len(piece)
                checksum = zlib.crc32(piece, checksum)
                if size > member.file_size:
                    break
                yield piece
        except zlib.error as error:
            raise self.damaged() from error
        if size != member.file_size or checksum != member.CRC:
            raise self.damaged()

    def read(self, part: str) -> bytes:
        """The whole content of a part that is small in any sound file (lists of sheets, relations)."""
        content = bytearray()
        for piece in self.chunks(part):
            content += piece
            if len(content) > _SMALL_PART:
                raise self.damaged()
        return bytes(content)

    def _inflate(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        header = bytes(self._data[member.header_offset :][:_LOCAL_HEADER])
        names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        start = member.header_offset + _LOCAL_HEADER + names
        packed = self._data[start : start + member.compress_size]
        if member.compress_type == zipfile.ZIP_STORED:
            yield from (bytes(packed[at : at + CHUNK]) for at in range(0, len(packed), CHUNK))
            return
        if member.compress_type != zipfile.ZIP_DEFLATED:
            raise self.damaged()
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        for at in range(0, len(packed), _FEED):
            feed: bytes | memoryview = packed[at : at + _FEED]
            while feed:
                yield inflater.decompress(feed, CHUNK)
                feed = inflater.unconsumed_tail
        yield inflater.flush()
        if not inflater.eof:
            raise self.damaged()
