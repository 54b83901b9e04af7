package io.closedloop.lead.eventjson;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.closedloop.lead.identity.IdentityHash;
import java.util.List;

/**
 * Makes the next revision of an event out of a former one, by changing its JSON.
 *
 * <p>It needs no key: it may find sealed components open or absent, and leaves absent ones absent.
 */
@FunctionalInterface
interface Upcaster {
    void upcast(ObjectNode event);

    /** For a revision whose new components may be absent, or that only seals what was in clear. */
    static void asItStands(ObjectNode event) {}

    /**
     * For events whose identities were hashed under the former spelling, which they did not say: there was no other.
     */
    static void spelledFormerly(ObjectNode event) {
        for (String component : List.of("claimed", "released", "identities", "added")) {
            event.path(component).forEach(Upcaster::spellFormerly);
        }
        event.path("suppressions").forEach(suppression -> spellFormerly(suppression.path("identity")));
    }

    private static void spellFormerly(JsonNode identity) {
        if (identity instanceof ObjectNode object) {
            object.put("spelling", IdentityHash.FORMER_SPELLING);
        }
    }
}
