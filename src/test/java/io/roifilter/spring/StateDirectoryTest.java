package io.roifilter.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
    @TempDir
    private Path directory;

    @Test
    void workingDirectoryIfItCanBeWritten() {
        assertEquals(directory, find(directory, Map.of()));
    }

    @Test
    void notTheRoot() {
        assertEquals(directory.resolve("state/roi-filter"), find(Path.of("/"), state()));
    }

    @Test
    void notTheTemporaryDirectory() {
        assertEquals(directory.resolve("state/roi-filter"), find(directory.resolve("tmp"), state()));
    }

    @Test
    void notADirectoryThatIsNotThere() {
        assertEquals(directory.resolve("state/roi-filter"), find(directory.resolve("gone"), state()));
    }

    @Test
    void belowTheHomeOfTheUser() {
        Path found = find(Path.of("/"), Map.of());
        assertEquals(directory.resolve("home/.local/state/roi-filter"), found);
        assertTrue(Files.isDirectory(found));
    }

    @Test
    void workingDirectoryAllTheSameIfThereIsNoOther() {
        Map<String, String> properties = Map.of("user.dir", "/", "user.home", "?", "java.io.tmpdir", "/tmp");
        assertEquals(Path.of("/"), new StateDirectory(properties::get, name -> null).find());
    }

    private Map<String, String> state() {
        return Map.of("XDG_STATE_HOME", directory.resolve("state").toString());
    }

    private Path find(Path working, Map<String, String> environment) {
        Map<String, String> properties = Map.of(
                "user.dir", working.toString(),
                "user.home", directory.resolve("home").toString(),
                "java.io.tmpdir", directory.resolve("tmp").toString());
        return new StateDirectory(properties::get, environment::get).find();
    }
}
