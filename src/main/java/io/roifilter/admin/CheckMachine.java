package io.roifilter.admin;

import io.roifilter.config.Resolution;
import io.roifilter.outbox.OutboxProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Java, native code, and the rights of files. */
final class CheckMachine {
    private CheckMachine() {}

    /** Of this command; the server's should be the same. */
    static void java(DoctorReport report) {
        report.ok("Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ") on "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        try {
            OutboxProbe.loadLibrary();
            report.ok("SQLite's native library can be loaded");
        } catch (IOException e) {
            report.wrong(e.getMessage());
        }
    }

    static void secretFiles(Resolution settings, DoctorReport report) {
        for (Path file : settings.secretFiles()) {
            try {
                Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
                if (rights.contains(PosixFilePermission.OTHERS_READ)
                        || rights.contains(PosixFilePermission.OTHERS_WRITE)) {
                    report.wrong(
                            file + " holds a secret, and every user of this machine can read or change it: chmod o-rwx "
                                    + file);
                } else {
                    report.ok(file + " can be read, and not by everybody");
                }
            } catch (IOException | UnsupportedOperationException e) {
                report.ok(file + " can be read");
            }
        }
    }
}
