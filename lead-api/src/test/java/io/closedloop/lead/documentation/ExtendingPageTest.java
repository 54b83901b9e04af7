package io.closedloop.lead.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows the page on a new command to the letter, in a copy of the sources. */
class ExtendingPageTest {
    private static final String PAGE = "extending.md";

    @TempDir
    Path folder;

    /** The copy is compiled as a whole, so a file that the page forgets would be missed. */
    @Test
    void whoFollowsThePageHasACommandAndItsEventThatWork() throws Exception {
        Recipe recipe = Recipe.of(PAGE);
        SourceCopy copy = SourceCopy.in(folder);

        recipe.carryOut(copy);
        copy.compile();

        assertThat(recipe.tests()).hasSize(2);
        for (String test : recipe.tests()) {
            copy.runTestsOf(test);
        }
    }

    @Test
    void aCommandAndItsEventAreThreeNewFilesAndALineInFour() throws Exception {
        Recipe recipe = Recipe.of(PAGE);

        assertThat(recipe.added())
                .map(ExtendingPageTest::name)
                .containsExactly("LeadFlagged", "FlagLead", "FlagLeadBody");
        assertThat(recipe.changed())
                .map(ExtendingPageTest::name)
                .isEqualTo(List.of("LeadEvent", "LeadCommand", "CommandBody", "FactWriter"));
    }

    private static String name(String file) {
        return file.replaceAll("^.*/|\\.java$", "");
    }
}
