package io.roifilter.outbox;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows that a page of a SQLite table holds, whatever table it is; what cannot be read is left out. */
final class PageRows {
    private static final int LEAF_OF_TABLE = 0x0d;
    private static final int LEAF_HEADER_BYTES = 8;
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_COLUMNS = 100;

    // What a cell holds itself, of a row that goes on in other pages; as the file format says.
    private static final int USABLE = PageSource.PAGE_BYTES;
    private static final int MAX_LOCAL = USABLE - 35;
    private static final int MIN_LOCAL = (USABLE - 12) * 32 / 255 - 23;

    private final PageSource pages;

    /** @param columns each a {@code Long}, a {@code String}, null, or another object for what is neither */
    record PageRow(long id, List<Object> columns) {}

    PageRows(PageSource pages) {
        this.pages = pages;
    }

    List<PageRow> of(ByteBuffer page) {
        List<PageRow> rows = new ArrayList<>();
        if (page.get(0) != LEAF_OF_TABLE) {
            return rows;
        }
        int cells = Short.toUnsignedInt(page.getShort(3));
        for (int i = 0; i < cells && LEAF_HEADER_BYTES + 2 * i + 2 <= USABLE; i++) {
            row(page, Short.toUnsignedInt(page.getShort(LEAF_HEADER_BYTES + 2 * i)))
                    .ifPresent(rows::add);
        }
        return rows;
    }

    private Optional<PageRow> row(ByteBuffer page, int offset) {
        try {
            ByteBuffer cell = page.duplicate().position(offset);
            long length = varint(cell);
            long id = varint(cell);
            return length <= 0 || length > MAX_BYTES
                    ? Optional.empty()
                    : record(payload(cell, (int) length).flip()).map(columns -> new PageRow(id, columns));
        } catch (BufferUnderflowException | IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private ByteBuffer payload(ByteBuffer cell, int length) {
        ByteBuffer payload = ByteBuffer.allocate(length);
        if (length <= MAX_LOCAL) {
            return payload.put(cell.slice().limit(length));
        }
        int local = MIN_LOCAL + (length - MIN_LOCAL) % (USABLE - 4);
        local = local <= MAX_LOCAL ? local : MIN_LOCAL;
        payload.put(cell.slice().limit(local));
        long next = cell.getInt(cell.position() + local);
        while (payload.hasRemaining()) {
            ByteBuffer more = pages.page(next).orElseThrow(BufferUnderflowException::new);
            next = more.getInt();
            payload.put(more.slice().limit(Math.min(payload.remaining(), more.remaining())));
        }
        return payload;
    }

    /** The types of all columns, then their values. */
    private static Optional<List<Object>> record(ByteBuffer record) throws CharacterCodingException {
        int headerBytes = (int) varint(record);
        ByteBuffer types = record.duplicate().limit(headerBytes);
        ByteBuffer values = record.duplicate().position(headerBytes);
        List<Object> columns = new ArrayList<>();
        while (types.hasRemaining()) {
            columns.add(value(varint(types), values));
            if (columns.size() > MAX_COLUMNS) {
                return Optional.empty();
            }
        }
        return Optional.of(columns);
    }

    private static Object value(long type, ByteBuffer values) throws CharacterCodingException {
        if (type >= 13 && type % 2 == 1) {
            return text(bytes(values, (type - 13) / 2));
        }
        if (type >= 12) {
            return bytes(values, (type - 12) / 2);
        }
        return switch ((int) type) {
            case 0 -> null;
            case 1, 2, 3, 4 -> number(values, (int) type);
            case 5 -> number(values, 6);
            case 6 -> number(values, 8);
            case 7 -> values.getDouble();
            case 8 -> 0L;
            case 9 -> 1L;
            default -> throw new IllegalArgumentException("no type: " + type);
        };
    }

    private static long number(ByteBuffer values, int bytes) {
        long number = values.get();
        for (int i = 1; i < bytes; i++) {
            number = number << 8 | Byte.toUnsignedLong(values.get());
        }
        return number;
    }

    private static ByteBuffer bytes(ByteBuffer values, long length) {
        if (length > values.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer bytes = values.slice().limit((int) length);
        values.position(values.position() + (int) length);
        return bytes;
    }

    /** Strict: other bytes are no text of ours. */
    private static String text(ByteBuffer bytes) throws CharacterCodingException {
        CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(bytes);
        return text.toString();
    }

    private static long varint(ByteBuffer bytes) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            byte next = bytes.get();
            value = value << 7 | next & 0x7f;
            if (next >= 0) {
                return value;
            }
        }
        return value << 8 | Byte.toUnsignedLong(bytes.get());
    }
}
