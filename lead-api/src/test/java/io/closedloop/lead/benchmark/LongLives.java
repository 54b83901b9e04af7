package io.closedloop.lead.benchmark;

import java.time.Instant;
import java.util.List;

/**
 * Leads with six events each, over two years, of all channels, 40 campaigns and 50 reps: most are with marketing or
 * sales, the rest is won, lost, recycled or disqualified.
 */
final class LongLives extends Lines {
    static final int EVENTS_PER_LEAD = 6;
    static final Instant FIRST = Instant.parse("2024-01-01T00:00:00Z");
    static final int DAYS = 700;

    static final String[] CHANNELS = {
        "ORGANIC_SEARCH", "PAID_SEARCH", "SOCIAL", "EMAIL", "DISPLAY", "REFERRAL", "DIRECT", "OTHER"
    };
    private static final String[] SEGMENTS = {"retail", "industry", "health", "public"};

    private static final String TOUCH = "RecordTouch";
    private static final String MARKETING = "QualifyMarketing";
    private static final String ACCEPT = "AcceptLead";
    private static final String SALES = "QualifySales";
    private static final String REGISTER = "RegisterLead";

    /** The lives, each as often as it stands here. */
    private static final List<List<String>> LIVES = List.of(
            List.of(REGISTER, TOUCH, TOUCH, TOUCH, TOUCH, MARKETING),
            List.of(REGISTER, TOUCH, TOUCH, TOUCH, TOUCH, MARKETING),
            List.of(REGISTER, TOUCH, TOUCH, MARKETING, TOUCH, "RecycleLead"),
            List.of(REGISTER, TOUCH, TOUCH, MARKETING, ACCEPT, TOUCH),
            List.of(REGISTER, TOUCH, TOUCH, MARKETING, ACCEPT, TOUCH),
            List.of(REGISTER, TOUCH, MARKETING, ACCEPT, SALES, TOUCH),
            List.of(REGISTER, TOUCH, MARKETING, ACCEPT, SALES, "CloseLost"),
            List.of(REGISTER, TOUCH, MARKETING, ACCEPT, SALES, "CloseLost"),
            List.of(REGISTER, TOUCH, MARKETING, ACCEPT, SALES, "CloseWon"),
            List.of(REGISTER, TOUCH, TOUCH, MARKETING, ACCEPT, "DisqualifyLead"));

    LongLives(String run, long first, long end) {
        super(run, first, end);
    }

    @Override
    boolean line(StringBuilder to, long lead, int step) {
        List<String> life = LIVES.get((int) Math.floorMod(mix(lead), (long) LIVES.size()));
        if (step == life.size()) {
            return false;
        }
        String name = life.get(step);
        command(to, name, lead)
                .append(",\"occurredAt\":\"")
                .append(FIRST.plusSeconds(
                        86_400L * (Math.floorMod(mix(lead + 7), (long) DAYS) + step * 3L) + lead % 86_400))
                .append('"');
        fields(to, name, lead, step);
        to.append('}');
        return true;
    }

    private void fields(StringBuilder to, String name, long lead, int step) {
        switch (name) {
            case REGISTER ->
                to.append(",\"contact\":{\"name\":\"Lead ")
                        .append(lead)
                        .append("\",\"email\":\"")
                        .append(run())
                        .append('-')
                        .append(lead)
                        .append(
                                "@example.com\",\"company\":\"Example Ltd\",\"country\":\"BR\"},\"source\":{\"channel\":\"")
                        .append(one(CHANNELS, lead, 1))
                        .append("\",\"origin\":\"somewhere\",\"campaign\":\"campaign-")
                        .append(Math.floorMod(mix(lead + 3), 40L))
                        .append("\",\"sourcedBy\":\"MARKETING\"},\"attributes\":{\"segment\":\"")
                        .append(one(SEGMENTS, lead, 2))
                        .append("\"}");
            case TOUCH ->
                to.append(",\"type\":\"EMAIL_CLICK\",\"by\":\"LEAD\",\"touchId\":\"")
                        .append(step)
                        .append('"');
            case ACCEPT, SALES -> to.append(",\"rep\":\"rep-").append(lead % 50).append('"');
            case "CloseWon" ->
                to.append(",\"amount\":{\"amount\":\"").append(100 + lead % 900).append(".00\",\"currency\":\"EUR\"}");
            case "CloseLost" -> to.append(",\"reason\":\"PRICE\"");
            case "RecycleLead" -> to.append(",\"reason\":\"NOT_READY\"");
            case "DisqualifyLead" -> to.append(",\"reason\":\"NO_NEED\"");
            default -> {
                // Nothing but when.
            }
        }
    }
}
