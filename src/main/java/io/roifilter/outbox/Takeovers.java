package io.roifilter.outbox;

import io.roifilter.jdbc.SqliteFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds orders to take over: in a damaged file, in one left by an instance that is gone, or in one with those that no store
 * could take. For one thread at a time.
 */
final class Takeovers {
    private final OutboxDirectory directory;
    private final FileOpener opener;
    private final UnstoredFiles unstored;
    private final Predicate<Path> isOwn;
    private final SqliteFiles opened = new SqliteFiles();

    /** @param isOwn whether this instance has a file in use */
    Takeovers(OutboxDirectory directory, FileOpener opener, UnstoredFiles unstored, Predicate<Path> isOwn) {
        this.directory = directory;
        this.opener = opener;
        this.unstored = unstored;
        this.isOwn = isOwn;
    }

    /**
     * The next, in a file that nobody holds and that is for the destination. What was found before is closed, if it still
     * is open.
     */
    Optional<Takeover> next(StoreAccess to) throws IOException {
        end();
        opener.looksForAside();
        unstored.writer().hasWritten();
        for (Path path : directory.aside()) {
            Optional<Takeover> salvage = opener.isForeignAside(path) ? Optional.empty() : salvage(path, to);
            if (salvage.isPresent()) {
                return salvage;
            }
        }
        for (Path path : directory.files()) {
            if (!isOwn.test(path) && !opener.isForeign(path)) {
                Optional<EmbeddedFile> file = opener.openOther(opened, path);
                if (file.isPresent()) {
                    return Optional.of(new Adoption(file.get(), to));
                }
            }
        }
        return unstored.next(opened, to);
    }

    /** Whether a file was set aside, or orders could not be stored, since {@link #next} looked. */
    boolean isUrgent() {
        return opener.somethingIsAside() || unstored.writer().hasWritten();
    }

    /** Closes what an error has left open. To be called again after an {@code Error}. */
    void end() throws IOException {
        opened.closeAll();
    }

    /** @param found the file, or its log alone */
    private Optional<Takeover> salvage(Path found, StoreAccess to) {
        Path base = found.resolveSibling(found.getFileName().toString().replaceFirst("-wal$", ""));
        try {
            Optional<Salvage> salvage = Salvage.of(opened, base, to);
            if (salvage.isPresent() && opener.isOthers(salvage.get(), found)) {
                salvage.get().abandon();
                return Optional.empty();
            }
            return salvage.map(Takeover.class::cast);
        } catch (IOException | RuntimeException e) {
            opener.passOver(found, e);
            return Optional.empty();
        }
    }
}
