package io.closedloop.lead.eventjson;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.axon.Envelope;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.suppression.SuppressionEvent;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of what is in clear, in docs/events.md, is complete: everything of an event is sealed or stands there. */
class InClearPageTest {
    private static final Pattern CODE = Pattern.compile("`([A-Za-z]+)`");

    private static String section() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "events.md"));
        String from = page.substring(page.indexOf("## What is in clear"));
        return from.substring(0, from.indexOf("\n## ", 1));
    }

    private static Set<String> codes(String text) {
        return CODE.matcher(text).results().map(it -> it.group(1)).collect(toCollection(TreeSet::new));
    }

    @Test
    void everyComponentOfAnEventIsSealedOrListed() throws IOException {
        Set<String> listed =
                codes(section().lines().filter(line -> line.startsWith("|")).reduce("", String::concat));
        var unlisted = new TreeSet<String>();
        Stream.of(LeadEvent.class, SuppressionEvent.class)
                .flatMap(events -> Arrays.stream(events.getPermittedSubclasses()))
                .forEach(event -> unlisted(event, Revisions.of(event).personal(), listed, unlisted));

        assertThat(listed).contains("leadId", "attributes", "campaign");
        assertThat(unlisted).isEmpty();
    }

    private static void unlisted(Class<?> record, Set<String> sealed, Set<String> listed, Set<String> unlisted) {
        for (RecordComponent component : record.getRecordComponents()) {
            if (sealed.contains(component.getName())) {
                continue;
            }
            if (!listed.contains(component.getName())) {
                unlisted.add(record.getSimpleName() + "." + component.getName());
            }
            Class<?> of = component.getGenericType() instanceof ParameterizedType type
                            && type.getActualTypeArguments()[0] instanceof Class<?> element
                    ? element
                    : component.getType();
            // Ids, codes and maps of free names say nothing beside their own name.
            if (of.isRecord() && of.getRecordComponents().length > 1 && of != Money.class) {
                unlisted(of, Set.of(), listed, unlisted);
            }
        }
    }

    @Test
    void everythingOfTheEnvelopeIsListed() throws Exception {
        Set<String> listed = codes(section()
                .lines()
                .filter(line -> line.startsWith("| its envelope"))
                .reduce("", String::concat));
        var kept = new TreeSet<String>();
        for (Field constant : Envelope.class.getDeclaredFields()) {
            if (constant.getType() == String.class
                    && constant.getName().equals(constant.getName().toUpperCase(Locale.ROOT))) {
                kept.add(String.valueOf(constant.get(null)));
            }
        }

        assertThat(listed).isEqualTo(kept).hasSizeGreaterThan(6);
    }

    @Test
    void everythingThatIsSealedIsListedAsThat() throws IOException {
        String sealed = section()
                .lines()
                .filter(line -> line.startsWith("The database keeps sealed"))
                .findFirst()
                .orElseThrow();
        Set<String> personal = Stream.of(LeadEvent.class, SuppressionEvent.class)
                .flatMap(events -> Arrays.stream(events.getPermittedSubclasses()))
                .flatMap(event -> Revisions.of(event).personal().stream())
                .collect(toCollection(TreeSet::new));

        assertThat(codes(sealed)).isEqualTo(personal);
    }
}
