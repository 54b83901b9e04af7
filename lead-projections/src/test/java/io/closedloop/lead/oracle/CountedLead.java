package io.closedloop.lead.oracle;

import io.closedloop.lead.money.Money;
import io.closedloop.lead.source.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A lead, as somebody with pencil and paper would keep it. */
final class CountedLead {
    /** The lead came to a status. {@code implied}: by an acceptance that nobody spoke out. */
    record Step(String status, Dated when, CountedPass pass, boolean implied) {}

    final UUID id;
    final List<CountedPass> passes = new ArrayList<>();
    final List<Step> steps = new ArrayList<>();
    final Map<String, String> attributes = new HashMap<>();
    Source source;

    @Nullable
    String owner;

    @Nullable
    Money expected;

    CountedLead(UUID id, Source source) {
        this.id = id;
        this.source = source;
    }

    boolean isAt(String status) {
        return steps.getLast().status().equals(status);
    }
}
