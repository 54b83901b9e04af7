package io.closedloop.lead.jobs;

import io.closedloop.lead.ClosedLoopApplication;
import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Access;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * A kind of job for tests, which counts, and a path on which it is asked for; a service has them only where a test
 * names this class. It is also the main class of a process that has them.
 */
public final class SampleJobs {
    /** Where it is asked for, with the parameters {@code to}, {@code pause} (milliseconds) and {@code failAt}. */
    public static final String PATH = "/v1/sample-jobs";

    public static void main(String[] arguments) {
        SpringApplication application =
                new SpringApplicationBuilder(ClosedLoopApplication.class, SampleJobs.class).application();
        application.setMainApplicationClass(ClosedLoopApplication.class);
        application.run(arguments);
    }

    @Bean
    static Counting counting() {
        return new Counting();
    }

    @Bean
    static RouterFunction<ServerResponse> askForCounting(Jobs jobs, Counting counting) {
        return RouterFunctions.route()
                .POST(PATH, request -> {
                    var question = new Question(
                            number(request.param("to")),
                            number(request.param("pause")),
                            number(request.param("failAt")),
                            request.param("padding")
                                    .map(it -> "x".repeat(Integer.parseInt(it)))
                                    .orElse(null));
                    var accepted = JobAnswers.accepted(jobs.ask(
                            counting, question, Objects.requireNonNull(Access.actorOf(request.servletRequest()))));
                    return ServerResponse.status(accepted.getStatusCode())
                            .headers(headers -> headers.addAll(accepted.getHeaders()))
                            .body(Objects.requireNonNull(accepted.getBody()));
                })
                .build();
    }

    private static int number(Optional<String> parameter) {
        return parameter.map(Integer::parseInt).orElse(0);
    }

    /** @param failAt at which number the count fails; 0 for never */
    record Question(int to, int pause, int failAt, @Nullable String padding) {}

    record Counted(int counted, int begunAt) {}

    record Checkpoint(int counted) {}

    /** Counts step by step, and notes after each how far it is. */
    static final class Counting implements JobKind<Question, Counted> {
        /** How often each job was begun. */
        final Map<UUID, Integer> begun = new ConcurrentHashMap<>();

        /** How many jobs are being done. */
        final AtomicInteger underWay = new AtomicInteger();

        /** What else is done before the first number, which is step 0, and after each. */
        volatile Also also = (_, _) -> {};

        @FunctionalInterface
        interface Also {
            void at(JobRun<Question> run, int step) throws Exception;
        }

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public List<Role> roles() {
            return List.of(Role.ANALYST, Role.AUDITOR);
        }

        @Override
        public Class<Question> question() {
            return Question.class;
        }

        @Override
        public Class<Counted> result() {
            return Counted.class;
        }

        @Override
        public int mostOpen() {
            return 3;
        }

        @Override
        public Counted run(JobRun<Question> run) throws Exception {
            begun.merge(run.id(), 1, Integer::sum);
            underWay.incrementAndGet();
            try {
                return count(run);
            } finally {
                underWay.decrementAndGet();
            }
        }

        private Counted count(JobRun<Question> run) throws Exception {
            also.at(run, 0);
            Question question = run.question();
            if (question.to() < 0) {
                throw new IllegalStateException("nobody counts to %d: %s".formatted(question.to(), question.padding()));
            }
            int begunAt =
                    run.checkpoint(Checkpoint.class).map(Checkpoint::counted).orElse(0);
            for (int i = begunAt + 1; i <= question.to(); i++) {
                run.pause(Duration.ofMillis(question.pause()));
                if (i == question.failAt()) {
                    throw new JobFailedException("%d cannot be counted".formatted(i), null);
                }
                run.progress(new JobProgress(i, (long) question.to(), "numbers"));
                also.at(run, i);
                run.checkpoint(new Checkpoint(i));
            }
            return new Counted(question.to(), begunAt);
        }
    }
}
