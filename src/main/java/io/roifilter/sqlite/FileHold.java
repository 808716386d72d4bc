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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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

    /** An application that has used up the memory gives it back at last; until then, this much is tried. */
    private static final int RELEASE_TRIES = 200;

    private static final long RELEASE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final ObjectName name;

    // What is to be released; written as soon as there is something, and made before: an error in between loses nothing
    private boolean registered;
    private FileChannel channel;
    private FileLock lock;

    private FileHold(ObjectName name) {
        this.name = name;
    }

    /**
     * Takes the file, if nobody holds it.
     *
     * @param file the real path of what is held; its lock is the file of the same name with {@code .lock} appended
     * @return empty if another holds it
     * @throws IOException if the lock file cannot be made or locked
     */
    static Optional<FileHold> take(Path file) throws IOException {
        FileHold hold = new FileHold(nameOf(file));
        Optional<FileHold> result = Optional.of(hold);
        boolean taken = false;
        try {
            taken = hold.register() && hold.lock(lockFile(file));
            return taken ? result : Optional.empty();
        } finally {
            if (!taken) {
                hold.close();
            }
        }
    }

    static Path lockFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".lock");
    }

    /** Nothing more happens the second time, but for what an error has left undone: see {@link #RELEASE_TRIES}. */
    @Override
    public void close() throws IOException {
        for (int tries = 1; registered; tries++) {
            try {
                release();
            } catch (RuntimeException | Error e) {
                if (tries == RELEASE_TRIES) {
                    throw e;
                }
                LockSupport.parkNanos(RELEASE_PAUSE_NANOS);
            }
        }
    }

    private boolean register() throws IOException {
        if (server().isRegistered(name)) {
            return false;
        }
        try {
            // Only its name matters; a bean of the JDK's needs no public class of ours.
            server().registerMBean(new RequiredModelMBean(), name);
            registered = true;
        } catch (InstanceAlreadyExistsException e) {
            return false;
        } catch (JMException e) {
            throw new IOException("cannot register " + name, e);
        } catch (RuntimeException | Error e) {
            registered = server().isRegistered(name); // there was memory to register it, but not for the answer
            throw e;
        }
        return true;
    }

    private boolean lock(Path lockFile) throws IOException {
        OwnerOnly.narrow(lockFile); // while it is nobody's, as far as this JVM is concerned
        channel = FileChannel.open(lockFile, OPTIONS, OwnerOnly.file());
        try {
            lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // locked in this JVM by something that is not a copy of this class
        }
    }

    private void release() throws IOException {
        try {
            if (lock != null && channel.isOpen()) {
                lock.release(); // by itself, as a channel that an error ends while it closes keeps it
            }
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            unregister();
            throw e;
        }
        unregister(); // after the channel: until it is closed, nobody else may open the lock file
    }

    private void unregister() throws IOException {
        try {
            server().unregisterMBean(name);
            registered = false;
        } catch (InstanceNotFoundException e) {
            registered = false; // an error at the try before came when this was done
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
