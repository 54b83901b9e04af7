package io.closedloop.lead.door;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** Where connections come from: an address, or of IPv6 the 64 bits that one household or machine is given. */
record Origin(boolean six, long bits) {
    static Origin of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address
                ? new Origin(true, bytes.getLong())
                : new Origin(false, Integer.toUnsignedLong(bytes.getInt()));
    }
}
