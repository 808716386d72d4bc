package io.roifilter.admin;

import io.roifilter.config.Resolution;
import io.roifilter.config.SecretFile;
import io.roifilter.outbox.OutboxProbe;
import java.io.IOException;
import java.nio.file.Path;

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
            if (SecretFile.isEverybodys(file)) {
                report.wrong(SecretFile.warning(file));
            } else {
                report.ok(file + " can be read" + (isPosix(file) ? ", and not by everybody" : ""));
            }
        }
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
