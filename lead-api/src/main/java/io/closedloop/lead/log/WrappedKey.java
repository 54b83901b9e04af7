package io.closedloop.lead.log;

import java.util.Base64;

/**
 * A key that only the master key opens, as it is stored.
 *
 * @param base64 the wrapped key in Base64
 */
public record WrappedKey(String base64) {
    public static WrappedKey of(byte[] wrapped) {
        return new WrappedKey(Base64.getEncoder().encodeToString(wrapped));
    }

    public byte[] bytes() {
        return Base64.getDecoder().decode(base64);
    }
}
