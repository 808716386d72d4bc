package io.roifilter.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FileHoldIT {
    @TempDir
    Path directory;

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theTrapIsReal_closingAnotherChannelOfTheLockFileEndsTheLock() throws Exception {
        Path database = directory.resolve("test.db");
        try (FileChannel channel = openLockFile(database)) {
            assertNotNull(channel.tryLock());
            assertEquals("taken", HoldingProcess.tries(database));
            openLockFile(database).close();
            assertEquals("opened", HoldingProcess.tries(database));
        }
    }

    @Test
    void anAttemptFromAnotherClassLoaderDoesNotEndTheLock() throws Exception {
        Path database = directory.resolve("test.db");
        try (SqliteFile file = new SqliteFiles().open(database).orElseThrow();
                OtherClassLoader other = new OtherClassLoader()) {
            assertEquals("taken", HoldingProcess.tries(file.path()));
            assertTrue(other.open(database).isEmpty());
            assertTrue(new SqliteFiles().open(database).isEmpty());
            assertEquals("taken", HoldingProcess.tries(database));
        }
        assertEquals("opened", HoldingProcess.tries(database));
    }

    @Test
    void whatAnotherProcessHoldsIsTakenUntilItIsKilled() throws Exception {
        Path database = directory.resolve("test.db");
        try (HoldingProcess other = HoldingProcess.start(database)) {
            assertEquals("opened", other.says());
            assertTrue(new SqliteFiles().open(database).isEmpty());
            assertTrue(new SqliteFiles().open(database).isEmpty(), "nor did the attempt take the name");
            other.kill();
            new SqliteFiles().open(database).orElseThrow().close();
        }
    }

    private static FileChannel openLockFile(Path database) throws Exception {
        return FileChannel.open(FileHold.lockFile(database), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
}
