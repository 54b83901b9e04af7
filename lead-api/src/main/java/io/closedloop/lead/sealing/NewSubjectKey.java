package io.closedloop.lead.sealing;

/**
 * A key of a lead or stream that is not stored yet.
 *
 * @param wrapped what to store of it, in base64: the key, wrapped by the master key and bound to its owner
 */
public record NewSubjectKey(SubjectKey key, String wrapped) {}
