package io.closedloop.lead.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Holds JSON against a schema of the description: types, constants, required and known fields, which is what clients
 * are generated from.
 */
final class SchemaCheck {
    private final JsonNode api;
    private final List<String> problems = new ArrayList<>();

    private SchemaCheck(JsonNode api) {
        this.api = api;
    }

    /** What in {@code value} is not as the schema of this name says. */
    static List<String> problems(JsonNode api, String schema, JsonNode value) {
        var check = new SchemaCheck(api);
        check.check(schema, named(api, schema), value);
        return check.problems;
    }

    static JsonNode named(JsonNode api, String schema) {
        return api.required("components").required("schemas").required(schema);
    }

    static JsonNode resolved(JsonNode api, JsonNode schema) {
        return schema.has("$ref") ? api.at(schema.required("$ref").asString().substring(1)) : schema;
    }

    private void check(String at, JsonNode given, JsonNode value) {
        JsonNode schema = resolved(api, given);
        if (schema.has("discriminator")) {
            String name = schema.at("/discriminator/propertyName").asString();
            JsonNode variant =
                    schema.at("/discriminator/mapping").path(value.path(name).asString(""));
            if (variant.isMissingNode()) {
                problems.add("%s: nothing is chosen by %s=%s".formatted(at, name, value.path(name)));
            } else {
                check(at, api.at(variant.asString().substring(1)), value);
            }
            return;
        }
        if (schema.has("anyOf")) {
            boolean any = schema.required("anyOf").valueStream().anyMatch(alternative -> {
                var inner = new SchemaCheck(api);
                inner.check(at, alternative, value);
                return inner.problems.isEmpty();
            });
            if (!any) {
                problems.add("%s: %s is none of the alternatives".formatted(at, value));
            }
            return;
        }
        Set<String> types = types(schema);
        if (!types.isEmpty() && !types.contains(typeOf(value)) && !(types.contains("number") && value.isNumber())) {
            problems.add("%s: %s is no %s".formatted(at, value, types));
            return;
        }
        if (schema.has("enum") && schema.required("enum").valueStream().noneMatch(value::equals)) {
            problems.add("%s: %s is none of %s".formatted(at, value, schema.required("enum")));
        }
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                check(at + "/" + i, schema.required("items"), value.get(i));
            }
        }
        if (value.isObject()) {
            fields(at, schema, value);
        }
    }

    private void fields(String at, JsonNode schema, JsonNode value) {
        schema.path("required")
                .valueStream()
                .map(JsonNode::asString)
                .filter(name -> !value.has(name))
                .forEach(name -> problems.add("%s: %s is missing".formatted(at, name)));
        value.properties().forEach(field -> {
            JsonNode property = schema.path("properties").path(field.getKey());
            if (!property.isMissingNode()) {
                check(at + "/" + field.getKey(), property, field.getValue());
            } else if (schema.path("additionalProperties").isObject()) {
                check(at + "/" + field.getKey(), schema.required("additionalProperties"), field.getValue());
            } else {
                problems.add("%s: %s is not described".formatted(at, field.getKey()));
            }
        });
    }

    static Set<String> types(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isString()
                ? Set.of(type.asString())
                : type.valueStream().map(JsonNode::asString).collect(Collectors.toSet());
    }

    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case BOOLEAN -> "boolean";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case ARRAY -> "array";
            case NULL -> "null";
            case OBJECT -> "object";
            case BINARY, MISSING, POJO -> throw new IllegalArgumentException("JSON has no " + value.getNodeType());
        };
    }
}
