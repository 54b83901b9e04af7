package io.closedloop.lead.eventjson;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.closedloop.lead.lifecycle.ContactUpdated;
import io.closedloop.lead.lifecycle.LeadDisqualified;
import io.closedloop.lead.lifecycle.LeadLost;
import io.closedloop.lead.lifecycle.LeadRecycled;
import io.closedloop.lead.lifecycle.LeadRegistered;
import io.closedloop.lead.lifecycle.LeadReinstated;
import io.closedloop.lead.lifecycle.LeadReopened;
import io.closedloop.lead.lifecycle.LeadWon;
import io.closedloop.lead.stream.EventType;
import io.closedloop.lead.suppression.SuppressionEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The revisions of one type of event, named 1, 2, 3: the last one is written, all are read. The record says which is
 * the present one and since which revision each of its personal components has been sealed; this class knows how a
 * former revision becomes the next.
 *
 * <p>To change an event, raise the {@code @Revision} of its record, add a function to {@link #UPCASTERS} if the former
 * revision cannot be read as it stands, a golden file, and a sample of the former revision to the tests.
 */
final class Revisions {
    /** For the types whose former revisions cannot be read as they stand: from the first to the second, and so on. */
    private static final Map<Class<?>, List<Upcaster>> UPCASTERS = Map.ofEntries(
            Map.entry(LeadRegistered.class, List.of(Upcaster::spelledFormerly)),
            Map.entry(ContactUpdated.class, List.of(Upcaster::spelledFormerly)),
            Map.entry(LeadWon.class, List.of(Upcaster::spelledFormerly)),
            Map.entry(LeadLost.class, List.of(Upcaster::spelledFormerly)),
            Map.entry(LeadRecycled.class, List.of(Upcaster::spelledFormerly)),
            Map.entry(LeadReopened.class, List.of(Upcaster::spelledFormerly)),
            Map.entry(LeadReinstated.class, List.of(Upcaster::spelledFormerly)),
            Map.entry(LeadDisqualified.class, List.of(Upcaster::spelledFormerly)),
            Map.entry(SuppressionEvent.RedeliveryBlocked.class, List.of(Upcaster::spelledFormerly)));

    private static final ClassValue<Revisions> BY_TYPE = new ClassValue<>() {
        @Override
        protected Revisions computeValue(Class<?> type) {
            return of(EventType.of(type));
        }
    };

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
        return BY_TYPE.get(eventType);
    }

    private static Revisions of(EventType type) {
        List<Upcaster> upcasters = UPCASTERS.getOrDefault(type.record(), List.of());
        return new Revisions(IntStream.rangeClosed(1, type.revision())
                .mapToObj(number -> new Revision(
                        String.valueOf(number),
                        number >= 2 && number - 2 < upcasters.size() ? upcasters.get(number - 2) : Upcaster::asItStands,
                        type.personalSince().entrySet().stream()
                                .filter(it -> it.getValue() <= number)
                                .map(Map.Entry::getKey)
                                .collect(Collectors.toUnmodifiableSet())))
                .toList());
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
