package io.closedloop.lead.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OrderOfChecksTest extends RunningService {
    private static final byte[] BODY = "{\"name\": 1}".getBytes(StandardCharsets.UTF_8);

    @Test
    void anUnknownPathWithoutAKeyIsAboutTheKey() {
        Caller.Answer answer = nobody().get("/v1/nothing");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("unauthenticated");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(answer.json().required("instance").asString()).isEqualTo("/v1/nothing");
    }

    @Test
    void anUnknownPathIsNotFoundWhateverTheRole() {
        assertThat(as(Role.SALES).get("/v1/nothing").code()).isEqualTo("not-found");
        assertThat(as(Role.SALES).get("/").code()).isEqualTo("not-found");
        assertThat(as(Role.SALES).get("/error").code()).isEqualTo("not-found");
        assertThat(as(Role.SALES).get("/actuator").code()).isEqualTo("not-found");
        assertThat(as(Role.SALES).get("/actuator/env").code()).isEqualTo("not-found");
    }

    @Test
    void nothingHidesBehindASemicolon() {
        assertThat(admin().get("/v1/keys;x=1").code()).isEqualTo("not-found");
        assertThat(admin().get("/v1;x=1/keys").code()).isEqualTo("not-found");
    }

    @Test
    void aWrongMethodIsToldTheRightOnesBeforeTheBodyOrTheRoleIsLookedAt() {
        Caller.Answer answer = as(Role.SALES).send("PUT", "/v1/keys", BODY, "Content-Type", "text/plain");

        assertThat(answer.code()).isEqualTo("method-not-allowed");
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
    }

    @Test
    void aSearchThatIsNotPostedIsAboutItsMethod() {
        Caller.Answer answer = as(Role.SALES).get("/v1/leads/search");

        assertThat(answer.code()).isEqualTo("method-not-allowed");
        assertThat(answer.header("Allow")).isEqualTo("OPTIONS, POST");
    }

    @Test
    void anUnacceptableRepresentationComesBeforeTheFormOfTheBody() {
        Caller.Answer answer =
                as(Role.SALES).send("POST", "/v1/keys", BODY, "Content-Type", "text/plain", "Accept", "image/png");

        assertThat(answer.code()).isEqualTo("not-acceptable");
    }

    @Test
    void aBrokenIdInThePathComesBeforeAnUnknownParameter() {
        assertThat(as(Role.SALES).delete("/v1/keys/1-1-1-1-1?x=1").code()).isEqualTo("not-found");
    }

    @Test
    void theFormOfTheRequestComesBeforeTheRole() {
        Caller sales = as(Role.SALES);

        assertThat(sales.post("/v1/keys?x=1", "{}").code()).isEqualTo("malformed-request");
        assertThat(sales.post("/v1/keys", "{\"name\": 1}").code()).isEqualTo("malformed-request");
        assertThat(sales.send("POST", "/v1/keys", BODY, "Content-Type", "text/plain")
                        .code())
                .isEqualTo("unsupported-media-type");
        assertThat(sales.post("/v1/keys", " ".repeat(300_000)).code()).isEqualTo("payload-too-large");
    }

    @Test
    void theRoleComesBeforeTheFields() {
        Caller.Answer answer = as(Role.SALES).post("/v1/keys", "{}");

        assertThat(answer.code()).isEqualTo("forbidden");
        assertThat(answer.json().required("detail").asString()).contains("ADMIN");
    }

    @Test
    void theFieldsComeLast() {
        Caller.Answer answer = admin().post("/v1/keys", "{}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("invalid-command");
        assertThat(answer.json().required("errors").findValuesAsString("pointer"))
                .containsExactly("/name", "/roles");
    }
}
