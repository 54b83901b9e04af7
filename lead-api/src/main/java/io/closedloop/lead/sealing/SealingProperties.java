package io.closedloop.lead.sealing;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The secret that personal data hang on.
 *
 * @param masterKey 32 bytes in Base64; without it the file master.key in the data directory is used
 */
@ConfigurationProperties("closedloop")
record SealingProperties(@Nullable String masterKey) {
    /** Tells nothing of the key. */
    @Override
    public String toString() {
        return "SealingProperties[masterKey=" + (masterKey == null ? "none" : "given") + "]";
    }
}
