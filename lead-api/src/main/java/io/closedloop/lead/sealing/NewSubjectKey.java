package io.closedloop.lead.sealing;

/**
 * A lead's key that is not stored yet.
 *
 * @param wrapped what to store of it, in base64: the key, wrapped by the master key and bound to its lead
 */
public record NewSubjectKey(SubjectKey key, String wrapped) {}
