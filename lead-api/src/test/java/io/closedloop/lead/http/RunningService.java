package io.closedloop.lead.http;

import io.closedloop.lead.access.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The real service on a random port, with its embedded database in a directory of its own. All test classes that extend
 * this share the one running service, so a test makes the keys and leads that it needs and expects others beside them.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
public abstract class RunningService {
    /** It outlives every test class, because the service does. */
    private static final Path DATA = newDirectory();

    private static final Map<List<Role>, String> KEYS = new ConcurrentHashMap<>();

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void inADirectoryOfItsOwn(DynamicPropertyRegistry registry) {
        registry.add("closedloop.data-dir", DATA::toString);
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target", "services")), "data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    protected static Path dataDirectory() {
        return DATA;
    }

    protected URI service() {
        return URI.create("http://localhost:" + port);
    }

    protected int port() {
        return port;
    }

    /** Somebody without a key. */
    protected Caller nobody() {
        return new Caller(service(), null);
    }

    /** Whoever has the first key. */
    protected Caller admin() {
        try {
            return new Caller(service(), Files.readString(DATA.resolve("admin.key")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Somebody whose key has just these roles; asked twice, the same key. */
    protected Caller as(Role... roles) {
        List<Role> wanted = Arrays.stream(roles).distinct().sorted().toList();
        return new Caller(service(), KEYS.computeIfAbsent(wanted, _ -> newKey(roles)));
    }

    /** Somebody else whose key has just these roles. */
    protected Caller anotherWith(Role... roles) {
        return new Caller(service(), newKey(roles));
    }

    private String newKey(Role... roles) {
        String names = Arrays.stream(roles).map(role -> '"' + role.name() + '"').collect(Collectors.joining(","));
        Caller.Answer answer = admin().post(
                        "/v1/keys",
                        "{\"name\": \"%s\", \"roles\": [%s]}".formatted("test-" + UUID.randomUUID(), names));
        return answer.json().required("key").asString();
    }
}
