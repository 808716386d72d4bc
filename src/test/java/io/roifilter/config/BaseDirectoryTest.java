package io.roifilter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaseDirectoryTest {
    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path directory;

    @Test
    void theServersOwnPlaceComesFirst() {
        user();
        for (String property : List.of(
                "com.sun.aas.instanceRoot",
                "server.output.dir",
                "jboss.server.data.dir",
                "jetty.base",
                "catalina.base")) {
            properties.put(property, "/" + property);
            assertEquals(Optional.of(Path.of("/" + property)), find());
        }
        properties.put("catalina.base", " ");
        assertEquals(Optional.of(Path.of("/jetty.base")), find());
        properties.put("jetty.base", "\0");
        assertEquals(Optional.of(Path.of("/jboss.server.data.dir")), find());
    }

    /** A right that is missing today must not lead away from the place where orders wait. */
    @Test
    void theServersOwnPlaceIsTakenThoughItCannotBeWritten() {
        user();
        properties.put("catalina.base", "/proc/tomcat");
        assertEquals(Optional.of(Path.of("/proc/tomcat")), find());
    }

    @Test
    void thenTheUsersStatesThenTheWorkingDirectory() {
        user();
        assertEquals(Optional.of(directory.resolve("state")), find());
        environment.put("XDG_STATE_HOME", "state"); // a relative one is to be ignored, by its specification
        assertEquals(Optional.of(directory.resolve("home/.local/state")), find());
        properties.put("user.home", "?");
        assertEquals(Optional.of(directory.resolve("work")), find());
    }

    @Test
    void whatCannotBeWrittenIsPassedOver() throws IOException {
        user();
        Path file = Files.createFile(directory.resolve("file"));
        environment.put("XDG_STATE_HOME", file.resolve("state").toString());
        properties.put("user.home", file.toString());
        assertEquals(Optional.of(directory.resolve("work")), find());
        properties.put("user.dir", file.toString());
        assertEquals(Optional.empty(), find());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/srv/tomcat.8080.1234567890123",
                "/srv/payaramicro-rt123456789tmp/runtime",
                "/srv/gfembed123tmp",
                "/srv/tmp",
                "/srv/tmp/anything"
            })
    void whatIsTemporaryIsPassedOver(String temporary) {
        properties.put("java.io.tmpdir", "/srv/tmp");
        for (String property : List.of("catalina.base", "com.sun.aas.instanceRoot", "user.home", "user.dir")) {
            properties.put(property, temporary);
        }
        environment.put("XDG_STATE_HOME", temporary);
        assertEquals(Optional.empty(), find());
        properties.put("jetty.base", "/srv/jetty");
        assertEquals(Optional.of(Path.of("/srv/jetty")), find());
    }

    @Test
    void aTemporaryDirectoryIsKnownByItsOtherNames() throws IOException {
        Path temporary = Files.createDirectories(directory.resolve("tmp"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), temporary);
        Files.createDirectory(temporary.resolve("base"));
        properties.put("java.io.tmpdir", link.toString());
        properties.put("catalina.base", temporary.resolve("base").toString());
        assertEquals(Optional.empty(), find());
    }

    /** Tomcat's is below its base, not the other way round. */
    @Test
    void aTemporaryDirectoryBelowTheServersPlaceTakesNothingFromIt() {
        properties.put("catalina.base", "/srv/tomcat");
        properties.put("java.io.tmpdir", "/srv/tomcat/temp");
        assertEquals(Optional.of(Path.of("/srv/tomcat")), find());
    }

    @Test
    void relativePathsBeginInTheWorkingDirectoryWhereThereIsNothingElse() {
        assertEquals(Path.of("").toAbsolutePath(), base().forRelativePaths());
        BaseDirectory forbidden = new BaseDirectory(BaseDirectoryTest::refuse, BaseDirectoryTest::refuse);
        assertEquals(Path.of("").toAbsolutePath(), forbidden.forRelativePaths());
    }

    @Test
    void whereThereIsNoPlaceTheSettingIsRequired() {
        Given given = Given.whatIsRequired();
        Resolution resolution = given.insert();
        resolution.requireDirectory(Settings.OUTBOX_DIRECTORY);
        assertEquals(
                List.of(
                        "outboxDirectory: is required here: the server has no directory of its own that outlives a restart,"
                                + " and neither the user's directory for states (XDG_STATE_HOME, ~/.local/state) nor the working"
                                + " directory can be written; give it as one of init-param outboxDirectory of filter roi-insert, context-param"
                                + " roi.outboxDirectory, system property roi.outboxDirectory, environment variable"
                                + " ROI_OUTBOX_DIRECTORY"),
                Given.lines(resolution));
        given.context("roi.outboxDirectory", directory.toString());
        Resolution mended = given.insert();
        mended.requireDirectory(Settings.OUTBOX_DIRECTORY);
        assertEquals(List.of(), Given.lines(mended));
    }

    private void user() {
        environment.put("XDG_STATE_HOME", directory.resolve("state").toString());
        properties.put("user.home", directory.resolve("home").toString());
        properties.put("user.dir", directory.resolve("work").toString());
    }

    private Optional<Path> find() {
        return base().find();
    }

    private BaseDirectory base() {
        return new BaseDirectory(properties::get, environment::get);
    }

    private static String refuse(String name) {
        throw new SecurityException(name);
    }
}
