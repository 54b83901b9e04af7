package io.closedloop.lead.door;

import java.nio.ByteBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/** Where the container shows what it has read: in its own buffer, until it reads on. */
final class Piece implements ApplicationBufferHandler {
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    @Override
    public void setByteBuffer(ByteBuffer buffer) {
        bytes = buffer;
    }

    @Override
    public ByteBuffer getByteBuffer() {
        return bytes;
    }

    /** It is no room of ours that would have to grow. */
    @Override
    public void expand(int size) {}
}
