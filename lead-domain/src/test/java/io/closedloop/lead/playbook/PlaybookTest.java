package io.closedloop.lead.playbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlaybookTest {
    private static final Playbook PLAYBOOK = Playbook.BUILT_IN;
    private static final Pattern CODE = Pattern.compile("`(\\w+)`");
    private static final Map<String, Predicate<Reason>> KINDS = Map.of(
            "disqualification, for ever", of(ReasonClass.DISQUALIFY).and(reason -> !reason.reversible()),
            "disqualification, can be taken back",
                    of(ReasonClass.DISQUALIFY).and(reason -> reason.reversible() && !reason.mayExpire()),
            "disqualification, can be taken back, may expire",
                    of(ReasonClass.DISQUALIFY).and(reason -> reason.reversible() && reason.mayExpire()),
            "recycling", of(ReasonClass.RECYCLE),
            "loss", of(ReasonClass.LOSS),
            "root cause, beside a rejection or a loss", of(ReasonClass.ROOT_CAUSE));

    private static Predicate<Reason> of(ReasonClass reasonClass) {
        return reason -> reason.reasonClass() == reasonClass;
    }

    @Test
    void theBuiltInPlaybookIsTheFirst() {
        assertThat(PLAYBOOK.version()).isEqualTo(1);
    }

    @Test
    void aReasonIsKnownByItsClassAndCode() {
        assertThat(PLAYBOOK.reason(ReasonClass.LOSS, "POOR_FIT"))
                .contains(new Reason(ReasonClass.LOSS, "POOR_FIT", true, false, false, false, Suppresses.NOTHING));
        assertThat(PLAYBOOK.reason(ReasonClass.RECYCLE, "POOR_FIT")).isEmpty();
        assertThat(PLAYBOOK.reason(ReasonClass.DISQUALIFY, "POOR_FIT"))
                .contains(new Reason(
                        ReasonClass.DISQUALIFY, "POOR_FIT", true, false, false, false, Suppresses.IDENTITIES));
    }

    @Test
    void noClassHasACodeTwice() {
        for (ReasonClass reasonClass : ReasonClass.values()) {
            assertThat(PLAYBOOK.codes(reasonClass)).isNotEmpty().doesNotHaveDuplicates();
        }
    }

    /** A code that the page does not give a class has no reason to be there, and the other way round. */
    @Test
    void theReasonsAreThoseOfThePageThatPeopleRead() throws IOException {
        assertThat(rows()).containsOnlyKeys(KINDS.keySet());
        for (var kind : KINDS.entrySet()) {
            assertThat(PLAYBOOK.reasons().stream().filter(kind.getValue()).map(Reason::code))
                    .as(kind.getKey())
                    .containsExactlyElementsOf(rows().getOrDefault(kind.getKey(), List.of()));
        }
        assertThat(PLAYBOOK.reasons())
                .as("a reason belongs to one row of the page")
                .allSatisfy(reason -> assertThat(KINDS.values().stream().filter(kind -> kind.test(reason)))
                        .hasSize(1));
    }

    /** The table under "Reasons": its codes by what stands before them. */
    private static Map<String, List<String>> rows() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "lead-lifecycle.md"));
        String table = page.substring(page.indexOf("| class | codes |"));
        return table.substring(0, table.indexOf("\n\n"))
                .lines()
                .skip(2)
                .map(line -> line.split("\\|"))
                .collect(Collectors.toMap(
                        cells -> cells[1].strip(),
                        cells -> CODE.matcher(cells[2])
                                .results()
                                .map(code -> code.group(1))
                                .toList()));
    }

    @Test
    void whatIsNoDecisionAndWhatIsADuplicateAreSaidByFlagsOfTheReason() {
        assertThat(PLAYBOOK.reasons().stream().filter(Reason::derailed))
                .extracting(Reason::reasonClass, Reason::code)
                .containsExactly(tuple(ReasonClass.LOSS, "NO_DECISION"));
        assertThat(PLAYBOOK.reasons().stream().filter(Reason::duplicate))
                .extracting(Reason::reasonClass, Reason::code)
                .containsExactly(tuple(ReasonClass.DISQUALIFY, "DUPLICATE"));
        assertThat(PLAYBOOK.isDerailed("NO_DECISION")).isTrue();
        assertThat(PLAYBOOK.isDerailed("PRICE")).isFalse();
        assertThat(PLAYBOOK.isDerailed("DUPLICATE")).isFalse();
        assertThat(PLAYBOOK.isDuplicate("DUPLICATE")).isTrue();
        assertThat(PLAYBOOK.isDuplicate("NO_DECISION")).isFalse();
        assertThat(PLAYBOOK.isDuplicate("unheard of")).isFalse();
    }

    @Test
    void anEventOfAnyVersionIsReadWithTheReasonsOfThatVersion() {
        assertThat(Playbook.ofVersion(1)).isSameAs(PLAYBOOK);
        assertThat(Playbook.ofVersion(2).version()).isEqualTo(2);
        assertThat(Playbook.ofVersion(2).isDuplicate("DUPLICATE")).isTrue();
    }

    @Test
    void onlyOtherNeedsANote() {
        assertThat(PLAYBOOK.reasons().stream().filter(Reason::needsNote))
                .extracting(Reason::code)
                .containsExactly("OTHER", "OTHER");
    }

    @Test
    void aDisqualificationForAnUnknownReasonIsNotReversible() {
        assertThat(PLAYBOOK.isReversible("NO_NEED")).isTrue();
        assertThat(PLAYBOOK.isReversible("SPAM_OR_FAKE")).isFalse();
        assertThat(PLAYBOOK.isReversible("TIMING")).isFalse();
    }
}
