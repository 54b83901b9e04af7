package io.closedloop.lead.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The names of all settings of the service, as the compiler found them on its classes. */
final class KnownSettings {
    static final String PREFIX = "closedloop.";
    private static final String METADATA = "META-INF/spring-configuration-metadata.json";
    /** What differs in more letters is hardly meant. */
    private static final int NEAR = 4;

    private final SortedMap<String, String> defaultsByName;

    private KnownSettings(SortedMap<String, String> defaultsByName) {
        this.defaultsByName = Collections.unmodifiableSortedMap(defaultsByName);
    }

    /** @throws UncheckedIOException when the class path cannot be read */
    static KnownSettings onTheClassPath(ClassLoader classes) {
        var found = new TreeMap<String, String>();
        try {
            for (URL url : Collections.list(classes.getResources(METADATA))) {
                try (InputStream metadata = url.openStream()) {
                    // Only what is ours is parsed: libraries bring files of their own.
                    byte[] bytes = metadata.readAllBytes();
                    if (new String(bytes, StandardCharsets.UTF_8).contains('"' + PREFIX)) {
                        add(JsonMapper.builder().build().readTree(bytes), found);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the service's own settings cannot be read from its class path", e);
        }
        return new KnownSettings(found);
    }

    private static void add(JsonNode metadata, SortedMap<String, String> found) {
        for (JsonNode property : metadata.path("properties")) {
            String name = property.path("name").asString("");
            if (name.startsWith(PREFIX)) {
                found.put(name, property.path("defaultValue").asString(""));
            }
        }
    }

    /** Each name with its default as text; empty where there is none. */
    SortedMap<String, String> defaultsByName() {
        return defaultsByName;
    }

    /** Whether there is a setting of this name, however it is spelt: {@code closedloop.dataDir} as well. */
    boolean has(String name) {
        return defaultsByName.keySet().stream().anyMatch(known -> plain(known).equals(plain(name)));
    }

    /** The name that was probably meant. */
    Optional<String> nearest(String name) {
        return defaultsByName.keySet().stream()
                .min(Comparator.comparingInt(known -> distance(plain(known), plain(name))))
                .filter(known -> distance(plain(known), plain(name)) <= NEAR);
    }

    /** Without what spellings differ in: case, and what stands between the words. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9\\[\\]]", "");
    }

    /** How many letters have to be put in, left out or changed (Levenshtein). */
    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] now = new int[b.length() + 1];
            now[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(changed, Math.min(before[j], now[j - 1]) + 1);
            }
            before = now;
        }
        return before[b.length()];
    }
}
