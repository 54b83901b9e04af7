package io.closedloop.lead.queries;

import io.closedloop.lead.eventjson.EventJson;
import io.closedloop.lead.http.QueryParameters;
import io.closedloop.lead.http.Uuids;
import io.closedloop.lead.identity.LeadId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which events of the log a reader wants: of any of these types, about any of these leads. An empty set means all. */
public record EventFilter(Set<String> types, Set<LeadId> subjects) {
    /** How many leads may be asked for at once; what a URL may hold of them is less, as the web server is set. */
    public static final int MOST_SUBJECTS = 100;

    public EventFilter {
        types = Set.copyOf(types);
        subjects = Set.copyOf(subjects);
    }

    /** @throws io.closedloop.lead.http.ProblemException 400 for an unknown type, or an id that is not a UUID */
    public static EventFilter of(QueryParameters parameters) {
        List<String> subjects = parameters.asMap().getOrDefault("subject", List.of());
        if (subjects.size() > MOST_SUBJECTS) {
            throw QueryParameters.wrong("subject", "is given %d times at most".formatted(MOST_SUBJECTS));
        }
        return new EventFilter(
                parameters.asMap().getOrDefault("type", List.of()).stream()
                        .map(EventFilter::type)
                        .collect(Collectors.toSet()),
                subjects.stream().map(EventFilter::subject).collect(Collectors.toSet()));
    }

    /** A mistyped one would find nothing, and look as if nothing happened. */
    private static String type(String given) {
        if (!EventJson.types().contains(given)) {
            throw QueryParameters.wrong("type", "is one of " + String.join(", ", new TreeSet<>(EventJson.types())));
        }
        return given;
    }

    private static LeadId subject(String given) {
        try {
            return new LeadId(Uuids.parse(given));
        } catch (IllegalArgumentException e) {
            throw QueryParameters.wrong("subject", "is the id of a lead, a UUID");
        }
    }

    /** Whether every event is wanted. */
    public boolean takesAll() {
        return types.isEmpty() && subjects.isEmpty();
    }
}
