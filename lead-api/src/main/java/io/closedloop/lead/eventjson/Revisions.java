package io.closedloop.lead.eventjson;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.closedloop.lead.lifecycle.ClosureAmended;
import io.closedloop.lead.lifecycle.ContactUpdated;
import io.closedloop.lead.lifecycle.LeadDisqualified;
import io.closedloop.lead.lifecycle.LeadLost;
import io.closedloop.lead.lifecycle.LeadRecycled;
import io.closedloop.lead.lifecycle.LeadRegistered;
import io.closedloop.lead.lifecycle.LeadReinstated;
import io.closedloop.lead.lifecycle.LeadReopened;
import io.closedloop.lead.lifecycle.LeadWon;
import io.closedloop.lead.lifecycle.TouchRecorded;
import io.closedloop.lead.suppression.SuppressionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The revisions of one type of event, named 1, 2, 3: the last one is written, all are read. Each says which of its
 * components are personal, and how it is made from the revision before.
 *
 * <p>To change an event, add a revision to its type in {@link #CHANGED}, a function to {@link Upcaster} if the former
 * revision cannot be read as it stands, a golden file, and a sample of the former revision to the tests.
 */
final class Revisions {
    /** The components that have been personal from the first revision on, wherever an event has them. */
    private static final Revisions FIRST = new Revisions(List.of(new Revision(
            "1", Upcaster::asItStands, Set.of("contact", "externalRef", "note", "justification", "competitor"))));

    /** The types that have more than one revision. */
    private static final Map<Class<?>, Revisions> CHANGED = Map.ofEntries(
            Map.entry(ClosureAmended.class, FIRST.then(Upcaster::asItStands, "cause")),
            Map.entry(TouchRecorded.class, FIRST.then(Upcaster::asItStands)),
            Map.entry(LeadRegistered.class, FIRST.then(Upcaster::spelledFormerly)),
            Map.entry(ContactUpdated.class, FIRST.then(Upcaster::spelledFormerly)),
            Map.entry(LeadWon.class, FIRST.then(Upcaster::spelledFormerly)),
            Map.entry(LeadLost.class, FIRST.then(Upcaster::spelledFormerly)),
            Map.entry(LeadRecycled.class, FIRST.then(Upcaster::spelledFormerly)),
            Map.entry(LeadReopened.class, FIRST.then(Upcaster::spelledFormerly)),
            Map.entry(LeadReinstated.class, FIRST.then(Upcaster::spelledFormerly)),
            Map.entry(LeadDisqualified.class, FIRST.then(Upcaster::spelledFormerly)),
            Map.entry(SuppressionEvent.RedeliveryBlocked.class, FIRST.then(Upcaster::spelledFormerly)));

    private final List<Revision> revisions;

    /**
     * @param fromTheOneBefore what makes an event of this revision out of one of the revision before
     * @param personal the components that are stored sealed and nowhere else
     */
    private record Revision(String name, Upcaster fromTheOneBefore, Set<String> personal) {}

    private Revisions(List<Revision> revisions) {
        this.revisions = List.copyOf(revisions);
    }

    static Revisions of(Class<?> eventType) {
        return CHANGED.getOrDefault(eventType, FIRST);
    }

    /** @param sealedSince the components that are personal from this revision on */
    private Revisions then(Upcaster fromTheOneBefore, String... sealedSince) {
        var more = new ArrayList<>(revisions);
        more.add(new Revision(
                String.valueOf(present() + 1),
                fromTheOneBefore,
                Stream.concat(revisions.getLast().personal().stream(), Stream.of(sealedSince))
                        .collect(Collectors.toUnmodifiableSet())));
        return new Revisions(more);
    }

    /** The name of the revision that is written now. */
    String name() {
        return revisions.getLast().name();
    }

    /** The number of the revision that is written now, from 1. */
    int present() {
        return revisions.size();
    }

    /** The number of the revision of this name; 0 where there is none. */
    int numberOf(String name) {
        for (int number = present(); number > 0; number--) {
            if (revisions.get(number - 1).name().equals(name)) {
                return number;
            }
        }
        return 0;
    }

    /** The components of the present revision that are personal. */
    Set<String> personal() {
        return personal(present());
    }

    Set<String> personal(int number) {
        return revisions.get(number - 1).personal();
    }

    /** Whether events of this revision may have in clear what is personal by now. */
    boolean maySayInClear(int number) {
        return number < present() && !personal(number).containsAll(personal());
    }

    /** The components that events of this revision have in clear though they are personal by now. */
    Set<String> saidInClear(int number) {
        return personal().stream().filter(it -> !personal(number).contains(it)).collect(Collectors.toUnmodifiableSet());
    }

    /** Makes an event of the present revision out of one of this revision. */
    void toPresent(int number, ObjectNode event) {
        revisions.subList(number, present()).forEach(it -> it.fromTheOneBefore().upcast(event));
    }
}
