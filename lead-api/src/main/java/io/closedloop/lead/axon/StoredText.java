package io.closedloop.lead.axon;

/** A payload or the metadata of an event as it is stored, with what its seal is bound to. */
record StoredText(String streamId, String eventId, String text) {}
