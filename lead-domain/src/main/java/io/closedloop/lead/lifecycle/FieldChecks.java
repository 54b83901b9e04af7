package io.closedloop.lead.lifecycle;

import io.closedloop.lead.decision.EarliestDate;
import io.closedloop.lead.decision.FieldError;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.ContactChange;
import io.closedloop.lead.identity.EmailAddress;
import io.closedloop.lead.identity.Identities;
import io.closedloop.lead.lifecycle.LeadCommand.AcceptLead;
import io.closedloop.lead.lifecycle.LeadCommand.AmendClosure;
import io.closedloop.lead.lifecycle.LeadCommand.AssignLead;
import io.closedloop.lead.lifecycle.LeadCommand.CloseLost;
import io.closedloop.lead.lifecycle.LeadCommand.CloseWon;
import io.closedloop.lead.lifecycle.LeadCommand.DisqualifyLead;
import io.closedloop.lead.lifecycle.LeadCommand.QualifyMarketing;
import io.closedloop.lead.lifecycle.LeadCommand.QualifySales;
import io.closedloop.lead.lifecycle.LeadCommand.RecordRevenue;
import io.closedloop.lead.lifecycle.LeadCommand.RecordTouch;
import io.closedloop.lead.lifecycle.LeadCommand.RecycleLead;
import io.closedloop.lead.lifecycle.LeadCommand.RegisterLead;
import io.closedloop.lead.lifecycle.LeadCommand.ReinstateLead;
import io.closedloop.lead.lifecycle.LeadCommand.RejectLead;
import io.closedloop.lead.lifecycle.LeadCommand.ReopenLead;
import io.closedloop.lead.lifecycle.LeadCommand.ReviseOpportunity;
import io.closedloop.lead.lifecycle.LeadCommand.UpdateAttributes;
import io.closedloop.lead.lifecycle.LeadCommand.UpdateContact;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.playbook.Reason;
import io.closedloop.lead.playbook.ReasonClass;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.source.SourceChange;
import io.closedloop.lead.text.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks a command's own fields, without regard to its lead. */
final class FieldChecks {
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private final Playbook playbook;
    private final List<FieldError> unread;
    private final List<FieldError> errors = new ArrayList<>();

    private FieldChecks(Playbook playbook, List<FieldError> unread) {
        this.playbook = playbook;
        this.unread = unread;
    }

    /**
     * Every error of the command's own fields, in the order of the fields; none when they are in order.
     *
     * @param unread fields that have stand-ins because they could not be read; neither they nor what depends on them is
     *     judged
     */
    static List<FieldError> of(LeadCommand command, Playbook playbook, List<FieldError> unread) {
        var checks = new FieldChecks(playbook, unread);
        switch (command) {
            case RegisterLead register -> checks.registration(register);
            case RecordTouch touch -> checks.touch(touch);
            case UpdateContact update -> checks.contactChange(update.contact());
            case UpdateAttributes update -> checks.attributes(update);
            case QualifyMarketing _, AssignLead _, AcceptLead _ -> {
                // nothing of their own beyond what a Rep requires of itself
            }
            case RejectLead reject -> checks.rejection(reject);
            case QualifySales qualify -> checks.salesQualification(qualify);
            case ReviseOpportunity revise -> checks.revision(revise);
            case CloseWon close -> checks.notNegative("/amount", close.amount());
            case CloseLost close -> {
                checks.reason("/reason", ReasonClass.LOSS, close.reason(), close.note());
                checks.rootCause(close.rootCause());
                checks.code("/competitor", close.competitor());
            }
            case DisqualifyLead out -> {
                checks.reason("/reason", ReasonClass.DISQUALIFY, out.reason(), out.note());
                checks.expiry(out.reason(), out.expiresAt());
            }
            case RecycleLead recycle -> {
                checks.reason("/reason", ReasonClass.RECYCLE, recycle.reason(), recycle.note());
                checks.add(EarliestDate.problem("/resumeNotBefore", recycle.resumeNotBefore()));
            }
            case ReinstateLead reinstate -> checks.prose("/justification", reinstate.justification());
            case ReopenLead reopen -> checks.prose("/justification", reopen.justification());
            case AmendClosure amend -> checks.amendment(amend);
            case RecordRevenue revenue -> {
                checks.code("/revenueId", revenue.revenueId());
                checks.positive("/amount", revenue.amount());
            }
        }
        checks.add(EarliestDate.problem("/expiresAt", command.expiresAt()));
        checks.add(EarliestDate.problemOfOccurrence(command.occurredAt()));
        checks.prose("/note", command.note());
        return List.copyOf(checks.errors);
    }

    private void registration(RegisterLead register) {
        contact(register.contact());
        Identities.problem(register.contact(), register.externalRef()).ifPresent(this::identity);
        Source source = register.source();
        sourceCodes(source.origin(), source.campaign(), source.landingPage());
        texts("/attributes", register.attributes().values());
        TouchInstead touch = register.touchInstead();
        if (touch != null) {
            touchContent("/touch", touch.content(), touch.questions());
        }
    }

    private void identity(FieldError problem) {
        boolean nothingIdentifies = problem.pointer().equals("/contact");
        boolean certain = nothingIdentifies ? knows("/externalRef") : knows(problem.pointer());
        if (certain && (!problem.pointer().equals("/contact/phone") || knows("/contact/country"))) {
            errors.add(problem);
        }
    }

    private void contact(Contact contact) {
        contactField("name", contact.name());
        contactField("email", contact.email());
        contactField("phone", contact.phone());
        contactField("company", contact.company());
        contactField("title", contact.title());
        country(contact.country());
    }

    private void contactChange(ContactChange change) {
        if (change.fields().isEmpty()) {
            error("/contact", "at least one field has to be given; null removes one");
        }
        change.fields().forEach((field, value) -> contactField(field.name(), value));
        country(change.fields().get(ContactChange.Field.country));
        String email = change.fields().get(ContactChange.Field.email);
        if (email != null && Text.problem(email, Contact.MAX_LENGTH).isEmpty()) {
            try {
                EmailAddress.parse(email);
            } catch (IllegalArgumentException e) {
                error("/contact/email", String.valueOf(e.getMessage()));
            }
        }
    }

    private void contactField(String name, @Nullable String value) {
        text("/contact/" + name, value, Contact.MAX_LENGTH);
    }

    private void country(@Nullable String country) {
        if (country != null && !COUNTRIES.contains(country)) {
            error("/contact/country", "a country is an ISO 3166-1 code of two capital letters, such as BR");
        }
    }

    private void sourceCodes(@Nullable String origin, @Nullable String campaign, @Nullable String landingPage) {
        code("/source/origin", origin);
        code("/source/campaign", campaign);
        code("/source/landingPage", landingPage);
    }

    private void touch(RecordTouch touch) {
        code("/touchId", touch.touchId());
        code("/campaign", touch.campaign());
        touchContent("", touch.content(), touch.questions());
    }

    private void touchContent(String pointer, @Nullable String content, List<String> questions) {
        code(pointer + "/content", content);
        if (questions.size() > RecordTouch.MAX_QUESTIONS) {
            error(pointer + "/questions", "a touch has %d questions at most".formatted(RecordTouch.MAX_QUESTIONS));
        }
        for (int i = 0; i < questions.size(); i++) {
            code(pointer + "/questions/" + i, questions.get(i));
        }
    }

    private void attributes(UpdateAttributes update) {
        SourceChange source = update.source();
        if (update.attributes().values().isEmpty() && source.equals(SourceChange.NONE) && knows("/source")) {
            error("/attributes", "at least one attribute or one field of the source has to be given");
        }
        texts("/attributes", update.attributes().values());
        sourceCodes(source.origin(), source.campaign(), source.landingPage());
    }

    private void texts(String pointer, Map<String, ? extends @Nullable Object> values) {
        values.forEach((name, value) -> {
            String at = member(pointer, name);
            text(at, name, Attributes.MAX_NAME_LENGTH);
            if (value instanceof String string && !string.isEmpty()) {
                text(at, string, Attributes.MAX_VALUE_LENGTH);
            }
        });
    }

    private void rejection(RejectLead reject) {
        if (knows("/disposition")) {
            disposition(reject);
        }
        add(EarliestDate.problem("/resumeNotBefore", reject.resumeNotBefore()));
        rootCause(reject.rootCause());
    }

    private void disposition(RejectLead reject) {
        switch (reject.disposition()) {
            case RECYCLE -> {
                reason("/reason", ReasonClass.RECYCLE, reject.reason(), reject.note());
                if (reject.expiresAt() != null) {
                    error("/expiresAt", "only a rejection that disqualifies has an expiry");
                }
            }
            case DISQUALIFY -> {
                reason("/reason", ReasonClass.DISQUALIFY, reject.reason(), reject.note());
                expiry(reject.reason(), reject.expiresAt());
                if (reject.resumeNotBefore() != null) {
                    error("/resumeNotBefore", "only a rejection that recycles can name when to resume");
                }
            }
        }
    }

    private void salesQualification(QualifySales qualify) {
        if (qualify.checklist().size() > QualifySales.MAX_CHECKLIST) {
            error("/checklist", "a checklist has %d criteria at most".formatted(QualifySales.MAX_CHECKLIST));
        }
        qualify.checklist().keySet().forEach(criterion -> code(member("/checklist", criterion), criterion));
        notNegative("/expectedAmount", qualify.expectedAmount());
        add(EarliestDate.problem("/expectedCloseDate", qualify.expectedCloseDate()));
    }

    private void revision(ReviseOpportunity revise) {
        boolean nothing =
                revise.expectedAmount() == null && revise.expectedCloseDate() == null && revise.milestone() == null;
        if (nothing && knows("/expectedCloseDate") && knows("/milestone")) {
            error("/expectedAmount", "at least one of expectedAmount, expectedCloseDate and milestone has to be given");
        }
        notNegative("/expectedAmount", revise.expectedAmount());
        add(EarliestDate.problem("/expectedCloseDate", revise.expectedCloseDate()));
    }

    private void amendment(AmendClosure amend) {
        prose("/cause", amend.cause());
        if ((amend.amount() == null) == (amend.reason() == null)) {
            error("/amount", "an amendment gives either the new amount of a win or the new reason of a loss");
        }
        notNegative("/amount", amend.amount());
        if (amend.reason() != null) {
            reason("/reason", ReasonClass.LOSS, amend.reason(), amend.note());
        }
    }

    private void reason(String pointer, ReasonClass reasonClass, String code, @Nullable String note) {
        var reason = playbook.reason(reasonClass, code);
        if (reason.isEmpty()) {
            error(pointer, "the playbook's reasons here are " + String.join(", ", playbook.codes(reasonClass)));
        } else if (reason.get().needsNote() && note == null) {
            error("/note", "the reason OTHER needs a note");
        }
    }

    private void rootCause(@Nullable String code) {
        if (code != null) {
            reason("/rootCause", ReasonClass.ROOT_CAUSE, code, null);
        }
    }

    private void expiry(String reason, @Nullable Instant expiresAt) {
        boolean refused = expiresAt != null
                && !playbook.reason(ReasonClass.DISQUALIFY, reason)
                        .map(Reason::mayExpire)
                        .orElse(true);
        if (refused) {
            error("/expiresAt", "a disqualification for %s does not expire".formatted(reason));
        }
    }

    private void notNegative(String pointer, @Nullable Money amount) {
        if (amount != null && amount.isNegative()) {
            error(pointer, "an amount is 0 or more");
        }
    }

    private void positive(String pointer, @Nullable Money amount) {
        if (amount != null && !amount.isPositive()) {
            error(pointer, "an amount is greater than 0");
        }
    }

    private void code(String pointer, @Nullable String value) {
        if (value != null && Text.isOnlyBlanks(value)) {
            error(pointer, "a code is not blank; leave the field out where there is nothing to say");
        } else {
            text(pointer, value, Text.MAX_CODE);
        }
    }

    private void prose(String pointer, @Nullable String value) {
        text(pointer, value, Text.MAX_PROSE);
    }

    private void text(String pointer, @Nullable String value, int maxLength) {
        if (value != null) {
            Text.problem(value, maxLength).ifPresent(problem -> error(pointer, problem));
        }
    }

    private static String member(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    private void error(String pointer, String detail) {
        if (knows(pointer)) {
            errors.add(new FieldError(pointer, detail));
        }
    }

    private void add(Optional<FieldError> problem) {
        problem.ifPresent(error -> error(error.pointer(), error.detail()));
    }

    /** Whether the field has been read, and nothing in it is known to be wrong. */
    private boolean knows(String pointer) {
        return unread.stream().noneMatch(error -> isAt(pointer, error.pointer()))
                && errors.stream().noneMatch(error -> isAt(pointer, error.pointer()));
    }

    private static boolean isAt(String pointer, String wrong) {
        return wrong.equals(pointer) || wrong.startsWith(pointer + "/");
    }
}
