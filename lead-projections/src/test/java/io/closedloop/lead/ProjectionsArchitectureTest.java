package io.closedloop.lead;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Read models are JDBC and events; how a report is asked for over HTTP is not theirs to know. */
class ProjectionsArchitectureTest {

    /** This module's classes alone: lead-domain's lie in another folder or archive. */
    private static final JavaClasses PROJECTIONS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> location.contains("lead-projections"))
            .importPackages("io.closedloop.lead");

    @Test
    void knowNothingOfHttpOrSpring() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework..",
                        "jakarta.servlet..",
                        "java.net.http..",
                        "com.fasterxml.jackson..",
                        "tools.jackson..")
                .because("lead-projections keeps tables and queries them; lead-api speaks HTTP and JSON")
                .allowEmptyShould(true)
                .check(PROJECTIONS);
    }

    @Test
    void haveNoCyclesBetweenTheirPackages() {
        slices().matching("io.closedloop.lead.(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(PROJECTIONS);
    }
}
