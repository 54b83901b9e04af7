package io.closedloop.lead.history;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Disposition;
import io.closedloop.lead.source.Channel;
import java.util.List;

/** Ten leads whose numbers can be counted on paper: the worked example of the metric contract. */
public final class ExampleByHand {
    private final Story story;

    public ExampleByHand(MemoryLog log) {
        story = new Story(log);
    }

    /** What happened in January, recorded on the day. */
    public void january() {
        story.on(1, 1);
        List.of("A", "B", "C", "D", "E", "F", "G", "H").forEach(story::register);
        List.of("I", "K").forEach(name -> story.register(name, name, Channel.SOCIAL));
        story.on(1, 2);
        List.of("A", "B", "C", "D", "E").forEach(story::qualify);
        story.on(1, 3)
                .accept("A")
                .reject("C", Disposition.RECYCLE, "SENT_TOO_EARLY")
                .accept("E")
                .qualify("F");
        story.on(1, 4).sql("A").reject("D", Disposition.DISQUALIFY, "POOR_FIT").accept("F");
        story.on(1, 5).sql("B").qualify("G");
        story.on(1, 6).sql("E").accept("G");
        story.on(1, 7).sql("F");
        story.on(1, 8).qualify("K");
        story.on(1, 9).accept("K").disqualify("H", "SPAM_OR_FAKE", null);
        story.on(1, 10).win("A", "100", "USD").sql("K");
        story.on(1, 12).lose("B", "PRICE", null);
        story.on(1, 15).disqualify("K", "NO_NEED", null);
        story.on(1, 20).win("E", "200", "USD");
        story.on(1, 21).lose("F", "NO_DECISION", null);
    }

    /** What happened in February. */
    public void february() {
        story.on(2, 1).qualify("C").reopen("E");
        story.on(2, 2).accept("C").lose("E", "COMPETITOR", null);
        story.on(2, 3).sql("C");
        story.on(2, 5).register("D again", "D", Channel.SOCIAL);
        story.on(2, 10).win("C", "300", "USD");
    }

    public static LeadId id(String name) {
        return Story.id(name);
    }
}
