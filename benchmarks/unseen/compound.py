"""The compound file format of old Office files and of protected new ones: named streams in sectors of 512 bytes."""

from collections.abc import Mapping
from itertools import count
from struct import pack

SECTOR = 512
LEAST_STREAM = 4096
"""A shorter stream would have to lie elsewhere; it is padded."""

END, FREE, TABLE, NOBODY = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
ENTRIES, IN_HEADER = SECTOR // 4, 109
ROOT, STREAM, BLACK = 5, 2, 1
MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of those streams.

    Source: Microsoft, [MS-CFB] Compound File Binary File Format, sections 2.2 (header), 2.3 (FAT) and 2.6 (directory).
    """
    padded = {name: _padded(content) for name, content in sorted(streams.items(), key=lambda item: len(item[0]))}
    starts, chain = {}, list[int]()
    for name, content in padded.items():
        starts[name] = len(chain)
        chain += _chained(len(chain), len(content) // SECTOR)
    directory = _directory({name: (starts[name], len(content)) for name, content in padded.items()})
    at = len(chain)
    chain += _chained(at, len(directory) // SECTOR)
    tables = next(number for number in count(1) if number * ENTRIES >= len(chain) + number)
    first_table = len(chain)
    chain += [TABLE] * tables
    chain += [FREE] * (tables * ENTRIES - len(chain))
    header = _header(at, tables, first_table)
    return header + b"".join(padded.values()) + directory + pack(f"<{len(chain)}I", *chain)


def _padded(content: bytes) -> bytes:
    size = max(LEAST_STREAM, -(-len(content) // SECTOR) * SECTOR)
    return content.ljust(size, b"\0")


def _chained(start: int, sectors: int) -> list[int]:
    return [*range(start + 1, start + sectors), END]


def _directory(streams: Mapping[str, tuple[int, int]]) -> bytes:
    """The root and the streams, each the right-hand neighbour of the one before, which a sorted tree allows."""
    entries = [_entry("Root Entry", ROOT, NOBODY, 1, (END, 0))]
    for number, (name, place) in enumerate(streams.items(), 1):
        right = number + 1 if number < len(streams) else NOBODY
        entries.append(_entry(name, STREAM, right, NOBODY, place))
    entries += [_unused()] * (-len(entries) % 4)
    return b"".join(entries)


def _entry(name: str, kind: int, right: int, child: int, place: tuple[int, int]) -> bytes:
    text = name.encode("utf-16-le")
    start, size = place
    named = pack("<64sHBB", text, len(text) + 2, kind, BLACK)
    return named + pack("<III", NOBODY, right, child) + bytes(36) + pack("<IQ", start, size)


def _unused() -> bytes:
    return bytes(68) + pack("<III", NOBODY, NOBODY, NOBODY) + bytes(48)


def _header(directory: int, tables: int, first_table: int) -> bytes:
    fixed = pack(
        "<8s16xHHHHH6xIIIIIIIII", MAGIC, 0x3E, 3, 0xFFFE, 9, 6, 0, tables, directory, 0, LEAST_STREAM, END, 0, END, 0
    )
    places = [*range(first_table, first_table + tables)]
    return fixed + pack(f"<{IN_HEADER}I", *places, *[FREE] * (IN_HEADER - tables))
