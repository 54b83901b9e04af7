package io.closedloop.lead.cluster;

import io.closedloop.lead.ClosedLoopApplication;
import io.closedloop.lead.log.GroupCommitAppender;
import io.closedloop.lead.log.LogLimits;
import io.closedloop.lead.log.Visibility;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The main class of a process that is the real service, but for its clock, which can be shifted while it runs, and,
 * where it is asked for, a broken appender.
 */
final class ServiceUnderTest {
    /** A file with the milliseconds by which the process's clock is wrong. */
    static final String CLOCK = "test.clock-file";
    /**
     * A file with the name of the {@link Breakage} of the appender; without this setting the appender is the real one.
     */
    static final String BREAKAGE = "test.breakage-file";

    private ServiceUnderTest() {}

    static void main(String[] arguments) {
        var application = new SpringApplication(ClosedLoopApplication.class);
        application.setMainApplicationClass(ClosedLoopApplication.class);
        ApplicationContextInitializer<GenericApplicationContext> changes = ServiceUnderTest::change;
        application.addInitializers(changes);
        application.run(arguments);
    }

    private static void change(GenericApplicationContext context) {
        String clock = context.getEnvironment().getProperty(CLOCK);
        if (clock != null) {
            context.registerBean("clock", InstantSource.class, () -> new WrongClock(Path.of(clock)));
        }
        String breakage = context.getEnvironment().getProperty(BREAKAGE);
        if (breakage != null) {
            context.addBeanFactoryPostProcessor(beans -> breakAppender(beans, () -> breakage(Path.of(breakage))));
        }
    }

    private static Breakage breakage(Path file) {
        try {
            return Breakage.valueOf(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void breakAppender(ConfigurableListableBeanFactory beans, Supplier<Breakage> breakage) {
        String[] names = beans.getBeanNamesForType(GroupCommitAppender.class, true, false);
        if (names.length != 1) {
            throw new IllegalStateException("there is no appender that could be broken");
        }
        Supplier<GroupCommitAppender> broken = () -> GroupCommitAppender.start(
                new BrokenDataSource(beans.getBean(DataSource.class), breakage),
                beans.getBean(Visibility.class),
                beans.getBean(LogLimits.class));
        var registry = (BeanDefinitionRegistry) beans;
        registry.removeBeanDefinition(names[0]);
        registry.registerBeanDefinition(
                names[0],
                BeanDefinitionBuilder.genericBeanDefinition(GroupCommitAppender.class, broken)
                        .getBeanDefinition());
    }

    /** The process's clock, wrong by what a file says. */
    private record WrongClock(Path file) implements InstantSource {
        @Override
        public Instant instant() {
            return Instant.now().plus(error());
        }

        private Duration error() {
            try {
                return Duration.ofMillis(Long.parseLong(Files.readString(file).strip()));
            } catch (NoSuchFileException e) {
                return Duration.ZERO;
            } catch (IOException | NumberFormatException e) {
                // It is being written this very moment.
                return Duration.ZERO;
            }
        }
    }
}
