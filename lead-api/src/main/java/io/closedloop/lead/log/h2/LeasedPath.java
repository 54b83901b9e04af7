package io.closedloop.lead.log.h2;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * The file system through which H2 reaches its file: {@code leased:7:file:/path} is {@code file:/path} under the lease
 * of number 7. Every lease has names of its own, so that H2 takes the file under a new lease for another database than
 * the broken one that it may still keep. H2 makes the instances, by reflection.
 */
public final class LeasedPath extends FilePathWrapper {
    private static final String SCHEME = "leased";

    static {
        FilePath.register(new LeasedPath());
    }

    /** What to put before a path to have it opened under a lease. */
    static String prefix(FileLease lease) {
        return SCHEME + ":" + lease.number() + ":";
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    protected String getPrefix() {
        return name.substring(0, endOfPrefix(name));
    }

    @Override
    protected FilePath unwrap(String path) {
        return FilePath.get(path.substring(endOfPrefix(path)));
    }

    private static int endOfPrefix(String path) {
        return path.indexOf(':', SCHEME.length() + 1) + 1;
    }

    private FileLease lease() throws IOException {
        return FileLease.of(Long.parseLong(name.substring(SCHEME.length() + 1, endOfPrefix(name) - 1)));
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        FileLease lease = lease();
        return new LeasedFile(lease, lease.open(() -> super.open(mode)));
    }

    @Override
    public OutputStream newOutputStream(boolean append) throws IOException {
        FileLease lease = lease();
        return new LeasedStream(lease, lease.change(() -> super.newOutputStream(append)));
    }

    @Override
    public boolean createFile() {
        return whileInForce(super::createFile);
    }

    @Override
    public void delete() {
        whileInForce(() -> {
            super.delete();
            return true;
        });
    }

    @Override
    public void moveTo(FilePath newName, boolean atomicReplace) {
        whileInForce(() -> {
            super.moveTo(newName, atomicReplace);
            return true;
        });
    }

    private boolean whileInForce(FileLease.Change<Boolean> change) {
        try {
            return lease().change(change);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
