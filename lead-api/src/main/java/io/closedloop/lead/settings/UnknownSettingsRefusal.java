package io.closedloop.lead.settings;

import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Refuses to start with an unknown setting: a mistyped name would otherwise be ignored, and the default would hold
 * unnoticed. This runs before anything is opened.
 *
 * <p>Environment variables that look like a setting of the service are only warned of, because others put variables
 * there as well, such as Kubernetes for a service that is called closedloop.
 */
final class UnknownSettingsRefusal implements ApplicationListener<ApplicationPreparedEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(UnknownSettingsRefusal.class);

    @Override
    public void onApplicationEvent(ApplicationPreparedEvent event) {
        ConfigurableEnvironment environment = event.getApplicationContext().getEnvironment();
        KnownSettings known = KnownSettings.onTheClassPath(getClass().getClassLoader());
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> listed) {
                boolean variables = source instanceof SystemEnvironmentPropertySource
                        || source.getName().equals(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
                for (String name : listed.getPropertyNames()) {
                    if (variables) {
                        warnOfVariable(name, known);
                    } else {
                        require(name, source, known);
                    }
                }
            }
        }
    }

    private static void require(String name, PropertySource<?> source, KnownSettings known) {
        if (!name.toLowerCase(Locale.ROOT).startsWith(KnownSettings.PREFIX) || known.has(name)) {
            return;
        }
        Optional<String> meant = known.nearest(name);
        throw WrongSettingException.unknown(
                "Unknown setting %s (in %s)%s"
                        .formatted(
                                name,
                                source.getName(),
                                meant.map(it -> "; did you mean %s?".formatted(it))
                                        .orElse(".")),
                meant.map(it -> "Write %s, or leave it out.".formatted(it))
                        .orElse("Leave it out. The settings are: %s."
                                .formatted(
                                        String.join(", ", known.defaultsByName().keySet()))));
    }

    private static void warnOfVariable(String name, KnownSettings known) {
        String asSetting = name.toLowerCase(Locale.ROOT).replace('_', '.');
        if (asSetting.startsWith(KnownSettings.PREFIX) && !known.has(asSetting)) {
            known.nearest(asSetting)
                    .ifPresent(meant -> LOG.warn(
                            "The environment variable {} is not a setting of the service; did you mean {}?",
                            name,
                            meant.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_')));
        }
    }
}
