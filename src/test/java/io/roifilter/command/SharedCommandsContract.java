package io.roifilter.command;

import io.roifilter.jdbc.ConnectionSource;
import io.roifilter.outbox.Destination;
import io.roifilter.outbox.Outbox;
import io.roifilter.testing.DatabaseServer;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;

/** The same on a database that instances share. */
abstract class SharedCommandsContract extends OutboxCommandsContract {
    /** Started before the first test. */
    abstract DatabaseServer server();

    @AfterEach
    final void drop() throws Exception {
        server().execute(
                        "DROP TABLE roi_outbox",
                        "DROP TABLE roi_outbox_destination",
                        "DROP TABLE roi_outbox_count",
                        "DROP TABLE roi_outbox_meta");
    }

    @Override
    final Outbox open(Destination destination) {
        return Outbox.shared(
                ConnectionSource.ofUrl(server().url()),
                directory.resolve("roi"),
                destination,
                options(),
                Clock.systemUTC());
    }

    @Override
    final boolean isShared() {
        return true;
    }
}
