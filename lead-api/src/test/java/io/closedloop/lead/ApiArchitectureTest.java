package io.closedloop.lead;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.closedloop.lead.playbook.Playbook;
import org.junit.jupiter.api.Test;

/** The three modules depend on each other in one direction, and the service's packages have no cycles. */
class ApiArchitectureTest {

    private static final JavaClasses EVERYTHING = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.closedloop.lead");

    private static final JavaClasses API = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> location.contains("lead-api"))
            .importPackages("io.closedloop.lead");

    @Test
    void theDomainDependsOnNoOtherModule() {
        noClasses()
                .that(areIn("lead-domain"))
                .should()
                .dependOnClassesThat(areIn("lead-projections").or(areIn("lead-api")))
                .allowEmptyShould(true)
                .check(EVERYTHING);
    }

    @Test
    void theProjectionsDoNotDependOnTheService() {
        noClasses()
                .that(areIn("lead-projections"))
                .should()
                .dependOnClassesThat(areIn("lead-api"))
                .allowEmptyShould(true)
                .check(EVERYTHING);
    }

    @Test
    void theServiceHasNoCyclesBetweenItsPackages() {
        slices().matching("io.closedloop.lead.(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(API);
    }

    /** The appender and the readers work on any database, in any directory. */
    @Test
    void onlyItsWiringKnowsTheLogsInnerRooms() {
        noClasses()
                .that()
                .resideInAPackage("io.closedloop.lead.log")
                .and()
                .haveNameNotMatching(".*LogConfiguration(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.closedloop.lead.log.*..")
                .check(API);
    }

    /** What decides by one playbook and shows by another would promise what it then refuses. */
    @Test
    void onlyTheWiringNamesTheBuiltInPlaybook() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Playbook.class.getName())
                .and()
                .doNotHaveFullyQualifiedName("io.closedloop.lead.commands.CommandsConfiguration")
                .should()
                .accessField(Playbook.class, "BUILT_IN")
                .check(EVERYTHING);
    }

    private static DescribedPredicate<JavaClass> areIn(String module) {
        return describe(
                "are in " + module,
                type -> type.getSource()
                        .map(source -> source.getUri().toString().contains("/" + module + "/"))
                        .orElse(false));
    }
}
