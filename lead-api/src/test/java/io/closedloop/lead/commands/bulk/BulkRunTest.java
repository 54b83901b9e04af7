package io.closedloop.lead.commands.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.closedloop.lead.http.FieldError;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.http.StrictJson;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.EmailAddress;
import io.closedloop.lead.identity.ExternalRef;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.log.Answer;
import io.closedloop.lead.log.StoreUnavailableException;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.suppression.SuppressionId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A bulk request without the service around it: how much is under way at once, and what becomes of faults. */
class BulkRunTest {
    private static final int MOST_UNDER_WAY = 256;
    private static final SpoolQuota NO_QUOTA = new SpoolQuota(Long.MAX_VALUE, Long.MAX_VALUE);

    @TempDir
    Path directory;

    /** Nobody holds anything. */
    private static class Strangers implements LineKeys.Relations {
        @Override
        public IdentityHash hash(ExternalRef ref) {
            throw new UnsupportedOperationException("no line names a reference");
        }

        @Override
        public IdentityHash hash(EmailAddress email) {
            throw new UnsupportedOperationException("no line names an address");
        }

        @Override
        public List<IdentityHash> hashes(Contact contact, @Nullable ExternalRef ref) {
            return List.of();
        }

        @Override
        public Set<IdentityHash> everHeldBy(LeadId lead) {
            return Set.of();
        }

        @Override
        public Set<LeadId> everHolding(IdentityHash identity) {
            return Set.of();
        }

        @Override
        public Set<Object> about(SuppressionId suppression) {
            return Set.of(suppression);
        }
    }

    private String run(LineKeys.Relations relations, BulkRun.Carrier carrier, InputStream lines)
            throws IOException, InterruptedException {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
                var spool = AnswerSpool.in(directory, NO_QUOTA)) {
            new BulkRun(
                            new BulkLineReader(new StrictJson()),
                            new LineKeys(relations, Playbook.BUILT_IN),
                            carrier,
                            executor,
                            spool,
                            256 * 1024,
                            MOST_UNDER_WAY)
                    .carryOut(lines);
            var answers = new ByteArrayOutputStream();
            spool.copyTo(answers);
            return answers.toString(StandardCharsets.UTF_8);
        }
    }

    private static CompletableFuture<Answer> answer() {
        return CompletableFuture.completedFuture(
                new Answer(201, Map.of(), "{\"filler\":\"%s\"}".formatted("x".repeat(500))));
    }

    @Test
    void readsNoFurtherThanItCanCarryOutWhileTheFirstLineTakesItsTime() throws Exception {
        var othersBegun = new CountDownLatch(MOST_UNDER_WAY - 1);
        var begun = new AtomicInteger();
        var begunWhileTheFirstWaited = new AtomicInteger();
        // None is done before it has been counted how many have begun, so that no place becomes free meanwhile.
        var counted = new CompletableFuture<Void>();

        String answers = run(
                new Strangers(),
                (_, aside) -> {
                    if (begun.getAndIncrement() == 0) {
                        aside.execute(() -> {
                            await(othersBegun);
                            begunWhileTheFirstWaited.set(begun.get());
                            counted.complete(null);
                        });
                    } else {
                        othersBegun.countDown();
                    }
                    return counted.thenCompose(_ -> answer());
                },
                new Touches(2_000));

        assertThat(begunWhileTheFirstWaited).hasValue(MOST_UNDER_WAY);
        assertThat(answers.lines()).hasSize(2_000);
    }

    @Test
    void aLineThatTakesItsTimeHoldsNoOtherUpButTheirAnswers() throws Exception {
        var othersDone = new CountDownLatch(3 * MOST_UNDER_WAY);
        var number = new AtomicInteger();

        String answers = run(
                new Strangers(),
                (_, aside) -> {
                    if (number.getAndIncrement() == 0) {
                        return CompletableFuture.runAsync(() -> await(othersDone), aside)
                                .thenApply(_ -> new Answer(201, Map.of(), "{\"late\":true}"));
                    }
                    othersDone.countDown();
                    return answer();
                },
                new Touches(4 * MOST_UNDER_WAY));

        assertThat(answers.lines()).hasSize(4 * MOST_UNDER_WAY);
        assertThat(answers.lines().filter(line -> line.contains("\"late\""))).hasSize(1);
        long[] numbers = answers.lines()
                .mapToLong(line -> Long.parseLong(line.substring("{\"line\":".length(), line.indexOf(','))))
                .toArray();
        assertThat(numbers)
                .containsExactly(LongStream.rangeClosed(1, 4 * MOST_UNDER_WAY).toArray());
    }

    @Test
    void aLineThatFailsUnforeseenIsAnsweredSoAndAloneInThat() throws Exception {
        var number = new AtomicInteger();

        String answers = run(
                new Strangers(),
                (_, _) -> {
                    if (number.incrementAndGet() == 2) {
                        throw new AssertionError("broken");
                    }
                    return answer();
                },
                new Touches(3));

        assertThat(answers.lines()).hasSize(3);
        assertThat(answers.lines().filter(line -> line.contains("\"status\":500,\"problem\":")))
                .singleElement()
                .asString()
                .contains("\"code\":\"internal-fault\"");
    }

    @Test
    void whateverALineThrowsBeforeItBeginsIsItsAnswerAndTheLastLineComes() throws Exception {
        var asked = new AtomicInteger();
        var endless = new Strangers() {
            @Override
            public Set<IdentityHash> everHeldBy(LeadId lead) {
                return switch (asked.getAndIncrement()) {
                    case 0 -> throw new StackOverflowError("as deep as it gets");
                    case 1 -> throw new ArrayIndexOutOfBoundsException("-1");
                    default -> Set.of();
                };
            }
        };
        String close = "{\"command\": \"CloseWon\", \"leadId\": \"%s\"}\n".formatted(new UUID(0, 1));

        String answers = run(
                endless,
                (_, _) -> answer(),
                new ByteArrayInputStream(close.repeat(1_000).getBytes(StandardCharsets.UTF_8)));

        assertThat(answers.lines()).hasSize(1_000);
        assertThat(answers.lines().limit(2))
                .allMatch(line -> line.contains("\"status\":500,\"problem\":") && line.contains("internal-fault"));
        assertThat(answers.lines().skip(2)).allMatch(line -> line.contains("\"status\":201"));
    }

    @Test
    void whateverReadingThrowsIsTheLastLine() throws Exception {
        String touch = "{\"command\": \"RecordTouch\", \"leadId\": \"%s\", \"type\": \"CALL\", \"by\": \"SALES\"}\n"
                .formatted(new UUID(0, 1));
        var broken = new ByteArrayInputStream(touch.repeat(2).getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                if (available() == 0) {
                    throw new IllegalStateException("the container is in a state of its own");
                }
                return super.read(bytes, offset, length);
            }
        };

        String answers = run(new Strangers(), (_, _) -> answer(), broken);

        assertThat(answers.lines().map(line -> line.substring(0, 23)))
                .containsExactly(
                        "{\"line\":1,\"status\":201,", "{\"line\":2,\"status\":201,", "{\"line\":3,\"status\":500,");
    }

    @Test
    void namesTheFirstOfVeryManyWrongPlaces() throws Exception {
        String fields = java.util.stream.IntStream.range(0, 5_000)
                .mapToObj(i -> "\"a%d\": {}".formatted(i))
                .collect(java.util.stream.Collectors.joining(", "));
        String answers = run(
                new Strangers(),
                (line, _) -> {
                    throw ProblemException.malformed(
                            "Much is wrong.",
                            ((BulkLine.ForLead) line)
                                    .body().misshapen().stream()
                                            .map(pointer -> new FieldError(pointer, "is wrong"))
                                            .toArray(FieldError[]::new));
                },
                new ByteArrayInputStream("{\"command\": \"UpdateAttributes\", \"leadId\": \"%s\", \"attributes\": {%s}}"
                        .formatted(new UUID(0, 1), fields)
                        .getBytes(StandardCharsets.UTF_8)));

        assertThat(answers).hasSizeLessThan(3_000).contains("and 4980 more places are wrong");
    }

    @Test
    void fiftyThousandLinesTakeNoMoreMemoryThanAFew() throws Exception {
        var carriedOut = new AtomicInteger();
        var atOnce = new AtomicInteger();
        var mostAtOnce = new AtomicInteger();
        var early = new AtomicLong();
        var late = new AtomicLong();

        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
                var spool = AnswerSpool.in(directory, NO_QUOTA)) {
            BulkRun.Carrier carrier = (_, _) -> {
                mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                int number = carriedOut.incrementAndGet();
                if (number == 5_000) {
                    early.set(usedMemory());
                } else if (number == 49_000) {
                    late.set(usedMemory());
                }
                atOnce.decrementAndGet();
                return answer();
            };
            new BulkRun(
                            new BulkLineReader(new StrictJson()),
                            new LineKeys(new Strangers(), Playbook.BUILT_IN),
                            carrier,
                            executor,
                            spool,
                            256 * 1024,
                            MOST_UNDER_WAY)
                    .carryOut(new Touches(50_000));
            var answered = new AtomicLong();
            spool.copyTo(new java.io.OutputStream() {
                @Override
                public void write(int b) {
                    answered.addAndGet(b == '\n' ? 1 : 0);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) {
                    for (int i = offset; i < offset + length; i++) {
                        write(bytes[i]);
                    }
                }
            });
            assertThat(answered).hasValue(50_000);
        }

        assertThat(mostAtOnce.get()).isBetween(1, MOST_UNDER_WAY);
        // 44,000 lines and their answers are about 40 MB.
        assertThat(late.get() - early.get()).isLessThan(16_000_000);
        assertThat(directory).isEmptyDirectory();
    }

    private static long usedMemory() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** Makes its lines while they are read. */
    private static final class Touches extends InputStream {
        private final int lines;
        private int made;
        private ByteArrayInputStream current = new ByteArrayInputStream(new byte[0]);

        Touches(int lines) {
            this.lines = lines;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (current.available() == 0) {
                if (made == lines) {
                    return -1;
                }
                current = new ByteArrayInputStream(
                        "{\"command\": \"RecordTouch\", \"leadId\": \"%s\", \"type\": \"CALL\", \"by\": \"SALES\", \"note\": \"%s\"}\n"
                                .formatted(new UUID(0, made++), "x".repeat(200))
                                .getBytes(StandardCharsets.UTF_8));
            }
            return current.read(bytes, offset, length);
        }
    }

    @Test
    void aLineThatTheStoreCannotTakeNowIsToldToComeBackAndAloneInThat() throws Exception {
        var unavailable = new StoreUnavailableException("the database hangs", Duration.ofSeconds(1));
        var number = new AtomicInteger();

        String inTheStore = run(
                new Strangers(),
                (_, _) -> {
                    if (number.incrementAndGet() == 1) {
                        throw unavailable;
                    }
                    return answer();
                },
                new Touches(3));
        String beforeIt = run(
                new Strangers() {
                    @Override
                    public Set<IdentityHash> everHeldBy(LeadId lead) {
                        throw unavailable;
                    }
                },
                (_, _) -> answer(),
                new ByteArrayInputStream(
                        "{\"command\": \"CloseWon\", \"leadId\": \"%s\"}\n{\"command\": \"QualifyMarketing\", \"leadId\": \"%s\"}"
                                .formatted(new UUID(0, 1), new UUID(0, 1))
                                .getBytes(StandardCharsets.UTF_8)));

        assertThat(inTheStore.lines().filter(line -> line.contains("\"status\":503,\"problem\":")))
                .singleElement()
                .asString()
                .contains("\"code\":\"store-unavailable\"");
        assertThat(inTheStore.lines()).hasSize(3);
        assertThat(beforeIt.lines().map(line -> line.substring(0, 23)))
                .containsExactly("{\"line\":1,\"status\":503,", "{\"line\":2,\"status\":201,");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void carriesOutWhatItHasReadAndSaysSoInALastLineWhenItsAnswersCannotBeKept() throws Exception {
        var carriedOut = new AtomicInteger();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
                var spool = new AnswerSpool(
                        FileChannel.open(Path.of("/dev/full"), StandardOpenOption.READ, StandardOpenOption.WRITE),
                        NO_QUOTA)) {
            var run = new BulkRun(
                    new BulkLineReader(new StrictJson()),
                    new LineKeys(new Strangers(), Playbook.BUILT_IN),
                    (_, _) -> {
                        carriedOut.incrementAndGet();
                        return answer();
                    },
                    executor,
                    spool,
                    256 * 1024,
                    MOST_UNDER_WAY);

            assertThatIOException().isThrownBy(() -> run.carryOut(new Touches(10_000)));

            assertThat(carriedOut).hasValueBetween(1, 9_999);
            assertThat(run.lastLine(ProblemException.of(ProblemCode.STORE_UNAVAILABLE, "No room.")))
                    .startsWith("{\"line\":%d,\"status\":503,\"problem\":".formatted(carriedOut.get() + 1))
                    .endsWith("}\n");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
