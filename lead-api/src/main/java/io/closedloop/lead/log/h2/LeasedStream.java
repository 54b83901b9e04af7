package io.closedloop.lead.log.h2;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** What H2 writes from its beginning to its end, as a copy of the database, only as long as a lease is in force. */
final class LeasedStream extends FilterOutputStream {
    private final FileLease lease;

    LeasedStream(FileLease lease, OutputStream real) {
        super(real);
        this.lease = lease;
    }

    @Override
    public void write(int b) throws IOException {
        lease.change(() -> {
            out.write(b);
            return true;
        });
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        lease.change(() -> {
            out.write(bytes, offset, length);
            return true;
        });
    }
}
