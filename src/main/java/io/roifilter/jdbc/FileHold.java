package io.roifilter.jdbc;

import io.roifilter.thread.PlatformBeans;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.modelmbean.ModelMBeanInfoSupport;
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
    private final Path lockFile;

    /** Tells our MBean from another's of the same name: after an error, nobody knows whether it was registered. */
    private final String mark = UUID.randomUUID().toString();

    // What is perhaps to be released: noted before it is done, so that an error half way loses nothing
    private volatile boolean begun;
    private FileChannel channel;
    private FileLock lock;

    /**
     * Takes nothing yet.
     *
     * @param file the real path of what is to be held; its lock is the file of the same name with {@code .lock} appended
     */
    FileHold(Path file) throws IOException {
        name = nameOf(file);
        lockFile = lockFile(file);
    }

    static Path lockFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".lock");
    }

    /**
     * Takes the file, if nobody holds it.
     *
     * @return whether it is held now
     * @throws IOException if the lock file cannot be made or locked
     */
    boolean take() throws IOException {
        return take(this::lock);
    }

    /**
     * Takes the file to read it only. Where the lock file can be read but not written, several may do that at once, and
     * where it cannot even be made, anybody: nobody can write there.
     *
     * @return whether it is held now
     * @throws IOException if the lock file cannot be locked
     */
    boolean takeForReading() throws IOException {
        return take(() -> {
            try {
                return lock();
            } catch (IOException e) {
                return lockForReading();
            }
        });
    }

    /** Whether anything is held, or an error has left it unknown; {@link #close} makes it known. */
    boolean mayBeHeld() {
        return begun;
    }

    /** Nothing more happens the second time, but for what an error has left undone: see {@link #RELEASE_TRIES}. */
    @Override
    public void close() throws IOException {
        for (int tries = 1; begun; tries++) {
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

    private interface Locking {
        boolean done() throws IOException;
    }

    private boolean take(Locking locking) throws IOException {
        boolean taken = false;
        try {
            taken = register() && locking.done();
            return taken;
        } finally {
            if (!taken) {
                close();
            }
        }
    }

    private boolean register() throws IOException {
        if (server().isRegistered(name)) {
            return false;
        }
        try {
            // Only name and mark matter; a bean of the JDK's needs no public class of ours.
            RequiredModelMBean bean =
                    new RequiredModelMBean(new ModelMBeanInfoSupport("FileHold", mark, null, null, null, null));
            begun = true;
            server().registerMBean(bean, name);
            return true;
        } catch (InstanceAlreadyExistsException e) {
            begun = false;
            return false;
        } catch (JMException e) {
            throw new IOException("cannot register " + name, e);
        }
    }

    private boolean lock() throws IOException {
        OwnerOnly.narrow(lockFile); // while it is nobody's, as far as this JVM is concerned
        if (Files.exists(lockFile, LinkOption.NOFOLLOW_LINKS)
                && !Files.isRegularFile(lockFile, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(lockFile + " is no file"); // a pipe would be opened when somebody opens its other end
        }
        channel = FileChannel.open(lockFile, OPTIONS, OwnerOnly.file());
        return tryLock(false);
    }

    private boolean lockForReading() throws IOException {
        if (Files.notExists(lockFile, LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        channel = FileChannel.open(lockFile, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        return tryLock(true);
    }

    private boolean tryLock(boolean shared) throws IOException {
        try {
            lock = channel.tryLock(0, Long.MAX_VALUE, shared);
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
            if (server().getMBeanInfo(name).getDescription().equals(mark)) {
                server().unregisterMBean(name);
            }
        } catch (InstanceNotFoundException e) {
            // It never was registered, or an error at the try before came when this was done.
        } catch (JMException e) {
            throw new IOException("cannot unregister " + name, e);
        }
        begun = false;
    }

    private static ObjectName nameOf(Path file) throws IOException {
        try {
            return new ObjectName("io.roifilter:type=FileHold,file=" + ObjectName.quote(file.toString()));
        } catch (JMException e) {
            throw new IOException("no name for " + file, e);
        }
    }

    private static MBeanServer server() {
        return PlatformBeans.server();
    }
}
