package io.roifilter.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class OpeningRemedyTest {
    /** What the kernel says to a unit with ProtectSystem=strict, and in a container with a read-only root. */
    @Test
    void aDirectoryThatMayNotBeWrittenHasARemedy() {
        assertNamesTheUnit(new AccessDeniedException("/var/lib/tomcat10/roi"));
        assertNamesTheUnit(new FileSystemException("/var/lib/tomcat10/roi", null, "Read-only file system"));
        assertNamesTheUnit(new OutboxException("cannot open", new AccessDeniedException("/var/lib/tomcat10/roi")));
    }

    @Test
    void otherFailuresSpeakForThemselves() {
        assertEquals("", Opening.remedy(new IOException("No space left on device")));
        assertEquals("", Opening.remedy(new IOException()));
    }

    private static void assertNamesTheUnit(Throwable failure) {
        String remedy = Opening.remedy(failure);
        assertTrue(remedy.contains("ReadWritePaths="), remedy);
    }
}
