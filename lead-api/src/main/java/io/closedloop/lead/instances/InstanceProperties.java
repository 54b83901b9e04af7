package io.closedloop.lead.instances;

import static io.closedloop.lead.settings.WrongSettingException.require;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How this instance is called.
 *
 * @param instanceName 1 to 200 characters; the name of the host where it is not given
 */
@ConfigurationProperties("closedloop")
record InstanceProperties(@Nullable String instanceName) {
    private static final int LONGEST = 200;

    InstanceProperties {
        require(
                instanceName == null || (!instanceName.isBlank() && instanceName.length() <= LONGEST),
                "closedloop.instance-name",
                String.valueOf(instanceName),
                "have 1 to %d characters".formatted(LONGEST));
    }
}
