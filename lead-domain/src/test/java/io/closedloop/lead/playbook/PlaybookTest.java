package io.closedloop.lead.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlaybookTest {
    private static final Playbook PLAYBOOK = Playbook.BUILT_IN;

    @Test
    void theBuiltInPlaybookIsTheFirst() {
        assertThat(PLAYBOOK.version()).isEqualTo(1);
    }

    @Test
    void aReasonIsKnownByItsClassAndCode() {
        assertThat(PLAYBOOK.reason(ReasonClass.LOSS, "POOR_FIT"))
                .contains(new Reason(ReasonClass.LOSS, "POOR_FIT", true, false));
        assertThat(PLAYBOOK.reason(ReasonClass.RECYCLE, "POOR_FIT")).isEmpty();
        assertThat(PLAYBOOK.reason(ReasonClass.DISQUALIFY, "POOR_FIT"))
                .contains(new Reason(ReasonClass.DISQUALIFY, "POOR_FIT", true, false));
    }

    @Test
    void noClassHasACodeTwice() {
        for (ReasonClass reasonClass : ReasonClass.values()) {
            assertThat(PLAYBOOK.codes(reasonClass)).isNotEmpty().doesNotHaveDuplicates();
        }
        assertThat(PLAYBOOK.reasons()).hasSize(13 + 7 + 12 + 5);
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
