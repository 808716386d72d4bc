package io.roifilter.bench;

import io.roifilter.api.RoiInsert;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The least that a group commit can be: orders are handed in as to the outbox, its one writer makes the same JSON of
 * them, and appends as many as have come in to a file that it then forces to disk.
 */
final class BareGroupCommit implements AutoCloseable {
    private static final int QUEUE_CAPACITY = 10_000;
    private static final int MAX_BATCH = 1000;
    private static final int MAX_ORDER_BYTES = 1024;

    private record Pending(RoiInsert order, CountDownLatch done) {}

    private final BlockingQueue<Pending> queue = new LinkedBlockingQueue<>(QUEUE_CAPACITY);
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_BATCH * MAX_ORDER_BYTES);
    private final FileChannel file;
    private final Thread thread = new Thread(this::run, "bare-group-commit");

    BareGroupCommit(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        thread.start();
    }

    /** Returns when the order is on disk. */
    void accept(RoiInsert order) throws InterruptedException {
        Pending pending = new Pending(order, new CountDownLatch(1));
        queue.put(pending);
        pending.done().await();
    }

    @Override
    public void close() throws IOException {
        thread.interrupt(); // which closes the file, if it is just being written to
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        file.close();
    }

    private void run() {
        List<Pending> batch = new ArrayList<>();
        try {
            while (!Thread.interrupted()) {
                batch.clear();
                batch.add(queue.take());
                queue.drainTo(batch, MAX_BATCH - 1);
                append(batch);
                batch.forEach(pending -> pending.done().countDown());
            }
        } catch (InterruptedException e) {
            // Closed.
        } catch (IOException e) {
            throw new IllegalStateException("the file cannot be written", e);
        }
    }

    private void append(List<Pending> batch) throws IOException {
        buffer.clear();
        for (Pending pending : batch) {
            buffer.put(pending.order().toJson().getBytes(StandardCharsets.UTF_8))
                    .put((byte) '\n');
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
        file.force(false);
    }
}
