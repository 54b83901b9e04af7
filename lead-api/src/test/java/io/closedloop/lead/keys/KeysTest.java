package io.closedloop.lead.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.Caller.Answer;
import io.closedloop.lead.http.RunningService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class KeysTest extends RunningService {
    @Autowired
    private JdbcClient database;

    @Test
    void aKeyMayHaveEveryRoleOnceAndNoMore() {
        List<String> roles = EnumSet.complementOf(EnumSet.of(Role.SERVICE)).stream()
                .map(role -> "\"%s\"".formatted(role))
                .toList();
        String body = "{\"name\": \"%s\", \"roles\": [%s]}";

        assertThat(admin().post("/v1/keys", body.formatted("all-" + UUID.randomUUID(), String.join(", ", roles)))
                        .status())
                .isEqualTo(201);
        assertThat(admin().post("/v1/keys", body.formatted("more", String.join(", ", roles) + ", \"SALES\""))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void theFirstKeyStandsAloneInAFileThatOnlyTheServiceReads() throws IOException {
        var file = dataDirectory().resolve("admin.key");

        assertThat(Files.readString(file)).matches("clk_[A-Za-z0-9_-]{43}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(admin().get("/v1/keys").status()).isEqualTo(200);
    }

    @Test
    void aKeyIsShownOnceAndKeptAsItsHash() {
        String name = "crm-" + UUID.randomUUID();
        Answer made =
                admin().post("/v1/keys", "{\"name\": \"%s\", \"roles\": [\"SALES\", \"ANALYST\"]}".formatted(name));
        String secret = made.json().required("key").asString();

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().required("roles").valueStream().map(role -> role.asString()))
                .containsExactly("SALES", "ANALYST");
        assertThat(admin().get("/v1/keys").body()).contains(name).doesNotContain(secret);
        assertThat(database.sql("select secret_hash from api_key where name = ?")
                        .param(name)
                        .query(String.class)
                        .single())
                .isEqualTo(new Secret(secret).hash())
                .doesNotContain(secret);
    }

    @Test
    void aRevokedKeyIsRefusedAtOnceAndItsNameStaysTaken() {
        String body = "{\"name\": \"%s\", \"roles\": [\"SALES\"]}".formatted("gone-" + UUID.randomUUID());
        Answer made = admin().post("/v1/keys", body);
        var gone = new Caller(service(), made.json().required("key").asString());
        assertThat(gone.get("/v1/playbook").status()).isEqualTo(200);
        String path = made.header("Location");

        assertThat(admin().delete(path).status()).isEqualTo(204);
        assertThat(gone.get("/v1/playbook").code()).isEqualTo("unauthenticated");
        assertThat(admin().delete(path).code()).isEqualTo("not-found");
        assertThat(admin().post("/v1/keys", body).code()).isEqualTo("duplicate-key-name");
    }

    @Test
    void namesThatLookAlikeAreOne() {
        String tag = UUID.randomUUID().toString();
        assertThat(make("Rv-" + tag).status()).isEqualTo(201);

        for (String alike : List.of(
                "Rv-" + tag,
                "rv-" + tag,
                "RV-" + tag.toUpperCase(Locale.ROOT),
                "Rv-" + tag + " ",
                " R v-" + tag,
                "Rv\u00a0-" + tag,
                "\uff32\uff56-" + tag,
                "R\u200bv-" + tag,
                "Rv\u2800-" + tag,
                "Rv-" + tag + "\ufffb")) {
            Answer refused = make(alike);
            assertThat(refused.code()).as(alike).isEqualTo("duplicate-key-name");
            assertThat(refused.json().required("detail").asString()).contains("'Rv-" + tag + "'");
        }
        assertThat(make("Rw-" + tag).status()).isEqualTo(201);
    }

    @Test
    void keysWhoseNamesLookedAlikeBeforeGoOnAndNoneIsAdded() {
        String tag = UUID.randomUUID().toString();
        Secret first = Secret.random();
        Secret second = Secret.random();
        insertAsBefore("rv-" + tag, first);
        insertAsBefore("RV-" + tag, second);

        for (Secret secret : List.of(first, second)) {
            assertThat(new Caller(service(), secret.text()).get("/v1/playbook").status())
                    .isEqualTo(200);
        }
        assertThat(make("Rv-" + tag).code()).isEqualTo("duplicate-key-name");
    }

    private Answer make(String name) {
        return admin().post("/v1/keys", "{\"name\": \"%s\", \"roles\": [\"SALES\"]}".formatted(name));
    }

    /** A row as it was written when names were compared to the letter. */
    private void insertAsBefore(String name, Secret secret) {
        database.sql("""
                        insert into api_key (key_id, name, roles, secret_hash, created_at)
                        values (:id, :name, 'SALES', :hash, current_timestamp)""")
                .param("id", UUID.randomUUID())
                .param("name", name)
                .param("hash", secret.hash())
                .update();
    }

    @Test
    void aKeyRevokedElsewhereIsForgottenInTime() {
        var now = new AtomicLong();
        var here = new ApiKeys(database, () -> {}, now::get);
        var elsewhere = new ApiKeys(database, () -> {}, System::nanoTime);
        Secret secret = Secret.random();
        ApiKey key = here.create("elsewhere-" + UUID.randomUUID(), Set.of(Role.SALES), secret);
        assertThat(here.actor(secret)).isPresent();

        assertThat(elsewhere.revoke(key.id())).isTrue();
        now.set(ApiKeys.REMEMBERED.toNanos());

        assertThat(here.actor(secret)).isEqualTo(Optional.empty());
    }

    @Test
    void nobodyGetsTheServicesOwnRoleOrNoneAtAll() {
        for (String roles : new String[] {"[\"SERVICE\"]", "[\"BOSS\"]", "[]", "[\"SALES\", null]"}) {
            assertThat(admin().post("/v1/keys", "{\"name\": \"x\", \"roles\": %s}".formatted(roles))
                            .code())
                    .as(roles)
                    .isEqualTo("invalid-command");
        }
    }

    @Test
    void nobodyGetsTheNameOfTheService() {
        Caller.Answer answer = admin().post("/v1/keys", "{\"name\": \"Ser vice\", \"roles\": [\"SALES\"]}");

        assertThat(answer.code()).isEqualTo("invalid-command");
        assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo("/name");
    }

    @Test
    void onlyAdminManagesKeys() {
        Caller everybodyElse =
                as(Role.MARKETING, Role.SALES, Role.MANAGER, Role.INTEGRATION, Role.AUDITOR, Role.PRIVACY);

        assertThat(everybodyElse.get("/v1/keys").code()).isEqualTo("forbidden");
        assertThat(everybodyElse
                        .post("/v1/keys", "{\"name\": \"x\", \"roles\": [\"ADMIN\"]}")
                        .code())
                .isEqualTo("forbidden");
        assertThat(everybodyElse.delete("/v1/keys/" + UUID.randomUUID()).code()).isEqualTo("forbidden");
    }

    @Test
    void healthPagesAndDescriptionAreOpenAndNothingElse() {
        assertThat(nobody().get("/actuator/health").json().required("status").asString())
                .isEqualTo("UP");
        assertThat(nobody().get("/actuator/health/liveness").status()).isEqualTo(200);
        assertThat(nobody().get("/actuator/health/readiness").status()).isEqualTo(200);
        assertThat(nobody().get("/actuator/health/db").code()).isEqualTo("unauthenticated");
        assertThat(nobody().get("/problems/duplicate-lead").body()).contains("Another open lead is this person");
        assertThat(nobody().get("/v3/api-docs").status()).isEqualTo(200);
        assertThat(nobody().get("/actuator/prometheus").code()).isEqualTo("unauthenticated");
        assertThat(nobody().get("/problems/../v1/keys").code()).isEqualTo("unauthenticated");
        assertThat(nobody().get("/v3/api-docs/x").code()).isEqualTo("unauthenticated");
        assertThat(as(Role.ANALYST).get("/actuator/prometheus").status()).isEqualTo(200);
    }
}
