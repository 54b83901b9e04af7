package io.closedloop.lead.lifecycle;

import io.closedloop.lead.decision.EarliestDate;
import io.closedloop.lead.decision.WrongField;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.EmailAddress;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.playbook.Reason;
import io.closedloop.lead.playbook.ReasonClass;
import io.closedloop.lead.text.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what is wrong with a command's own fields, and has the checks that several commands share. A field that is
 * wrong already is not judged again.
 */
final class FieldChecks {
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private final Playbook playbook;
    private final List<WrongField> unread;
    private final List<WrongField> errors = new ArrayList<>();

    private FieldChecks(Playbook playbook, List<WrongField> unread) {
        this.playbook = playbook;
        this.unread = unread;
    }

    /**
     * Every error of the command's own fields, in the order of the fields; none when they are in order.
     *
     * @param unread fields that have stand-ins because they could not be read; neither they nor what depends on them is
     *     judged
     */
    static List<WrongField> of(LeadCommand command, Playbook playbook, List<WrongField> unread) {
        var checks = new FieldChecks(playbook, unread);
        command.check(checks);
        checks.add(EarliestDate.problem("/expiresAt", command.expiresAt()));
        checks.add(EarliestDate.problemOfOccurrence(command.occurredAt()));
        checks.prose("/note", command.note());
        return List.copyOf(checks.errors);
    }

    void contact(Contact contact) {
        contactField("name", contact.name());
        contactField("email", contact.email());
        contactField("phone", contact.phone());
        contactField("company", contact.company());
        contactField("title", contact.title());
        country(contact.country());
    }

    void contactField(String name, @Nullable String value) {
        text("/contact/" + name, value, Contact.MAX_LENGTH);
    }

    void country(@Nullable String country) {
        if (country != null && !COUNTRIES.contains(country)) {
            error("/contact/country", "a country is an ISO 3166-1 code of two capital letters, such as BR");
        }
    }

    void email(String pointer, @Nullable String email) {
        if (email != null && Text.problem(email, Contact.MAX_LENGTH).isEmpty()) {
            try {
                EmailAddress.parse(email);
            } catch (IllegalArgumentException e) {
                error(pointer, String.valueOf(e.getMessage()));
            }
        }
    }

    void sourceCodes(@Nullable String origin, @Nullable String campaign, @Nullable String landingPage) {
        code("/source/origin", origin);
        code("/source/campaign", campaign);
        code("/source/landingPage", landingPage);
    }

    void attributes(Map<String, ? extends @Nullable Object> values) {
        values.forEach((name, value) -> {
            String at = member("/attributes", name);
            text(at, name, Attributes.MAX_NAME_LENGTH);
            if (value instanceof String string && !string.isEmpty()) {
                text(at, string, Attributes.MAX_VALUE_LENGTH);
            }
        });
    }

    /** A code of the playbook, and the note that some reasons need. */
    void reason(String pointer, ReasonClass reasonClass, String code, @Nullable String note) {
        var reason = playbook.reason(reasonClass, code);
        if (reason.isEmpty()) {
            error(pointer, "the playbook's reasons here are " + String.join(", ", playbook.codes(reasonClass)));
        } else if (reason.get().needsNote() && note == null) {
            error("/note", "the reason OTHER needs a note");
        }
    }

    void rootCause(@Nullable String code) {
        if (code != null) {
            reason("/rootCause", ReasonClass.ROOT_CAUSE, code, null);
        }
    }

    void expiry(String reason, @Nullable Instant expiresAt) {
        boolean refused = expiresAt != null
                && !playbook.reason(ReasonClass.DISQUALIFY, reason)
                        .map(Reason::mayExpire)
                        .orElse(true);
        if (refused) {
            error("/expiresAt", "a disqualification for %s does not expire".formatted(reason));
        }
    }

    void notNegative(String pointer, @Nullable Money amount) {
        if (amount != null && amount.isNegative()) {
            error(pointer, "an amount is 0 or more");
        }
    }

    void positive(String pointer, @Nullable Money amount) {
        if (amount != null && !amount.isPositive()) {
            error(pointer, "an amount is greater than 0");
        }
    }

    void code(String pointer, @Nullable String value) {
        if (value != null && Text.isOnlyBlanks(value)) {
            error(pointer, "a code is not blank; leave the field out where there is nothing to say");
        } else {
            text(pointer, value, Text.MAX_CODE);
        }
    }

    void prose(String pointer, @Nullable String value) {
        text(pointer, value, Text.MAX_PROSE);
    }

    private void text(String pointer, @Nullable String value, int maxLength) {
        if (value != null) {
            Text.problem(value, maxLength).ifPresent(problem -> error(pointer, problem));
        }
    }

    /** The pointer to a member whose name may be anything. */
    static String member(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    void error(String pointer, String detail) {
        if (knows(pointer)) {
            errors.add(new WrongField(pointer, detail));
        }
    }

    void add(Optional<WrongField> problem) {
        problem.ifPresent(error -> error(error.pointer(), error.detail()));
    }

    /** What nothing that is wrong already makes doubtful. */
    void addCertain(WrongField problem) {
        errors.add(problem);
    }

    /** Whether the field has been read, and nothing in it is known to be wrong. */
    boolean knows(String pointer) {
        return unread.stream().noneMatch(error -> isAt(pointer, error.pointer()))
                && errors.stream().noneMatch(error -> isAt(pointer, error.pointer()));
    }

    private static boolean isAt(String pointer, String wrong) {
        return wrong.equals(pointer) || wrong.startsWith(pointer + "/");
    }
}
