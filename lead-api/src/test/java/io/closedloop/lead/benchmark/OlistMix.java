package io.closedloop.lead.benchmark;

import java.time.Instant;
import java.util.Locale;

/**
 * Leads as the Marketing Funnel by Olist has them: every one registered and qualified by marketing at its first
 * contact, 105 of 1,000 qualified by sales and won. That is 2.21 commands for each lead.
 */
final class OlistMix extends Lines {
    static final int COMMANDS_PER_1000_LEADS = 2_210;

    private static final int WON_OF_1000 = 105;
    private static final String[] CHANNELS = {
        "ORGANIC_SEARCH", "PAID_SEARCH", "SOCIAL", "EMAIL", "DISPLAY", "REFERRAL", "DIRECT", "OTHER"
    };
    private static final Instant FIRST_CONTACT = Instant.parse("2017-06-14T00:00:00Z");

    OlistMix(String run, long first, long end) {
        super(run, first, end);
    }

    @Override
    boolean line(StringBuilder to, long lead, int step) {
        boolean won = lead * WON_OF_1000 % 1000 < WON_OF_1000;
        switch (step) {
            case 0 -> {
                String channel = one(CHANNELS, lead, 1);
                at(command(to, "RegisterLead", lead), lead, 0)
                        .append(",\"externalRef\":{\"system\":\"olist-")
                        .append(run())
                        .append("\",\"id\":\"")
                        .append(Long.toHexString(mix(lead)))
                        .append('-')
                        .append(lead)
                        .append("\"},\"source\":{\"channel\":\"")
                        .append(channel)
                        .append("\",\"origin\":\"")
                        .append(channel.toLowerCase(Locale.ROOT))
                        .append("\",\"landingPage\":\"")
                        .append(Long.toHexString(mix(lead % 495)))
                        .append("\",\"sourcedBy\":\"MARKETING\"}");
                if (won) {
                    to.append(
                                    ",\"attributes\":{\"business_segment\":\"pet\",\"lead_type\":\"online_medium\",\"sdr\":\"sdr-")
                            .append(lead % 32)
                            .append("\"}");
                }
                to.append('}');
            }
            case 1 -> at(command(to, "QualifyMarketing", lead), lead, 0).append('}');
            case 2 -> {
                if (!won) {
                    return false;
                }
                at(command(to, "QualifySales", lead), lead, 14)
                        .append(",\"rep\":\"rep-")
                        .append(lead % 22)
                        .append("\"}");
            }
            case 3 ->
                at(command(to, "CloseWon", lead), lead, 14)
                        .append(",\"amount\":{\"amount\":\"1.00\",\"currency\":\"BRL\"}}");
            default -> {
                return false;
            }
        }
        return true;
    }

    private static StringBuilder at(StringBuilder to, long lead, int daysLater) {
        return to.append(",\"occurredAt\":\"")
                .append(FIRST_CONTACT.plusSeconds(86_400L * (Math.floorMod(mix(lead), 351L) + daysLater)))
                .append('"');
    }
}
