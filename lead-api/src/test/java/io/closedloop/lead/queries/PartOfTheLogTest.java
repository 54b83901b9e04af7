package io.closedloop.lead.queries;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.RunningService;
import io.closedloop.lead.log.EventLog;
import io.closedloop.lead.log.StoredEvent;
import io.closedloop.lead.sealing.SubjectKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A reader who wants little of the log comes on with every page, and no page is without an end. */
class PartOfTheLogTest extends RunningService {
    private static final int LOOKED_AT = 3;
    private static final EventFilter QUALIFIED = new EventFilter(Set.of("LeadMarketingQualified"), Set.of());

    @Autowired
    private EventLog log;

    @Autowired
    private SubjectKeys keys;

    private UUID register() {
        UUID lead = UUID.randomUUID();
        assertThat(as(Role.MARKETING).post("/v1/leads", """
                        {"leadId": "%1$s", "contact": {"email": "%1$s@example.com"}, "source": {"channel": "WEB", "sourcedBy": "OTHER"}}""".formatted(lead)).status())
                .isEqualTo(201);
        return lead;
    }

    @Test
    void aPageLooksAtSoMuchOfTheLogAndSaysWhereToGoOn() {
        long before = log.head().position();
        for (int i = 0; i < 8; i++) {
            register();
        }
        assertThat(as(Role.MARKETING)
                        .post("/v1/leads/" + register() + "/qualify-marketing", "{}")
                        .status())
                .isEqualTo(200);
        var reader = new LogReader(log, keys, LOOKED_AT);

        var positions = new ArrayList<Long>();
        var found = new ArrayList<StoredEvent>();
        for (long at = before; at < before + 10; at = positions.getLast()) {
            LogReader.Part part = reader.after(at, 100, QUALIFIED);
            assertThat(part.position()).isGreaterThan(at);
            found.addAll(part.events());
            positions.add(part.position());
        }

        assertThat(positions).isEqualTo(List.of(before + 3, before + 6, before + 9, before + 10));
        assertThat(found)
                .singleElement()
                .satisfies(event -> assertThat(event.position()).isEqualTo(before + 10));
    }
}
