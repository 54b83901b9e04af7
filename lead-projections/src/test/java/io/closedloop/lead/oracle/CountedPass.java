package io.closedloop.lead.oracle;

import io.closedloop.lead.money.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A pass, as somebody with pencil and paper would keep it. */
final class CountedPass implements Keys.Values {
    /** Something earned or given back. */
    record Earned(Dated when, String currency, BigDecimal amount) {}

    final CountedLead lead;
    final int number;
    final int playbookVersion;
    /** Its first entry into each stage; of closures the one that stands. */
    final Map<String, Dated> entered = new HashMap<>();

    final List<Earned> laterRevenue = new ArrayList<>();

    @Nullable
    String owner;

    @Nullable
    Dated rejected;

    @Nullable
    Dated recycled;

    @Nullable
    Money win;

    /** The loss that stands, and its root cause where one was named. */
    final List<CountedReason> loss = new ArrayList<>();

    boolean impliedAcceptance;
    boolean disqualifiedOutOfSql;

    /** The reason of its first disqualification. */
    @Nullable
    String disqualifiedAs;

    CountedPass(CountedLead lead, int number, int playbookVersion) {
        this.lead = lead;
        this.number = number;
        this.playbookVersion = playbookVersion;
    }

    boolean hasEntered(String stage, boolean strict) {
        return entered.containsKey(stage) && !(strict && stage.equals("ACCEPTED") && impliedAcceptance);
    }

    boolean hasEnded() {
        return List.of("WON", "LOST", "DISQUALIFIED", "NURTURE").stream().anyMatch(entered::containsKey);
    }

    boolean isDuplicate() {
        return "DUPLICATE".equals(disqualifiedAs);
    }

    /** Its first entry of all: that of the lead, or its own qualification. */
    Dated begun() {
        return entry(number == 1 ? "INQUIRY" : "MQL");
    }

    Dated entry(String stage) {
        Dated entry = entered.get(stage);
        if (entry == null) {
            throw new IllegalArgumentException("pass %d of %s never entered %s".formatted(number, lead.id, stage));
        }
        return entry;
    }

    Unit unit(Dated by) {
        return new Unit(lead.id, number, by.position(), null);
    }

    List<Earned> earned() {
        var all = new ArrayList<>(laterRevenue);
        if (win != null) {
            all.add(new Earned(entry("WON"), win.currency().getCurrencyCode(), win.amount()));
        }
        return all;
    }

    @Override
    public @Nullable Object of(String group) {
        if (group.startsWith("attr.")) {
            return lead.attributes.get(group.substring("attr.".length()));
        }
        return switch (group) {
            case "owner" -> owner;
            case "pass" -> (long) number;
            case "playbookVersion" -> (long) playbookVersion;
            default -> Keys.of(lead.source, group);
        };
    }
}
