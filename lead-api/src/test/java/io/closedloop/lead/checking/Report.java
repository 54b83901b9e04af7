package io.closedloop.lead.checking;

/**
 * An answer that is to be the same whoever is asked, and whenever.
 *
 * @param question everything that the answer depends on
 * @param digest of the answer
 */
public record Report(String question, String instance, String digest) {}
