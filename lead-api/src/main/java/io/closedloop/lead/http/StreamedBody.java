package io.closedloop.lead.http;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The body of an answer that is written while it is made, so that memory does not grow with it. Whatever can be refused
 * has to be refused before: once it has begun, a failure can only break the answer off.
 */
@FunctionalInterface
public interface StreamedBody {
    void writeTo(OutputStream out) throws IOException;
}
