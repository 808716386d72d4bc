package io.roifilter.sqlite;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.modelmbean.RequiredModelMBean;

/**
 * The right to use one file, held by at most one owner on this machine: in this JVM, whatever its class loader, and in
 * any other process. Ends with {@link #close} or with the process.
 *
 * <p>The lock file is never opened before the JVM has agreed on an owner. POSIX drops a process's lock on a file as soon
 * as the process closes <em>any</em> descriptor of that file, so a second copy of this class (after a redeploy, in
 * another application) that opened the lock file, found it locked and closed it again would silently take the lock from
 * its owner. The agreement is the name of an MBean in the platform's server, which all class loaders share.
 *
 * <p>Lock files are never deleted: one process could hold the deleted file's lock while another creates and locks a new
 * file of the same name, and both would be owners.
 */
final class FileHold implements AutoCloseable {
    /** A link is never followed: whoever can write to the directory could have any file of ours made or locked. */
    private static final Set<OpenOption> OPTIONS =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private final ObjectName name;
    private final FileChannel channel;
    private boolean closed;

    private FileHold(ObjectName name, FileChannel channel) {
        this.name = name;
        this.channel = channel;
    }

    /**
     * Takes the file, if nobody holds it.
     *
     * @param file the real path of what is held; its lock is the file of the same name with {@code .lock} appended
     * @return empty if another holds it
     * @throws IOException if the lock file cannot be made or locked
     */
    static Optional<FileHold> take(Path file) throws IOException {
        ObjectName name = nameOf(file);
        if (!register(name)) {
            return Optional.empty();
        }
        FileChannel channel = null;
        boolean taken = false;
        try {
            OwnerOnly.narrow(lockFile(file)); // while it is nobody's, as far as this JVM is concerned
            channel = FileChannel.open(lockFile(file), OPTIONS, OwnerOnly.file());
            taken = tryLock(channel);
            return taken ? Optional.of(new FileHold(name, channel)) : Optional.empty();
        } finally {
            if (!taken) {
                release(name, channel);
            }
        }
    }

    static Path lockFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".lock");
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            release(name, channel);
            // Only now, see there. A second close would end the hold of whoever took the file since.
            closed = true;
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // locked in this JVM by something that is not a copy of this class
        }
    }

    /** To be called again if an {@code Error} ends it half way. */
    private static void release(ObjectName name, FileChannel channel) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            unregister(name); // after the channel: until it is closed, nobody else may open the lock file
        }
    }

    private static boolean register(ObjectName name) throws IOException {
        try {
            // Only its name matters; a bean of the JDK's needs no public class of ours.
            server().registerMBean(new RequiredModelMBean(), name);
            return true;
        } catch (InstanceAlreadyExistsException e) {
            return false;
        } catch (JMException e) {
            throw new IOException("cannot register " + name, e);
        }
    }

    private static void unregister(ObjectName name) throws IOException {
        try {
            server().unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            // An error at the first try came when this was done.
        } catch (Error e) {
            if (server().isRegistered(name)) {
                throw e;
            }
        } catch (JMException e) {
            throw new IOException("cannot unregister " + name, e);
        }
    }

    private static ObjectName nameOf(Path file) throws IOException {
        try {
            return new ObjectName("io.roifilter:type=FileHold,file=" + ObjectName.quote(file.toString()));
        } catch (JMException e) {
            throw new IOException("no name for " + file, e);
        }
    }

    private static MBeanServer server() {
        return ManagementFactory.getPlatformMBeanServer();
    }
}
