package io.closedloop.lead.history;

import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.ContactChange;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.IdentityKind;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Attributes;
import io.closedloop.lead.lifecycle.ContactUpdated;
import io.closedloop.lead.lifecycle.LeadDisqualified;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.lifecycle.LeadRegistered;
import io.closedloop.lead.lifecycle.LeadReinstated;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.source.SourcedBy;
import io.closedloop.lead.suppression.Suppression;
import io.closedloop.lead.suppression.SuppressionEvent;
import io.closedloop.lead.suppression.SuppressionId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Logs that no domain decided on: somebody is disqualified and delivered again. Whether that broke the rule depends on
 * what had become of the suppression by then. A report that takes the rule for granted cannot tell these logs apart.
 */
public enum DeliveredAllTheSame {
    WHILE_SUPPRESSED(1),
    /** What counts is when the delivery was recorded, not when it is said to have happened. */
    WHILE_SUPPRESSED_BUT_SAID_TO_BE_LATER(1),
    /** Lifting it later does not make it good. */
    BEFORE_IT_WAS_LIFTED(1),
    /** Two leads were disqualified, and only one of them was taken back. */
    WHILE_SUPPRESSED_BY_ANOTHER(1),
    BY_A_CHANGE_OF_CONTACT(1),
    /** Somebody was suppressed with all plus-variants of the address. */
    BY_AN_ADDRESS_WITH_A_PLUS_PART(1),
    BY_THE_ADDRESS_WITHOUT_ITS_PLUS_PART(1),
    BY_ANOTHER_PLUS_PART(1),
    BY_AN_ADDRESS_WITH_A_PLUS_PART_AFTER_THE_SUPPRESSION_WAS_WIDENED(1),
    AS_SPELLED_BEFORE(1),
    /** Only the address itself was suppressed. */
    BY_A_VARIANT_OF_ONE_ADDRESS_ALONE(0),
    BY_AN_ADDRESS_WITH_A_PLUS_PART_BEFORE_THE_SUPPRESSION_WAS_WIDENED(0),
    BY_AN_ADDRESS_WITH_A_PLUS_PART_AFTER_IT_WAS_LIFTED(0),
    /** What was hashed under the present spelling is not meant by a hash of the former one. */
    AS_SPELLED_BEFORE_BUT_SUPPRESSED_SINCE(0),
    /** It had come to its end by itself, though the delivery is said to have happened before. */
    AFTER_IT_EXPIRED(0),
    AFTER_IT_WAS_LIFTED(0),
    /** A lead that comes back ends its own suppressions first. */
    AFTER_ITS_LEAD_CAME_BACK(0),
    /** A telephone number is not an e-mail address, whatever its hash. */
    BY_ANOTHER_KIND_OF_IDENTITY(0);

    public static final LeadId FIRST = new LeadId(uuid("first"));
    public static final LeadId SECOND = new LeadId(uuid("second"));
    private static final IdentityHash SOMEBODY = new IdentityHash(IdentityKind.EMAIL, "5".repeat(64));
    private static final IdentityHash SOMEBODY_ELSE = new IdentityHash(IdentityKind.EMAIL, "e".repeat(64));
    private static final IdentityHash VARIANT =
            new IdentityHash(IdentityKind.EMAIL, "6".repeat(64), SOMEBODY.hash(), null, null);
    private static final IdentityHash OTHER_VARIANT =
            new IdentityHash(IdentityKind.EMAIL, "7".repeat(64), SOMEBODY.hash(), null, null);
    private static final IdentityHash RESPELLED =
            new IdentityHash(IdentityKind.EMAIL, "8".repeat(64), null, SOMEBODY.hash(), null);
    private static final IdentityHash SOMEBODY_BEFORE =
            new IdentityHash(IdentityKind.EMAIL, SOMEBODY.hash(), null, null, IdentityHash.FORMER_SPELLING);
    private static final IdentityHash SAME_DIGITS = new IdentityHash(IdentityKind.PHONE, "5".repeat(64));

    private final int violations;

    DeliveredAllTheSame(int violations) {
        this.violations = violations;
    }

    /** How often somebody was delivered while suppressed. */
    public int violations() {
        return violations;
    }

    /** Appends the events, one a day from 1 January on. */
    public void append(MemoryLog log) {
        record(log, 1, registered(FIRST, SOMEBODY, day(1)));
        switch (this) {
            case WHILE_SUPPRESSED -> {
                record(log, 2, disqualified(FIRST, null));
                record(log, 5, registered(SECOND, SOMEBODY, day(5)));
            }
            case WHILE_SUPPRESSED_BUT_SAID_TO_BE_LATER -> {
                record(log, 2, disqualified(FIRST, day(5).plusSeconds(60)));
                record(log, 5, registered(SECOND, SOMEBODY, day(5).plusSeconds(120)));
            }
            case BEFORE_IT_WAS_LIFTED -> {
                record(log, 2, disqualified(FIRST, null));
                record(log, 5, registered(SECOND, SOMEBODY, day(5)));
                record(log, 6, lifted(FIRST));
            }
            case WHILE_SUPPRESSED_BY_ANOTHER -> {
                record(log, 2, disqualified(FIRST, null));
                record(log, 3, registered(SECOND, SOMEBODY_ELSE, day(3)));
                record(log, 4, disqualified(SECOND, null));
                record(log, 5, reinstated(FIRST));
            }
            case BY_A_CHANGE_OF_CONTACT -> {
                record(log, 2, disqualified(FIRST, null));
                record(log, 3, registered(SECOND, SOMEBODY_ELSE, day(3)));
                record(log, 5, becomesKnownAs(SECOND, SOMEBODY));
            }
            case BY_AN_ADDRESS_WITH_A_PLUS_PART -> {
                record(log, 2, disqualified(FIRST, SOMEBODY, SOMEBODY.hash()));
                record(log, 5, registered(SECOND, VARIANT, day(5)));
            }
            case BY_THE_ADDRESS_WITHOUT_ITS_PLUS_PART -> {
                record(log, 2, disqualified(FIRST, VARIANT, SOMEBODY.hash()));
                record(log, 5, registered(SECOND, SOMEBODY, day(5)));
            }
            case BY_ANOTHER_PLUS_PART -> {
                record(log, 2, disqualified(FIRST, VARIANT, SOMEBODY.hash()));
                record(log, 5, registered(SECOND, OTHER_VARIANT, day(5)));
            }
            case BY_AN_ADDRESS_WITH_A_PLUS_PART_AFTER_THE_SUPPRESSION_WAS_WIDENED -> {
                record(log, 2, disqualified(FIRST, SOMEBODY_BEFORE, null));
                record(log, 3, widened(FIRST));
                record(log, 5, registered(SECOND, VARIANT, day(5)));
            }
            case AS_SPELLED_BEFORE -> {
                record(log, 2, disqualified(FIRST, SOMEBODY_BEFORE, null));
                record(log, 5, registered(SECOND, RESPELLED, day(5)));
            }
            case BY_A_VARIANT_OF_ONE_ADDRESS_ALONE -> {
                record(log, 2, disqualified(FIRST, SOMEBODY, null));
                record(log, 5, registered(SECOND, VARIANT, day(5)));
            }
            case BY_AN_ADDRESS_WITH_A_PLUS_PART_BEFORE_THE_SUPPRESSION_WAS_WIDENED -> {
                record(log, 2, disqualified(FIRST, SOMEBODY_BEFORE, null));
                record(log, 3, registered(SECOND, VARIANT, day(3)));
                record(log, 5, widened(FIRST));
            }
            case BY_AN_ADDRESS_WITH_A_PLUS_PART_AFTER_IT_WAS_LIFTED -> {
                record(log, 2, disqualified(FIRST, SOMEBODY, SOMEBODY.hash()));
                record(log, 4, lifted(FIRST));
                record(log, 5, registered(SECOND, VARIANT, day(5)));
            }
            case AS_SPELLED_BEFORE_BUT_SUPPRESSED_SINCE -> {
                record(log, 2, disqualified(FIRST, SOMEBODY, SOMEBODY.hash()));
                record(log, 5, registered(SECOND, RESPELLED, day(5)));
            }
            case AFTER_IT_EXPIRED -> {
                record(log, 2, disqualified(FIRST, day(5)));
                record(log, 5, registered(SECOND, SOMEBODY, day(4)));
            }
            case AFTER_IT_WAS_LIFTED -> {
                record(log, 2, disqualified(FIRST, null));
                record(log, 4, lifted(FIRST));
                record(log, 5, registered(SECOND, SOMEBODY, day(5)));
            }
            case AFTER_ITS_LEAD_CAME_BACK -> {
                record(log, 2, disqualified(FIRST, null));
                record(log, 5, reinstated(FIRST));
            }
            case BY_ANOTHER_KIND_OF_IDENTITY -> {
                record(log, 2, disqualified(FIRST, null));
                record(log, 5, registered(SECOND, SAME_DIGITS, day(5)));
            }
        }
    }

    private static void record(MemoryLog log, int day, Object event) {
        log.append(day(day), List.of(event));
    }

    private static LeadEvent registered(LeadId lead, IdentityHash identity, Instant at) {
        return new LeadRegistered(
                lead,
                at,
                1,
                1,
                null,
                Contact.NONE,
                new Source(Channel.EMAIL, null, null, null, SourcedBy.MARKETING),
                Attributes.NONE,
                List.of(identity),
                null);
    }

    /** Whichever lead it is: it held {@link #SOMEBODY}, too, at some time. */
    private static LeadEvent disqualified(LeadId lead, @Nullable Instant expiresAt) {
        return new LeadDisqualified(
                lead,
                day(2),
                1,
                1,
                "NO_NEED",
                expiresAt,
                List.of(SOMEBODY),
                List.of(new Suppression(suppressionOf(lead), SOMEBODY, expiresAt)),
                null);
    }

    private static LeadEvent disqualified(LeadId lead, IdentityHash identity, @Nullable String base) {
        return new LeadDisqualified(
                lead,
                day(2),
                1,
                1,
                "NO_NEED",
                null,
                List.of(identity),
                List.of(new Suppression(suppressionOf(lead), identity, base, null)),
                null);
    }

    private static SuppressionEvent widened(LeadId lead) {
        return new SuppressionEvent.SuppressionWidened(suppressionOf(lead), lead, day(3), SOMEBODY.hash());
    }

    private static LeadEvent reinstated(LeadId lead) {
        return new LeadReinstated(lead, day(5), 1, 1, "a mistake", List.of(SOMEBODY), null);
    }

    private static LeadEvent becomesKnownAs(LeadId lead, IdentityHash identity) {
        return new ContactUpdated(
                lead,
                day(5),
                1,
                new ContactChange(Map.of()),
                List.of(identity),
                List.of(identity),
                List.of(identity),
                List.of(),
                null);
    }

    private static SuppressionEvent lifted(LeadId lead) {
        return new SuppressionEvent.SuppressionLifted(suppressionOf(lead), lead, day(4), 1, "asked the lawyers", null);
    }

    private static SuppressionId suppressionOf(LeadId lead) {
        return new SuppressionId(uuid("suppression of " + lead));
    }

    /** Midnight, in January. */
    private static Instant day(int day) {
        return LocalDate.of(2026, 1, day).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private static UUID uuid(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
