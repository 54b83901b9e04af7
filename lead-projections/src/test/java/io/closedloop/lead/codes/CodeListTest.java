package io.closedloop.lead.codes;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.codes.CodeList.Code;
import io.closedloop.lead.codes.CodeList.Entry;
import io.closedloop.lead.codes.CodeList.Place;
import io.closedloop.lead.codes.CodeList.Wanted;
import io.closedloop.lead.history.MemoryLog;
import io.closedloop.lead.history.RandomHistory;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Attributes;
import io.closedloop.lead.lifecycle.Lead;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.lifecycle.LeadRegistered;
import io.closedloop.lead.oracle.Filled;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.source.SourcedBy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The codes in use, against those of the leads that the domain itself folds from the same history. */
class CodeListTest {
    private static final KeyId SOMEBODY = new KeyId(new UUID(0, 1));
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    Path folder;

    private final MemoryLog log = new MemoryLog();

    @Test
    void countsTheLeadsOfEveryCodeOfARandomHistory() {
        RandomHistory.append(11, 1500, log);
        try (var filled = new Filled(folder.resolve("models.duckdb"), log)) {
            for (int limit : List.of(1, 3, 1000)) {
                assertThat(counts(all(filled, "campaign", limit)))
                        .isEqualTo(expected(lead -> lead.source().campaign()));
                assertThat(counts(all(filled, "origin", limit)))
                        .isEqualTo(expected(lead -> lead.source().origin()));
                assertThat(counts(all(filled, "landingPage", limit)))
                        .isEqualTo(expected(lead -> lead.source().landingPage()));
            }
            assertThat(counts(all(filled, "owner", 1000))).containsOnlyKeys("rep0", "rep1", "rep2");
            assertThat(all(filled, null, 5)).isEqualTo(all(filled, null, 1000));
        }
    }

    private Map<String, Long> expected(Function<Lead, @Nullable String> code) {
        var leads = new HashMap<LeadId, Lead>();
        for (MemoryLog.Stored stored : log.events()) {
            if (stored.payload() instanceof LeadEvent event) {
                leads.put(event.leadId(), Lead.evolve(leads.get(event.leadId()), event, SOMEBODY));
            }
        }
        return leads.values().stream()
                .map(code)
                .filter(Objects::nonNull)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static Map<String, Long> counts(List<Entry> entries) {
        return entries.stream()
                .flatMap(entry -> entry.codes().stream())
                .collect(Collectors.toMap(Code::code, Code::leads));
    }

    @Test
    void codesOfTheSameLettersComeTogetherAndOthersDoNot() {
        for (String campaign : List.of(
                "Spring",
                "spring",
                "spring",
                "SPRING",
                "\uff53pring",
                "spr\u00efng",
                "spring-2",
                "spring 2",
                "s pring")) {
            register(campaign);
        }
        // Stored before blanks were taken off, and read as it was stored.
        register(" spring\u00a0");
        try (var filled = new Filled(folder.resolve("models.duckdb"), log)) {
            assertThat(find(filled, new Wanted(null, true, 10, null)).entries())
                    .containsExactly(new Entry(
                            "campaign",
                            List.of(
                                    new Code("spring", 2),
                                    new Code(" spring\u00a0", 1),
                                    new Code("SPRING", 1),
                                    new Code("Spring", 1),
                                    new Code("\uff53pring", 1)),
                            5));
            assertThat(all(filled, "campaign", 1).stream()
                            .map(entry -> entry.codes().size())
                            .toList())
                    .containsExactlyInAnyOrder(5, 1, 1, 1, 1);
        }
    }

    private void register(String campaign) {
        log.append(
                NOON,
                List.of(new LeadRegistered(
                        new LeadId(UUID.randomUUID()),
                        NOON,
                        1,
                        1,
                        null,
                        Contact.NONE,
                        new Source(Channel.WEB, null, campaign, null, SourcedBy.MARKETING),
                        Attributes.NONE,
                        List.of(),
                        null)));
    }

    private static List<Entry> all(Filled filled, @Nullable String kind, int limit) {
        var entries = new ArrayList<Entry>();
        Place after = null;
        do {
            CodeList.Page page = find(filled, new Wanted(kind, false, limit, after));
            assertThat(page.entries().size()).isLessThanOrEqualTo(limit);
            entries.addAll(page.entries());
            after = page.next();
        } while (after != null);
        return entries;
    }

    private static CodeList.Page find(Filled filled, Wanted wanted) {
        return filled.store().read(snapshot -> CodeList.find(snapshot, wanted));
    }
}
