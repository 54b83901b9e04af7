package io.closedloop.lead.playbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The agreement between marketing and sales under which decisions are made; for now its reason codes. */
public record Playbook(int version, List<Reason> reasons) {
    /** What every service starts with. */
    public static final Playbook BUILT_IN = builtIn();

    private static final String DERAILED = "NO_DECISION";
    /** The reason of whoever is somebody's second lead. */
    public static final String DUPLICATE = "DUPLICATE";

    public Playbook {
        reasons = List.copyOf(reasons);
    }

    /** The agreement that an event was decided under. Whatever its version, so far all have the built-in reasons. */
    public static Playbook ofVersion(int version) {
        return version == BUILT_IN.version ? BUILT_IN : new Playbook(version, BUILT_IN.reasons);
    }

    public Optional<Reason> reason(ReasonClass reasonClass, String code) {
        for (Reason reason : reasons) {
            if (reason.reasonClass() == reasonClass && reason.code().equals(code)) {
                return Optional.of(reason);
            }
        }
        return Optional.empty();
    }

    /** Whether a disqualification for {@code reason} can be taken back; one for a reason unknown here cannot. */
    public boolean isReversible(String reason) {
        return reason(ReasonClass.DISQUALIFY, reason).map(Reason::reversible).orElse(false);
    }

    /** Whether a loss for {@code reason} was no decision; one for a reason unknown here was. */
    public boolean isDerailed(String reason) {
        return reason(ReasonClass.LOSS, reason).map(Reason::derailed).orElse(false);
    }

    /** Whether a disqualification for {@code reason} says that the lead was another one once more. */
    public boolean isDuplicate(String reason) {
        return reason(ReasonClass.DISQUALIFY, reason).map(Reason::duplicate).orElse(false);
    }

    /** What a disqualification for {@code reason} keeps out; one for a reason unknown here keeps the identities out. */
    public Suppresses suppresses(String reason) {
        return reason(ReasonClass.DISQUALIFY, reason).map(Reason::suppresses).orElse(Suppresses.IDENTITIES);
    }

    public List<String> codes(ReasonClass reasonClass) {
        return reasons.stream()
                .filter(r -> r.reasonClass() == reasonClass)
                .map(Reason::code)
                .toList();
    }

    private static Playbook builtIn() {
        var reasons = new ArrayList<Reason>();
        add(
                reasons,
                ReasonClass.DISQUALIFY,
                false,
                false,
                "SPAM_OR_FAKE",
                "SOLICITATION",
                "DO_NOT_CONTACT",
                "LEGAL_OR_SANCTIONS");
        add(reasons, ReasonClass.DISQUALIFY, true, false, "POOR_FIT", "COMPETITOR_EMPLOYEE");
        add(
                reasons,
                ReasonClass.DISQUALIFY,
                true,
                true,
                "INVALID_CONTACT_DATA",
                "OUT_OF_TERRITORY",
                "EXISTING_CUSTOMER",
                "STUDENT_OR_JOBSEEKER",
                "NO_NEED",
                DUPLICATE,
                Reason.OTHER);
        add(
                reasons,
                ReasonClass.RECYCLE,
                true,
                false,
                "NOT_READY",
                "SENT_TOO_EARLY",
                "UNRESPONSIVE",
                "NO_BUDGET_NOW",
                "NO_AUTHORITY_YET",
                "TIMING",
                "INSUFFICIENT_DATA");
        add(
                reasons,
                ReasonClass.LOSS,
                true,
                false,
                "PRICE",
                "COMPETITOR",
                "BUDGET",
                "MISSING_FEATURES",
                DERAILED,
                "NO_DECISION_MAKER",
                "LONG_SALES_CYCLE",
                "UNRESPONSIVE",
                "POOR_FIT",
                "CAPACITY_OR_STOCK",
                "NO_LONGER_INTERESTED",
                Reason.OTHER);
        add(
                reasons,
                ReasonClass.ROOT_CAUSE,
                true,
                false,
                "SENT_TOO_EARLY",
                "NOT_PRICE_QUALIFIED",
                "DID_NOT_UNDERSTAND_PRODUCT",
                "WRONG_SEGMENT",
                "SLOW_FOLLOW_UP");
        return new Playbook(1, reasons);
    }

    private static void add(
            List<Reason> reasons, ReasonClass reasonClass, boolean reversible, boolean mayExpire, String... codes) {
        for (String code : codes) {
            reasons.add(new Reason(
                    reasonClass,
                    code,
                    reversible,
                    mayExpire,
                    reasonClass == ReasonClass.LOSS && code.equals(DERAILED),
                    reasonClass == ReasonClass.DISQUALIFY && code.equals(DUPLICATE),
                    suppressedFor(reasonClass, code)));
        }
    }

    /**
     * Whoever must be left alone for good must be left alone by telephone, too; a duplicate is somebody's second lead.
     */
    private static Suppresses suppressedFor(ReasonClass reasonClass, String code) {
        if (reasonClass != ReasonClass.DISQUALIFY) {
            return Suppresses.NOTHING;
        }
        return switch (code) {
            case "DO_NOT_CONTACT", "LEGAL_OR_SANCTIONS" -> Suppresses.IDENTITIES_AND_TELEPHONE;
            case "DUPLICATE" -> Suppresses.NOTHING;
            default -> Suppresses.IDENTITIES;
        };
    }
}
