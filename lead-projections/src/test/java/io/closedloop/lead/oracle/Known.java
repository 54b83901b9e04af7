package io.closedloop.lead.oracle;

import io.closedloop.lead.history.MemoryLog.Stored;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.lifecycle.AttributesUpdated;
import io.closedloop.lead.lifecycle.ClosureAmended;
import io.closedloop.lead.lifecycle.ContactUpdated;
import io.closedloop.lead.lifecycle.LeadAccepted;
import io.closedloop.lead.lifecycle.LeadAssigned;
import io.closedloop.lead.lifecycle.LeadDisqualified;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.lifecycle.LeadLost;
import io.closedloop.lead.lifecycle.LeadMarketingQualified;
import io.closedloop.lead.lifecycle.LeadRecycled;
import io.closedloop.lead.lifecycle.LeadRegistered;
import io.closedloop.lead.lifecycle.LeadReinstated;
import io.closedloop.lead.lifecycle.LeadRejected;
import io.closedloop.lead.lifecycle.LeadReopened;
import io.closedloop.lead.lifecycle.LeadSalesQualified;
import io.closedloop.lead.lifecycle.LeadWon;
import io.closedloop.lead.lifecycle.OpportunityRevised;
import io.closedloop.lead.lifecycle.RevenueKind;
import io.closedloop.lead.lifecycle.RevenueRecorded;
import io.closedloop.lead.lifecycle.TouchRecorded;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.suppression.SuppressionEvent.RedeliveryBlocked;
import io.closedloop.lead.suppression.SuppressionEvent.SuppressionLifted;
import io.closedloop.lead.suppression.SuppressionEvent.SuppressionWidened;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is known at an instant: the events that were recorded until then, read one by one. */
final class Known {
    /** A command that was refused because it would have delivered somebody who is kept out. */
    record Attempt(RedeliveryBlocked blocked, Dated when) {}

    /** A touch, in the pass of its time. */
    record Touch(CountedPass pass, Dated when, TouchRecorded recorded) {}

    /** Somebody who is kept out was delivered all the same. */
    record Delivery(CountedPass pass, Dated when) {}

    final Map<UUID, CountedLead> leads = new LinkedHashMap<>();
    final List<CountedReason> reasons = new ArrayList<>();
    final List<CountedSuppression> suppressions = new ArrayList<>();
    final List<Attempt> attempts = new ArrayList<>();
    final List<Delivery> deliveries = new ArrayList<>();
    final List<Touch> touches = new ArrayList<>();
    private final Instant until;
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;

    /** @param asOf null for everything until now, which is when the last event was recorded */
    Known(List<Stored> events, @Nullable Instant asOf) {
        if (asOf != null) {
            until = asOf;
        } else {
            until = events.isEmpty() ? Instant.EPOCH : events.getLast().recordedAt();
        }
        for (Stored stored : events) {
            if (!stored.recordedAt().isAfter(until)) {
                read(stored);
            }
        }
    }

    /** The instant at which this is known. */
    Instant until() {
        return until;
    }

    /** When the first of what is known happened; whenever, where nothing is. */
    Instant first() {
        return first.isAfter(last) ? Instant.EPOCH : first;
    }

    /** When the last of what is known happened; whenever, where nothing is. */
    Instant last() {
        return first.isAfter(last) ? Instant.EPOCH : last;
    }

    private void happened(Instant at) {
        first = at.isBefore(first) ? at : first;
        last = at.isAfter(last) ? at : last;
    }

    List<CountedPass> passes() {
        return leads.values().stream().flatMap(lead -> lead.passes.stream()).toList();
    }

    private Known(Instant until) {
        this.until = until;
    }

    /** What some events tell, whenever they were recorded, to somebody who asks at an instant. */
    static Known of(List<Stored> events, Instant until) {
        var known = new Known(until);
        events.forEach(known::read);
        return known;
    }

    private void read(Stored stored) {
        if (stored.payload() instanceof RedeliveryBlocked blocked) {
            happened(blocked.occurredAt());
            attempts.add(new Attempt(blocked, new Dated(blocked.occurredAt(), stored.position())));
        }
        if (stored.payload() instanceof SuppressionLifted lifted) {
            for (CountedSuppression suppression : suppressions) {
                if (suppression.made.suppressionId().equals(lifted.suppressionId())) {
                    suppression.ended = true;
                }
            }
        }
        if (stored.payload() instanceof SuppressionWidened widened) {
            for (CountedSuppression suppression : suppressions) {
                if (suppression.made.suppressionId().equals(widened.suppressionId())) {
                    suppression.base = widened.base();
                }
            }
        }
        if (stored.payload() instanceof LeadEvent event) {
            happened(event.occurredAt());
            Dated when = new Dated(event.occurredAt(), stored.position());
            CountedPass pass = passOf(event);
            if (event instanceof TouchRecorded touch) {
                touches.add(new Touch(pass, when, touch));
            }
            suppressed(event, pass, when, stored.recordedAt());
            reasoned(event, pass, when);
            described(event, pass.lead);
            entered(event, pass, when);
            closed(event, pass, when);
            if (pass.lead.owner != null) {
                pass.owner = pass.lead.owner;
            }
        }
    }

    private CountedPass passOf(LeadEvent event) {
        if (event instanceof LeadRegistered e) {
            var lead = new CountedLead(e.leadId().value(), e.source());
            e.attributes().values().forEach((name, value) -> lead.attributes.put(name, text(value)));
            lead.passes.add(new CountedPass(lead, 1, e.playbookVersion()));
            leads.put(lead.id, lead);
        }
        CountedLead lead = Objects.requireNonNull(leads.get(event.leadId().value()));
        if (event instanceof LeadMarketingQualified e && e.pass() > lead.passes.size()) {
            lead.passes.add(new CountedPass(lead, e.pass(), e.playbookVersion()));
        }
        return lead.passes.get(event.pass() - 1);
    }

    /** A lead that comes back ends its own suppressions before it claims its identities. */
    private void suppressed(LeadEvent event, CountedPass pass, Dated when, Instant recordedAt) {
        if (event instanceof LeadReinstated) {
            for (CountedSuppression suppression : suppressions) {
                if (suppression.pass.lead == pass.lead) {
                    suppression.ended = true;
                }
            }
        }
        boolean suppressed = false;
        for (IdentityHash claim : claimedBy(event)) {
            for (CountedSuppression suppression : suppressions) {
                suppressed |= suppression.keepsOut(claim) && suppression.isActive(recordedAt);
            }
        }
        if (suppressed) {
            deliveries.add(new Delivery(pass, when));
        }
        if (event instanceof LeadDisqualified e) {
            e.suppressions().forEach(made -> suppressions.add(new CountedSuppression(made, pass, when)));
        }
    }

    private static List<IdentityHash> claimedBy(LeadEvent event) {
        return switch (event) {
            case LeadRegistered e -> e.claimed();
            case ContactUpdated e -> e.claimed();
            case LeadRecycled e -> e.claimed();
            case LeadReinstated e -> e.claimed();
            case LeadReopened e -> e.claimed();
            case TouchRecorded _,
                    AttributesUpdated _,
                    LeadMarketingQualified _,
                    LeadAssigned _,
                    LeadAccepted _,
                    LeadRejected _,
                    LeadDisqualified _,
                    LeadSalesQualified _,
                    OpportunityRevised _,
                    LeadWon _,
                    LeadLost _,
                    ClosureAmended _,
                    RevenueRecorded _ -> List.of();
        };
    }

    private void reasoned(LeadEvent event, CountedPass pass, Dated when) {
        Money expected = pass.lead.expected;
        if (event instanceof LeadDisqualified e) {
            reasons.add(new CountedReason(pass, "DISQUALIFICATION", e.reason(), when, expected));
        } else if (event instanceof LeadRejected e) {
            reasons.add(new CountedReason(pass, "REJECTION", e.reason(), when, expected));
            if (e.rootCause() != null) {
                reasons.add(new CountedReason(pass, "ROOT_CAUSE", e.rootCause(), when, expected));
            }
        } else if (event instanceof LeadRecycled e) {
            reasons.add(new CountedReason(pass, "RECYCLE", e.reason(), when, expected));
        } else if (event instanceof LeadLost e) {
            pass.loss.add(new CountedReason(pass, "LOSS", e.reason(), when, expected));
            if (e.rootCause() != null) {
                pass.loss.add(new CountedReason(pass, "ROOT_CAUSE", e.rootCause(), when, expected));
            }
            reasons.addAll(pass.loss);
        } else if (event instanceof LeadReopened) {
            reasons.removeAll(pass.loss);
            pass.loss.clear();
        } else if (event instanceof ClosureAmended e && e.newReason() != null) {
            pass.loss.getFirst().reason = e.newReason();
        }
    }

    private static void described(LeadEvent event, CountedLead lead) {
        if (event instanceof AttributesUpdated e) {
            e.attributes().values().forEach((name, value) -> {
                if (value == null) {
                    lead.attributes.remove(name);
                } else {
                    lead.attributes.put(name, text(value));
                }
            });
            lead.source = e.source().applyTo(lead.source);
        } else if (event instanceof LeadAssigned e) {
            lead.owner = e.rep().code();
        } else if (event instanceof LeadAccepted e) {
            lead.owner = e.rep().code();
        } else if (event instanceof LeadSalesQualified e) {
            lead.owner = e.rep().code();
            lead.expected = e.expectedAmount();
        } else if (event instanceof OpportunityRevised e && e.expectedAmount() != null) {
            lead.expected = e.expectedAmount();
        }
    }

    private static void entered(LeadEvent event, CountedPass pass, Dated when) {
        if (event instanceof LeadRegistered) {
            enter(pass, "INQUIRY", "INQUIRY", when);
        } else if (event instanceof LeadMarketingQualified) {
            enter(pass, "MQL", "MQL_AWAITING", when);
        } else if (event instanceof LeadAccepted e) {
            pass.impliedAcceptance = e.implied();
            pass.entered.put("ACCEPTED", when);
            pass.lead.steps.add(new CountedLead.Step("MQL_ACCEPTED", when, pass, e.implied()));
        } else if (event instanceof LeadRejected) {
            pass.rejected = when;
        } else if (event instanceof LeadSalesQualified) {
            enter(pass, "SQL", "SQL", when);
        } else if (event instanceof LeadRecycled) {
            pass.recycled = when;
            enter(pass, "NURTURE", "NURTURE", when);
        } else if (event instanceof LeadReinstated) {
            enter(pass, "NURTURE", "NURTURE", when);
        } else if (event instanceof LeadDisqualified e) {
            if (!pass.entered.containsKey("DISQUALIFIED")) {
                pass.disqualifiedOutOfSql = pass.lead.isAt("SQL");
                pass.disqualifiedAs = e.reason();
            }
            enter(pass, "DISQUALIFIED", "DISQUALIFIED", when);
        }
    }

    private static void enter(CountedPass pass, String stage, String status, Dated when) {
        pass.entered.putIfAbsent(stage, when);
        pass.lead.steps.add(new CountedLead.Step(status, when, pass, false));
    }

    /** What a reopening makes void is as if it had never been, but for the visits. */
    private static void closed(LeadEvent event, CountedPass pass, Dated when) {
        if (event instanceof LeadWon e) {
            pass.win = e.amount();
            enter(pass, "WON", "CLOSED_WON", when);
        } else if (event instanceof LeadLost) {
            enter(pass, "LOST", "CLOSED_LOST", when);
        } else if (event instanceof LeadReopened) {
            pass.entered.remove("WON");
            pass.entered.remove("LOST");
            pass.win = null;
            pass.laterRevenue.clear();
            pass.lead.steps.add(new CountedLead.Step("SQL", when, pass, false));
        } else if (event instanceof ClosureAmended e && e.newAmount() != null) {
            pass.win = e.newAmount();
        } else if (event instanceof RevenueRecorded e) {
            BigDecimal amount = e.amount().amount();
            pass.laterRevenue.add(new CountedPass.Earned(
                    when,
                    e.amount().currency().getCurrencyCode(),
                    e.kind() == RevenueKind.REFUND ? amount.negate() : amount));
        }
    }

    private static String text(Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }
}
