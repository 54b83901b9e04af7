package io.closedloop.lead.reports;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Holds answers against the schemas that the API's description has for them, as far as these schemas go. */
final class DescribedAnswers {
    private final JsonNode api;

    DescribedAnswers(JsonNode api) {
        this.api = api;
    }

    /** Everything in which the JSON answer of {@code GET path} differs from its description. */
    List<String> complaints(String path, JsonNode answer) {
        JsonNode schema = api.required("paths")
                .required(path)
                .at("/get/responses/200/content")
                .required("application/json")
                .required("schema");
        var complaints = new ArrayList<String>();
        check(schema, answer, path, complaints);
        return complaints;
    }

    private void check(JsonNode schema, JsonNode value, String at, List<String> complaints) {
        if (schema.has("$ref")) {
            check(api.at(schema.required("$ref").asString().substring(1)), value, at, complaints);
            return;
        }
        if (schema.has("anyOf")) {
            boolean fits = schema.required("anyOf").valueStream().anyMatch(alternative -> {
                var own = new ArrayList<String>();
                check(alternative, value, at, own);
                return own.isEmpty();
            });
            if (!fits) {
                complaints.add("%s: %s is none of %s".formatted(at, value, schema));
            }
            return;
        }
        JsonNode type = schema.path("type");
        boolean fits = type.isMissingNode()
                || type.isString() && isOf(type.asString(), value)
                || type.valueStream().anyMatch(each -> isOf(each.asString(), value));
        if (!fits) {
            complaints.add("%s: %s is no %s".formatted(at, value, type));
        }
        if (schema.has("enum") && schema.required("enum").valueStream().noneMatch(value::equals)) {
            complaints.add("%s: %s is not one of %s".formatted(at, value, schema.required("enum")));
        }
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                check(schema.path("items"), value.get(i), "%s/%d".formatted(at, i), complaints);
            }
        }
        if (value.isObject()) {
            checkObject(schema, value, at, complaints);
        }
    }

    private void checkObject(JsonNode schema, JsonNode value, String at, List<String> complaints) {
        schema.path("required").forEach(name -> {
            if (!value.has(name.asString())) {
                complaints.add("%s: there is no %s".formatted(at, name));
            }
        });
        JsonNode properties = schema.path("properties");
        value.properties().forEach(property -> {
            String name = property.getKey();
            if (properties.has(name)) {
                check(properties.required(name), property.getValue(), at + "/" + name, complaints);
            } else if (schema.has("additionalProperties")) {
                check(schema.required("additionalProperties"), property.getValue(), at + "/" + name, complaints);
            } else if (!properties.isMissingNode()) {
                complaints.add("%s: nobody describes %s".formatted(at, name));
            }
        });
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "null" -> value.isNull();
            default -> throw new AssertionError("JSON Schema has no type " + type);
        };
    }
}
