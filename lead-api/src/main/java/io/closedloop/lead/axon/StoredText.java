package io.closedloop.lead.axon;

import io.closedloop.lead.text.Unsaid;

/** A payload or the metadata of an event as it is stored, with what its seal is bound to. */
record StoredText(String streamId, String eventId, String text) {
    @Override
    public String toString() {
        return Unsaid.in(this, "text");
    }
}
