package io.closedloop.lead.http;

import static io.closedloop.lead.settings.WrongSettingException.require;

import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose pages may call the service from a browser.
 *
 * @param cors their origins as browsers send them, {@code https://crm.example.com}; nobody's where there are none
 */
@ConfigurationProperties("closedloop.http")
record CorsProperties(@DefaultValue List<String> cors) {
    private static final Pattern ORIGIN = Pattern.compile("https?://[a-z0-9.\\-\\[\\]:]+");

    CorsProperties {
        cors = List.copyOf(cors);
        for (String origin : cors) {
            require(
                    ORIGIN.matcher(origin).matches(),
                    "closedloop.http.cors",
                    origin,
                    "name origins as browsers send them, such as https://crm.example.com or http://localhost:3000");
        }
    }
}
