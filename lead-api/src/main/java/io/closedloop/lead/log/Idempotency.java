package io.closedloop.lead.log;

/**
 * A caller's promise that two requests are the same.
 *
 * @param scopeHash what the key is unique for (API key, method, path) together with the key itself, hashed; hexadecimal
 * @param requestHash the hash of the request's content, to tell a repeat from a key used for something else;
 *     hexadecimal
 * @param key the key as the caller sent it
 */
public record Idempotency(String scopeHash, String requestHash, String key) {}
