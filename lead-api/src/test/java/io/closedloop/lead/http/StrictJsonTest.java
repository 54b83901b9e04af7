package io.closedloop.lead.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    record Inner(@Nullable String text) {}

    record Request(
            @Nullable String text,
            @Nullable Integer whole,
            @Nullable BigDecimal number,
            @Nullable Boolean truth,
            @Nullable Inner inner,
            @Nullable List<Inner> list,
            @Nullable Map<String, @Nullable Object> free) {}

    private final StrictJson json = new StrictJson();

    @Test
    void readsWhatIsWellFormed() {
        Request read = read("""
                {"text": "Zoë 😀", "whole": 3, "number": 1.50, "truth": true, "inner": {}, "list": [{"text": null}], "free": {"a": 1, "b": 2.5}}""");

        assertThat(read)
                .isEqualTo(new Request(
                        "Zoë 😀",
                        3,
                        new BigDecimal("1.50"),
                        true,
                        new Inner(null),
                        List.of(new Inner(null)),
                        Map.of("a", 1, "b", new BigDecimal("2.5"))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"text": 1}                 | /text
                    {"text": true}              | /text
                    {"text": {}}                | /text
                    {"text": ["a"]}             | /text
                    {"whole": "1"}              | /whole
                    {"whole": 1.0}              | /whole
                    {"whole": 1e2}              | /whole
                    {"whole": 99999999999}      | /whole
                    {"whole": ""}               | /whole
                    {"whole": true}             | /whole
                    {"number": "1"}             | /number
                    {"number": ""}              | /number
                    {"truth": 1}                | /truth
                    {"truth": "true"}           | /truth
                    {"inner": ""}               | /inner
                    {"inner": []}               | /inner
                    {"inner": "x"}              | /inner
                    {"inner": {"text": 5}}      | /inner/text
                    {"inner": {"other": 5}}     | /inner/other
                    {"list": {}}                | /list
                    {"list": ""}                | /list
                    {"list": [{}, {"text": 1}]} | /list/1/text
                    {"free": []}                | /free
                    {"free": ""}                | /free
                    {"other": 1}                | /other
                    {"a/b~c": 1}                | /a~1b~0c
                    {"text": "\\u0000"}         | /text
                    {"text": "\\ud800"}         | /text
                    {"free": {"\\udc00": 1}}    | /free/\udc00""")
    void pointsAtAValueOfTheWrongTypeAndAtAnUnknownName(String body, String pointer) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> read(body))
                .satisfies(refusal -> {
                    assertThat(refusal.problem().code()).isEqualTo("malformed-request");
                    assertThat(refusal.problem().errors())
                            .extracting(FieldError::pointer)
                            .containsExactly(pointer);
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"text": 1, "other": [2], "truth": "x", "whole": 99999999999} | /text /other /truth /whole
                    {"inner": {"text": 1, "more": 2}, "list": [{"text": 3}, 4, {"text": 5}]} | /inner/text /inner/more /list/0/text /list/1 /list/2/text
                    {"text": 1, "truth": 2} {} | /text""")
    void pointsAtEveryPlaceThatIsWrong(String body, String pointers) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> read(body))
                .satisfies(refusal -> assertThat(refusal.problem().errors())
                        .extracting(FieldError::pointer)
                        .containsExactlyInAnyOrder(pointers.split(" ")));
    }

    @Test
    void namesTwentyWrongPlacesAtMost() {
        String body = IntStream.range(0, 30)
                .mapToObj(i -> "\"x%d\": 1".formatted(i))
                .collect(Collectors.joining(", ", "{", "}"));

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> read(body))
                .satisfies(refusal -> assertThat(refusal.problem().errors()).hasSize(20));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{} {}",
                "{}x",
                "[]",
                "\"x\"",
                "1",
                "null",
                "{\"text\": \"a\", \"text\": \"a\"}",
                "{\"free\": {\"a\": 1, \"a\": 2}}",
                "{'text': 'a'}",
                "{text: \"a\"}",
                "{\"text\": \"a\",}",
                "{} // so",
                "{\"whole\": 01}",
                "{\"number\": NaN}",
                "{\"number\": +1}",
                "{\"text\": \"a\nb\"}",
                "{}\ufeff",
                "\ufeff\ufeff{}",
                "\ufeff"
            })
    void refusesWhatIsNoSingleJsonObject(String body) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> read(body))
                .satisfies(refusal -> assertThat(refusal.problem().code()).isEqualTo("malformed-request"));
    }

    @Test
    void refusesDeepNestingAndEndlessNumbersWithoutFailing() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> read("{\"free\": " + "[".repeat(10_000) + "]".repeat(10_000) + "}"))
                .withMessageContaining("nested deeper than 32 levels");
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> read("{\"number\": " + "1".repeat(10_000) + "}"))
                .withMessageContaining("more than 200 digits");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1e1000", "-1E+1000", "1e-1000", "0e2147483647", "1e2147483648", "1.5e99999999999", "1e00001000"
            })
    void refusesANumberThatNobodyCanReckonWithAtItsPlace(String number) {
        for (String body : List.of("{\"free\": {\"a\": [1, %s]}}", "{\"unknown\": %s, \"free\": {\"a\": [1, %<s]}}")) {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> read(body.formatted(number)))
                    .withMessageContaining("exponent beyond 999")
                    .satisfies(refusal -> assertThat(refusal.problem().errors())
                            .first()
                            .satisfies(error -> assertThat(error.pointer()).isIn("/free/a/1", "/unknown")));
        }
    }

    @Test
    void leavesItToTheFieldWhichNumbersItTakes() {
        assertThat(read("{\"free\": {\"a\": 1e999, \"b\": -1E-999, \"c\": 1e000005}}"))
                .isNotNull();
    }

    @Test
    void refusesEveryEncodingButUtf8() {
        for (byte[] body : List.of(
                "{\"text\": \"é\"}".getBytes(StandardCharsets.ISO_8859_1),
                "{\"text\": \"a\"}".getBytes(StandardCharsets.UTF_16),
                "{\"text\": \"a\"}".getBytes(StandardCharsets.UTF_16LE),
                new byte[] {'{', (byte) 0xc0, (byte) 0xaf, '}'})) {
            assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> json.read(body, Request.class));
        }
    }

    @Test
    void neverRepeatsWhatWasSentAsAValue() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> read("{\"whole\": \"jane.doe@example.com\"}"))
                .satisfies(refusal ->
                        assertThat(AnswerJson.write(refusal.problem())).doesNotContain("jane.doe"));
    }

    private Request read(String body) {
        return json.read(body.getBytes(StandardCharsets.UTF_8), Request.class);
    }
}
