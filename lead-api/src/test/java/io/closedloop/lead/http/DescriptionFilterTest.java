package io.closedloop.lead.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class DescriptionFilterTest {
    private static final String PATH = "/v3/api-docs";

    private final DescriptionFilter filter = new DescriptionFilter();
    private final AtomicInteger made = new AtomicInteger();
    private final FilterChain making = (request, response) -> {
        made.incrementAndGet();
        response.setContentType("application/json");
        response.getOutputStream().write("{}".getBytes(StandardCharsets.UTF_8));
    };

    @Test
    void isMadeOnceWhateverIsAskedWith() throws Exception {
        for (int i = 0; i < 100; i++) {
            MockHttpServletRequest request = request(i % 3 == 0 ? "HEAD" : "GET");
            request.addPreferredLocale(Locale.forLanguageTag("ab-x-r" + i));
            request.addHeader("Accept-Language", "ab-x-r" + i);
            request.setQueryString("x=" + i);

            MockHttpServletResponse response = answer(request, making);

            assertThat(response.getStatus()).isEqualTo(200);
            assertThat(response.getContentAsString()).isEqualTo("{}");
            assertThat(response.getContentLength()).isEqualTo(2);
            assertThat(response.getHeader("ETag")).startsWith("W/\"");
        }
        assertThat(made).hasValue(1);
    }

    @Test
    void whoeverHasItIsToldSo() throws Exception {
        String tag = answer(request("GET"), making).getHeader("ETag");
        MockHttpServletRequest again = request("GET");
        again.addHeader("If-None-Match", String.valueOf(tag));

        MockHttpServletResponse response = answer(again, making);

        assertThat(response.getStatus()).isEqualTo(304);
        assertThat(response.getContentAsByteArray()).isEmpty();
        assertThat(made).hasValue(1);
    }

    @Test
    void theFirstRequestMayAskForAnythingAndHaveIt() throws Exception {
        MockHttpServletRequest first = request("HEAD");
        first.addHeader("If-None-Match", "\"another\"");
        first.addHeader("Accept", "text/csv;q=0.1, application/json");
        FilterChain whole = (request, response) -> {
            var plain = (HttpServletRequest) request;
            assertThat(plain.getMethod()).isEqualTo("GET");
            assertThat(plain.getHeader("if-none-match")).isNull();
            assertThat(plain.getHeaders("accept").hasMoreElements()).isFalse();
            making.doFilter(request, response);
        };

        assertThat(answer(first, whole).getStatus()).isEqualTo(200);
        assertThat(answer(request("GET"), making).getContentAsString()).isEqualTo("{}");
        assertThat(made).hasValue(1);
    }

    @Test
    void whatIsNotAcceptedIsTheEndpointsToRefuse() throws Exception {
        FilterChain refusing = (_, response) -> ((HttpServletResponse) response).setStatus(406);
        MockHttpServletRequest csv = request("GET");
        csv.addHeader("Accept", "text/csv");
        answer(request("GET"), making);

        assertThat(answer(csv, refusing).getStatus()).isEqualTo(406);
        assertThat(answer(request("POST"), refusing).getStatus()).isEqualTo(406);
    }

    @Test
    void whatCannotBeMadeIsTriedAgain() throws Exception {
        FilterChain failing = (_, response) -> ((HttpServletResponse) response).setStatus(500);

        assertThat(answer(request("GET"), failing).getStatus()).isEqualTo(500);
        assertThat(answer(request("GET"), making).getStatus()).isEqualTo(200);
    }

    /** All come at once to a service that has not made it yet: nobody waits for another. */
    @Test
    void whoeverComesWhileItIsBeingMadeIsToldToComeAgain(@TempDir Path data) throws Exception {
        try (FreshService service = FreshService.start(data);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var caller = new Caller(service.uri(), null);
            List<Callable<Caller.Answer>> calls = IntStream.range(0, 12)
                    .mapToObj(i -> (Callable<Caller.Answer>) () -> caller.get(PATH, "Accept-Language", "ab-x-r" + i))
                    .toList();

            List<Caller.Answer> answers = new ArrayList<>();
            for (Future<Caller.Answer> answer : callers.invokeAll(calls)) {
                answers.add(answer.get());
            }

            Caller.Answer made = caller.get(PATH);
            assertThat(made.status()).isEqualTo(200);
            assertThat(answers).anyMatch(answer -> answer.status() == 200).allSatisfy(answer -> {
                if (answer.status() == 200) {
                    assertThat(answer.body()).isEqualTo(made.body());
                } else {
                    assertThat(answer.status()).isEqualTo(429);
                    assertThat(answer.header("Retry-After")).isEqualTo("2");
                    assertThat(answer.json().required("code").asString()).isEqualTo("too-many-requests");
                }
            });
        }
    }

    private static MockHttpServletRequest request(String method) {
        return new MockHttpServletRequest(method, PATH);
    }

    private MockHttpServletResponse answer(MockHttpServletRequest request, FilterChain chain) throws Exception {
        var response = new MockHttpServletResponse();
        filter.doFilter(request, response, chain);
        return response;
    }
}
