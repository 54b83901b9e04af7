package io.closedloop.lead.http;

import io.closedloop.lead.ClosedLoopApplication;
import io.closedloop.lead.access.Role;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The real service on a random port and an empty log, for tests that count everything in it; others share
 * {@link RunningService}.
 */
public final class FreshService implements AutoCloseable {
    private final ConfigurableApplicationContext context;
    private final Path dataDirectory;

    private FreshService(ConfigurableApplicationContext context, Path dataDirectory) {
        this.context = context;
        this.dataDirectory = dataDirectory;
    }

    /**
     * @param dataDirectory where the service keeps its data; empty, or of an earlier service that was closed
     * @param settings further ones, each as {@code --name=value}
     */
    public static FreshService start(Path dataDirectory, String... settings) {
        return start(dataDirectory, List.of(), settings);
    }

    /** @param additions configurations beside the service's own */
    public static FreshService start(Path dataDirectory, List<Class<?>> additions, String... settings) {
        var arguments = new ArrayList<>(List.of("--server.port=0", "--closedloop.data-dir=" + dataDirectory));
        arguments.addAll(List.of(settings));
        var context = new SpringApplicationBuilder(ClosedLoopApplication.class)
                .sources(additions.toArray(Class<?>[]::new))
                .run(arguments.toArray(String[]::new));
        return new FreshService(context, dataDirectory);
    }

    public URI uri() {
        return URI.create("http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    /** One of the service's own parts. */
    public <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    public Path dataDirectory() {
        return dataDirectory;
    }

    public int port() {
        return uri().getPort();
    }

    /** Whoever has the first key. */
    public Caller admin() throws IOException {
        return new Caller(
                uri(), Files.readString(dataDirectory.resolve("admin.key")).strip());
    }

    /** Somebody with a new key that has just these roles. */
    public Caller as(Role... roles) throws IOException {
        String names = Arrays.stream(roles).map(role -> '"' + role.name() + '"').collect(Collectors.joining(","));
        Caller.Answer made =
                admin().post("/v1/keys", "{\"name\": \"key-%s\", \"roles\": [%s]}".formatted(UUID.randomUUID(), names));
        return new Caller(uri(), made.json().required("key").asString());
    }

    @Override
    public void close() {
        context.close();
    }
}
