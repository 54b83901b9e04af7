package io.closedloop.lead.keys;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Access;
import io.closedloop.lead.http.FieldError;
import io.closedloop.lead.http.Problem;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.http.Refuses;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Makes, lists and revokes keys; for {@code ADMIN} only. */
@RestController
@RequestMapping(path = "/v1/keys")
@Tag(name = "Keys")
class KeysController {
    private static final List<Role> ADMIN = List.of(Role.ADMIN);
    private static final int MAX_NAME_LENGTH = 100;
    /** As many as there are but the service's own. */
    private static final int MOST_ROLES = 8;

    private final ApiKeys keys;

    KeysController(ApiKeys keys) {
        this.keys = keys;
    }

    /** A key that is asked for. */
    @Schema(
            name = "NewKey",
            description = "A key that is asked for.",
            example = "{\"name\": \"crm\", \"roles\": [\"SALES\"]}")
    record NewKey(
            @Schema(
                    description =
                            "Who acts with the key; it stands in every event's envelope. No two keys have or had the same name, compared without blanks, case and compatibility forms, and none has the service's own, service.",
                    requiredMode = Schema.RequiredMode.REQUIRED,
                    minLength = 1,
                    maxLength = MAX_NAME_LENGTH)
            @Nullable
            String name,

            @ArraySchema(
                    arraySchema =
                            @Schema(
                                    description = "What whoever has the key may do.",
                                    requiredMode = Schema.RequiredMode.REQUIRED),
                    minItems = 1,
                    maxItems = MOST_ROLES,
                    schema =
                            @Schema(
                                    allowableValues = {
                                        "MARKETING",
                                        "SALES",
                                        "MANAGER",
                                        "INTEGRATION",
                                        "ANALYST",
                                        "AUDITOR",
                                        "PRIVACY",
                                        "ADMIN"
                                    }))
            @Nullable
            List<String> roles) {
        @Override
        public String toString() {
            return Unsaid.wholly(this);
        }
    }

    /** A key that was made, with its secret, which is shown this once. */
    @Schema(name = "CreatedKey", description = "A key that was made, with its secret, which is shown this once.")
    record CreatedKey(UUID id, String name, List<Role> roles, String key) {
        @Override
        public String toString() {
            return Unsaid.in(this, "key");
        }
    }

    /** A key that can be used. */
    @Schema(name = "Key", description = "A key that can be used, without its secret.")
    record ShownKey(UUID id, String name, List<Role> roles, Instant createdAt) {
        static ShownKey of(ApiKey key) {
            return new ShownKey(key.id().value(), key.name(), sorted(key.roles()), key.createdAt());
        }
    }

    /** All keys that can be used. */
    @Schema(name = "Keys", description = "All keys that can be used.")
    record ShownKeys(List<ShownKey> items) {}

    @PostMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    @Refuses(ProblemCode.DUPLICATE_KEY_NAME)
    @Operation(
            operationId = "createKey",
            summary = "Makes a key; its secret is shown this once",
            description = "The service keeps a hash of it only.")
    ResponseEntity<CreatedKey> create(Actor actor, @RequestBody NewKey wanted) {
        Access.require(actor, ADMIN);
        var errors = new ArrayList<FieldError>();
        String name = readName(wanted.name(), errors);
        Set<Role> roles = readRoles(wanted.roles(), errors);
        if (!errors.isEmpty()) {
            throw new ProblemException(Problem.of(ProblemCode.INVALID_COMMAND, "The key cannot be made as asked for.")
                    .withErrors(errors));
        }
        Secret secret = Secret.random();
        ApiKey key;
        try {
            key = keys.create(name, roles, secret);
        } catch (NameTakenException e) {
            throw ProblemException.of(
                    ProblemCode.DUPLICATE_KEY_NAME,
                    "A key has, or once had, the name '%s'. Names are compared without blanks, case and compatibility forms. Choose another."
                            .formatted(e.taken()));
        }
        return ResponseEntity.created(URI.create("/v1/keys/" + key.id()))
                .cacheControl(CacheControl.noStore())
                .body(new CreatedKey(key.id().value(), key.name(), sorted(key.roles()), secret.text()));
    }

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "listKeys",
            summary = "The keys that can be used, by name",
            description = "Without their secrets.")
    ShownKeys list(Actor actor) {
        Access.require(actor, ADMIN);
        return new ShownKeys(keys.inUse().stream().map(ShownKey::of).toList());
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "revokeKey",
            summary = "Revokes a key",
            description = "It is refused at once here, and within 5 seconds by every other instance.")
    void revoke(@PathVariable KeyId id, Actor actor) {
        Access.require(actor, ADMIN);
        if (!keys.revoke(id)) {
            throw ProblemException.of(ProblemCode.NOT_FOUND, "There is no key with the id %s.".formatted(id));
        }
    }

    private static String readName(@Nullable String name, List<FieldError> errors) {
        if (name == null || name.isBlank() || name.length() > MAX_NAME_LENGTH || !isPrintable(name)) {
            errors.add(new FieldError("/name", "has 1 to %d printable characters".formatted(MAX_NAME_LENGTH)));
            return "";
        }
        if (new KeyName(name).isSameAs(new KeyName(Actor.SERVICE.name()))) {
            errors.add(
                    new FieldError("/name", "'%s' is the name of the service itself; choose another".formatted(name)));
        }
        return name;
    }

    private static boolean isPrintable(String name) {
        return name.codePoints().noneMatch(c -> Character.isISOControl(c) || !Character.isDefined(c));
    }

    private static Set<Role> readRoles(@Nullable List<String> given, List<FieldError> errors) {
        var roles = EnumSet.noneOf(Role.class);
        if (given == null || given.isEmpty()) {
            errors.add(new FieldError("/roles", "names at least one role"));
            return roles;
        }
        if (given.size() > MOST_ROLES) {
            errors.add(new FieldError("/roles", "names each role once; there are %d".formatted(MOST_ROLES)));
            return roles;
        }
        for (int i = 0; i < given.size(); i++) {
            Role role = readRole(given.get(i));
            if (role == null) {
                errors.add(
                        new FieldError("/roles/" + i, "is one of " + EnumSet.complementOf(EnumSet.of(Role.SERVICE))));
            } else {
                roles.add(role);
            }
        }
        return roles;
    }

    /** The role of that name; null where there is none, or where it is the service's own. */
    private static @Nullable Role readRole(@Nullable String name) {
        for (Role role : Role.values()) {
            if (role != Role.SERVICE && role.name().equals(name)) {
                return role;
            }
        }
        return null;
    }

    private static List<Role> sorted(Set<Role> roles) {
        return roles.stream().sorted().toList();
    }
}
