package io.closedloop.lead.log;

import io.closedloop.lead.text.Unsaid;

/**
 * A caller's promise that two requests are the same.
 *
 * @param scopeHash what the key is unique for (API key, method, path) together with the key itself, hashed; hexadecimal
 * @param requestHash the hash of the request's content under the service's key, to tell a repeat from a key used for
 *     something else; hexadecimal, in capitals, which were small once
 * @param formerRequestHash the hash that answers were kept with before requests were hashed under a key; hexadecimal.
 *     It is compared and never stored
 * @param key the key as the caller sent it
 */
public record Idempotency(String scopeHash, String requestHash, String formerRequestHash, String key) {
    /** Whether the answer was given to this very request. */
    public boolean isOf(KeptAnswer kept) {
        return kept.requestHash().equalsIgnoreCase(requestHash)
                || kept.requestHash().equals(formerRequestHash);
    }

    @Override
    public String toString() {
        return Unsaid.in(this, "requestHash", "formerRequestHash", "key");
    }
}
