package io.roifilter.http;

import io.roifilter.text.OneLine;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Takes answers off a connection (RFC 9112), each byte of them bounded. */
final class AnswerReader {
    private static final int MAX_HEAD_BYTES = 1 << 16;
    private static final int BUFFER_BYTES = 1 << 14;
    private static final int MAX_SAID = 60;

    /** An answer's head. */
    record Head(String statusLine, int status, boolean isHttp10, HttpHeaders headers) {
        boolean hasBody() {
            return status >= 200 && status != 204 && status != 304;
        }

        boolean keepsConnection() {
            return isHttp10 ? headers.names("Connection", "keep-alive") : !headers.names("Connection", "close");
        }
    }

    /** Where the bytes come from. */
    interface Source {
        /** As {@link java.io.InputStream#read(byte[], int, int)}. */
        int read(byte[] bytes, int offset, int length) throws IOException;
    }

    private final Source source;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private int headBytes;
    private boolean untilClosed;
    private boolean begun;

    AnswerReader(Source source) {
        this.source = source;
    }

    /** Whether there is something that nobody has taken yet. */
    boolean hasMore() {
        return position < limit;
    }

    /** Whether anything of the answer whose head was asked for last has come. */
    boolean hasBegun() {
        return begun;
    }

    /** Whether the end of the last body was that of the connection. */
    boolean wasUntilClosed() {
        return untilClosed;
    }

    /** The head of the answer, past those that only say that there will be one. */
    Head head() throws IOException {
        headBytes = 0;
        begun = hasMore();
        Head head = oneHead();
        while (head.status() < 200 && head.status() != 101) {
            head = oneHead();
        }
        return head;
    }

    /** @throws IOException also if it is longer than allowed */
    byte[] body(Head head, int maxBytes) throws IOException {
        untilClosed = false;
        if (!head.hasBody()) {
            return new byte[0];
        }
        List<String> codings = head.headers().all("Transfer-Encoding");
        if (!codings.isEmpty()) {
            if (codings.size() > 1 || !codings.get(0).strip().equalsIgnoreCase("chunked")) {
                throw new IOException("the answer comes in an encoding that was not asked for: " + said("" + codings));
            }
            return chunks(maxBytes);
        }
        List<String> lengths = head.headers().all("Content-Length");
        return lengths.isEmpty() ? rest(maxBytes) : sized(length(lengths), maxBytes);
    }

    private Head oneHead() throws IOException {
        String statusLine = line();
        if (!statusLine.matches("HTTP/1\\.\\d \\d{3}( .*)?")) {
            throw new IOException("what answers does not speak HTTP/1.1: \"" + said(statusLine) + '"');
        }
        HttpHeaders headers = new HttpHeaders();
        String header = line();
        while (!header.isEmpty()) {
            StringBuilder whole = new StringBuilder(header);
            header = line();
            while (header.startsWith(" ") || header.startsWith("\t")) { // folded, as RFC 9112, section 5.2, lets it be
                whole.append(' ').append(header.strip());
                header = line();
            }
            int colon = whole.indexOf(":");
            if (colon > 0) {
                headers.add(
                        whole.substring(0, colon).strip(),
                        whole.substring(colon + 1).strip());
            }
        }
        int status = Integer.parseInt(statusLine.substring(9, 12));
        return new Head(statusLine.substring(9), status, statusLine.charAt(7) == '0', headers);
    }

    private static long length(List<String> lengths) throws IOException {
        String first = lengths.get(0).strip();
        if (!first.matches("\\d{1,18}")
                || !lengths.stream().allMatch(other -> other.strip().equals(first))) {
            throw new IOException("the answer's length is none: " + said("" + lengths));
        }
        return Long.parseLong(first);
    }

    private byte[] sized(long length, int maxBytes) throws IOException {
        if (length > maxBytes) {
            throw tooLong(maxBytes);
        }
        byte[] body = new byte[(int) length];
        readFully(body);
        return body;
    }

    private byte[] rest(int maxBytes) throws IOException {
        untilClosed = true;
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (position < limit || fill()) {
            body.write(buffer, position, limit - position);
            position = limit;
            if (body.size() > maxBytes) {
                throw tooLong(maxBytes);
            }
        }
        return body.toByteArray();
    }

    private byte[] chunks(int maxBytes) throws IOException {
        byte[] body = new byte[0];
        for (int size = chunkSize(maxBytes); size > 0; size = chunkSize(maxBytes)) {
            if (body.length + size > maxBytes) {
                throw tooLong(maxBytes);
            }
            byte[] chunk = new byte[size];
            readFully(chunk);
            body = body.length == 0 ? chunk : joined(body, chunk);
            if (!line().isEmpty()) {
                throw new IOException("a chunk of the answer does not end where it should");
            }
        }
        while (!line().isEmpty()) {
            // Trailers: nothing that anybody asked for.
        }
        return body;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private int chunkSize(int maxBytes) throws IOException {
        headBytes = 0;
        String line = line();
        int end = line.indexOf(';');
        String size = (end < 0 ? line : line.substring(0, end)).strip();
        if (!size.matches("[0-9a-fA-F]{1,15}")) {
            throw new IOException("a chunk of the answer has no size: \"" + said(line) + '"');
        }
        long bytes = Long.parseLong(size, 16);
        if (bytes > maxBytes) {
            throw tooLong(maxBytes);
        }
        return (int) bytes;
    }

    /** What is said of an answer that is longer. */
    private static IOException tooLong(int maxBytes) {
        return new IOException("the answer is longer than " + maxBytes + " bytes");
    }

    private static String said(String text) {
        return OneLine.of(text, MAX_SAID);
    }

    /** Without its end, which some write without the carriage return. */
    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            if (position == limit && !fill()) {
                throw new EOFException("the connection ended before the answer did");
            }
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            headBytes += end - position + 1;
            if (headBytes > MAX_HEAD_BYTES) {
                throw new IOException("the head of the answer is longer than " + MAX_HEAD_BYTES + " bytes");
            }
            line.append(new String(buffer, position, end - position, StandardCharsets.ISO_8859_1));
            boolean ended = end < limit;
            position = ended ? end + 1 : end;
            if (ended) {
                int last = line.length() - 1;
                return last >= 0 && line.charAt(last) == '\r' ? line.substring(0, last) : line.toString();
            }
        }
    }

    private void readFully(byte[] bytes) throws IOException {
        int buffered = Math.min(limit - position, bytes.length);
        System.arraycopy(buffer, position, bytes, 0, buffered);
        position += buffered;
        int read = buffered;
        while (read < bytes.length) {
            int some = source.read(bytes, read, bytes.length - read);
            if (some < 0) {
                throw new EOFException("the answer ended after " + read + " of its " + bytes.length + " bytes");
            }
            read += some;
        }
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, source.read(buffer, 0, buffer.length));
        begun |= limit > 0;
        return limit > 0;
    }
}
