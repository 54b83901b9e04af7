package io.closedloop.lead.eventjson;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Makes an event of the revision after it out of an event of a former one, by changing its JSON.
 *
 * <p>It needs no key: what is sealed it may find open or absent, and where it is absent it stays so.
 */
@FunctionalInterface
interface Upcaster {
    void upcast(ObjectNode event);

    /** For a revision whose new components may be absent, or that only seals what was in clear. */
    static void asItStands(ObjectNode event) {}
}
