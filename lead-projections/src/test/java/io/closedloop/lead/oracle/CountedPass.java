package io.closedloop.lead.oracle;

import io.closedloop.lead.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A pass, as somebody with pencil and paper would keep it. */
final class CountedPass {
    /** Something earned or given back. */
    record Earned(Instant at, String currency, BigDecimal amount) {}

    final UUID lead;
    final int number;
    final int playbookVersion;
    final Map<String, Instant> entered = new HashMap<>();
    final List<Earned> laterRevenue = new ArrayList<>();

    @Nullable
    String owner;

    @Nullable
    Instant rejected;

    @Nullable
    Instant recycled;

    @Nullable
    Money win;

    boolean impliedAcceptance;

    CountedPass(UUID lead, int number, int playbookVersion) {
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

    List<Earned> earned() {
        var all = new ArrayList<>(laterRevenue);
        if (win != null) {
            all.add(new Earned(entered.get("WON"), win.currency().getCurrencyCode(), win.amount()));
        }
        return all;
    }
}
