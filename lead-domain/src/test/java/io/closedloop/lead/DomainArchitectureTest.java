package io.closedloop.lead;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rules of a lead know Java and Axon's modelling annotations, nothing of the technique around them. */
class DomainArchitectureTest {

    private static final JavaClasses DOMAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.closedloop.lead");

    @Test
    void knowsNothingOfDatabasesJsonOrHttp() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework..",
                        "java.sql..",
                        "javax.sql..",
                        "com.fasterxml.jackson..",
                        "tools.jackson..",
                        "jakarta.servlet..",
                        "java.net.http..",
                        "org.duckdb..",
                        "org.h2..")
                .because("lead-domain says what is true, and its users decide where that is stored and sent")
                .allowEmptyShould(true)
                .check(DOMAIN);
    }

    @Test
    void hasNoCyclesBetweenItsPackages() {
        slices().matching("io.closedloop.lead.(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(DOMAIN);
    }
}
