package io.closedloop.lead.openapi;

import io.closedloop.lead.openapi.Described.Operation;
import io.closedloop.lead.reporting.reports.AllReports;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** What all who make requests by chance go by. The same seed makes the same requests. */
abstract class RequestsByChance {
    final Described api;
    final Random random;
    final List<UUID> leads;
    final String key;

    /**
     * @param key the secret that the requests are sent with
     * @param leads that are there
     */
    RequestsByChance(Described api, Random random, String key, List<UUID> leads) {
        this.api = api;
        this.random = random;
        this.key = key;
        this.leads = leads;
    }

    /** What is right, to be broken. */
    final Draft draft(Operation operation) {
        // A key's id is not a lead's, so nothing is revoked by chance.
        return new Draft(operation, oneOf(leads).toString(), oneOf(AllReports.names()), key);
    }

    @SafeVarargs
    final <T> T oneOf(T... values) {
        return values[random.nextInt(values.length)];
    }

    final <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
